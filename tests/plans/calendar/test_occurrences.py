"""From a time limit as written to the days on which it falls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.calendar.occurrences import (
    KEY,
    NO_DAY,
    NO_DAY_EACH,
    ODD_MONTH,
    PERIOD_MONTHS,
    Day,
    Occurrence,
    Written,
    key_span,
    name_of,
    occurrences,
    suggested_on,
    years_of,
)

YEAR = (2026,)


def days(written: Written, years: tuple[int, ...] = YEAR, *, beside: bool = False) -> dict[str, date | None]:
    return {found.key: found.last_on for found in occurrences(written, years, yearly_beside=beside)}


def only(written: Written, years: tuple[int, ...] = YEAR) -> Occurrence:
    found = occurrences(written, years)
    assert len(found) == 1
    return found[0]


def test_it_works() -> None:
    written = Written("trước ngày 20 tháng 10 năm 2026", None, date(2026, 10, 20), before=True)
    assert days(written) == {"once": date(2026, 10, 19)}


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("trước ngày 20/10/2026", date(2026, 10, 19)),
        ("hoàn thành trước ngày 20/10/2026", date(2026, 10, 19)),
        ("chậm nhất ngày 20/10/2026", date(2026, 10, 20)),
        ("đến hết ngày 20/10/2026", date(2026, 10, 20)),
        ("ngày 20/10/2026", date(2026, 10, 20)),
        ("trước 17 giờ ngày 20/10/2026", date(2026, 10, 20)),
        ("trước 11h30 ngày 20/10/2026", date(2026, 10, 20)),
    ],
)
def test_before_a_day_ends_the_day_before_and_nothing_else_does(words: str, last: date) -> None:
    assert only(Written(words, None, date(2026, 10, 20), before=not words.startswith("ngày"))).last_on == last


def test_a_day_that_shares_the_words_before_an_earlier_one_is_read_strictly() -> None:
    """ "trước ngày 15/6 và 15/12": the reader knows that the second is a limit, its own words do not say which."""
    assert only(Written("15/12/2026", None, date(2026, 12, 15), before=True)).last_on == date(2026, 12, 14)


def test_a_month_ends_with_its_last_day_and_stays_a_month() -> None:
    found = only(Written("trong tháng 02", None, due_month="2028-02"))
    assert (found.last_on, found.whole) == (date(2028, 2, 29), "month")


def test_before_a_month_ends_with_the_month_before() -> None:
    found = only(Written("trước tháng 10", None, due_month="2026-10", before=True))
    assert (found.last_on, found.whole) == (date(2026, 9, 30), None)


def test_a_quarter_ends_with_its_last_day() -> None:
    assert only(Written("trong quý I")) == Occurrence("once", date(2026, 3, 31), whole="quarter")
    assert only(Written("trong quý 4/2027")) == Occurrence("once", date(2027, 12, 31), whole="quarter")
    assert only(Written("trước quý IV/2026", before=True)).last_on == date(2026, 9, 30)


def test_a_dated_report_is_known_by_its_period_and_survives_another_day() -> None:
    first = only(Written("6 tháng trước ngày 05/6/2026", "6 tháng", date(2026, 6, 5), before=True))
    moved = only(Written("6 tháng trước ngày 10/6/2026", "6 tháng", date(2026, 6, 10), before=True))
    assert first.key == moved.key == "2026-H1"


@pytest.mark.parametrize(
    ("period", "day", "key"),
    [
        ("năm", date(2026, 11, 25), "2026-Y"),
        ("năm", date(2027, 1, 10), "2026-Y"),
        ("6 tháng", date(2026, 12, 10), "2026-H2"),
        ("6 tháng", date(2027, 1, 5), "2026-H2"),
        ("9 tháng", date(2026, 9, 15), "2026-9M"),
        ("tháng", date(2026, 3, 25), "2026-M03"),
        ("quý", date(2026, 3, 20), "2026-Q1"),
        ("quý", date(2026, 4, 5), "2026-Q1"),
        ("quý", date(2026, 12, 20), "2026-Q4"),
        ("quý", date(2027, 1, 5), "2026-Q4"),
    ],
)
def test_a_dated_report_is_about_the_period_before_its_day(period: str, day: date, key: str) -> None:
    assert only(Written(f"ngày {day:%d/%m/%Y}", period, day)).key == key


def test_a_day_without_a_year_comes_back_in_a_plan_of_two_years() -> None:
    written = Written("năm (trước ngày 01/12)", "năm", date(2026, 12, 1), before=True)
    assert days(written, (2026, 2027)) == {"2026-Y": date(2026, 11, 30), "2027-Y": date(2027, 11, 30)}


def test_the_last_day_of_february_is_found_in_every_year() -> None:
    written = Written("tháng (ngày 29/02)", "năm", date(2028, 2, 29))
    assert days(written, (2028, 2029)) == {"2028-Y": date(2028, 2, 29), "2029-Y": date(2029, 2, 28)}


def test_every_month_on_the_same_day() -> None:
    found = days(Written("hằng tháng, chậm nhất ngày 31", "tháng"))
    assert len(found) == 12
    assert (found["2026-M02"], found["2026-M12"]) == (date(2026, 2, 28), date(2026, 12, 31))


def test_a_day_of_the_following_month() -> None:
    found = days(Written("hằng tháng trước ngày 05 tháng sau", "tháng", before=True))
    assert (found["2026-M01"], found["2026-M12"]) == (date(2026, 2, 4), date(2027, 1, 4))


def test_a_day_of_each_quarter_is_one_of_its_last_month() -> None:
    found = days(Written("báo cáo quý trước ngày 20 tháng cuối quý", "quý", before=True))
    assert list(found.values()) == [date(2026, month, 19) for month in (3, 6, 9, 12)]


def test_a_day_of_every_year_needs_no_period() -> None:
    found = days(Written("chậm nhất ngày 15/12 hằng năm", before=True), (2026, 2027))
    assert found == {"2026-Y": date(2026, 12, 15), "2027-Y": date(2027, 12, 15)}


def test_six_months_alone_come_twice_a_year() -> None:
    assert list(days(Written("Định kỳ 6 tháng", "6 tháng"))) == ["2026-H1", "2026-H2"]


def test_six_months_beside_a_yearly_report_mean_the_first_half() -> None:
    assert list(days(Written("Định kỳ 6 tháng", "6 tháng"), beside=True)) == ["2026-H1"]
    assert list(days(Written("6 tháng cuối năm", "6 tháng"), beside=True)) == ["2026-H2"]


def test_a_period_without_a_day_asks_for_one() -> None:
    assert {found.question for found in occurrences(Written("hằng quý", "quý"), YEAR)} == {NO_DAY_EACH}
    assert all(found.question is None for found in occurrences(Written("hằng quý", "quý"), YEAR, chosen=Day(20)))


def test_the_chosen_day_is_itself_the_last_one() -> None:
    found = occurrences(Written("hằng quý", "quý", before=True), YEAR, chosen=Day(5, following=True))
    assert [each.last_on for each in found][-1] == date(2027, 1, 5)


def test_words_that_name_no_time_are_kept_and_asked_about() -> None:
    assert only(Written("kịp thời")) == Occurrence("once", question=NO_DAY)


def test_a_half_year_report_in_april_is_kept_and_asked_about() -> None:
    found = only(Written("6 tháng (trước ngày 01/4/2025)", "6 tháng", date(2025, 4, 1), before=True), (2025,))
    assert (found.key, found.last_on, found.question) == ("2025-H1", date(2025, 3, 31), ODD_MONTH)


def test_a_plan_without_a_year_asks_once() -> None:
    assert only(Written("hằng tháng", "tháng"), ()) == Occurrence("once", question=NO_DAY)


@pytest.mark.parametrize(
    ("title", "year", "years"),
    [
        ("Công tác dân vận năm 2026", 2026, (2026,)),
        ("Công tác dân vận năm 2026 - 2027", 2026, (2026, 2027)),
        ("Công tác dân vận năm 2026 và năm 2027", 2026, (2026, 2027)),
        ("Công tác dân vận giai đoạn 2026–2028", 2026, (2026, 2027, 2028)),
        ("Thực hiện Chương trình giai đoạn 2021-2025 trong năm 2023", 2023, (2023,)),
        ("Thực hiện Chương trình giai đoạn 2021-2030", 2026, (2026,)),
        ("Công tác dân vận giai đoạn 2021-2023", 2026, (2026,)),
        ("Công tác dân vận", None, ()),
    ],
)
def test_a_plan_covers_the_years_that_its_title_names(title: str, year: int | None, years: tuple[int, ...]) -> None:
    assert years_of(title, year) == years


def test_names_of_periods() -> None:
    said = {key: name_of(key)[0] % name_of(key)[1] for key in ("once", "2026-Y", "2026-H2", "2026-9M", "2026-Q3")}
    assert list(said.values()) == [
        "một lần",
        "năm 2026",
        "6 tháng cuối năm 2026",
        "9 tháng năm 2026",
        "quý III năm 2026",
    ]
    assert name_of("2026-M07")[0] % name_of("2026-M07")[1] == "tháng 7/2026"


def test_a_suggestion_lies_in_the_last_month_of_its_period() -> None:
    assert suggested_on("2026-H1") == date(2026, 6, 20)
    assert suggested_on("once") is None


WORDS = st.sampled_from(
    [
        "định kỳ",
        "trước ngày 20",
        "chậm nhất ngày 31 hằng kỳ",
        "ngày 05 tháng sau",
        "trước ngày 15/6 hằng năm",
        "kịp thời",
    ]
)
YEARS = st.integers(2015, 2090).flatmap(lambda first: st.integers(1, 5).map(lambda n: tuple(range(first, first + n))))
CHOSEN = st.none() | st.builds(Day, st.integers(1, 31), st.booleans())


@given(WORDS, st.sampled_from(sorted(PERIOD_MONTHS)), YEARS, CHOSEN, st.booleans(), st.booleans())
def test_what_recurs_lies_in_the_years_of_the_plan(
    words: str, period: str, years: tuple[int, ...], chosen: Day | None, before: bool, beside: bool
) -> None:
    found = occurrences(Written(words, period, before=before), years, chosen=chosen, yearly_beside=beside)
    assert found
    assert len({each.key for each in found}) == len(found)
    for each in found:
        span = key_span(each.key)
        assert KEY.fullmatch(each.key)
        assert span is not None
        assert span[0].year in years
        if each.last_on:
            assert span[0] - timedelta(days=1) <= each.last_on <= span[1] + timedelta(days=31)


@given(
    st.text(max_size=200),
    st.none() | st.text(max_size=20),
    st.none() | st.dates(date(2000, 1, 2), date(2100, 1, 1)),
    YEARS,
)
def test_no_words_are_too_odd(words: str, period: str | None, due_on: date | None, years: tuple[int, ...]) -> None:
    found = occurrences(Written(words, period, due_on), years)
    assert found
    assert all(KEY.fullmatch(each.key) for each in found)
