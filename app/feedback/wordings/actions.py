"""Adding, changing and removing texts kept ready, and taking over those that come with the program."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.feedback.cases.steps import refuse_without_right
from app.feedback.wordings.models import Wording
from app.feedback.wordings.queries import CHANGES
from app.feedback.wordings.rules import NAME_LENGTH, PURPOSES, TEXT_LENGTH
from app.feedback.wordings.shipped import SHIPPED
from app.offices.models import Office


class WordingUnfit(Problem):
    """No name, no words, or too much of either."""


class NameTaken(Conflict):
    """Another text of the office is called so."""


class WordingChanged(Conflict):
    """The text is not the one that was read."""


def add_wording(session: Session, office_id: int, *, purpose: str, name: str, text: str, by: int) -> Wording:
    """Keep a new text ready. Raises :class:`WordingUnfit`, :class:`NameTaken` and ``RightLost``."""
    refuse_without_right(session, by, CHANGES, office_id)
    purpose, name, text = _fit(purpose, name, text)
    made = Wording(
        office_id=office_id,
        purpose=purpose,
        name=name,
        text=text,
        version=1,
        changed_at=clock.now(),
        changed_by_id=by,
    )
    session.add(made)
    _flush(session, name)
    _record(session, N_("Thêm mẫu trả lời"), made, by)
    return made


def change_wording(
    session: Session, wording: Wording, *, purpose: str, name: str, text: str, by: int, seen: int
) -> None:
    """Change a text as it was seen. Raises as :func:`add_wording`, and :class:`WordingChanged`."""
    found = _held(session, wording, by, seen)
    found.purpose, found.name, found.text = _fit(purpose, name, text)
    found.version += 1
    found.changed_at, found.changed_by_id = clock.now(), by
    _flush(session, found.name)
    _record(session, N_("Sửa mẫu trả lời"), found, by)


def remove_wording(session: Session, wording: Wording, *, by: int, seen: int) -> None:
    """Keep it ready no more; what was sent with it stays."""
    found = _held(session, wording, by, seen)
    _record(session, N_("Bỏ mẫu trả lời"), found, by)
    session.delete(found)
    session.flush()


def adopt(session: Session, office: Office, names: Collection[str], *, by: int) -> int:
    """Take over the texts of the program that are called so, without those whose name the office uses; how many."""
    refuse_without_right(session, by, CHANGES, office.id)
    wanted = [each for each in SHIPPED if each.name in names]
    if not wanted:
        raise WordingUnfit(N_("Hãy đánh dấu ít nhất một mẫu rồi bấm lại."))
    session.scalars(select(Office).where(Office.id == office.id).with_for_update()).one()
    known = set(session.scalars(select(Wording.name).where(Wording.office_id == office.id)))
    fresh = [each for each in wanted if each.name not in known]
    for each in fresh:
        add_wording(session, office.id, purpose=each.purpose, name=each.name, text=each.text, by=by)
    return len(fresh)


def _fit(purpose: str, name: str, text: str) -> tuple[str, str, str]:
    name, text = one_line(name), nfc(text.replace("\r\n", "\n")).strip()
    if purpose not in PURPOSES:
        raise WordingUnfit(N_("Hãy chọn bước dùng mẫu."))
    if not name or not text:
        raise WordingUnfit(N_("Hãy ghi tên mẫu và nội dung mẫu."))
    for words, limit in ((name, NAME_LENGTH), (text, TEXT_LENGTH)):
        if len(words) > limit:
            raise WordingUnfit(
                N_("Tên hoặc nội dung dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự."),
                length=len(words),
                limit=limit,
            )
    return purpose, name, text


def _held(session: Session, wording: Wording, by: int, seen: int) -> Wording:
    """The text as it is now, held until the transaction ends."""
    refuse_without_right(session, by, CHANGES, wording.office_id)
    found = session.scalar(
        select(Wording)
        .where(Wording.id == wording.id)
        .with_for_update(of=Wording)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise WordingChanged(
            N_("Mẫu này vừa được người khác bỏ. Nội dung bạn viết vẫn còn đây; hãy lưu thành mẫu mới.")
        )
    if found.version != seen:
        raise WordingChanged(
            N_("Mẫu này vừa được người khác sửa. Bản mới ở dưới, nội dung bạn viết vẫn còn đây: hãy xem rồi bấm lại.")
        )
    return found


def _flush(session: Session, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as problem:
        raise NameTaken(N_("Cơ quan đã có mẫu tên “%(name)s”. Hãy đặt tên khác."), name=name) from problem


def _record(session: Session, verb: str, wording: Wording, by: int) -> None:
    record(session, verb, f"office:{wording.office_id}", by=by, office_id=wording.office_id, name=wording.name)
