"""CSV: opens in Excel with its accents, runs nothing, and can be read back."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells import guarded
from app.reports.csvfile import Delimiter, write_csv
from app.reports.tables import Cell, Column, Table


def written(
    rows: list[tuple[Cell, ...]], *, headers: tuple[str, ...] = ("A", "B"), delimiter: Delimiter = ","
) -> bytes:
    file = io.BytesIO()
    table = Table("data", "Dữ liệu", tuple(Column(header) for header in headers), rows)
    assert write_csv(file, table, delimiter=delimiter) == len(rows)
    return file.getvalue()


def test_it_works() -> None:
    content = written([("Nguyễn Thị Hường", 5), ("Trần “Văn”, Thu", None)])
    assert content == (b"\xef\xbb\xbf" + 'A,B\r\nNguyễn Thị Hường,5\r\n"Trần “Văn”, Thu",\r\n'.encode())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_looks_like_a_formula_is_made_harmless(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    rows = list(csv.reader(io.StringIO(written([(f"{start}cmd", 1)]).decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{start}cmd"


def test_headers_are_guarded_too() -> None:
    assert written([], headers=("=A1", "B")).decode("utf-8-sig") == "'=A1,B\r\n"


def test_numbers_stay_numbers() -> None:
    assert written([(-1, -0.25)]).decode("utf-8-sig").splitlines()[1] == "-1,-0.25"


def test_plain_text_is_left_alone() -> None:
    for text in ("0912345678", "a=b", " =1", "", "ừ"):
        assert guarded(text) == text


def test_the_semicolon_comes_with_the_decimal_comma() -> None:
    content = written([(0.5, "a;b")], delimiter=";").decode("utf-8-sig")
    assert content == 'A;B\r\n0,5;"a;b"\r\n'


def test_shares_are_rounded_to_six_places_without_empty_ones() -> None:
    assert written([(1 / 3, 1.0), (0.0, 0.1)]).decode("utf-8-sig").splitlines()[1:] == ["0.333333,1", "0,0.1"]


def test_days_are_written_in_a_way_that_sorts() -> None:
    assert written([(date(2026, 11, 20), 1)]).decode("utf-8-sig").splitlines()[1] == "2026-11-20,1"


def test_a_line_break_stays_inside_its_cell() -> None:
    rows = list(csv.reader(io.StringIO(written([("một\nhai", 1)]).decode("utf-8-sig"), newline="")))
    assert rows[1] == ["một\nhai", "1"]


@given(st.lists(st.tuples(st.text(alphabet=st.characters(codec="utf-8")), st.integers()), max_size=6))
def test_it_can_be_read_back(rows: list[tuple[str, int]]) -> None:
    content = written(list(rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline=""), strict=True))[1:]
    assert [(text, int(number)) for text, number in read] == [(guarded(text), number) for text, number in rows]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
