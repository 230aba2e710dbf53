"""Adding offices, one by one or from a CSV file of the organisation tree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.offices.models import Office, Succession

COLUMNS = ("code", "name", "kind", "superior", "valid_from", "valid_to")
_NEEDED = ("code", "name", "kind")
_LONGEST = {"code": 40, "name": 300, "kind": 40}


class OfficesUnreadable(Problem):
    """The file has complaints; ``complaints`` holds every one, each with its line."""

    def __init__(self, complaints: list[Problem]) -> None:
        super().__init__("%(complaints)s", complaints="\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


class SuccessionUnfit(Conflict):
    """One office cannot follow the other on that day."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many offices a file added and how many it changed."""

    added: int
    changed: int


def add_office(
    session: Session,
    *,
    code: str,
    name: str,
    kind: str,
    valid_from: date,
    superior: Office | None = None,
    valid_to: date | None = None,
) -> Office:
    """Add one office."""
    office = Office(
        code=code, name=nfc(name), kind=nfc(kind), superior=superior, valid_from=valid_from, valid_to=valid_to
    )
    session.add(office)
    session.flush()
    return office


def succeed(session: Session, old: Office, heir: Office, *, on: date) -> Succession:
    """Write down that ``heir`` does the work of ``old`` from a day on; with the first heir ``old`` ends on that day.

    After a division there are several heirs, each written down alone. Written down twice, it stays as it is. Raises
    :class:`SuccessionUnfit`.
    """
    if old is heir or on <= old.valid_from:
        raise SuccessionUnfit(N_("Cơ quan cũ phải khác cơ quan mới và đã có trước ngày đó. Hãy xem lại mã và ngày."))
    if old.valid_to is not None and old.valid_to != on:
        raise SuccessionUnfit(
            N_("Cơ quan cũ đã kết thúc ngày %(day)s. Hãy ghi đúng ngày đó, hoặc sửa lại bằng flask offices load."),
            day=f"{old.valid_to:%d/%m/%Y}",
        )
    if heir.valid_from > on or (heir.valid_to is not None and heir.valid_to <= on):
        raise SuccessionUnfit(N_("Cơ quan mới chưa có, hoặc không còn, vào ngày đó. Hãy xem lại mã và ngày."))
    found = session.get(Succession, (old.id, heir.id))
    if found is None:
        found = Succession(predecessor_id=old.id, successor_id=heir.id, taken_over_on=on)
        session.add(found)
    old.valid_to = on
    session.flush()
    return found


def load_offices(session: Session, text: str, *, today: date) -> Loaded:
    """Add or update the offices of a CSV text with the header ``code,name,kind,superior,valid_from,valid_to``.

    ``superior`` is a code in the file or in the database. Everything wrong is told at once, and nothing is stored then.
    """
    complaints: list[Problem] = []
    rows = _rows_of(text, complaints)
    known = {office.code: office for office in session.scalars(select(Office))}
    lines: dict[str, int] = {}
    added = changed = 0
    wanted: list[tuple[int, Office, str]] = []
    for line, row in rows:
        fields = _fields_of(row, line, complaints)
        if fields is None:
            continue
        if fields.code in lines:
            complaints.append(
                Problem(
                    N_("Dòng %(line)d: mã “%(code)s” đã có ở dòng %(first)d."),
                    line=line,
                    code=fields.code,
                    first=lines[fields.code],
                )
            )
            continue
        lines[fields.code] = line
        office = known.get(fields.code)
        added, changed = added + (office is None), changed + (office is not None)
        office = known[fields.code] = office or Office(code=fields.code, valid_from=fields.valid_from or today)
        office.name, office.kind = fields.name, fields.kind
        office.valid_from = fields.valid_from or office.valid_from
        office.valid_to = fields.valid_to
        if office.valid_to and office.valid_to <= office.valid_from:
            complaints.append(Problem(N_("Dòng %(line)d: ngày kết thúc phải sau ngày bắt đầu."), line=line))
        wanted.append((line, office, fields.superior))
    for line, office, code in wanted:
        if code and code not in known:
            complaints.append(
                Problem(N_("Dòng %(line)d: không có cơ quan cấp trên mang mã “%(code)s”."), line=line, code=code)
            )
        elif code:
            office.superior = known[code]
    complaints += _circles(office for _line, office, _code in wanted)
    if complaints:
        raise OfficesUnreadable(complaints)
    session.add_all(office for _line, office, _code in wanted)
    session.flush()
    return Loaded(added, changed)


@dataclass(frozen=True, slots=True)
class _Fields:
    code: str
    name: str
    kind: str
    superior: str
    valid_from: date | None
    valid_to: date | None


def _rows_of(text: str, complaints: list[Problem]) -> list[tuple[int, dict[str, str | None]]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    rows: list[tuple[int, dict[str, str | None]]] = []
    try:
        missing = [column for column in _NEEDED if column not in (reader.fieldnames or [])]
        if missing:
            raise OfficesUnreadable(
                [Problem(N_("Dòng 1: thiếu cột %(columns)s trong hàng tiêu đề."), columns=", ".join(missing))]
            )
        for row in reader:
            rows.append((reader.line_num, row))
    except csv.Error:
        complaints.append(
            Problem(N_("Dòng %(line)d: không đọc được dòng này như một dòng CSV."), line=reader.line_num + 1)
        )
    return rows


def _fields_of(row: dict[str, str | None], line: int, complaints: list[Problem]) -> _Fields | None:
    texts = {column: nfc((row.get(column) or "").strip()) for column in COLUMNS}
    before = len(complaints)
    empty = [column for column in _NEEDED if not texts[column]]
    if empty:
        complaints.append(Problem(N_("Dòng %(line)d: để trống cột %(columns)s."), line=line, columns=", ".join(empty)))
    for column, limit in _LONGEST.items():
        if len(texts[column]) > limit:
            complaints.append(
                Problem(
                    N_("Dòng %(line)d: cột %(column)s dài quá %(limit)d ký tự."), line=line, column=column, limit=limit
                )
            )
    valid_from, valid_to = (_day_of(texts[column], line, complaints) for column in ("valid_from", "valid_to"))
    if len(complaints) > before:
        return None
    return _Fields(texts["code"], texts["name"], texts["kind"], texts["superior"], valid_from, valid_to)


def _day_of(written: str, line: int, complaints: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        complaints.append(
            Problem(
                N_("Dòng %(line)d: “%(written)s” không phải là ngày dạng năm-tháng-ngày (ví dụ 2025-07-01)."),
                line=line,
                written=written,
            )
        )
        return None


def _circles(offices: Iterable[Office]) -> list[Problem]:
    complaints: list[Problem] = []
    for office in offices:
        above, seen = office.superior, {office.code}
        while above is not None and above.code not in seen:
            seen.add(above.code)
            above = above.superior
        if above is not None:
            complaints.append(Problem(N_("Cơ quan “%(code)s” là cấp trên của chính mình."), code=office.code))
    return complaints
