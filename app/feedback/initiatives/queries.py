"""Named reads of initiatives: the list with its filters, one of them, and what the public may know."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.initiatives.models import Initiative
from app.feedback.rules import needle

MOST = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which initiatives somebody wants to see; what is empty does not matter."""

    field: str = ""
    state: str = ""
    year: int | None = None
    text: str = ""


def initiatives_for(session: Session, viewer: Viewer, wanted: Wanted) -> list[Initiative]:
    """The initiatives of the viewer's offices, the newest year first; two queries."""
    query = (
        select(Initiative)
        .options(joinedload(Initiative.office), selectinload(Initiative.replications))
        .where(Initiative.office_id.in_(viewer.offices("initiatives.read")))
        .order_by(Initiative.year.desc(), Initiative.id.desc())
        .limit(MOST)
    )
    if wanted.field:
        query = query.where(Initiative.field == wanted.field)
    if wanted.state:
        query = query.where(Initiative.state == wanted.state)
    if wanted.year is not None:
        query = query.where(Initiative.year == wanted.year)
    if wanted.text:
        query = query.where(Initiative.search.contains(needle(wanted.text), autoescape=True))
    return list(session.scalars(query))


def years_for(session: Session, viewer: Viewer) -> list[int]:
    """The years of which there are initiatives, the newest first."""
    return list(
        session.scalars(
            select(Initiative.year)
            .where(Initiative.office_id.in_(viewer.offices("initiatives.read")))
            .distinct()
            .order_by(Initiative.year.desc())
        )
    )


def initiative_for(
    session: Session, viewer: Viewer, initiative_id: int, *, permission: str = "initiatives.read"
) -> Initiative:
    """The initiative, if ``viewer`` holds ``permission`` in its office; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(Initiative)
        .options(joinedload(Initiative.office), selectinload(Initiative.replications))
        .where(Initiative.id == initiative_id, Initiative.office_id.in_(viewer.offices(permission)))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy sáng kiến, mô hình này. Có thể thuộc cơ quan khác."))
    return found


def recognised_initiatives(session: Session, office_id: int) -> list[Initiative]:
    """What the public may read: recognised or replicated, with replications; the newest year first; two queries."""
    return list(
        session.scalars(
            select(Initiative)
            .options(selectinload(Initiative.replications))
            .where(Initiative.office_id == office_id, Initiative.state.in_(("recognised", "replicated")))
            .order_by(Initiative.year.desc(), Initiative.id.desc())
        )
    )
