"""Stored in UTC, shown in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.core import clock

zones = st.sampled_from([UTC, clock.VIETNAM, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-9))])


def test_now_knows_its_zone() -> None:
    assert clock.now().tzinfo is UTC


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    before, after = datetime(2026, 11, 19, 16, 59, tzinfo=UTC), datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    assert clock.day_of(before) == date(2026, 11, 19)
    assert clock.day_of(after) == date(2026, 11, 20)


@given(st.datetimes(timezones=zones).filter(lambda at: 1 < at.year < 9999))
def test_an_hour_is_full_in_utc_and_not_later(at: datetime) -> None:
    hour = clock.hour_of(at)
    assert (hour.tzinfo, hour.minute, hour.second, hour.microsecond) == (UTC, 0, 0, 0)
    assert timedelta(0) <= at - hour < timedelta(hours=1)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_week_begins_on_monday(day: date) -> None:
    monday = clock.week_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)


def test_days_and_moments_are_written_as_in_vietnamese_offices() -> None:
    assert clock.show_day(date(2026, 1, 5)) == "05/01/2026"
    assert clock.show_moment(datetime(2026, 1, 4, 20, 5, tzinfo=UTC)) == "05/01/2026 03:05"
