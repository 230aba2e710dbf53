"""Which editions of a form may be added up, question by question.

A question is the same as long as its kind, its words and its options are. Counts of editions that asked it in the same
words are added; counts from before a change of words stay outside, and the change is marked as a break. An edition in
which no scored question is worded as today counts nothing towards today's score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from app.forms.definition import Definition, Question
from app.forms.wording import Say
from app.responses.queries import Counts
from app.responses.rules import Layout, layout_of
from app.scores.rules import ItemCounts

Wording = tuple[str, str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, eq=False)
class AskedEdition:
    """One edition as scores need it; ``say`` are its frozen Vietnamese words."""

    id: int
    number: int
    published_on: date
    definition: Definition
    say: Say

    @cached_property
    def layout(self) -> Layout:
        """Where its answers are counted."""
        return layout_of(self.definition)

    @cached_property
    def words(self) -> Mapping[str, Wording]:
        """How each question is worded."""
        return {question.id: wording(question) for question in self.definition.questions}

    @cached_property
    def scored_words(self) -> Mapping[str, Wording]:
        """How each question that makes the score is worded."""
        return {question.id: self.words[question.id] for question in self.definition.scored}


@dataclass(frozen=True, slots=True)
class Break:
    """From edition ``number`` on, published on a day, these questions of the score are other questions."""

    number: int
    on: date
    questions: tuple[str, ...]


@dataclass(slots=True)
class Pool:
    """Cells added up: responses that count, responses that answered too little, and each question's cells by name."""

    n: int = 0
    excluded: int = 0
    questions: dict[str, dict[str, int]] = field(default_factory=dict)
    responses: dict[str, tuple[int, int]] = field(default_factory=dict)

    def item(self, question_id: str) -> ItemCounts:
        """The counts of a five-point question."""
        cells = self.questions.get(question_id, {})
        first, second, third, fourth, fifth = (cells.get(str(level), 0) for level in range(1, 6))
        return ItemCounts((first, second, third, fourth, fifth), cells.get("dont_know", 0), cells.get("skipped", 0))


@dataclass(frozen=True, eq=False)
class Series:
    """Editions seen from one of them, the ``reference``: what of the others means the same."""

    reference: AskedEdition
    editions: tuple[AskedEdition, ...]

    @cached_property
    def sources(self) -> Mapping[str, tuple[AskedEdition, ...]]:
        """The editions that asked each question of the reference in the same words."""
        return {
            name: tuple(edition for edition in self.editions if edition.words.get(name) == words)
            for name, words in self.reference.words.items()
        }

    @cached_property
    def members(self) -> Mapping[int, AskedEdition]:
        """The editions that count towards the score, by id: they share a scored question with the reference."""
        scored = self.reference.scored_words
        if not scored:
            return {edition.id: edition for edition in self.editions}
        return {
            edition.id: edition
            for edition in self.editions
            if any(edition.scored_words.get(name) == words for name, words in scored.items())
        }

    @cached_property
    def numbers(self) -> tuple[int, int]:
        """The first and the last edition that count."""
        numbers = [edition.number for edition in self.members.values()]
        return min(numbers), max(numbers)

    def pool(self, cells: Iterable[tuple[int, Counts]], names: Collection[str] | None = None) -> Pool:
        """Add up cells of any of the editions; ``names`` are the questions wanted, all by default."""
        parts: dict[int, list[Counts]] = defaultdict(list)
        for edition_id, counts in cells:
            if edition_id in self.members:
                parts[edition_id].append(counts)
        totals = {edition_id: _summed(group) for edition_id, group in parts.items()}
        pool = Pool(sum(total.n for total in totals.values()), sum(total.excluded for total in totals.values()))
        for name in self.reference.words if names is None else names:
            asked = [edition for edition in self.sources[name] if edition.id in totals]
            pool.questions[name] = _added(name, [(edition, totals[edition.id]) for edition in asked])
            pool.responses[name] = (
                sum(totals[edition.id].n for edition in asked),
                sum(totals[edition.id].excluded for edition in asked),
            )
        return pool


def wording(question: Question) -> Wording:
    """What makes a question the same question."""
    return question.kind, question.text, tuple((option.code, option.text) for option in question.options)


def series_of(editions: Sequence[AskedEdition], answered: Collection[int]) -> Series:
    """The series as the newest edition with answers sees it; ``editions`` by number, at least one.

    An edition that was published but not answered yet does not empty the score.
    """
    with_answers = [edition for edition in editions if edition.id in answered]
    return Series(with_answers[-1], tuple(with_answers)) if with_answers else Series(editions[-1], (editions[-1],))


def segments_of(series: Series) -> list[Series]:
    """The series cut where the scored questions changed; within a segment all of them are worded alike."""
    runs: list[list[AskedEdition]] = []
    for edition in series.editions:
        if runs and runs[-1][-1].scored_words == edition.scored_words:
            runs[-1].append(edition)
        else:
            runs.append([edition])
    return [Series(run[-1], tuple(run)) for run in runs]


def breaks_of(series: Series) -> tuple[Break, ...]:
    """Where the scored questions changed, and which."""
    return tuple(
        Break(after.number, after.published_on, _changed(before, after))
        for before, after in pairwise(series.editions)
        if before.scored_words != after.scored_words
    )


def _changed(before: AskedEdition, after: AskedEdition) -> tuple[str, ...]:
    names = dict.fromkeys((*before.scored_words, *after.scored_words))
    return tuple(name for name in names if before.scored_words.get(name) != after.scored_words.get(name))


def _summed(parts: Sequence[Counts]) -> Counts:
    """Cells of one edition as one: column by column, because a year of days has a million numbers."""
    vectors = [part.counts for part in parts if part.counts]
    counts = [sum(column) for column in zip(*vectors, strict=True)]
    return Counts(sum(part.n for part in parts), sum(part.excluded for part in parts), counts)


def _added(name: str, asked: Sequence[tuple[AskedEdition, Counts]]) -> dict[str, int]:
    added: dict[str, int] = defaultdict(int)
    for edition, total in asked:
        offset = edition.layout.offsets[name]
        for place, cell in enumerate(edition.layout.cells[name]):
            added[cell] += total.counts[offset + place] if total.counts else 0
    return dict(added)
