"""Reads about memberships: who a viewer is, and who may be made responsible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.models import AuditEntry, Membership
from app.access.roles import ROLES
from app.access.rules import KINDS, OLD_VERBS, WITHHELD, Told, address, told
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core.db import LARGEST_KEY
from app.core.errors import NotFound
from app.core.text import N_
from app.offices.models import Office


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the record with the names of who did it (nobody: a command) and of the office."""

    entry: AuditEntry
    official: str | None
    office: str | None

    @property
    def name(self) -> str:
        """What people call the thing that was changed; nothing where it has no name."""
        return str(self.entry.details.get("name") or self.entry.details.get("title") or "")

    @property
    def verb(self) -> str:
        """What was done, in words."""
        return OLD_VERBS.get(self.entry.verb, self.entry.verb)

    @property
    def kind(self) -> str:
        """What kind of thing was changed, in words; nothing for a kind of an older version."""
        known = KINDS.get(self.entry.target.partition(":")[0])
        return known.name if known else ""

    @property
    def address(self) -> tuple[str, dict[str, str]] | None:
        """Endpoint and values of the page about it."""
        return address(self.entry.target, self.entry.verb)

    @property
    def more(self) -> list[Told]:
        """What else was noted."""
        return list(told(self.entry.details))


def viewer_of(session: Session, official: Official, *, on: date) -> Viewer:
    """The viewer that ``official`` (with the credential) is on a day; one query."""
    permissions: dict[int, frozenset[str]] = defaultdict(frozenset)
    roles: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for office_id, role in session.execute(
        select(Membership.office_id, Membership.role).where(Membership.official_id == official.id, holds(on))
    ):
        permissions[office_id] |= ROLES[role].permissions if role in ROLES else frozenset()
        roles[office_id] += (role,)
    temporary = official.credential is not None and official.credential.temporary
    return Viewer(official.id, official.name, dict(permissions), dict(roles), temporary)


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
                        Membership.office_id == office_id, Membership.role.in_(roles), holds(on)
                    )
                ),
            )
            .order_by(Official.name, Official.id)
        )
    )


def members_for(session: Session, viewer: Viewer, *, on: date) -> list[Membership]:
    """The memberships that hold on a day in the offices the viewer administers, by office and name; one query."""
    return list(
        session.scalars(
            select(Membership)
            .join(Membership.official)
            .join(Membership.office)
            .options(contains_eager(Membership.official), contains_eager(Membership.office))
            .where(Membership.office_id.in_(viewer.offices("accounts.manage")), holds(on), Official.active)
            .order_by(Office.name, Office.id, Official.name, Official.id, Membership.role)
        )
    )


def membership_for(session: Session, viewer: Viewer, membership_id: int, *, on: date) -> Membership:
    """A membership that holds on a day in an office the viewer administers; otherwise :class:`NotFound`."""
    membership = session.scalar(
        select(Membership)
        .options(joinedload(Membership.official), joinedload(Membership.office))
        .where(Membership.id == membership_id, Membership.office_id.in_(viewer.offices("accounts.manage")), holds(on))
    )
    if membership is None:
        raise NotFound(N_("Không tìm thấy người dùng này trong cơ quan của bạn. Có thể vai trò đã kết thúc."))
    return membership


def audit_for(session: Session, viewer: Viewer, *, before: int | None = None, limit: int = 100) -> list[AuditLine]:
    """Entries of the offices that the viewer administers, newest first, without those about the restricted box; one
    query.

    ``before`` goes on behind the entry with that id.
    """
    withheld = or_(*(AuditEntry.target.startswith(f"{kind}:") for kind in sorted(WITHHELD)))
    older = AuditEntry.id < min(before, LARGEST_KEY) if before is not None else true()
    rows = session.execute(
        select(AuditEntry, Official.name, Office.name)
        .outerjoin(Official, Official.id == AuditEntry.official_id)
        .outerjoin(Office, Office.id == AuditEntry.office_id)
        .where(AuditEntry.office_id.in_(viewer.offices("accounts.manage")), ~withheld, older)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [AuditLine(entry, official, office) for entry, official, office in rows]


def holds(on: date) -> ColumnElement[bool]:
    """The condition that a membership holds on a day; ``valid_to`` is the first day on which it does not."""
    return (Membership.valid_from <= on) & or_(Membership.valid_to.is_(None), Membership.valid_to > on)
