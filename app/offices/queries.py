"""Reads about offices."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.text import N_
from app.offices.models import Office


def office_with_code(session: Session, code: str) -> Office:
    """The office with this code; :class:`NotFound` names the code."""
    office = session.scalar(select(Office).where(Office.code == code))
    if office is None:
        raise NotFound(N_("Không có cơ quan mang mã “%(code)s”."), code=code)
    return office


def offices_with_ids(session: Session, ids: Collection[int]) -> list[Office]:
    """Offices by name."""
    return list(session.scalars(select(Office).where(Office.id.in_(ids)).order_by(Office.name, Office.id)))
