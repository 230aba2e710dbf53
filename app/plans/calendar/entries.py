"""What the calendar consists of: its lines, how they are narrowed and grouped, which report waits for which other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.access.viewer import Viewer
from app.core.text import fold
from app.offices.models import Office
from app.plans.calendar.models import Asked, Completion, DueDay, DueRule
from app.plans.calendar.occurrences import ONCE
from app.plans.calendar.rules import STATES, Link, inner_of, is_late_for
from app.plans.models import Deadline, Plan, Task


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar: an occurrence of a deadline, or what one official or unit was asked for.

    ``last_on`` is the last day in time. ``what`` is the paragraph in which the deadline stands. ``gone``: somebody
    set or did something about it, and the document as it was read last does not name it any more.
    """

    key: str
    office: Office
    plan: Plan | None
    state: str
    last_on: date | None
    unit: str | None
    to: str | None
    words: str
    what: str | None = None
    deadline: Deadline | None = None
    occurrence: str = ONCE
    whole: str | None = None
    question: str | None = None
    day: DueDay | None = None
    rule: DueRule | None = None
    asked: Asked | None = None
    task: Task | None = None
    completion: Completion | None = None
    gone: bool = False

    @property
    def link(self) -> Link:
        """This entry as a step of a report's way up."""
        return Link(self.key, self.occurrence, self.unit, self.to, self.last_on)

    @property
    def is_report(self) -> bool:
        """Whether a report is due, not another piece of work."""
        return self.deadline is None or self.deadline.kind == "report"


@dataclass(frozen=True, slots=True)
class Chain:
    """The way of one report up: the entries that come before ``outward``, each with whether it comes too late."""

    outward: Entry
    inner: list[tuple[Entry, bool]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    state: str | None = None
    plan_id: int | None = None
    unit: str | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return any((self.state, self.plan_id, self.unit))


def narrowed(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """The entries of one plan and of one unit; its state is left to :func:`by_state`, which counts them all."""
    return [
        entry
        for entry in entries
        if (wanted.plan_id is None or (entry.plan is not None and entry.plan.id == wanted.plan_id))
        and (wanted.unit is None or fold(entry.unit or "") == fold(wanted.unit))
    ]


def by_state(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of each state; a deadline without a day asks once, not for each of its periods."""
    found: dict[str, list[Entry]] = {state: [] for state in STATES}
    asking: set[int] = set()
    for entry in entries:
        if entry.state == "asking" and entry.deadline is not None:
            if entry.deadline.id in asking:
                continue
            asking.add(entry.deadline.id)
        found[entry.state].append(entry)
    found["done"].reverse()
    return found


def chain_of(entry: Entry, entries: Sequence[Entry]) -> Chain | None:
    """The chain in which ``entry`` is the outward report; None where it is not a report or nobody sends to its unit."""
    if not entry.is_report or entry.deadline is None:
        return None
    reports = [other for other in entries if other.plan is entry.plan and other.deadline and other.is_report]
    inner = {link.key for link in inner_of(entry.link, [other.link for other in reports])}
    steps = [other for other in reports if other.key in inner]
    return Chain(entry, [(step, is_late_for(step.link, entry.link)) for step in steps]) if steps else None


def chains_in(entries: Sequence[Entry]) -> list[Chain]:
    """Every chain among the entries, in their order."""
    return [chain for entry in entries if (chain := chain_of(entry, entries))]


def may_handle(viewer: Viewer, entry: Entry) -> bool:
    """Whether ``viewer`` may say that it is done: administrators, who holds the task, who was asked, and who asked."""
    if viewer.may("plans.change", entry.office.id):
        return True
    answering = {holder.official_id for holder in entry.task.holders} if entry.task else set()
    if entry.asked:
        concerned = (entry.asked.official_id, entry.asked.request.created_by_id)
        answering |= {official for official in concerned if official is not None}
    return viewer.may("deadlines.handle", entry.office.id) and viewer.official_id in answering
