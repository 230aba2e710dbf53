"""Which groups answer a plan, beside how many people there are, and nothing that would single somebody out."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.plans.models import Plan
from app.reports.coverage.models import PopulationFigure
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.scores.survey import Survey, counted_queries, level, set_up

SOURCE = {"source": "Tổng điều tra 2024", "counted_on": "2024-04-01"}


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen)


@pytest.fixture
def survey(make: Make, plan: Plan) -> Survey:
    return set_up(make, make.task(plan))


def answered(survey: Survey, *times: int, mode: str = "phone") -> None:
    for group, count in enumerate(times, start=1):
        survey.answer(level(4, nhom_tuoi=group), count, mode=mode)


def page_of(browser: Browser, plan: Plan) -> Page:
    page = browser.get(f"/plans/{plan.id}/coverage")
    assert page.status == 200
    return page


def rows(page: Page) -> list[str]:
    found = []
    for row in page.tree.iter("tr"):
        for picture in [cell for cell in row.iter() if str(cell.tag).endswith("svg")]:
            for part in picture.iter():
                part.text = part.tail = ""
        found.append(" ".join("".join(row.itertext()).split()))
    return found


def population(browser: Browser, cast: Cast) -> str:
    """The address of the form about ages."""
    page = browser.get(f"/offices/{cast.hoa_sen.id}/population")
    (address,) = (link for link in page.links if f"/offices/{cast.hoa_sen.id}/population/" in link)
    return address


def test_it_works(lan: Browser, plan: Plan, survey: Survey, cast: Cast) -> None:
    """20 of 80 are under thirty, and 40 % of the people are: Wilson 16,8 to 35,5 % lies below."""
    answered(survey, 20, 30, 20, 10)
    people = {"people_0": "400", "people_1": "300", "people_2": "200", "people_3": "100"}
    assert lan.post(population(lan, cast), people | SOURCE).status == 303
    page = page_of(lan, plan)
    assert "Dưới 30 tuổi trả lời ít hơn tỷ lệ trong dân số 20 25,0 % 16,8–35,5 % 40,0 % 400 người 20 – –" in rows(page)
    assert "Trả lời ít hơn tỷ lệ trong dân số: Dưới 30 tuổi." in page.text
    assert "Chưa thấy tới được: Không muốn trả lời." in page.text
    assert "Số dân: Tổng điều tra 2024, ngày 01/04/2024." in page.text


def test_without_figures_there_are_only_counts(thu: Browser, plan: Plan, survey: Survey) -> None:
    answered(survey, 20, 30, 0, 0)
    page = page_of(thu, plan)
    assert "Dưới 30 tuổi 20 20 – –" in rows(page)
    assert "Chưa có số dân của các nhóm để so" in page.text
    assert "Từ 60 tuổi trở lên" in page.text.split("Chưa thấy tới được:")[1][:80]


def test_few_and_none_look_alike(thu: Browser, plan: Plan, survey: Survey) -> None:
    """Two of one group, three of another: together enough to be hidden side by side, as nobody would be."""
    answered(survey, 20, 30, 2, 3)
    few = rows(page_of(thu, plan))
    assert "Từ 45 đến 59 tuổi – – – –" in few
    assert "Từ 60 tuổi trở lên – – – –" in few


def test_tasks_are_added_up(thu: Browser, make: Make, plan: Plan, survey: Survey) -> None:
    """Three elderly people in each of two tasks are hidden there and six here."""
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    for one in (survey, other):
        answered(one, 20, 3, 20, 3)
    assert "Từ 60 tuổi trở lên – – – –" not in rows(page_of(thu, plan))
    assert "Từ 60 tuổi trở lên 6 6 – –" in rows(page_of(thu, plan))


def test_ways_of_answering_stand_apart(thu: Browser, plan: Plan, survey: Survey) -> None:
    answered(survey, 20, 20)
    answered(survey, 10, 10, mode="paper")
    page = page_of(thu, plan)
    assert "Dưới 30 tuổi 30 20 – 10" in rows(page)
    assert "Phiếu giấy, nhập hộ 20" in rows(page)


def test_an_officer_is_told_what_the_tasks_own_pages_tell(
    minh: Browser, make: Make, plan: Plan, survey: Survey
) -> None:
    """Whole steps of five, a task at a time: four elderly people in each of two tasks are nobody to him."""
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    for one in (survey, other):
        answered(one, 23, 31, 4, 4)
        one.release()
    found = rows(page_of(minh, plan))
    assert "Dưới 30 tuổi 40 – – –" in found
    assert "Từ 30 đến 44 tuổi 60 – – –" in found
    assert "Từ 60 tuổi trở lên – – – –" in found


def test_a_plan_that_asks_nobody_says_so(thu: Browser, plan: Plan) -> None:
    assert "Chưa phiếu nào của kế hoạch này hỏi về người trả lời" in page_of(thu, plan).text


def test_a_stranger_learns_nothing_and_an_officer_changes_nothing(
    stranger: Browser, minh: Browser, plan: Plan, survey: Survey, cast: Cast
) -> None:
    assert stranger.get(f"/plans/{plan.id}/coverage").status == 404
    assert {who.get(f"/offices/{cast.hoa_sen.id}/population").status for who in (stranger, minh)} == {404}
    assert "Ghi số dân" not in page_of(minh, plan).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source": ""}, "Hãy ghi nguồn của số liệu"),
        ({"counted_on": ""}, "Hãy chọn ngày."),
        ({"counted_on": "2999-01-01"}, "Ngày thống kê chưa đến."),
        ({"people_0": "-1"}, "Số phải từ 0"),
        ({"people_0": "nhiều"}, "Hãy ghi một số nguyên"),
    ],
)
def test_figures_without_sense_or_source_are_refused(
    lan: Browser, session: Session, survey: Survey, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    page = lan.post(population(lan, cast), {"people_0": "400"} | SOURCE | wrong)
    assert page.status in {400, 422}
    assert sentence in page.text
    assert session.scalars(select(PopulationFigure)).all() == []


def test_figures_are_replaced_and_taken_back_and_the_record_says_who(
    lan: Browser, session: Session, survey: Survey, cast: Cast
) -> None:
    address = population(lan, cast)
    for people in ("400", "500"):
        lan.post(address, {"people_0": people} | SOURCE)
    assert [figure.people for figure in session.scalars(select(PopulationFigure))] == [500]
    lan.post(address, {"people_0": ""} | SOURCE)
    assert session.scalars(select(PopulationFigure)).all() == []
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.official_id == cast.lan.id)).all()
    assert verbs.count("Ghi số dân theo nhóm") == 3


def test_an_unknown_topic_is_not_found(lan: Browser, survey: Survey, cast: Cast) -> None:
    assert lan.get(f"/offices/{cast.hoa_sen.id}/population/abc").status == 404


def test_the_cost_does_not_grow_with_tasks(
    thu: Browser, make: Make, plan: Plan, survey: Survey, engine: Engine
) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            page_of(thu, plan)
        return len(sent)

    answered(survey, 6, 6)
    cost()
    before = cost()
    for number in range(3):
        answered(set_up(make, make.task(plan, f"Nhiệm vụ {number}"), desks=1), 6)
    cost()
    assert cost() <= before
