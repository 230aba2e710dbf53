"""Who opens which address: everybody calls everything, and what comes is what the document says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.access.actions import grant
from app.access.roles import ROLES
from app.cli.rights import MISSING, NOBODY, OPEN, PEOPLE, SIGN_IN, WITHOUT_ROLE, rows
from app.core import clock
from app.core.guards import PUBLIC
from app.core.settings import ROOT
from app.web.endpoints import ENDPOINTS
from tests.architecture.test_access import address
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

DOCUMENT = ROOT / "docs" / "quyen-truy-cap.md"


@pytest.fixture
def bare(app: Flask) -> Iterator[Flask]:
    """The site with its own gate before views that only say that they were reached: no page has to be made."""
    before = dict(app.view_functions)
    for endpoint, view in before.items():
        app.view_functions[endpoint] = _reached(view)
    yield app
    app.view_functions.update(before)


def _reached(view: Any) -> Any:
    def reached(**_values: object) -> tuple[str, int]:
        return "", 204

    reached.__dict__.update(view.__dict__)  # the marks that the gate judges by
    return reached


def everybody(app: Flask, make: Make, cast: Cast, session: Session) -> dict[str, Browser]:
    """One browser for each; every role in the same office."""
    found = {NOBODY: Browser(app)}
    for person in PEOPLE:
        if person != NOBODY:
            official = make.official(person)
            if person != WITHOUT_ROLE:
                grant(session, official, cast.hoa_sen, person, since=clock.today())
            session.commit()
            found[person] = Browser(app).signed_in_as(official)
    return found


def test_it_works(bare: Flask, make: Make, cast: Cast, session: Session) -> None:
    token = {"csrf_token": ""}
    bare.config["WTF_CSRF_ENABLED"] = False
    try:
        people = everybody(bare, make, cast, session)
        wrong = {}
        for row in rows(bare):
            with bare.test_request_context():
                rule = next(bare.url_map.iter_rules(row.endpoint))
                path = address(bare, rule)
            # before what is public the gate does not ask who comes: two callers are enough
            callers = {NOBODY, "officer"} if row.mark == PUBLIC else set(PEOPLE)
            for person, browser in ((name, people[name]) for name in PEOPLE if name in callers):
                answer = browser.client.open(path, method=row.methods[0], data=token)
                came = {204: OPEN, 404: MISSING, 302: SIGN_IN}.get(answer.status_code, str(answer.status_code))
                if came == SIGN_IN:
                    assert (answer.location or "").startswith("/sign-in"), (row.endpoint, person)
                if came != row.outcomes[person]:
                    wrong[row.endpoint, person] = came
        assert wrong == {}
    finally:
        bare.config["WTF_CSRF_ENABLED"] = True


def test_the_document_says_what_the_program_does(command: Callable[..., Result]) -> None:
    printed = command("rights", "table")
    assert printed.exit_code == 0
    assert DOCUMENT.read_text(encoding="utf-8") == printed.output, "make words writes it anew"


def test_an_observer_reaches_no_post_but_his_own(whole_app: Flask) -> None:
    own = {"accounts.password", "accounts.mail", "accounts.sign_out", "calendar.new_address"}
    own |= {"calendar.address_removal", "initiatives.new"}
    own |= {endpoint for endpoint, mark in ENDPOINTS.items() if mark == "supervision.write"}
    changing = {
        row.endpoint
        for row in rows(whole_app)
        if "POST" in row.methods and row.outcomes["observer"] == OPEN and row.outcomes[NOBODY] != OPEN
    }
    assert changing <= own


def test_every_role_is_in_the_document() -> None:
    head = next(line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| địa chỉ"))
    for role in ROLES.values():
        assert role.name in head
