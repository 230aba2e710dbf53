"""Named reads of an office's rules."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.offices.models import Office
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.rules import Rules, rules_of


def rules_for(session: Session, office_id: int) -> Rules:
    """The rules in force at an office."""
    found = session.get(IntegrityRules, office_id, populate_existing=True)
    return rules_of(found.data if found else None)


def administered_office(session: Session, viewer: Viewer, office_id: int) -> Office:
    """The office, if the viewer administers it; otherwise :class:`NotFound`."""
    office = session.scalar(
        select(Office).where(Office.id == office_id, Office.id.in_(viewer.offices("accounts.manage")))
    )
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    return office
