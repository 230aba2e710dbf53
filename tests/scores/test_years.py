"""A task beside the task it continues: values, marks, what is hidden, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.access.viewer import Viewer
from app.core import clock
from app.offices.models import Office, Succession
from app.plans.family.actions import NEW, follow, match_tasks
from app.plans.models import Plan, Task
from app.scores.comparison import Comparison
from app.scores.years import plan_years, task_years
from tests.cast import Cast
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, counted_queries, level, set_up

SEES = frozenset({"scores.read", "responses.read"})


@dataclass
class TwoYears:
    """A surveyed task of this year and the one of last year that it continues."""

    session: Session
    viewer: Viewer
    plan: Plan
    now: Survey
    earlier: Plan
    before: Survey

    def compare(self) -> Comparison:
        (found,) = plan_years(self.session, self.viewer, self.plan, LIMITS).comparisons[self.now.task.id]
        return found


def build(make: Make, cast: Cast, session: Session, *, before: Office | None = None) -> TwoYears:
    plan = make.plan(cast.hoa_sen, year=2026)
    earlier = make.plan(before or cast.hoa_sen, "Kế hoạch năm 2025", year=2025)
    now, then = set_up(make, make.task(plan)), set_up(make, make.task(earlier))
    follow(session, plan, [earlier], by=None)
    match_tasks(session, plan, earlier, {now.task.id: then.task.id}, (), by=None)
    session.commit()
    return TwoYears(session, viewer_of(session, cast.thu, on=clock.today()), plan, now, earlier, then)


@pytest.fixture
def two(make: Make, cast: Cast, session: Session) -> TwoYears:
    return build(make, cast, session)


def test_it_works(two: TwoYears) -> None:
    """36 of 40 satisfied now, 20 of 40 then: 0.9 - 0.5, with the interval of Newcombe's method worked out by hand."""
    two.now.answer(level(5), 36)
    two.now.answer(level(2), 4)
    two.before.answer(level(4), 20)
    two.before.answer(level(1), 20)
    found = two.compare()
    assert (found.year, found.relation, found.ruptures) == (2025, "same", ())
    assert [found.now.value, found.before.value] == pytest.approx([0.9, 0.5])
    assert (found.now.n, found.before.n) == (40, 40)
    assert found.change is not None
    assert found.change.value == pytest.approx(0.4)
    # Wilson: 36/40 in (0.7695, 0.9604), 20/40 in (0.3520, 0.6480)
    assert found.change.interval.low == pytest.approx(0.4 - (0.1305**2 + 0.1480**2) ** 0.5, abs=2e-4)
    assert found.change.interval.high == pytest.approx(0.4 + (0.0604**2 + 0.1480**2) ** 0.5, abs=2e-4)
    assert found.change.trend == "up"
    assert found.is_joined


@pytest.mark.parametrize("few", [0, 1, 4])
def test_too_few_answers_look_like_none(two: TwoYears, few: int) -> None:
    two.now.answer(level(5), 40)
    if few:
        two.before.answer(level(1), few)
    found = two.compare()
    assert (found.before.value, found.before.n, found.before.interval, found.change) == (None, None, None, None)
    assert found.questions_changed == 0
    (detailed,) = task_years(two.session, two.viewer, two.now.task, LIMITS)
    assert all(question.before.value is None and question.change is None for question in detailed.questions)


def test_a_year_below_publication_is_for_reference(two: TwoYears) -> None:
    two.now.answer(level(5), 40)
    two.before.answer(level(1), 10)
    found = two.compare()
    assert found.change is not None
    assert found.change.trend == "reference"


def test_other_questions_break_the_series(two: TwoYears) -> None:
    """Both values stay; there is no difference, but the questions that are the same are still compared."""
    two.before.answer(level(4), 40)
    two.now.reword("dung_hen", "de_tim")
    two.now.answer(level(5), 40)
    found = two.compare()
    assert (found.ruptures, found.questions_changed, found.change) == (("questions",), 2, None)
    assert not found.is_joined
    assert found.now.is_shown
    assert found.before.is_shown
    (detailed,) = task_years(two.session, two.viewer, two.now.task, LIMITS)
    assert len(detailed.questions) == 6  # five scored ones and CHUNG
    assert all(question.change is not None for question in detailed.questions)


def test_another_way_of_publishing_is_marked(two: TwoYears, make: Make, cast: Cast) -> None:
    old = make.office("UBND xã Sen Cũ")
    two.session.add(Succession(predecessor_id=old.id, successor_id=cast.hoa_sen.id, taken_over_on=date(2025, 7, 1)))
    make.policy(old)
    two.earlier.office = old
    two.session.commit()
    two.viewer = Viewer(0, "", {cast.hoa_sen.id: SEES, old.id: SEES})
    two.now.answer(level(5), 40)
    two.before.answer(level(4), 40)
    found = two.compare()
    assert (found.relation, found.ruptures) == ("renamed", ("method",))
    assert found.change is not None
    assert found.before.method.key == "share"
    assert not found.is_joined


