"""What a citizen does with a case: sends it, writes more, has it reopened, takes back what was left or written.

No official has a hand in these. Each of them may come twice (a double tap, a telephone that lost the network), and
counts once: the key of the page is the key of the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.feedback.cases.actions import new_case
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import (
    CITIZENS_REOPENINGS,
    MESSAGE_LENGTH,
    PLACE_LENGTH,
    TEXT_LENGTH,
    added_up,
)
from app.feedback.cases.steps import begin, settle, take
from app.feedback.clock.rules import Kind
from app.feedback.codes.rising import may_ask_again, one_up
from app.feedback.codes.rules import hash_of
from app.feedback.contact import actions as contact
from app.feedback.contact.vault import Vault
from app.feedback.coordination.rules import COORDINATING
from app.feedback.files import actions as files
from app.feedback.ratings.queries import ratings_of
from app.feedback.ratings.rules import rated_step
from app.feedback.restricted import actions as restricted


class TextUnfit(Problem):
    """Nothing was written, or more than anybody reads."""


class NotDissatisfied(Conflict):
    """Nobody has said that the reply was not good enough."""


class ReopenedBefore(Conflict):
    """The sender has had his second look."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A case as it comes from a page. ``key`` is the page's; ``contact`` only what was agreed to be kept."""

    key: UUID
    code: str
    office_id: int
    kind: Kind
    text: str
    place: str = ""
    desk_id: int | None = None
    task_id: int | None = None
    locale: str = "vi"
    contact: Mapping[str, str] = field(default_factory=dict)
    photos: Sequence[files.Ready] = ()


def send_case(session: Session, sent: Sent, *, secret: str, vault: Vault) -> tuple[Case, bool]:
    """Store a case and its first step; whether it is new. Sent again, it stays as it was first sent.

    Raises :class:`TextUnfit`.
    """
    found = session.get(Case, sent.key)
    if found is not None:
        return found, False
    case = new_case(sent.office_id, key=sent.key, text=words(sent.text, TEXT_LENGTH), kind=sent.kind)
    case.place = one_line(sent.place)[:PLACE_LENGTH]
    case.desk_id, case.task_id, case.locale = sent.desk_id, sent.task_id, sent.locale
    case.code_hash = hash_of(secret, sent.code)
    session.add(case)
    session.flush()
    step = begin(session, case, "send", by=None, details={"kind": sent.kind, "level": "normal"})
    files.attach(session, step, sent.photos)
    if sent.contact:
        contact.keep(session, case, sent.contact, vault)
    return case, True


def write(session: Session, case: Case, text: str, *, key: UUID, photos: Sequence[files.Ready] = ()) -> bool:
    """Write something to the office; whether it is new. Raises :class:`TextUnfit` and what ``take`` raises."""
    if _came_before(session, case, key):
        return False
    step = take(session, case, "write", by=None, seen=None, text=words(text, MESSAGE_LENGTH), key=key)
    files.attach(session, step, photos)
    return True


def ask_again(session: Session, case: Case, text: str, *, key: UUID, photos: Sequence[files.Ready] = ()) -> bool:
    """Have an answer looked at again one level up, once; whether it is new.

    Raises :class:`ReopenedBefore`, :class:`NotDissatisfied` and as above.
    """
    if _came_before(session, case, key):
        return False
    steps = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number)).all()
    if added_up(steps).citizens_reopenings >= CITIZENS_REOPENINGS:
        raise ReopenedBefore(
            N_(
                "Ông/Bà đã yêu cầu xem lại một lần. Nếu vẫn chưa đồng ý, xin đến nơi tiếp công dân của cơ quan hoặc "
                "gửi một phản ánh mới."
            )
        )
    reply = rated_step(steps)
    if not may_ask_again(reply, ratings_of(session, case.id)):
        raise NotDissatisfied(
            N_(
                "Xin chấm điểm câu trả lời trước. Có mục “Không hài lòng” hoặc “Rất không hài lòng” thì được đề nghị "
                "xem lại. Nội dung Ông/Bà viết vẫn còn đây."
            )
        )
    above = one_up(session, case, reply)
    step = take(
        session, case, "reopen", by=None, seen=None, text=words(text, MESSAGE_LENGTH), key=key, details=above.details
    )
    if above.office_id != case.office_id:
        case.office_id = above.office_id
        settle(session, case)
    files.attach(session, step, photos)
    case.duplicate_of_id = None
    session.flush()
    return True


def withdraw(session: Session, case: Case) -> None:
    """Delete everything that the sender wrote and left, and what colleagues asked each other about it; that there was
    a case, and what the office did, stays.
    """
    if case.flag == "withdrawn":
        return
    take(session, case, "withdraw", by=None, seen=None)
    case.text = case.search = case.place = ""
    restricted.forget(session, case)
    theirs = or_(Step.author == "citizen", Step.verb.in_(COORDINATING))
    for step in session.scalars(select(Step).where(Step.case_id == case.id, theirs)):
        step.text = ""
    files.forget(session, case)
    contact.forget(session, case)
    session.flush()


def words(text: str, limit: int) -> str:
    """What was written, ready to be stored. Raises :class:`TextUnfit`."""
    text = nfc(text.replace("\r\n", "\n")).strip()
    if not text:
        raise TextUnfit(N_("Ông/Bà chưa viết gì. Xin viết nội dung rồi bấm gửi."))
    if len(text) > limit:
        raise TextUnfit(
            N_(
                "Nội dung dài %(length)d ký tự, nhiều hơn %(limit)d ký tự hệ thống nhận được. Nội dung vẫn còn đây; "
                "xin rút gọn, hoặc gửi thành hai lần."
            ),
            length=len(text),
            limit=limit,
        )
    return text


def _came_before(session: Session, case: Case, key: UUID) -> bool:
    found = session.get(Step, key)
    return found is not None and found.case_id == case.id
