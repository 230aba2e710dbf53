"""Which unit answers for which task, and which row of the appendix belongs to which: only where the plan says so.

Two ways to say it: by number ("chủ trì thực hiện các nhiệm vụ 1, 3 và 5", "điểm 2 mục II") and by name (a duty that
repeats the heading of a task; a row of the appendix in the same words). What is not said stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from app.core.text import fold
from app.plans.reading.appendix import Row
from app.plans.reading.assignments import Assignment, Role, Tie
from app.plans.reading.findings import Sureness
from app.plans.reading.lexicon import small
from app.plans.reading.places import letters
from app.plans.reading.plan import ReadPlan, ReadTask, TaskUnit


@dataclass(frozen=True)
class Heading:
    """A task as far as it can be referred to; ``words`` are those of its items."""

    section: str
    label: str
    title: str
    words: str


NUMBERS = r"(?P<numbers>\d{1,2}(?:\s*(?:,|;|và|đến|-|–)\s*\d{1,2})*)(?![\d/%.]\d|\d|\s*(?:%|năm|tháng|ngày|quý))"
REFERENCE = re.compile(rf"(?:nhiệm vụ|nội dung|công việc)\s+(?:(?:nêu\s+)?(?:tại|ở)\s+)?(?:số\s+|thứ\s+)?{NUMBERS}")
SECTION_FIRST = re.compile(rf"(?:mục|phần)\s+(?P<section>[ivx]{{1,5}})\s?[.,]\s?{NUMBERS}")
SECTION_LAST = re.compile(
    rf"(?:điểm|khoản|mục|tiểu mục|nhiệm vụ)\s+{NUMBERS},?\s+(?:mục|phần)\s+(?P<section>[ivx]{{1,5}})\b"
)
CLAUSE = re.compile(r"[;.]\s")
LEADS = re.compile(r"chủ trì|đầu mối|chịu trách nhiệm (?:chính|thực hiện)")
COORDINATES = re.compile(r"phối hợp")
CARRIES_OUT = re.compile(r"(?:thực hiện|triển khai|theo dõi|phụ trách)(?:\s+\w+){0,2}\s*$")
FEWEST_WORDS = 3
"""A heading must have so many words before its repetition says anything."""
ALIKE = 0.55
"""Share of the weight of a row's words that must be found in a task."""
AHEAD = 1.3
"""So much better than the next task it must fit."""
COMMON = frozenset(fold(word) for word in (
    "và", "của", "các", "cho", "trong", "theo", "về", "với", "tại", "trên", "những", "để", "công", "tác", "thực",
    "hiện", "tổ", "chức", "nâng", "cao", "đẩy", "mạnh", "tăng", "cường", "xã", "phường", "huyện", "tỉnh", "sở", "ủy",
    "ban", "nhân", "dân", "địa", "bàn", "năm", "một", "được", "đến", "từ", "việc", "cán", "bộ",
))  # fmt: skip


def ties_of(assignment: Assignment, headings: Sequence[Heading]) -> tuple[Tie, ...]:
    """The tasks that the duties of a unit name, each once with its strongest role."""
    found: dict[int, Tie] = {}
    for index, duty in enumerate(assignment.duties):
        for tie in (*_by_number(duty, index, headings), *_by_name(duty, index, headings)):
            known = found.get(tie.task)
            if known is None or (known.role != "lead" and tie.role == "lead"):
                found[tie.task] = tie
    return tuple(sorted(found.values(), key=lambda tie: tie.task))


def _by_number(duty: str, index: int, headings: Sequence[Heading]) -> Iterator[Tie]:
    text = small(duty)
    taken: list[tuple[int, int]] = []
    for pattern in (SECTION_LAST, SECTION_FIRST, REFERENCE):
        for hit in pattern.finditer(text):
            if any(hit.start() < end and hit.end() > start for start, end in taken):
                continue
            taken.append(hit.span())
            section = hit.groupdict().get("section")
            role, sureness = _role(text, hit.start())
            for number in _numbers(hit["numbers"]):
                task = _task_with(number, section, headings)
                if task is not None:
                    yield Tie(task, role, sureness, index)


def _numbers(written: str) -> list[int]:
    """``1, 3 và 5`` or ``1 đến 3``."""
    numbers: list[int] = []
    between = ""
    for part in re.findall(r"\d+|[^\d\s]+", written):
        if not part.isdigit():
            between = part
        elif between in {"đến", "-", "–"} and numbers and int(part) > numbers[-1]:
            numbers += range(numbers[-1] + 1, int(part) + 1)
        else:
            numbers.append(int(part))
    return numbers


