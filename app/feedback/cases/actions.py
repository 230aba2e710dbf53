"""What officials do with a case. Every verb is one step; who, when and why stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.core.tokens import hour_key, new_code
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import (
    MESSAGE_LENGTH,
    OPEN,
    PROOFS,
    REFERENCE_LENGTH,
    REFUSALS,
    TEXT_LENGTH,
    UNIT_LENGTH,
)
from app.feedback.cases.steps import NotInThisState, Withdrawn, begin, refuse_without_right, settle, take
from app.feedback.clock.queries import clock_for
from app.feedback.clock.rules import KINDS, LEVELS, Kind, Level, Limit
from app.feedback.files.actions import Ready, attach
from app.feedback.files.queries import files_of
from app.feedback.models import Remark
from app.feedback.rules import searchable
from app.feedback.wordings.own import says_something
from app.feedback.wordings.queries import texts_ready
from app.plans.models import Plan, Task


class WordsUnfit(Problem):
    """Nothing was written where something is needed, or too much."""


class NotChosen(Problem):
    """A choice from a fixed list is missing, or is none of the list."""


class ProofMissing(Problem):
    """An answer is to be closed as proven, and the proof is not there."""


class NothingOwn(Problem):
    """An answer that has nothing in it but texts kept ready."""


class NobodyReads(Conflict):
    """A question to somebody who will never see it."""


class NotHolder(Problem):
    """Who was chosen may not handle cases in this office."""


class NotDuplicate(Conflict):
    """The two cases cannot be one."""


class ExtensionUnfit(Problem):
    """An extension of nothing, or of more than the limit itself."""


class AlreadyRaised(Conflict):
    """Somebody has made a case of this remark before."""


class NothingChosen(Problem):
    """Several cases were to be acknowledged, and none was ticked."""


def raise_case(session: Session, remark: Remark, *, kind: Kind, by: int, with_desk: bool) -> Case:
    """Make a case of a remark that has to be dealt with. Nobody holds a code for it: what comes of it is published.

    The remark stays as it is. ``with_desk``: whether the case says where it was written; not where whoever raises it is
    not told. Raises :class:`AlreadyRaised`.
    """
    office_id = session.scalars(select(Plan.office_id).join(Task).where(Task.id == remark.task_id)).one()
    refuse_without_right(session, by, "cases.handle", office_id)
    before = session.scalar(select(Case.reference).where(Case.remark_id == remark.id))
    if before is not None:
        raise AlreadyRaised(N_("Ý kiến này đã được lập thành phản ánh số %(reference)s."), reference=before)
    case = new_case(office_id, key=hour_key(clock.now()), text=remark.text, kind=_known_kind(kind))
    case.remark_id, case.task_id = remark.id, remark.task_id
    case.desk_id = remark.desk_id if with_desk else None
    session.add(case)
    session.flush()
    begin(session, case, "raise", by=by, details={"kind": kind, "level": "normal"})
    return case


def new_case(office_id: int, *, key: UUID, text: str, kind: Kind) -> Case:
    """A case before its first step."""
    return Case(
        id=key,
        reference=new_code(REFERENCE_LENGTH),
        office_id=office_id,
        hour=clock.hour_of(clock.now()),
        text=text,
        search=searchable(text),
        kind=kind,
        state="received",
        last_number=0,
    )


def acknowledge(session: Session, case: Case, text: str = "", *, by: int, seen: int | None) -> Step:
    """Say that the office has it, with a word to the sender or without."""
    return take(session, case, "acknowledge", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH, needed=False))


def acknowledge_several(session: Session, cases: Sequence[Case], *, by: int) -> int:
    """Say so for all of them; what was acknowledged meanwhile is left out. How many it were."""
    if not cases:
        raise NothingChosen(N_("Chưa chọn phản ánh nào. Hãy đánh dấu vào ô trước phản ánh rồi bấm lại."))
    done = 0
    for case in cases:
        try:
            take(session, case, "acknowledge", by=by, seen=None)
        except (NotInThisState, Withdrawn):
            continue
        done += 1
    return done


def assign(session: Session, case: Case, *, holder_id: int | None, unit: str, by: int, seen: int | None) -> Step:
    """Give a case to an official, to a unit, or to both. Raises :class:`NotChosen` and :class:`NotHolder`."""
    unit = fit_words(unit, UNIT_LENGTH, needed=False)
    if holder_id is None and not unit:
        raise NotChosen(N_("Hãy chọn người xử lý hoặc ghi đơn vị xử lý."))
    may_hold = {official.id for official in officials_with(session, case.office_id, "cases.handle", on=clock.today())}
    if holder_id is not None and holder_id not in may_hold:
        raise NotHolder(N_("Người được chọn không còn quyền xử lý phản ánh ở cơ quan này. Hãy chọn người khác."))
    return take(session, case, "assign", by=by, seen=seen, details={"holder_id": holder_id, "unit": unit})


def start(session: Session, case: Case, *, by: int, seen: int | None) -> Step:
    """Say that somebody is at work on it."""
    return take(session, case, "start", by=by, seen=seen)


def note(session: Session, case: Case, text: str, *, by: int, seen: int | None = None) -> Step:
    """Write something for colleagues only."""
    return take(session, case, "note", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH))


def ask(session: Session, case: Case, text: str, *, by: int, seen: int | None) -> Step:
    """Ask the sender something; the clock stands still until he answers. Raises :class:`NobodyReads`."""
    if case.code_hash is None:
        raise NobodyReads(
            N_("Không ai giữ mã tra cứu của phản ánh này nên không hỏi lại được. Hãy xử lý theo nội dung đã có.")
        )
    return take(session, case, "ask", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH))


def resume(session: Session, case: Case, text: str, *, by: int, seen: int | None) -> Step:
    """Stop waiting for the sender, with the reason; the clock runs on."""
    return take(session, case, "resume", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH))


def answer(session: Session, case: Case, text: str, *, by: int, seen: int | None, files: Sequence[Ready] = ()) -> Step:
    """Answer the sender. The final reply's clock ends here. Raises :class:`NothingOwn`."""
    text = fit_words(text, TEXT_LENGTH)
    step = take(session, case, "answer", by=by, seen=seen, text=text)
    if not says_something(text, texts_ready(session, case), said=f"{case.text}\n{case.place}"):
        raise NothingOwn(
            N_(
                "Câu trả lời chỉ có chữ của mẫu. Hãy viết thêm ít nhất một câu về chính việc người gửi nêu: đã làm gì, "
                "ở đâu, bao giờ, hoặc vì sao không làm được."
            )
        )
    attach(session, step, files)
    return step


