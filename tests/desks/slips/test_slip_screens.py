"""The staff's page of slips: printing a batch, and seeing what became of it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.desks.actions import retire_desk
from app.desks.models import Desk, Placement
from app.desks.slips.actions import use_slip
from app.desks.slips.models import SlipBatch
from app.desks.slips.rules import VALID_DAYS
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.desks.test_posters import scanned
from tests.make import Make


@pytest.fixture
def placement(make: Make, cast: Cast) -> Placement:
    return make.placement(make.desk(cast.hoa_sen, "Quầy số 1"))


@pytest.fixture
def desk(placement: Placement) -> Desk:
    return placement.desk


def printed(who: Browser, desk: Desk, count: int = 12, placement: int = 0) -> Page:
    return who.post(f"/desks/{desk.id}/slips", {"count": count, "placement": placement})


def test_it_works(lan: Browser, browser: Browser, session: Session, desk: Desk, cast: Cast) -> None:
    """Every address on the printed sheet, read by a decoder, opens the form."""
    assert "Chưa in đợt nào." in lan.get(f"/desks/{desk.id}/slips").text
    page = printed(lan, desk)
    assert (page.status, page.answer.mimetype) == (200, "application/pdf")
    assert page.answer.headers["Cache-Control"] == "no-store"
    codes = [code for sheet in scanned(page.answer.data) for code in sheet]
    assert len(set(codes)) == 12
    for address in codes:
        assert "Phiếu hẹn" in browser.get(urlsplit(address).path).text
    listed = lan.get(f"/desks/{desk.id}/slips").text
    assert "12" in listed
    assert "dưới 5" in listed
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert (entry.verb, entry.details["count"], entry.official_id) == ("In phiếu hẹn có mã", 12, cast.lan.id)
    assert not any(urlsplit(address).path.split("/")[-1] in str(entry.details) for address in codes)


def test_the_list_tells_use_in_steps(lan: Browser, session: Session, desk: Desk) -> None:
    sheets = scanned(printed(lan, desk).answer.data)
    for address in [code for sheet in sheets for code in sheet][:6]:
        use_slip(session, SECRET, address.rsplit("/", 1)[1])
    session.commit()
    page = lan.get(f"/desks/{desk.id}/slips")
    assert "5 đến 9" in page.text
    assert "3 đến 7" in page.text, "the unused ones of twelve"


def test_the_list_says_how_long_a_batch_is_good(lan: Browser, session: Session, desk: Desk) -> None:
    printed(lan, desk)
    batch = session.scalars(select(SlipBatch)).one()
    assert f"dùng đến {clock.show_day(batch.last_day)}" in lan.get(f"/desks/{desk.id}/slips").text
    batch.made_on -= timedelta(days=VALID_DAYS + 1)
    session.commit()
    assert f"hết hạn từ {clock.show_day(batch.last_day)}" in lan.get(f"/desks/{desk.id}/slips").text


def test_a_batch_can_be_for_one_form(lan: Browser, session: Session, desk: Desk, placement: Placement) -> None:
    printed(lan, desk, placement=placement.id)
    assert session.scalars(select(SlipBatch)).one().placement_id == placement.id


def test_a_batch_is_revoked(lan: Browser, session: Session, desk: Desk) -> None:
    printed(lan, desk)
    batch = session.scalars(select(SlipBatch)).one()
    page = lan.post(f"/slips/{batch.id}/revocation", page=f"/desks/{desk.id}/slips", follow=True)
    assert "Đã hủy đợt phiếu hẹn." in page.text
    again = lan.post(f"/slips/{batch.id}/revocation", page="/desks")
    assert again.status == 409
    assert "đã được hủy ngày" in again.text


@pytest.mark.parametrize("count", ["", "0", "301", "abc", "9" * 30])
def test_a_wrong_count_is_refused(lan: Browser, session: Session, desk: Desk, count: str) -> None:
    page = lan.post(f"/desks/{desk.id}/slips", {"count": count, "placement": 0})
    assert page.status == 422
    assert session.scalars(select(SlipBatch)).all() == []


def test_a_placement_of_another_desk_is_not_found(lan: Browser, make: Make, cast: Cast, desk: Desk) -> None:
    other = make.placement(make.desk(cast.hoa_sen))
    assert printed(lan, desk, placement=other.id).status == 404


def test_a_name_that_cannot_be_printed_leaves_no_batch(lan: Browser, session: Session, desk: Desk) -> None:
    desk.name = "Quầy 中"
    session.commit()
    page = printed(lan, desk)
    assert page.status == 422
    assert "Không in được chữ “中”" in page.text
    assert session.scalars(select(SlipBatch)).all() == []


def test_a_retired_desk_prints_none(lan: Browser, session: Session, desk: Desk) -> None:
    retire_desk(session, desk)
    session.commit()
    assert "Tạo và tải tệp PDF" not in lan.get(f"/desks/{desk.id}/slips").text
    assert lan.post(f"/desks/{desk.id}/slips", {"count": 5, "placement": 0}, page="/desks").status == 409


def test_who_may_only_read_prints_and_revokes_none(
    hoa: Browser, minh: Browser, lan: Browser, session: Session, desk: Desk
) -> None:
    printed(lan, desk)
    batch = session.scalars(select(SlipBatch)).one()
    for who in (hoa, minh):
        assert "Tạo và tải tệp PDF" not in who.get(f"/desks/{desk.id}/slips").text
        assert who.post(f"/desks/{desk.id}/slips", {"count": 5}, page="/").status == 404
        assert who.post(f"/slips/{batch.id}/revocation", page="/").status == 404


def test_a_stranger_does_not_learn_that_it_exists(
    stranger: Browser, lan: Browser, session: Session, desk: Desk
) -> None:
    printed(lan, desk)
    batch = session.scalars(select(SlipBatch)).one()
    assert stranger.get(f"/desks/{desk.id}/slips").status == 404
    assert stranger.post(f"/desks/{desk.id}/slips", {"count": 5}, page="/desks").status == 404
    assert stranger.post(f"/slips/{batch.id}/revocation", page="/desks").status == 404