def _task_with(number: int, section: str | None, headings: Sequence[Heading]) -> int | None:
    """The one task with this number; None where there is none or where two sections have one."""
    fitting = [
        at
        for at, heading in enumerate(headings)
        if heading.label == str(number) and (section is None or heading.section.casefold() == section)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _role(text: str, at: int) -> tuple[Role | None, Sureness]:
    """What the clause says in front of the task: "chủ trì, phối hợp với ..." leads, "phối hợp" alone does not."""
    begins = max((hit.end() for hit in CLAUSE.finditer(text, 0, at)), default=0)
    clause = text[begins:at]
    if LEADS.search(clause):
        return "lead", "sure"
    if COORDINATES.search(clause):
        return "coordinating", "sure"
    return ("lead", "likely") if CARRIES_OUT.search(clause.removesuffix("các ").strip()) else (None, "likely")


def _by_name(duty: str, index: int, headings: Sequence[Heading]) -> Iterator[Tie]:
    """A duty that repeats the heading of a task, or its first words up to a comma."""
    text = small(duty)
    for at, heading in enumerate(headings):
        title = small(heading.title).rstrip(" .:;")
        first = re.split(r"[,;]", title, maxsplit=1)[0]
        for words in dict.fromkeys((title, first)):
            place = text.find(words)
            if len(words.split()) > FEWEST_WORDS and place >= 0:
                yield Tie(at, _role(text, place)[0], "likely", index)
                break


@dataclass(frozen=True)
class RowTie:
    """The task that a row of the appendix carries out."""

    task: int
    sureness: Sureness


class Likeness:
    """How much of some words each task holds; words that many tasks share weigh little."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._titles = [_words(heading.title) for heading in headings]
        self._texts = [_words(f"{heading.title} {heading.words}") for heading in headings]
        self._in_tasks = Counter(word for text in self._texts for word in text)

    def best(self, *texts: str | None) -> RowTie | None:
        """The task that holds most of the words; None where none does, or two do nearly alike."""
        wanted = _words(" ".join(text for text in texts if text))
        weight = {word: self._weight(word) for word in wanted}
        total = sum(weight.values())
        if not total:
            return None
        shares = [
            sum(weight[word] * (1.0 if word in title else 0.8) for word in wanted & text) / total
            for title, text in zip(self._titles, self._texts, strict=True)
        ]
        ranked = sorted(range(len(shares)), key=lambda task: -shares[task])
        second = shares[ranked[1]] if len(ranked) > 1 else 0.0
        if not ranked or shares[ranked[0]] < ALIKE or shares[ranked[0]] < second * AHEAD:
            return None
        return RowTie(ranked[0], "likely")

    def _weight(self, word: str) -> float:
        return 1 + log((1 + len(self._texts)) / (1 + self._in_tasks[word]))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{2,}", fold(text))) - COMMON


def tie_of_row(row: Row, headings: Sequence[Heading], likeness: Likeness) -> RowTie | None:
    """By the number that the row or its group refers to, by equal words, else by similar words; never forced."""
    for tie in _by_number(f"{row.content}; {row.group or ''}", 0, headings):
        return RowTie(tie.task, "sure")
    for at, heading in enumerate(headings):
        if letters(heading.title) in {letters(row.content), letters(_without_number(row.group))}:
            return RowTie(at, "sure")
    grouped = likeness.best(row.group) if row.group else None
    return likeness.best(row.content) or likeness.best(row.content, row.group) or grouped


def _without_number(group: str | None) -> str:
    return re.sub(r"^(?:[IVX]+|\d+|[A-H])\s?[.)/]\s*", "", group or "-")


def tie(plan: ReadPlan) -> ReadPlan:
    """The plan with its assignments and the rows of its appendix tied to its tasks, and the tasks to units."""
    headings = [
        Heading(task.section, task.label, task.title, " ".join(item.text for item in task.items)) for task in plan.tasks
    ]
    assignments = tuple(replace(one, tasks=ties_of(one, headings)) for one in plan.assignments)
    appendix = plan.appendix
    if appendix:
        likeness = Likeness(headings)
        rows = tuple(_tied(row, tie_of_row(row, headings, likeness)) for row in appendix.rows)
        appendix = replace(appendix, rows=rows)
    named = [*_from_duties(assignments), *_from_rows(appendix.rows if appendix else ())]
    tasks = tuple(_with_units(task, [one for one in named if one.task == at]) for at, task in enumerate(plan.tasks))
    return replace(plan, tasks=tasks, assignments=assignments, appendix=appendix)


@dataclass(frozen=True)
class _Named:
    """A unit named for a task."""

    task: int
    role: Role
    unit: TaskUnit


def _tied(row: Row, found: RowTie | None) -> Row:
    return replace(row, task=found.task, task_sureness=found.sureness) if found else row


def _from_duties(assignments: Iterable[Assignment]) -> Iterator[_Named]:
    for assignment in assignments:
        others = {other.duty_index: other.unit for other in assignment.sub_assignments}
        for one in assignment.tasks:
            unit = others.get(one.duty_index, assignment.unit)
            if unit and one.role:
                yield _Named(one.task, one.role, TaskUnit(unit, assignment.lines, one.sureness))


def _from_rows(rows: Iterable[Row]) -> Iterator[_Named]:
    """A row is a part of its task, so the units of rows are never surer than likely."""
    for row in rows:
        if row.task is None:
            continue
        roles: tuple[tuple[Role, str | None], ...] = (("lead", row.lead), ("coordinating", row.coop))
        for role, unit in roles:
            if unit:
                yield _Named(row.task, role, TaskUnit(unit, (row.line, row.line), "likely"))


def _with_units(task: ReadTask, named: Sequence[_Named]) -> ReadTask:
    owners = _once([one.unit for one in named if one.role == "lead"])
    leading = {letters(owner.unit) for owner in owners}
    others = _once([one.unit for one in named if one.role == "coordinating"])
    helping = tuple(one for one in others if letters(one.unit) not in leading)
    return replace(task, owner_units=owners, coordinating_units=helping)


def _once(units: Sequence[TaskUnit]) -> tuple[TaskUnit, ...]:
    """Each unit once, with its surest mention."""
    best: dict[str, TaskUnit] = {}
    for unit in units:
        known = best.get(letters(unit.unit))
        if known is None or (known.sureness != "sure" and unit.sureness == "sure"):
            best[letters(unit.unit)] = unit
    return tuple(best.values())
