"""From a table that somebody uploaded to numbers of visits: what it would change, or every row that is wrong. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.text import N_, fold, one_line
from app.core.tokens import read_code
from app.desks.visits.rules import Cell, NotADay, NotANumberOfVisits, read_day, read_visits, refuse_day
from app.desks.visits.table import Cell as Written
from app.desks.visits.table import Row, Rows, TableUnreadable

DESK, DAY, VISITS = N_("Điểm tiếp nhận"), N_("Ngày"), N_("Số lượt phục vụ")
HEADERS: Mapping[str, frozenset[str]] = {
    DESK: frozenset({"diem tiep nhan", "ten diem tiep nhan", "ma diem", "diem", "quay", "desk", "desks"}),
    DAY: frozenset({"ngay", "ngay thang", "date", "day"}),
    VISITS: frozenset({"so luot phuc vu", "so luot", "luot", "so luot tiep", "so luot giao dich", "visits served"}),
}


class RowWrong(Problem):
    """A row that cannot be taken, with its reason."""


@dataclass(frozen=True, slots=True)
class DeskName:
    """A desk as a file may name it."""

    id: int
    name: str
    code: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class WrongRow:
    """One row and what is wrong with it."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: numbers by desk and day, or the rows that have to be corrected first. ``blank`` rows name a
    desk and a day, and no number.
    """

    visits: Mapping[Cell, int]
    wrong: tuple[WrongRow, ...]
    blank: int


class _Desks:
    """Finds a desk by its name as people type it, or by the code on its poster."""

    def __init__(self, desks: Sequence[DeskName]) -> None:
        self.codes = {desk.code: desk for desk in desks}
        self.exact: dict[str, list[DeskName]] = defaultdict(list)
        self.loose: dict[str, list[DeskName]] = defaultdict(list)
        for desk in desks:
            self.exact[one_line(desk.name).casefold()].append(desk)
            self.loose[fold(one_line(desk.name))].append(desk)

    def find(self, written: str) -> DeskName:
        """The desk; :class:`RowWrong` where there is none, or more than one, or it is closed."""
        name = one_line(written.removeprefix("'"))
        if not name:
            raise RowWrong(N_("Thiếu tên điểm tiếp nhận."))
        found = self.exact.get(name.casefold()) or self.loose.get(fold(name)) or []
        found = [desk for desk in found if desk.is_open] or found
        if not found and read_code(name) in self.codes:
            found = [self.codes[read_code(name)]]
        if not found:
            raise RowWrong(
                N_("Không có điểm tiếp nhận nào tên “%(name)s”. Hãy ghi đúng tên như trong danh sách."), name=name[:100]
            )
        if len(found) > 1:
            raise RowWrong(N_("Có nhiều điểm tên “%(name)s”. Hãy ghi mã của điểm thay cho tên."), name=name[:100])
        if not found[0].is_open:
            raise RowWrong(N_("Điểm “%(name)s” đã ngừng nên không ghi thêm số lượt."), name=found[0].name)
        return found[0]


def read_rows(table: Rows, desks: Sequence[DeskName], *, today: date) -> Reading:
    """Every row of a table. Raises :class:`TableUnreadable` where the three columns are not there."""
    if not table.rows:
        raise TableUnreadable(N_("Tệp trống. Hãy chọn tệp có số liệu."))
    columns = _columns(table.rows[0])
    finder = _Desks(desks)
    visits: dict[Cell, int] = {}
    first: dict[Cell, int] = {}
    wrong: list[WrongRow] = []
    blank = 0
    for row in table.rows[1:]:
        try:
            cell, number = _read(row, columns, table, finder, today)
            if cell in first:
                raise RowWrong(N_("Cùng điểm, cùng ngày với dòng %(row)d. Hãy giữ lại một dòng."), row=first[cell])
        except Problem as problem:
            wrong.append(WrongRow(row.number, problem))
            continue
        first[cell] = row.number
        if number is None:
            blank += 1
        else:
            visits[cell] = number
    return Reading(visits, tuple(wrong), blank)


def _columns(head: Row) -> tuple[int, int, int]:
    names = [fold(one_line(str(cell))) for cell in head.cells]
    found = []
    for header, spellings in HEADERS.items():
        at = [place for place, name in enumerate(names) if name in spellings]
        if len(at) != 1:
            raise TableUnreadable(
                N_(
                    "Dòng đầu của tệp phải có ba cột “Điểm tiếp nhận”, “Ngày”, “Số lượt phục vụ”, mỗi cột một lần; "
                    "chưa thấy rõ cột “%(column)s”. Hãy tải tệp mẫu về để so."
                ),
                column=header,
            )
        found.append(at[0])
    return found[0], found[1], found[2]


def _read(row: Row, columns: tuple[int, int, int], table: Rows, finder: _Desks, today: date) -> tuple[Cell, int | None]:
    desk = finder.find(str(row.cell(columns[0])))
    day = _day(row.cell(columns[1]), table)
    refuse_day(day, today)
    return (desk.id, day), _visits(row.cell(columns[2]))


def _day(written: Written, table: Rows) -> date:
    if isinstance(written, str):
        return read_day(written)
    try:
        return table.day(written)
    except ValueError as problem:
        raise NotADay(
            N_("“%(text)s” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 20/11/2026."), text=f"{written:g}"
        ) from problem


def _visits(written: Written) -> int | None:
    if isinstance(written, str):
        return read_visits(written)
    if written < 0 or written != int(written):
        raise NotANumberOfVisits(
            N_("“%(text)s” không phải là số nguyên. Hãy ghi số lượt, ví dụ 125."), text=f"{written:g}"
        )
    return read_visits(str(int(written)))
