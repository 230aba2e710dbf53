"""The level above compares the offices below it, and ranks only what the answers tell apart."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.accounts.models import Official
from app.offices.models import Office
from app.responses.actions import fold, set_aside
from app.scores.queries import plan_scores
from app.scores.results import together
from app.scores.suppression.actions import release
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, counted_queries, level, set_up


@pytest.fixture
def province(cast: Cast, make: Make) -> Office:
    """Thu leads phường Hoa Sen, which has offices below it here; there he may read single responses too."""
    assert cast.thu
    return cast.hoa_sen


def below(make: Make, province: Office, name: str, *, tasks: int = 1) -> list[Survey]:
    office = make.office(name)
    office.superior_id = province.id
    thu = make.session.scalars(select(Official).where(Official.name == "Thu")).one()
    day = date(2025, 7, 1)
    make.session.add(Membership(official_id=thu.id, office_id=office.id, role="leader", valid_from=day))
    plan = make.plan(office)
    return [set_up(make, make.task(plan, f"Nhiệm vụ {number}"), desks=1) for number in range(tasks)]


def compare(browser: Browser, **query: str) -> Page:
    page = browser.get("/offices/compare?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert page.status == 200
    return page


def rows(page: Page) -> list[str]:
    found = []
    for row in page.tree.iter("tr"):
        for picture in [cell for cell in row.iter() if str(cell.tag).endswith("svg")]:
            for part in picture.iter():
                part.text = part.tail = ""
        found.append(" ".join("".join(row.itertext()).split()))
    return [row for row in found if not row.startswith("Cơ quan")]


def test_it_works(thu: Browser, make: Make, province: Office) -> None:
    """90 of 100 (Wilson 82,6 to 94,5 %) and 170 of 200 (79,4 to 89,3 %) touch; 40 of 100 is surely below both."""
    ((a,), (b,), (c,)) = (below(make, province, f"Xã {name}") for name in ("An", "Bình", "Châu"))
    for survey, happy, unhappy in ((a, 90, 10), (b, 170, 30), (c, 40, 60)):
        survey.answer(level(4), happy)
        survey.answer(level(2), unhappy)
    assert rows(compare(thu)) == [
        "Hạng 1: 2 cơ quan chưa phân biệt được với nhau",
        "Xã An 1 đến 2 90,0 % 82,6–94,5 % 100 1 trong 1 đủ tin cậy",
        "Xã Bình 1 đến 2 85,0 % 79,4–89,3 % 200 1 trong 1 đủ tin cậy",
        "Hạng 3",
        "Xã Châu 3 40,0 % 30,9–49,8 % 100 1 trong 1 đủ tin cậy",
    ]


def test_one_answer_never_tops_a_ranking(thu: Browser, make: Make, province: Office) -> None:
    ((many,), (few,), (_none,)) = (below(make, province, f"Xã {name}") for name in ("An", "Bình", "Châu"))
    many.answer(level(4), 30)
    few.answer(level(5), 29)
    page = compare(thu)
    assert rows(page)[:2] == ["Hạng 1", "Xã An 1 100,0 % 88,6–100,0 % 30 1 trong 1 đủ tin cậy"]
    assert rows(page)[2:] == [
        "Xã Bình – 100,0 % 88,3–100,0 % 29 0 trong 1 tham khảo",
        "Xã Châu – – dưới 5 0 trong 1 chưa đủ phiếu",
    ]
    assert "Không xếp hạng: chưa đủ phiếu" in page.text


def test_who_may_not_read_single_responses_there_sees_what_is_released(
    thu: Browser, session: Session, make: Make, province: Office
) -> None:
    ((survey,),) = [below(make, province, "Xã An")]
    session.execute(delete(Membership).where(Membership.office_id == survey.task.plan.office_id))
    survey.answer(level(4), 33)
    assert rows(compare(thu)) == ["Xã An – – dưới 5 0 trong 1 chưa đủ phiếu"]
    release(session, survey.placements[0].edition_id, date(2026, 11, 17), minimum_n=5)
    survey.answer(level(1), 2)
    session.commit()
    assert rows(compare(thu))[1] == "Xã An 1 100,0 % 89,6–100,0 % 33 1 trong 1 đủ tin cậy"


def test_four_answers_look_like_none(thu: Browser, make: Make, province: Office) -> None:
    def shown() -> str:
        html = re.sub(r'name="csrf_token" value="[^"]*"', "", compare(thu).html)
        return re.sub(r"số liệu lúc \S+ \S+", "", html)

    ((survey,),) = [below(make, province, "Xã An")]
    empty = shown()
    survey.answer(level(1), 4)
    assert shown() == empty


def test_it_says_what_the_plan_itself_says(thu: Browser, session: Session, make: Make, province: Office) -> None:
    """Two tasks, one reworded, some answers set aside, part of it folded: the same sum as on the plan's page."""
    first, second = below(make, province, "Xã An", tasks=2)
    first.answer(level(4), 21)
    first.reword("dung_hen")
    keys = first.answer(level(2, dung_hen=5), 12)
    fold(session)
    second.answer(level(5), 40, mode="paper", days=9)
    for key in keys[:3]:
        set_aside(session, key, "thử", by=None)
    session.commit()
    (found,) = (row for row in rows(compare(thu)) if row.startswith("Xã An"))
    whole = together(plan_scores(session, first.task.plan, LIMITS, live=True), LIMITS)["share"].weighted
    assert whole.value is not None
    assert f" {whole.value * 100:.1f} % ".replace(".", ",") in found
    assert f" % {whole.n} 2 trong 2 " in found


