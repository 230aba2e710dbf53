"""Changes of memberships, and the record of changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.access.queries import holds
from app.access.roles import ROLES
from app.accounts.actions import add_official, first_password, set_password
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.offices.models import Office

ADMINISTRATOR = "administrator"
RECEPTION = "reception"


class UnknownRole(Problem):
    """No such role."""


class LastAdministrator(Conflict):
    """An office without an administrator could never be administered again."""


class ReceivesAlready(Conflict):
    """The official has been named before."""


class TooLate(Problem):
    """Nobody is named for days that are over."""


class AlreadyEnded(Conflict):
    """Somebody else was faster."""


class HoldsRolesElsewhere(Conflict):
    """Who gives this official a new password would get the official's rights in other offices too."""


def grant(session: Session, official: Official, office: Office, role: str, *, since: date) -> Membership:
    """Give ``official`` a role in ``office`` from a day on; a role that had ended begins anew."""
    if role not in ROLES:
        raise UnknownRole(N_("Không có vai trò “%(role)s”. Các vai trò: %(roles)s."), role=role, roles=", ".join(ROLES))
    membership = session.scalar(
        select(Membership).where(
            Membership.official_id == official.id, Membership.office_id == office.id, Membership.role == role
        )
    )
    if membership is None:
        membership = Membership(official=official, office=office, role=role, valid_from=since)
        session.add(membership)
    elif membership.valid_to is not None:
        membership.valid_from, membership.valid_to = since, None
    session.flush()
    return membership


def add_member(
    session: Session, office: Office, *, sign_in_name: str, name: str, role: str, by: int | None
) -> tuple[Membership, str]:
    """Add an official with a role in ``office``; also gives the first password, which is stored nowhere as it is."""
    password = first_password()
    official = add_official(session, sign_in_name=sign_in_name, name=name, password=password, temporary=True)
    membership = grant(session, official, office, role, since=clock.today())
    _record(session, N_("Thêm người dùng"), membership, by=by, role=role)
    return membership, password


def change_role(session: Session, membership: Membership, role: str, *, by: int | None) -> Membership:
    """Let the official of ``membership`` hold another role in the same office from today on."""
    if role == membership.role:
        return membership
    changed = grant(session, membership.official, membership.office, role, since=clock.today())
    _end(session, membership)
    _record(session, N_("Đổi vai trò"), changed, by=by, before=membership.role, after=role)
    return changed


def name_receiver(session: Session, membership: Membership, *, since: date, by: int | None) -> Membership:
    """Let an official of the office receive citizens from a day on, beside the role that he has.

    Raises :class:`ReceivesAlready` and :class:`TooLate`.
    """
    if since < clock.today():
        raise TooLate(N_("Chỉ giao được từ hôm nay trở đi; việc đã qua không đổi được."))
    held = session.scalar(
        select(Membership.id).where(
            Membership.official_id == membership.official_id,
            Membership.office_id == membership.office_id,
            Membership.role == RECEPTION,
            Membership.valid_to.is_(None) | (Membership.valid_to > clock.today()),
        )
    )
    if held is not None:
        raise ReceivesAlready(N_("%(name)s đã được giao tiếp công dân."), name=membership.official.name)
    named = grant(session, membership.official, membership.office, RECEPTION, since=since)
    _record(session, N_("Giao tiếp công dân"), named, by=by, role=RECEPTION, from_day=clock.show_day(since))
    return named


def end_membership(session: Session, membership: Membership, *, by: int | None) -> None:
    """Take the role back from today on. What the official has done stays; so does the account."""
    _end(session, membership)
    _record(session, N_("Kết thúc vai trò"), membership, by=by, role=membership.role)


def reset_password(session: Session, membership: Membership, *, administered: Collection[int], by: int | None) -> str:
    """Give the official a new first password and end every open sign-in; returns the password.

    ``administered`` are the offices that the acting administrator answers for. An official with a role in another
    office is refused: a new password would open that office too.
    """
    elsewhere = session.scalar(
        select(Membership.id)
        .where(
            Membership.official_id == membership.official_id,
            Membership.office_id.not_in(administered),
            holds(clock.today()),
        )
        .limit(1)
    )
    if elsewhere is not None:
        raise HoldsRolesElsewhere(
            N_(
                "%(name)s còn có vai trò ở cơ quan khác nên không cấp lại mật khẩu từ đây được. "
                "Hãy để người đó tự đổi mật khẩu, hoặc nhờ quản trị viên của cả hai cơ quan."
            ),
            name=membership.official.name,
        )
    password = first_password()
    set_password(session, membership.official, password, temporary=True)
    _record(session, N_("Cấp lại mật khẩu"), membership, by=by)
    return password


def record(
    session: Session,
    verb: str,
    target: str,
    *,
    by: int | None,
    office_id: int | None,
    **details: Any,
) -> None:
    """Write one audit entry into the current transaction.

    ``verb`` is what was done, in words marked with ``N_``: the page of the record translates them. ``target`` names
    the row (``plan:3``); ``name=`` among the details is what people call it. Never an answer's text.
    """
    session.add(
        AuditEntry(at=clock.now(), official_id=by, office_id=office_id, verb=verb, target=target, details=dict(details))
    )


def _end(session: Session, membership: Membership) -> None:
    """End a membership today; the rows of all administrators are locked, so that two cannot end each other."""
    administrators = list(
        session.scalars(
            select(Membership)
            .join(Membership.official)
            .where(
                Membership.office_id == membership.office_id,
                Membership.role == ADMINISTRATOR,
                holds(clock.today()),
                Official.active,
            )
            .order_by(Membership.id)
            .with_for_update(of=Membership)
            .execution_options(populate_existing=True)
        )
    )
    if membership.valid_to is not None and membership.valid_to <= clock.today():
        raise AlreadyEnded(N_("Vai trò này đã kết thúc ngày %(day)s."), day=clock.show_day(membership.valid_to))
    if administrators == [membership]:
        raise LastAdministrator(
            N_("Đây là quản trị viên duy nhất của cơ quan. Hãy giao quyền quản trị cho một người khác trước.")
        )
    membership.valid_to = clock.today()
    session.flush()


def _record(session: Session, verb: str, membership: Membership, *, by: int | None, **details: Any) -> None:
    official = membership.official
    record(
        session, verb, f"official:{official.id}", by=by, office_id=membership.office_id, name=official.name, **details
    )
