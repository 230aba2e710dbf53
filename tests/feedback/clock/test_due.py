"""By when a case has to be answered: a calendar over Tết made by hand, and what holds for every calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import VIETNAM, day_of, in_vietnam
from app.feedback.clock.hours import OfficeHours, Pause
from app.feedback.clock.rules import (
    DEFAULTS,
    KINDS,
    LEVELS,
    Limit,
    Run,
    Unit,
    data_of,
    due,
    marks,
    table_of,
    used,
    working_time,
)
from app.offices.rules import WorkingDays

TET = OfficeHours(
    WorkingDays(
        off=frozenset(date(2027, 2, day) for day in (5, 8, 9, 10, 11, 12)),
        worked=frozenset({date(2027, 2, 20)}),
    )
)
"""Tết Đinh Mùi is Saturday 6 February 2027: rest from Friday the 5th to Sunday the 14th; Friday the 12th is swapped
with Saturday the 20th, which is worked."""


def at(written: str) -> datetime:
    """``01/02 09:00`` of 2027 in Vietnam."""
    return datetime.strptime(f"{written} 2027", "%d/%m %H:%M %Y").replace(tzinfo=VIETNAM)


BY_HAND: list[tuple[str, int, Unit, str]] = [
    ("01/02 09:00", 10, "working_days", "22/02 17:00"),
    ("01/02 09:00", 9, "working_days", "20/02 17:00"),
    ("01/02 09:00", 3, "working_days", "04/02 17:00"),
    ("04/02 17:00", 1, "working_days", "15/02 17:00"),
    ("05/02 10:00", 5, "working_days", "19/02 17:00"),
    ("05/02 10:00", 6, "working_days", "20/02 17:00"),
    ("06/02 10:00", 1, "working_days", "15/02 17:00"),
    ("20/02 10:00", 1, "working_days", "22/02 17:00"),
    ("04/02 16:00", 8, "working_hours", "15/02 16:00"),
    ("06/02 10:00", 4, "working_hours", "15/02 11:30"),
    ("18/02 16:30", 2, "working_hours", "19/02 09:00"),
    ("19/02 16:30", 2, "working_hours", "20/02 09:00"),
    ("20/02 16:00", 2, "working_hours", "22/02 08:30"),
    ("02/02 12:00", 1, "working_hours", "02/02 14:00"),
    ("01/02 09:00", 5, "days", "15/02 17:00"),
    ("01/02 09:00", 3, "days", "04/02 17:00"),
    ("13/02 09:00", 7, "days", "20/02 17:00"),
    ("01/02 20:00", 24, "hours", "02/02 20:00"),
    ("06/02 00:30", 48, "hours", "08/02 00:30"),
    ("29/04 10:00", 1, "working_days", "03/05 17:00"),
]


@pytest.mark.parametrize(("received", "amount", "unit", "ends"), BY_HAND)
def test_it_works_over_tet(received: str, amount: int, unit: Unit, ends: str) -> None:
    found = due(Run(at(received), Limit(amount, unit)), TET)
    assert found is not None
    assert f"{in_vietnam(found):%d/%m %H:%M}" == ends


WAITING: list[tuple[str, int, Unit, list[tuple[str, str]], str]] = [
    ("01/02 09:00", 3, "working_days", [("02/02 10:00", "03/02 14:00")], "15/02 17:00"),
    ("01/02 09:00", 3, "working_days", [("02/02 10:00", "02/02 14:00")], "04/02 17:00"),
    ("01/02 09:00", 3, "working_days", [("04/02 10:00", "15/02 08:00")], "15/02 17:00"),
    ("01/02 09:00", 3, "working_days", [("02/02 16:00", "03/02 08:00"), ("03/02 16:00", "04/02 08:00")], "16/02 17:00"),
    ("01/02 08:00", 8, "working_hours", [("01/02 09:00", "01/02 15:00")], "02/02 14:00"),
    ("01/02 08:00", 8, "working_hours", [("01/02 18:00", "02/02 07:00")], "02/02 08:00"),
    ("01/02 20:00", 24, "hours", [("02/02 10:00", "03/02 10:00")], "03/02 20:00"),
    ("01/02 09:00", 2, "days", [("02/02 10:00", "03/02 10:00")], "04/02 17:00"),
]


@pytest.mark.parametrize(("received", "amount", "unit", "waits", "ends"), WAITING)
def test_waiting_for_the_citizen_moves_the_end(
    received: str, amount: int, unit: Unit, waits: list[tuple[str, str]], ends: str
) -> None:
    pauses = tuple((at(begin), at(end)) for begin, end in waits)
    found = due(Run(at(received), Limit(amount, unit), pauses=pauses), TET)
    assert found is not None
    assert f"{in_vietnam(found):%d/%m %H:%M}" == ends


def test_nothing_is_due_while_the_office_waits() -> None:
    run = Run(at("01/02 09:00"), Limit(3, "working_days"), pauses=((at("02/02 10:00"), None),))
    assert due(run, TET) is None
    found = marks(run, TET)
    assert (found.paused, found.due_at, found.stage(at("30/12 09:00"))) == (True, None, 0)
    assert used(run, TET, at("02/02 10:00")) == used(run, TET, at("30/12 10:00")) < 1


def test_an_extension_adds_units_of_the_limit() -> None:
    run = Run(at("01/02 09:00"), Limit(3, "working_days"), extended=2)
    assert due(run, TET) == at("16/02 17:00")


def test_half_four_fifths_and_all_of_it_are_called() -> None:
    found = marks(Run(at("01/02 07:30"), Limit(10, "working_hours")), TET)
    assert (found.half_at, found.nearly_at, found.due_at) == (at("01/02 14:00"), at("01/02 17:00"), at("02/02 09:30"))
    moments = ("01/02 13:59", "01/02 14:00", "01/02 17:00", "02/02 09:29", "02/02 09:30")
    assert [found.stage(at(moment)) for moment in moments] == [0, 50, 80, 80, 100]


def test_working_time_leaves_nights_and_waiting_out() -> None:
    waits: list[Pause] = [(at("02/02 08:00"), at("02/02 10:00"))]
    assert working_time(at("01/02 16:00"), at("02/02 11:00"), waits, TET) == timedelta(hours=2.5)


def test_an_office_that_never_works_still_gets_an_answer() -> None:
    rest = OfficeHours(WorkingDays(off=frozenset(date(2027, 1, 1) + timedelta(days=day) for day in range(4000))))
    for unit in ("working_days", "working_hours", "days"):
        found = due(Run(at("01/02 09:00"), Limit(1, unit)), rest)
        assert found is not None
        assert found > at("01/02 09:00") + timedelta(days=1000)


def test_an_office_without_a_table_follows_the_defaults() -> None:
    table = table_of(None)
    assert not table.checked
    assert set(table.limits) == {(kind, level) for kind in KINDS for level in LEVELS}
    assert all("cần kiểm tra lại" in limits.source for limits in table.limits.values())


def test_an_offices_own_table_comes_back_as_it_was_stored() -> None:
    own = dict(DEFAULTS)
    own["petition", "normal"] = replace(own["petition", "normal"], final=Limit(7, "days"))
    stored = table_of(data_of(replace(table_of(None), limits=own)))
    assert stored.checked
    assert stored.of("petition", "normal").final == Limit(7, "days")
    assert stored.of("petition", "urgent") == DEFAULTS["petition", "urgent"]
    assert table_of(data_of(stored)) == stored


DAYS = st.frozensets(st.dates(date(2027, 1, 1), date(2027, 6, 30)), max_size=30)
OFFICES = st.builds(lambda off, worked: OfficeHours(WorkingDays(off, worked)), DAYS, DAYS)
MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2027, 5, 30), timezones=st.just(VIETNAM))  # noqa: DTZ001
LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 30), st.sampled_from(["working_days", "days"])),
    st.builds(Limit, st.integers(1, 120), st.sampled_from(["working_hours", "hours"])),
)
PAUSES = st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9))), max_size=4).map(
    lambda found: tuple((begin, begin + length) for begin, length in found)
)
RUNS = st.builds(Run, start=MOMENTS, limit=LIMITS, pauses=PAUSES)


def ends(run: Run, hours: OfficeHours) -> datetime:
    found = due(run, hours)
    assert found is not None
    return found


@given(RUNS, OFFICES)
def test_waiting_never_shortens_and_more_time_never_either(run: Run, hours: OfficeHours) -> None:
    assert run.start < ends(replace(run, pauses=()), hours) <= ends(run, hours)
    assert ends(run, hours) <= ends(replace(run, extended=3), hours)


@given(RUNS, OFFICES)
def test_a_last_day_is_a_working_day_and_ends_with_its_last_session(run: Run, hours: OfficeHours) -> None:
    found = ends(run, hours)
    if run.limit.unit in ("working_days", "days"):
        assert hours.days.is_working(day_of(found))
        assert found == hours.end_of(day_of(found))
    if run.limit.unit == "working_days":
        counted = [
            day
            for day in (day_of(run.start) + timedelta(days=ahead) for ahead in range(1, 400))
            if day <= day_of(found)
            and hours.days.is_working(day)
            and not any(begin <= hours.end_of(day) < (end or found) for begin, end in run.pauses)
        ]
        assert len(counted) == run.limit.amount


@given(RUNS, OFFICES)
def test_the_marks_come_in_order_and_the_share_agrees(run: Run, hours: OfficeHours) -> None:
    found = marks(run, hours)
    assert found.half_at is not None
    assert found.nearly_at is not None
    assert found.due_at is not None
    assert run.start <= found.half_at <= found.nearly_at <= found.due_at
    for stage, moment in zip((0.5, 0.8, 1.0), (found.half_at, found.nearly_at, found.due_at), strict=True):
        assert used(run, hours, moment) >= stage - 1e-6


@given(RUNS, OFFICES, MOMENTS)
def test_all_of_the_time_is_used_when_it_is_over_and_not_before(run: Run, hours: OfficeHours, now: datetime) -> None:
    if now >= run.start:
        assert (used(run, hours, now) >= 1) == (now >= ends(run, hours))


@given(MOMENTS, st.integers(1, 120), OFFICES)
def test_so_many_working_hours_lie_before_the_end(start: datetime, amount: int, hours: OfficeHours) -> None:
    found = ends(Run(start, Limit(amount, "working_hours")), hours)
    assert working_time(start, found, (), hours) == timedelta(hours=amount)
