"""The leader's page: a line for each task, its late cases, and nothing that may not be seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.cases.models import Case
from app.plans.models import Plan, Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.scores.survey import Survey, counted_queries, level, set_up


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen, "Thực hiện công tác dân vận năm 2026")


@pytest.fixture
def survey(make: Make, plan: Plan) -> Survey:
    task = make.task(plan, "Giải quyết thủ tục hành chính", label="II.4")
    task.target_share = 0.9
    return set_up(make, task)


def page_of(browser: Browser, plan: Plan, *, order: str = "") -> Page:
    page = browser.get(f"/plans/{plan.id}/overview", order=order)
    assert page.status == 200
    return page


def rows(page: Page) -> list[str]:
    """The lines of the table, without what the pictures say."""
    found = []
    for row in page.tree.iter("tr"):
        for picture in [cell for cell in row.iter() if str(cell.tag).endswith("svg")]:
            for part in picture.iter():
                part.text = part.tail = ""
        found.append(" ".join("".join(row.itertext()).split()))
    return found[1:]


def late(session: Session, case: Case) -> None:
    case.due_at = clock.now() - timedelta(days=1)
    session.commit()


def test_it_works(thu: Browser, session: Session, make: Make, cast: Cast, plan: Plan, survey: Survey) -> None:
    """32 of 40 satisfied: 80,0 %, Wilson 65,2 to 89,5 %, all of it below the target of 90 %; one of two cases late."""
    survey.answer(level(4), 32)
    survey.answer(level(2), 8)
    late(session, make.case(cast.hoa_sen, task=survey.task))
    make.case(cast.hoa_sen, task=survey.task)
    page = page_of(thu, plan)
    assert rows(page) == [
        "II.4 Giải quyết thủ tục hành chính 80,0 % 65,2–89,5 % 40 – 90 % 1 / 2 1 phản ánh quá hạn dưới mục tiêu"
    ]
    assert "80,0 %, khoảng tin cậy 95 % từ 65,2 % đến 89,5 %. Mục tiêu 90 %" in page.html
    assert "Nhiệm vụ đủ phiếu để công bố 1 / 1" in page.text


def test_the_plan_leads_to_it(thu: Browser, plan: Plan) -> None:
    assert f"/plans/{plan.id}/overview" in thu.get(f"/plans/{plan.id}").links


def test_both_ways_of_adding_up_stand_together(thu: Browser, make: Make, plan: Plan, survey: Survey) -> None:
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    survey.answer(level(4), 30)
    other.answer(level(1), 10)
    page = page_of(thu, plan)
    assert "Gộp theo phiếu 75,0 % 40 phiếu;" in page.text
    assert "Mỗi nhiệm vụ như nhau 50,0 % 2 nhiệm vụ;" in page.text
    assert "1 chỉ để tham khảo, 0 chưa hiện được" in page.text


def test_four_responses_look_like_none(thu: Browser, plan: Plan, survey: Survey) -> None:
    def shown() -> str:
        html = re.sub(r'name="csrf_token" value="[^"]*"', "", page_of(thu, plan).html)
        return re.sub(r"số liệu lúc \S+ \S+", "", html)

    empty = shown()
    survey.answer(level(1), 4)
    assert shown() == empty
    assert "cần ít nhất 5 phiếu mới hiện kết quả" in empty


def test_a_task_without_a_number_says_why_and_what_to_do(
    thu: Browser, lan: Browser, session: Session, make: Make, cast: Cast, plan: Plan
) -> None:
    """No empty scale is drawn; who cannot take the step is told only why."""
    task = make.task(plan, "Tiếp công dân")
    assert "Chưa có mẫu phiếu, nên chưa ai được hỏi. Soạn mẫu phiếu" in page_of(lan, plan).text
    form = make.form(task)
    assert "Mẫu phiếu chưa phát hành, nên chưa ai được hỏi. Xem lại" in page_of(lan, plan).text
    make.edition(form)
    assert "Phiếu chưa được đặt ở điểm tiếp nhận nào, nên chưa ai trả lời được. Đặt phiếu" in page_of(lan, plan).text
    placement = make.placement(make.desk(cast.hoa_sen), form)
    page = page_of(thu, plan)
    assert "In tờ mã QR" in page.text
    assert f"/plans/{plan.id}/desks" in page.links
    assert not [cell for row in page.tree.iter("tbody") for cell in row.iter("svg")]
    placement.retired_at = placement.placed_at
    session.commit()
    assert "Đặt phiếu" not in rows(page_of(thu, plan))[0]


def test_what_needs_the_leader_stands_first(
    thu: Browser, session: Session, make: Make, cast: Cast, plan: Plan, survey: Survey
) -> None:
    survey.answer(level(4), 60)
    other = set_up(make, make.task(plan, "Tiếp công dân", label="II.5"))
    late(session, make.case(cast.hoa_sen, task=other.task))
    first = [row[:4] for row in rows(page_of(thu, plan))]
    assert first == ["II.4", "II.5"]
    assert [row[:4] for row in rows(page_of(thu, plan, order="need"))] == ["II.5", "II.4"]
    assert [row[:4] for row in rows(page_of(thu, plan, order="nonsense"))] == first


def test_themes_are_headings(thu: Browser, make: Make, plan: Plan, survey: Survey) -> None:
    set_up(make, make.task(plan, "Tiếp công dân", theme="citizen_reception_complaints"))
    found = rows(page_of(thu, plan, order="theme"))
    assert found[0] == "Tiếp công dân, giải quyết khiếu nại, tố cáo, kiến nghị"
    assert found[2] == "Cải cách hành chính, chuyển đổi số"


def test_late_cases_of_no_task_are_counted_above(
    thu: Browser, session: Session, make: Make, cast: Cast, plan: Plan, survey: Survey
) -> None:
    late(session, make.case(cast.hoa_sen))
    late(session, make.case(cast.an_binh))
    other = make.task(make.plan(cast.hoa_sen, "Kế hoạch khác"))
    late(session, make.case(cast.hoa_sen, task=other))
    page = page_of(thu, plan)
    assert "Quá hạn 1 phản ánh · 0 thời hạn 1 phản ánh quá hạn không gắn với nhiệm vụ nào" in page.text


def test_who_may_not_read_cases_does_not_learn_how_many_there_are(
    hoa: Browser, session: Session, make: Make, cast: Cast, plan: Plan, survey: Survey
) -> None:
    late(session, make.case(cast.hoa_sen, task=survey.task))
    assert "phản ánh" not in "".join(rows(page_of(hoa, plan)))
    assert "Quá hạn 0 thời hạn" in page_of(hoa, plan).text


def test_tasks_that_are_not_asked_about_are_folded_with_their_reason(thu: Browser, make: Make, plan: Plan) -> None:
    make.task(plan, "Quán triệt văn bản", surveyed=False)
    page = page_of(thu, plan)
    assert "Chưa có nhiệm vụ nào được khảo sát, nên chưa có kết quả." in page.text
    (folded,) = page.tree.iter("details")
    assert "Quán triệt văn bản Việc nội bộ" in " ".join("".join(folded.itertext()).split())


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, plan: Plan) -> None:
    assert stranger.get(f"/plans/{plan.id}/overview").status == 404


def test_the_cost_grows_neither_with_tasks_nor_with_answers(
    thu: Browser, make: Make, plan: Plan, survey: Survey, engine: Engine
) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            page_of(thu, plan)
        return len(sent)

    survey.answer(level(4), 6)
    before = cost()
    tasks: list[Task] = [make.task(plan, f"Nhiệm vụ {number}") for number in range(3)]
    for task in tasks:
        set_up(make, task, desks=1).answer(level(3), 6)
    assert cost() <= before + len(tasks)  # each edition is read once in the life of a process
    assert cost() <= before
