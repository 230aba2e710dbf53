"""Everything wrong with a form file, told at once, with file and line.

The checks of content walk the plain data, not the loaded definition: a file with a misspelt key still gets to hear
about its repeated id. They run in ``make check``, before publishing, and in a test over every file in ``forms/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from app.forms.definition import (
    FOLDER,
    OVERALL,
    Definition,
    Factor,
    form_files,
    item_name,
    read_form,
    shape,
    to_data,
)
from app.forms.kinds import KINDS
from app.forms.tree import Place, Tree

_KNOWN = ", ".join(KINDS)
_LIMITS = ("at_most", "at_least")
Finding = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing to mend: which file, which line, where in the form, and what is wrong."""

    path: Path
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        where = f" {self.where}:" if self.where else ""
        return f"{self.path}:{self.line}:{where} {self.message}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it stands in the file, unchecked."""

    place: Place
    data: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.data.get("id", ""))

    @property
    def kind(self) -> str:
        return str(self.data.get("kind", ""))


def check_all(folder: Path = FOLDER) -> list[Complaint]:
    """The complaints about every form file of ``folder``; a folder without forms is one complaint."""
    paths = form_files(folder)
    if not paths:
        return [Complaint(folder, 1, "", "Thư mục không có mẫu phiếu nào (*.yaml).")]
    return [complaint for path in paths for complaint in check_file(path)]


def check_file(path: Path) -> list[Complaint]:
    """Everything wrong with one file, by line; empty when it can be published."""
    try:
        tree = read_form(path)
    except OSError as error:
        return [Complaint(path, 1, "", f"Không đọc được tệp ({error.strerror}).")]
    found = {(fault.line, fault.place, fault.message) for fault in shape(tree)[1]}
    found |= {(tree.line(place), place, message) for place, message in _findings(tree, path)}
    ordered = sorted(found, key=lambda item: (item[0], [str(key) for key in item[1]], item[2]))
    return [Complaint(path, line, _where(tree, place), message) for line, place, message in ordered]


def check_definition(definition: Definition) -> list[str]:
    """Everything wrong with a definition that is no file (an office's draft), each with its place in the form."""
    tree = Tree(to_data(definition))
    found = _findings(tree, Path(f"{definition.key}.yaml"))
    return [f"{where}: {message}" if (where := _where(tree, place)) else message for place, message in found]


def _findings(tree: Tree, path: Path) -> Iterator[Finding]:
    data = tree.data
    if not isinstance(data, dict):
        return
    if isinstance(data.get("key"), str) and data["key"] != path.stem:
        yield ("key",), f"Mã phiếu “{data['key']}” phải trùng tên tệp “{path.stem}”."
    questions = list(_questions(data))
    yield from _repeated_ids(data, questions)
    for index, question in enumerate(questions):
        yield from _kind(question)
        yield from _options(question)
        yield from _factor(question)
        yield from _bounds(question)
        yield from _conditions(question, questions[:index], questions[index:])
    if data.get("purpose") == "satisfaction":
        yield from _overall(questions)


def _questions(data: dict[str, Any]) -> Iterator[_Asked]:
    for place, section in _items(data, (), "sections"):
        for inner, question in _items(section, place, "questions"):
            yield _Asked(inner, question)


