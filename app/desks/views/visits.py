"""How many visits each desk served: typed into a grid of days and desks, or imported from a file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, _n, sentence
from app.desks.inputs import VisitsFileInput, VisitsInput
from app.desks.models import Desk
from app.desks.queries import desks_of, open_desks
from app.desks.views import bp
from app.desks.visits.actions import ChangedMeanwhile, record_visits
from app.desks.visits.importing import DeskName, Reading, read_rows
from app.desks.visits.queries import visits_between, visits_in
from app.desks.visits.rules import (
    PERMISSION,
    Cell,
    Visits,
    days_of,
    read_cell,
    read_cells,
    read_visits,
    write_cells,
)
from app.desks.visits.sample import sample_csv, sample_rows, sample_workbook
from app.desks.visits.table import read_table
from app.offices.models import Office
from app.offices.queries import offices_with_ids

Answer = str | Response | tuple[str, int]
SPANS = {"week": N_("Tuần"), "month": N_("Tháng")}
WEEKDAYS = (N_("T2"), N_("T3"), N_("T4"), N_("T5"), N_("T6"), N_("T7"), N_("CN"))
MOST_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the grid on the screen."""

    name: str
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Change:
    """One number of a file beside the one that is there."""

    desk: str
    day: date
    before: int
    after: int


@bp.get("/visits")
@allow(PERMISSION)
def visits() -> Answer:
    """The grid of one office for a week or a month."""
    return _grid(VisitsInput(formdata=None))


