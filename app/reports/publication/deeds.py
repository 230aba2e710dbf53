"""What people said and what was done about it: the one place that the public page asks.

Whatever is told to the public about a matter has this shape, wherever it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.text import N_, one_line
from app.feedback.measures.queries import done_measures
from app.feedback.replies.queries import published_replies
from app.offices.models import Office
from app.reports.publication.models import Deed

LONGEST = 600
_PERSONAL = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)|\b\d{12}\b|[\w.+-]+@[\w-]+\.\w+")
"""Telephone numbers, identity numbers, mail addresses."""


class LeadsToSomebody(Problem):
    """What stands on the public page must not lead to a person."""


class NothingTold(Problem):
    """Both sides have to be told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was ``said``, in the office's words, what was done about it, and when. ``id`` is for the office alone."""

    said: str
    did: str
    on: date
    id: int | None = None


def told_between(session: Session, office_id: int, first: date, last: date) -> Sequence[Told]:
    """What was done in these days, both included, the newest first: what the office tells here, its measures that were
    made public, and its approved public replies. Three queries.
    """
    own = _told(session, _deeds(office_id).where(Deed.done_on >= first, Deed.done_on <= last))
    measures = (Told(each.said, each.done, each.on) for each in done_measures(session, office_id, first, last))
    replies = (Told(each.said, each.done, each.on) for each in published_replies(session, office_id, first, last))
    return sorted((*own, *measures, *replies), key=_newest_first)


def all_told(session: Session, office_id: int) -> Sequence[Told]:
    """Everything that the office has told, the newest first; one query."""
    return _told(session, _deeds(office_id))


def tell(session: Session, office: Office, *, said: str, did: str, on: date, by: int | None) -> Deed:
    """Put a matter on the public page; refused where it is not told whole or leads to somebody."""
    said, did = one_line(said)[:LONGEST], one_line(did)[:LONGEST]
    if not said or not did:
        raise NothingTold(N_("Hãy ghi cả điều bà con nói và việc cơ quan đã làm."))
    if on > clock.today():
        raise NothingTold(N_("Chỉ ghi việc đã làm xong; ngày làm xong không được sau hôm nay."))
    if _PERSONAL.search(said) or _PERSONAL.search(did):
        raise LeadsToSomebody(
            N_(
                "Nội dung có số điện thoại, số định danh hoặc địa chỉ thư điện tử. Trang này ai cũng đọc được: hãy "
                "viết lại sao cho không tìm ra được người đã phản ánh."
            )
        )
    deed = Deed(office_id=office.id, said=said, did=did, done_on=on, told_at=clock.now(), by_id=by)
    session.add(deed)
    session.flush()
    record(session, N_("Kể việc đã làm trên trang công khai"), f"deed:{deed.id}", by=by, office_id=office.id, name=said)
    return deed


def take_down(session: Session, viewer: Viewer, deed_id: int, *, permission: str) -> int:
    """Take a matter off the public page at once; gives the office's id."""
    deed = session.get(Deed, deed_id)
    if deed is None or not viewer.may(permission, deed.office_id):
        raise NotFound(N_("Không tìm thấy mục này; có thể mục đã được gỡ."))
    office_id = deed.office_id
    record(
        session,
        N_("Gỡ việc đã làm khỏi trang công khai"),
        f"deed:{deed.id}",
        by=viewer.official_id,
        office_id=office_id,
        name=deed.said,
    )
    session.delete(deed)
    session.flush()
    return office_id


def _newest_first(told: Told) -> int:
    return -told.on.toordinal()


def _deeds(office_id: int) -> Select[Deed]:
    return select(Deed).where(Deed.office_id == office_id).order_by(Deed.done_on.desc(), Deed.id.desc())


def _told(session: Session, deeds: Select[Deed]) -> Sequence[Told]:
    return [Told(deed.said, deed.did, deed.done_on, deed.id) for deed in session.scalars(deeds)]
