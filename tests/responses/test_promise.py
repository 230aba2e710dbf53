"""What citizens are promised is what is kept, frozen with the edition, and not to be changed in either direction."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, Uuid, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.db import Base
from app.desks.slips.actions import make_slips
from app.forms.definition import from_data, to_data
from app.responses import promise
from app.responses.models import Promise, PromiseFrozen, Response
from app.responses.promise import BESIDE, KEPT, PROMISE, PromiseBroken, Untold, facts_of, refuse_untold, sentences_of
from tests.client import Browser
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import Scene, set_up

WRITTEN = "Phần Ông/Bà viết được giữ nguyên văn"


def without_texts(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition without its text questions, and without sections that hold nothing else."""
    asked = [
        section | {"questions": [question for question in section["questions"] if "text" not in question["kind"]]}
        for section in definition["sections"]
    ]
    return definition | {"sections": [section for section in asked if section["questions"]]}


def test_it_works(browser: Browser, scene: Scene, session: Session) -> None:
    page = browser.get(f"/P/{scene.placement.code}").text
    assert PROMISE in page
    assert WRITTEN in page
    kept = session.get_one(Promise, scene.edition.id)
    assert kept.facts == sorted({"answers", "desk_id", "edition_id", "hour", "id", "locale", "mode", "texts"})


def test_a_form_without_words_of_ones_own_does_not_speak_of_them(browser: Browser, make: Make) -> None:
    short = from_data(without_texts(to_data(set_up(make).definition)))
    page = browser.get(f"/P/{set_up(make, short).placement.code}").text
    assert PROMISE in page
    assert WRITTEN not in page


def test_every_column_of_a_response_is_in_the_sentence() -> None:
    """Another column, and nothing starts until somebody has written what is true then."""
    assert frozenset(Response.__table__.columns.keys()) == KEPT
    assert {"id", "edition_id", "desk_id", "mode", "hour", "locale", "answers"} == KEPT


@pytest.mark.parametrize("change", [{"device"}, {"desk_id"}], ids=["more is kept", "less is kept"])
def test_a_promise_that_is_not_kept_takes_no_answers(
    browser: Browser, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch, change: set[str]
) -> None:
    citizen = Citizen(browser, scene.placement.code)
    monkeypatch.setattr(promise, "KEPT", KEPT ^ change)
    sent = citizen.send()
    assert sent.status == 409
    assert "lời hứa khác về những gì được lưu" in sent.text
    assert "phát hành bản mới" in sent.text
    with pytest.raises(PromiseBroken):
        scene.send(session)
    assert session.scalars(select(Response.id)).all() == []
    with pytest.raises(PromiseBroken):
        sentences_of(KEPT)


def test_a_promise_is_not_changed(session: Session, scene: Scene) -> None:
    given = session.get_one(Promise, scene.edition.id)
    for facts in ([*given.facts, "device"], given.facts[:-1]):
        given.facts = facts
        with pytest.raises(PromiseFrozen, match="lưu thêm hay lưu bớt"):
            session.flush()
        session.rollback()
        given = session.get_one(Promise, scene.edition.id)
    session.delete(given)
    with pytest.raises(PromiseFrozen, match="phát hành bản mới"):
        session.flush()


@pytest.mark.parametrize("statement", ["UPDATE promise SET facts = '[]'", "DELETE FROM promise"])
def test_the_database_refuses_it_too(session: Session, scene: Scene, statement: str) -> None:
    assert scene.edition.id
    with pytest.raises(IntegrityError, match="rows are frozen"), session.begin_nested():
        session.execute(text(statement))


def test_a_new_edition_gives_its_own(session: Session, scene: Scene, make: Make) -> None:
    later = make.edition(scene.form, title="Tên khác của việc này")
    given = session.get_one(Promise, later.id)
    assert frozenset(given.facts) == facts_of(from_data(later.definition))


def test_a_table_that_refers_to_responses_has_to_be_told() -> None:
    refuse_untold(Base.metadata)
    tables = MetaData()
    Table("response", tables, Column("id", Uuid, primary_key=True))
    for name in (*BESIDE, "device"):
        Table(name, tables, Column("response_id", Uuid, ForeignKey("response.id")))
    with pytest.raises(Untold, match="device"):
        refuse_untold(tables)


def test_a_slip_does_not_speak_of_a_mark_that_it_does_not_leave(
    browser: Browser, scene: Scene, session: Session
) -> None:
    mark = "giữ đến hết ngày một dấu"
    (slip,) = make_slips(session, scene.placement.desk, count=1, secret=SECRET, by=None)
    session.commit()
    assert mark in browser.get(f"/P/{scene.placement.code}").text
    page = browser.get(f"/V/{slip}/{scene.placement.code}").text
    assert PROMISE in page
    assert mark not in page
