"""Scores by desk, mode, week and day: the parts of a whole, none of which may be found by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.definition import Definition
from app.forms.wording import Say
from app.responses.queries import CellKey, Counts
from app.responses.rules import layout_of
from app.scores.policies.rules import DEFAULT
from app.scores.queries import task_breakdown
from app.scores.results import Reading, Row, TaskKey, by_day, by_mode, by_week, task_score
from app.scores.rules import METHODS, Score
from app.scores.series import AskedEdition
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, level

MODES = ("phone", "kiosk", "slip", "web", "paper", "assisted")


def values(rows: Sequence[Row]) -> dict[str, float | None]:
    return {row.name: row.scores["share"].value for row in rows}


def shown(rows: Sequence[Row]) -> list[tuple[str, int | None]]:
    return [(row.name, row.scores["share"].n) for row in rows if row.is_shown]


def test_desks_have_their_own_scores(survey: Survey) -> None:
    survey.answer(level(4), 8, desk=0)
    survey.answer(level(2), 6, desk=1)
    rows = task_breakdown(survey.session, survey.task, "desk", LIMITS, live=True)
    assert [(row.scores["share"].value, row.scores["share"].n) for row in rows] == [(1.0, 8), (0.0, 6)]
    assert rows[0].levels == (0, 0, 0, 1, 0)


def test_a_desk_without_answers_is_listed_like_one_with_few(survey: Survey) -> None:
    survey.answer(level(4), 8, desk=0)
    empty = task_breakdown(survey.session, survey.task, "desk", LIMITS, live=True)[1]
    assert not empty.is_shown
    assert set(empty.scores.values()) == {Score(method, None, None, None) for method in METHODS.values()}


def test_a_small_desk_takes_the_next_smallest_with_it(make: Make, survey: Survey) -> None:
    third = make.placement(make.desk(survey.task.plan.office, "Quầy thứ ba"), survey.form)
    survey.placements.append(third)
    survey.answer(level(4), 3, desk=0)
    survey.answer(level(4), 9, desk=1)
    survey.answer(level(4), 20, desk=2)
    rows = task_breakdown(survey.session, survey.task, "desk", LIMITS, live=True)
    assert shown(rows) == [("Quầy thứ ba", 20)]


def test_modes_stand_apart(survey: Survey) -> None:
    survey.answer(level(5), 10, mode="phone")
    survey.answer(level(1), 5, mode="paper")
    rows = task_breakdown(survey.session, survey.task, "mode", LIMITS, live=True)
    assert [row.key for row in rows] == list(MODES)
    assert [(row.key, row.scores["mean"].value) for row in rows if row.is_shown] == [("phone", 1.0), ("paper", 0.2)]


def test_weeks_follow_each_other_without_gaps(survey: Survey) -> None:
    survey.answer(level(4), 6, days=0)
    survey.answer(level(4), 2, days=6)
    survey.answer(level(1), 8, days=15)
    rows = task_breakdown(survey.session, survey.task, "week", LIMITS, live=True)
    assert values(rows) == {"16/11/2026": 1.0, "23/11/2026": None, "30/11/2026": 0.0}
    assert rows[0].scores["share"].n == 8


def test_days_of_a_hidden_week_are_hidden(survey: Survey) -> None:
    survey.answer(level(4), 20, days=0)
    survey.answer(level(4), 20, days=3)
    survey.answer(level(4), 4, days=8)
    survey.answer(level(4), 30, days=15)
    survey.answer(level(4), 30, days=22)
    weeks = task_breakdown(survey.session, survey.task, "week", LIMITS, live=True)
    assert shown(weeks) == [("16/11/2026", 40), ("07/12/2026", 30)]
    days = task_breakdown(survey.session, survey.task, "day", LIMITS, live=True)
    assert shown(days) == [("16/11/2026", 20), ("19/11/2026", 20), ("08/12/2026", 30)]


def test_a_small_day_is_not_the_rest_of_its_week(survey: Survey) -> None:
    survey.answer(level(4), 20, days=0)
    survey.answer(level(4), 7, days=1)
    survey.answer(level(4), 4, days=2)
    days = task_breakdown(survey.session, survey.task, "day", LIMITS, live=True)
    assert shown(days) == [("16/11/2026", 20)]


def test_a_task_without_a_form_has_no_parts(make: Make, survey: Survey) -> None:
    task = make.task(survey.task.plan)
    for by in ("desk", "week", "day", "mode"):
        assert task_breakdown(survey.session, task, by, LIMITS, live=True) == ()


def test_too_few_answers_have_no_weeks_at_all(survey: Survey) -> None:
    survey.answer(level(4), 2)
    survey.answer(level(4), 2, days=9)
    for by in ("week", "day"):
        assert task_breakdown(survey.session, survey.task, by, LIMITS, live=True) == ()


# -- the attack: everything a viewer sees, subtracted ------------------------------------------------------------------

FORM = Definition.model_validate_json(
    '{"key": "mau", "purpose": "satisfaction", "title": "Mẫu", "sections": [{"id": "s", "questions": ['
    '{"id": "q1", "kind": "faces", "factor": "TC", "scored": true, "text": "Một"},'
    '{"id": "q2", "kind": "faces", "factor": "CC", "scored": true, "text": "Hai"},'
    '{"id": "chung", "kind": "faces", "factor": "CHUNG", "scored": true, "text": "Nhìn chung"}]}]}'
)
EDITION = AskedEdition(1, 1, date(2026, 11, 1), FORM, Say("vi", {}))
responses = st.lists(
    st.tuples(st.integers(0, 24), st.sampled_from(MODES[:4]), st.integers(1, 5), st.integers(1, 5)), max_size=60
)
Answer = tuple[int, str, int, int]


def reading(answers: Sequence[Answer]) -> Reading:
    """What would be read if these responses (day, mode, two answers) were stored."""
    cells: dict[CellKey, Counts] = {}
    for day, mode, first, second in answers:
        key = CellKey(1, None, date(2026, 11, 16) + timedelta(days=day), mode)
        cells.setdefault(key, Counts()).add_response(layout_of(FORM), {"q1": first, "q2": second, "chung": first})
    return Reading(TaskKey(1, "1", "Việc", "x", True, None), DEFAULT, (EDITION,), cells, {}, live=True)


def left_over(total: int, rows: Sequence[Row]) -> int:
    return total - sum(row.scores["share"].n or 0 for row in rows)


@given(responses)
def test_subtraction_leaves_nobody_or_enough_people(answers: list[Answer]) -> None:
    found = reading(answers)
    total = task_score(found, LIMITS).score.n
    weeks, days, modes = (part(found, LIMITS) for part in (by_week, by_day, by_mode))
    if total is None:
        assert not any(row.is_shown for row in (*weeks, *days, *modes))
        return
    for rows in (weeks, modes):
        rest = left_over(total, rows)
        assert rest == 0 or rest >= LIMITS.minimum_n or not any(row.is_shown for row in rows)
    for week in weeks:
        assert week.day is not None
        inside = [day for day in days if day.day is not None and 0 <= (day.day - week.day).days < 7]
        if week.is_shown and any(day.is_shown for day in inside):
            rest = left_over(week.scores["share"].n or 0, inside)
            assert rest == 0 or rest >= LIMITS.minimum_n
        if not week.is_shown:
            assert not any(day.is_shown for day in inside)


@given(responses)
def test_what_is_shown_adds_up_to_the_whole(answers: list[Answer]) -> None:
    """Where nothing is hidden, the parts weighted by their responses give the task's score again."""
    found = reading(answers)
    score = task_score(found, LIMITS).score
    modes = by_mode(found, LIMITS)
    used = {mode for _day, mode, _first, _second in answers}
    if score.value is None or any(row.key in used and not row.is_shown for row in modes):
        return
    parts = [row.scores["share"] for row in modes if row.is_shown]
    assert sum((part.value or 0) * (part.n or 0) for part in parts) == pytest.approx(score.value * (score.n or 0))
