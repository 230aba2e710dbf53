"""Typing a sheet in, typing it anew after a slip, taking it back, and forgetting which sheet was which contribution.

What a sheet may say is what the citizens' page may say (``taking``); what is different is who types, and the days: a
sheet that came in time is typed in some days longer. Typing leaves no entry in the record of changes, whose minute
would say when a contribution came to be; who typed which numbers on which day stands with the sheets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Gone, Problem
from app.core.text import N_
from app.feedback.consultations.models import Consultation, Contribution
from app.feedback.consultations.rules import TYPED_MODES, last_typing_day, may_type
from app.feedback.consultations.sheets.models import OpinionSheet
from app.feedback.consultations.states import hold
from app.feedback.consultations.taking import Sheet, store, take_out
from app.responses.paper.rules import noon_of


class TypingOver(Gone):
    """Nothing is typed in before the first day, after the last one for typing, or once the table is public."""


class SheetUnfit(Problem):
    """It is not said how the opinion came, or on a day on which it cannot have come."""


class NotYours(Conflict):
    """There is no such sheet, or somebody else has typed it, or it was taken back."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on a sheet, how it came, and on which day the office had it."""

    sheet: Sheet
    mode: str
    received_on: date


def type_in(session: Session, consultation: Consultation, typed: Typed, *, by: int) -> int:
    """Store what stands on a sheet; the number to write on it, and the same one where the page is sent twice.

    Raises :class:`TypingOver`, :class:`SheetUnfit` and what :func:`app.feedback.consultations.taking.store` raises.
    """
    hold(session, consultation)
    if session.get(Contribution, typed.sheet.key) is not None:
        return _number_of(session, typed)
    _check(consultation, typed)
    _store(session, consultation, typed)
    last = session.scalar(select(func.max(OpinionSheet.number)).where(OpinionSheet.consultation_id == consultation.id))
    made = OpinionSheet(
        id=uuid4(),
        consultation_id=consultation.id,
        number=(last or 0) + 1,
        mode=typed.mode,
        contribution_id=typed.sheet.key,
        typed_by_id=by,
        typed_on=clock.today(),
        undone=False,
    )
    session.add(made)
    session.flush()
    return made.number


def retype(session: Session, consultation: Consultation, number: int, typed: Typed, *, by: int) -> None:
    """Put what stands on a sheet in place of what ``by`` typed from it. Raises :class:`NotYours` and as above."""
    hold(session, consultation)
    if session.get(Contribution, typed.sheet.key) is not None:
        return
    _check(consultation, typed)
    found = _own(session, consultation, number, by=by)
    _forget(session, consultation, found)
    _store(session, consultation, typed)
    found.contribution_id, found.mode, found.typed_on = typed.sheet.key, typed.mode, clock.today()
    session.flush()
    _record(session, N_("Nhập lại tờ ý kiến về dự thảo"), consultation, number, by=by)


def take_back(session: Session, consultation: Consultation, number: int, *, by: int) -> None:
    """Take out what ``by`` typed from a sheet; its number is not given again. Raises :class:`NotYours`."""
    hold(session, consultation)
    _check_open(consultation)
    found = _own(session, consultation, number, by=by)
    _forget(session, consultation, found)
    found.undone = True
    session.flush()
    _record(session, N_("Bỏ tờ ý kiến về dự thảo"), consultation, number, by=by)


def forget_ties(session: Session, consultation: Consultation) -> None:
    """Cut the tie between every sheet's number and its contribution."""
    session.execute(
        update(OpinionSheet)
        .where(OpinionSheet.consultation_id == consultation.id, OpinionSheet.contribution_id.is_not(None))
        .values(contribution_id=None)
    )


def own_sheet(session: Session, consultation: Consultation, number: int, *, by: int) -> OpinionSheet:
    """A sheet that ``by`` may type anew. Raises :class:`TypingOver` and :class:`NotYours`."""
    _check_open(consultation)
    return _own(session, consultation, number, by=by)


def _check(consultation: Consultation, typed: Typed) -> None:
    _check_open(consultation)
    if typed.mode not in TYPED_MODES:
        raise SheetUnfit(N_("Hãy chọn ý kiến này ghi trên giấy hay nói tại cuộc họp."))
    last = min(clock.today(), consultation.closes_on)
    if not consultation.opens_on <= typed.received_on <= last:
        raise SheetUnfit(
            N_("Ngày nhận phải từ %(first)s đến %(last)s; ý kiến đến ngoài thời gian lấy ý kiến thì không nhập."),
            first=clock.show_day(consultation.opens_on),
            last=clock.show_day(last),
        )


def _check_open(consultation: Consultation) -> None:
    if consultation.opened_at is None or clock.today() < consultation.opens_on:
        raise TypingOver(N_("Dự thảo chưa đến ngày lấy ý kiến nên chưa nhập được."))
    if consultation.published_at is not None:
        raise TypingOver(N_("Kết quả đã công bố nên không nhập, không sửa ý kiến được nữa."))
    if not may_type(consultation.opens_on, consultation.closes_on, today=clock.today()):
        raise TypingOver(
            N_("Ý kiến nhận trong hạn được nhập đến hết ngày %(last)s; nay không nhập, không sửa được nữa."),
            last=clock.show_day(last_typing_day(consultation.closes_on)),
        )


def _store(session: Session, consultation: Consultation, typed: Typed) -> None:
    store(session, consultation, typed.sheet, hour=noon_of(typed.received_on), mode=typed.mode)


def _number_of(session: Session, typed: Typed) -> int:
    number = session.scalar(select(OpinionSheet.number).where(OpinionSheet.contribution_id == typed.sheet.key))
    if number is None:
        raise SheetUnfit(N_("Trang nhập này đã được gửi trước đó. Hãy mở trang nhập mới cho tờ kế tiếp."))
    return number


def _own(session: Session, consultation: Consultation, number: int, *, by: int) -> OpinionSheet:
    found = session.scalar(
        select(OpinionSheet)
        .where(
            OpinionSheet.consultation_id == consultation.id,
            OpinionSheet.number == number,
            OpinionSheet.typed_by_id == by,
            OpinionSheet.contribution_id.is_not(None),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotYours(
            N_(
                "Tờ số %(number)d không có, đã bỏ, hoặc do người khác nhập nên bạn không sửa được. Hãy xem lại số ghi "
                "trên tờ giấy."
            ),
            number=number,
        )
    return found


def _forget(session: Session, consultation: Consultation, found: OpinionSheet) -> None:
    gone, found.contribution_id = found.contribution_id, None
    session.flush()
    if gone is not None:
        take_out(session, consultation, gone)


def _record(session: Session, verb: str, consultation: Consultation, number: int, *, by: int) -> None:
    record(
        session,
        verb,
        f"consultation:{consultation.id}",
        by=by,
        office_id=consultation.office_id,
        name=consultation.title,
        sheet=number,
    )
