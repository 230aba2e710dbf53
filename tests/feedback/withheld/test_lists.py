"""An officer reads what was written about his tasks, and nothing beside it tells him who wrote it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.cases.models import Case
from app.feedback.withheld.rules import begins
from app.responses.actions import set_aside
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.feedback.test_remark_lists import numbers, shown

ADVICE = "Để không ai bị nhận ra qua lời mình viết"
DESKS = ("Quầy tư pháp", "Quầy đất đai")


def last_month(days: int = 0, hours: int = 0) -> datetime:
    """An hour of the month before this one."""
    first = begins(clock.today().replace(day=1))
    return clock.hour_of(first) - timedelta(days=9) + timedelta(days=days, hours=hours)


def facts(page: Page) -> list[str]:
    """What stands beside the texts, from top to bottom."""
    return [
        " ".join("".join(element.itertext()).split())
        for element in page.tree.iter("p")
        if element.get("class") == "remark-facts"
    ]


def test_it_works(minh: Browser, lan: Browser, hall: Hall) -> None:
    """Text and month; whoever may read responses is told the hour and the desk."""
    remark = hall.write("Chờ lâu quá.", at=last_month())
    month = f"tháng {last_month():%m/%Y}"
    for address in (f"/tasks/{hall.held.id}/remarks", f"/plans/{hall.plan.id}/remarks", f"/remarks/{remark.id}"):
        page = minh.get(address)
        assert "Chờ lâu quá." in page.text
        assert facts(page) == [f"chưa đọc {month}"]
        assert ADVICE in page.text
        assert DESKS[0] not in page.html
        assert clock.show_day(clock.day_of(last_month())) not in page.text
        page = lan.get(address)
        assert "giờ · Quầy tư pháp" in facts(page)[0]
        assert ADVICE not in page.text


@pytest.mark.parametrize(("elsewhere", "told"), [(0, True), (4, False), (5, True)])
def test_the_desk_is_told_where_enough_wrote_at_each(minh: Browser, hall: Hall, elsewhere: int, told: bool) -> None:
    for hour in range(5):
        hall.write("Ở đây.", at=last_month(hours=hour))
    for hour in range(elsewhere):
        hall.write("Ở kia.", desk=1, at=last_month(hours=hour))
    found = facts(minh.get(f"/tasks/{hall.held.id}/remarks"))
    assert sum(DESKS[0] in each for each in found) == (5 if told else 0)
    assert sum(DESKS[1] in each for each in found) == (elsewhere if told else 0)


def test_the_list_is_not_narrowed_by_desk(minh: Browser, hall: Hall) -> None:
    for desk in (0, 1):
        hall.write("Chờ lâu.", desk=desk, at=last_month())
    page = minh.get(f"/tasks/{hall.held.id}/remarks", desk=hall.placements["held", 1].desk_id)
    assert len(shown(page)) == 2
    assert 'name="desk"' not in page.html


def test_within_a_month_the_order_tells_nothing(minh: Browser, hall: Hall) -> None:
    written = [hall.write(f"Ý kiến {hour}", at=last_month(hours=hour)) for hour in range(8)]
    newer = hall.write("Tháng này", at=begins(clock.today()) - timedelta(hours=1))
    earlier = hall.write("Trước nữa", at=last_month(days=-40))
    within = [remark.text for remark in sorted(written, key=lambda remark: remark.id.hex)]
    expected = [newer.text, *within, earlier.text]
    if clock.today().day == 1:
        expected = [remark.text for remark in sorted([newer, *written], key=lambda remark: remark.id.hex)]
        expected.append(earlier.text)
    assert shown(minh.get(f"/tasks/{hall.held.id}/remarks")) == expected


def test_a_text_waits_until_its_day_is_over(minh: Browser, lan: Browser, hall: Hall) -> None:
    remark = hall.write("Vừa viết xong.", at=clock.hour_of(clock.now()))
    for path in (f"/tasks/{hall.held.id}/remarks", f"/plans/{hall.plan.id}/remarks", f"/tasks/{hall.held.id}/phrases"):
        assert "Vừa viết xong." not in minh.get(path, q="vua viet").text
    page = minh.get(f"/tasks/{hall.held.id}/remarks")
    assert numbers(page) == [0, 0, 0]
    assert "từ ngày hôm sau" in page.text
    assert minh.get(f"/remarks/{remark.id}").status == 404
    assert re.search(rf"{hall.held.title} 0 0 chưa có", minh.get("/remarks").text)
    assert shown(lan.get(f"/tasks/{hall.held.id}/remarks")) == ["Vừa viết xong."]


def test_it_is_not_told_whether_the_response_is_set_aside(minh: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Tốt tốt tốt.", at=last_month())
    set_aside(session, remark.response_id, "Gửi lúc nửa đêm", None)
    session.commit()
    assert "phiếu tạm loại" not in minh.get(f"/remarks/{remark.id}").text


def test_the_overview_names_the_month(minh: Browser, hall: Hall) -> None:
    hall.write("Một.", at=last_month())
    assert re.search(rf"{hall.held.title} 1 1 tháng {last_month():%m/%Y}", minh.get("/remarks").text)


@pytest.mark.parametrize(("who", "desk"), [("minh", False), ("lan", True)])
def test_a_case_says_the_desk_only_where_who_makes_it_is_told(
    request: pytest.FixtureRequest, hall: Hall, who: str, desk: bool
) -> None:
    remark = hall.write("Đường vào kho bị sụt.", at=last_month())
    browser: Browser = request.getfixturevalue(who)
    browser.post(f"/remarks/{remark.id}/case", {"kind": "petition"})
    case = hall.session.scalars(select(Case).where(Case.remark_id == remark.id)).one()
    assert (case.desk_id == remark.desk_id) == desk


def test_the_cost_does_not_grow(minh: Browser, hall: Hall, statements: list[str]) -> None:
    def cost() -> int:
        statements.clear()
        minh.get(f"/tasks/{hall.held.id}/remarks")
        return len([statement for statement in statements if statement.startswith("SELECT")])

    hall.write("Một.", at=last_month())
    cost()
    before = cost()
    for number in range(8):
        hall.write(f"Ý kiến {number}.", desk=number % 2, at=last_month(days=-10 * number))
    assert cost() == before
