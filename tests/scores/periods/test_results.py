"""A task period by period: what is shown, what is compared, and what stays hidden."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.core import clock
from app.scores.periods.queries import PlanPeriod, plan_period, task_period
from app.scores.periods.results import Periods, periods_of
from app.scores.periods.rules import Period, read_period
from app.scores.queries import readings_of
from tests.cast import Cast
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, level, set_up
from tests.scores.test_years import TwoYears, build

OCTOBER = -30  # days from Monday 16/11/2026: 17/10/2026
AUGUST = -90  # 18/8/2026


def period(written: str) -> Period:
    found = read_period(written)
    assert found is not None
    return found


def periods(survey: Survey) -> Periods:
    (reading,) = readings_of(survey.session, [survey.task], survey.task.plan, live=True)
    return periods_of(reading, LIMITS)


def seen(session: Session, cast: Cast, survey: Survey, written: str | None = None) -> PlanPeriod:
    wanted = period(written) if written else None
    viewer = viewer_of(session, cast.thu, on=clock.today())
    return plan_period(session, viewer, survey.task.plan, LIMITS, wanted)


def test_it_works(survey: Survey) -> None:
    survey.answer(level(5), 36)
    survey.answer(level(2), 4)
    survey.answer(level(4), 20, days=AUGUST)
    survey.answer(level(1), 20, days=AUGUST)
    found = periods(survey)
    now = found.result(period("2026-Q4"))
    assert (now.scores["share"].value, now.scores["share"].n) == (0.9, 40)
    change = found.change(period("2026-Q4"), period("2026-Q3"))
    assert change.change is not None
    assert change.change.value == pytest.approx(0.4)
    assert change.word == "cao hơn"
    assert {kind: [each.key for each in listed] for kind, listed in found.listed(date(2026, 11, 21)).items()} == {
        "month": ["2026-12", "2026-11", "2026-10", "2026-09", "2026-08", "2026-07"],
        "quarter": ["2026-Q4", "2026-Q3"],
        "half": ["2026-H2"],
    }


def test_a_small_period_looks_like_an_empty_one(survey: Survey) -> None:
    survey.answer(level(5), 40)
    before = periods(survey).result(period("2026-08"))
    survey.answer(level(1), 4, days=AUGUST)
    assert periods(survey).result(period("2026-08")) == before
    assert not before.is_shown


def test_a_period_whose_rest_would_be_small_is_hidden(survey: Survey) -> None:
    """November alone would leave October's three people; the quarter holds both and may be seen."""
    survey.answer(level(5), 40)
    survey.answer(level(1), 3, days=OCTOBER)
    found = periods(survey)
    assert found.result(period("2026-Q4")).is_shown
    assert not found.result(period("2026-11")).is_shown
    assert not found.result(period("2026-10")).is_shown


def test_a_week_between_two_months_belongs_to_one_of_them(survey: Survey) -> None:
    """The week from 26/10 to 1/11 has its Thursday in October; nobody can subtract it from two months."""
    survey.answer(level(5), 10, days=-18)  # Thursday 29/10
    survey.answer(level(1), 2, days=-15)  # Sunday 1/11
    survey.answer(level(5), 10, days=-14)  # Monday 2/11
    found = periods(survey)
    assert [found.result(period(key)).scores["share"].n for key in ("2026-10", "2026-11", "2026-Q4")] == [12, 10, 22]


def test_other_questions_are_not_compared(survey: Survey) -> None:
    survey.answer(level(4), 40, days=AUGUST)
    survey.reword("dung_hen")
    survey.answer(level(5), 40)
    change = periods(survey).change(period("2026-Q4"), period("2026-Q3"))
    assert change.broken
    assert change.change is None
    assert change.word is None


def test_within_a_period_the_newest_questions_count(survey: Survey) -> None:
    survey.answer(level(1), 40, days=OCTOBER)
    survey.reword("dung_hen")
    survey.answer(level(5), 40)
    score = periods(survey).result(period("2026-Q4")).scores["share"]
    assert (score.value, score.n) == (1.0, 40)


def test_few_responses_are_for_reference(survey: Survey) -> None:
    survey.answer(level(5), 40)
    survey.answer(level(1), 10, days=AUGUST)
    change = periods(survey).change(period("2026-Q4"), period("2026-Q3"))
    assert change.word == "chỉ để tham khảo"
    assert not change.is_judged


def test_one_of_several_tasks_loses_its_word(session: Session, cast: Cast, make: Make) -> None:
    """p = 0.03 is a difference alone, and none beside two others: 0.05 / 3 = 0.017."""
    plan = make.plan(cast.hoa_sen)
    surveys = [set_up(make, make.task(plan, f"Nhiệm vụ {number}"), desks=1) for number in range(3)]
    for survey in surveys:
        survey.answer(level(4), 30)
        survey.answer(level(1), 10)
        survey.answer(level(4), 30 if survey is not surveys[0] else 21, days=AUGUST)
        survey.answer(level(1), 10 if survey is not surveys[0] else 19, days=AUGUST)
    found = seen(session, cast, surveys[0], "2026-Q4")
    assert found.compared == 3
    change = found.tasks[0].previous
    assert change.p is not None
    assert change.change is not None
    assert 0.017 < change.p < 0.05
    assert (change.change.trend, change.word) == ("up", "chưa đủ chắc khi so nhiều nhiệm vụ cùng lúc")
    viewer = viewer_of(session, cast.thu, on=clock.today())
    alone = task_period(session, viewer, surveys[0].task, LIMITS, period("2026-Q4"))
    assert alone.tasks[0].previous.word == "cao hơn"


def test_the_newest_quarter_is_taken_where_none_is_named(session: Session, cast: Cast, survey: Survey) -> None:
    assert seen(session, cast, survey).period is None
    survey.answer(level(5), 3)
    assert seen(session, cast, survey).period is None
    survey.answer(level(5), 30)
    survey.release()
    assert seen(session, cast, survey).period == period("2026-Q4")


def test_the_same_period_a_year_before(make: Make, cast: Cast, session: Session) -> None:
    two = build(make, cast, session)
    two.now.answer(level(5), 40)
    two.before.answer(level(1), 40, days=-365)
    (task,) = seen(session, cast, two.now, "2026-Q4").tasks
    (year,) = task.year_before
    assert year.change.change is not None
    assert (year.change.change.value, year.change.word, year.ruptures) == (1.0, "cao hơn", ())
    assert year.task_id == two.before.task.id


def test_a_year_before_with_other_questions_gives_no_difference(make: Make, cast: Cast, session: Session) -> None:
    two: TwoYears = build(make, cast, session)
    two.before.answer(level(1), 40, days=-365)
    two.now.reword("dung_hen")
    two.now.answer(level(5), 40)
    (task,) = seen(session, cast, two.now, "2026-Q4").tasks
    (year,) = task.year_before
    assert (year.change.change, year.ruptures) == (None, ("questions",))