@bp.post("/visits")
@allow(PERMISSION)
def type_visits() -> Answer:
    """Write what was typed; one wrong cell, and nothing is written."""
    form = VisitsInput()
    office = _office(form.office.data)
    typed = _typed()
    wanted, errors = _wanted(typed)
    seen = read_cells(form.seen.data or "")
    if not form.validate_on_submit() or errors:
        return _grid(form, typed, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            changed = record_visits(
                session(), _desks(office), wanted, seen=seen, today=clock.today(), by=viewer().official_id
            )
    except ChangedMeanwhile as problem:
        flash(sentence(problem), "error")
        mine = {cell: text for cell, text in typed.items() if wanted[cell] != seen.get(cell)}
        return _grid(form, mine, _others(mine, seen)), problem.status
    except Problem as problem:
        flash(sentence(problem), "error")
        return _grid(form, typed), problem.status
    flash(_n("Đã ghi %(num)d ô.", "Đã ghi %(num)d ô.", changed) if changed else _("Không có ô nào thay đổi."))
    return redirect(url_for("desks.visits", office=office.id, span=_span(), day=f"{_day():%Y-%m-%d}"))


@bp.get("/visits/file")
@allow(PERMISSION)
def visits_file() -> Answer:
    """Choose a file."""
    return _file_page(VisitsFileInput(formdata=None))


@bp.post("/visits/file")
@allow(PERMISSION)
def read_visits_file() -> Answer:
    """Read a file and say what it would change; nothing is stored."""
    form = VisitsFileInput()
    office = _office(form.office.data)
    settings: Settings = current_app.config["SETTINGS"]
    if not form.validate_on_submit():
        return _file_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    content = form.file.data.read(settings.upload_bytes + 1)
    if len(content) > settings.upload_bytes:
        form.file.errors = [
            _("Tệp quá %(limit)d MB. Hãy chia nhỏ rồi nhập từng tệp.", limit=settings.upload_bytes >> 20)
        ]
        return _file_page(form), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    desks = _desks(office)
    names = [DeskName(desk.id, desk.name, desk.code, desk.is_open) for desk in desks]
    try:
        reading = read_rows(read_table(content), names, today=clock.today())
    except Problem as problem:
        form.file.errors = [sentence(problem)]
        return _file_page(form), problem.status
    return _preview(office, form.file.data.filename or "", reading, desks)


@bp.post("/visits/file/confirmation")
@allow(PERMISSION)
def store_visits_file() -> Answer:
    """Store what the preview showed."""
    form = VisitsInput()
    office = _office(form.office.data)
    wanted: Visits = dict(read_cells(form.wanted.data or ""))
    try:
        with transaction():
            changed = record_visits(
                session(),
                _desks(office),
                wanted,
                seen=read_cells(form.seen.data or ""),
                today=clock.today(),
                by=viewer().official_id,
                source=(form.filename.data or "")[:100],
            )
    except Problem as problem:
        flash(sentence(problem), "error")
        return _file_page(VisitsFileInput(formdata=None)), problem.status
    flash(_n("Đã ghi %(num)d ô từ tệp.", "Đã ghi %(num)d ô từ tệp.", changed))
    last = max((day for _desk, day in wanted), default=clock.today())
    return redirect(url_for("desks.visits", office=office.id, span="month", day=f"{last:%Y-%m-%d}"))


@bp.get("/visits/sample.<ending>")
@allow(PERMISSION)
def visits_sample(ending: str) -> Response:
    """A file to be filled in, with the office's desks and the days of a month."""
    makers = {"csv": (sample_csv, "text/csv; charset=utf-8"), "xlsx": (sample_workbook, XLSX)}
    if ending not in makers:
        raise NotFound(N_("Chỉ có tệp mẫu dạng .xlsx và .csv."))
    make, mimetype = makers[ending]
    office, today = _office(), clock.today()
    days = [day for day in days_of("month", _day()) if day <= today and day.weekday() < 5]
    rows = sample_rows([desk.name for desk in open_desks(session(), office.id)], days)
    name = f"so-luot-phuc-vu-{_day():%Y-%m}.{ending}"
    return send_file(io.BytesIO(make(rows, _)), mimetype=mimetype, as_attachment=True, download_name=name)


def _offices() -> list[Office]:
    return offices_with_ids(session(), viewer().offices(PERMISSION))


def _office(chosen: int | None = None) -> Office:
    """The office that was chosen, or the viewer's first one."""
    wanted = chosen or request.args.get("office", type=int)
    found = [office for office in _offices() if wanted in (None, office.id)]
    if not found:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    return found[0]


def _desks(office: Office) -> list[Desk]:
    """All desks of the office, closed ones too: whoever names one is to hear that it is closed."""
    return [line.desk for line in desks_of(session(), [office.id])]


def _span() -> str:
    return "month" if request.args.get("span") == "month" else "week"


def _day() -> date:
    """A day of the span that is shown, by default today."""
    try:
        found = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        found = clock.today()
    return min(max(found, date(2020, 1, 1)), clock.today())


def _typed() -> dict[Cell, str]:
    """What stands in the grid that was sent."""
    found = {read_cell(name.removeprefix("c-")): text for name, text in request.form.items() if name.startswith("c-")}
    return {cell: text[:30] for cell, text in found.items() if cell is not None}


def _wanted(typed: Mapping[Cell, str]) -> tuple[dict[Cell, int | None], dict[Cell, str]]:
    """The numbers that were typed, and what is wrong with the others."""
    wanted: dict[Cell, int | None] = {}
    errors: dict[Cell, str] = {}
    for cell, text in typed.items():
        try:
            wanted[cell] = read_visits(text)
        except Problem as problem:
            errors[cell] = sentence(problem)
    return wanted, errors


def _others(mine: Mapping[Cell, str], seen: Mapping[Cell, int]) -> dict[Cell, str]:
    """What others have written meanwhile into the cells that I have changed."""
    present = visits_in(session(), mine.keys())
    told = {cell: present.get(cell) for cell in mine if present.get(cell) != seen.get(cell)}
    return {
        cell: _("Người khác vừa xóa số này.") if number is None else _("Người khác vừa ghi %(number)d.", number=number)
        for cell, number in told.items()
    }


def _grid(form: VisitsInput, typed: Mapping[Cell, str] | None = None, errors: Mapping[Cell, str] | None = None) -> str:
    office, span, today = _office(form.office.data), _span(), clock.today()
    days = days_of(span, _day())
    desks = open_desks(session(), office.id)
    present = visits_between(session(), [desk.id for desk in desks], days[0], days[-1])
    form.seen.data = write_cells(present)
    shown = {cell: str(number) for cell, number in present.items()} | dict(typed or {})
    return render_template(
        "desks/visits.html",
        form=form,
        office=office,
        offices=_offices(),
        desks=desks,
        days=days,
        fields={day: [_field((desk.id, day), shown, errors or {}) for desk in desks] for day in days if day <= today},
        errors=errors or {},
        sums=[_sum([number for (desk_id, _day), number in present.items() if desk_id == desk.id]) for desk in desks],
        weekdays=WEEKDAYS,
        span=span,
        spans=SPANS,
        day=_day(),
        before=days[0] - timedelta(days=1),
        after=days[-1] + timedelta(days=1) if days[-1] < today else None,
    )


def _field(cell: Cell, shown: Mapping[Cell, str], errors: Mapping[Cell, str]) -> Field:
    return Field(f"c-{cell[0]}-{cell[1]:%Y%m%d}", shown.get(cell, ""), errors.get(cell, ""))


def _sum(numbers: Sequence[int]) -> int | None:
    return sum(numbers) if numbers else None


def _file_page(form: VisitsFileInput) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    office = _office(form.office.data)
    form.office.data = office.id
    return render_template(
        "desks/visits_file.html",
        form=form,
        office=office,
        offices=_offices(),
        desks=open_desks(session(), office.id),
        day=_day(),
        megabytes=settings.upload_bytes >> 20,
    )


def _preview(office: Office, filename: str, reading: Reading, desks: Sequence[Desk]) -> str:
    present = visits_in(session(), reading.visits.keys())
    names = {desk.id: desk.name for desk in desks}
    changes = [
        Change(names[desk_id], day, present[desk_id, day], number)
        for (desk_id, day), number in sorted(reading.visits.items(), key=lambda item: (item[0][1], names[item[0][0]]))
        if present.get((desk_id, day), number) != number
    ]
    form = VisitsInput(formdata=None, office=office.id, filename=filename)
    form.wanted.data, form.seen.data = write_cells(reading.visits), write_cells(present)
    days = sorted(day for _desk, day in reading.visits)
    return render_template(
        "desks/visits_preview.html",
        form=form,
        office=office,
        filename=filename,
        reading=reading,
        wrong=[(row.number, sentence(row.problem)) for row in reading.wrong[:MOST_SHOWN]],
        new=sum(cell not in present for cell in reading.visits),
        changes=changes[:MOST_SHOWN],
        changed=len(changes),
        same=sum(present.get(cell) == number for cell, number in reading.visits.items()),
        desks=len({desk for desk, _day in reading.visits}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
