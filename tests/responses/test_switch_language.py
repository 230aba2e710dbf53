"""Another language in the middle of a form: everything typed comes along, nothing is stored, the key stays."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.desks.links.actions import open_link
from app.desks.slips.actions import make_slips
from app.forms.definition import texts_of
from app.responses.models import Response
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.forms.sample import sample
from tests.make import Make
from tests.responses.citizen import key_in, typed_in
from tests.responses.scene import Scene, set_up

EVERY_LANGUAGE = ["vi", "en", "km", "zh"]
TYPED: dict[str, Any] = {
    "q_item": "4",
    "q_overall": "9",
    "q_visits": "2",
    "q_sources": ["1", "2"],
    "q_met": "1",
    "q_days": "3",
    "q_came_on": "2026-09-02",
    "q_desk_name": "Thôn “Đông” <b>&",
    "q_remark": "Dòng một\r\ndòng hai",
}
WRONG: dict[str, Any] = {"q_days": "ba lần", "q_came_on": "31/02/2026", "q_desk_name": "x" * 999}


@pytest.fixture
def scene(make: Make, cast: Cast) -> Scene:
    """A form of the office's own with a question of every kind, translated by the office."""
    definition = sample("every_kind")
    form = make.form(make.task(make.plan(cast.hoa_sen)), definition=definition)
    form.words = {
        locale: {text: f"{locale} {text}" for _path, text in texts_of(definition)} for locale in EVERY_LANGUAGE[1:]
    }
    form.task.plan.office.citizen_locales = EVERY_LANGUAGE
    make.session.commit()
    return set_up(make, form=form)


def buttons(page: Page) -> dict[str, str]:
    """Where each button of a language posts to, by language."""
    found = [one for one in page.tree.iter("button") if one.get("name") == "language"]
    assert all(one.get("form") == "answers" for one in found)
    return {one.get("value") or "": one.get("formaction") or "" for one in found}


def stored(session: Session) -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(Response)) or 0


def switch(browser: Browser, page: Page, language: str, **typed: Any) -> Page:
    """Press the button of ``language`` in a browser without scripts."""
    data = {"key": key_in(page.html), "language": language, **typed}
    if 'name="csrf_token"' in page.html:
        data["csrf_token"] = page.csrf
    return browser.post_plain(buttons(page)[language], data)


def as_typed(typed: dict[str, Any]) -> dict[str, list[str]]:
    found = {name.removeprefix("q_"): value if isinstance(value, list) else [value] for name, value in typed.items()}
    return found | ({"remark": [typed["q_remark"].replace("\r\n", "\n")]} if "q_remark" in typed else {})


def test_it_works(browser: Browser, session: Session, scene: Scene) -> None:
    """Vietnamese, Khmer, Chinese and back, with an answer of every kind; then it is sent, once."""
    page = first = browser.get(f"/P/{scene.placement.code}")
    for language, tag in (("km", "km"), ("zh", "zh-Hans"), ("en", "en"), ("vi", "vi")):
        page = switch(browser, page, language, **TYPED)
        assert page.status == 200
        assert f'<html lang="{tag}">' in page.html
        assert typed_in(page) == as_typed(TYPED)
        assert key_in(page.html) == key_in(first.html)
        assert not page.tree.findall(".//*[@role='alert']")
    assert stored(session) == 0
    sent = browser.post_plain(f"/P/{scene.placement.code}", {"key": key_in(page.html), **TYPED})
    assert sent.status == 303
    assert stored(session) == 1


def test_what_cannot_be_accepted_comes_along_too(browser: Browser, session: Session, scene: Scene) -> None:
    page = browser.get(f"/P/{scene.placement.code}")
    page = switch(browser, page, "km", **WRONG)
    assert typed_in(page) == as_typed(WRONG)
    field = next(one for one in page.tree.iter("input") if one.get("name") == "q_came_on")
    assert field.get("type") == "text"  # a date field would show nothing of it
    assert not page.tree.findall(".//*[@aria-invalid]")
    assert stored(session) == 0