def test_offices_without_a_plan_or_a_survey_are_named(thu: Browser, make: Make, province: Office) -> None:
    for name in ("Xã An", "Xã Bình"):
        make.office(name).superior_id = province.id
    office = make.session.scalars(select(Office).where(Office.name == "Xã Bình")).one()
    make.task(make.plan(office), surveyed=False)
    make.session.commit()
    assert rows(compare(thu)) == [
        "Xã An – – dưới 5 – chưa có kế hoạch của năm này",
        "Xã Bình – – dưới 5 – kế hoạch chưa khảo sát người dân",
    ]
    assert "Chưa cơ quan nào đủ 30 phiếu để xếp hạng." in compare(thu).text


def test_kinds_of_offices_are_not_mixed(thu: Browser, make: Make, province: Office) -> None:
    ((ward,), (department,)) = (below(make, province, name) for name in ("Phường An", "Sở Nội vụ"))
    department.task.plan.office.kind = "sở"
    ward.answer(level(1), 30)
    department.answer(level(5), 30)
    assert [row for row in rows(compare(thu)) if row.startswith("Hạng")] == ["Hạng 1", "Hạng 1"]


def test_year_and_method_are_chosen_and_nonsense_is_the_usual(thu: Browser, make: Make, province: Office) -> None:
    ((survey,),) = [below(make, province, "Xã An")]
    survey.answer(level(4), 30)
    assert "Xã An 1 80,0 % " in rows(compare(thu, method="mean", year="2026"))[1]
    assert "chưa có kế hoạch của năm này" in rows(compare(thu, year="2024"))[0]
    assert rows(compare(thu, year="x", method="y", under="z")) == rows(compare(thu))


def test_who_has_nothing_below_is_told_so(thu: Browser) -> None:
    page = thu.get("/offices/compare")
    assert "không có cơ quan trực thuộc nào trong hệ thống" in page.text
    assert "/offices/compare" not in "".join(thu.get("/").links)


def test_the_first_page_leads_to_it(thu: Browser, make: Make, province: Office) -> None:
    below(make, province, "Xã An")
    assert f"/offices/compare?under={province.id}" in thu.get("/").links


def test_an_officer_an_observer_and_strangers_may_not(
    minh: Browser, hoa: Browser, stranger: Browser, make: Make, province: Office
) -> None:
    below(make, province, "Xã An")
    assert [who.get("/offices/compare").status for who in (minh, hoa)] == [404, 404]
    assert stranger.get(f"/offices/compare?under={province.id}").status == 404
    assert "Xã An" not in stranger.get("/offices/compare").text


def test_the_cost_does_not_grow_with_offices(thu: Browser, make: Make, province: Office, engine: Engine) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            compare(thu)
        return len(sent)

    for survey in below(make, province, "Xã An"):
        survey.answer(level(4), 3)
    fold(make.session)
    make.session.commit()
    cost()
    before = cost()
    for number in range(3):
        below(make, province, f"Xã {number}", tasks=2)
    assert cost() <= before
