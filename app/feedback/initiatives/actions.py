"""Nominating, recognising, replicating and ending an initiative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.feedback.cases.models import Case
from app.feedback.initiatives.models import Initiative, Replication
from app.feedback.initiatives.rules import FIELDS, KINDS, NAME_LENGTH, UNIT_LENGTH, WORDS_LENGTH, YEARS
from app.feedback.rules import searchable
from app.offices.models import Office


class InitiativeUnfit(Problem):
    """Something is missing, too long, or names a person who has not agreed."""


class NotNow(Conflict):
    """The verb does not fit the state of the initiative."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """What somebody writes down about an initiative."""

    kind: str
    field: str
    year: int
    name: str
    unit: str
    description: str
    result: str = ""
    evidence: str = ""
    person: str = ""
    consented: bool = False


def nominate(
    session: Session, office: Office, nomination: Nomination, *, key: UUID, by: int | None, case: Case | None = None
) -> Initiative:
    """Write an initiative down; the page sent again finds it. Raises :class:`InitiativeUnfit`."""
    found = session.scalar(select(Initiative).where(Initiative.made_with == key))
    if found is not None:
        return found
    if nomination.kind not in KINDS or nomination.field not in FIELDS or nomination.year not in YEARS:
        raise InitiativeUnfit(N_("Hãy chọn loại, lĩnh vực và ghi đúng năm."))
    person = _line(nomination.person, UNIT_LENGTH)
    if person and not nomination.consented:
        raise InitiativeUnfit(
            N_("Muốn nêu tên người, hãy hỏi người đó và đánh dấu là người đó đồng ý; nếu chưa hỏi, để trống ô tên.")
        )
    if case is not None and (case.restricted or case.office_id != office.id):
        raise InitiativeUnfit(N_("Phản ánh này không ghi thành sáng kiến, mô hình được."))
    name = _needed(_line(nomination.name, NAME_LENGTH))
    description = _needed(_words(nomination.description))
    unit = _needed(_line(nomination.unit, UNIT_LENGTH))
    made = Initiative(
        office_id=office.id,
        kind=nomination.kind,
        field=nomination.field,
        year=nomination.year,
        name=name,
        unit=unit,
        person=person,
        consented=bool(person),
        description=description,
        result=_words(nomination.result),
        evidence=_words(nomination.evidence),
        search=searchable(f"{name} {unit} {description}"),
        state="nominated",
        decision="",
        ending="",
        case_id=case.id if case else None,
        created_at=clock.now(),
        created_by_id=by,
        made_with=key,
    )
    session.add(made)
    session.flush()
    _record(session, N_("Đề cử sáng kiến, mô hình"), made, by=by)
    return made


def recognise(session: Session, initiative: Initiative, *, decision: str, by: int) -> None:
    """Write down the document that recognises it. Raises :class:`NotNow`."""
    _hold(session, initiative, "nominated")
    initiative.decision, initiative.state = _needed(_line(decision, NAME_LENGTH)), "recognised"
    session.flush()
    _record(session, N_("Công nhận sáng kiến, mô hình"), initiative, by=by)


def replicate(session: Session, initiative: Initiative, *, unit: str, since: date, note: str, by: int) -> Replication:
    """Say that another unit works like this now. Raises :class:`NotNow`."""
    _hold(session, initiative, "recognised", "replicated")
    unit = _needed(_line(unit, UNIT_LENGTH))
    if any(one.unit.casefold() == unit.casefold() for one in initiative.replications):
        raise NotNow(N_("Đơn vị này đã có trong danh sách nhân rộng."))
    made = Replication(unit=unit, since=since, note=_words(note))
    initiative.replications.append(made)
    initiative.state = "replicated"
    session.flush()
    _record(session, N_("Nhân rộng sáng kiến, mô hình"), initiative, by=by)
    return made


def end(session: Session, initiative: Initiative, *, why: str, by: int) -> None:
    """Say that it goes on no more, and why. Raises :class:`NotNow`."""
    _hold(session, initiative, "nominated", "recognised", "replicated")
    initiative.ending, initiative.state = _needed(_words(why)), "ended"
    session.flush()
    _record(session, N_("Kết thúc sáng kiến, mô hình"), initiative, by=by)


def _hold(session: Session, initiative: Initiative, *wanted: str) -> None:
    session.scalars(
        select(Initiative)
        .where(Initiative.id == initiative.id)
        .with_for_update(of=Initiative)
        .execution_options(populate_existing=True)
    ).one()
    if initiative.state not in wanted:
        raise NotNow(N_("Việc này không hợp với tình trạng hiện nay của sáng kiến, mô hình. Hãy xem lại trang."))


def _line(text: str, limit: int) -> str:
    text = one_line(text)
    if len(text) > limit:
        raise InitiativeUnfit(N_("Mỗi dòng dài nhất %(limit)d ký tự."), limit=limit)
    return text


def _words(text: str) -> str:
    text = nfc(text.replace("\r\n", "\n").replace("\0", "")).strip()
    if len(text) > WORDS_LENGTH:
        raise InitiativeUnfit(N_("Mỗi ô dài nhất %(limit)d ký tự."), limit=WORDS_LENGTH)
    return text


def _needed(text: str) -> str:
    if not text:
        raise InitiativeUnfit(N_("Hãy điền đủ các ô bắt buộc."))
    return text


def _record(session: Session, verb: str, initiative: Initiative, *, by: int | None) -> None:
    record(
        session, verb, f"initiative:{initiative.id}", by=by, office_id=initiative.office_id, name=initiative.name[:80]
    )