def close(
    session: Session,
    case: Case,
    *,
    proof: str,
    text: str,
    by: int,
    seen: int | None,
    done_on: date | None = None,
    files: Sequence[Ready] = (),
) -> Step:
    """Close what was answered, with what proves the answer or why there is nothing to prove.

    Raises :class:`NotChosen`, :class:`ProofMissing` and :class:`NothingOwn`.
    """
    if proof not in PROOFS:
        raise NotChosen(N_("Hãy chọn minh chứng cho câu trả lời, hoặc lý do không có minh chứng."))
    details = {"proof": proof}
    if proof == "done":
        if done_on is None or done_on > clock.today():
            raise ProofMissing(N_("Hãy ghi ngày đã làm xong, không sau hôm nay, và mô tả việc đã làm."))
        details["on"] = done_on.isoformat()
    text = fit_words(text, MESSAGE_LENGTH)
    step = take(session, case, "close", by=by, seen=seen, text=text, details=details)
    whole = f"{_answer_before(session, case, step)}\n{text}"
    if not says_something(whole, texts_ready(session, case), said=f"{case.text}\n{case.place}"):
        raise NothingOwn(
            N_(
                "Câu trả lời và lời đóng chỉ có chữ của mẫu nên chưa đóng được. Hãy viết vào đây ít nhất một câu về "
                "chính việc người gửi nêu: đã làm gì, ở đâu, bao giờ."
            )
        )
    attach(session, step, files)
    if proof == "document" and not _has_document(session, case, step):
        raise ProofMissing(
            N_("Chưa có ảnh hoặc văn bản nào kèm theo câu trả lời. Hãy chọn tệp, hoặc chọn minh chứng khác.")
        )
    return step


def forward(session: Session, case: Case, *, to: str, text: str, by: int, seen: int | None) -> Step:
    """Close what is not the office's to decide, and tell the sender whose it is and where that is."""
    to = fit_words(to, UNIT_LENGTH, needed=False)
    if not to:
        raise NotChosen(N_("Hãy ghi cơ quan có thẩm quyền và địa chỉ, để người dân biết đến đâu."))
    return take(
        session,
        case,
        "forward",
        by=by,
        seen=seen,
        text=fit_words(text, MESSAGE_LENGTH, needed=False),
        details={"to": to},
    )


