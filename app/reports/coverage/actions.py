"""Writing down how many people live in the groups of one topic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Problem
from app.core.text import N_, one_line
from app.offices.models import Office
from app.reports.coverage.models import PopulationFigure

MOST_PEOPLE = 200_000_000


class FigureUnfit(Problem):
    """A number that nobody can have counted, or one without its source."""


def set_population(
    session: Session,
    office: Office,
    topic: str,
    people: Mapping[str, int | None],
    *,
    source: str,
    counted_on: date,
    by: int | None,
) -> None:
    """Replace what is known about one topic; a group with None is unknown. Raises :class:`FigureUnfit`."""
    known = {label: number for label, number in people.items() if number is not None}
    if any(not 0 <= number <= MOST_PEOPLE for number in known.values()):
        raise FigureUnfit(N_("Số dân phải từ 0 đến %(most)s."), most=str(MOST_PEOPLE))
    if known and not one_line(source):
        raise FigureUnfit(N_("Hãy ghi nguồn của số liệu, ví dụ: Tổng điều tra dân số 2024, Công an xã."))
    if counted_on > clock.today():
        raise FigureUnfit(N_("Ngày thống kê chưa đến. Hãy xem lại."))
    session.execute(
        delete(PopulationFigure).where(PopulationFigure.office_id == office.id, PopulationFigure.topic == topic)
    )
    session.add_all(
        PopulationFigure(
            office_id=office.id,
            topic=topic,
            label=label,
            people=number,
            source=one_line(source)[:200],
            counted_on=counted_on,
        )
        for label, number in known.items()
    )
    session.flush()
    record(session, N_("Ghi số dân theo nhóm"), f"office:{office.id}", by=by, office_id=office.id, name=office.name)
