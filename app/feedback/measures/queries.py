"""Named reads of measures: what is to be done, what hangs on a task, and what the public may read of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.measures.models import Measure
from app.feedback.models import Remark
from app.plans.models import Plan, Task

Pile = Literal["todo", "mine", "late", "done", "dropped"]
PILES: tuple[Pile, ...] = ("todo", "mine", "late", "done", "dropped")
MOST = 200
"""Rows of one list; what is late stands first, so nothing urgent falls off its end."""


@dataclass(frozen=True, slots=True)
class DoneMeasure:
    """You said, we did: ``said`` in the office's words, what was done, and the day on which it was."""

    said: str
    done: str
    on: date


def measures_for(session: Session, viewer: Viewer, pile: Pile, *, today: date) -> tuple[list[Measure], dict[Pile, int]]:
    """One pile, what is due first at its head, and how many lie in each; two queries."""
    piles = {name: _in_pile(name, viewer, today) for name in PILES}
    counts = session.execute(
        select(*(func.count().filter(piles[name]) for name in PILES))
        .select_from(Measure)
        .outerjoin(Case, Case.id == Measure.case_id)
        .outerjoin(Remark, Remark.id == Measure.remark_id)
        .where(_visible(viewer))
    ).one()
    order = Measure.ended_on.desc() if pile in ("done", "dropped") else Measure.due_on
    found = session.scalars(_measures().where(_visible(viewer), piles[pile]).order_by(order, Measure.id).limit(MOST))
    return list(found), dict(zip(PILES, counts, strict=True))


def measures_on(session: Session, viewer: Viewer, task_id: int) -> list[Measure]:
    """What hangs on one task, the open ones first."""
    return list(
        session.scalars(
            _measures()
            .where(_visible(viewer), Measure.task_id == task_id)
            .order_by(Measure.state != "open", Measure.due_on, Measure.id)
            .limit(MOST)
        )
    )


def measure_for(session: Session, viewer: Viewer, measure_id: int, *, permission: str = "measures.read") -> Measure:
    """The measure, if ``viewer`` holds ``permission`` in its office; otherwise :class:`NotFound`."""
    found = session.scalar(_measures().where(_visible(viewer, permission), Measure.id == measure_id))
    if found is None:
        raise NotFound(N_("Không tìm thấy việc này. Có thể việc thuộc cơ quan khác."))
    return found


def tasks_to_choose(session: Session, viewer: Viewer) -> list[Task]:
    """The tasks on which ``viewer`` may hang a measure, the newest plan first."""
    return list(
        session.scalars(
            select(Task)
            .join(Task.plan)
            .options(joinedload(Task.plan))
            .where(Plan.office_id.in_(viewer.offices("measures.handle")))
            .order_by(Plan.id.desc(), Task.position)
        )
    )


def done_measures(session: Session, office_id: int, since: date, until: date) -> list[DoneMeasure]:
    """What the public may read of what an office did in these days (both counted in), the newest first; one query.

    Only what somebody has released, and nothing that came from a text with khiếu nại or tố cáo in it.
    """
    rows = session.execute(
        select(Measure.said, Measure.result, Measure.ended_on)
        .outerjoin(Case, Case.id == Measure.case_id)
        .outerjoin(Remark, Remark.id == Measure.remark_id)
        .where(
            Measure.office_id == office_id,
            Measure.state == "done",
            Measure.public,
            Measure.ended_on.between(since, until),
            _told(),
        )
        .order_by(Measure.ended_on.desc(), Measure.id.desc())
    )
    return [DoneMeasure(said, done, on) for said, done, on in rows if on is not None]


def _visible(viewer: Viewer, permission: str = "measures.read") -> ColumnElement[bool]:
    return and_(Measure.office_id.in_(viewer.offices(permission)), _told())


def _told() -> ColumnElement[bool]:
    """What came from a text with khiếu nại or tố cáo in it is told to nobody, on a statement that has both sources."""
    return and_(
        or_(Measure.case_id.is_(None), Case.restricted.is_(False)),
        or_(Measure.remark_id.is_(None), Remark.restricted.is_(False)),
    )


def _in_pile(pile: Pile, viewer: Viewer, today: date) -> ColumnElement[bool]:
    is_open = Measure.state == "open"
    piles: dict[Pile, ColumnElement[bool]] = {
        "todo": is_open,
        "mine": and_(is_open, Measure.owner_id == viewer.official_id),
        "late": and_(is_open, Measure.due_on < today),
        "done": Measure.state == "done",
        "dropped": Measure.state == "dropped",
    }
    return piles[pile]


def _measures() -> Select[Measure]:
    return (
        select(Measure)
        .outerjoin(Case, Case.id == Measure.case_id)
        .outerjoin(Remark, Remark.id == Measure.remark_id)
        .options(joinedload(Measure.task), joinedload(Measure.owner), joinedload(Measure.office))
        .execution_options(populate_existing=True)
    )
