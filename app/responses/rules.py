"""Where the answers of a response are counted, and whether it may count in a score.

A tally keeps one vector of whole numbers for a whole edition. Its layout follows from the definition alone and is
fixed once an edition is published: every question owns the cells that its kind names, then ``skipped``, one question
after the other. A question that the skip logic did not ask adds to no cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.kept import Kept
from app.forms.definition import OVERALL, Definition, Question
from app.forms.kinds import KINDS
from app.forms.kinds.base import Cell, Counter
from app.forms.kinds.faces import DONT_KNOW, POINTS
from app.forms.rules import Decision, decision

SKIPPED = "skipped"
_POINTS = frozenset(POINTS)


@dataclass(frozen=True, slots=True)
class Slot:
    """One question, ready to be counted.

    ``scored``: a five-point item, CHUNG among them; ``item``: one that makes the score, so not CHUNG. ``asked`` decides
    from the answers whether the question was asked; None where it always is.
    """

    question_id: str
    scored: bool
    item: bool
    count: Counter
    skipped: int
    asked: Decision | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of one definition.

    ``size``: length of the vector. ``offsets``: the first index of each question. ``cells``: the names of a question's
    cells in order; faces have ``"1"`` to ``"5"``, ``"dont_know"`` and ``"skipped"``.
    """

    size: int
    offsets: Mapping[str, int]
    cells: Mapping[str, tuple[str, ...]]
    slots: tuple[Slot, ...] = field(repr=False)


def layout_of(definition: Definition) -> Layout:
    """The layout of ``definition``, made once per process and digest."""
    return _layouts.get(definition.digest, lambda: _lay_out(definition))


def is_scorable(definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Whether a response answers enough to count in a score.

    Not when more than half of the items asked have no answer from 1 to 5 ("don't know" is none), and not when there
    was no item to ask. A form without scored items has nothing to leave out: all its responses count.
    ``answers`` are stored answers, cleared of hidden ones.
    """
    return _is_scorable(layout_of(definition), answers)


def tally_of(layout: Layout, definition: Definition, answers: Mapping[str, Any]) -> list[int]:
    """The indices of the vector that one response adds 1 to.

    A response that is not scorable adds nothing for its scored items (CHUNG among them), only for the other questions.
    """
    return count(layout, answers)[1]


def count(layout: Layout, answers: Mapping[str, Any]) -> tuple[bool, list[int]]:
    """Whether the response is scorable, and its indices, in one go."""
    scorable = _is_scorable(layout, answers)
    hits: list[int] = []
    for slot in layout.slots:
        if (slot.scored and not scorable) or (slot.asked is not None and not slot.asked(answers)):
            continue
        stored = answers.get(slot.question_id)
        if stored is None:
            hits.append(slot.skipped)
        else:
            hits.extend(slot.count(stored))
    return scorable, hits


def _is_scorable(layout: Layout, answers: Mapping[str, Any]) -> bool:
    items = [slot for slot in layout.slots if slot.item]
    if not items:
        return True
    asked = [slot for slot in items if slot.asked is None or slot.asked(answers)]
    answered = sum(1 for slot in asked if answers.get(slot.question_id) in _POINTS)
    return answered > 0 and 2 * answered >= len(asked)


def _lay_out(definition: Definition) -> Layout:
    offsets: dict[str, int] = {}
    cells: dict[str, tuple[str, ...]] = {}
    slots: list[Slot] = []
    size = 0
    for question in definition.questions:
        kind = KINDS[question.kind]
        own = kind.own_cells(question)
        offsets[question.id] = size
        cells[question.id] = (*(_name(question, cell) for cell in own), SKIPPED)
        slots.append(
            Slot(
                question.id,
                scored=question.scored,
                item=question.scored and question.factor != OVERALL,
                count=kind.counter(question, size),
                skipped=size + len(own),
                asked=None if question.visible_when is None else decision(question.visible_when),
            )
        )
        size += len(own) + 1
    return Layout(size, offsets, cells, tuple(slots))


def _name(question: Question, cell: Cell) -> str:
    return "dont_know" if question.kind == "faces" and cell.code == DONT_KNOW else cell.key


_layouts: Kept[str, Layout] = Kept(512)
