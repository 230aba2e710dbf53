"""Named reads of the funnel of a plan, or of one desk. Callers wrap them in ``core.session.snapshot()``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.kiosks.models import Kiosk
from app.desks.models import Desk, Placement
from app.desks.slips.models import SlipBatch, UnusedSlip
from app.desks.slips.rules import Used, told_used
from app.desks.visits.queries import visits_between
from app.forms.models import Edition
from app.reports.funnel.rules import HELPED, OWN, Key, Steps, added, batches_begin, pages_in_batches
from app.responses.funnel.queries import SentKey, first_counted, pages_between, sent_between
from app.responses.funnel.rules import DOORS
from app.scores.rates.queries import desks_with_one_form
from app.scores.rates.rules import Rate
from app.scores.suppression.queries import released_sent


@dataclass(frozen=True, slots=True)
class PlacementSteps:
    """One form at one desk: each door by itself."""

    placement: Placement
    doors: Mapping[str, Steps]
    helped: int

    @property
    def own(self) -> Steps:
        """On citizens' own devices."""
        return added(steps for mode, steps in self.doors.items() if mode in OWN)

    @property
    def kiosk(self) -> Steps:
        """On the tablet at the desk."""
        return self.doors.get("kiosk", Steps())

    @property
    def sent(self) -> int:
        """All answers, however they came."""
        return sum(steps.sent for steps in self.doors.values()) + self.helped


@dataclass(frozen=True, slots=True)
class Slips:
    """What became of the slips of a desk: all that were ever printed, and as much of their use as may be told."""

    printed: int
    used: Used


@dataclass(frozen=True, slots=True)
class DeskSteps:
    """One desk with its forms; ``kiosks`` are the names of its tablets in use."""

    desk: Desk
    placements: tuple[PlacementSteps, ...]
    rate: Rate | None
    slips: Slips | None
    kiosks: tuple[str, ...]

    @property
    def own(self) -> Steps:
        """On citizens' own devices."""
        return added(one.own for one in self.placements)

    @property
    def kiosk(self) -> Steps:
        """On the tablets."""
        return added(one.kiosk for one in self.placements)

    @property
    def shown(self) -> tuple[PlacementSteps, ...]:
        """The forms worth a line: those asked now, and those that were opened, begun or sent."""
        return tuple(one for one in self.placements if one.placement.is_open or one.sent or not one.own.is_nothing)

    @property
    def longest(self) -> int:
        """The largest number of its lines: their common scale."""
        return max((*(one.own.opened for one in self.placements), self.kiosk.opened), default=0)

    @property
    def helped(self) -> int:
        """Paper forms, and forms that an official read out."""
        return sum(one.helped for one in self.placements)

    @property
    def sent(self) -> int:
        """All answers, however they came."""
        return sum(one.sent for one in self.placements)

    @property
    def with_slip(self) -> int:
        """Answers that came with a slip."""
        return sum(one.doors.get("slip", Steps()).sent for one in self.placements)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Everything that happened from ``since`` to ``until``; ``counted_since`` is the first day of the counters.

    Where it is not ``live`` it holds what has come together in batches, and the first day of the counters is not told:
    it would be the day of one person.
    """

    since: date
    until: date
    desks: tuple[DeskSteps, ...]
    days: tuple[tuple[date, Steps], ...]
    cells: Mapping[Key, Steps]
    visits: Mapping[tuple[int, date], int]
    counted_since: date | None
    live: bool

    @property
    def own(self) -> Steps:
        """On citizens' own devices."""
        return added(desk.own for desk in self.desks)

    @property
    def longest_day(self) -> int:
        """The largest number of a day: the common scale of the days."""
        return max((steps.opened for _day, steps in self.days), default=0)

    @property
    def is_empty(self) -> bool:
        """Nothing was opened, begun or sent."""
        return all(steps.is_nothing for steps in self.cells.values())


def read_funnel(
    session: Session, placements: Sequence[Placement], since: date, until: date, *, minimum: int, live: bool
) -> Funnel:
    """The funnel of these placements: some ten queries, whatever their number. ``minimum``: see :func:`told_used`.

    ``live``: for somebody who may read responses one by one; everybody else is shown batches.
    """
    read = _cells if live else _batches
    cells = read(session, placements, since, until, minimum)
    by_placement: dict[int, dict[str, Steps]] = defaultdict(lambda: defaultdict(Steps))
    by_day: dict[date, Steps] = defaultdict(Steps)
    for (placement_id, day, mode), steps in cells.items():
        by_placement[placement_id][mode] += steps
        if mode in OWN:
            by_day[day] += steps
    groups: dict[int, list[Placement]] = defaultdict(list)
    for placement in placements:
        groups[placement.desk_id].append(placement)
    visits = visits_between(session, set(groups), since, until)
    rates = _rates(session, placements, cells, visits)
    slips, kiosks = _slips(session, groups, minimum), _kiosks(session, groups)
    return Funnel(
        since,
        until,
        tuple(
            DeskSteps(
                here[0].desk,
                tuple(_placement(one, by_placement[one.id]) for one in here),
                rates.get(desk_id),
                slips.get(desk_id),
                tuple(kiosks.get(desk_id, ())),
            )
            for desk_id, here in groups.items()
        ),
        tuple((day, steps) for day, steps in sorted(by_day.items()) if max(steps.opened, steps.sent) >= minimum),
        cells,
        visits,
        first_counted(session, [placement.id for placement in placements]) if live else None,
        live,
    )


def _placement(placement: Placement, modes: Mapping[str, Steps]) -> PlacementSteps:
    doors = {mode: modes[mode] for mode in DOORS if mode in modes}
    return PlacementSteps(placement, doors, sum(modes[mode].sent for mode in HELPED if mode in modes))


def _cells(
    session: Session, placements: Sequence[Placement], since: date, until: date, _minimum: int
) -> dict[Key, Steps]:
    """What was counted on each day."""
    pages = _pages(session, placements, since, until)
    forms, at = _forms(session, placements)
    return _together(pages, sent_between(session, list(forms), since, until), forms, at)


def _batches(
    session: Session, placements: Sequence[Placement], since: date, until: date, minimum: int
) -> dict[Key, Steps]:
    """What has come together, on the days on which it had."""
    pages = pages_in_batches(_pages(session, placements, batches_begin(since), until), minimum)
    shown = {key: steps for key, steps in pages.items() if key[1] >= since}
    forms, at = _forms(session, placements)
    return _together(shown, released_sent(session, list(forms), since, until), forms, at)


def _pages(session: Session, placements: Sequence[Placement], since: date, until: date) -> dict[Key, Steps]:
    pages = pages_between(session, [placement.id for placement in placements], since, until)
    return {(page.placement_id, page.day, page.mode): Steps(*counts) for page, counts in pages.items()}


def _forms(session: Session, placements: Sequence[Placement]) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """The form of each edition, and the placement of each form at each desk."""
    forms = dict(
        session.execute(
            select(Edition.id, Edition.form_id).where(Edition.form_id.in_({one.form_id for one in placements}))
        ).all()
    )
    return forms, {(placement.form_id, placement.desk_id): placement.id for placement in placements}


def _together(
    pages: Mapping[Key, Steps],
    sent: Mapping[SentKey, int],
    forms: Mapping[int, int],
    at: Mapping[tuple[int, int], int],
) -> dict[Key, Steps]:
    cells: dict[Key, Steps] = defaultdict(Steps, pages)
    for key, count in sent.items():
        placement_id = at.get((forms[key.edition_id], key.desk_id))
        if placement_id is not None:
            cells[placement_id, key.day, key.mode] += Steps(sent=count)
    return dict(cells)


def _rates(
    session: Session,
    placements: Sequence[Placement],
    cells: Mapping[Key, Steps],
    visits: Mapping[tuple[int, date], int],
) -> dict[int, Rate]:
    """By desk: answers to these forms, and visits, on the days of which the visits are known."""
    if not visits:
        return {}
    desks = {placement.id: placement.desk_id for placement in placements}
    sent: dict[tuple[int, date], int] = defaultdict(int)
    for (placement_id, day, _mode), steps in cells.items():
        sent[desks[placement_id], day] += steps.sent
    alone = desks_with_one_form(session, set(desks.values()))
    asked = _asked_since(placements, sent)
    found: dict[int, Rate] = {}
    for desk_id, first in asked.items():
        known = {day: number for (desk, day), number in visits.items() if desk == desk_id and day >= first}
        if known:
            found[desk_id] = Rate(
                sum(sent[desk_id, day] for day in known), sum(known.values()), len(known), one_each=desk_id in alone
            )
    return found


def _asked_since(placements: Iterable[Placement], sent: Mapping[tuple[int, date], int]) -> dict[int, date]:
    """By desk, the day on which something was asked or answered there first."""
    found: dict[int, date] = {}
    for desk_id, day in (
        *((placement.desk_id, clock.day_of(placement.placed_at)) for placement in placements),
        *(cell for cell, count in sent.items() if count),
    ):
        found[desk_id] = min(found.get(desk_id, day), day)
    return found


def _slips(session: Session, desk_ids: Collection[int], minimum: int) -> dict[int, Slips]:
    unused = select(UnusedSlip.batch_id, func.count().label("left")).group_by(UnusedSlip.batch_id).subquery()
    rows = session.execute(
        select(SlipBatch.desk_id, func.sum(SlipBatch.printed), func.sum(func.coalesce(unused.c.left, 0)))
        .outerjoin(unused, unused.c.batch_id == SlipBatch.id)
        .where(SlipBatch.desk_id.in_(desk_ids))
        .group_by(SlipBatch.desk_id)
    )
    return {
        desk_id: Slips(int(printed), told_used(int(printed - left), int(printed), minimum))
        for desk_id, printed, left in rows
    }


def _kiosks(session: Session, desk_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for desk_id, name in session.execute(
        select(Kiosk.desk_id, Kiosk.name)
        .where(Kiosk.desk_id.in_(desk_ids), Kiosk.revoked_on.is_(None))
        .order_by(Kiosk.name, Kiosk.id)
    ):
        found[desk_id].append(name)
    return found
