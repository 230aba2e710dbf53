"""The score of a task, from stored responses to the number with its evidence."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.responses.actions import fold, restore, set_aside
from app.scores.queries import task_score
from app.scores.results import TaskScore
from app.scores.rules import Score
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import CHUNG, DONT_KNOW, ITEMS, Survey, level


def scored(survey: Survey) -> TaskScore:
    return task_score(survey.session, survey.task, LIMITS, live=True)


def test_it_works_as_on_paper(survey: Survey) -> None:
    """Ten responses, worked by hand.

    =====  ==================================================  =================================================
    times  answers                                             what they add
    =====  ==================================================  =================================================
    4      all seven items "rất hài lòng" (5), CHUNG 5         every item n5 += 4
    3      all seven items "hài lòng" (4), CHUNG 4             every item n4 += 3
    2      all seven items "bình thường" (3), CHUNG 2          every item n3 += 2
    1      first item 1, second "không biết", the rest 4,      first n1 += 1, second nothing, others n4 += 1
           CHUNG skipped
    =====  ==================================================  =================================================

    first item    n = 10: share 7/10 = 0.7           mean (1 + 6 + 12 + 20)/50 = 39/50 = 0.78
    second item   n = 9:  share 7/9  = 0.777778      mean (6 + 12 + 20)/45 = 38/45 = 0.844444
    five others   n = 10: share 8/10 = 0.8           mean (6 + 16 + 20)/50 = 42/50 = 0.84
    task          share (0.7 + 0.777778 + 4.0)/7 = 0.782540; mean (0.78 + 0.844444 + 4.2)/7 = 0.832063
    CHUNG         n = 9: share 7/9; mean (4 + 12 + 20)/45 = 0.8
    """
    survey.answer(level(5), 4)
    survey.answer(level(4), 3)
    survey.answer(level(3, **{CHUNG: 2}), 2)
    last = level(4, de_tim=1, niem_yet=DONT_KNOW)
    del last[CHUNG]
    survey.answer(last)
    result = scored(survey)
    assert result.scores["share"].value == pytest.approx(0.782540, abs=1e-6)
    assert result.scores["mean"].value == pytest.approx(0.832063, abs=1e-6)
    assert result.score.n == 10
    assert result.overall["share"].value == pytest.approx(7 / 9)
    assert result.overall["mean"].value == pytest.approx(0.8)
    assert result.overall["mean"].n == 9
    assert result.score.editions == (1, 1)


def test_a_task_without_a_form_has_no_number(session: Session, make: Make) -> None:
    result = task_score(session, make.task(), LIMITS, live=True)
    assert not result.asked
    assert result.score == Score(result.score.method, None, None, None)


def test_a_form_without_answers_has_no_number(survey: Survey) -> None:
    result = scored(survey)
    assert result.asked
    assert result.score.standing == "hidden"
    assert result.weeks == ()


@pytest.mark.parametrize(("times", "standing"), [(4, "hidden"), (5, "reference"), (29, "reference"), (30, "published")])
def test_the_number_of_responses_decides_what_is_shown(survey: Survey, times: int, standing: str) -> None:
    survey.answer(level(4), times)
    result = scored(survey)
    assert result.score.standing == standing
    assert result.score.is_shown == (times >= 5)
    assert (result.levels is not None) == (times >= 5)


def test_four_responses_look_like_none_at_all(survey: Survey) -> None:
    before = scored(survey)
    survey.answer(level(1), 4)
    assert scored(survey) == before


def test_dont_know_everywhere_is_counted_as_left_out(survey: Survey) -> None:
    survey.answer(level(DONT_KNOW), 40)
    result = scored(survey)
    assert result.score.value is None
    assert result.score.excluded == 40


def test_a_response_that_answers_too_little_does_not_count(survey: Survey) -> None:
    survey.answer(level(4), 10)
    survey.answer({"de_tim": 1, "so_lan_den": 2}, 3)
    result = scored(survey)
    assert result.score.value == 1.0
    assert (result.score.n, result.score.excluded) == (10, 3)


def test_folding_changes_no_number(survey: Survey) -> None:
    survey.answer(level(4), 9)
    survey.answer(level(2), 4, desk=1, days=3)
    before = scored(survey)
    fold(survey.session, limit=6)
    survey.session.commit()
    assert scored(survey) == before
    fold(survey.session)
    survey.session.commit()
    assert scored(survey) == before


def test_what_is_set_aside_is_counted_apart(survey: Survey) -> None:
    survey.answer(level(4), 10)
    (bad,) = survey.answer(level(1))
    with_it = scored(survey)
    set_aside(survey.session, bad, "Gửi ngoài giờ làm việc", by=None)
    survey.session.commit()
    without = scored(survey)
    assert with_it.score.value == pytest.approx(10 / 11)
    assert (without.score.value, without.score.n, without.score.quarantined) == (1.0, 10, 1)
    restore(survey.session, bad, by=None)
    survey.session.commit()
    assert scored(survey) == with_it


def test_one_response_set_aside_does_not_show_its_answers(survey: Survey) -> None:
    """The difference between the score with it and without it would be that one person's answers."""
    survey.answer(level(4), 10)
    for key in survey.answer(level(1), 4):
        set_aside(survey.session, key, "Gửi ngoài giờ làm việc", by=None)
    assert scored(survey).with_quarantined is None


