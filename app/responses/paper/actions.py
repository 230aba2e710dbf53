"""Printing a batch of sheets, typing one in, taking the last one back, typing one a second time, closing the batch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.access.actions import record
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, NotFound, Problem
from app.core.text import N_, SOURCE
from app.core.tokens import new_code, read_code
from app.desks.models import Placement
from app.forms.languages.rules import check_language
from app.responses.actions import set_aside
from app.responses.asked import asked_by
from app.responses.models import Response
from app.responses.paper.models import PaperBatch, PaperEntry
from app.responses.paper.rules import MOST_SHEETS, Comparison, compare

CODE_LENGTH = 5
UNDONE = N_("Cán bộ nhập nhầm và đã bỏ tờ vừa nhập.")
CORRECTED = N_("Cán bộ nhập nhầm; tờ giấy được nhập lại.")
RETYPED = N_("Hai lần nhập khác nhau; tờ giấy được nhập lại.")


class BadSheets(Problem):
    """No sheets, or more than one file holds."""


class NothingAskedHere(Conflict):
    """The placement is retired."""


class BatchClosed(Conflict):
    """Nothing is typed into a closed batch any more."""


class WrongDay(Problem):
    """A sheet cannot have been filled in before it was printed, nor tomorrow."""


class NoSuchSheet(Problem):
    """The batch has no sheet of this number."""


class WrongBatch(Conflict):
    """The code on the paper is that of another batch, which may ask another edition."""


class SheetTyped(Conflict):
    """The sheet was typed in already; whoever means another copy of it says so."""


class NothingToUndo(Conflict):
    """This official has nothing in the batch that could be taken back."""


class OwnSheet(Conflict):
    """A second typing by the same person proves nothing."""


class AlreadyChecked(Conflict):
    """The sheet was typed a second time already."""


def print_sheets(
    session: Session, placement: Placement, *, sheets: int, locale: str = SOURCE, by: int | None
) -> PaperBatch:
    """Make a batch of the edition that ``placement`` asks now; later editions have sheets of their own.

    A language is printed where citizens find it on the page, too (:func:`~app.forms.languages.rules.check_language`).
    """
    if not 1 <= sheets <= MOST_SHEETS:
        raise BadSheets(N_("Mỗi đợt in từ 1 đến %(most)d tờ."), most=MOST_SHEETS)
    if not placement.is_open:
        raise NothingAskedHere(N_("Phiếu này đã thu hồi khỏi điểm tiếp nhận nên không in được."))
    edition, offered = placement.edition, placement.desk.office.citizen_locales
    check_language(locale, offered=offered, words=edition.words, title=edition.title)
    batch = PaperBatch(
        placement=placement,
        edition=placement.edition,
        code=new_code(CODE_LENGTH),
        locale=locale,
        sheets=sheets,
        made_on=clock.today(),
        made_by_id=by,
    )
    session.add(batch)
    session.flush()
    _record(session, N_("In phiếu giấy"), batch, by=by, sheets=sheets)
    return batch


def enter(
    session: Session, *, entry_id: UUID, batch_id: int, response_id: UUID, sheet: int | None, again: bool, by: int
) -> None:
    """Note that a sheet was typed in, in the transaction that stores its response.

    :class:`SheetTyped` where its number was, unless ``again`` says that it is another copy of it.
    """
    batch = _hold(session, batch_id)
    copy = 0
    if sheet is not None:
        if not 1 <= sheet <= batch.sheets:
            raise NoSuchSheet(N_("Đợt này chỉ có các tờ từ 1 đến %(most)d."), most=batch.sheets)
        rows = session.execute(
            select(PaperEntry.undone, PaperEntry.typed_on, Official.name)
            .join(Official, Official.id == PaperEntry.typed_by_id)
            .where(PaperEntry.batch_id == batch_id, PaperEntry.sheet == sheet)
            .order_by(PaperEntry.copy)
        ).all()
        typed = [row for row in rows if not row.undone]
        if typed and not again:
            raise SheetTyped(
                N_("Tờ số %(sheet)d đã được %(name)s nhập ngày %(day)s nên lần này chưa ghi."),
                sheet=sheet,
                name=typed[-1].name,
                day=clock.show_day(typed[-1].typed_on),
            )
        copy = len(rows)
    session.add(
        PaperEntry(
            id=entry_id, batch_id=batch_id, sheet=sheet, copy=copy, response_id=response_id, typed_by_id=by,
            typed_on=clock.today(), undone=False,
        )
    )  # fmt: skip
    session.flush()


def check_code(batch: PaperBatch, code: str) -> None:
    """Refuse a sheet whose code was typed too and is another batch's. Raises :class:`WrongBatch`."""
    if code and read_code(code) != batch.code:
        raise WrongBatch(
            N_(
                "Tờ mang mã %(typed)s không thuộc đợt %(code)s đang nhập nên chưa ghi. Hãy để riêng tờ này và nhập ở "
                "đúng đợt ghi ở chân trang."
            ),
            typed=read_code(code),
            code=batch.code,
        )


def check_day(batch: PaperBatch, on: date) -> None:
    """Refuse a day on which no sheet of the batch can have been filled in. Raises :class:`WrongDay`."""
    if not batch.made_on <= on <= clock.today():
        raise WrongDay(N_("Ngày trả lời phải từ ngày in %(first)s đến hôm nay."), first=clock.show_day(batch.made_on))


