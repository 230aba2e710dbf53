"""The screens on which an office prepares, publishes, corrects and withdraws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.reports.publication.models import Deed, Publication, Snapshot
from app.responses.actions import restore, set_aside
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.reports.publication.scene import AUTUMN, open_page, published, release, survey
from tests.scores.survey import level


def home(cast: Cast) -> str:
    return f"/offices/{cast.hoa_sen.id}/publication"


def test_it_works(thu: Browser, browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast).answer(level(4), 40, days=AUTUMN)
    release(session)
    page = thu.get("/publications", follow=True)
    assert "đang tắt" in page.text
    thu.post(home(cast), {"is_open": "y", "kinds": ["quarter"], "delay_days": "3"})
    page = thu.get(home(cast))
    assert "Quý III năm 2026" in page.text
    assert "http://localhost/O/hoa-sen/badge.svg" in page.text
    preview = thu.get(f"{home(cast)}/2026-Q3")
    assert "100,0 %" in preview.text
    assert "Công bố ngay" in preview.text
    thu.post(f"{home(cast)}/2026-Q3")
    assert browser.get("/O/hoa-sen/2026-Q3").status == 200
    made = session.scalars(select(Snapshot)).one()
    assert made.by_id == cast.thu.id
    assert "không có gì để đính chính" in thu.get(f"{home(cast)}/2026-Q3").text


def test_an_administrator_prepares_and_the_head_decides(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast).answer(level(4), 40, days=AUTUMN)
    release(session)
    open_page(session, cast.hoa_sen)
    page = lan.get(f"{home(cast)}/2026-Q3")
    assert "100,0 %" in page.text
    assert "Công bố ngay" not in page.text
    token = {"csrf_token": lan.get(home(cast)).csrf}
    for path in (home(cast), f"{home(cast)}/2026-Q3", f"{home(cast)}/deeds"):
        assert lan.post_plain(path, token).status == 404
    assert session.scalar(select(func.count()).select_from(Snapshot)) == 0


def test_other_officials_do_not_learn_that_it_exists(
    minh: Browser, stranger: Browser, cast: Cast, make: Make, session: Session
) -> None:
    _found, snapshot = published(make, cast, session)
    for who in (minh, stranger):
        assert who.get(home(cast)).status == 404
        assert who.get(f"{home(cast)}/2026-Q3").status == 404
    token = {"csrf_token": stranger.get("/publications", follow=True).csrf, "reason": "x"}
    assert stranger.post_plain(f"/snapshots/{snapshot.id}/withdrawal", token).status == 404


def test_a_period_that_is_not_over_shows_no_number(thu: Browser, make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast).answer(level(4), 40, days=0)
    open_page(session, cast.hoa_sen)
    page = thu.get(f"{home(cast)}/2099-Q4")
    assert "chưa kết thúc" in page.text
    assert "100,0 %" not in page.text


def test_a_period_of_no_such_name_is_not_there(thu: Browser, cast: Cast) -> None:
    assert thu.get(f"{home(cast)}/2026-Q7").status == 404


def test_publishing_twice_is_refused_with_a_sentence(thu: Browser, make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    token = {"csrf_token": thu.get(home(cast)).csrf}
    page = thu.post_plain(f"{home(cast)}/2026-Q3", token)
    assert (page.status, "Kỳ này đã công bố ngày" in page.html) == (409, True)


def test_a_correction_needs_its_reason(thu: Browser, make: Make, cast: Cast, session: Session) -> None:
    found, _old = published(make, cast, session)
    found.answer(level(5), 10, days=AUTUMN)
    release(session)
    path = f"{home(cast)}/2026-Q3"
    assert thu.post(path, {"reason": ""}).status == 409
    thu.post(path, {"reason": "Sót phiếu giấy."})
    assert "bản số 2" in thu.get(home(cast)).text


def test_a_correction_that_waits_says_what_was_judged_since(
    thu: Browser, make: Make, cast: Cast, session: Session
) -> None:
    found, _snapshot = published(make, cast, session)
    path = f"{home(cast)}/2026-Q3"
    assert "không phiếu nào gửi trong kỳ này bị tạm loại" in thu.get(path).text
    keys = found.answer(level(1), 3, days=AUTUMN)
    for key in keys:
        set_aside(session, key, "Gửi ngoài giờ", by=None)
    restore(session, keys[0], by=None)
    (other,) = found.answer(level(1), days=0)
    set_aside(session, other, "Gửi ngoài giờ", by=None)
    session.commit()
    page = thu.get(path)
    assert "2 phiếu bị tạm loại và 0 phiếu được khôi phục" in page.text
    assert "chỉ khi từ 5 phiếu gửi tại cùng một điểm" in page.text
    assert "giống hệt" in page.text


def test_what_would_give_a_few_away_is_named_before_publishing(
    app: Flask, thu: Browser, make: Make, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office has raised its minimum since; until then six were enough."""
    found, _old = published(make, cast, session)
    found.answer(level(1), 6, days=AUTUMN)
    release(session)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], minimum_n=10))
    page = thu.get(f"{home(cast)}/2026-Q3")
    assert "có đủ phiếu nhưng không được công bố" in page.text


def test_a_withdrawal_needs_its_reason(thu: Browser, make: Make, cast: Cast, session: Session) -> None:
    _found, snapshot = published(make, cast, session)
    path, page = f"/snapshots/{snapshot.id}/withdrawal", f"{home(cast)}/2026-Q3"
    assert thu.post(path, {"reason": ""}, page=page).status == 422
    thu.post(path, {"reason": "Nhầm mẫu phiếu."}, page=page)
    assert "Nhầm mẫu phiếu." in thu.get(page).text
    again = thu.post(path, {"reason": "Nhầm mẫu phiếu."}, page=home(cast))
    assert (again.status, "đã được thu hồi" in again.html) == (409, True)


def test_what_was_done_is_told_and_taken_down(thu: Browser, cast: Cast, session: Session) -> None:
    told = {"said": "Thiếu ghế.", "did": "Đã kê thêm ghế.", "done_on": "2026-09-01"}
    thu.post(f"{home(cast)}/deeds", told, page=home(cast))
    deed = session.scalars(select(Deed)).one()
    assert "Đã kê thêm ghế." in thu.get(home(cast)).text
    refused = thu.post(f"{home(cast)}/deeds", {**told, "did": "Gọi 0912345678."}, page=home(cast))
    assert (refused.status, "số điện thoại" in refused.html) == (422, True)
    assert thu.post(f"{home(cast)}/deeds", {}, page=home(cast)).status == 422
    thu.post(f"/deeds/{deed.id}/removal", page=home(cast))
    assert thu.post(f"/deeds/{deed.id}/removal", page=home(cast)).status == 404


def test_the_days_to_wait_have_a_limit(thu: Browser, cast: Cast, session: Session) -> None:
    assert thu.post(home(cast), {"is_open": "y", "delay_days": "400"}).status == 422
    assert session.get(Publication, cast.hoa_sen.id) is None
