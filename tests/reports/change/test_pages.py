"""The pages that put periods side by side: addresses, words, what stays hidden, and who may look."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.survey import Survey, level, set_up

AUGUST = -90


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    return set_up(make, make.task(make.plan(cast.hoa_sen)))


def pages(survey: Survey, period: str = "") -> tuple[str, str]:
    query = f"?period={period}" if period else ""
    return f"/plans/{survey.task.plan_id}/change{query}", f"/tasks/{survey.task.id}/change{query}"


def told(browser: Browser, path: str) -> str:
    """What a page says, without the minute that it was made in."""
    return re.sub(r"\d\d:\d\d", "", browser.get(path).text)


@pytest.mark.parametrize("who", ["lan", "minh", "thu", "hoa"])
def test_it_works(request: pytest.FixtureRequest, survey: Survey, who: str) -> None:
    survey.answer(level(5), 36)
    survey.answer(level(2), 4)
    survey.answer(level(4), 20, days=AUGUST)
    survey.answer(level(1), 20, days=AUGUST)
    survey.release()
    browser: Browser = request.getfixturevalue(who)
    for path in (*pages(survey), *pages(survey, "2026-Q4")):
        page = browser.get(path)
        assert "Quý IV/2026" in page.text
        assert "90,0 %" in page.text
        assert "+40,0" in page.text
        assert "từ +20,3 đến +56,0" in page.text
        assert "cao hơn" in page.text
        assert "chưa hết kỳ" in page.text
    page = browser.get(pages(survey, "2026-Q3")[1])
    assert "50,0 %" in page.text
    assert "chưa hết kỳ" not in page.text


def test_a_period_that_is_none_is_not_found(lan: Browser, survey: Survey) -> None:
    for path in pages(survey, "2026-Q5"):
        page = lan.get(path)
        assert page.status == 404
        assert "Hãy viết như 2026-07, 2026-Q3 hoặc 2026-H2." in page.text


def test_without_answers_the_page_says_what_it_is_for(lan: Browser, survey: Survey) -> None:
    for path in pages(survey):
        assert "Chưa kỳ nào đủ phiếu để so." in lan.get(path).text


def test_few_answers_look_like_none(lan: Browser, survey: Survey) -> None:
    survey.answer(level(5), 40)
    survey.answer(level(5), 1, days=AUGUST)
    before = [told(lan, path) for path in pages(survey, "2026-Q3")]
    survey.answer(level(1), 3, days=AUGUST)
    assert [told(lan, path) for path in pages(survey, "2026-Q3")] == before
    assert "chưa đủ phiếu" in before[0]


def test_changed_questions_are_marked(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 40, days=AUGUST)
    survey.reword("dung_hen")
    survey.answer(level(5), 40)
    for path in pages(survey, "2026-Q4"):
        page = lan.get(path)
        assert "đổi câu hỏi" in page.text
        assert "không lấy hiệu" in page.text


def test_a_stranger_does_not_learn_it_exists(stranger: Browser, survey: Survey) -> None:
    assert [stranger.get(path).status for path in pages(survey)] == [404, 404]


def test_the_pages_are_reached_from_the_results(lan: Browser, survey: Survey) -> None:
    survey.answer(level(5), 40)
    plan, task = pages(survey)
    assert plan in lan.get(f"/plans/{survey.task.plan_id}/scores").links
    assert task in lan.get(f"/tasks/{survey.task.id}/scores").links