def undo_entry(session: Session, batch: PaperBatch, entry_id: UUID, *, by: int) -> PaperEntry:
    """Take back a sheet that ``by`` typed: its response is set aside with the reason, never deleted."""
    _hold(session, batch.id)
    entry = session.scalar(
        select(PaperEntry)
        .where(PaperEntry.id == entry_id, PaperEntry.batch_id == batch.id, PaperEntry.typed_by_id == by)
        .execution_options(populate_existing=True)
    )
    if entry is None or entry.undone or entry.response_id is None:
        raise NothingToUndo(N_("Không có tờ nào để bỏ: tờ này đã được bỏ, hoặc do người khác nhập."))
    _set_aside(session, entry, UNDONE, by=by)
    return entry


def correct_entry(session: Session, batch: PaperBatch, sheet: int, *, by: int) -> None:
    """Set aside what ``by`` typed from a sheet, at any time before the batch is closed, to be typed anew."""
    _hold(session, batch.id)
    entry = _typed(session, batch, sheet)
    if entry is None or entry.typed_by_id != by:
        raise NothingToUndo(
            N_("Tờ số %(sheet)d chưa được nhập, hoặc do người khác nhập nên bạn không sửa được."), sheet=sheet
        )
    _set_aside(session, entry, CORRECTED, by=by)


def check_entry(session: Session, batch: PaperBatch, *, sheet: int, answers: Mapping[str, Any], by: int) -> Comparison:
    """Compare a second typing with what is stored, and keep how many answers differ; nothing else of it is kept."""
    entry = _entry_to_check(session, batch, sheet, by=by)
    response = session.get_one(Response, entry.response_id)
    found = compare(asked_by(batch.edition).definition, response.answers, answers)
    entry.checked_by_id, entry.compared, entry.differing = by, found.compared, len(found.differing)
    session.flush()
    return found


def retype(session: Session, batch: PaperBatch, *, sheet: int, by: int) -> None:
    """Set aside the first typing of a sheet that was checked and differs, so that it can be typed anew."""
    _hold(session, batch.id)
    entry = _typed(session, batch, sheet)
    if entry is None or entry.response_id is None or not entry.differing:
        raise NothingToUndo(N_("Chỉ nhập lại được tờ đã kiểm tra và có chỗ khác nhau."))
    _set_aside(session, entry, RETYPED, by=by)


def close_batch(session: Session, batch: PaperBatch, *, by: int | None) -> None:
    """End typing, and cut the tie between every sheet's number and its response."""
    _hold(session, batch.id)
    session.execute(update(PaperEntry).where(PaperEntry.batch_id == batch.id).values(response_id=None))
    batch.closed_on = clock.today()
    session.flush()
    count = session.scalar(select(func.count()).where(PaperEntry.batch_id == batch.id, PaperEntry.undone.is_(False)))
    _record(session, N_("Khóa sổ đợt phiếu giấy"), batch, by=by, typed=count)


def _entry_to_check(session: Session, batch: PaperBatch, sheet: int, *, by: int) -> PaperEntry:
    _hold(session, batch.id)
    entry = _typed(session, batch, sheet)
    if entry is None:
        raise NotFound(N_("Tờ số %(sheet)d chưa được nhập lần nào nên chưa có gì để so."), sheet=sheet)
    if entry.typed_by_id == by:
        raise OwnSheet(N_("Tờ số %(sheet)d do chính bạn nhập. Hãy nhờ người khác nhập lần hai."), sheet=sheet)
    if entry.checked_by_id is not None:
        raise AlreadyChecked(N_("Tờ số %(sheet)d đã được nhập lần hai rồi. Hãy chọn tờ khác."), sheet=sheet)
    return entry


def _typed(session: Session, batch: PaperBatch, sheet: int) -> PaperEntry | None:
    """The first typing of a sheet that still stands."""
    return session.scalar(
        select(PaperEntry)
        .where(PaperEntry.batch_id == batch.id, PaperEntry.sheet == sheet, PaperEntry.undone.is_(False))
        .order_by(PaperEntry.copy)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _set_aside(session: Session, entry: PaperEntry, reason: str, *, by: int) -> None:
    if entry.response_id is not None:
        set_aside(session, entry.response_id, reason, by)
    entry.undone, entry.response_id = True, None
    session.flush()


def _hold(session: Session, batch_id: int) -> PaperBatch:
    """The batch, locked until the transaction ends: two who type the same sheet at once meet here."""
    batch = session.scalars(
        select(PaperBatch)
        .where(PaperBatch.id == batch_id)
        .with_for_update(of=PaperBatch)
        .execution_options(populate_existing=True)
    ).one()
    if batch.closed_on is not None:
        raise BatchClosed(N_("Đợt phiếu giấy này đã khóa sổ ngày %(day)s."), day=clock.show_day(batch.closed_on))
    return batch


def _record(session: Session, verb: str, batch: PaperBatch, *, by: int | None, **details: object) -> None:
    placement = batch.placement
    record(
        session, verb, f"paper_batch:{batch.id}", by=by, office_id=placement.desk.office_id,
        name=batch.edition.title, desk=placement.desk.name, code=batch.code, **details,
    )  # fmt: skip
