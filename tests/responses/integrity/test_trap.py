"""The field that no person sees: who fills it in is thanked like everybody, set aside, and what was written is gone."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.desks.actions import retire_placement
from app.desks.kiosks.actions import add_kiosk
from app.desks.links.actions import open_link
from app.desks.slips.actions import make_slips
from app.responses.actions import restore
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.rules import TRAP
from app.responses.models import Quarantine, Response
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import ANSWERS, Citizen
from tests.responses.integrity.test_attacks import aside, choose, counted
from tests.responses.integrity.test_attacks import strict as strict
from tests.responses.scene import Scene

BAIT = "buy-cheap-pills"


def traps_in(page: Page) -> list[dict[str, str]]:
    return [
        {str(name): str(value) for name, value in field.attrib.items()}
        for field in page.tree.iter("input")
        if field.get("name") == TRAP
    ]


@pytest.fixture
def citizen(app: Flask, strict: Scene, session: Session) -> Citizen:
    choose(session, strict, off=["too_fast", "hasty"])
    return Citizen(Browser(app), strict.placement.code)


def test_it_works(citizen: Citizen, strict: Scene, session: Session) -> None:
    trapped = citizen.send(ANSWERS, **{TRAP: BAIT})
    free = Citizen(Browser(citizen.browser.app), citizen.code).send()
    assert (trapped.status, trapped.answer.location) == (free.status, free.answer.location)
    assert (aside(session), counted(session, strict)) == (["trapped"], 1)


def test_what_was_written_into_it_is_kept_nowhere(citizen: Citizen, session: Session) -> None:
    citizen.send(ANSWERS, **{TRAP: BAIT})
    rows = [*session.scalars(select(Response.answers)), *session.scalars(select(Quarantine.reason))]
    assert len(rows) == 2
    assert BAIT not in str(rows)


def test_a_person_can_bring_it_back(citizen: Citizen, strict: Scene, session: Session, cast: Cast) -> None:
    citizen.send(ANSWERS, **{TRAP: BAIT})
    restore(session, session.scalars(select(Quarantine.response_id)).one(), cast.thu.id)
    session.commit()
    assert (aside(session), counted(session, strict)) == ([], 1)


@pytest.mark.parametrize("nothing", ["", " ", "\r\n"])
def test_nothing_in_it_is_nothing(citizen: Citizen, session: Session, nothing: str) -> None:
    citizen.send(ANSWERS, **{TRAP: nothing})
    assert aside(session) == []


def test_an_office_can_switch_it_off(citizen: Citizen, strict: Scene, session: Session) -> None:
    session.execute(delete(IntegrityRules))
    choose(session, strict, off=["too_fast", "hasty", "trapped"])
    citizen.send(ANSWERS, **{TRAP: BAIT})
    assert aside(session) == []


def test_nobody_sees_hears_or_reaches_it(citizen: Citizen) -> None:
    """Hidden together with its label, out of the order of keys, and nothing that a browser would fill in by itself."""
    page = citizen.browser.get(citizen.address)
    (field,) = traps_in(page)
    assert (field["autocomplete"], field["tabindex"], field.get("value")) == ("off", "-1", None)
    hidden = [box for box in page.tree.iter("div") if box.get("hidden") is not None]
    (box,) = [box for box in hidden if TRAP in {element.get("name") for element in box.iter("input")}]
    assert "Xin để trống ô này." in "".join(box.itertext())


def test_the_page_that_comes_back_does_not_hold_it_against_a_person(citizen: Citizen) -> None:
    page = citizen.send({"de_tim": "44"}, **{TRAP: BAIT})
    assert page.status == 422
    assert BAIT not in page.html
    assert len(traps_in(page)) == 1


def test_it_stands_at_every_door_of_a_citizens_own_device(
    app: Flask, strict: Scene, session: Session, browser: Browser
) -> None:
    link = open_link(session, strict.placement, by=None)
    (slip,) = make_slips(session, strict.placement.desk, count=1, secret=SECRET, by=None)
    retire_placement(session, strict.placements[1])
    session.commit()
    for path in (f"/P/{strict.placement.code}", f"/W/{link.code}", f"/V/{slip}/{strict.placement.code}"):
        assert len(traps_in(browser.get(path))) == 1


def test_a_tablet_has_none(app: Flask, session: Session, strict: Scene) -> None:
    kiosk, code = add_kiosk(session, strict.placement.desk, name="Cửa chính", secret=SECRET, by=None)
    session.commit()
    tablet = Browser(app)
    tablet.post_plain(f"/K/{kiosk.code}", {"code": code})
    page = tablet.get(f"/K/{kiosk.code}/{strict.placement.code}")
    assert page.status == 200
    assert traps_in(page) == []


def test_an_interview_has_none(minh: Browser, cast: Cast, make: Make, session: Session) -> None:
    placement = make.placement(make.desk(cast.hoa_sen))
    session.commit()
    page = minh.get(f"/placements/{placement.id}/interview")
    assert page.status == 200
    assert traps_in(page) == []
