"""Proposing, approving and taking down a public reply.

Who proposes and who approves are asked for their right inside the writing transaction; who has not seen the newest text
is refused, and gets back what he wrote.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.feedback.cases.models import Case
from app.feedback.cases.steps import refuse_without_right
from app.feedback.replies.models import PublicReply
from app.feedback.replies.queries import names_of_officials
from app.feedback.traces.rules import traces_in

SAID_LENGTH = 1_000
DONE_LENGTH = 3_000


class NotPublic(Conflict):
    """Nothing of this case may be published, or not yet."""


class ChangedMeanwhile(Conflict):
    """The text is not the one that was read."""


class ReplyUnfit(Problem):
    """A part of the text is missing, or too long for a public page."""


class TracesUnseen(Problem):
    """The text seems to lead to persons, and nobody has said that it may."""


def propose(session: Session, case: Case, *, said: str, done: str, by: int, seen: int) -> PublicReply:
    """Write or change the public text; an approval that it had ends.

    Raises :class:`NotPublic`, :class:`ChangedMeanwhile`, :class:`ReplyUnfit` and
    :class:`app.feedback.cases.steps.RightLost`.
    """
    refuse_without_right(session, by, "cases.handle", case.office_id)
    found = _locked(session, case, seen)
    said, done = _words(said, SAID_LENGTH), _words(done, DONE_LENGTH)
    if found is None:
        found = PublicReply(case_id=case.id, version=0)
        session.add(found)
    found.version += 1
    found.said, found.done = said, done
    found.proposed_by_id, found.proposed_at = by, clock.now()
    found.approved_by_id = found.approved_at = None
    session.flush()
    _record(session, N_("Đề xuất trả lời công khai"), case, by=by)
    return found


def approve(session: Session, case: Case, *, by: int, seen: int, traces_seen: bool) -> PublicReply:
    """Let everybody read the text as it was seen.

    Raises as :func:`propose`, and :class:`TracesUnseen` where the text seems to lead to persons and ``traces_seen``
    does not say that this is meant.
    """
    refuse_without_right(session, by, "cases.approve", case.office_id)
    found = _locked(session, case, seen)
    if found is None:
        raise NotPublic(N_("Chưa có văn bản nào để duyệt. Hãy viết trả lời công khai trước."))
    known = names_of_officials(session, case.office_id)
    if not traces_seen and traces_in(f"{found.said}\n{found.done}", known):
        raise TracesUnseen(
            N_("Văn bản có chỗ giống thông tin cá nhân. Hãy sửa, hoặc đánh dấu là đã xem từng chỗ rồi duyệt.")
        )
    found.approved_by_id, found.approved_at = by, clock.now()
    session.flush()
    _record(session, N_("Duyệt trả lời công khai"), case, by=by)
    return found


def take_down(session: Session, case: Case, *, by: int) -> None:
    """Take the text off the public page; it stays as a proposal."""
    refuse_without_right(session, by, "cases.approve", case.office_id)
    found = session.scalar(select(PublicReply).where(PublicReply.case_id == case.id).with_for_update(of=PublicReply))
    if found is None or found.approved_at is None:
        raise NotPublic(N_("Văn bản này không ở trang công khai nên không cần gỡ."))
    found.approved_by_id = found.approved_at = None
    session.flush()
    _record(session, N_("Gỡ trả lời công khai"), case, by=by)


def _locked(session: Session, case: Case, seen: int) -> PublicReply | None:
    """The text as it is now, held until the transaction ends; ``seen`` is 0 for who saw none."""
    session.scalars(
        select(Case).where(Case.id == case.id).with_for_update(of=Case).execution_options(populate_existing=True)
    ).one()
    if case.restricted or case.flag == "withdrawn" or case.state not in {"answered", "closed"}:
        raise NotPublic(
            N_(
                "Chỉ công khai được phản ánh đã trả lời, chưa bị người gửi rút và không có nội dung khiếu nại, tố cáo. "
                "Nội dung bạn viết vẫn còn đây."
            )
        )
    found = session.scalar(
        select(PublicReply).where(PublicReply.case_id == case.id).execution_options(populate_existing=True)
    )
    if (found.version if found else 0) != seen:
        raise ChangedMeanwhile(
            N_(
                "Văn bản đã được sửa sau khi bạn mở trang. Bản mới nhất hiện ở dưới, chữ bạn viết vẫn còn đây: hãy đọc "
                "lại rồi bấm lần nữa."
            )
        )
    return found


def _words(text: str, limit: int) -> str:
    text = nfc(text.replace("\r\n", "\n")).strip()
    if not text:
        raise ReplyUnfit(N_("Hãy viết cả hai phần: người dân nêu việc gì, và cơ quan đã làm gì."))
    if len(text) > limit:
        raise ReplyUnfit(
            N_("Một phần dài %(length)d ký tự; trang công khai nhận nhiều nhất %(limit)d ký tự."),
            length=len(text),
            limit=limit,
        )
    return text


def _record(session: Session, verb: str, case: Case, *, by: int) -> None:
    record(session, verb, f"case:{case.id}", by=by, office_id=case.office_id, name=case.reference)
