"""Named reads of supervision: what was filed, what the office owes an answer, and whose turn it is.

The office and the level above it read what is filed; a draft is its author's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from app.access.queries import officials_with
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.desks.models import Desk
from app.feedback.supervision.models import Recommendation, RecommendationStep, SheetAddendum, SupervisionSheet
from app.feedback.supervision.rules import ANSWER, ANSWERED, APPROVE, CLOSED, READ, WAITING, WRITE
from app.offices.models import Office
from app.plans.models import Plan, Task

ABOVE = "offices.compare"
Pile = Literal["waiting", "late", "mine", "answered", "closed"]
PILES: tuple[Pile, ...] = ("waiting", "late", "mine", "answered", "closed")
MOST = 200
"""Rows of one list; what is late stands first, so nothing urgent falls off its end."""


@dataclass(frozen=True, slots=True)
class Owed:
    """How many recommendations wait for whom, as the first page says it."""

    late: int
    waiting: int
    to_judge: int

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.waiting or self.to_judge)


def recommendations_for(
    session: Session, viewer: Viewer, pile: Pile, *, office_id: int | None = None, today: date
) -> tuple[list[Recommendation], dict[Pile, int]]:
    """One pile, what is due first at its head, and how many lie in each; two queries."""
    visible = _seen(viewer, Recommendation.office_id)
    if office_id is not None:
        visible = and_(visible, Recommendation.office_id == office_id)
    piles = {name: _in_pile(name, viewer, today) for name in PILES}
    counts = session.execute(select(*(func.count().filter(piles[name]) for name in PILES)).where(visible)).one()
    order = Recommendation.id.desc() if pile == "closed" else Recommendation.due_on
    found = session.scalars(
        _recommendations().where(visible, piles[pile]).order_by(order, Recommendation.id).limit(MOST)
    )
    return list(found), dict(zip(PILES, counts, strict=True))


def owed_to(session: Session, viewer: Viewer, *, today: date) -> Owed:
    """What waits for the viewer: answers of his offices, or his own word on an answer; at most one query."""
    answers = sorted({*viewer.offices(ANSWER), *viewer.offices(APPROVE)})
    if not answers and not viewer.may_somewhere(WRITE):
        return Owed(0, 0, 0)
    waiting = and_(Recommendation.office_id.in_(answers), Recommendation.state.in_(WAITING))
    to_judge = and_(
        Recommendation.office_id.in_(viewer.offices(WRITE)),
        Recommendation.author_id == viewer.official_id,
        Recommendation.state.in_(ANSWERED),
    )
    row = session.execute(
        select(
            func.count().filter(waiting, Recommendation.due_on < today),
            func.count().filter(waiting),
            func.count().filter(to_judge),
        ).select_from(Recommendation)
    ).one()
    return Owed(*row)


def recommendation_for(
    session: Session, viewer: Viewer, recommendation_id: int, *, permission: str = READ
) -> Recommendation:
    """The recommendation with its steps, if ``viewer`` may do this with it; otherwise :class:`NotFound`.

    With the observers' permission: if the viewer follows it up, see :func:`follows`.
    """
    allowed = (
        _seen(viewer, Recommendation.office_id)
        if permission == READ
        else Recommendation.office_id.in_(viewer.offices(permission))
    )
    found = session.scalar(
        _recommendations()
        .options(selectinload(Recommendation.steps).joinedload(RecommendationStep.by))
        .where(allowed, Recommendation.id == recommendation_id)
    )
    if found is None or (permission == WRITE and not follows(session, viewer.official_id, found)):
        raise NotFound(N_("Không tìm thấy kiến nghị này. Có thể kiến nghị thuộc cơ quan khác."))
    return found


def sheets_for(session: Session, viewer: Viewer, *, office_id: int | None = None) -> list[SupervisionSheet]:
    """The viewer's drafts, then what is filed, the newest first; two queries."""
    wanted = select(SupervisionSheet).where(_sheet_seen(viewer))
    if office_id is not None:
        wanted = wanted.where(SupervisionSheet.office_id == office_id)
    return list(
        session.scalars(
            wanted.options(
                joinedload(SupervisionSheet.office),
                joinedload(SupervisionSheet.task),
                selectinload(SupervisionSheet.findings),
            )
            .order_by(
                SupervisionSheet.filed_at.is_not(None), SupervisionSheet.filed_at.desc(), SupervisionSheet.id.desc()
            )
            .limit(MOST)
        )
    )


