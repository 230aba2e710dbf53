"""Words that hint at danger: found with their marks, as whole words, and only as a hint on the page."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.feedback.cases import actions
from app.feedback.urgency.rules import urgent_words_in
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make


def test_it_works() -> None:
    assert urgent_words_in("DÂY ĐIỆN ĐỨT, có người bị điện giật. Dây điện đứt!") == ["dây điện đứt", "điện giật"]


@pytest.mark.parametrize("text", ["Đợt này nhà dột.", "Sắp xếp lại hồ sơ.", "Giặt giũ.", ""])
def test_words_that_only_look_like_it_are_left_alone(text: str) -> None:
    assert urgent_words_in(text) == []


def test_the_page_gives_the_hint_and_decides_nothing(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    case = make.case(cast.hoa_sen, "Không sửa thì tôi tẩm xăng đốt trụ sở.")
    page = lan.get(f"/cases/{case.id}")
    assert "Có chữ “tẩm xăng”, “đốt trụ sở”" in page.text
    assert (case.level, case.state, case.restricted) == ("normal", "received", False)
    actions.classify(session, case, kind="petition", level="urgent", by=cast.lan.id, seen=None)
    session.commit()
    assert "Có chữ" not in lan.get(f"/cases/{case.id}").text
