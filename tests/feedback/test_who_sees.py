"""Nobody but those who have to read it sees what lies in the restricted box: everybody looks everywhere."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.text import fold
from tests.cast import Cast
from tests.feedback.who_sees import (
    BY_CODE,
    PHRASE,
    SEES,
    SENDER,
    Scene,
    build,
    commands_say,
    put_into_the_box,
    table_of,
)
from tests.make import Make

READING = "hộp hạn chế, bấm đọc"
COPY = (BY_CODE[1], SENDER)


@pytest.fixture
def scene(app: Flask, make: Make, cast: Cast, session: Session) -> Scene:
    return build(app, make, cast, session)


def seen(scene: Scene, about: str = "") -> set[tuple[str, str]]:
    """Where who sees the words."""
    return {
        (place, person) for place, row in table_of(scene, about).items() for person, what in row.items() if what == SEES
    }


def test_it_works(scene: Scene, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """Before, whoever works with it sees it; after, who reads the box does, and the sender in his own copy."""
    caplog.set_level(logging.DEBUG)
    before = seen(scene)
    for place in ("danh sách phản ánh", "tìm phản ánh", "danh sách ý kiến", "tìm ý kiến", "trang ý kiến"):
        assert {(place, "quản trị"), (place, "lãnh đạo"), (place, "công chức")} <= before
    case_pages = {(place, who) for place, who in before if who == "người phối hợp"}
    assert case_pages == {("cần phối hợp", "người phối hợp"), ("trang phản ánh", "người phối hợp")}
    assert {("tệp XLSX", "quản trị"), ("tệp CSV", "quản trị"), ("tệp CSV", "lãnh đạo")} <= before
    put_into_the_box(scene, cast, accused=None)
    assert seen(scene) == {(READING, "lãnh đạo"), (READING, "tiếp công dân"), COPY}
    assert fold(PHRASE) not in fold(caplog.text)


def test_where_the_head_is_accused_the_level_above_reads_alone(scene: Scene, cast: Cast) -> None:
    put_into_the_box(scene, cast, accused=cast.thu)
    assert seen(scene, "hộp hạn chế") == {(READING, "lãnh đạo cấp trên")}


def test_no_command_prints_or_writes_it(scene: Scene, cast: Cast) -> None:
    before = {name for name, said in commands_say(scene.app, scene.plan_id) if fold(PHRASE) in fold(said)}
    assert any("export" in name for name in before)
    put_into_the_box(scene, cast, accused=None)
    assert [name for name, said in commands_say(scene.app, scene.plan_id) if fold(PHRASE) in fold(said)] == []
