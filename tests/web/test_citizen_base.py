"""The base of the citizens' pages: light, closed, and the same on every page."""

from __future__ import annotations

import gzip

from flask import Flask, render_template_string

from app.web.citizen import SHEET, small
from app.web.headers import style_hash
from tests.client import Browser


def test_the_sheet_is_light() -> None:
    css = small(SHEET.read_text(encoding="utf-8"))
    assert len(gzip.compress(css.encode())) < 2560
    assert "/*" not in css
    assert "url(" not in css
    assert "@import" not in css


def test_making_it_small_changes_no_meaning() -> None:
    assert small("/* why */\na:hover, b { color: red;\n  margin: 0 .4rem; }\n") == "a:hover,b{color:red;margin:0 .4rem}"
    assert small("@media (min-width: 40em) { .a .b { top: 0 } }") == "@media (min-width:40em){.a .b{top:0}}"


def test_an_error_on_a_citizens_path_is_told_in_their_style(browser: Browser) -> None:
    for path in ("/D/nothing/here", "/p/"):
        page = browser.get(path)
        assert page.status == 404
        assert "Không tìm thấy" in page.text
        assert "Đăng nhập" not in page.text
        css = small(SHEET.read_text(encoding="utf-8"))
        assert f"<style>{css}</style>" in page.html
        assert style_hash(css) in page.answer.headers["Content-Security-Policy"]


def test_an_error_elsewhere_keeps_the_staffs_style(browser: Browser) -> None:
    page = browser.get("/nowhere")
    assert page.status == 404
    assert "bootstrap" in page.html


def test_the_offices_name_stands_at_the_top(app: Flask) -> None:
    with app.test_request_context("/"):
        html = render_template_string(
            '{% extends "web/citizen.html" %}{% block content %}<h1>x</h1>{% endblock %}',
            office={"name": "UBND phường <Hoa Sen>"},
        )
    assert "UBND phường &lt;Hoa Sen&gt;" in html
    assert 'lang="vi"' in html
