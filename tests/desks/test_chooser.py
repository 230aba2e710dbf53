"""What a citizen sees who scans the code of a desk."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from app.desks.actions import restore_desk, retire_desk, retire_placement
from app.desks.models import Desk, Placement
from app.forms.actions import change_title, publish
from app.plans.models import Plan
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make


@pytest.fixture
def desk(make: Make, cast: Cast) -> Desk:
    return make.desk(cast.hoa_sen, "Quầy số 1", "Tầng 1")


@pytest.fixture
def placements(make: Make, desk: Desk) -> list[Placement]:
    plan = make.plan(desk.office)
    forms = [make.form(make.task(plan), title=title) for title in ("Nộp <hồ sơ>", "Tiếp dân")]
    return [make.placement(desk, form) for form in forms]


def test_it_works(browser: Browser, desk: Desk, placements: list[Placement]) -> None:
    page = browser.get(f"/D/{desk.code}")
    assert page.status == 200
    for text in ("Ủy ban nhân dân phường Hoa Sen", "Quầy số 1", "Tầng 1", "Nộp <hồ sơ>", "Tiếp dân"):
        assert text in page.text
    assert [link for link in page.links if link.startswith("/P/")] == [f"/P/{one.code}" for one in placements]


def test_it_needs_no_session_and_leaves_no_trace(browser: Browser, desk: Desk, placements: list[Placement]) -> None:
    answer = browser.get(f"/D/{desk.code}").answer
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    scripts = [f'<script src="/static/{name}.js" defer>'.encode() for name in ("display", "queue")]
    assert re.findall(rb"<script[^>]*>", answer.data) == scripts
    assert b'<link rel="stylesheet"' not in answer.data


def test_a_code_is_read_as_people_type_it(browser: Browser, desk: Desk, placements: list[Placement]) -> None:
    code = desk.code.lower().replace("0", "o")
    assert browser.get(f"/d/{code[:4]}-{code[4:8]}-{code[8:]}").status == 200


def test_one_task_only_is_opened_at_once(
    browser: Browser, desk: Desk, placements: list[Placement], session: Session
) -> None:
    retire_placement(session, placements[0])
    session.commit()
    answer = browser.get(f"/D/{desk.code}").answer
    assert (answer.status_code, answer.location) == (302, f"/P/{placements[1].code}")


def test_a_desk_that_asks_nothing_says_so(browser: Browser, desk: Desk) -> None:
    page = browser.get(f"/D/{desk.code}")
    assert page.status == 200
    assert "Hiện chưa có phiếu nào ở điểm này" in page.text


def test_titles_are_those_of_what_was_published(
    browser: Browser, desk: Desk, placements: list[Placement], session: Session
) -> None:
    change_title(session, placements[1].form, "Tiếp công dân")
    session.commit()
    assert "Tiếp công dân" not in browser.get(f"/D/{desk.code}").text
    publish(session, placements[1].form)
    session.commit()
    assert "Tiếp công dân" in browser.get(f"/D/{desk.code}").text


def two_of_one_name(make: Make, desk: Desk, *plans: Plan) -> list[Placement]:
    return [make.placement(desk, make.form(make.task(plan, label="II.2"), title="Tiếp dân")) for plan in plans]


def test_forms_of_one_name_are_told_apart_by_their_year(browser: Browser, make: Make, desk: Desk) -> None:
    placed = two_of_one_name(make, desk, make.plan(desk.office, year=2025), make.plan(desk.office, year=2026))
    make.placement(desk, make.form(make.task(placed[0].form.task.plan), title="Nộp hồ sơ"))
    page = browser.get(f"/D/{desk.code}")
    choices = {
        re.sub(r"\s+", " ", "".join(link.itertext())).strip(): link.get("href")
        for link in page.tree.iter("a")
        if (link.get("href") or "").startswith("/P/")
    }
    assert choices.keys() == {"Tiếp dân năm 2025", "Tiếp dân năm 2026", "Nộp hồ sơ"}
    assert choices["Tiếp dân năm 2025"] == f"/P/{placed[0].code}"


def test_in_the_same_year_by_their_plan(browser: Browser, make: Make, desk: Desk) -> None:
    two_of_one_name(
        make, desk, make.plan(desk.office, number="15/KH-UBND"), make.plan(desk.office, number="40/KH-UBND")
    )
    text = browser.get(f"/D/{desk.code}").text
    assert "Tiếp dân Kế hoạch số 15/KH-UBND" in text
    assert "Tiếp dân Kế hoạch số 40/KH-UBND" in text


def test_in_the_same_plan_by_their_task(browser: Browser, make: Make, desk: Desk) -> None:
    plan = make.plan(desk.office)
    for task in ("Tiếp công dân định kỳ", "Tiếp công dân đột xuất"):
        make.placement(desk, make.form(make.task(plan, task), title="Tiếp dân"))
    text = browser.get(f"/D/{desk.code}").text
    assert "Tiếp dân Tiếp công dân định kỳ" in text
    assert "Tiếp dân Tiếp công dân đột xuất" in text


def test_other_languages_only_where_the_office_has_switched_them_on(
    browser: Browser, make: Make, desk: Desk, session: Session
) -> None:
    plan = make.plan(desk.office)
    placed = [make.placement(desk, make.form(make.task(plan), key)) for key in TWO]
    assert "Work at the one-stop" not in browser.get(f"/D/{desk.code}", lang="en").html
    assert 'lang="vi"' in browser.get(f"/D/{desk.code}", lang="en").html
    desk.office.citizen_locales = ["vi", "en"]
    session.commit()
    page = browser.get(f"/D/{desk.code}", lang="en")
    assert '<html lang="en">' in page.html
    for placement in placed:
        assert placement.edition.words["en"][placement.edition.title] in page.text
        assert f"/P/{placement.code}?lang=en" in page.links


def test_a_closed_desk_says_so(browser: Browser, desk: Desk, session: Session) -> None:
    retire_desk(session, desk)
    session.commit()
    page = browser.get(f"/D/{desk.code}")
    assert page.status == 410
    assert "Điểm này đã ngừng nhận ý kiến" in page.text
    restore_desk(session, desk)
    session.commit()
    assert browser.get(f"/D/{desk.code}").status == 200


def test_a_moved_desk_leads_to_the_new_one(browser: Browser, make: Make, desk: Desk, session: Session) -> None:
    there = make.desk(desk.office, "Quầy số 9", "Tầng 2")
    retire_desk(session, desk, move_to=there)
    session.commit()
    page = browser.get(f"/D/{desk.code}")
    assert page.status == 410
    assert "Nay mời Ông/Bà đến “Quầy số 9”. Tầng 2." in page.text
    assert f"/D/{there.code}" in page.links


@pytest.mark.parametrize("code", ["7K3M9PQR2XYZ", "x", "<script>", "7K3M9PQR2XYZ" * 50, "%00", "..%2F"])
def test_a_forged_code_is_a_page_for_citizens(browser: Browser, desk: Desk, code: str) -> None:
    page = browser.get(f"/D/{code}")
    assert page.status == 404
    assert "Không tìm thấy" in page.text
    assert "Đăng nhập" not in page.text
    assert "<script>" not in page.html


def test_the_code_of_a_placement_opens_no_desk(browser: Browser, placements: list[Placement]) -> None:
    assert browser.get(f"/D/{placements[0].code}").status == 404


TWO = ("m1_thu_tuc_mot_cua", "m3_thai_do_cong_vu")
