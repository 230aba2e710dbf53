"""Files with numbers of visits: every wrong row by its number, hostile files, and every way to write a day."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desks.visits.importing import DeskName, Reading, read_rows
from app.desks.visits.sample import sample_csv, sample_rows, sample_workbook
from app.desks.visits.table import MOST_ROWS, TableUnreadable, read_table
from tests.desks.visits.files import HEAD, changed, csv_of, workbook_of

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 20)
DESKS = [
    DeskName(1, "Quầy số 1: Tư pháp, hộ tịch", "7K3M9PQR2XYZ", is_open=True),
    DeskName(2, "Phòng tiếp công dân", "8K3M9PQR2XYZ", is_open=True),
    DeskName(3, "Quầy cũ", "9K3M9PQR2XYZ", is_open=False),
    DeskName(4, "Quầy đôi", "AK3M9PQR2XYZ", is_open=True),
    DeskName(5, "QUẦY ĐÔI", "BK3M9PQR2XYZ", is_open=True),
]
ONE = "Quầy số 1: Tư pháp, hộ tịch"


def read(content: bytes) -> Reading:
    return read_rows(read_table(content), DESKS, today=TODAY)


def reasons(content: bytes) -> list[tuple[int, str]]:
    return [(row.number, str(row.problem)) for row in read(content).wrong]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_works(delimiter: str, encoding: str) -> None:
    desk = f'"{ONE}"'
    content = csv_of(
        (desk, "20/11/2026", "125"), ("phong tiep cong dan", "19/11/2026", "0"), delimiter=delimiter, encoding=encoding
    )
    assert dict(read(content).visits) == {(1, FRIDAY): 125, (2, date(2026, 11, 19)): 0}


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
def test_a_workbook_is_read_with_its_days(options: dict[str, Any]) -> None:
    content = workbook_of((ONE, FRIDAY, 125), ("Phòng tiếp công dân", "19/11/2026", "1.200"), **options)
    assert dict(read(content).visits) == {(1, FRIDAY): 125, (2, date(2026, 11, 19)): 1200}


def test_columns_may_stand_anywhere_and_others_are_left_out() -> None:
    head = ("STT", "Số lượt", "Ghi chú", "NGÀY", "Quầy")
    content = workbook_of((1, 30, "mưa", FRIDAY, "Phòng tiếp công dân"), head=head)
    assert dict(read(content).visits) == {(2, FRIDAY): 30}


def test_a_desk_is_found_by_the_code_on_its_poster() -> None:
    assert dict(read(csv_of(("8k3m-9pqr-2xyz", "20/11/2026", "3"))).visits) == {(2, FRIDAY): 3}


def test_a_blank_number_says_nothing() -> None:
    found = read(csv_of(("Phòng tiếp công dân", "20/11/2026", "")))
    assert (dict(found.visits), found.blank, found.wrong) == ({}, 1, ())


def test_every_wrong_row_is_named_with_its_number_and_reason() -> None:
    content = csv_of(
        ("Phòng tiếp công dân", "20/11/2026", "5"),
        ("Quầy số 9", "20/11/2026", "5"),
        ("Phòng tiếp công dân", "22/11/2026", "5"),
        ("Phòng tiếp công dân", "31/02/2026", "5"),
        ("Phòng tiếp công dân", "19/11/2026", "-5"),
        ("Phòng tiếp công dân", "18/11/2026", "nhiều"),
        ("Quầy cũ", "20/11/2026", "5"),
        ("Quầy đôi", "20/11/2026", "5"),
        ("", "20/11/2026", "5"),
        ("PHÒNG TIẾP CÔNG DÂN", "20/11/2026", "6"),
        ("Phòng tiếp công dân", "20/11/0026", "5"),
    )
    found = reasons(content)
    assert [number for number, _reason in found] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    for (_number, reason), part in zip(
        found,
        (
            "Quầy số 9",
            "chưa đến",
            "31/02/2026",
            "số âm",
            "nhiều",
            "đã ngừng",
            "nhiều điểm",
            "Thiếu",
            "dòng 2",
            "xa quá",
        ),
        strict=True,
    ):
        assert part in reason


@pytest.mark.parametrize(("value", "part"), [(-3, "-3"), (12.5, "12.5"), (10**9, "quá nhiều")])
def test_a_number_of_a_workbook_that_is_no_count_is_refused(value: float, part: str) -> None:
    assert part in reasons(workbook_of(("Phòng tiếp công dân", FRIDAY, value)))[0][1]


@pytest.mark.parametrize("value", [0.5, -1, 46346.25, 10**12])
def test_a_number_of_a_workbook_that_is_no_day_is_refused(value: float) -> None:
    assert "không phải là ngày" in reasons(workbook_of(("Phòng tiếp công dân", value, 3)))[0][1]


@pytest.mark.parametrize("head", [("Điểm", "Ngày"), ("Ngày", "Ngày", "Số lượt"), ("a", "b", "c")])
def test_a_table_without_its_columns_is_refused(head: tuple[str, ...]) -> None:
    with pytest.raises(TableUnreadable, match="ba cột"):
        read(csv_of(("x", "20/11/2026", "5"), head=head))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old excel",
        b"PK\x03\x04broken",
        "Điểm tiếp nhận;Ngày;Số lượt\nQuầy;20/11/2026;5".encode("cp1258", "replace").replace(b"?", b"\xd0"),
        b"a\0b;c",
    ],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        read(content)


def test_a_zip_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(TableUnreadable, match="quá lớn"):
        read(out.getvalue())


def test_a_sheet_that_grows_beyond_measure_is_not_parsed() -> None:
    content = changed(workbook_of((ONE, FRIDAY, 1)), "xl/worksheets/sheet1.xml", b"<a>" + b" " * 13_000_000 + b"</a>")
    with pytest.raises(TableUnreadable, match="quá lớn"):
        read(content)


def test_many_parts_are_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}.xml", b"")
    with pytest.raises(TableUnreadable, match="quá lớn"):
        read(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_not_parsed(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(TableUnreadable, match="không an toàn"):
        read(changed(workbook_of((ONE, FRIDAY, 1)), "xl/workbook.xml", bomb))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("part", [b"", b"<a/>", b"<a", b"\xff\xfe"])
def test_a_damaged_workbook_is_refused(name: str, part: bytes) -> None:
    with pytest.raises(TableUnreadable):
        read(changed(workbook_of((ONE, FRIDAY, 1)), name, part))


def test_a_workbook_whose_words_point_nowhere_is_refused() -> None:
    with pytest.raises(TableUnreadable):
        read(changed(workbook_of((ONE, FRIDAY, 1)), "xl/sharedStrings.xml", b"<sst/>"))


def test_a_workbook_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
    locked = bytearray(out.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    with pytest.raises(TableUnreadable, match="mật khẩu"):
        read(bytes(locked))


def test_a_file_with_too_many_rows_is_refused() -> None:
    rows = [("Phòng tiếp công dân", "20/11/2026", "1")] * (MOST_ROWS + 1)
    with pytest.raises(TableUnreadable, match="chia thành"):
        read(csv_of(*rows))


def test_a_quote_that_never_ends_is_refused() -> None:
    with pytest.raises(TableUnreadable, match="ngoặc kép"):
        read(csv_of(('"' + "a" * 200_000, "20/11/2026", "1")))


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_words(content: bytes) -> None:
    for one in (content, b"PK" + content):
        with contextlib.suppress(TableUnreadable):
            read(one)


def test_the_sample_files_are_read_as_they_were_made() -> None:
    rows = sample_rows([ONE, "Phòng tiếp công dân"], [FRIDAY, date(2026, 11, 19)])
    for content in (sample_csv(rows, str), sample_workbook(rows, str)):
        found = read(content)
        assert (dict(found.visits), found.blank, found.wrong) == ({}, 4, ())
    filled = sample_csv(rows, str).replace(b"20/11/2026;", b"20/11/2026;7")
    assert dict(read(filled).visits) == {(1, FRIDAY): 7, (2, FRIDAY): 7}


def test_a_desk_that_looks_like_a_formula_is_harmless_in_the_sample_and_found_again() -> None:
    desks = [DeskName(6, "=HYPERLINK(1)", "CK3M9PQR2XYZ", is_open=True)]
    rows = sample_rows(["=HYPERLINK(1)"], [FRIDAY])
    assert b"\n'=HYPERLINK" in sample_csv(rows, str)
    for content in (sample_csv(rows, str), sample_workbook(rows, str)):
        assert read_rows(read_table(content), desks, today=TODAY).blank == 1


def test_headers_are_those_of_the_sample() -> None:
    assert read_table(sample_csv([], str)).rows[0].cells == list(HEAD)
