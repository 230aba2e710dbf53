"""The shape of a form: what is asked, in which order, and when.

A definition is written by hand as ``forms/<key>.yaml`` and kept as JSON inside an edition. It is frozen and
hashable. What a file must also fulfil (conditions that look backwards, one CHUNG question, ...) is in ``checks.py``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.core.errors import Problem
from app.core.settings import ROOT
from app.core.text import N_
from app.forms.tree import Data, Fault, Place, Tree, read_file

FOLDER = ROOT / "forms"
SHARED_FILE = FOLDER / "_words.yaml"
SHARED_CONTEXT = "_words"
"""The message context of the shared words in the catalogs."""

TEXT_KEYS = frozenset({"title", "about", "intro", "lead", "text", "hint"})
"""The keys whose values people read and translators translate; loading and extraction share this set."""

Factor = Literal["TC", "TT", "CC", "KQ", "PA", "GT", "TG", "CL", "TD", "CHUNG"]
OVERALL: Factor = "CHUNG"
"""The factor of the one question "Nhìn chung ...": shown beside the score, never inside it."""

Purpose = Literal["satisfaction", "remark", "consultation", "initiative", "oversight", "reply_rating"]

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^\S(?s:.*\S)?$")]
Code = Annotated[int, Field(ge=0, le=9999)]


class DefinitionBroken(Problem):
    """A form file that cannot be loaded; ``faults`` has every place that is wrong."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        told = "\n".join(f"{name}:{fault.line}: {fault.message}" for fault in faults)
        super().__init__(N_("Mẫu phiếu %(name)s có lỗi, hãy sửa rồi thử lại:\n%(told)s"), name=name, told=told)
        self.faults = faults


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Condition(_Frozen):
    """When a question is asked: one comparison with an earlier answer, or a combination of conditions.

    An unanswered question fulfils no comparison; ``not`` turns that round.
    """

    question: Id | None = None
    is_: tuple[Code, ...] | None = Field(default=None, alias="is", min_length=1)
    at_most: int | None = None
    at_least: int | None = None
    not_: Condition | None = Field(default=None, alias="not")
    any_: tuple[Condition, ...] | None = Field(default=None, alias="any", min_length=1)
    all_: tuple[Condition, ...] | None = Field(default=None, alias="all", min_length=1)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        comparisons = sum(part is not None for part in (self.is_, self.at_most, self.at_least))
        combinations = sum(part is not None for part in (self.not_, self.any_, self.all_))
        if (self.question is not None, comparisons, combinations) not in {(True, 1, 0), (False, 0, 1)}:
            raise ValueError("condition")
        return self


class Option(_Frozen):
    """One thing to choose. ``code`` never changes once published: exports, SPSS and scores go by it."""

    code: Code
    text: Text


class Question(_Frozen):
    """One question. ``scored`` items carry a ``factor``; ``private`` answers are never shown response by response.

    ``personal`` questions are about the person who answers, not about the service: no group of them that is small
    enough to be recognised is ever shown.
    ``minimum`` and ``maximum`` bound a number (inclusive).
    """

    id: Id
    kind: str
    text: Text
    hint: Text | None = None
    factor: Factor | None = None
    scored: bool = False
    required: bool = False
    private: bool = False
    personal: bool = False
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    visible_when: Condition | None = None


class Section(_Frozen):
    """Questions that stand together under a heading; ``lead`` is said once before them."""

    id: Id
    title: Text | None = None
    lead: Text | None = None
    questions: tuple[Question, ...] = Field(min_length=1)