def test_before_a_merger_each_office_stands_alone(make: Make, cast: Cast, session: Session) -> None:
    """Two old offices, two lines, no difference, and nothing is added up."""
    olds = [make.office(name) for name in ("UBND xã Sen Cũ", "UBND xã Hồ Cũ")]
    for old in olds:
        session.add(Succession(predecessor_id=old.id, successor_id=cast.hoa_sen.id, taken_over_on=date(2025, 7, 1)))
    plan = make.plan(cast.hoa_sen, year=2026)
    now = set_up(make, make.task(plan))
    earlier = [make.plan(old, year=2025) for old in olds]
    before = [set_up(make, make.task(each)) for each in earlier]
    follow(session, plan, earlier, by=None)
    for each, survey in zip(earlier, before, strict=True):
        match_tasks(session, plan, each, {now.task.id: survey.task.id}, (), by=None)
    session.commit()
    now.answer(level(5), 30)
    before[0].answer(level(5), 30)
    before[1].answer(level(1), 50)
    offices = [cast.hoa_sen, *olds]
    viewer = Viewer(0, "", {office.id: SEES for office in offices})
    found = plan_years(session, viewer, plan, LIMITS).comparisons[now.task.id]
    assert [(each.relation, each.before.n, each.change) for each in found] == [
        ("merged", 30, None),
        ("merged", 50, None),
    ]
    assert all(each.ruptures == ("merged",) for each in found)
    assert all(
        question.change is None for each in task_years(session, viewer, now.task, LIMITS) for question in each.questions
    )
    half = Viewer(0, "", {office.id: SEES for office in offices[:2]})
    assert [each.before.n for each in plan_years(session, half, plan, LIMITS).comparisons[now.task.id]] == [30]


def test_scores_of_an_office_that_the_viewer_may_not_read_are_not_there(two: TwoYears, make: Make, cast: Cast) -> None:
    two.earlier.office = make.office("UBND xã Sen Cũ")
    two.session.commit()
    two.before.answer(level(4), 40)
    assert plan_years(two.session, two.viewer, two.plan, LIMITS).comparisons == {}
    assert task_years(two.session, two.viewer, two.now.task, LIMITS) == []


def test_last_years_task_that_was_never_asked_about_says_so(two: TwoYears, make: Make) -> None:
    new, old = make.task(two.plan, "Khác"), make.task(two.earlier, "Khác")
    match_tasks(
        two.session,
        two.plan,
        two.earlier,
        {two.now.task.id: two.before.task.id, new.id: old.id},
        (),
        by=None,
    )
    (found,) = plan_years(two.session, two.viewer, two.plan, LIMITS).comparisons[new.id]
    assert (found.earlier.asked, found.change, found.ruptures) == (False, None, ())


def test_new_and_given_up_tasks_are_told(two: TwoYears, make: Make) -> None:
    new, gone = make.task(two.plan, "Mới"), make.task(two.earlier, "Thôi")
    undecided: Task = make.task(two.plan, "Chưa rõ")
    match_tasks(two.session, two.plan, two.earlier, {two.now.task.id: None, new.id: NEW}, [gone.id], by=None)
    found = plan_years(two.session, two.viewer, two.plan, LIMITS)
    assert found.new == {new.id}
    assert [(each.task.id, each.year) for each in found.given_up] == [(gone.id, 2025)]
    assert found.open == 2
    assert {score.task.id for score in found.scores} >= {undecided.id}
    assert found.has_earlier


def test_a_plan_without_an_earlier_one_has_scores_alone(survey: Survey, session: Session) -> None:
    survey.answer(level(5), 30)
    found = plan_years(session, Viewer(0, ""), survey.task.plan, LIMITS)
    assert (len(found.scores), found.comparisons, found.open, found.has_earlier) == (1, {}, 0, False)


def test_the_number_of_queries_does_not_grow_with_tasks(two: TwoYears, make: Make, engine: Engine) -> None:
    costs = []
    for _round in range(2):
        with counted_queries(engine) as sent:
            plan_years(two.session, two.viewer, two.plan, LIMITS)
        costs.append(len(sent))
        pairs: dict[int, int | None] = {two.now.task.id: two.before.task.id}
        for number in range(4):
            now, old = (set_up(make, make.task(plan, f"Việc {number}")) for plan in (two.plan, two.earlier))
            now.answer(level(5), 6)
            pairs[now.task.id] = old.task.id
        match_tasks(two.session, two.plan, two.earlier, pairs, (), by=None)
        two.session.commit()
    assert costs[1] <= costs[0] + 8  # definition and promise of each form that is met for the first time
