"""Adding offices, one by one or from a CSV file of the organisation tree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.text import N_, nfc
from app.offices.models import Office

COLUMNS = ("code", "name", "kind", "superior", "valid_from", "valid_to")
_NEEDED = ("code", "name", "kind")


class OfficesUnreadable(Problem):
    """The file has complaints; ``complaints`` holds every one, each with its line."""

    def __init__(self, complaints: list[Problem]) -> None:
        super().__init__("%(complaints)s", complaints="\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


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


def load_offices(session: Session, text: str, *, today: date) -> Loaded:
    """Add or update the offices of a CSV text with the header ``code,name,kind,superior,valid_from,valid_to``.

    ``superior`` is a code in the file or in the database. Everything wrong is told at once, and nothing is stored then.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("﻿")))
    missing = [column for column in _NEEDED if column not in (reader.fieldnames or [])]
    if missing:
        raise OfficesUnreadable(
            [Problem(N_("Dòng 1: thiếu cột %(columns)s trong hàng tiêu đề."), columns=", ".join(missing))]
        )
    known = {office.code: office for office in session.scalars(select(Office))}
    complaints: list[Problem] = []
    added = changed = 0
    wanted: list[tuple[int, Office, str]] = []
    for line, row in enumerate(reader, start=2):
        office, is_new = _read_row(row, line, known, today, complaints)
        if office is None:
            continue
        added, changed = added + is_new, changed + (not is_new)
        known[office.code] = office
        wanted.append((line, office, (row.get("superior") or "").strip()))
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


def _read_row(
    row: dict[str, str], line: int, known: dict[str, Office], today: date, complaints: list[Problem]
) -> tuple[Office | None, bool]:
    empty = [column for column in _NEEDED if not (row.get(column) or "").strip()]
    if empty:
        complaints.append(Problem(N_("Dòng %(line)d: để trống cột %(columns)s."), line=line, columns=", ".join(empty)))
        return None, False
    days: dict[str, date | None] = {}
    for column in ("valid_from", "valid_to"):
        written = (row.get(column) or "").strip()
        try:
            days[column] = date.fromisoformat(written) if written else None
        except ValueError:
            complaints.append(
                Problem(
                    N_("Dòng %(line)d: “%(written)s” không phải là ngày dạng năm-tháng-ngày (ví dụ 2025-07-01)."),
                    line=line,
                    written=written,
                )
            )
            return None, False
    code = row["code"].strip()
    office = known.get(code)
    is_new = office is None
    office = office or Office(code=code, valid_from=days["valid_from"] or today)
    office.name, office.kind = nfc(row["name"].strip()), nfc(row["kind"].strip())
    office.valid_from = days["valid_from"] or office.valid_from
    office.valid_to = days["valid_to"]
    return office, is_new


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
