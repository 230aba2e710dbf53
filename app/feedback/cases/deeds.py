"""Every verb of the case page: its address, its form, and the action behind it. One row for each, no branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core.text import N_
from app.feedback.cases import actions
from app.feedback.cases.inputs import (
    AcknowledgeInput,
    AnswerInput,
    AssignInput,
    ClassifyInput,
    CloseInput,
    DuplicateInput,
    ExtendInput,
    ForwardInput,
    InviteInput,
    RecallInput,
    RefuseInput,
    SpokenInput,
    StepInput,
    WordsInput,
)
from app.feedback.cases.models import Case, Step
from app.feedback.cases.queries import case_for, case_with_reference
from app.feedback.cases.rules import FOR_THE_HEAD, VERBS, added_up
from app.feedback.coordination import actions as coordination
from app.feedback.coordination.queries import case_to_contribute
from app.feedback.coordination.rules import requests_in

Do = Callable[[Session, Case, Any, Viewer], Step]


class LookUp(Protocol):
    """Finds the case for the verb, or refuses."""

    def __call__(self, session: Session, viewer: Viewer, case_id: UUID, *, permission: str) -> Case: ...


@dataclass(frozen=True, slots=True)
class Deed:
    """``noun`` ends the address; ``button`` is what the page says on it; ``hint`` explains what it does.

    ``find`` looks the case up: by the strict rule, except where who is asked to coordinate may do it.
    """

    noun: str
    button: str
    form: type[StepInput]
    do: Do
    hint: str = ""
    find: LookUp = case_for

    def permission(self, verb: str) -> str:
        """What an official needs for it."""
        return VERBS[verb].needs


def _plain(action: Callable[..., Step]) -> Do:
    return lambda session, case, form, viewer: action(session, case, by=viewer.official_id, seen=form.seen_number)


def _spoken(action: Callable[..., Step]) -> Do:
    return lambda session, case, form, viewer: action(
        session, case, form.text.data or "", by=viewer.official_id, seen=form.seen_number
    )


def _with(action: Callable[..., Step], *fields: str) -> Do:
    return lambda session, case, form, viewer: action(
        session,
        case,
        by=viewer.official_id,
        seen=form.seen_number,
        **{name: "" if form[name].data is None else form[name].data for name in fields},
    )


def _assign(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    holder = form.holder_id.data or None
    unit = form.unit.data or ""
    return actions.assign(session, case, holder_id=holder, unit=unit, by=viewer.official_id, seen=form.seen_number)


def _answer(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    words = form.text.data or ""
    return actions.answer(session, case, words, by=viewer.official_id, seen=form.seen_number, files=form.ready)


def _close(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    return actions.close(
        session,
        case,
        proof=form.proof.data or "",
        text=form.text.data or "",
        done_on=form.done_on.data,
        files=form.ready,
        by=viewer.official_id,
        seen=form.seen_number,
    )


def _mark_duplicate(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    original = case_with_reference(session, viewer, form.reference.data or "")
    words = form.text.data or ""
    return actions.mark_duplicate(session, case, original, words, by=viewer.official_id, seen=form.seen_number)


def _invite(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    asked, question, due_on = form.official_id.data or 0, form.text.data or "", form.due_on.data
    return coordination.invite(
        session, case, question, official_id=asked, due_on=due_on, by=viewer.official_id, seen=form.seen_number
    )


def _recall(session: Session, case: Case, form: Any, viewer: Viewer) -> Step:
    asked = form.official_id.data or 0
    return coordination.recall(session, case, official_id=asked, by=viewer.official_id, seen=form.seen_number)


DEEDS: Mapping[str, Deed] = {
    "acknowledge": Deed("acknowledgement", N_("Tiếp nhận"), AcknowledgeInput, _spoken(actions.acknowledge)),
    "start": Deed("start", N_("Bắt đầu xử lý"), StepInput, _plain(actions.start)),
    "answer": Deed(
        "answer", N_("Trả lời"), AnswerInput, _answer,
        N_("Người gửi đọc nguyên văn. Nói việc đã làm, bao giờ xong; không ghi tên, số điện thoại của ai."),
    ),
    "ask": Deed(
        "question", N_("Hỏi lại người gửi"), SpokenInput, _spoken(actions.ask),
        N_("Đồng hồ dừng đến khi người gửi trả lời. Người gửi vẫn ẩn danh; không hỏi tên, số điện thoại."),
    ),
    "resume": Deed(
        "resumption", N_("Thôi chờ, tiếp tục xử lý"), WordsInput, _spoken(actions.resume),
        N_("Ghi lý do không chờ nữa; chỉ người trong cơ quan thấy."),
    ),
    "assign": Deed("assignment", N_("Giao xử lý"), AssignInput, _assign),
    "contribute": Deed(
        "contribution", N_("Gửi ý kiến phối hợp"), WordsInput, _spoken(coordination.contribute),
        N_("Chỉ người trong cơ quan thấy, người gửi phản ánh không thấy."), case_to_contribute,
    ),
    "invite": Deed(
        "invitation", N_("Đề nghị phối hợp"), InviteInput, _invite,
        N_("Người được chọn đọc được phản ánh này và góp ý kiến, không làm gì khác và không thấy cách liên hệ. Thời "
           "hạn trả lời người dân vẫn tính."),
    ),
    "recall": Deed(
        "recall", N_("Rút đề nghị phối hợp"), RecallInput, _recall,
        N_("Người đó không đọc phản ánh này qua đề nghị phối hợp nữa; ý kiến đã góp vẫn còn."),
    ),
    "note": Deed(
        "note", N_("Ghi chú nội bộ"), WordsInput, _spoken(actions.note), N_("Chỉ người trong cơ quan thấy.")
    ),
    "classify": Deed(
        "classification", N_("Phân loại lại"), ClassifyInput, _with(actions.classify, "kind", "level"),
        N_("Thời hạn được tính lại từ lúc nhận."),
    ),
    "extend": Deed(
        "extension", N_("Gia hạn"), ExtendInput, _with(actions.extend, "amount", "text"),
        N_("Người gửi thấy thời gian thêm và lý do. Người bấm là người phê duyệt."),
    ),
    "close": Deed(
        "closure", N_("Đóng"), CloseInput, _close,
        N_("Cần minh chứng: ảnh, văn bản, hoặc việc đã làm có ngày; không có thì chọn lý do. Người gửi thấy tất cả."),
    ),
    "forward": Deed(
        "forwarding", N_("Chuyển nơi có thẩm quyền"), ForwardInput, _with(actions.forward, "to", "text"),
        N_("Đóng phản ánh và cho người gửi biết phải đến đâu."),
    ),
    "mark_duplicate": Deed(
        "duplicate", N_("Ghi là trùng"), DuplicateInput, _mark_duplicate,
        N_("Người gửi được biết việc này giải quyết chung với phản ánh gốc, không thấy nội dung phản ánh đó."),
    ),
    "refuse": Deed(
        "refusal", N_("Không xử lý"), RefuseInput, _with(actions.refuse, "reason", "text"),
        N_("Người gửi thấy lý do và lời giải thích."),
    ),
    "reopen": Deed(
        "reopening", N_("Mở lại"), WordsInput, _spoken(actions.reopen), N_("Người gửi thấy lý do. Thời hạn tính lại.")
    ),
}  # fmt: skip
"""In the order of the page: what moves the case on first, what ends it without an answer last."""


def open_to(viewer: Viewer, case: Case, *, only_asked: bool = False) -> list[str]:
    """The verbs that this viewer may do to this case as it stands, in the order of the page.

    ``only_asked``: whether nothing but a request to coordinate lets him read it; then he does nothing but contribute.
    """
    if case.flag == "withdrawn":
        return []
    asked = requests_in(case.steps)
    shut = set() if viewer.official_id in asked else {"contribute"}
    if only_asked:
        shut |= DEEDS.keys() - {"contribute"}
    if not asked:
        shut.add("recall")
    if case.code_hash is None:
        shut.add("ask")
    if added_up(case.steps).raised and not viewer.may("cases.approve", case.office_id):
        shut |= FOR_THE_HEAD
    return [
        verb
        for verb, deed in DEEDS.items()
        if verb not in shut and case.state in VERBS[verb].states and viewer.may(deed.permission(verb), case.office_id)
    ]
