"""What an office changes is seen on the citizens' pages of every process within a second.

Two applications on one database stand for two processes: nothing tells the one what was changed through the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core import clock
from app.core.ready import ReadyAnswers
from app.desks.models import Placement
from app.responses.views.phone import SEEN
from app.web.factory import create_app
from tests.client import Browser, Page
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import Scene, set_up


@dataclass
class Elsewhere:
    """Another process, with a memory and a clock of its own."""

    app: Flask
    code: str
    time: float = 1000.0

    def __post_init__(self) -> None:
        self.app.extensions[SEEN].now = lambda: self.time
        assert isinstance(self.app.wsgi_app, ReadyAnswers)
        self.app.wsgi_app.now = lambda: self.time

    def open(self, lang: str = "vi") -> Page:
        return Browser(self.app).get(f"/P/{self.code}", lang=lang)


@pytest.fixture
def office(live: Flask) -> Iterator[Session]:
    with live.extensions["thuocdo.sessions"]() as own:
        yield own


@pytest.fixture
def scene(office: Session) -> Scene:
    return set_up(Make(office))


@pytest.fixture
def elsewhere(live: Flask, scene: Scene) -> Iterator[Elsewhere]:
    app = create_app(replace(live.config["SETTINGS"], remember_seconds=1.0))
    yield Elsewhere(app, scene.placement.code)
    app.extensions["thuocdo.engine"].dispose()


def retire(scene: Scene) -> None:
    scene.placement.retired_at = clock.now()


def move(scene: Scene) -> None:
    retire(scene)
    scene.placement.moved_to_id = scene.placements[1].id


def close_the_desk(scene: Scene) -> None:
    scene.placement.desk.retired_at = clock.now()


def rename_the_desk(scene: Scene) -> None:
    scene.placement.desk.name = "Quầy tư pháp"


def rename_the_office(scene: Scene) -> None:
    scene.placement.desk.office.name = "Ủy ban nhân dân phường Sen Vàng"


def switch_english_on(scene: Scene) -> None:
    scene.placement.desk.office.citizen_locales = ["vi", "en"]


CHANGES: list[tuple[Callable[[Scene], None], int, str]] = [
    (retire, 410, "Điểm này không còn nhận phiếu"),
    (move, 410, "Ông/Bà có thể trả lời phiếu này ở đây:"),
    (close_the_desk, 410, "Điểm này không còn nhận phiếu"),
    (rename_the_desk, 200, "Quầy tư pháp"),
    (rename_the_office, 200, "Ủy ban nhân dân phường Sen Vàng"),
    (switch_english_on, 200, "English"),
]


@pytest.mark.parametrize(("change", "status", "words"), CHANGES, ids=lambda value: getattr(value, "__name__", None))
def test_it_works(
    elsewhere: Elsewhere, office: Session, scene: Scene, change: Callable[[Scene], None], status: int, words: str
) -> None:
    assert words not in elsewhere.open().text
    change(scene)
    office.commit()
    elsewhere.time += 0.999
    assert elsewhere.open().status == 200
    elsewhere.time += 0.001
    page = elsewhere.open()
    assert page.status == status
    assert words in page.text


def test_a_new_edition_is_asked(elsewhere: Elsewhere, office: Session, scene: Scene) -> None:
    elsewhere.open()
    Make(office).edition(scene.form, title="Nộp và nhận hồ sơ")
    office.commit()
    elsewhere.time += 1
    assert "Nộp và nhận hồ sơ" in elsewhere.open().text


def test_a_language_that_was_switched_off_is_gone(elsewhere: Elsewhere, office: Session, scene: Scene) -> None:
    switch_english_on(scene)
    office.commit()
    assert '<html lang="en">' in elsewhere.open("en").html
    scene.placement.desk.office.citizen_locales = ["vi"]
    office.commit()
    elsewhere.time += 1
    assert '<html lang="vi">' in elsewhere.open("en").html


def test_within_the_second_the_database_is_not_asked(
    elsewhere: Elsewhere, live: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.open()

    def no_session() -> Session:
        raise AssertionError("a page that was opened a moment ago needs no database")

    monkeypatch.setitem(elsewhere.app.extensions, "thuocdo.sessions", no_session)
    assert elsewhere.open().status == 200


def test_a_form_that_was_open_over_a_restart_is_accepted(elsewhere: Elsewhere, live: Flask) -> None:
    """Nothing of an opened form lives in a process: another one with the same secret takes it, hours later as well."""
    opened = Citizen(Browser(live), elsewhere.code)
    opened.browser = Browser(elsewhere.app)
    assert opened.send().status == 303


def test_the_real_setting_is_a_second(live: Flask) -> None:
    assert type(live.config["SETTINGS"]).__dataclass_fields__["remember_seconds"].default == 1.0


def test_a_placement_that_never_was_is_asked_for_each_time(elsewhere: Elsewhere, office: Session, scene: Scene) -> None:
    """A code that is not found is not remembered: the desk may be set up the next moment."""
    elsewhere.code = "0123456789AB"
    assert elsewhere.open().status == 404
    office.get_one(Placement, scene.placement.id).code = elsewhere.code
    office.commit()
    assert elsewhere.open().status == 200