def mark_duplicate(
    session: Session, case: Case, original: Case | None, text: str = "", *, by: int, seen: int | None
) -> Step:
    """Close a case as the same matter as ``original``, under which it goes on. Raises :class:`NotDuplicate`."""
    if original is None or original.office_id != case.office_id:
        raise NotDuplicate(N_("Không tìm thấy phản ánh gốc trong cơ quan này. Hãy xem lại số phản ánh."))
    if original.id == case.id:
        raise NotDuplicate(N_("Một phản ánh không thể trùng với chính nó. Hãy ghi số của phản ánh gốc."))
    followed = session.scalar(select(Case.id).where(Case.duplicate_of_id == case.id).limit(1))
    if original.duplicate_of_id is not None or followed is not None:
        raise NotDuplicate(
            N_("Một trong hai phản ánh đã được ghi trùng với phản ánh khác. Hãy chọn phản ánh gốc của cả nhóm.")
        )
    text, details = fit_words(text, MESSAGE_LENGTH, needed=False), {"original": original.reference}
    step = take(session, case, "mark_duplicate", by=by, seen=seen, text=text, details=details)
    case.duplicate_of_id = original.id
    session.flush()
    return step


def refuse(session: Session, case: Case, *, reason: str, text: str, by: int, seen: int | None) -> Step:
    """Close a case without handling it, with a reason from the list and a sentence."""
    if reason not in REFUSALS:
        raise NotChosen(N_("Hãy chọn lý do không xử lý."))
    return take(
        session, case, "refuse", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH), details={"reason": reason}
    )


def classify(session: Session, case: Case, *, kind: str, level: str, by: int, seen: int | None) -> Step:
    """Say what kind of matter it is and how urgent; the clock counts anew from receipt with the new limits."""
    if kind not in KINDS or level not in LEVELS:
        raise NotChosen(N_("Hãy chọn loại và mức độ."))
    return take(session, case, "classify", by=by, seen=seen, details={"kind": kind, "level": level})


def extend(session: Session, case: Case, *, amount: int, text: str, by: int, seen: int | None) -> Step:
    """Give more time, in units of the limit and at most as much again; who does it is the approver."""
    limit = limit_of(session, case)
    most = limit.amount - settle(session, case).extended
    if most < 1:
        raise ExtensionUnfit(N_("Phản ánh này đã gia hạn hết mức. Hãy trả lời người dân, hoặc nói rõ khi nào xong."))
    if not 1 <= amount <= most:
        raise ExtensionUnfit(N_("Chỉ gia hạn thêm được từ 1 đến %(most)d, cộng lại bằng thời hạn gốc."), most=most)
    text = fit_words(text, MESSAGE_LENGTH)
    details = {"amount": amount, "unit": limit.unit}
    return take(session, case, "extend", by=by, seen=seen, text=text, details=details)


def reopen(session: Session, case: Case, text: str, *, by: int, seen: int | None) -> Step:
    """Take up again what was answered or closed; the whole time begins anew."""
    step = take(session, case, "reopen", by=by, seen=seen, text=fit_words(text, MESSAGE_LENGTH))
    case.duplicate_of_id = None
    session.flush()
    return step


def recount(session: Session, office_id: int) -> int:
    """Wind the clocks of an office's open cases anew after its table or its holidays changed; how many moved."""
    office_clock = clock_for(session, office_id)
    moved = 0
    for case in session.scalars(select(Case).where(Case.office_id == office_id, Case.state.in_(OPEN))):
        before = (case.first_due_at, case.due_at)
        settle(session, case, office_clock)
        moved += before != (case.first_due_at, case.due_at)
    return moved


def limit_of(session: Session, case: Case) -> Limit:
    """The limit of the final reply."""
    table, _hours = clock_for(session, case.office_id)
    return table.limits[_known_kind(case.kind), _known_level(case.level)].final


def _answer_before(session: Session, case: Case, closing: Step) -> str:
    """What the sender was answered last."""
    return session.scalars(
        select(Step.text)
        .where(Step.case_id == case.id, Step.verb == "answer", Step.number < closing.number)
        .order_by(Step.number.desc())
        .limit(1)
    ).one()


def _has_document(session: Session, case: Case, closing: Step) -> bool:
    """Whether a file came with the closing, or with the answer that it closes."""
    answered = session.scalar(
        select(Step.id)
        .where(Step.case_id == case.id, Step.verb == "answer", Step.number < closing.number)
        .order_by(Step.number.desc())
        .limit(1)
    )
    return not {closing.id, answered}.isdisjoint(files_of(session, case.id))


def _known_kind(kind: str) -> Kind:
    return next(known for known in KINDS if known == kind)


def _known_level(level: str) -> Level:
    return next(known for known in LEVELS if known == level)


def fit_words(text: str, limit: int, *, needed: bool = True) -> str:
    """What an official wrote, ready to be stored. Raises :class:`WordsUnfit`."""
    text = nfc(text.replace("\r\n", "\n")).strip()
    if needed and not text:
        raise WordsUnfit(N_("Hãy viết nội dung trước khi gửi."))
    if len(text) > limit:
        raise WordsUnfit(
            N_("Nội dung dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự."),
            length=len(text),
            limit=limit,
        )
    return text