class Definition(_Frozen):
    """A whole form. ``title`` is what a citizen reads when choosing; ``about`` tells staff when to use it."""

    key: Id
    purpose: Purpose
    title: Text
    about: Text | None = None
    intro: Text | None = None
    sections: tuple[Section, ...] = Field(min_length=1)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """The five-point items that make the score: those with a factor, without CHUNG."""
        return tuple(q for q in self.questions if q.scored and q.factor != OVERALL)

    @cached_property
    def overall(self) -> Question | None:
        """The CHUNG question, shown beside the score."""
        return next((q for q in self.questions if q.factor == OVERALL), None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hex: equal exactly when the definitions are."""
        canonical = json.dumps(to_data(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def load(path: Path) -> Definition:
    """Load a form file; :class:`DefinitionBroken` names every fault of shape with its line.

    This is about shape alone; :func:`app.forms.checks.check_file` says everything that is wrong.
    """
    tree = read_form(path)
    definition, faults = shape(tree)
    if definition is None or faults:
        raise DefinitionBroken(path.name, faults)
    return definition


def load_all(folder: Path = FOLDER) -> list[Definition]:
    """Every form of ``folder``, by key; files beginning with ``_`` hold words, not forms."""
    return [load(path) for path in form_files(folder)]


def form_files(folder: Path = FOLDER) -> list[Path]:
    """The form files of ``folder``, sorted by name."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("_"))


def from_data(data: Mapping[str, Any]) -> Definition:
    """The definition that :func:`to_data` wrote."""
    return Definition.model_validate_json(json.dumps(data))


def to_data(definition: Definition) -> dict[str, Any]:
    """Plain data for an edition's JSON column; what is at its default is left out."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def texts_of(definition: Definition) -> Iterator[tuple[str, str]]:
    """Each text of the form with its path, e.g. ``("sections.hai_long.questions.de_tim.text", "...")``."""
    return _texts(to_data(definition), "")


def _texts(data: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            here = f"{path}.{key}" if path else key
            if key in TEXT_KEYS:
                yield here, value
            else:
                yield from _texts(value, here)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _texts(item, f"{path}.{item_name(item, index)}")


def item_name(item: Any, index: int) -> str:
    """How an item of a list is called in a path: by its id, its code, or its place counted from 1."""
    if isinstance(item, dict):
        for key in ("id", "code"):
            if isinstance(item.get(key), str | int):
                return str(item[key])
    return str(index + 1)


@lru_cache(maxsize=1)
def shared_words() -> Mapping[str, str]:
    """The words that several forms and the kinds share, by name, from ``forms/_words.yaml``.

    A form takes one by writing ``"@name"`` in place of a text; a kind asks :class:`app.forms.wording.Say` for it.
    """
    tree = read_file(SHARED_FILE)
    if tree.faults or not isinstance(tree.data, dict):
        raise DefinitionBroken(SHARED_FILE.name, tree.faults)
    return {name: str(text) for name, text in tree.data.items()}


def read_form(path: Path) -> Tree:
    """The tree of a form file with every ``"@name"`` replaced by the shared word."""
    tree = read_file(path)
    if tree.data is not None:
        tree.data = _resolved(tree.data, (), tree)
    return tree


def _resolved(data: Data, place: Place, tree: Tree) -> Data:
    if isinstance(data, dict):
        return {key: _resolved(value, (*place, key), tree) for key, value in data.items()}
    if isinstance(data, list):
        return [_resolved(value, (*place, index), tree) for index, value in enumerate(data)]
    if isinstance(data, str) and data.startswith("@") and place and place[-1] in TEXT_KEYS:
        word = shared_words().get(data[1:])
        if word is not None:
            return word
        message = f"Không có từ chung “{data}” trong {SHARED_FILE.name}."
        tree.faults.append(Fault(tree.line(place), place, message))
    return data


def shape(tree: Tree) -> tuple[Definition | None, list[Fault]]:
    """The definition in a tree, or every fault of its shape."""
    faults = list(tree.faults)
    if tree.data is None:
        return None, faults
    try:
        return Definition.model_validate_json(json.dumps(tree.data)), faults
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        places = [detail["loc"] for detail in details]
        for detail, place in zip(details, places, strict=True):
            if detail["type"] == "too_short" and any(place == other[: len(place)] != other for other in places):
                continue  # the list is not empty, pydantic only did not count its faulty items
            faults.append(Fault(tree.line(place), place, _sentence(detail["type"], place, detail.get("ctx", {}))))
        return None, sorted(faults, key=lambda fault: fault.line)


def _sentence(kind: str, place: Place, context: Mapping[str, Any]) -> str:
    """Pydantic's finding as a Vietnamese sentence; the place says which value is meant."""
    name = place[-1] if place else ""
    sentence = _SENTENCES.get(kind, "Giá trị của mục “{name}” không hợp lệ.")
    if kind == "string_pattern_mismatch":
        sentence = _PATTERN_SENTENCES["text" if name in TEXT_KEYS else "id"]
    return sentence.format(name=name, **{key: value for key, value in context.items() if key != "name"}).replace(
        " or ", " hoặc "
    )


_PATTERN_SENTENCES = {
    "text": "Mục “{name}” không được trống hoặc có dấu cách thừa ở đầu, cuối.",
    "id": "Mã “{name}” chỉ gồm chữ thường không dấu, chữ số, gạch dưới, và bắt đầu bằng chữ.",
}
_SENTENCES = {
    "missing": "Thiếu mục “{name}”.",
    "extra_forbidden": "Không có mục nào tên “{name}”; hãy xem lại chính tả.",
    "string_type": "Mục “{name}” phải là chữ; nếu là số hoặc true/false, hãy đặt trong dấu ngoặc kép.",
    "string_too_short": "Mục “{name}” không được để trống.",
    "string_too_long": "Mục “{name}” dài quá {max_length} ký tự.",
    "int_type": "Mục “{name}” phải là số nguyên.",
    "bool_type": "Mục “{name}” phải là true hoặc false.",
    "greater_than_equal": "Mục “{name}” phải từ {ge} trở lên.",
    "less_than_equal": "Mục “{name}” không được quá {le}.",
    "literal_error": "Mục “{name}” chỉ nhận một trong: {expected}.",
    "tuple_type": "Mục “{name}” phải là danh sách, mỗi dòng bắt đầu bằng dấu gạch ngang.",
    "too_short": "Danh sách “{name}” không được trống.",
    "model_type": "Chỗ này phải gồm các mục “tên: giá trị”.",
    "value_error": (
        "Điều kiện phải là một câu so sánh (question và một trong is, at_most, at_least) hoặc một trong not, any, all."
    ),
}
