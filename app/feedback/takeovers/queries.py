"""Named reads of what stays with offices that ended, for those who administer an heir or the office above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case
from app.feedback.cases.queries import with_names
from app.offices.models import Office
from app.offices.queries import all_heirs, offices_with_ids

MANAGES = "accounts.manage"
MOST = 300
"""So many cases of one office are shown, and taken over, at once; the page is opened again for the rest."""


@dataclass(frozen=True, slots=True)
class Left:
    """An office that ended, who may get its cases through the viewer, and the cases that are not closed.

    ``divided``: several offices do its work now, so that nobody can say for all of them at once where they belong.
    What lies in the restricted box is in no list, and not counted either.
    """

    office: Office
    heirs: list[Office]
    divided: bool
    cases: list[Case]
    more: int


def left_behind(session: Session, viewer: Viewer, *, today: date) -> list[Left]:
    """Every office that ended and whose heirs ``viewer`` administers, or the office above them, with what stays there:
    those with cases first. Five queries.
    """
    managed = set(viewer.offices(MANAGES))
    heirs = all_heirs(session, on=today) if managed else {}
    known = offices_with_ids(session, set(heirs).union(*heirs.values()))
    open_to = {office.id: office for office in known if office.id in managed or office.superior_id in managed}
    given = {ended: [heir for key, heir in open_to.items() if key in found] for ended, found in heirs.items()}
    ended = [office for office in known if given.get(office.id)]
    cases = _open_cases(session, [office.id for office in ended])
    found = [
        Left(
            office,
            given[office.id],
            len(heirs[office.id]) > 1,
            cases[office.id][:MOST],
            max(0, len(cases[office.id]) - MOST),
        )
        for office in ended
    ]
    return sorted(found, key=lambda left: not left.cases)


def left_by(session: Session, viewer: Viewer, office_id: int, *, today: date) -> Left:
    """What stays with one office that ended, if ``viewer`` may take it over; otherwise :class:`NotFound`."""
    found = next((left for left in left_behind(session, viewer, today=today) if left.office.id == office_id), None)
    if found is None:
        raise NotFound(N_("Không tìm thấy cơ quan cũ này, hoặc cơ quan của bạn không tiếp nhận công việc của nơi đó."))
    return found


def _open_cases(session: Session, offices: Collection[int]) -> defaultdict[int, list[Case]]:
    """The cases of these offices that are not closed, what is due first at the head; one query."""
    found: defaultdict[int, list[Case]] = defaultdict(list)
    waiting = (Case.office_id.in_(offices), Case.state != "closed", Case.restricted.is_(False))
    for case in session.scalars(with_names().where(*waiting).order_by(Case.due_at.is_(None), Case.due_at, Case.id)):
        found[case.office_id].append(case)
    return found
