"""Changes of memberships, and the record of changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.access.roles import ROLES
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Problem
from app.core.text import N_
from app.offices.models import Office


class UnknownRole(Problem):
    """No such role."""


def grant(session: Session, official: Official, office: Office, role: str, *, since: date) -> Membership:
    """Give ``official`` a role in ``office`` from a day on."""
    if role not in ROLES:
        raise UnknownRole(N_("Không có vai trò “%(role)s”. Các vai trò: %(roles)s."), role=role, roles=", ".join(ROLES))
    membership = Membership(official=official, office=office, role=role, valid_from=since)
    session.add(membership)
    session.flush()
    return membership


def record(
    session: Session,
    verb: str,
    target: str,
    *,
    by: int | None,
    office_id: int | None,
    **details: Any,
) -> None:
    """Write one audit entry into the current transaction."""
    session.add(
        AuditEntry(at=clock.now(), official_id=by, office_id=office_id, verb=verb, target=target, details=dict(details))
    )
