"""What was written about a task by phrase, for those who may read it."""

from __future__ import annotations

import re

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.responses.actions import set_aside
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.scores.survey import counted_queries


def phrases(page: Page) -> list[str]:
    return [" ".join("".join(item.itertext()).split()) for item in page.tree.iter("h2")]


def about(browser: Browser, hall: Hall, query: str = "", *, task: int | None = None) -> Page:
    return browser.get(f"/tasks/{task or hall.held.id}/phrases", q=query)


def test_it_works(lan: Browser, hall: Hall) -> None:
    for _person in range(5):
        hall.write("Chờ lâu quá.")
    hall.write("Ghế ngồi ít.")
    page = about(lan, hall)
    assert phrases(page) == ["“chờ lâu”"]
    assert "5 trong 6 phiếu có viết" in page.text
    assert any(re.search(r"/remarks\?q=ch%E1%BB%9D", link) for link in page.links)


def test_four_are_too_few_for_a_group(lan: Browser, hall: Hall) -> None:
    for _person in range(4):
        hall.write("Chờ lâu quá.")
    page = about(lan, hall)
    assert phrases(page) == []
    assert "Chưa có cụm từ nào được ít nhất 5 phiếu cùng viết." in page.text


def test_it_is_searched_with_marks_and_without(lan: Browser, hall: Hall) -> None:
    for _person in range(5):
        hall.write("Chờ lâu, thiếu ghế.")
        hall.write("Thái độ lịch sự.")
    for words in ("thiếu ghế", "thieu ghe", "THIEU"):
        assert set(phrases(about(lan, hall, words))) == {"“chờ lâu”"}
    assert phrases(about(lan, hall, "thiệu")) == []
    assert "Không có ý kiến nào phù hợp" in about(lan, hall, "thiệu").text


def test_an_officer_sees_only_the_tasks_that_he_answers_for(minh: Browser, hall: Hall) -> None:
    for _person in range(5):
        hall.write("Chờ lâu quá.", task="other")
    assert about(minh, hall).status == 200
    assert about(minh, hall, task=hall.other.id).status == 404


def test_observers_and_strangers_read_nothing(hoa: Browser, stranger: Browser, hall: Hall) -> None:
    assert {about(who, hall).status for who in (hoa, stranger)} == {404}


def test_what_is_set_aside_is_not_counted(lan: Browser, hall: Hall, session: Session, cast: Cast) -> None:
    for _person in range(4):
        hall.write("Chờ lâu quá.")
    set_aside(session, hall.write("Chờ lâu quá.").response_id, "thử", by=cast.lan.id)
    session.commit()
    assert phrases(about(lan, hall)) == []


def test_markup_is_shown_as_text(lan: Browser, hall: Hall) -> None:
    for _person in range(5):
        hall.write("<script>chậm</script>")
    page = about(lan, hall)
    assert "“chậm”" in phrases(page)
    assert not list(page.tree.iter("script"))


def test_the_pages_of_the_task_lead_to_it(lan: Browser, hoa: Browser, hall: Hall) -> None:
    address = f"/tasks/{hall.held.id}/phrases"
    assert address in lan.get(f"/tasks/{hall.held.id}").links
    assert address in lan.get(f"/tasks/{hall.held.id}/scores").links
    assert address not in hoa.get(f"/tasks/{hall.held.id}/scores").links


def test_an_empty_task_says_so(lan: Browser, hall: Hall) -> None:
    assert "Chưa có ý kiến nào." in about(lan, hall).text


def test_the_cost_does_not_grow_with_what_was_written(lan: Browser, hall: Hall, engine: Engine) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            about(lan, hall)
        return len(sent)

    hall.write("Chờ lâu quá.")
    cost()
    before = cost()
    for _person in range(6):
        hall.write("Chờ lâu quá.")
    assert cost() <= before
