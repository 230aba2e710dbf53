"""Named reads of slips: an office's batches through the viewer, a citizen's slip by its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.desks.models import Desk, Placement
from app.desks.slips.models import Slip, SlipBatch, UnusedSlip
from app.desks.slips.rules import Used, hash_of, told_used


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch in a list, with as much of its use as may be told."""

    batch: SlipBatch
    used: Used


@dataclass(frozen=True, slots=True)
class SlipState:
    """What stands behind a code that was really printed."""

    batch_id: int
    desk: Desk
    placement_id: int | None
    is_used: bool
    is_revoked: bool
    last_day: date

    @property
    def is_good(self) -> bool:
        """Whether an answer may still come with it."""
        return not (self.is_used or self.is_revoked or self.is_expired)

    @property
    def is_expired(self) -> bool:
        """Whether its last day has passed."""
        return clock.today() > self.last_day


def batches_at(session: Session, desk: Desk, minimum_n: int) -> list[BatchLine]:
    """The batches of a desk, newest first; one query."""
    unused = select(UnusedSlip.batch_id, func.count().label("unused")).group_by(UnusedSlip.batch_id).subquery("counted")
    rows = session.execute(
        select(SlipBatch, func.coalesce(unused.c.unused, 0))
        .outerjoin(unused, unused.c.batch_id == SlipBatch.id)
        .options(joinedload(SlipBatch.placement).joinedload(Placement.edition))
        .where(SlipBatch.desk_id == desk.id)
        .order_by(SlipBatch.id.desc())
    )
    return [BatchLine(batch, told_used(batch.printed - left, batch.printed, minimum_n)) for batch, left in rows]


def batch_for(session: Session, viewer: Viewer, batch_id: int, *, permission: str) -> SlipBatch:
    """The batch with its desk, if ``viewer`` holds ``permission`` there; otherwise :class:`NotFound`."""
    batch = session.scalar(
        select(SlipBatch)
        .join(SlipBatch.desk)
        .options(joinedload(SlipBatch.desk))
        .where(SlipBatch.id == batch_id, Desk.office_id.in_(viewer.offices(permission)))
    )
    if batch is None:
        raise NotFound(N_("Không tìm thấy đợt phiếu hẹn này. Có thể đợt này thuộc cơ quan khác."))
    return batch


def slip_state(session: Session, secret: str, typed: str) -> SlipState | None:
    """What stands behind a typed code, or nothing; the same single query whatever was typed."""
    row = session.execute(
        select(SlipBatch, UnusedSlip.code_hash)
        .join(Slip, Slip.batch_id == SlipBatch.id)
        .outerjoin(UnusedSlip, UnusedSlip.code_hash == Slip.code_hash)
        .options(joinedload(SlipBatch.desk).joinedload(Desk.office))
        .where(Slip.code_hash == hash_of(secret, typed))
    ).one_or_none()
    if row is None:
        return None
    batch, unused = row
    return SlipState(
        batch_id=batch.id,
        desk=batch.desk,
        placement_id=batch.placement_id,
        is_used=unused is None,
        is_revoked=batch.revoked_on is not None,
        last_day=batch.last_day,
    )
