"""Reads about memberships: who a viewer is, and who may be made responsible."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.models import AuditEntry, Membership
from app.access.roles import ROLES
from app.access.viewer import Viewer
from app.accounts.models import Official


def viewer_of(session: Session, official: Official, *, on: date) -> Viewer:
    """The viewer that ``official`` is on a day; one query."""
    permissions: dict[int, frozenset[str]] = defaultdict(frozenset)
    roles: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for office_id, role in session.execute(
        select(Membership.office_id, Membership.role).where(Membership.official_id == official.id, _holds(on))
    ):
        permissions[office_id] |= ROLES[role].permissions
        roles[office_id] += (role,)
    return Viewer(official.id, official.name, dict(permissions), dict(roles))


def members_of(session: Session, office_id: int, *, on: date) -> list[Membership]:
    """The memberships of an office that hold on a day, by name; one query."""
    return list(
        session.scalars(
            select(Membership)
            .join(Membership.official)
            .options(joinedload(Membership.official))
            .where(Membership.office_id == office_id, _holds(on), Official.active)
            .order_by(Official.name, Membership.role)
        )
    )


def officials_with(session: Session, office_id: int, permission: str, *, on: date) -> list[Official]:
    """The active officials who hold ``permission`` in an office on a day, by name; one query."""
    roles = [role.key for role in ROLES.values() if permission in role.permissions]
    return list(
        session.scalars(
            select(Official)
            .where(
                Official.active,
                Official.id.in_(
                    select(Membership.official_id).where(
                        Membership.office_id == office_id, Membership.role.in_(roles), _holds(on)
                    )
                ),
            )
            .order_by(Official.name, Official.id)
        )
    )


def audit_of(session: Session, office_id: int, *, limit: int = 200) -> list[AuditEntry]:
    """The newest entries of an office's record."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.office_id == office_id)
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
            .limit(limit)
        )
    )


def _holds(on: date) -> ColumnElement[bool]:
    return (Membership.valid_from <= on) & or_(Membership.valid_to.is_(None), Membership.valid_to > on)
