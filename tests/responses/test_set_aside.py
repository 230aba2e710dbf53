"""Setting a response aside and bringing it back: a reason, a name, and never a deletion."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core.errors import NotFound
from app.core.tokens import hour_key
from app.responses.actions import AlreadySetAside, NotSetAside, ReasonMissing, fold, restore, set_aside
from app.responses.models import Pending, Quarantine, Response
from app.responses.queries import raw_responses, read_tallies
from tests.cast import Cast
from tests.responses.scene import NOON, Scene

REASON = "Sáu phiếu giống nhau trong một phút"


def counted(session: Session, scene: Scene) -> tuple[int, int]:
    """How many responses are counted, and how many are in quarantine."""
    states = (
        read_tallies(session, scene.editions, grain="day", state="counted"),
        read_tallies(session, scene.editions, grain="day", state="quarantined"),
    )
    counted, quarantined = (sum(cell.n for cell in cells.values()) for cells in states)
    return counted, quarantined


def test_it_works(session: Session, scene: Scene, cast: Cast) -> None:
    key = scene.send(session)
    scene.send(session)
    quarantine = set_aside(session, key, f"  {REASON} ", cast.lan.id)
    assert (quarantine.reason, quarantine.set_aside_by_id) == (REASON, cast.lan.id)
    assert counted(session, scene) == (1, 1)
    assert {raw.id: raw.quarantined for raw in raw_responses(session, scene.editions)}[key] is True
    restored = restore(session, key, cast.thu.id)
    assert restored.restored_by_id == cast.thu.id
    assert counted(session, scene) == (2, 0)
    assert session.get_one(Response, key).answers["de_tim"] == 5


def test_it_can_happen_again(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    for _round in range(3):
        set_aside(session, key, REASON, None)
        assert counted(session, scene) == (0, 1)
        fold(session)
        restore(session, key, None)
        assert counted(session, scene) == (1, 0)
    assert session.scalar(select(func.count()).select_from(Quarantine)) == 3


def test_the_record_says_who_and_why(session: Session, scene: Scene, cast: Cast) -> None:
    key = scene.send(session)
    set_aside(session, key, REASON, cast.lan.id)
    restore(session, key, cast.thu.id)
    session.flush()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.target == f"response:{key}").order_by(AuditEntry.id))
    assert [(entry.official_id, entry.office_id, entry.details) for entry in entries] == [
        (cast.lan.id, scene.placement.desk.office_id, {"reason": REASON}),
        (cast.thu.id, scene.placement.desk.office_id, {}),
    ]


def test_a_second_time_is_refused_with_the_reason_of_the_first(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    set_aside(session, key, REASON, None)
    with pytest.raises(AlreadySetAside, match=f"đã được tạm loại từ trước. Lý do: {REASON}"):
        set_aside(session, key, "Khác", None)
    assert counted(session, scene) == (0, 1)
    assert session.scalar(select(func.count()).select_from(Pending)) == 3


def test_bringing_back_what_is_not_out_is_refused(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    with pytest.raises(NotSetAside, match="không bị tạm loại"):
        restore(session, key, None)
    assert counted(session, scene) == (1, 0)


def test_without_a_reason_it_is_refused(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    with pytest.raises(ReasonMissing, match="Hãy ghi lý do"):
        set_aside(session, key, "  ", None)
    assert counted(session, scene) == (1, 0)


def test_a_response_that_is_not_there_is_refused(session: Session) -> None:
    with pytest.raises(NotFound, match="Không có phiếu trả lời mang mã"):
        set_aside(session, hour_key(NOON), REASON, None)
    with pytest.raises(NotFound):
        restore(session, hour_key(NOON), None)
