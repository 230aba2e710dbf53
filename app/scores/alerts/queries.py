"""Named reads of alerts. The head sees those of the office, everybody else those of the own tasks and cases."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.models import Membership
from app.access.queries import holds
from app.access.roles import ROLES
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.restricted.models import BoxedText
from app.feedback.restricted.queries import seen_by
from app.offices.models import Office
from app.plans.models import TaskHolder
from app.scores.alerts.models import Alert, AlertRules
from app.scores.alerts.rules import Choice, choice_of

MOST = 200
READ, READ_ALL, HANDLE = "alerts.read", "alerts.read-all", "alerts.handle"
HEAD = "cases.approve"
"""What only the head of an office holds."""


def choice_for(session: Session, office_id: int) -> Choice:
    """The rules in force at an office."""
    found = session.get(AlertRules, office_id, populate_existing=True)
    return choice_of(found.data if found else None)


def alerts_for(session: Session, viewer: Viewer, *, acknowledged: bool) -> list[Alert]:
    """The alerts that wait for somebody, or those that somebody took note of, the newest first; two queries."""
    taken = Alert.acknowledged_at.is_not(None) if acknowledged else Alert.acknowledged_at.is_(None)
    newest = Alert.acknowledged_at if acknowledged else Alert.opened_at
    return list(
        session.scalars(
            _alerts().where(_visible(session, viewer), taken).order_by(newest.desc(), Alert.id.desc()).limit(MOST)
        )
    )


def alerts_of_task(session: Session, viewer: Viewer, task_id: int) -> list[Alert]:
    """The alerts about one task that wait for somebody."""
    return list(
        session.scalars(
            _alerts()
            .where(_visible(session, viewer), Alert.task_id == task_id, Alert.acknowledged_at.is_(None))
            .order_by(Alert.opened_at.desc(), Alert.id.desc())
        )
    )


def alerts_to_write(session: Session, viewer: Viewer) -> list[Alert]:
    """The alerts that wait for somebody and that a letter names to ``viewer``, the newest first; two queries.

    Letters go to the head, to who answers for the task or holds the case, and to whom the office wants told besides.
    What lies in the restricted box is in no letter.
    """
    offices = viewer.offices(READ)
    open_to_all = select(Case.id).where(Case.restricted.is_(False))
    return list(
        session.scalars(
            _alerts()
            .where(
                Alert.acknowledged_at.is_(None),
                Alert.office_id.in_(offices),
                or_(
                    Alert.office_id.in_([*viewer.offices(HEAD), *_told_besides(session, viewer, offices)]),
                    _named(viewer),
                ),
                or_(Alert.case_id.is_(None), Alert.case_id.in_(open_to_all)),
            )
            .order_by(Alert.opened_at.desc(), Alert.id.desc())
            .limit(MOST)
        )
    )


def count_open(session: Session, viewer: Viewer) -> int:
    """How many alerts wait for somebody, of those that the viewer sees."""
    if not viewer.may_somewhere(READ):
        return 0
    return session.scalar(
        select(func.count(Alert.id)).where(_visible(session, viewer), Alert.acknowledged_at.is_(None))
    ) or 0  # fmt: skip


def alert_for(session: Session, viewer: Viewer, alert_id: int, *, permission: str = READ) -> Alert:
    """The alert, if ``viewer`` sees it and holds ``permission`` there; otherwise :class:`NotFound`."""
    found = session.scalar(
        _alerts().where(
            Alert.id == alert_id, _visible(session, viewer), Alert.office_id.in_(viewer.offices(permission))
        )
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy cảnh báo này. Có thể cảnh báo thuộc nhiệm vụ của người khác."))
    return found


def officials_to_tell(session: Session, office: Office) -> list[Official]:
    """The officials of an office whose role may read alerts, by name: those who can be told besides."""
    roles = [role.key for role in ROLES.values() if READ in role.permissions]
    return list(
        session.scalars(
            select(Official)
            .join(Membership, Membership.official_id == Official.id)
            .where(Membership.office_id == office.id, Membership.role.in_(roles), holds(clock.today()), Official.active)
            .distinct()
            .order_by(Official.name, Official.id)
        )
    )


def _visible(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    open_to_all = select(Case.id).where(Case.restricted.is_(False))
    offices = viewer.offices(READ)
    seen = or_(
        Alert.office_id.in_([*viewer.offices(READ_ALL), *_told_besides(session, viewer, offices)]),
        _named(viewer),
    )
    in_my_box = select(BoxedText.case_id).where(seen_by(viewer), BoxedText.lifted_at.is_(None))
    free = or_(Alert.case_id.is_(None), Alert.case_id.in_(open_to_all), Alert.case_id.in_(in_my_box))
    return and_(Alert.office_id.in_(offices), seen, free)


def _named(viewer: Viewer) -> ColumnElement[bool]:
    """What is about the viewer's own tasks and cases."""
    mine = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
    held = select(Case.id).where(Case.holder_id == viewer.official_id)
    return or_(Alert.task_id.in_(mine), Alert.case_id.in_(held))


def _told_besides(session: Session, viewer: Viewer, offices: Collection[int]) -> list[int]:
    """The offices that want the viewer told of everything."""
    rows = session.scalars(select(AlertRules).where(AlertRules.office_id.in_(offices)))
    return [row.office_id for row in rows if viewer.official_id in choice_of(row.data).also]


def _alerts() -> Select[Alert]:
    return select(Alert).options(
        joinedload(Alert.office), joinedload(Alert.task), joinedload(Alert.desk), joinedload(Alert.acknowledged_by)
    )
