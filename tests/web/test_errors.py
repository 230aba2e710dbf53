"""Pages of refusal: a heading, a reason, what to do, and a way on."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest
from flask import Flask, abort

from app.core.settings import Settings
from app.web.factory import create_app
from tests.client import Browser, Page


@pytest.fixture
def failing(settings: Settings) -> Flask:
    """An application with pages that refuse in every way, for officials and for citizens."""
    app = create_app(replace(settings, testing=False))

    def refuse(status: int) -> str:
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            raise LookupError("a fault of ours")
        abort(status)

    for front in ("/failing", "/P/failing"):
        endpoint = f"failing.{front[1]}"
        app.add_url_rule(f"{front}/<int:status>", endpoint, refuse)
        app.config["PUBLIC_ENDPOINTS"] |= {endpoint}
    return app


STATUSES = {
    400: ("Chưa thực hiện được", "Hãy quay lại trang trước và thử lại."),
    403: ("Không được phép", "hãy liên hệ quản trị viên của cơ quan"),
    404: ("Không tìm thấy", "Có thể địa chỉ bị gõ thiếu, nội dung đã bị gỡ"),
    405: ("Chưa thực hiện được", "Hãy quay lại trang trước rồi thao tác lại."),
    413: ("Nội dung quá lớn", "Hãy chọn tệp nhỏ hơn hoặc viết ngắn lại."),
    429: ("Chưa thực hiện được", "Hãy chờ một phút rồi thử lại."),
    500: ("Hệ thống gặp lỗi", "Hãy thử lại sau ít phút."),
    503: ("Hệ thống đang bận", "hãy thử lại sau ít giây"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_it_works(failing: Flask, status: int) -> None:
    page = Browser(failing).get(f"/failing/{status}")
    heading, advice = STATUSES[status]
    assert page.status == status
    assert heading_of(page) == heading
    assert advice in page.text
    assert "/sign-in" in page.links


@pytest.mark.parametrize("status", STATUSES)
def test_citizens_read_it_in_their_own_words(failing: Flask, status: int) -> None:
    page = Browser(failing).get(f"/P/failing/{status}")
    assert page.status == status
    assert heading_of(page) == STATUSES[status][0]
    assert "tài khoản đang đăng nhập" not in page.text
    assert "/sign-in" not in page.links
    if status in {404, 405}:
        assert "quét lại mã QR" in page.text
    if status == 500:
        assert "gửi hai lần vẫn chỉ tính một" in page.text


def test_who_is_signed_in_is_led_home(lan: Browser) -> None:
    page = lan.get("/nowhere")
    assert page.status == 404
    assert "nội dung đã bị gỡ" in page.text
    main = page.tree.find(".//main")
    assert main is not None
    assert [link.get("href") for link in main.iter("a")] == ["/"]


def test_what_is_not_for_somebody_reads_like_what_is_not_there(hoa: Browser) -> None:
    assert main_of(hoa.get("/members")) == main_of(hoa.get("/nowhere"))


def test_an_address_that_only_takes_forms_says_so(lan: Browser) -> None:
    page = lan.get("/sign-out")
    assert page.status == 405
    assert "chỉ dùng để gửi biểu mẫu" in page.text


def main_of(page: Page) -> str:
    main = page.tree.find(".//main")
    assert main is not None
    return " ".join("".join(main.itertext()).split())


def heading_of(page: Page) -> str:
    heading = page.tree.find(".//h1")
    assert heading is not None
    return heading.text or ""
