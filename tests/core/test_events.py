"""Facts are heard inside the transaction that announced them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import events
from app.core.session import session as current_session
from app.core.session import transaction
from app.offices.models import Office
from tests.make import Make


@dataclass(frozen=True)
class OfficeRenamed:
    office_id: int


@dataclass(frozen=True)
class SomethingElse:
    office_id: int


heard: list[str] = []


def first(_session: Session, fact: OfficeRenamed) -> None:
    heard.append(f"first {fact.office_id}")


def second(_session: Session, fact: OfficeRenamed) -> None:
    heard.append(f"second {fact.office_id}")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Nobody listens after the test."""
    heard.clear()
    yield
    events._listeners.pop(OfficeRenamed, None)


def test_listeners_hear_in_the_order_in_which_they_came(session: Session) -> None:
    events.listen(OfficeRenamed, first)
    events.listen(OfficeRenamed, second)
    events.announce(session, OfficeRenamed(7))
    assert heard == ["first 7", "second 7"]


def test_listening_twice_is_listening_once(session: Session) -> None:
    events.listen(OfficeRenamed, first)
    events.listen(OfficeRenamed, first)
    events.announce(session, OfficeRenamed(7))
    assert heard == ["first 7"]


def test_other_facts_are_not_heard(session: Session) -> None:
    events.listen(OfficeRenamed, first)
    events.announce(session, SomethingElse(7))
    assert heard == []


def test_a_listener_that_fails_undoes_the_change(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")

    def refuse(_session: Session, _fact: OfficeRenamed) -> None:
        raise LookupError

    def rename() -> None:
        with transaction():
            current_session().get_one(Office, office.id).name = "Mới"
            events.announce(current_session(), OfficeRenamed(office.id))

    events.listen(OfficeRenamed, refuse)
    with app.app_context(), pytest.raises(LookupError):
        rename()
    assert session.scalars(select(Office.name)).one() == "Cũ"
