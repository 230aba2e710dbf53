"""Into the box, out of it, and every reading of what lies there.

The words are moved, not hidden: while they are here they stand in no case, step, remark or response, so that no list,
search, export or letter written today or later can show them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.access.actions import record
from app.access.queries import viewer_of
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, Gone, Problem
from app.core.text import N_, nfc, one_line
from app.feedback.cases.models import Case, Step
from app.feedback.cases.steps import RightLost, begin, refuse_without_right, take
from app.feedback.contact.models import CaseContact
from app.feedback.contact.vault import Vault
from app.feedback.files.models import KeptFile
from app.feedback.files.queries import file_of, files_of
from app.feedback.models import Remark
from app.feedback.restricted.models import Accused, BoxedText
from app.feedback.restricted.queries import ladder_of, members_of, seen_by
from app.feedback.restricted.rules import BOX, KINDS, OUTCOMES, REASON_LENGTH, UNIT_LENGTH, readers_of
from app.feedback.rules import searchable
from app.plans.models import Plan, Task
from app.responses.texts.actions import put_text_back, take_text_out

FLAGS = "cases.handle"


class FlagUnfit(Problem):
    """No reason, no kind, or somebody is named who is not of the office."""


class BoxedBefore(Conflict):
    """The text lies in the box already."""


class SettledBefore(Conflict):
    """What became of it was noted before."""


class Emptied(Gone):
    """The sender has taken his words back."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a person says who finds a khiếu nại or tố cáo: which of them, why, and whom it accuses."""

    kind: str
    reason: str
    accused: Collection[int] = ()
    unit: str = ""
    whole_office: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What lay in the box, as it was read: the text, where, what else was said, and how its sender can be reached."""

    text: str
    place: str
    said: list[tuple[Step, str]]
    contact: Mapping[str, str]
    files: list[KeptFile]


def box_case(session: Session, case: Case, flag: Flag, *, by: int, seen: int | None) -> BoxedText:
    """Move the words of a case, and of the remark that it was made of, into the box.

    Raises :class:`FlagUnfit` and what ``take`` raises.
    """
    take(session, case, "restrict", by=by, seen=seen)
    remark = _held_remark(session, case.remark_id) if case.remark_id else None
    return _box(session, case.office_id, flag, by=by, case=case, remark=remark)


def box_remark(session: Session, remark: Remark, flag: Flag, *, by: int) -> BoxedText:
    """Move the words of a remark into the box, and with it the case that was made of it.

    Raises :class:`FlagUnfit`, :class:`BoxedBefore` and what ``take`` raises.
    """
    case = session.scalar(select(Case).where(Case.remark_id == remark.id))
    if case is not None:
        return box_case(session, case, flag, by=by, seen=None)
    office_id = session.scalars(select(Plan.office_id).join(Task).where(Task.id == remark.task_id)).one()
    refuse_without_right(session, by, FLAGS, office_id)
    remark = _held_remark(session, remark.id)
    if remark.restricted:
        raise BoxedBefore(N_("Ý kiến này đã được chuyển vào hộp hạn chế trước đó."))
    return _box(session, office_id, flag, by=by, case=None, remark=remark)


def read(session: Session, boxed: BoxedText, vault: Vault, *, by: int) -> Words:
    """Give out the words, and write down that ``by`` read them. Raises :class:`RightLost` and :class:`Emptied`."""
    boxed = _held(session, boxed, by)
    content = _content(boxed)
    _record(session, N_("Đọc nội dung trong hộp hạn chế"), boxed, by=by)
    steps: Mapping[str, str] = content.get("steps", {})
    said = [
        (step, steps[str(step.id)])
        for step in session.scalars(select(Step).where(Step.case_id == boxed.case_id).order_by(Step.number))
        if str(step.id) in steps
    ]
    sealed = session.get(CaseContact, boxed.case_id) if boxed.case_id else None
    contact = vault.open(sealed.sealed) if sealed else {}
    files = [file for of_step in files_of(session, boxed.case_id).values() for file in of_step] if boxed.case_id else []
    return Words(str(content.get("text", "")), str(content.get("place", "")), said, contact, files)


def open_file(session: Session, boxed: BoxedText, file_id: UUID, *, by: int) -> KeptFile:
    """Give out a photo or document of the case, and write that down too."""
    boxed = _held(session, boxed, by)
    found = file_of(session, boxed.case_id or boxed.id, file_id)
    _record(session, N_("Mở tệp trong hộp hạn chế"), boxed, by=by)
    return found


def settle_boxed(session: Session, boxed: BoxedText, *, outcome: str, note: str, by: int) -> None:
    """Note what was done with it; its sender is told the outcome, not the note."""
    note = nfc(note.replace("\r\n", "\n")).strip()
    if outcome not in OUTCOMES or not note or len(note) > REASON_LENGTH:
        raise FlagUnfit(
            N_("Hãy chọn kết quả và ghi việc đã làm (nhiều nhất %(limit)d ký tự)."),
            limit=REASON_LENGTH,
        )
    boxed = _held(session, boxed, by)
    if boxed.settled_at is not None:
        raise SettledBefore(N_("Kết quả của nội dung này đã được ghi trước đó."))
    boxed.outcome, boxed.outcome_note = outcome, note
    boxed.settled_at, boxed.settled_by_id = clock.now(), by
    _record(session, N_("Ghi kết quả trong hộp hạn chế"), boxed, by=by)


def lift(session: Session, boxed: BoxedText, reason: str, *, by: int) -> None:
    """Put the words back where they stood, with the reason; whoever saw them before sees them again."""
    reason = nfc(reason.replace("\r\n", "\n")).strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise FlagUnfit(N_("Hãy ghi lý do (nhiều nhất %(limit)d ký tự)."), limit=REASON_LENGTH)
    boxed = _held(session, boxed, by)
    content = _content(boxed)
    if boxed.case_id is not None:
        case = _held_case(session, boxed.case_id)
        _put_back(session, case, content)
        begin(session, case, "lift", by=by, text=reason)
    if boxed.remark_id is not None:
        remark = _held_remark(session, boxed.remark_id)
        remark.restricted = False
        remark.text, remark.note = str(content["remark"]), content["note"]
        remark.search = searchable(remark.text)
        put_text_back(session, remark.response_id, remark.question_id, remark.text)
    boxed.content = None
    boxed.lifted_at, boxed.lifted_by_id, boxed.lift_reason = clock.now(), by, reason
    _record(session, N_("Đưa nội dung ra khỏi hộp hạn chế"), boxed, by=by)


def hand_over_box(session: Session, office_id: int, heir_id: int, *, by: int) -> list[Case]:
    """Let who reads the box of an heir read what lies in the box of an office that ended; the cases that are moved.

    Whom a text accuses does not read it there either. Where it accuses the whole office, nobody of the heir does,
    because who was accused may work there: the office above reads it.
    """
    ladder = ladder_of(session, heir_id)
    held = session.scalars(
        select(BoxedText)
        .where(BoxedText.office_id == office_id, BoxedText.lifted_at.is_(None))
        .order_by(BoxedText.id)
        .with_for_update(of=BoxedText)
        .execution_options(populate_existing=True)
    ).all()
    for boxed in held:
        readers = readers_of(ladder, {row.official_id for row in boxed.accused}, whole_office=boxed.whole_office)
        boxed.office_id, boxed.own_reads, boxed.above_id = heir_id, readers.own, readers.above_id
        _record(session, N_("Chuyển hộp hạn chế theo sắp xếp cơ quan"), boxed, by=by)
    session.flush()
    return [_held_case(session, boxed.case_id) for boxed in held if boxed.case_id is not None]


def forget(session: Session, case: Case) -> None:
    """Delete what lies in the box of a case, because its sender takes his words back."""
    for boxed in session.scalars(select(BoxedText).where(BoxedText.case_id == case.id)):
        boxed.content = None
    session.flush()


def _box(
    session: Session, office_id: int, flag: Flag, *, by: int, case: Case | None, remark: Remark | None
) -> BoxedText:
    reason = nfc(flag.reason.replace("\r\n", "\n")).strip()
    accused = _named(session, office_id, flag, reason)
    readers = readers_of(ladder_of(session, office_id), accused, whole_office=flag.whole_office)
    boxed = BoxedText(
        id=uuid4(),
        office_id=office_id,
        own_reads=readers.own,
        above_id=readers.above_id,
        case_id=case.id if case else None,
        remark_id=remark.id if remark else None,
        kind=flag.kind,
        reason=reason,
        unit=one_line(flag.unit)[:UNIT_LENGTH],
        whole_office=flag.whole_office,
        content=_taken_out(session, case, remark),
        boxed_at=clock.now(),
        boxed_by_id=by,
        accused=[Accused(official_id=official_id) for official_id in sorted(accused)],
    )
    session.add(boxed)
    session.flush()
    _record(session, N_("Chuyển nội dung vào hộp hạn chế"), boxed, by=by)
    return boxed


def _named(session: Session, office_id: int, flag: Flag, reason: str) -> set[int]:
    """The accused officials. Raises :class:`FlagUnfit`."""
    if flag.kind not in KINDS:
        raise FlagUnfit(N_("Hãy chọn: khiếu nại, tố cáo, hay chưa rõ."))
    if not reason or len(reason) > REASON_LENGTH:
        raise FlagUnfit(N_("Hãy ghi lý do (nhiều nhất %(limit)d ký tự)."), limit=REASON_LENGTH)
    accused = set(flag.accused)
    if not accused <= {official.id for official in members_of(session, office_id, on=clock.today())}:
        raise FlagUnfit(
            N_("Có người được chọn không thuộc cơ quan này. Hãy chọn lại, hoặc ghi tên đơn vị vào ô bên cạnh.")
        )
    return accused


def _taken_out(session: Session, case: Case | None, remark: Remark | None) -> dict[str, Any]:
    """The words, out of every row in which they stood."""
    content: dict[str, Any] = {}
    if remark is not None:
        content |= {"text": remark.text, "remark": remark.text, "note": remark.note}
        take_text_out(session, remark.response_id, remark.question_id)
        remark.text = remark.search = ""
        remark.note, remark.restricted = None, True
    if case is not None:
        steps = session.scalars(select(Step).where(Step.case_id == case.id)).all()
        spoken = [step for step in steps if step.text]
        content |= {
            "text": case.text, "place": case.place, "steps": {str(step.id): step.text for step in spoken}
        }  # fmt: skip
        case.text = case.search = case.place = ""
        for step in spoken:
            step.text = ""
    session.flush()
    return content


def _put_back(session: Session, case: Case, content: Mapping[str, Any]) -> None:
    case.text, case.place = str(content["text"]), str(content["place"])
    case.search = searchable(case.text)
    for step in session.scalars(select(Step).where(Step.case_id == case.id)):
        step.text = content["steps"].get(str(step.id), step.text)
    session.flush()


def _held(session: Session, boxed: BoxedText, by: int) -> BoxedText:
    """The row, held until the transaction ends, if ``by`` may read it still. Raises :class:`RightLost`."""
    looking = viewer_of(session, session.get_one(Official, by), on=clock.today())
    found = session.scalar(
        select(BoxedText)
        .where(BoxedText.id == boxed.id, BoxedText.lifted_at.is_(None), seen_by(looking))
        .options(undefer(BoxedText.content))
        .with_for_update(of=BoxedText)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise RightLost(
            N_("Bạn không có, hoặc vừa hết, quyền đọc nội dung này, hoặc nội dung vừa được đưa ra khỏi hộp hạn chế.")
        )
    return found


def _held_case(session: Session, case_id: UUID) -> Case:
    return session.scalars(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _held_remark(session: Session, remark_id: UUID) -> Remark:
    return session.scalars(
        select(Remark).where(Remark.id == remark_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _content(boxed: BoxedText) -> dict[str, Any]:
    if boxed.content is None:
        raise Emptied(N_("Người gửi đã rút và xóa nội dung này, nên không còn gì để đọc."))
    return boxed.content


def _record(session: Session, verb: str, boxed: BoxedText, *, by: int) -> None:
    """An entry that only those concerned read; it names neither case nor words."""
    record(session, verb, f"{BOX}:{boxed.id}", by=by, office_id=boxed.office_id)
