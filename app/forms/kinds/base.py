"""What every kind of question must know how to do.

A kind is one class in one file, plus one template ``forms/parts/<kind>.html``. Its duties: make the WTForms field,
say how an answer is stored, shown and counted. Kinds know neither Flask nor the database.

Counting: a kind names the cells of a question and gives a quick function from an answer to the cells it counts in.
Where the cells lie in a tally, and what becomes of questions without an answer, is not decided here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from wtforms import Field
from wtforms.validators import ValidationError

from app.forms.definition import Question

Stored = int | str | list[int]
"""An answer as it lies in a response's JSON. A skipped question has no entry at all."""


class Words(Protocol):
    """How words are looked up: ``say(text)`` for the form's own, ``say.word(name)`` for the shared ones."""

    def __call__(self, text: str) -> str: ...

    def word(self, name: str, **values: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """One counter of a question: ``key`` names it for good, ``code`` is the answer's code where it counts one."""

    key: str
    code: int | None = None


ANSWERED = Cell("answered")

Counter = Callable[[Any], Sequence[int]]


class Kind(ABC):
    """The duties. ``name`` is the word in the YAML; the class flags tell other packages what they may do with it."""

    name: ClassVar[str]
    has_options: ClassVar[bool] = False
    """Whether the YAML lists the options."""
    scorable: ClassVar[bool] = False
    """Whether its answers are five points that can be scored."""
    is_text: ClassVar[bool] = False
    """Whether its answers are free text: personal data until somebody has read them."""
    comparable: ClassVar[bool] = True
    """Whether a condition may look at its answers."""
    fixed_codes: ClassVar[tuple[int, ...]] = ()
    """The codes of a kind whose answers are the same in every question."""
    several: ClassVar[bool] = False
    """Whether one response may hold several codes."""

    @abstractmethod
    def field(self, question: Question, say: Words) -> Field:
        """The unbound WTForms field for one question in one language."""

    def to_stored(self, value: Any) -> Stored:
        """The field's clean value as it is stored."""
        stored: Stored = value
        return stored

    def from_stored(self, stored: Stored) -> Any:
        """The stored answer as the field's value."""
        return stored

    @abstractmethod
    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """The stored answer as a person reads it."""

    @abstractmethod
    def own_cells(self, question: Question) -> tuple[Cell, ...]:
        """The cells that the kind counts answers in. Their order never changes: tallies go by it."""

    @abstractmethod
    def counter(self, question: Question, offset: int) -> Counter:
        """A quick function from a stored answer to the indices it adds one to; ``offset`` is where the row begins.

        An answer that the edition does not know gives no index: it must never break a fold.
        """

    def choices(self, question: Question, say: Words) -> tuple[tuple[int, str], ...]:
        """The codes and their labels, in order; empty where nothing is chosen. This is also the code book."""
        return tuple((option.code, say(option.text)) for option in question.options)

    def codes(self, question: Question) -> tuple[int, ...]:
        """The codes an answer may have; empty where nothing is chosen."""
        return self.fixed_codes or tuple(option.code for option in question.options)


class Needed:
    """The validator of a required question. WTForms' own would refuse the code 0."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: object, field: Field) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(self.message)


def validators(question: Question, say: Words) -> list[Needed]:
    """What every kind checks: that a required question has an answer."""
    return [Needed(say.word("error_required"))] if question.required else []


def code_cells(codes: Iterable[int]) -> tuple[Cell, ...]:
    """One cell for each code, named by it."""
    return tuple(Cell(str(code), code) for code in codes)


def code_counter(codes: Sequence[int], offset: int) -> Counter:
    """Counts an answer that is one code."""
    table = {code: (offset + index,) for index, code in enumerate(codes)}
    none: tuple[int, ...] = ()
    return lambda stored: table.get(stored, none)


__all__ = [
    "ANSWERED",
    "Cell",
    "Counter",
    "Kind",
    "Needed",
    "Stored",
    "Words",
    "code_cells",
    "code_counter",
    "validators",
]
