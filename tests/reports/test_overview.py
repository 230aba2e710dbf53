"""The overview of a plan: every number with its evidence and its picture, and nothing that may not be seen."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.plans.models import Plan
from app.scores.queries import plan_scores
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, counted_queries, level, set_up


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen, "Thực hiện công tác dân vận năm 2026")


@pytest.fixture
def survey(make: Make, plan: Plan) -> Survey:
    task = make.task(plan, "Giải quyết thủ tục hành chính", label="II.4")
    task.target_share = 0.9
    return set_up(make, task)


def overview(browser: Browser, plan: Plan) -> Page:
    page = browser.get(f"/plans/{plan.id}/scores")
    assert page.status == 200
    return page


def descriptions(page: Page) -> list[str]:
    """What the pictures say to those who do not see them."""
    return ["".join(found.itertext()) for found in page.tree.iter() if str(found.tag).endswith("desc")]


def test_it_works(lan: Browser, plan: Plan, survey: Survey) -> None:
    """32 of 40 satisfied in every question: 80,0 %; Wilson 65,2 to 89,5 %; mean (8 * 2 + 32 * 4)/200 = 72,0 %."""
    survey.answer(level(4), 32)
    survey.answer(level(2), 8)
    page = overview(lan, plan)
    assert "II.4 Giải quyết thủ tục hành chính 80,0 % tham khảo" in page.text
    assert "40 phiếu; khoảng tin cậy 95 %: 65,2–89,5 %" in page.text
    assert "Mục tiêu: 90 % hài lòng; dưới mục tiêu." in page.text
    assert "Kết quả theo các cách tính khác" in page.text
    assert re.search(r"Điểm hài lòng quy đổi 72,0 %", page.text)
    assert "không phải mẫu ngẫu nhiên, không thay thế Chỉ số SIPAS" in page.text


def test_every_number_has_its_picture(lan: Browser, plan: Plan, survey: Survey) -> None:
    survey.answer(level(4), 20)
    survey.answer(level(4), 20, days=7)
    told = descriptions(overview(lan, plan))
    assert "100,0 %, khoảng tin cậy 95 % từ 91,2 % đến 100,0 %. Mục tiêu 90 %" in told
    assert any(found.endswith("Hài lòng: 100,0 %; Rất hài lòng: 0,0 %") for found in told)
    assert "100,0 %, 100,0 %" in told


def test_all_tasks_together_are_shown_both_ways(lan: Browser, make: Make, plan: Plan, survey: Survey) -> None:
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    survey.answer(level(4), 30)
    other.answer(level(1), 10)
    page = overview(lan, plan)
    assert "Tỷ lệ hài lòng 75,0 %" in page.text
    assert re.search(r"dùng để công bố 75,0 % [0-9,–% ]+ 50,0 %", page.text)
    assert "Gộp phiếu của cả 2 nhiệm vụ được khảo sát" in page.text


def test_a_plan_without_surveyed_tasks_says_what_to_do(lan: Browser, make: Make, plan: Plan) -> None:
    make.task(plan, "Quán triệt văn bản", surveyed=False)
    page = overview(lan, plan)
    assert "Chưa có nhiệm vụ nào được khảo sát, nên chưa có kết quả." in page.text
    assert "Quán triệt văn bản Việc nội bộ, người dân không trực tiếp biết." in page.text


def test_a_task_without_a_form_says_so(lan: Browser, make: Make, plan: Plan) -> None:
    make.task(plan, "Xây dựng đội ngũ")
    assert "Chưa có mẫu phiếu, nên chưa ai được hỏi. Soạn mẫu phiếu" in overview(lan, plan).text


def test_four_responses_look_like_none(lan: Browser, plan: Plan, survey: Survey) -> None:
    empty = re.sub(r"số liệu lúc \S+ \S+", "", overview(lan, plan).html)
    survey.answer(level(1), 4)
    few = re.sub(r"số liệu lúc \S+ \S+", "", overview(lan, plan).html)
    tokens = re.compile(r'name="csrf_token" value="[^"]*"')
    assert tokens.sub("", few) == tokens.sub("", empty)
    assert "chưa đủ phiếu: cần ít nhất 5 phiếu mới hiện kết quả" in few


@pytest.mark.parametrize(("times", "word"), [(5, "tham khảo"), (29, "tham khảo"), (30, "đủ tin cậy")])
def test_the_standing_is_said_in_words(lan: Browser, plan: Plan, survey: Survey, times: int, word: str) -> None:
    survey.answer(level(4), times)
    assert f"100,0 % {word}" in overview(lan, plan).text


def test_a_hidden_task_cannot_be_found_by_subtraction(lan: Browser, make: Make, plan: Plan, survey: Survey) -> None:
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    survey.answer(level(4), 30)
    other.answer(level(1), 4)
    page = overview(lan, plan)
    assert "Tỷ lệ hài lòng 100,0 %" in page.text
    assert "Gộp phiếu của 1 trong 2 nhiệm vụ được khảo sát; các nhiệm vụ còn lại chưa đủ phiếu." in page.text
    assert "30 phiếu" in page.text
    assert "34 phiếu" not in page.text


@pytest.mark.parametrize("name", ["lan", "minh", "thu", "hoa"])
def test_everybody_of_the_office_may_read(
    request: pytest.FixtureRequest, name: str, plan: Plan, survey: Survey
) -> None:
    assert overview(request.getfixturevalue(name), plan).status == 200


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, plan: Plan, survey: Survey) -> None:
    assert stranger.get(f"/plans/{plan.id}/scores").status == 404


def test_who_is_not_signed_in_is_asked_to(browser: Browser, plan: Plan, survey: Survey) -> None:
    assert browser.get(f"/plans/{plan.id}/scores").status == 302


def test_the_screen_says_what_the_query_says(lan: Browser, session: Session, plan: Plan, survey: Survey) -> None:
    survey.answer(level(4, de_tim=2), 17)
    survey.answer(level(3), 5)
    (found,) = plan_scores(session, plan, LIMITS, live=True)
    assert found.score.value is not None
    assert f"{found.score.value * 100:.1f} %".replace(".", ",") in overview(lan, plan).text


def test_markup_in_a_title_is_shown_as_text(lan: Browser, make: Make, plan: Plan) -> None:
    survey = set_up(make, make.task(plan, "<script>alert(1)</script>"))
    survey.answer(level(4), 5)
    page = overview(lan, plan)
    assert "<script>alert(1)</script>" in page.text
    assert not list(page.tree.iter("script"))


def test_the_cost_does_not_grow_with_responses(lan: Browser, plan: Plan, survey: Survey, engine: Engine) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            overview(lan, plan)
        return len(sent)

    survey.answer(level(4), 10)
    cost()
    few = cost()
    survey.answer(level(3), 190)
    assert cost() == few
