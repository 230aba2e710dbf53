"""Tallies: exact at any moment, whatever was folded and set aside, and in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.responses.actions import AlreadySetAside, NotSetAside, fold, restore, set_aside
from app.responses.models import Pending, Tally
from app.responses.queries import CellKey, Counts, Grain, read_tallies, recount
from app.responses.rules import layout_of
from tests.make import Make
from tests.responses.scene import GOOD, NOON, THIN, Scene

TODAY = date(2026, 11, 20)
ANSWERS = (GOOD, THIN, {"y_kien": "Chờ lâu."}, GOOD | {"de_tim": 1, "so_lan_den": 4, "nhom_tuoi": 8})
Step = tuple[str, int]


def read_both(session: Session, scene: Scene, grain: Grain = "desk_day") -> list[dict[CellKey, Counts]]:
    return [
        read_tallies(session, scene.editions, grain=grain, state="counted"),
        read_tallies(session, scene.editions, grain=grain, state="quarantined"),
    ]


def recount_both(session: Session, scene: Scene) -> list[dict[CellKey, Counts]]:
    return [
        recount(session, scene.editions, state="counted"),
        recount(session, scene.editions, state="quarantined"),
    ]


def project(cells: dict[CellKey, Counts], key: Callable[[CellKey], CellKey]) -> dict[CellKey, Counts]:
    found: dict[CellKey, Counts] = {}
    for cell, counts in cells.items():
        found.setdefault(key(cell), Counts()).add(counts)
    return found


def is_exact(session: Session, scene: Scene) -> bool:
    """Every grain says what the raw rows say."""
    truth = recount_both(session, scene)
    by_day = [project(cells, lambda cell: replace(cell, desk_id=None)) for cells in truth]
    by_desk = [project(cells, lambda cell: replace(cell, day=None)) for cells in truth]
    return (
        read_both(session, scene) == truth
        and read_both(session, scene, "day") == by_day
        and read_both(session, scene, "desk") == by_desk
    )


def test_it_works(session: Session, scene: Scene) -> None:
    scene.send(session)
    scene.send(session, THIN)
    assert fold(session) == 2
    assert fold(session) == 0
    layout = layout_of(scene.definition)
    cells = read_tallies(session, scene.editions, grain="desk_day")
    assert list(cells) == [CellKey(scene.edition.id, scene.placement.desk_id, TODAY, "phone")]
    counts = cells[CellKey(scene.edition.id, scene.placement.desk_id, TODAY, "phone")]
    assert (counts.n, counts.excluded) == (1, 1)
    first = layout.offsets["de_tim"]
    assert counts.counts[first : first + 7] == [0, 0, 0, 0, 1, 0, 0]
    visits = layout.offsets["so_lan_den"]
    assert counts.counts[visits : visits + 5] == [0, 1, 0, 0, 1]


def test_what_waits_is_counted_like_what_is_folded(session: Session, scene: Scene) -> None:
    for answers in ANSWERS:
        scene.send(session, answers)
    before = read_both(session, scene)
    assert fold(session, limit=3) == 3
    halfway = read_both(session, scene)
    assert fold(session, limit=3) == 1
    assert before == halfway == read_both(session, scene)
    assert session.scalar(select(func.count()).select_from(Pending)) == 0


def test_there_is_one_cell_for_each_grain_state_and_mode(session: Session, scene: Scene) -> None:
    scene.send(session)
    scene.send(session, placement=scene.placements[1])
    scene.send(session, mode="paper")
    fold(session)
    found = session.execute(select(Tally.grain, Tally.mode, Tally.n).order_by(Tally.grain, Tally.mode, Tally.n)).all()
    assert [tuple(row) for row in found] == [
        ("day", "paper", 1),
        ("day", "phone", 2),
        ("desk", "paper", 1),
        ("desk", "phone", 1),
        ("desk", "phone", 1),
        ("desk_day", "paper", 1),
        ("desk_day", "phone", 1),
        ("desk_day", "phone", 1),
    ]


@pytest.mark.parametrize("folded", [True, False])
def test_a_read_may_filter_by_what_it_does_not_show(session: Session, scene: Scene, folded: bool) -> None:
    for day in range(4):
        scene.send(session, hour=NOON - timedelta(days=day))
        scene.send(session, hour=NOON - timedelta(days=day), placement=scene.placements[1])
    if folded:
        fold(session)
    desk = scene.placement.desk_id
    first, last = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
    by_desk = read_tallies(session, scene.editions, grain="desk", since=first, until=last)
    assert {(cell.desk_id, cell.day): counts.n for cell, counts in by_desk.items()} == {
        (placement.desk_id, None): 2 for placement in scene.placements
    }
    by_day = read_tallies(session, scene.editions, grain="day", desk_id=desk, since=first, until=last)
    assert {(cell.desk_id, cell.day): counts.n for cell, counts in by_day.items()} == {
        (None, day): 1 for day in (first, last)
    }


def test_a_day_begins_at_midnight_in_vietnam(session: Session, scene: Scene) -> None:
    late = NOON.replace(hour=16)
    scene.send(session, hour=late)
    scene.send(session, hour=late + timedelta(hours=1))
    days = {cell.day for cell in read_tallies(session, scene.editions, grain="day")}
    assert days == {TODAY, TODAY + timedelta(days=1)}
    assert len(read_tallies(session, scene.editions, grain="day", until=TODAY)) == 1
    fold(session)
    assert len(read_tallies(session, scene.editions, grain="day", until=TODAY)) == 1


def test_a_new_edition_has_cells_of_its_own(session: Session, scene: Scene, make: Make) -> None:
    scene.send(session)
    after = make.edition(scene.form, title="Nộp và nhận hồ sơ")
    session.refresh(scene.placement)
    scene.send(session)
    fold(session)
    both = read_tallies(session, [scene.edition.id, after.id], grain="day")
    assert {cell.edition_id: counts.n for cell, counts in both.items()} == {scene.edition.id: 1, after.id: 1}
    assert read_tallies(session, [], grain="day") == {}


def test_a_response_set_aside_leaves_no_empty_cell_behind(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    fold(session)
    set_aside(session, key, "Gửi lúc nửa đêm", None)
    assert read_both(session, scene)[0] == {}
    assert is_exact(session, scene)
    fold(session)
    assert read_both(session, scene)[0] == {}
    assert is_exact(session, scene)


@given(
    st.lists(
        st.tuples(st.sampled_from(["send", "send", "send", "fold", "set_aside", "restore"]), st.integers(0, 11)),
        max_size=20,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tallies_equal_a_recount_after_any_history(session: Session, scene: Scene, steps: list[Step]) -> None:
    keys: list[UUID] = []
    nested = session.begin_nested()
    try:
        for verb, number in steps:
            take(session, scene, keys, verb, number)
            assert is_exact(session, scene)
        while fold(session, limit=2):
            assert is_exact(session, scene)
    finally:
        nested.rollback()
        session.expire_all()


def take(session: Session, scene: Scene, keys: list[UUID], verb: str, number: int) -> None:
    """One step of a history; a step that is not possible is refused and changes nothing."""
    if verb == "send":
        keys.append(
            scene.send(
                session,
                ANSWERS[number % len(ANSWERS)],
                placement=scene.placements[number % 2],
                mode=("phone", "paper", "kiosk")[number % 3],
                hour=NOON + timedelta(hours=9 * number),
            )
        )
    elif verb == "fold":
        fold(session, limit=1 + number)
    elif keys:
        key = keys[number % len(keys)]
        with suppress(AlreadySetAside, NotSetAside):
            _ = set_aside(session, key, "Nghi ngờ", None) if verb == "set_aside" else restore(session, key, None)
