"""Where each answer of an edition is counted: one vector of whole numbers for the whole form.

The vector is what a tally stores. Its layout follows from the definition alone, so it is fixed once an edition is
published: every question owns the cells that its kind names, one after the other in question order.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from functools import lru_cache
from typing import Any

from app.forms.definition import Definition
from app.forms.kinds import KINDS
from app.forms.kinds.base import Cell, Counter
from app.forms.rules import Decision, decision


class Layout:
    """The cells of one definition. Use :func:`layout_of`, which keeps them.

    ``size``: length of the counts vector. ``cells[id]``: the cells of a question. ``spans[id]``: its slice.
    """

    def __init__(self, definition: Definition) -> None:
        self.cells: dict[str, tuple[Cell, ...]] = {}
        self.spans: dict[str, slice] = {}
        self._slots: list[tuple[str, Counter, int, Decision | None]] = []
        offset = 0
        for question in definition.questions:
            kind = KINDS[question.kind]
            cells = kind.cells(question)
            asked = None if question.visible_when is None else decision(question.visible_when)
            skipped = offset + len(kind.own_cells(question))
            self._slots.append((question.id, kind.counter(question, offset), skipped, asked))
            self.cells[question.id] = cells
            self.spans[question.id] = slice(offset, offset + len(cells))
            offset += len(cells)
        self.size = offset

    def empty(self) -> list[int]:
        """A vector of zeros."""
        return [0] * self.size

    def indices(self, answers: Mapping[str, Any]) -> list[int]:
        """The cells that one response counts in; ``answers`` are stored answers, already cleared of hidden ones."""
        hits: list[int] = []
        for name, counter, skipped, asked in self._slots:
            stored = answers.get(name)
            if stored is not None:
                hits.extend(counter(stored))
            elif asked is None or asked(answers):
                hits.append(skipped)
            else:
                hits.append(skipped + 1)
        return hits

    def add(self, counts: MutableSequence[int], answers: Mapping[str, Any], weight: int = 1) -> None:
        """Count one response into ``counts``; ``weight=-1`` takes it out again."""
        for index in self.indices(answers):
            counts[index] += weight

    def counts_of(self, question_id: str, counts: Sequence[int]) -> dict[str, int]:
        """The counts of one question by the keys of its cells, e.g. ``{"1": 0, ..., "9": 2, "skipped": 7}``."""
        return {
            cell.key: count
            for cell, count in zip(self.cells[question_id], counts[self.spans[question_id]], strict=True)
        }

    def points(self, question_id: str, counts: Sequence[int]) -> tuple[int, int, int, int, int]:
        """How often 1, 2, 3, 4 and 5 were chosen in a question of faces."""
        row = self.counts_of(question_id, counts)
        return row["1"], row["2"], row["3"], row["4"], row["5"]


class _ByDigest:
    """A definition that is compared by its digest, so that looking it up costs no walk through the form."""

    __slots__ = ("definition",)

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return hash(self.definition.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and self.definition.digest == other.definition.digest


@lru_cache(maxsize=512)
def _kept(key: _ByDigest) -> Layout:
    return Layout(key.definition)


def layout_of(definition: Definition) -> Layout:
    """The layout of ``definition``, made once per process and digest."""
    return _kept(_ByDigest(definition))
