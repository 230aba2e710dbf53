"""Working days: weekends, holidays of every year, announced ones, and Saturdays that are worked instead."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.offices.holidays import working_days_of
from app.offices.models import Holiday
from app.offices.rules import WorkingDays
from tests.cast import Cast

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SOME_DAYS = st.frozensets(DAYS, max_size=40)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 20) + timedelta(days=ahead) for ahead in range(4))


def test_it_works() -> None:
    days = WorkingDays()
    assert [days.is_working(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [True, False, False, True]
    assert days.before(MONDAY, 1) == FRIDAY
    assert days.before(MONDAY, 5) == date(2026, 11, 16)


def test_a_holiday_of_every_year_is_not_worked() -> None:
    assert not WorkingDays().is_working(date(2026, 9, 2))
    assert WorkingDays().before(date(2026, 9, 3), 1) == date(2026, 9, 1)


def test_a_swapped_saturday_is_worked_and_its_monday_is_not() -> None:
    days = WorkingDays(off=frozenset({MONDAY}), worked=frozenset({SATURDAY}))
    assert days.is_working(SATURDAY)
    assert not days.is_working(MONDAY)
    assert days.before(date(2026, 11, 24), 2) == FRIDAY


def test_the_last_working_day_until_a_sunday_is_friday() -> None:
    assert WorkingDays().last_until(SUNDAY) == FRIDAY
    assert WorkingDays().last_until(FRIDAY) == FRIDAY


def test_an_office_that_never_works_still_gets_an_answer() -> None:
    rest = WorkingDays(off=frozenset(FRIDAY - timedelta(days=back) for back in range(500)))
    assert rest.last_until(FRIDAY) == FRIDAY
    assert rest.before(FRIDAY, 1) == FRIDAY - timedelta(days=1)


@given(DAYS, st.integers(1, 60), SOME_DAYS, SOME_DAYS)
def test_so_many_working_days_lie_between(day: date, count: int, off: frozenset[date], worked: frozenset[date]) -> None:
    days = WorkingDays(off, worked)
    found = days.before(day, count)
    assert found < day
    assert days.is_working(found)
    between = [found + timedelta(days=ahead) for ahead in range((day - found).days)]
    assert sum(days.is_working(each) for each in between) == count


@given(DAYS, SOME_DAYS, SOME_DAYS)
def test_the_last_working_day_is_never_later(day: date, off: frozenset[date], worked: frozenset[date]) -> None:
    found = WorkingDays(off, worked).last_until(day)
    assert found <= day
    assert WorkingDays(off, worked).is_working(found)


def test_an_office_follows_its_superior_except_for_its_own_days(session: Session, cast: Cast) -> None:
    province, commune = cast.an_binh, cast.hoa_sen
    session.add_all([province, commune])
    commune.superior_id = province.id
    session.add(Holiday(office_id=province.id, falls_on=MONDAY, name="Nghỉ chung"))
    session.add(Holiday(office_id=province.id, falls_on=FRIDAY, name="Nghỉ chung"))
    session.add(Holiday(office_id=commune.id, falls_on=FRIDAY, name="Trực", working=True))
    session.commit()
    days = working_days_of(session, [commune.id, province.id])
    assert [days[commune.id].is_working(day) for day in (MONDAY, FRIDAY)] == [False, True]
    assert [days[province.id].is_working(day) for day in (MONDAY, FRIDAY)] == [False, False]


def test_a_circle_of_superiors_ends(session: Session, cast: Cast) -> None:
    session.add_all([cast.hoa_sen, cast.an_binh])
    cast.hoa_sen.superior_id, cast.an_binh.superior_id = cast.an_binh.id, cast.hoa_sen.id
    session.commit()
    assert working_days_of(session, [cast.hoa_sen.id])[cast.hoa_sen.id].is_working(MONDAY)