def sheet_for(session: Session, viewer: Viewer, sheet_id: int, *, own: bool = False) -> SupervisionSheet:
    """The sheet with all that hangs on it, if ``viewer`` may see it; otherwise :class:`NotFound`.

    ``own``: only if the viewer may add to it, see :func:`follows`.
    """
    found = session.scalar(
        select(SupervisionSheet)
        .where(_sheet_seen(viewer), SupervisionSheet.id == sheet_id)
        .options(
            joinedload(SupervisionSheet.office),
            joinedload(SupervisionSheet.task),
            joinedload(SupervisionSheet.desk),
            joinedload(SupervisionSheet.author),
            selectinload(SupervisionSheet.findings),
            selectinload(SupervisionSheet.addenda).joinedload(SheetAddendum.added_by),
            selectinload(SupervisionSheet.recommendations),
        )
        .execution_options(populate_existing=True)
    )
    mine = own and found is not None and viewer.may(WRITE, found.office_id)
    if found is None or (own and not (mine and follows(session, viewer.official_id, found))):
        raise NotFound(N_("Không tìm thấy phiếu giám sát này. Có thể phiếu thuộc cơ quan khác, hoặc chưa được gửi."))
    return found


def follows(session: Session, official_id: int, row: SupervisionSheet | Recommendation) -> bool:
    """Whether the official speaks for who wrote it: the author, or any observer once the author is one no longer."""
    if row.author_id == official_id:
        return True
    left = {official.id for official in officials_with(session, row.office_id, WRITE, on=clock.today())}
    return official_id in left and row.author_id not in left


def offices_watched(session: Session, viewer: Viewer, permission: str = WRITE) -> list[Office]:
    """The offices in which ``viewer`` holds ``permission``, by name."""
    wanted = select(Office).where(Office.id.in_(viewer.offices(permission))).order_by(Office.name, Office.id)
    return list(session.scalars(wanted))


def offices_seen(session: Session, viewer: Viewer) -> list[Office]:
    """The offices whose supervision ``viewer`` reads and which have any, by name."""
    with_any = or_(
        Office.id.in_(select(SupervisionSheet.office_id).where(SupervisionSheet.filed_at.is_not(None))),
        Office.id.in_(select(Recommendation.office_id)),
    )
    wanted = select(Office).where(_seen(viewer, Office.id), with_any).order_by(Office.name, Office.id)
    return list(session.scalars(wanted))


def tasks_of_office(session: Session, viewer: Viewer, office_id: int) -> list[Task]:
    """The tasks that a sheet may be about, the newest plan first."""
    if not viewer.may("plans.read", office_id):
        return []
    return list(
        session.scalars(
            select(Task).join(Task.plan).where(Plan.office_id == office_id).order_by(Plan.id.desc(), Task.position)
        )
    )


def desks_of_office(session: Session, office_id: int) -> list[Desk]:
    """The open desks of an office, by name."""
    wanted = select(Desk).where(Desk.office_id == office_id, Desk.retired_at.is_(None)).order_by(Desk.name, Desk.id)
    return list(session.scalars(wanted))


def newest_proposal(found: Recommendation) -> RecommendationStep | None:
    """What the office's officials propose to answer, unless it has been answered since."""
    last = found.steps[-1] if found.steps else None
    return last if last is not None and last.verb == "propose" else None


def _seen(viewer: Viewer, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Rows of the viewer's offices, and of those directly below an office that compares them."""
    below = select(Office.id).where(Office.superior_id.in_(viewer.offices(ABOVE)))
    return or_(column.in_(viewer.offices(READ)), column.in_(below))


def _sheet_seen(viewer: Viewer) -> ColumnElement[bool]:
    own_draft = and_(
        SupervisionSheet.author_id == viewer.official_id, SupervisionSheet.office_id.in_(viewer.offices(WRITE))
    )
    filed = and_(SupervisionSheet.filed_at.is_not(None), _seen(viewer, SupervisionSheet.office_id))
    return or_(filed, own_draft)


def _in_pile(pile: Pile, viewer: Viewer, today: date) -> ColumnElement[bool]:
    waiting = Recommendation.state.in_(WAITING)
    piles: dict[Pile, ColumnElement[bool]] = {
        "waiting": waiting,
        "late": and_(waiting, Recommendation.due_on < today),
        "mine": or_(
            and_(waiting, Recommendation.official_id == viewer.official_id),
            and_(waiting, Recommendation.office_id.in_(viewer.offices(APPROVE))),
            and_(Recommendation.state.in_(ANSWERED), Recommendation.author_id == viewer.official_id),
        ),
        "answered": Recommendation.state.in_(ANSWERED),
        "closed": Recommendation.state.in_(CLOSED),
    }
    return piles[pile]


def _recommendations() -> Select[Recommendation]:
    return (
        select(Recommendation)
        .options(
            joinedload(Recommendation.office),
            joinedload(Recommendation.sheet),
            joinedload(Recommendation.official),
            joinedload(Recommendation.author),
        )
        .execution_options(populate_existing=True)
    )
