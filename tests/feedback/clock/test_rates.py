"""How punctual an office is: what is overdue and open counts against it today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.feedback.clock.rates import Replied, punctuality

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def replied(due: int | None, done: int | None = None, took: int | None = None) -> Replied:
    """Hours from now; ``took`` in hours."""
    return Replied(
        None if due is None else NOW + due * HOUR,
        None if done is None else NOW + done * HOUR,
        None if took is None else took * HOUR,
    )


def test_it_works() -> None:
    found = punctuality(
        [replied(-5, -6, 2), replied(-5, -5, 4), replied(-5, -1, 30), replied(-1), replied(9), replied(None)], NOW
    )
    assert (found.in_time, found.done, found.overdue, found.running, found.n) == (2, 3, 1, 2, 4)
    assert found.rate == 0.5
    assert found.median == 4 * HOUR


def test_what_is_overdue_lowers_the_rate_before_anybody_closes_it() -> None:
    late = [replied(-5, -6), replied(-1)]
    assert punctuality(late, NOW - 2 * HOUR).rate == 1
    assert punctuality(late, NOW).rate == 0.5
    assert punctuality([replied(-5, -6), replied(-1, 0)], NOW).rate == 0.5


def test_closing_only_easy_cases_does_not_make_it_good() -> None:
    """All that was closed was on time; nine lie about overdue."""
    assert punctuality([replied(-5, -6), *[replied(-1)] * 9], NOW).rate == 0.1


def test_nothing_is_no_rate() -> None:
    found = punctuality([replied(3)], NOW)
    assert (found.rate, found.median, found.running) == (None, None, 1)


def test_waiting_for_the_citizen_is_not_late() -> None:
    assert punctuality([replied(None)], NOW).overdue == 0


REPLIED = st.lists(st.builds(replied, st.integers(-50, 50) | st.none(), st.integers(-50, 0) | st.none()), max_size=20)


@given(REPLIED, st.integers(0, 100))
def test_every_case_is_somewhere_and_the_rate_is_a_share(cases: list[Replied], later: int) -> None:
    found = punctuality(cases, NOW)
    assert found.done + found.overdue + found.running == len(cases)
    assert found.rate is None or 0 <= found.rate <= 1
    after = punctuality(cases, NOW + later * HOUR)
    assert after.overdue >= found.overdue
    assert after.in_time == found.in_time
