"""Named reads about the sheets of a consultation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Official
from app.core import clock
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.sheets.models import OpinionSheet


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sheets were typed in, by whom; how many an official has typed today, and those he may correct."""

    typists: Mapping[str, int]
    today: int
    own: tuple[int, ...]


def standing(session: Session, consultation: Consultation, official_id: int) -> Standing:
    """Where an official stands with the sheets of a consultation; one query."""
    rows = session.execute(
        select(OpinionSheet, Official.name)
        .join(Official, Official.id == OpinionSheet.typed_by_id)
        .where(OpinionSheet.consultation_id == consultation.id, OpinionSheet.undone.is_(False))
        .order_by(Official.name, OpinionSheet.number)
    ).all()
    typists: dict[str, int] = {}
    for _sheet, name in rows:
        typists[name] = typists.get(name, 0) + 1
    mine = [sheet for sheet, _name in rows if sheet.typed_by_id == official_id]
    return Standing(
        typists,
        sum(sheet.typed_on == clock.today() for sheet in mine),
        tuple(sheet.number for sheet in mine if sheet.contribution_id is not None),
    )
