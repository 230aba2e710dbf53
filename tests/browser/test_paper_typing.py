"""A pile of sheets typed with the keyboard alone, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.access.models import Membership
from app.accounts.actions import add_official
from app.responses.models import Response
from app.responses.paper.actions import print_sheets
from tests.browser.site import Site
from tests.browser.tablet import MARKS, hand_of
from tests.browser.tablet import chromium as chromium
from tests.browser.tablet import place as place

pytestmark = MARKS
NAME, PASSWORD = "minh", "mua xuan ve tren ban"
ANSWER_FIELDS = ".typing input, .typing textarea"


@pytest.fixture
def typing(chromium: Browser, place: Site) -> Iterator[Page]:
    """The typing screen of a batch of three sheets, before an official who is signed in."""
    own, _make = hand_of(place)
    official = add_official(own, sign_in_name=NAME, name="Lê Quang Minh", password=PASSWORD)
    office = place.scene.placement.desk.office
    own.add(Membership(official_id=official.id, office_id=office.id, role="officer", valid_from=date(2025, 7, 1)))
    batch = print_sheets(own, place.scene.placement, sheets=3, by=official.id)
    own.commit()
    page = chromium.new_page()
    page.goto(f"{place.url}/paper/{batch.id}/entry?sheet=1")
    page.fill("#sign_in_name", NAME)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#quick-on")).to_be_visible()
    yield page
    page.close()


def type_a_sheet(page: Page, digit: str) -> int:
    """Every question of one digit answered, the others left out; how many keys that took, the last Enter included."""
    keys = 0
    for code in page.eval_on_selector_all(ANSWER_FIELDS, "all => all.map(field => field.dataset.codes || '')"):
        is_last = keys and page.evaluate(
            f"document.activeElement === [...document.querySelectorAll('{ANSWER_FIELDS}')].pop()"
        )
        page.keyboard.press(digit if digit in code else code[0] if code else "Enter")
        keys += 1
        if is_last and code:
            page.keyboard.press("Enter")
            keys += 1
    return keys


def test_a_sheet_takes_one_key_for_each_question_and_one_to_store_it(typing: Page, place: Site) -> None:
    typing.locator("#quick-on").check()
    questions = typing.locator(ANSWER_FIELDS).count()
    for sheet in (1, 2, 3):
        assert type_a_sheet(typing, "4") <= questions + 1
        expect(typing.get_by_text(f"Đã ghi tờ số {sheet}.")).to_be_visible()
        expect(typing.locator("#quick-on")).to_be_checked()
    own, _make = hand_of(place)
    own.rollback()
    stored = own.execute(select(Response.mode, Response.answers)).all()
    assert [mode for mode, _answers in stored] == ["paper"] * 3
    assert all(answers["de_tim"] == answers["nhin_chung"] == 4 for _mode, answers in stored)


def test_a_wrong_digit_goes_nowhere_and_the_arrow_leads_back(typing: Page, place: Site) -> None:
    typing.locator("#quick-on").check()
    fields = typing.locator(ANSWER_FIELDS)
    typing.keyboard.press("7")
    expect(fields.nth(0)).to_be_focused()
    typing.keyboard.press("Backspace")
    typing.keyboard.press("5")
    expect(fields.nth(1)).to_be_focused()
    typing.keyboard.press("ArrowUp")
    typing.keyboard.press("2")
    expect(fields.nth(0)).to_have_value("2")
    expect(fields.nth(1)).to_be_focused()


def test_enter_leads_on_where_digits_do_not(typing: Page, place: Site) -> None:
    expect(typing.locator("#quick-on")).not_to_be_checked()
    typing.keyboard.press("5")
    expect(typing.locator(ANSWER_FIELDS).nth(0)).to_be_focused()
    typing.keyboard.press("Enter")
    expect(typing.locator(ANSWER_FIELDS).nth(1)).to_be_focused()
    assert place.stored() == []
