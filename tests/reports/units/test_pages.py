"""The pages of a desk and of an office: the same numbers as everywhere, and nothing that may not be seen."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from app.plans.models import Plan
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.scores.survey import CHUNG, Survey, counted_queries, level, set_up


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen, "Công tác dân vận năm 2026")


@pytest.fixture
def survey(make: Make, plan: Plan) -> Survey:
    return set_up(make, make.task(plan, "Giải quyết thủ tục hành chính", label="II.4"))


def of_desk(survey: Survey, place: int = 0) -> str:
    return f"/desks/{survey.placements[place].desk_id}/scores"


def of_office(cast: Cast) -> str:
    return f"/offices/{cast.hoa_sen.id}/scores"


def row(page: Page, name: str) -> str:
    """The line of a table that begins with a name."""
    lines = (" ".join("".join(line.itertext()).split()) for line in page.tree.iter("tr"))
    return next(line for line in lines if line.startswith(name))


def test_it_works(thu: Browser, make: Make, cast: Cast, plan: Plan, survey: Survey) -> None:
    """At one desk 30 of 40 content with one task and none of 10 with another; elsewhere 20 more with the first."""
    other = make.form(make.task(plan, "Tiếp công dân", label="II.5"))
    make.edition(other)
    second = Survey(make, other, [make.placement(survey.placements[0].desk, other)])
    survey.answer(level(4), 30)
    survey.answer(level(2), 10, days=7)
    survey.answer(level(5), 20, desk=1)
    second.answer(level(1), 10)
    page = thu.get(of_desk(survey))
    assert "60,0 %" in page.text
    assert "câu “Nhìn chung”: 75,0 % (n = 40)" in row(page, "II.4")
    assert row(page, "II.4").endswith("4000")
    assert "Gộp những gì người dân trả lời tại điểm này về 2 trong 2 nhiệm vụ" in page.text
    assert "Riêng câu “Nhìn chung”: 60,0 %" in page.text
    assert "75,0 %" in row(page, "16/11/2026")
    assert row(page, "16/11/2026").endswith("4000")
    assert row(page, "23/11/2026").endswith("1000")
    assert f"/tasks/{survey.task.id}/scores" in page.links
    office = thu.get(of_office(cast))
    assert "71,4 %" in office.text
    assert "Gộp phiếu của 1 trong 1 kế hoạch" in office.text
    assert {of_desk(survey), of_desk(survey, 1)} <= set(office.links)


def test_other_pages_lead_to_it(thu: Browser, cast: Cast, plan: Plan, survey: Survey) -> None:
    survey.answer(level(4), 12)
    for path in ("/desks", of_desk(survey).removesuffix("/scores"), f"/tasks/{survey.task.id}/scores"):
        assert of_desk(survey) in thu.get(path).links
    assert f"{of_office(cast)}?year=2026" in thu.get(f"/plans/{plan.id}/scores").links


def test_a_desk_with_few_answers_looks_like_one_with_none(thu: Browser, hoa: Browser, survey: Survey) -> None:
    survey.answer(level(4), 40, desk=1)
    survey.release()
    before = [browser.get(of_desk(survey)).tree for browser in (thu, hoa)]
    survey.answer(level(1), 4)
    survey.release()
    for browser, tree in zip((thu, hoa), before, strict=True):
        page = browser.get(of_desk(survey))
        assert "100,0 %" not in page.text
        assert drawn(page.tree) == drawn(tree)


def drawn(tree: object) -> list[str]:
    """All that is said in the sections of a page."""
    return [" ".join("".join(part.itertext()).split()) for part in tree.iter("section")]  # type: ignore[attr-defined]


def test_an_observer_sees_what_is_released(hoa: Browser, cast: Cast, survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.release()
    survey.answer(level(1), 3)
    for path in (of_desk(survey), of_office(cast)):
        page = hoa.get(path)
        assert "100,0 %" in page.text
        assert "thêm ít nhất 5 phiếu" in page.text


def test_the_question_in_general_of_one_desk_does_not_follow_from_the_others(thu: Browser, survey: Survey) -> None:
    """Two of eight rate CHUNG at one desk; told at the other only, it would follow from the task's own."""
    survey.answer(level(4), 2)
    survey.answer({name: value for name, value in level(4).items() if name != CHUNG}, 6)
    survey.answer(level(4), 9, desk=1)
    assert "câu “Nhìn chung”:" not in thu.get(of_desk(survey, 1)).text
    survey.answer(level(4), 3)
    assert "câu “Nhìn chung”: 100,0 % (n = 9)" in thu.get(of_desk(survey, 1)).text


def test_where_nothing_is_asked_the_page_says_so(lan: Browser, make: Make, cast: Cast) -> None:
    desk = make.desk(cast.hoa_sen)
    assert "chưa có phiếu nào được đặt tại điểm này" in lan.get(f"/desks/{desk.id}/scores").text
    assert "chưa có nhiệm vụ nào được khảo sát" in lan.get(of_office(cast)).text


def test_another_year_is_chosen_by_the_address(thu: Browser, make: Make, cast: Cast, survey: Survey) -> None:
    make.plan(cast.hoa_sen, "Công tác dân vận năm 2025", year=2025)
    page = thu.get(of_office(cast))
    assert f"{of_office(cast)}?year=2025" in page.links
    assert "chưa có nhiệm vụ nào được khảo sát" in thu.get(of_office(cast), year="2025").text
    assert thu.get(of_office(cast), year="năm nay").status == 404


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, cast: Cast, survey: Survey) -> None:
    for path in (of_desk(survey), of_office(cast)):
        assert stranger.get(path).status == 404


def test_the_cost_grows_neither_with_plans_nor_with_tasks(
    thu: Browser, make: Make, cast: Cast, plan: Plan, survey: Survey, engine: Engine
) -> None:
    def cost(path: str) -> int:
        thu.get(path)
        with counted_queries(engine) as sent:
            thu.get(path)
        return len(sent)

    survey.answer(level(4), 6)
    before = [cost(path) for path in (of_desk(survey), of_office(cast))]
    for task in (make.task(plan, "Tiếp công dân"), make.task(make.plan(cast.hoa_sen, "Kế hoạch khác"), "Bàn giao")):
        form = make.form(task)
        make.edition(form)
        Survey(make, form, [make.placement(survey.placements[0].desk, form)]).answer(level(3), 6)
    assert [cost(path) for path in (of_desk(survey), of_office(cast))] == before
