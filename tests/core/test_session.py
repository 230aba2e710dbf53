"""One session a context, one place that commits."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, render_template_string, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.db import after_commit
from app.core.guards import public
from app.core.session import NestedTransaction, session, snapshot, transaction
from app.core.settings import Settings
from app.offices.models import Office
from app.web.factory import create_app
from tests.make import Make


class Boom(Exception):
    """Something that nobody expected."""


def rename(office_id: int, name: str) -> None:
    session().get_one(Office, office_id).name = name
    session().flush()


def name_of(read: Session, office_id: int) -> str:
    return read.scalars(select(Office.name).where(Office.id == office_id)).one()


def test_it_works(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")
    with app.app_context(), transaction():
        rename(office.id, "Mới")
    assert name_of(session, office.id) == "Mới"


def test_an_exception_undoes_everything_and_goes_on(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")

    def fail() -> None:
        with transaction():
            rename(office.id, "Mới")
            raise Boom

    with app.app_context(), pytest.raises(Boom):
        fail()
    assert name_of(session, office.id) == "Cũ"


def test_a_change_outside_a_transaction_is_lost(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")
    with app.app_context():
        rename(office.id, "Mới")
    assert name_of(session, office.id) == "Cũ"


def test_a_transaction_inside_another_is_refused_and_both_are_undone(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")
    entered: list[str] = []

    def nest() -> None:
        with transaction():
            rename(office.id, "Mới")
            with transaction():
                entered.append("inner")

    with app.app_context():
        with pytest.raises(NestedTransaction):
            nest()
        with transaction():  # a refusal does not leave the door shut
            entered.append("after")
    assert entered == ["after"]
    assert name_of(session, office.id) == "Cũ"


def test_what_was_read_before_is_read_again(live: Flask) -> None:
    """A decision inside the transaction rests on the row of now, not on the one that the page showed."""
    maker = live.extensions["thuocdo.sessions"]
    with maker() as other:
        other.add(Office(code="a", name="Cũ", kind="xã", valid_from=date(2025, 7, 1)))
        other.commit()
    with live.app_context():
        shown = session().scalars(select(Office)).one()
        assert shown.name == "Cũ"
        with maker() as other:
            other.scalars(select(Office)).one().name = "Của người khác"
            other.commit()
        with transaction():
            assert shown.name == "Của người khác"


def test_letters_go_out_only_when_the_change_is_real(app: Flask, make: Make, session: Session) -> None:
    office = make.office("Cũ")
    sent: list[str] = []

    def fail() -> None:
        with transaction() as current:
            after_commit(current, lambda: sent.append("never"))
            raise Boom

    with app.app_context():
        with transaction() as current:
            rename(office.id, "Mới")
            after_commit(current, lambda: sent.append(name_of(session, office.id)))
            assert sent == []
        assert sent == ["Mới"]
        with pytest.raises(Boom):
            fail()
        with transaction():
            rename(office.id, "Mới hơn")
    assert sent == ["Mới"]


def test_one_context_has_one_session(app: Flask) -> None:
    with app.app_context():
        first = session()
        assert session() is first
    with app.app_context():
        assert session() is not first


def test_a_snapshot_inside_a_transaction_keeps_its_changes(app: Flask, make: Make) -> None:
    office = make.office("Cũ")
    with app.app_context(), transaction():
        rename(office.id, "Mới")
        with snapshot() as current:
            assert name_of(current, office.id) == "Mới"


def test_a_page_can_be_shown_after_a_rollback(settings: Settings, app: Flask, make: Make) -> None:
    """The view catches the refusal outside the block and renders with rows that were loaded before."""
    office = make.office("Phường Hoa Sen")

    @public
    def change() -> str:
        loaded = session().get_one(Office, office.id)
        try:
            with transaction():
                loaded.name = "Hỏng"
                session().flush()
                raise Boom
        except Boom:
            count = session().scalar(select(func.count()).select_from(Office))
            return render_template_string("{{ office.name }} {{ count }}", office=loaded, count=count)

    fresh = create_app(settings)
    fresh.extensions["thuocdo.sessions"] = app.extensions["thuocdo.sessions"]
    fresh.add_url_rule("/change", "web.change", change, methods=["POST"])
    fresh.config["WTF_CSRF_ENABLED"] = False
    answer = fresh.test_client().post("/change")
    assert (answer.status_code, answer.text) == (200, "Phường Hoa Sen 1")


def test_each_request_starts_with_a_session_of_its_own(settings: Settings, app: Flask) -> None:
    seen: list[int] = []

    @public
    def look() -> str:
        seen.append(id(session()))
        keep.append(session())
        return request.path

    keep: list[Session] = []
    fresh = create_app(settings)
    fresh.extensions["thuocdo.sessions"] = app.extensions["thuocdo.sessions"]
    fresh.add_url_rule("/look", "web.look", look)
    for _ in range(2):
        fresh.test_client().get("/look")
    assert len(set(seen)) == 2