def _items(data: dict[str, Any], place: Place, key: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    items = data.get(key)
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield (*place, key, index), item


def _repeated_ids(data: dict[str, Any], questions: list[_Asked]) -> Iterator[Finding]:
    sections = [(place, str(section.get("id", ""))) for place, section in _items(data, (), "sections")]
    for what, found in (("Phần", sections), ("Câu hỏi", [(q.place, q.id) for q in questions])):
        seen: set[str] = set()
        for place, name in found:
            if name and name in seen:
                yield (*place, "id"), f"{what} “{name}” đã có ở trên; mỗi mã chỉ dùng một lần."
            seen.add(name)


def _kind(question: _Asked) -> Iterator[Finding]:
    if question.kind and question.kind not in KINDS:
        yield (*question.place, "kind"), f"Không có loại câu hỏi “{question.kind}”. Các loại: {_KNOWN}."


def _options(question: _Asked) -> Iterator[Finding]:
    kind = KINDS.get(question.kind)
    options = question.data.get("options")
    if kind is None:
        return
    if kind.has_options and not options:
        yield (*question.place, "options"), "Loại câu hỏi này cần danh sách trả lời (options), không được trống."
    if not kind.has_options and options is not None:
        yield (*question.place, "options"), f"Loại câu hỏi “{question.kind}” không nhận danh sách trả lời (options)."
    codes: set[object] = set()
    for place, option in _items(question.data, question.place, "options"):
        code = option.get("code")
        if code is not None and code in codes:
            yield (*place, "code"), f"Mã trả lời {code} đã dùng cho một trả lời khác của câu này."
        codes.add(code)


def _factor(question: _Asked) -> Iterator[Finding]:
    kind = KINDS.get(question.kind)
    scored, factor = question.data.get("scored") is True, question.data.get("factor")
    if scored and factor is None:
        yield (*question.place, "scored"), f"Câu có tính điểm cần một yếu tố (factor): {', '.join(get_args(Factor))}."
    if factor is not None and not scored:
        yield (*question.place, "factor"), "Câu có yếu tố (factor) phải ghi scored: true."
    if scored and kind is not None and not kind.scorable:
        yield (
            (*question.place, "scored"),
            f"Loại câu hỏi “{question.kind}” không tính điểm được; chỉ “faces” tính điểm.",
        )


def _bounds(question: _Asked) -> Iterator[Finding]:
    lowest, highest = question.data.get("minimum"), question.data.get("maximum")
    if question.kind in KINDS and question.kind != "number":
        for key in ("minimum", "maximum"):
            if key in question.data:
                yield (*question.place, key), f"Mục “{key}” chỉ dùng cho câu hỏi loại “number”."
    if isinstance(lowest, int) and isinstance(highest, int) and lowest > highest:
        yield (*question.place, "maximum"), "Số lớn nhất (maximum) phải không nhỏ hơn số nhỏ nhất (minimum)."


def _conditions(question: _Asked, before: list[_Asked], after: list[_Asked]) -> Iterator[Finding]:
    earlier = {asked.id: asked for asked in before}
    later = {asked.id for asked in after}
    for place, comparison in _comparisons(question.data.get("visible_when"), (*question.place, "visible_when")):
        name = str(comparison["question"])
        if name in earlier:
            yield from _compared(earlier[name], place, comparison)
        elif name in later:
            yield (
                (*place, "question"),
                f"Điều kiện chỉ được xét câu hỏi đứng trước; “{name}” đứng sau hoặc là chính nó.",
            )
        else:
            yield (*place, "question"), f"Điều kiện nhắc đến câu hỏi “{name}” không có trong phiếu."


def _comparisons(condition: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if not isinstance(condition, dict):
        return
    if "question" in condition:
        yield place, condition
    yield from _comparisons(condition.get("not"), (*place, "not"))
    for key in ("any", "all"):
        for inner, part in _items(condition, place, key):
            yield from _comparisons(part, inner)


def _compared(asked: _Asked, place: Place, comparison: dict[str, Any]) -> Iterator[Finding]:
    kind = KINDS.get(asked.kind)
    if kind is None:
        return
    if not kind.comparable:
        yield (*place, "question"), f"Không đặt được điều kiện theo câu “{asked.id}” vì trả lời không phải là mã số."
        return
    codes = _codes_of(asked)
    wanted = comparison.get("is")
    for index, code in enumerate(wanted if isinstance(wanted, list) else []):
        if codes and code not in codes:
            yield (
                (*place, "is", index),
                f"Câu “{asked.id}” không có trả lời mang mã {code}; các mã: {', '.join(map(str, codes))}.",
            )
    for key, limit in ((key, comparison.get(key)) for key in _LIMITS):
        if codes and isinstance(limit, int) and not min(codes) <= limit <= max(codes):
            yield (*place, key), f"Câu “{asked.id}” không có trả lời nào quanh mã {limit}."


def _codes_of(asked: _Asked) -> list[int]:
    """The codes the question offers; empty for a number, which has none."""
    kind = KINDS[asked.kind]
    if kind.has_options:
        found = [option.get("code") for _, option in _items(asked.data, (), "options")]
        return [code for code in found if isinstance(code, int)]
    return list(kind.fixed_codes)


def _overall(questions: list[_Asked]) -> Iterator[Finding]:
    overall = [question for question in questions if question.data.get("factor") == OVERALL]
    if not overall:
        yield (), "Phiếu hài lòng cần một câu “Nhìn chung …” (kind: faces, factor: CHUNG, scored: true)."
    for question in overall[1:]:
        yield (*question.place, "factor"), "Mỗi phiếu chỉ có một câu mang yếu tố CHUNG."
    if overall and not any(q.data.get("scored") is True and q.data.get("factor") != OVERALL for q in questions):
        yield (), "Ngoài câu CHUNG, phiếu hài lòng cần ít nhất một câu có tính điểm."


def _where(tree: Tree, place: Place) -> str:
    """A place as people name it: ``sections.hai_long.questions.de_tim.kind``."""
    names: list[str] = []
    data: Any = tree.data
    for key in place:
        inside = isinstance(data, list) and isinstance(key, int) and key < len(data)
        data = data[key] if inside else data.get(key) if isinstance(data, dict) else None
        names.append(item_name(data, key) if isinstance(key, int) else key)
    return ".".join(names)
