"""Keeping, opening, deleting and purging contact details."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.cases.steps import refuse_without_right
from app.feedback.contact.models import CaseContact
from app.feedback.contact.rules import CONSENT, KEPT_AFTER_CLOSING, last_day
from app.feedback.contact.vault import Vault


def keep(session: Session, case: Case, details: Mapping[str, str], vault: Vault) -> CaseContact:
    """Seal what the sender left, with the sentence that he agreed to and the last day on which it is kept."""
    today = clock.today()
    row = CaseContact(
        case_id=case.id,
        sealed=vault.seal(details),
        consent=CONSENT,
        consented_on=today,
        delete_on=last_day(today),
    )
    session.add(row)
    session.flush()
    return row


def open_contact(session: Session, case: Case, vault: Vault, *, by: int) -> dict[str, str]:
    """Open it for the official who answers; every opening is written down. Empty where nothing was left.

    Raises :class:`app.feedback.cases.steps.RightLost` and :class:`app.feedback.contact.vault.Unreadable`.
    """
    refuse_without_right(session, by, "cases.handle", case.office_id)
    row = session.get(CaseContact, case.id, populate_existing=True)
    if row is None:
        return {}
    details = vault.open(row.sealed)
    verb = N_("Mở thông tin liên hệ của người phản ánh")
    record(session, verb, f"case:{case.id}", by=by, office_id=case.office_id, name=case.reference)
    return details


def forget(session: Session, case: Case) -> bool:
    """Delete what the sender left; whether there was anything."""
    return _deleted(session, CaseContact.case_id == case.id) > 0


def purge(session: Session, *, today: date) -> int:
    """Delete everything whose time is over: its last day, or 30 days after the case was closed. How many it were."""
    closed_before = datetime.combine(today - KEPT_AFTER_CLOSING, time.min, clock.VIETNAM)
    old = select(Case.id).where(Case.closed_at < closed_before)
    return _deleted(session, or_(CaseContact.delete_on <= today, CaseContact.case_id.in_(old)))


def reseal(session: Session, vault: Vault) -> int:
    """Put everything under the newest key; how many it were."""
    rows = session.scalars(select(CaseContact)).all()
    for row in rows:
        row.sealed = vault.renew(row.sealed)
    session.flush()
    return len(rows)


def _deleted(session: Session, which: Any) -> int:
    done = session.execute(delete(CaseContact).where(which).execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount
