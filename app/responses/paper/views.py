"""Screens for paper: batches, the sheets to print, typing them in, typing a sample again.

Every response from here carries the mode ``paper``, whoever types.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_, SOURCE
from app.core.words import LOCALES, _, sentence
from app.desks import prints
from app.desks.queries import placement_for
from app.forms.builder import Reading, field_name, read_answers
from app.forms.definition import Definition
from app.forms.kinds import KINDS
from app.forms.languages.queries import NAMES
from app.forms.wording import Say
from app.responses.actions import Answered
from app.responses.asked import Asked, asked_by
from app.responses.keys import new_key, read_key
from app.responses.paper import actions
from app.responses.paper import sheets as drawing
from app.responses.paper.inputs import BatchInput, CheckInput, SheetInput
from app.responses.paper.models import PaperBatch
from app.responses.paper.queries import PERMISSION, batch_for, batches_for, printable_placements, standing
from app.responses.paper.rules import Comparison, as_posted, noon_of, sample_of
from app.responses.paper.wording import notes_of, numbers_of
from app.responses.views.storing import take_in

bp = Blueprint("paper", "app.responses.paper", template_folder="templates")

MODE = "paper"
Answer = str | AnyResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the typing screen."""

    name: str
    number: int
    text: str
    note: str
    codes: tuple[tuple[int, str], ...]
    kind: str
    typed: str
    error: str

    @property
    def quick(self) -> str:
        """The digits of which one is the whole answer; none where an answer may be longer."""
        codes = [str(code) for code, _label in self.codes]
        return "" if self.kind == "choices" or any(len(code) > 1 for code in codes) else "".join(codes)


@bp.get("/paper")
@allow(PERMISSION)
def batches() -> Answer:
    """The batches of the viewer's offices, and printing a new one."""
    return _batches_page(BatchInput(formdata=None))


@bp.post("/paper")
@allow(PERMISSION)
def print_batch() -> Answer:
    """Make a batch of sheets."""
    form = BatchInput()
    if not form.validate_on_submit():
        return _batches_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    placement = placement_for(session(), viewer(), form.placement.data or 0, permission=PERMISSION)
    locale = form.locale.data or SOURCE
    try:
        prints.check_placements([placement], locale)
        drawing.draw_at(placement, "00000", locale, 1, _public_url())  # what cannot be printed is refused before
        with transaction():
            made = actions.print_sheets(
                session(), placement, sheets=form.sheets.data or 0, locale=locale, by=viewer().official_id
            )
    except Problem as problem:
        flash(sentence(problem), "error")
        return _batches_page(form), problem.status
    return redirect(url_for("paper.batch", batch_id=made.id))


@bp.get("/paper/<int:batch_id>")
@allow(PERMISSION)
def batch(batch_id: int) -> Answer:
    """One batch: its sheets, who typed how many, how far two typings agree."""
    return _batch_page(batch_for(session(), viewer(), batch_id))


@bp.get("/paper/<int:batch_id>/sheets.pdf")
@allow(PERMISSION)
def sheets(batch_id: int) -> AnyResponse:
    """The sheets to be printed."""
    found = batch_for(session(), viewer(), batch_id)
    pdf = drawing.draw_at(found.placement, found.code, found.locale, found.sheets, _public_url(), found.edition)
    name = prints.file_name("phieu-giay", found.code, found.placement.desk.name, ending=".pdf")
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get("/paper/<int:batch_id>/entry")
@allow(PERMISSION)
def entry(batch_id: int) -> Answer:
    """The typing screen for the next sheet."""
    found = batch_for(session(), viewer(), batch_id)
    form = SheetInput(formdata=None)
    form.sheet.data = request.args.get("sheet", type=int)
    form.day.data = _day(request.args.get("on", "")) or clock.today()
    return _entry_page(found, form)


