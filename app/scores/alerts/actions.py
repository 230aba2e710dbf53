"""Opening, clearing and acknowledging alerts, and changing the rules of an office.

An alert stays until a person acknowledges it, also when its reason is gone: what disappears by itself is never looked
into. Acknowledged, it is quiet as long as the reason lasts; when that is gone and comes back, there is a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.offices.models import Office
from app.scores.alerts.models import Alert, AlertRules
from app.scores.alerts.queries import choice_for
from app.scores.alerts.rules import LIMITS, NOTE_LENGTH, RULES, Choice, Finding, data_of


class NothingSaid(Problem):
    """An acknowledgement without a word about what is done."""


class LimitOutOfBounds(Problem):
    """A limit that would never tell anybody, or always."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a look at the rules changed."""

    opened: int
    cleared: int


def tell(session: Session, office: Office, findings: Sequence[Finding], *, now: datetime) -> Told:
    """Open what is new, keep what is known, and note what is gone. Doing it again changes nothing."""
    known = {
        alert.open_key: alert
        for alert in session.scalars(select(Alert).where(Alert.office_id == office.id, Alert.open_key.is_not(None)))
    }
    opened = 0
    seen: set[str | None] = set()
    for finding in findings:
        key = f"{office.id}:{finding.rule}:{finding.subject}"
        seen.add(key)
        alert = known.get(key)
        if alert is None:
            opened += _open(session, office, key, finding, now)
        else:
            alert.seen_at, alert.cleared_at, alert.details = now, None, dict(finding.details)
    cleared = 0
    for alert in known.values():
        if alert.open_key not in seen and alert.cleared_at is None:
            alert.cleared_at = now
            cleared += 1
        _release(alert)
    session.flush()
    return Told(opened, cleared)


def acknowledge(session: Session, alert: Alert, note: str, *, by: int, now: datetime) -> None:
    """Somebody has taken note, and says what is done. Raises :class:`NothingSaid` and :class:`Conflict`."""
    note = note.strip()
    if not note or len(note) > NOTE_LENGTH:
        raise NothingSaid(
            N_("Hãy ghi việc đã làm hoặc sẽ làm, nhiều nhất %(most)d ký tự."), most=NOTE_LENGTH
        )  # fmt: skip
    session.refresh(alert, ["acknowledged_at"])
    if alert.acknowledged_at is not None:
        raise Conflict(N_("Cảnh báo này đã có người ghi nhận trước. Hãy tải lại trang để xem."))
    alert.acknowledged_at, alert.acknowledged_by_id, alert.note = now, by, note
    _release(alert)
    session.flush()
    record(
        session, N_("Ghi nhận cảnh báo"), f"office:{alert.office_id}", by=by, office_id=alert.office_id,
        title=RULES[alert.rule].name,  # type: ignore[index]  # a check constraint holds it
    )  # fmt: skip


def change_rules(
    session: Session,
    office: Office,
    *,
    off: Collection[str],
    limits: Mapping[str, int],
    also: Collection[int],
    by: int | None,
) -> Choice:
    """Set the rules of an office; they hold from the next look on. Raises :class:`LimitOutOfBounds`."""
    for key, value in limits.items():
        limit = LIMITS[key]
        if not limit.low <= value <= limit.high or (limit.choices and value not in limit.choices):
            raise LimitOutOfBounds(
                N_("“%(name)s”: hãy ghi một số từ %(low)d đến %(high)d."),
                name=limit.name,
                low=limit.low,
                high=limit.high,
            )
    before = choice_for(session, office.id)
    changed = tuple((key, limits[key]) for key in LIMITS if limits.get(key, LIMITS[key].default) != LIMITS[key].default)
    choice = Choice(frozenset(off) & RULES.keys(), changed, frozenset(also))
    if choice == before:
        return choice
    session.merge(AlertRules(office_id=office.id, data=data_of(choice)))
    session.flush()
    record(
        session, N_("Đổi quy tắc cảnh báo"), f"office:{office.id}", by=by, office_id=office.id,
        name=office.name, before=data_of(before), after=data_of(choice),
    )  # fmt: skip
    return choice


def _open(session: Session, office: Office, key: str, finding: Finding, now: datetime) -> bool:
    """Add an alert; False where another look was faster."""
    try:
        with session.begin_nested():
            session.add(
                Alert(
                    office_id=office.id,
                    rule=finding.rule,
                    open_key=key,
                    task_id=finding.task_id,
                    desk_id=finding.desk_id,
                    case_id=finding.case_id,
                    details=dict(finding.details),
                    opened_at=now,
                    seen_at=now,
                )
            )
    except IntegrityError:
        return False
    return True


def _release(alert: Alert) -> None:
    """What is acknowledged and over makes room for the next of its kind."""
    if alert.acknowledged_at is not None and alert.cleared_at is not None:
        alert.open_key = None
