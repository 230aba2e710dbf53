"""How punctual an office is: what is overdue and open counts against it today."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.feedback.cases.actions import new_case
from app.feedback.cases.queries import rates_of
from app.feedback.clock.rates import Punctuality
from tests.cast import Cast

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
Replied = tuple[int | None, int | None, int | None]
"""Due, done and took of a case: hours from now, and hours of work."""


@pytest.fixture
def office(session: Session, cast: Cast) -> Office:
    return Office(session, cast)


class Office:
    """An office, and the rate of its final replies."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.id = session, cast.hoa_sen.id
        self.viewer = Viewer(cast.lan.id, "Lan", {self.id: frozenset({"cases.read", "cases.read-all"})})

    def received(self, *cases: Replied, flag: str | None = None, first: bool = False) -> None:
        """Cases of today, with one clock set."""
        for due, done, took in cases:
            case = new_case(self.id, key=uuid4(), text="Đèn đường hỏng.", kind="petition")
            case.hour, case.flag, case.state, case.level = NOW - 60 * HOUR, flag, "received", "normal"
            due_at, done_at = (None if hours is None else NOW + hours * HOUR for hours in (due, done))
            seconds = None if took is None else took * 3600
            if first:
                case.first_due_at, case.first_replied_at, case.first_took = due_at, done_at, seconds
            else:
                case.due_at, case.answered_at, case.took = due_at, done_at, seconds
            self.session.add(case)
        self.session.flush()

    def final(self, later: int = 0) -> Punctuality:
        return rates_of(self.session, self.viewer, since=NOW - 90 * HOUR, now=NOW + later * HOUR).final


def test_it_works(office: Office) -> None:
    office.received((-5, -6, 2), (-5, -5, 4), (-5, -1, 30), (-1, None, None), (9, None, None), (None, None, None))
    found = office.final()
    assert (found.in_time, found.done, found.overdue, found.running, found.n) == (2, 3, 1, 2, 4)
    assert found.rate == 0.5
    assert found.median == 4 * HOUR


def test_the_first_reply_has_a_rate_of_its_own(office: Office) -> None:
    office.received((-5, -6, 2), (-5, -2, 4), first=True)
    rates = rates_of(office.session, office.viewer, since=NOW - 90 * HOUR, now=NOW)
    assert (rates.first.rate, rates.first.median, rates.final.rate) == (0.5, 3 * HOUR, None)


def test_what_is_overdue_lowers_the_rate_before_anybody_closes_it(office: Office) -> None:
    office.received((-5, -6, None), (-1, None, None))
    assert office.final(-2).rate == 1
    assert office.final().rate == 0.5


def test_closing_only_easy_cases_does_not_make_it_good(office: Office) -> None:
    """All that was closed was on time; nine lie about overdue."""
    office.received((-5, -6, None), *[(-1, None, None)] * 9)
    assert office.final().rate == 0.1


def test_nothing_is_no_rate(office: Office) -> None:
    office.received((3, None, None))
    found = office.final()
    assert (found.rate, found.median, found.running) == (None, None, 1)


def test_waiting_for_the_citizen_is_not_late(office: Office) -> None:
    office.received((None, None, None))
    assert office.final().overdue == 0


def test_what_got_no_answer_of_its_own_is_in_no_rate(office: Office) -> None:
    for flag in ("duplicate", "spam", "withdrawn"):
        office.received((-5, -1, 4), flag=flag)
    office.received((-5, -6, 2), flag="refused")
    assert (office.final().n, office.final().rate) == (1, 1)


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_a_count_by_hand(office: Office, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  a test's cases are no secret
    cases: list[Replied] = []
    for _ in range(dice.randrange(1, 30)):
        done = dice.choice([None, dice.randrange(-50, 1)])
        cases.append((dice.choice([None, dice.randrange(-50, 50)]), done, done and dice.randrange(1, 40)))
    office.received(*cases)
    for later in (0, 30):
        found = office.final(later)
        times = [took for _due, done, took in cases if done is not None and took is not None]
        assert found.in_time == sum(done is not None and (due is None or done <= due) for due, done, _took in cases)
        assert found.overdue == sum(done is None and due is not None and due < later for due, done, _took in cases)
        assert found.done == sum(done is not None for _due, done, _took in cases)
        assert found.done + found.overdue + found.running == len(cases)
        assert found.median == (median(times) * HOUR if times else None)
