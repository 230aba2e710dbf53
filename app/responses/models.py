"""What was answered: append-only responses, and the tallies derived from them.

A response knows no name, address, device or minute, and no row number: within an hour its place tells nothing. Raw
rows are the truth; tallies can be recounted from them at any time. A response enters the tallies through ``pending``,
an outbox that is written in its own transaction and emptied by a fold, so that no counter is touched while a citizen
waits.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, UniqueConstraint, Uuid, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.core.db import Base, Instant, Json
from app.core.dialects import UNORDERED
from app.core.errors import Conflict
from app.core.text import N_

MODES = ("phone", "kiosk", "slip", "web", "paper", "assisted")
COUNTED, QUARANTINED = "counted", "quarantined"
GRAINS = ("day", "desk", "desk_day")
EVERY_DESK = 0
EVERY_DAY = date(1970, 1, 1)


class PromiseFrozen(Conflict):
    """Somebody tried to change or take back what an edition has promised."""


class Response(Base):
    """One answered form (phiếu trả lời). ``id`` is the submission key; ``hour`` the finest time that is kept."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("mode IN ('phone', 'kiosk', 'slip', 'web', 'paper', 'assisted')", name="mode"),
        Index("ix_response_edition_hour", "edition_id", "hour"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    mode: Mapped[str] = mapped_column(String(10))
    hour: Mapped[datetime] = mapped_column(Instant)
    locale: Mapped[str] = mapped_column(String(10), default="vi")
    answers: Mapped[dict[str, Any]] = mapped_column(Json)


class Promise(Base):
    """What an edition promised citizens about their answers (lời hứa): the names of everything that is kept.

    Frozen with the edition; the database refuses updates and deletions by trigger, this class with a sentence.
    """

    __tablename__ = "promise"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True, autoincrement=False)
    facts: Mapped[list[str]] = mapped_column(Json)


def _refuse(_mapper: Mapper[Any], _connection: Connection, _promise: Promise) -> None:
    raise PromiseFrozen(
        N_(
            "Lời hứa với người dân không đổi được, dù lưu thêm hay lưu bớt, vì đã có người trả lời khi đọc lời hứa ấy. "
            "Hãy phát hành bản mới."
        )
    )


event.listen(Promise, "before_update", _refuse)
event.listen(Promise, "before_delete", _refuse)


class Quarantine(Base):
    """A response set aside (tạm loại) with a reason; ``restored_at`` brings it back. Rows are never deleted.

    ``checks`` are the keys of the checks that set it aside, with blanks between them; empty where a person did.
    ``set_aside_at`` is cut to the hour where the program did, for then it is the moment of sending.
    """

    __tablename__ = "quarantine"
    __table_args__ = UNORDERED

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    set_aside_at: Mapped[datetime] = mapped_column(Instant)
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    restored_at: Mapped[datetime | None] = mapped_column(Instant)
    restored_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    checks: Mapped[str] = mapped_column(String(200), default="", server_default="")


class Pending(Base):
    """A change that the tallies do not know yet: one response more (+1) or less (-1) in one state."""

    __tablename__ = "pending"
    __table_args__ = (
        CheckConstraint("sign IN (-1, 1)", name="sign"),
        CheckConstraint("state IN ('counted', 'quarantined')", name="state"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), index=True)
    edition_id: Mapped[int] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(12), default=COUNTED)
    sign: Mapped[int]


class Tally(Base):
    """One cell (bảng đếm): how many responses, and how often each answer was given.

    ``counts`` is a vector laid out by the edition's definition (``responses.rules.layout``). ``excluded`` counts
    responses that answer too little to be scored; ``counts`` of scored items leave them out. A dimension that the
    grain does not have holds ``EVERY_DESK`` or ``EVERY_DAY``.
    """

    __tablename__ = "tally"
    __table_args__ = (
        UniqueConstraint("edition_id", "grain", "state", "desk_id", "day", "mode", name="uq_tally_cell"),
        CheckConstraint("grain IN ('day', 'desk', 'desk_day')", name="grain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    grain: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    desk_id: Mapped[int]
    day: Mapped[date]
    mode: Mapped[str] = mapped_column(String(10))
    n: Mapped[int]
    excluded: Mapped[int]
    counts: Mapped[list[int]] = mapped_column(Json)


class FoldLock(Base):
    """The one row that a fold locks, so that two folds never take the same pending rows."""

    __tablename__ = "fold_lock"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    folds: Mapped[int] = mapped_column(default=0)
