"""Named reads of paper batches, through the viewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.desks.models import Desk, Placement
from app.forms.models import Edition
from app.responses.paper.models import PaperBatch, PaperEntry
from app.responses.paper.rules import agreement

PERMISSION = "responses.enter"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch in a list: how many sheets were typed and checked, and how far two typings agree."""

    batch: PaperBatch
    typed: int
    checked: int
    agreement: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an official stands in a batch: typed by them today and in all, by everybody, and what they may check."""

    today: int
    own: int
    typists: Mapping[str, int]
    to_check: tuple[int, ...]


def batches_for(session: Session, viewer: Viewer) -> list[BatchLine]:
    """The batches of the viewer's offices, open ones first and newest first; one query."""
    counted = (
        select(
            PaperEntry.batch_id,
            func.count().label("typed"),
            func.count(PaperEntry.checked_by_id).label("checked"),
            func.coalesce(func.sum(PaperEntry.compared), 0).label("compared"),
            func.coalesce(func.sum(PaperEntry.differing), 0).label("differing"),
        )
        .where(PaperEntry.undone.is_(False))
        .group_by(PaperEntry.batch_id)
        .subquery()
    )
    rows = session.execute(
        _batches()
        .outerjoin(counted, counted.c.batch_id == PaperBatch.id)
        .add_columns(counted.c.typed, counted.c.checked, counted.c.compared, counted.c.differing)
        .where(Desk.office_id.in_(viewer.offices(PERMISSION)))
        .order_by(PaperBatch.closed_on.is_not(None), PaperBatch.id.desc())
    )
    return [
        BatchLine(row[0], row.typed or 0, row.checked or 0, agreement(row.compared or 0, row.differing or 0))
        for row in rows
    ]


def batch_for(session: Session, viewer: Viewer, batch_id: int) -> PaperBatch:
    """The batch with all that names it, if ``viewer`` may type into it; otherwise :class:`NotFound`."""
    batch = session.scalar(_batches().where(PaperBatch.id == batch_id, Desk.office_id.in_(viewer.offices(PERMISSION))))
    if batch is None:
        raise NotFound(N_("Không tìm thấy đợt phiếu giấy này. Có thể đợt này thuộc cơ quan khác."))
    return batch


def standing(session: Session, batch: PaperBatch, official_id: int) -> Standing:
    """Where an official stands in a batch; one query."""
    rows = session.execute(
        select(PaperEntry, Official.name)
        .join(Official, Official.id == PaperEntry.typed_by_id)
        .where(PaperEntry.batch_id == batch.id, PaperEntry.undone.is_(False))
        .order_by(Official.name, PaperEntry.typed_on, PaperEntry.sheet)
    ).all()
    typists: dict[str, int] = {}
    for _entry, name in rows:
        typists[name] = typists.get(name, 0) + 1
    mine = [entry for entry, _name in rows if entry.typed_by_id == official_id]
    return Standing(
        today=sum(1 for entry in mine if entry.typed_on == clock.today()),
        own=len(mine),
        typists=typists,
        to_check=tuple(entry.sheet for entry, _name in rows if entry.sheet and entry.typed_by_id != official_id),
    )


def printable_placements(session: Session, viewer: Viewer) -> list[Placement]:
    """The open placements of the viewer's offices, by desk and title; one query."""
    return list(
        session.scalars(
            select(Placement)
            .join(Placement.desk)
            .join(Placement.edition)
            .options(contains_eager(Placement.desk), contains_eager(Placement.edition))
            .where(
                Desk.office_id.in_(viewer.offices(PERMISSION)),
                Desk.retired_at.is_(None),
                Placement.retired_at.is_(None),
            )
            .order_by(Desk.name, Desk.id, Edition.title, Placement.id)
        )
    )


def _batches() -> Select[PaperBatch]:
    return (
        select(PaperBatch)
        .join(PaperBatch.placement)
        .join(Placement.desk)
        .join(Desk.office)
        .join(PaperBatch.edition)
        .options(
            contains_eager(PaperBatch.placement).contains_eager(Placement.desk).contains_eager(Desk.office),
            contains_eager(PaperBatch.edition),
        )
    )
