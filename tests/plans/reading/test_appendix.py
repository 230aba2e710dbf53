"""The table of duties after the signature."""

from __future__ import annotations

from app.plans.reading.appendix import Appendix, read_appendix
from app.plans.reading.lines import to_lines

TABLE = """PHỤ LỤC
(Kèm theo Kế hoạch số 5/KH-UBND)
| TT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
|---|---|---|---|---|
| A | Tuyên truyền | | | |
| 1 | Phát thanh hằng ngày | Văn hóa<br>xã | Các thôn | 20/10/2025 |
| 2 | Họp dân | Các thôn | | 9/2025 |
"""


def appendix(text: str) -> Appendix | None:
    return read_appendix(to_lines(text))


def test_it_works() -> None:
    found = appendix(TABLE)
    assert found is not None
    assert (found.title, found.caption) == ("PHỤ LỤC", "(Kèm theo Kế hoạch số 5/KH-UBND)")
    first, second = found.rows
    assert (first.stt, first.content, first.lead, first.coop) == ("1", "Phát thanh hằng ngày", "Văn hóa xã", "Các thôn")
    assert (first.due_text, first.due_date, first.group) == ("20/10/2025", "2025-10-20", "Tuyên truyền")
    assert (second.coop, second.due_date) == (None, "2025-09")


def test_columns_set_apart_by_blanks_are_read() -> None:
    found = appendix("PHỤ LỤC\nSTT   Nội dung   Đơn vị chủ trì   Thời gian\n1   Họp dân   Các thôn   Quý II\n")
    assert found is not None
    assert [(row.content, row.lead, row.due_text, row.due_date) for row in found.rows] == [
        ("Họp dân", "Các thôn", "Quý II", None)
    ]


def test_an_appendix_without_a_table_of_duties_is_left_alone() -> None:
    assert appendix("PHỤ LỤC\nDanh sách các thôn\nThôn Một\n") is None
    assert read_appendix([]) is None