@bp.post("/paper/<int:batch_id>/entry")
@allow(PERMISSION)
def type_sheet(batch_id: int) -> Answer:
    """Store what stands on a sheet; whatever goes wrong, everything typed comes back."""
    found = batch_for(session(), viewer(), batch_id)
    form = SheetInput()
    asked = asked_by(found.edition)
    reading = _read(asked, asked.say(found.locale))
    if not form.validate_on_submit() or not reading.is_valid:
        return _entry_page(found, form, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    entry_id = uuid4()
    try:
        repeated = _store(found, asked, form, reading, entry_id)
    except Problem as problem:
        return _entry_page(found, form, reading, problem), problem.status
    number = form.sheet.data
    address = url_for(
        "paper.entry",
        batch_id=batch_id,
        sheet=number + 1 if number and number < found.sheets else None,
        on=form.day.data,
        last=None if repeated else entry_id,
        typed=number,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.post("/paper/<int:batch_id>/entry/undoing")
@allow(PERMISSION)
def undo(batch_id: int) -> Answer:
    """Take back the sheet that was typed last."""
    found = batch_for(session(), viewer(), batch_id)
    try:
        with transaction():
            undone = actions.undo_entry(session(), found, _uuid(request.form.get("entry", "")), by=viewer().official_id)
            number = undone.sheet
    except Problem as problem:
        flash(sentence(problem), "error")
        return _batch_page(batch_for(session(), viewer(), batch_id)), problem.status
    flash(_("Đã bỏ tờ vừa nhập. Câu trả lời được tạm loại kèm lý do, không bị xóa."))
    return redirect(url_for("paper.entry", batch_id=batch_id, sheet=number))


@bp.post("/paper/<int:batch_id>/entry/correction")
@allow(PERMISSION)
def correct(batch_id: int) -> Answer:
    """Type a sheet of one's own anew."""
    found = batch_for(session(), viewer(), batch_id)
    form = CheckInput()
    try:
        if not form.validate_on_submit():
            raise Problem(N_("Hãy ghi số của tờ đã nhập nhầm."))
        number = form.sheet.data or 0
        with transaction():
            actions.check_code(found, form.sheet.code)
            actions.correct_entry(session(), found, number, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _batch_page(batch_for(session(), viewer(), batch_id)), problem.status
    flash(_("Lần nhập trước của tờ số %(sheet)d được tạm loại kèm lý do. Hãy nhập lại tờ này.", sheet=number))
    return redirect(url_for("paper.entry", batch_id=batch_id, sheet=number))


@bp.get("/paper/<int:batch_id>/check")
@allow(PERMISSION)
def check(batch_id: int) -> Answer:
    """The screen on which a second official types a sheet again."""
    found = batch_for(session(), viewer(), batch_id)
    form = CheckInput(formdata=None)
    form.sheet.data = request.args.get("sheet", type=int)
    return _check_page(found, form)


@bp.post("/paper/<int:batch_id>/check")
@allow(PERMISSION)
def compare_sheet(batch_id: int) -> Answer:
    """Compare a second typing with the first."""
    found = batch_for(session(), viewer(), batch_id)
    form = CheckInput()
    asked = asked_by(found.edition)
    reading = _read(asked, asked.say(found.locale))
    if not form.validate_on_submit() or not reading.is_valid:
        return _check_page(found, form, reading), HTTPStatus.UNPROCESSABLE_ENTITY
    number = form.sheet.data or 0
    try:
        with transaction():
            actions.check_code(found, form.sheet.code)
            result = actions.check_entry(
                session(), found, sheet=number, answers=reading.answers, by=viewer().official_id
            )
    except Problem as problem:
        return _check_page(found, form, reading, problem), problem.status
    return _result_page(batch_for(session(), viewer(), batch_id), asked, number, result)


@bp.post("/paper/<int:batch_id>/check/retyping")
@allow(PERMISSION)
def type_again(batch_id: int) -> Answer:
    """Set the first typing of a sheet aside, and type it anew."""
    found = batch_for(session(), viewer(), batch_id)
    number = request.form.get("sheet", 0, type=int)
    try:
        with transaction():
            actions.retype(session(), found, sheet=number, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _batch_page(batch_for(session(), viewer(), batch_id)), problem.status
    flash(_("Lần nhập đầu của tờ số %(sheet)d được tạm loại kèm lý do. Hãy nhập lại tờ này.", sheet=number))
    return redirect(url_for("paper.entry", batch_id=batch_id, sheet=number))


@bp.post("/paper/<int:batch_id>/closing")
@allow(PERMISSION)
def close(batch_id: int) -> Answer:
    """End typing, and forget which sheet was which response."""
    found = batch_for(session(), viewer(), batch_id)
    try:
        with transaction():
            actions.close_batch(session(), found, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _batch_page(batch_for(session(), viewer(), batch_id)), problem.status
    flash(_("Đã khóa sổ. Số tờ không còn dẫn đến câu trả lời nào."))
    return redirect(url_for("paper.batch", batch_id=batch_id))


def _store(found: PaperBatch, asked: Asked, form: SheetInput, reading: Reading, entry_id: UUID) -> bool:
    """Store the response with its entry; whether it was there already, since somebody pressed Enter twice."""
    if reading.is_empty:
        raise Problem(N_("Chưa có câu nào được nhập. Tờ giấy trắng thì không cần nhập."))
    day = form.day.data or clock.today()
    actions.check_code(found, form.sheet.code)
    actions.check_day(found, day)
    key = read_key(_secret(), request.form.get("key", ""))
    if key is None:
        raise Problem(N_("Trang nhập bị hỏng nên chưa ghi được. Hãy bấm ghi một lần nữa."))
    note = partial(
        actions.enter,
        entry_id=entry_id,
        batch_id=found.id,
        response_id=key.id,
        sheet=form.sheet.data,
        again=bool(form.again.data),
        by=viewer().official_id,
    )
    answered = Answered(
        key=key.id,
        asked=asked,
        desk_id=found.placement.desk_id,
        answers=dict(reading.answers),
        mode=MODE,
        hour=noon_of(day),
        locale=found.locale,
        also=note,
    )
    return take_in(answered).repeated


def _read(asked: Asked, say: Say) -> Reading:
    typed = {name: value for name, value in request.form.items()}
    return read_answers(asked.definition, say, MultiDict(as_posted(asked.definition, typed)))


def _batches_page(form: BatchInput) -> str:
    placements = printable_placements(session(), viewer())
    form.placement.choices = [(found.id, f"{found.desk.name} – {found.edition.title}") for found in placements]
    offered = {SOURCE} | {locale for found in placements for locale in found.desk.office.citizen_locales}
    form.locale.choices = [(code, _(NAMES[code])) for code in LOCALES if code in offered]
    return render_template("paper/batches.html", form=form, lines=batches_for(session(), viewer()))


def _batch_page(found: PaperBatch) -> str:
    line = next(line for line in batches_for(session(), viewer()) if line.batch.id == found.id)
    stands = standing(session(), found, viewer().official_id)
    return render_template(
        "paper/batch.html",
        batch=found,
        line=line,
        stands=stands,
        sample=sample_of(found.code, stands.to_check),
        languages=LOCALES,
    )


def _entry_page(
    found: PaperBatch, form: SheetInput, reading: Reading | None = None, problem: Problem | None = None
) -> str:
    key = read_key(_secret(), request.form.get("key", "")) or new_key(found.edition.digest, noon_of(clock.today()))
    return render_template(
        "paper/entry.html",
        batch=found,
        form=form,
        lines=_lines(found, reading),
        problem=sentence(problem) if problem else "",
        is_typed=isinstance(problem, actions.SheetTyped),
        key=key.signed(_secret()),
        stands=standing(session(), found, viewer().official_id),
        last=request.args.get("last"),
        typed_sheet=request.args.get("typed", type=int),
    )


def _check_page(
    found: PaperBatch, form: CheckInput, reading: Reading | None = None, problem: Problem | None = None
) -> str:
    stands = standing(session(), found, viewer().official_id)
    return render_template(
        "paper/check.html",
        batch=found,
        form=form,
        lines=_lines(found, reading),
        problem=sentence(problem) if problem else "",
        sample=sample_of(found.code, stands.to_check),
    )


def _result_page(found: PaperBatch, asked: Asked, number: int, result: Comparison) -> str:
    say, numbers = asked.say(found.locale), numbers_of(asked.definition)
    differing = [(numbers[name], say(asked.definition.by_id[name].text)) for name in result.differing]
    return render_template("paper/result.html", batch=found, number=number, result=result, differing=differing)


def _lines(found: PaperBatch, reading: Reading | None) -> list[Line]:
    asked = asked_by(found.edition)
    say = asked.say(found.locale)
    errors: Mapping[str, str] = reading.errors if reading else {}
    return list(_each_line(asked.definition, say, errors))


def _each_line(definition: Definition, say: Say, errors: Mapping[str, str]) -> Any:
    notes, numbers = notes_of(definition, say), numbers_of(definition)
    for question in definition.questions:
        yield Line(
            name=field_name(question.id),
            number=numbers[question.id],
            text=say(question.text),
            note=notes.get(question.id, ""),
            codes=KINDS[question.kind].choices(question, say),
            kind=question.kind,
            typed=request.form.get(field_name(question.id), ""),
            error=errors.get(question.id, ""),
        )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as problem:
        raise NotFound(N_("Không tìm thấy tờ vừa nhập.")) from problem


def _secret() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key


def _public_url() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url
