"""Named reads of the restricted box. Each goes through the viewer; none gives out a text.

A text is given out by ``actions.read`` alone, which writes down who read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, selectinload

from app.access.models import AuditEntry, Membership
from app.access.queries import holds, officials_with
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.restricted.models import Accused, BoxedText
from app.feedback.restricted.rules import BOX, Rung
from app.offices.models import Office
from app.offices.queries import superiors_of

READS = "cases.restricted"
RECEIVES = "reception"
READINGS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry of the box's own record: when, who, what, and which text it was about."""

    at: datetime
    name: str
    verb: str
    boxed_id: UUID
    office: str


def boxed_for(session: Session, viewer: Viewer) -> list[BoxedText]:
    """What lies in the boxes that ``viewer`` reads, what is unsettled first, then the newest; without the texts."""
    return list(
        session.scalars(
            _boxed()
            .where(seen_by(viewer), BoxedText.lifted_at.is_(None))
            .order_by(BoxedText.settled_at.is_not(None), BoxedText.boxed_at.desc(), BoxedText.id)
        )
    )


def boxed_text_for(session: Session, viewer: Viewer, boxed_id: UUID) -> BoxedText:
    """One text of the box, without its words, if ``viewer`` may read it; otherwise :class:`NotFound`."""
    found = session.scalar(
        _boxed()
        .where(BoxedText.id == boxed_id, seen_by(viewer), BoxedText.lifted_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy nội dung này trong hộp hạn chế. Có thể nội dung đã được đưa trở lại."))
    return found


def count_waiting(session: Session, viewer: Viewer) -> int:
    """How many texts wait in the boxes that ``viewer`` reads; no query for who reads none."""
    if not viewer.may_somewhere(READS):
        return 0
    waiting = select(func.count()).select_from(BoxedText).where(
        seen_by(viewer), BoxedText.lifted_at.is_(None), BoxedText.settled_at.is_(None)
    )  # fmt: skip
    return session.scalar(waiting) or 0


def readings_for(session: Session, viewer: Viewer, boxed_id: UUID | None = None) -> list[Reading]:
    """Who read and changed what in the boxes of the viewer's offices and of those directly below, newest first.

    Nobody reads the record of what accuses him. One or two queries.
    """
    mine = viewer.offices(READS)
    watched = select(BoxedText.id).where(
        or_(
            BoxedText.office_id.in_(mine),
            BoxedText.above_id.in_(mine),
            BoxedText.office_id.in_(select(Office.id).where(Office.superior_id.in_(mine))),
        ),
        ~_accuses(viewer),
    )
    if boxed_id is not None:
        watched = watched.where(BoxedText.id == boxed_id)
    ids = [f"{BOX}:{found}" for found in session.scalars(watched.order_by(BoxedText.boxed_at.desc()).limit(500))]
    rows = session.execute(
        select(AuditEntry, Official.name, Office.name)
        .join(Official, Official.id == AuditEntry.official_id)
        .join(Office, Office.id == AuditEntry.office_id)
        .where(AuditEntry.target.in_(ids))
        .order_by(AuditEntry.id.desc())
        .limit(READINGS_SHOWN)
    )
    return [
        Reading(entry.at, name, entry.verb, UUID(entry.target.partition(":")[2]), office)
        for entry, name, office in rows
    ]


def members_of(session: Session, office_id: int, *, on: date) -> list[Official]:
    """The active officials who hold any role in an office on a day, by name."""
    held = select(Membership.official_id).where(Membership.office_id == office_id, holds(on))
    found = select(Official).where(Official.active, Official.id.in_(held)).order_by(Official.name, Official.id)
    return list(session.scalars(found))


def ladder_of(session: Session, office_id: int) -> list[Rung]:
    """The office and those above it, with who reads in each."""
    office = session.get_one(Office, office_id)
    return [_rung(session, each) for each in (office, *superiors_of(session, office))]


def words_kept(session: Session, case: Case) -> dict[str, Any]:
    """What lies in the box of a case, for its sender's own copy and for nobody else; empty where nothing does."""
    found = session.scalar(
        select(BoxedText.content).where(BoxedText.case_id == case.id, BoxedText.lifted_at.is_(None)).limit(1)
    )
    return dict(found or {})


def outcome_of(session: Session, case: Case) -> str | None:
    """What was done with what lies in the box of a case, for its sender."""
    return session.scalar(
        select(BoxedText.outcome).where(BoxedText.case_id == case.id, BoxedText.lifted_at.is_(None)).limit(1)
    )


def has_readers(session: Session, boxed: BoxedText) -> bool:
    """Whether anybody may read it today."""
    named = {row.official_id for row in boxed.accused}
    offices = ([boxed.office_id] if boxed.own_reads else []) + ([boxed.above_id] if boxed.above_id else [])
    return any(
        official.id not in named
        for office_id in offices
        for official in officials_with(session, office_id, READS, on=clock.today())
    )


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """The texts that ``viewer`` may read: in his office's box or in the box above, unless they accuse him."""
    mine = viewer.offices(READS)
    there = or_(
        and_(BoxedText.own_reads.is_(True), BoxedText.office_id.in_(mine)),
        BoxedText.above_id.in_(mine),
    )
    return and_(there, ~_accuses(viewer))


def _accuses(viewer: Viewer) -> ColumnElement[bool]:
    """What names the viewer, or the whole of an office in which he holds any role."""
    named = select(Accused.official_id).where(
        Accused.boxed_id == BoxedText.id, Accused.official_id == viewer.official_id
    )
    return or_(
        named.exists(),
        and_(BoxedText.whole_office.is_(True), BoxedText.office_id.in_(_offices_of(viewer))),
    )


def _offices_of(viewer: Viewer) -> Sequence[int]:
    return sorted(viewer.permissions)


def _rung(session: Session, office: Office) -> Rung:
    rows = session.execute(
        select(Membership.official_id, Membership.role)
        .join(Membership.official)
        .where(Membership.office_id == office.id, holds(clock.today()), Official.active)
    ).all()
    return Rung(office.id, _with_role(rows, "leader"), _with_role(rows, RECEIVES))


def _with_role(rows: Collection[Any], role: str) -> frozenset[int]:
    return frozenset(official_id for official_id, held in rows if held == role)


def _boxed() -> Select[BoxedText]:
    return (
        select(BoxedText)
        .join(BoxedText.office)
        .options(
            defer(BoxedText.content, raiseload=True),
            contains_eager(BoxedText.office),
            joinedload(BoxedText.above),
            joinedload(BoxedText.boxed_by),
            joinedload(BoxedText.settled_by),
            joinedload(BoxedText.case),
            joinedload(BoxedText.remark),
            selectinload(BoxedText.accused).joinedload(Accused.official),
        )
    )
