"""Named reads of texts kept ready, and the facts of a case that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import case as sql_case
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import LARGEST_KEY
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.cases.rules import show_reference
from app.feedback.wordings.models import Wording
from app.feedback.wordings.rules import PURPOSES, filled
from app.offices.models import Office

READS, CHANGES = "cases.read", "cases.wordings"


def wordings_of(session: Session, office_id: int) -> list[Wording]:
    """All texts of an office, by step and name; one query."""
    order = sql_case({purpose: at for at, purpose in enumerate(PURPOSES)}, value=Wording.purpose)
    return list(
        session.scalars(
            select(Wording)
            .options(joinedload(Wording.changed_by))
            .where(Wording.office_id == office_id)
            .order_by(order, Wording.name, Wording.id)
        )
    )


def wordings_by_step(session: Session, office_id: int) -> dict[str, list[Wording]]:
    """The texts of an office by the step that they are for, those for any step behind each; one query."""
    found = wordings_of(session, office_id)
    general = [each for each in found if each.purpose == "any"]
    return {
        purpose: [each for each in found if each.purpose == purpose] + general
        for purpose in PURPOSES
        if purpose != "any"
    }


def wording_for(session: Session, viewer: Viewer, wording_id: int) -> Wording:
    """One text that ``viewer`` may change; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(Wording)
        .options(joinedload(Wording.office))
        .where(Wording.id == min(wording_id, LARGEST_KEY), Wording.office_id.in_(viewer.offices(CHANGES)))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy mẫu trả lời này. Có thể mẫu đã được bỏ hoặc thuộc cơ quan khác."))
    return found


def facts_of(session: Session, case: Case) -> Mapping[str, str]:
    """What may be filled in from a case; nothing that leads to its sender."""
    return {
        "số hồ sơ": show_reference(case.reference),
        "ngày nhận": clock.show_day(clock.day_of(case.hour)),
        "hôm nay": clock.show_day(clock.today()),
        "thời hạn": clock.show_day(clock.day_of(case.due_at)) if case.due_at else "",
        "đơn vị": case.unit,
        "cơ quan": session.get_one(Office, case.office_id).name,
    }


def ready_for(session: Session, case: Case, purpose: str, wording_id: int) -> str | None:
    """A text of the case's office for a step, with the facts filled in; None where there is none."""
    found = session.scalar(
        select(Wording.text).where(
            Wording.id == min(wording_id, LARGEST_KEY),
            Wording.office_id == case.office_id,
            Wording.purpose.in_((purpose, "any")),
        )
    )
    return None if found is None else filled(found, facts_of(session, case))


def texts_ready(session: Session, case: Case) -> list[str]:
    """Every text that the case's office keeps ready, with the facts filled in; one query."""
    facts = facts_of(session, case)
    return [
        filled(text, facts) for text in session.scalars(select(Wording.text).where(Wording.office_id == case.office_id))
    ]
