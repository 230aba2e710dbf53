"""Making a batch of slips, using one, and revoking a batch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.core.tokens import new_checked_code
from app.desks.actions import DeskRetired
from app.desks.models import Desk, Placement
from app.desks.slips.models import Slip, SlipBatch, UnusedSlip
from app.desks.slips.rules import MOST_SLIPS, VALID_DAYS, hash_of


class BadCount(Problem):
    """No slips, or more than a batch holds."""


class NothingAsked(Conflict):
    """A slip for a desk where nothing is asked would lead nowhere."""


class AlreadyRevoked(Conflict):
    """The batch is revoked already."""


class SlipUsed(Conflict):
    """Somebody has answered with this slip, or its batch was revoked."""


def make_slips(
    session: Session, desk: Desk, *, count: int, secret: str, placement: Placement | None = None, by: int | None
) -> list[str]:
    """Make a batch for everything that is asked at ``desk``, or for one ``placement``; its codes, to be printed now.

    The codes are stored nowhere as they are: what is not printed with this call never will be. Raises
    :class:`BadCount`, :class:`DeskRetired` and :class:`NothingAsked`.
    """
    if not 1 <= count <= MOST_SLIPS:
        raise BadCount(N_("Mỗi đợt in từ 1 đến %(most)d phiếu hẹn."), most=MOST_SLIPS)
    if not desk.is_open:
        raise DeskRetired(N_("Điểm “%(name)s” đã ngừng hoạt động. Hãy mở lại điểm này trước."), name=desk.name)
    if placement is not None and not placement.is_open:
        raise NothingAsked(N_("Phiếu này đã thu hồi khỏi điểm tiếp nhận. Hãy khôi phục phiếu trước khi in phiếu hẹn."))
    if placement is None and not _asks_something(session, desk):
        raise NothingAsked(N_("Điểm này chưa có phiếu nào. Hãy đặt phiếu tại điểm trước khi in phiếu hẹn."))
    batch = SlipBatch(
        desk_id=desk.id,
        placement_id=placement.id if placement else None,
        printed=count,
        made_on=clock.today(),
        made_by_id=by,
    )
    session.add(batch)
    session.flush()
    codes = {hash_of(secret, code): code for code in _codes(count)}
    # by hash, so that the order in which rows lie on the disk says nothing about the order on the sheets
    rows = [{"code_hash": code_hash, "batch_id": batch.id} for code_hash in sorted(codes)]
    session.execute(insert(Slip), rows)
    session.execute(insert(UnusedSlip), rows)
    _record(session, N_("In phiếu hẹn có mã"), batch, desk, by=by, count=count)
    return list(codes.values())


def use_slip(session: Session, secret: str, code: str) -> None:
    """Spend a slip in the transaction that stores its answer. :class:`SlipUsed` where it is worth nothing (any more).

    Two that come at once meet at the row: the database lets one of them delete it.
    """
    code_hash = hash_of(secret, code)
    good = select(SlipBatch.id).where(
        SlipBatch.revoked_on.is_(None), SlipBatch.made_on >= clock.today() - timedelta(days=VALID_DAYS)
    )
    done = cast(
        CursorResult[Any],
        session.execute(
            delete(UnusedSlip)
            .where(UnusedSlip.code_hash == code_hash, UnusedSlip.batch_id.in_(good))
            .execution_options(synchronize_session=False)
        ),
    )
    if done.rowcount != 1:
        raise SlipUsed(
            # Translators: citizens read this
            N_(
                "Mã phiếu hẹn này không còn dùng được, nên câu trả lời chưa được gửi. Các câu trả lời vẫn còn đây; "
                "Ông/Bà bấm gửi để gửi như một phiếu không kèm mã."
            )
        )


def revoke_slips(session: Session, batch: SlipBatch, *, by: int | None) -> None:
    """Make every unused slip of a batch worthless; answers that came with one stay. Raises :class:`AlreadyRevoked`."""
    if batch.revoked_on is not None:
        raise AlreadyRevoked(N_("Đợt phiếu hẹn này đã được hủy ngày %(day)s."), day=clock.show_day(batch.revoked_on))
    batch.revoked_on = clock.today()
    session.flush()
    _record(session, N_("Hủy đợt phiếu hẹn"), batch, batch.desk, by=by)


def _codes(count: int) -> set[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_checked_code())
    return codes


def _asks_something(session: Session, desk: Desk) -> bool:
    found = select(Placement.id).where(Placement.desk_id == desk.id, Placement.retired_at.is_(None)).limit(1)
    return session.scalar(found) is not None


def _record(session: Session, verb: str, batch: SlipBatch, desk: Desk, *, by: int | None, **details: object) -> None:
    record(session, verb, f"slip_batch:{batch.id}", by=by, office_id=desk.office_id, name=desk.name, **details)
