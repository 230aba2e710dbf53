"""Time that counts: working sessions of working days, or all hours, without the pauses. Pure.

A pause is a span in which the office waits for the citizen; an open one has no end yet. Instants are in UTC, days and
sessions in Vietnam.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app.core.clock import VIETNAM, day_of
from app.offices.rules import WorkingDays

Span = tuple[datetime, datetime]
Pause = tuple[datetime, datetime | None]
Sessions = tuple[tuple[time, time], ...]

ONE_DAY = timedelta(days=1)
FARTHEST = 1500
"""So many days are looked through at most; an office that rests for years has no working time to count."""
USUAL_SESSIONS: Sessions = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))
"""Eight hours a day; an office may set its own."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works: its days, and the sessions of each of them, in order and not overlapping."""

    days: WorkingDays = field(default_factory=WorkingDays)
    sessions: Sessions = USUAL_SESSIONS

    def spans_from(self, start: datetime) -> Iterator[Span]:
        """The working time from an instant on, session by session."""
        first = day_of(start)
        for ahead in range(FARTHEST):
            for begin, end in self.spans_on(first + ahead * ONE_DAY):
                if end > start:
                    yield max(begin, start), end

    def spans_on(self, day: date) -> list[Span]:
        """The working time of one day."""
        if not self.days.is_working(day):
            return []
        return [(_at(day, opens), _at(day, closes)) for opens, closes in self.sessions]

    def end_of(self, day: date) -> datetime:
        """When a day ends for the office: with its last session, on days of rest too."""
        return _at(day, self.sessions[-1][1])


def running(spans: Iterator[Span], pauses: Sequence[Pause], until: datetime) -> timedelta:
    """How much of ``spans`` lies before ``until`` and in no pause."""
    total = timedelta()
    for begin, end in spans:
        if begin >= until:
            break
        total += sum((right - left for left, right in _without((begin, min(end, until)), pauses)), timedelta())
    return total


def moment_after(spans: Iterator[Span], pauses: Sequence[Pause], amount: timedelta) -> datetime | None:
    """When ``amount`` of ``spans`` has run outside the pauses; None where it never does."""
    left = amount
    for span in spans:
        for begin, end in _without(span, pauses):
            if end - begin >= left:
                return begin + left
            left -= end - begin
    return None


def runs_at(pauses: Sequence[Pause], at: datetime) -> bool:
    """Whether no pause lies over an instant; at its end a pause is over."""
    return not any(begin <= at and (end is None or at < end) for begin, end in pauses)


def all_hours(start: datetime) -> Iterator[Span]:
    """Time that always counts, day by day."""
    for ahead in range(FARTHEST):
        yield start + ahead * ONE_DAY, start + (ahead + 1) * ONE_DAY


def _without(span: Span, pauses: Sequence[Pause]) -> Iterator[Span]:
    """What remains of a span between the pauses."""
    begin, end = span
    for paused, resumed in sorted(pauses, key=lambda pause: pause[0]):
        if resumed is not None and resumed <= begin:
            continue
        if paused >= end:
            break
        if paused > begin:
            yield begin, paused
        if resumed is None or resumed >= end:
            return
        begin = max(begin, resumed)
    if begin < end:
        yield begin, end


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, VIETNAM).astimezone(UTC)
