"""Asking a colleague to coordinate, answering, and taking the question back. Each is a step; no clock stops for it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.feedback.cases.actions import NotChosen, NotHolder, fit_words
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import MESSAGE_LENGTH
from app.feedback.cases.steps import lock, take
from app.feedback.coordination.queries import CoordinationEnded
from app.feedback.coordination.rules import Request, requests_in

FARTHEST = timedelta(days=365)


class RequestUnfit(Problem):
    """A question to oneself, to who deals with the case, or for a day that cannot be."""


class AskedBefore(Conflict):
    """Who is asked was asked before and has not answered yet."""


class NotAsked(Conflict):
    """There is no such question to take back (any more)."""


def invite(
    session: Session, case: Case, question: str, *, official_id: int, due_on: date | None, by: int, seen: int | None
) -> Step:
    """Ask an official of the same office something; who has answered may be asked again.

    Raises :class:`NotChosen`, :class:`NotHolder`, :class:`RequestUnfit`, :class:`AskedBefore` and what ``take`` raises.
    """
    question, today = fit_words(question, MESSAGE_LENGTH), clock.today()
    if not official_id:
        raise NotChosen(N_("Hãy chọn người cần phối hợp."))
    if official_id == by:
        raise RequestUnfit(
            N_("Không tự đề nghị chính mình phối hợp được. Hãy chọn người khác, hoặc viết vào ghi chú nội bộ.")
        )
    if official_id not in {each.id for each in officials_with(session, case.office_id, "cases.handle", on=today)}:
        raise NotHolder(
            N_(
                "Người được chọn không có quyền xử lý phản ánh ở cơ quan này nên không phối hợp được. "
                "Hãy chọn người khác."
            )
        )
    if due_on is not None and not today <= due_on <= today + FARTHEST:
        raise RequestUnfit(N_("Ngày cần có ý kiến phải từ hôm nay đến một năm nữa. Hãy chọn ngày khác hoặc để trống."))
    details = {"official_id": official_id, "due_on": due_on.isoformat() if due_on else None}
    step = take(session, case, "invite", by=by, seen=seen, text=question, details=details)
    if case.holder_id == official_id:
        raise RequestUnfit(N_("Người này đang được giao xử lý phản ánh. Hãy chọn người khác."))
    before = _standing(session, case, before=step).get(official_id)
    if before is not None and before.answered_at is None:
        raise AskedBefore(
            N_("Người này đã được đề nghị phối hợp và chưa trả lời. Muốn hỏi khác đi, hãy rút đề nghị cũ trước.")
        )
    return step


def contribute(session: Session, case: Case, text: str, *, by: int, seen: int | None) -> Step:
    """Say one's part, for colleagues only. Raises :class:`CoordinationEnded` for who is not asked any more."""
    text = fit_words(text, MESSAGE_LENGTH)
    lock(session, case)
    if by not in _standing(session, case):
        raise CoordinationEnded
    return take(session, case, "contribute", by=by, seen=seen, text=text)


def recall(session: Session, case: Case, *, official_id: int, by: int, seen: int | None) -> Step:
    """Take a question back; who was asked reads the case no longer. Raises :class:`NotAsked`."""
    step = take(session, case, "recall", by=by, seen=seen, details={"official_id": official_id})
    if official_id not in _standing(session, case, before=step):
        raise NotAsked(N_("Hãy chọn một người đang được đề nghị phối hợp; người này không còn trong danh sách."))
    return step


def _standing(session: Session, case: Case, *, before: Step | None = None) -> dict[int, Request]:
    """The requests that stand, or stood before a step."""
    steps = select(Step).where(Step.case_id == case.id).order_by(Step.number)
    return requests_in(session.scalars(steps if before is None else steps.where(Step.number < before.number)))
