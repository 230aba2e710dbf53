"""Taking on a measure, and ending it: done with what was done, or dropped with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.feedback.cases.models import Case
from app.feedback.measures.models import Measure
from app.feedback.models import Remark
from app.feedback.traces.rules import traces_in
from app.plans.models import Task

WORDS_LENGTH = 2000
UNIT_LENGTH = 200


class MeasureUnfit(Problem):
    """A measure without words, without an owner, with a day that is over, or from what nobody may tell."""


class NotOpen(Conflict):
    """The measure has ended, or has not."""


class PersonalData(Problem):
    """What is to be public may name somebody, and nobody has said to have looked at it."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants done: ``said`` is why, in the office's words; an official or a unit owns it."""

    said: str
    doing: str
    due_on: date
    owner_id: int | None = None
    unit: str = ""


def take_on(
    session: Session,
    task: Task,
    intent: Intent,
    *,
    key: UUID,
    by: int,
    case: Case | None = None,
    remark: Remark | None = None,
) -> Measure:
    """Hang a measure on a task; the page sent again finds it. Raises :class:`MeasureUnfit`."""
    found = session.scalar(select(Measure).where(Measure.made_with == key))
    if found is not None:
        return found
    office_id, unit = task.plan.office_id, one_line(intent.unit)
    if case is not None and (case.restricted or case.office_id != office_id):
        raise MeasureUnfit(
            N_("Phản ánh có nội dung khiếu nại, tố cáo, hoặc của cơ quan khác, không lập thành việc làm được.")
        )
    if remark is not None and remark.restricted:
        raise MeasureUnfit(N_("Ý kiến đã được chuyển vào hộp hạn chế, không lập thành việc làm được."))
    if intent.owner_id is None and not unit:
        raise MeasureUnfit(N_("Hãy chọn người phụ trách hoặc ghi đơn vị làm."))
    if len(unit) > UNIT_LENGTH:
        raise MeasureUnfit(N_("Tên đơn vị dài nhất %(limit)d ký tự."), limit=UNIT_LENGTH)
    may_own = {official.id for official in officials_with(session, office_id, "measures.handle", on=clock.today())}
    if intent.owner_id is not None and intent.owner_id not in may_own:
        raise MeasureUnfit(N_("Người được chọn không còn làm việc này ở cơ quan. Hãy chọn người khác."))
    if intent.due_on < clock.today():
        raise MeasureUnfit(N_("Hạn phải từ hôm nay trở đi."))
    made = Measure(
        office_id=office_id,
        task_id=task.id,
        case_id=case.id if case else None,
        remark_id=remark.id if remark else None,
        said=_words(intent.said),
        doing=_words(intent.doing),
        owner_id=intent.owner_id,
        unit=unit,
        due_on=intent.due_on,
        state="open",
        result="",
        public=False,
        created_at=clock.now(),
        created_by_id=by,
        made_with=key,
    )
    session.add(made)
    session.flush()
    _record(session, N_("Lập việc làm theo ý kiến"), made, by=by)
    return made


def complete(session: Session, measure: Measure, *, result: str, public: bool, looked: bool, by: int) -> None:
    """Say what was done; ``public`` lets everybody read it. Raises :class:`NotOpen` and :class:`PersonalData`."""
    _hold(session, measure, wanted="open")
    result = _words(result)
    if public and not looked and traces_in(f"{measure.said}\n{result}"):
        raise PersonalData(
            N_("Phần sẽ công khai có chỗ giống thông tin cá nhân. Hãy sửa, hoặc đánh dấu là đã xem và giữ nguyên.")
        )
    _end(session, measure, "done", result, by=by)
    measure.public = public
    session.flush()
    _record(session, N_("Làm xong việc theo ý kiến"), measure, by=by)


def drop(session: Session, measure: Measure, *, reason: str, by: int) -> None:
    """Say why it is not done after all. Raises :class:`NotOpen`."""
    _hold(session, measure, wanted="open")
    _end(session, measure, "dropped", _words(reason), by=by)
    _record(session, N_("Thôi việc theo ý kiến"), measure, by=by)


def reopen(session: Session, measure: Measure, *, by: int) -> None:
    """Take up again what was ended by mistake; it is public no more. Raises :class:`NotOpen`."""
    _hold(session, measure, wanted=None)
    measure.state, measure.result, measure.public = "open", "", False
    measure.ended_on = measure.ended_by_id = None
    session.flush()
    _record(session, N_("Mở lại việc theo ý kiến"), measure, by=by)


def _hold(session: Session, measure: Measure, *, wanted: str | None) -> None:
    session.scalars(
        select(Measure)
        .where(Measure.id == measure.id)
        .with_for_update(of=Measure)
        .execution_options(populate_existing=True)
    ).one()
    if (measure.state == "open") != (wanted == "open"):
        raise NotOpen(
            N_("Việc này đã kết thúc từ trước; hãy xem lại trang.")
            if wanted == "open"
            else N_("Việc này đang làm, không cần mở lại.")
        )


def _end(session: Session, measure: Measure, state: str, result: str, *, by: int) -> None:
    measure.state, measure.result = state, result
    measure.ended_on, measure.ended_by_id = clock.today(), by
    session.flush()


def _words(text: str) -> str:
    text = nfc(text.replace("\r\n", "\n").replace("\0", "")).strip()
    if not text or len(text) > WORDS_LENGTH:
        raise MeasureUnfit(N_("Mỗi ô chữ phải có nội dung, dài nhất %(limit)d ký tự."), limit=WORDS_LENGTH)
    return text


def _record(session: Session, verb: str, measure: Measure, *, by: int) -> None:
    record(session, verb, f"measure:{measure.id}", by=by, office_id=measure.office_id, name=measure.doing[:80])
