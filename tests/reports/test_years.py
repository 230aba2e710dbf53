"""Two years on the pages with scores: words, picture, marks, and what stays hidden."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.reports import years
from app.scores.comparison import Change
from app.scores.rules import Interval
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.survey import level
from tests.scores.test_years import TwoYears, build


@pytest.fixture
def two(make: Make, cast: Cast, session: Session) -> TwoYears:
    return build(make, cast, session)


def pages(two: TwoYears) -> tuple[str, str]:
    return f"/plans/{two.plan.id}/scores", f"/tasks/{two.now.task.id}/scores"


@pytest.mark.parametrize("who", ["lan", "minh", "thu", "hoa"])
def test_it_works(request: pytest.FixtureRequest, two: TwoYears, who: str) -> None:
    two.now.answer(level(5), 36)
    two.now.answer(level(2), 4)
    two.before.answer(level(4), 20)
    two.before.answer(level(1), 20)
    for year in (two.now, two.before):
        year.release()
    browser: Browser = request.getfixturevalue(who)
    for path in pages(two):
        page = browser.get(path)
        assert "Năm 2025 : 50,0 %" in page.text.replace("2025:", "2025 :")
        assert "+40,0 điểm phần trăm (khoảng tin cậy 95 %: từ +20,3 đến +56,0)" in page.text
        assert "cao hơn năm trước" in page.text
        assert f"/tasks/{two.before.task.id}/scores" in page.links
        told = [element.text or "" for element in page.tree.iter("{http://www.w3.org/2000/svg}desc")]
        assert any("2025: 50,0 %" in text and "2026: 90,0 %" in text and "+40,0" in text for text in told)
    assert "Câu hỏi có cùng lời ở cả hai năm" in browser.get(pages(two)[1]).text


def test_too_few_answers_last_year_look_like_none(lan: Browser, two: TwoYears) -> None:
    two.now.answer(level(5), 40)
    before = [lan.get(path).text for path in pages(two)]
    two.before.answer(level(1), 4)
    assert [lan.get(path).text for path in pages(two)] == before
    assert "2025: chưa đủ phiếu" in lan.get(pages(two)[0]).html
    assert "không lấy hiệu" in before[0]


def test_this_year_hidden_still_shows_last_year(lan: Browser, two: TwoYears) -> None:
    two.now.answer(level(5), 3)
    two.before.answer(level(5), 40)
    page = lan.get(pages(two)[1])
    assert "Chưa đủ phiếu: cần ít nhất 5 phiếu" in page.text
    assert "100,0 %" in page.text
    assert "điểm phần trăm (khoảng" not in page.text


def test_a_changed_form_is_marked(lan: Browser, two: TwoYears) -> None:
    two.before.answer(level(4), 40)
    two.now.reword("dung_hen")
    two.now.answer(level(5), 40)
    for path in pages(two):
        page = lan.get(path)
        assert "đổi câu hỏi" in page.text
        assert "hai thước khác nhau" in page.text
        assert "không lấy hiệu" in page.text


def test_without_a_plan_of_last_year_nothing_is_said(lan: Browser, make: Make, cast: Cast) -> None:
    task = make.task(make.plan(cast.hoa_sen))
    make.edition(make.form(task))
    for path in (f"/plans/{task.plan_id}/scores", f"/tasks/{task.id}/scores"):
        assert "năm trước" not in lan.get(path).text


def test_tasks_that_wait_for_a_decision_are_counted(lan: Browser, two: TwoYears, make: Make) -> None:
    make.task(two.plan, "Việc khác")
    page = lan.get(pages(two)[0])
    assert "1 nhiệm vụ chưa được gắn với năm trước." in page.text
    assert f"/plans/{two.plan.id}/family" in page.links


@pytest.mark.parametrize(
    ("share", "shown"), [(0.052, "+5,2"), (-0.004, "−0,4"), (0.0, "0,0"), (-0.0001, "0,0"), (1.0, "+100,0")]
)
def test_points_carry_their_sign(app: Flask, share: float, shown: str) -> None:
    with app.test_request_context():
        assert years.points(share) == shown


def test_the_small_picture_says_its_numbers(app: Flask) -> None:
    with app.test_request_context():
        drawn = years.small(Change(-1.0, Interval(-1.0, -0.9), "down"), "Câu hỏi")
    root = ET.fromstring(drawn)  # noqa: S314  our own picture
    told = root.find("{http://www.w3.org/2000/svg}desc")
    assert told is not None
    assert told.text == "−100,0 điểm phần trăm (khoảng tin cậy 95 %: từ −100,0 đến −90,0)"
    assert all(0 <= float(element.get(name, 0)) <= 160 for element in root.iter() for name in ("x", "cx", "x1", "x2"))
