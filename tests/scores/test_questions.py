"""Results question by question."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.scores.queries import task_results
from app.scores.questions import QuestionResult
from app.scores.rules import ItemCounts
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import CHUNG, DONT_KNOW, ITEMS, Survey, level


def questions(survey: Survey) -> Mapping[str, QuestionResult]:
    return {found.id: found for found in task_results(survey.session, survey.task, LIMITS, live=True).questions}


def choices(question: QuestionResult) -> list[tuple[int, int | None]]:
    return [(choice.code, choice.count) for choice in question.choices]


def test_it_works(survey: Survey) -> None:
    """Six 5, three 2, one "không biết", one skipped in the first item: 6/9 and (30 + 6)/45."""
    survey.answer(level(5), 6)
    survey.answer(level(2), 3)
    survey.answer(level(4, de_tim=DONT_KNOW))
    skipped = level(4)
    del skipped["de_tim"]
    survey.answer(skipped)
    first = questions(survey)["de_tim"]
    assert first.item == ItemCounts((0, 3, 0, 0, 6), dont_know=1, skipped=1)
    assert (first.answered, first.dont_know, first.skipped, first.not_asked) == (9, 1, 1, 0)
    assert first.scores is not None
    assert first.scores["share"].value == pytest.approx(6 / 9)
    assert first.scores["mean"].value == pytest.approx(36 / 45)
    assert (first.in_score, first.is_overall, first.factor) == (True, False, "TC")


def test_questions_come_in_the_order_of_the_form(survey: Survey) -> None:
    found = [question.id for question in task_results(survey.session, survey.task, LIMITS, live=True).questions]
    assert found[:8] == [*ITEMS, CHUNG]


def test_the_overall_question_is_beside_the_score(survey: Survey) -> None:
    survey.answer(level(4), 6)
    found = questions(survey)[CHUNG]
    assert (found.is_overall, found.in_score, found.answered) == (True, False, 6)


def test_a_small_item_is_hidden_and_in_no_mean(survey: Survey) -> None:
    survey.answer(level(4, de_tim=1), 3)
    survey.answer(level(4, de_tim=DONT_KNOW), 6)
    found = questions(survey)
    assert [name for name in ITEMS if not found[name].is_shown] == ["de_tim"]
    assert (found["de_tim"].item, found["de_tim"].scores, found["de_tim"].skipped) == (None, None, None)
    assert task_results(survey.session, survey.task, LIMITS, live=True).score.scores["share"].value == 1.0


def test_choices_are_shares_of_those_who_answered(survey: Survey) -> None:
    survey.answer({**level(4), "so_lan_den": 1}, 6)
    survey.answer({**level(4), "so_lan_den": 4}, 2)
    survey.answer(level(4), 4)
    found = questions(survey)["so_lan_den"]
    assert choices(found) == [(1, 6), (2, 0), (3, 0), (4, 2)]
    assert found.choices[0].share == pytest.approx(0.75)
    assert (found.answered, found.skipped) == (8, 4)


def test_a_response_outside_the_score_still_answers_other_questions(survey: Survey) -> None:
    survey.answer({"so_lan_den": 2}, 6)
    found = questions(survey)
    assert choices(found["so_lan_den"])[1] == (2, 6)
    assert found["de_tim"].answered is None


def test_small_groups_of_people_are_hidden(survey: Survey) -> None:
    """Three people over sixty could be recognised; the next smallest group goes with them."""
    for age, times in ((1, 20), (2, 9), (3, 15), (4, 3)):
        survey.answer({**level(4), "nhom_tuoi": age}, times)
    found = questions(survey)["nhom_tuoi"]
    assert choices(found) == [(1, 20), (2, None), (3, 15), (4, None), (8, None)]
    assert found.choices[1].share is None


def test_free_text_is_only_counted(survey: Survey) -> None:
    survey.answer({**level(4), "y_kien": "Cần thêm ghế chờ."}, 5)
    survey.answer(level(4), 2)
    found = questions(survey)["y_kien"]
    assert (found.answered, found.skipped, found.choices) == (5, 2, ())


def test_a_question_that_was_not_asked_is_counted_apart(survey: Survey) -> None:
    survey.answer({**level(4, nhin_chung=2), "chua_hai_long": "Chờ lâu."}, 5)
    survey.answer(level(4, nhin_chung=1), 2)
    survey.answer(level(4), 7)
    found = questions(survey)["chua_hai_long"]
    assert (found.answered, found.skipped, found.not_asked) == (5, 2, 7)


def test_factors_are_the_mean_of_their_items(survey: Survey) -> None:
    """TT has two items: 10 of 10 and 5 of 10 satisfied."""
    survey.answer(level(4), 5)
    survey.answer(level(4, niem_yet=2), 5)
    factors = {factor.code: factor for factor in task_results(survey.session, survey.task, LIMITS, live=True).factors}
    assert list(factors) == ["TC", "TT", "CC", "KQ", "PA"]
    assert factors["TT"].items == 2
    assert factors["TT"].scores["share"].value == pytest.approx(0.75)


def test_a_factor_is_the_mean_of_the_items_that_can_be_shown(survey: Survey) -> None:
    survey.answer(level(4, niem_yet=1), 3)
    survey.answer(level(4, niem_yet=DONT_KNOW, de_tim=DONT_KNOW), 20)
    factors = {factor.code: factor for factor in task_results(survey.session, survey.task, LIMITS, live=True).factors}
    assert (factors["TT"].items, factors["TT"].scores["share"].value) == (2, 1.0)
    assert not factors["TC"].scores["share"].is_shown
    assert factors["KQ"].scores["share"].is_shown


def test_a_reworded_question_counts_its_new_words_only(survey: Survey) -> None:
    survey.answer(level(4), 6)
    survey.reword("de_tim", text="Nơi làm thủ tục có biển chỉ dẫn.")
    survey.answer(level(1), 5)
    found = questions(survey)
    assert (found["de_tim"].text, found["de_tim"].since, found["de_tim"].changed, found["de_tim"].answered) == (
        "Nơi làm thủ tục có biển chỉ dẫn.", 2, True, 5,
    )  # fmt: skip
    assert (found["niem_yet"].since, found["niem_yet"].changed, found["niem_yet"].answered) == (1, False, 11)


def test_a_task_without_a_form_has_no_questions(make: Make, survey: Survey) -> None:
    results = task_results(survey.session, make.task(survey.task.plan), LIMITS, live=True)
    assert (results.questions, results.factors, results.desks) == ([], [], ())