def test_enough_responses_set_aside_are_shown_with_both_scores(survey: Survey) -> None:
    survey.answer(level(4), 15)
    for key in survey.answer(level(1), 5):
        set_aside(survey.session, key, "Gửi ngoài giờ làm việc", by=None)
    result = scored(survey)
    assert result.with_quarantined is not None
    assert result.score.value == 1.0
    assert result.with_quarantined.scores["share"].value == pytest.approx(0.75)
    assert result.with_quarantined.scores["share"].n == 20


def test_the_office_chooses_the_published_method(survey: Survey) -> None:
    survey.answer(level(4), 10)
    survey.make.policy(survey.task.plan.office)
    survey.session.commit()
    assert scored(survey).score.method.key == "mean"
    assert scored(survey).score.value == pytest.approx(0.8)


def test_editions_with_the_same_words_are_added_up(survey: Survey) -> None:
    survey.answer(level(4), 6)
    survey.reword()  # another title, the same questions
    survey.answer(level(1), 6)
    result = scored(survey)
    assert result.score.value == pytest.approx(0.5)
    assert (result.score.n, result.score.editions) == (12, (1, 2))
    assert result.breaks == ()


def test_a_reworded_question_starts_over_and_marks_a_break(survey: Survey) -> None:
    """Item 1 counts from edition 2 alone (all 1), the six others from both: (0 + 6 * 0.5) / 7."""
    survey.answer(level(4), 6)
    survey.reword("de_tim")
    survey.answer(level(1), 6, days=7)
    result = scored(survey)
    assert result.score.value == pytest.approx(6 * 0.5 / 7)
    assert [(found.number, found.questions) for found in result.breaks] == [(2, ("de_tim",))]
    assert [week.begins_series for week in result.weeks] == [False, True]


def test_a_form_that_asks_something_else_does_not_count_old_answers(survey: Survey) -> None:
    survey.answer(level(4), 6)
    survey.reword(*ITEMS)
    survey.answer(level(1), 7, days=7)
    result = scored(survey)
    assert (result.score.value, result.score.n, result.score.editions) == (0.0, 7, (2, 2))
    assert [week.scores["share"].value for week in result.weeks] == [1.0, 0.0]


def test_a_new_edition_without_answers_keeps_the_score(survey: Survey) -> None:
    survey.answer(level(4), 6)
    before = scored(survey)
    survey.reword(*ITEMS)
    assert scored(survey) == before
