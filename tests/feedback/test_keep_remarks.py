"""What citizens write becomes remarks of the task, in the transaction of the response."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import hour_of
from app.feedback.models import Remark
from app.feedback.rules import needle, remarks_in, searchable
from app.forms.definition import Definition
from tests.client import Browser
from tests.forms.sample import sample
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import NOON, Scene, set_up


@pytest.fixture
def scene(make: Make) -> Scene:
    return set_up(make)


def kept(session: Session) -> list[Remark]:
    return list(session.scalars(select(Remark).order_by(Remark.question_id)))


def test_it_works(browser: Browser, session: Session, scene: Scene) -> None:
    Citizen(browser, scene.placement.code).send()
    why, wish = kept(session)
    assert (why.question_id, why.text) == ("chua_hai_long", "Chờ lâu quá.")
    assert (wish.question_id, wish.text) == ("y_kien", "Nên có thêm ghế ngồi\nvà nước uống.")
    assert why.response_id == wish.response_id
    assert (why.task_id, why.desk_id, why.edition_id) == (
        scene.form.task_id,
        scene.placement.desk_id,
        scene.edition.id,
    )
    assert why.hour == hour_of(why.hour)
    assert (why.read_at, why.note) == (None, None)


def test_the_key_of_a_remark_tells_nothing(session: Session, scene: Scene) -> None:
    key = scene.send(session, {"y_kien": "Tốt."})
    assert kept(session)[0].id.version == 4
    assert kept(session)[0].id != key


def test_a_response_without_text_has_no_remark(session: Session, scene: Scene) -> None:
    scene.send(session, {"de_tim": 5})
    assert kept(session) == []


def test_a_response_that_is_undone_leaves_no_remark(session: Session, scene: Scene) -> None:
    scene.send(session, {"y_kien": "Tốt."})
    session.rollback()
    assert kept(session) == []


def test_a_repeated_response_adds_no_remark(browser: Browser, session: Session, scene: Scene) -> None:
    citizen = Citizen(browser, scene.placement.code)
    citizen.send({"y_kien": "Tốt."})
    citizen.send({"y_kien": "Tốt."})
    assert len(kept(session)) == 1


def private(definition: Definition) -> Definition:
    data = definition.model_dump(mode="json", by_alias=True)
    data["sections"][0]["questions"][-1]["private"] = True
    return Definition.model_validate_json(json.dumps(data))


def test_a_private_text_is_not_shown_to_anybody() -> None:
    answers = {"desk_name": "Quầy 3", "remark": "Có người đòi tiền."}
    definition = sample("every_kind")
    assert remarks_in(definition, answers) == [("desk_name", "Quầy 3"), ("remark", "Có người đòi tiền.")]
    assert remarks_in(private(definition), answers) == [("desk_name", "Quầy 3")]


def test_blank_text_is_no_remark() -> None:
    assert remarks_in(sample("every_kind"), {"remark": "  \n "}) == []


@pytest.mark.parametrize("wanted", ["cho lau", "chờ lâu", "CHỜ  LÂU", "cho\u031b\u0300 la\u0302u"])
def test_it_is_found_with_marks_and_without(wanted: str) -> None:
    assert needle(wanted) in searchable("Tôi chờ\nlâu quá")


def test_marks_that_were_typed_have_to_be_there() -> None:
    assert needle("chỗ lâu") not in searchable("Tôi chờ lâu quá")
    assert needle("đường") in searchable("Đường trơn")
    assert needle("duong") in searchable("Đường trơn")


def test_the_hour_is_the_one_of_the_response(session: Session, scene: Scene) -> None:
    scene.send(session, {"y_kien": "Tốt."})
    assert kept(session)[0].hour == NOON
