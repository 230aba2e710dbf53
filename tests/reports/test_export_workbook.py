"""The workbook: typed cells, text that stays text, sheets that Excel accepts, and nothing half-written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from app.reports.tables import Cell, Column, Table
from app.reports.xlsx import LONGEST_TEXT, write_workbook
from tests.make import Make
from tests.reports.answers import answers, asked_everything, headers, read

DAY = datetime(2026, 11, 20)  # noqa: DTZ001  Excel cells know no zone
COLUMNS = (Column("Chữ"), Column("Số", "whole"), Column("Tỷ lệ", "share"), Column("Ngày", "day"))


def written(*tables: Table, rows_per_sheet: int = 1000) -> Workbook:
    file = io.BytesIO()
    write_workbook(file, tables, title="Kế hoạch & việc", rows_per_sheet=rows_per_sheet)
    return load_workbook(file)


def table(rows: Sequence[Sequence[Cell]], title: str = "Dữ liệu") -> Table:
    return Table("data", title, COLUMNS, rows)


def test_it_works() -> None:
    sheet = written(table([("một", 2, 0.841, date(2026, 11, 20)), (None, None, None, None)]))["Dữ liệu"]
    text, number, share, day = sheet[2]
    assert [cell.value for cell in sheet[1]] == ["Chữ", "Số", "Tỷ lệ", "Ngày"]
    assert (text.value, number.value, share.value, day.value) == ("một", 2, 0.841, DAY)
    assert [cell.data_type for cell in (text, number, share, day)] == ["s", "n", "n", "d"]
    assert (share.number_format, day.number_format) == ("0.0%", "dd/mm/yyyy")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3" or sheet.auto_filter.ref == "A1:D2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "0912345678", "https://a.vn", "<script>", "{=1}"]
)
def test_text_stays_the_text_that_was_typed(text: str) -> None:
    cell = written(table([(text, 1, 0.5, None)]))["Dữ liệu"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_header_is_text_too() -> None:
    sheet = written(Table("data", "Dữ liệu", (Column("=A1"),), [("x",)]))["Dữ liệu"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=A1", "s")


def test_a_long_table_goes_on_in_a_further_sheet() -> None:
    book = written(table([(str(number), number, None, None) for number in range(7)]), rows_per_sheet=4)
    assert book.sheetnames == ["Dữ liệu", "Dữ liệu (2)", "Dữ liệu (3)"]
    found = [row[1] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == list(range(7))
    assert all([cell.value for cell in sheet[1]] == ["Chữ", "Số", "Tỷ lệ", "Ngày"] for sheet in book)


def test_a_long_title_leaves_room_for_the_number() -> None:
    book = written(table([("x", number, None, None) for number in range(3)], title="T" * 31), rows_per_sheet=2)
    assert [len(name) for name in book.sheetnames] == [31, 31, 31]


def test_an_empty_table_is_a_sheet_with_its_header() -> None:
    sheet = written(table([]))["Dữ liệu"]
    assert [cell.value for cell in sheet[1]] == ["Chữ", "Số", "Tỷ lệ", "Ngày"]
    assert sheet.max_row == 1


def test_a_text_longer_than_a_cell_is_cut_and_not_dropped() -> None:
    cell = written(table([("x" * (LONGEST_TEXT + 10), 1, None, None)]))["Dữ liệu"]["A2"]
    assert len(str(cell.value)) == LONGEST_TEXT


def test_a_failure_half_way_leaves_no_workbook() -> None:
    def rows() -> Iterator[Sequence[Cell]]:
        yield ("một", 1, None, None)
        raise LookupError

    file = io.BytesIO()
    with pytest.raises(LookupError):
        write_workbook(file, [Table("data", "Dữ liệu", COLUMNS, rows())], title="x")
    assert not zipfile.is_zipfile(file)


def test_sentences_are_wrapped_and_labels_are_not() -> None:
    sheet = written(Table("method", "Phương pháp", (Column("Mục"), Column("Nội dung", width=110)), [("a", "b")]))
    assert [bool(cell.alignment.wrap_text) for cell in sheet["Phương pháp"][2]] == [False, True]


def test_the_plan_stands_at_the_head_of_every_printed_page() -> None:
    header = written(table([]))["Dữ liệu"].oddHeader
    assert header.left.text == "Kế hoạch && việc" or header.left.text == "Kế hoạch & việc"


def test_a_plan_becomes_a_workbook_of_seven_sheets(make: Make) -> None:
    survey = asked_everything(make)
    survey.answer(answers(4, ten_viec="=1+1", y_kien="<script>alert(1)</script>", giay_to=[1]), 6)
    file = io.BytesIO()
    export = read(survey)
    write_workbook(file, export.tables(), title=export.plan.title)
    book = load_workbook(file)
    assert book.sheetnames == [
        *("Tổng hợp", "Theo nhiệm vụ", "Theo câu hỏi", "Mở và gửi phiếu", "Dữ liệu", "Bảng mã", "Phương pháp")
    ]
    rows = list(book["Dữ liệu"].iter_rows(values_only=True))
    assert list(rows[0]) == headers(read(survey).table("data"))
    assert len(rows) == 1 + 6
    place = rows[0].index("Tên việc") + 1
    assert {book["Dữ liệu"].cell(line, place).data_type for line in range(2, 8)} == {"s"}
    assert book["Tổng hợp"]["E2"].value == 6