def test_it_works_on_the_page_that_was_refused(browser: Browser, session: Session, scene: Scene) -> None:
    page = browser.get(f"/P/{scene.placement.code}", lang="km")
    refused = browser.post_plain(f"/P/{scene.placement.code}?lang=km", {"key": key_in(page.html), **WRONG})
    assert refused.status == 422
    page = switch(browser, refused, "zh", **WRONG)
    assert (page.status, typed_in(page), key_in(page.html)) == (200, as_typed(WRONG), key_in(refused.html))


def test_it_works_with_a_slip_whose_code_stays_good(browser: Browser, session: Session, scene: Scene) -> None:
    code = make_slips(session, scene.placement.desk, count=1, secret=SECRET, by=None)[0]
    session.commit()
    page = browser.get(f"/V/{code}")
    shown = switch(browser, page, "km", **TYPED)
    assert (typed_in(shown), key_in(shown.html)) == (as_typed(TYPED), key_in(page.html))
    assert stored(session) == 0
    assert browser.get(f"/V/{code}").status == 200


def test_it_works_by_a_link(browser: Browser, session: Session, scene: Scene) -> None:
    link = open_link(session, scene.placement, by=None)
    session.commit()
    page = browser.get(f"/W/{link.code}")
    shown = switch(browser, page, "zh", **TYPED)
    assert (typed_in(shown), key_in(shown.html)) == (as_typed(TYPED), key_in(page.html))
    assert buttons(shown)["vi"] == f"/W/{link.code}/responses"
    assert stored(session) == 0


def test_it_works_in_an_interview(minh: Browser, session: Session, scene: Scene) -> None:
    page = minh.get(f"/placements/{scene.placement.id}/interview")
    shown = switch(minh, page, "km", **TYPED)
    assert (typed_in(shown), key_in(shown.html)) == (as_typed(TYPED), key_in(page.html))
    assert "មន្ត្រីសួរ" in shown.text
    assert stored(session) == 0


def test_it_works_on_a_tablet(app: Flask, lan: Browser, session: Session, scene: Scene) -> None:
    shown = lan.post(f"/desks/{scene.placement.desk_id}/kiosks", {"name": "Máy ở cửa"})
    address, code = ["".join(item.itertext()) for item in shown.tree.iter("dd")][:2]
    browser, path = Browser(app), address.removeprefix("http://localhost")
    assert browser.post_plain(path, {"code": code}).status == 303
    page = browser.get(path)
    shown = switch(browser, page, "km", **TYPED)
    assert (typed_in(shown), key_in(shown.html)) == (as_typed(TYPED), key_in(page.html))
    assert shown.answer.headers["Cache-Control"] == "no-store"
    assert stored(session) == 0


def test_a_mistyped_code_of_a_slip_comes_along(browser: Browser, scene: Scene) -> None:
    page = browser.get("/V")
    shown = browser.post_plain(buttons(page)["km"], {"code": "7K3M-9P", "language": "km"})
    assert (shown.status, 'value="7K3M-9P"' in shown.html) == (200, True)
    assert '<html lang="km">' in shown.html
    assert not shown.tree.findall(".//*[@role='alert']")


def test_the_enter_key_sends_and_does_not_change_the_language(browser: Browser, scene: Scene) -> None:
    """The first button of a form is the one that Enter presses (HTML, implicit submission)."""
    page = browser.get(f"/P/{scene.placement.code}")
    first = next(one for one in page.tree.iter("button") if one.get("form") == "answers")
    assert (first.get("name"), first.get("formaction"), first.get("aria-hidden")) == (None, None, "true")


def test_a_language_that_is_not_switched_on_is_vietnamese(browser: Browser, session: Session, scene: Scene) -> None:
    page = browser.get(f"/P/{scene.placement.code}")
    scene.placement.desk.office.citizen_locales = ["vi"]
    session.commit()
    shown = switch(browser, page, "km", **TYPED)
    assert '<html lang="vi">' in shown.html
    assert typed_in(shown) == as_typed(TYPED)
    assert stored(session) == 0
