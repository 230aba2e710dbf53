"""Documents named by their symbol."""

from __future__ import annotations

import pytest

from app.plans.reading.citations import find_mentions, legal_bases, mended, merge


def test_it_works() -> None:
    (found,) = find_mentions(
        "Thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ về công tác dân vận", "I"
    )
    assert (found.kind, found.symbol, found.issuer, found.where) == ("Chỉ thị", "33/CT-TTg", "Thủ tướng Chính phủ", "I")
    assert found.day is not None
    assert found.day.iso == "2021-11-26"
    assert found.as_written == "Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("01- KL/TW", "01-KL/TW"),
        ("25 NQ/TW", "25-NQ/TW"),
        ("11QĐ/TW", "11-QĐ/TW"),
        ("1847/QĐ -TTg", "1847/QĐ-TTg"),
        ("03- CTr/BDVTU- BCSĐUBND", "03-CTr/BDVTU-BCSĐUBND"),
        ("34/2007/PL-UBTVQH11", "34/2007/PL-UBTVQH11"),
        ("12–KH/ĐU", "12-KH/ĐU"),
    ],
)
def test_broken_symbols_are_mended(broken: str, whole: str) -> None:
    assert mended(broken) == whole
    assert [one.symbol for one in find_mentions(f"theo Kết luận số {broken} của Đảng ủy")] == [whole]


@pytest.mark.parametrize(
    ("text", "kind", "symbol", "date", "issuer"),
    [
        ("Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15", "Luật", "10/2022/QH15", None, None),
        ("Kết luận 01-KL/TW ngày 18/5/2021 của Bộ Chính trị về", "Kết luận", "01-KL/TW", "2021-05-18", "Bộ Chính trị"),
        (
            "Nghị quyết số 03-NQ/TU, ngày 05 tháng 11 năm 2021 của Tỉnh uỷ về",
            "Nghị quyết", "03-NQ/TU", "2021-11-05", "Tỉnh uỷ",
        ),
        (
            "Kết luận số 120-KL/TW của Bộ Chính trị (khóa XI) về tiếp tục",
            "Kết luận", "120-KL/TW", None, "Bộ Chính trị (khóa XI)",
        ),
        (
            "Nghị quyết số 27-NQ/TW ngày 09/11/2022 hội nghị lần thứ sáu Ban chấp hành Trung ương “Về",
            "Nghị quyết", "27-NQ/TW", "2022-11-09", "hội nghị lần thứ sáu Ban chấp hành Trung ương",
        ),
        (
            "Chương trình phối hợp số 03-CTr/BDV ngày 15/12/2021 giữa Ban Dân vận và Ban Cán sự Đảng về",
            "Chương trình phối hợp", "03-CTr/BDV", "2021-12-15", "Ban Dân vận và Ban Cán sự Đảng",
        ),
        (
            "Hướng dẫn số 5/HD-SVHTTDL ngày 1/3/2024 của Sở Văn hóa, Thể thao và Du lịch về",
            "Hướng dẫn", "5/HD-SVHTTDL", "2024-03-01", "Sở Văn hóa, Thể thao và Du lịch",
        ),
        (
            "Quyết định số 45/QĐ-UBND, ngày 5/5/2024, của UBND TP. Hồ Chí Minh ban hành",
            "Quyết định", "45/QĐ-UBND", "2024-05-05", "UBND TP. Hồ Chí Minh",
        ),
        (
            "Quyết định số 1001/QĐ-BNV của Bộ Nội vụ ngày 11/12/2023",
            "Quyết định", "1001/QĐ-BNV", "2023-12-11", "Bộ Nội vụ",
        ),
        ("Thông báo kết luận số 9/TB-UBND của Chủ tịch UBND xã", "Thông báo", "9/TB-UBND", None, "Chủ tịch UBND xã"),
        ("các văn bản (số 8-CT/TU của Tỉnh ủy)", "Chỉ thị", "8-CT/TU", None, "Tỉnh ủy"),
    ],
)  # fmt: skip
def test_kind_date_and_issuer_are_read_around_the_symbol(
    text: str, kind: str, symbol: str, date: str | None, issuer: str | None
) -> None:
    (found,) = find_mentions(text)
    assert (found.kind, found.symbol, found.day.iso if found.day else None, found.issuer) == (
        kind,
        symbol,
        date,
        issuer,
    )


@pytest.mark.parametrize(
    "text", ["năm 2023 UBND xã", "15 ĐBQH", "đạt 95/100 điểm", "ngày 30/7/2021", "giai đoạn 2021-2025"]
)
def test_other_numbers_are_no_documents(text: str) -> None:
    assert find_mentions(text) == []


def test_a_day_that_the_calendar_does_not_have_is_left_out() -> None:
    (found,) = find_mentions("Kế hoạch số 5/KH-UBND ngày 31/02/2024 của UBND xã")
    assert found.day is None


def test_mentions_of_one_document_fill_each_others_gaps() -> None:
    first = find_mentions("Quyết định số 815/QĐ-TU ngày 15/3/2024", "I.4")
    second = find_mentions("Quyết định số 815/QĐ-TU của Ban Thường vụ Tỉnh ủy về", "II.1")
    (one,) = merge([*first, *second])
    assert (one.date, one.issuer, one.where, one.mentions) == (
        "2024-03-15",
        "Ban Thường vụ Tỉnh ủy",
        ("I.4", "II.1"),
        2,
    )


def test_two_documents_with_one_symbol_are_told_apart_by_their_days() -> None:
    mentions = find_mentions(
        "Kế hoạch số 12/KH-UBND ngày 5/1/2024 của UBND tỉnh; Kế hoạch số 12/KH-UBND của UBND tỉnh; "
        "Kế hoạch số 12/KH-UBND ngày 20/1/2024 của UBND huyện"
    )
    assert [(one.date, one.mentions) for one in merge(mentions)] == [("2024-01-05", 2), ("2024-01-20", 1)]


def test_bases_are_told_from_documents_inside_their_names() -> None:
    bases = legal_bases(
        [
            "Thực hiện Kế hoạch số 71/KH-UBND ngày 06/5/2024 của UBND thành phố về thực hiện Chỉ thị số 33/CT-TTg "
            "của Thủ tướng Chính phủ; Công văn số 8/SNV-CCHC của Sở Nội vụ; UBND phường xây dựng kế hoạch thực hiện "
            "Chỉ thị số 44/CT-TTg như sau:"
        ]
    )
    assert [(base.symbol, base.nested) for base in bases] == [
        ("71/KH-UBND", False),
        ("8/SNV-CCHC", False),
        ("33/CT-TTg", True),
    ]


def test_two_offices_that_agreed_on_a_document_both_issued_it() -> None:
    (found,) = find_mentions(
        "Chương trình phối hợp số 03-CTrPH/BDV-UBND ngày 18/11/2025 giữa Ban Dân vận Tỉnh ủy và Ủy ban nhân dân tỉnh về"
    )
    assert found.issuer == "Ban Dân vận Tỉnh ủy và Ủy ban nhân dân tỉnh"


def test_who_a_document_is_brought_to_did_not_issue_it() -> None:
    (found,) = find_mentions("Phổ biến Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ đến toàn thể công chức")
    assert found.issuer == "Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    ("clause", "nested"),
    [
        ("Thực hiện Quyết định số 5/QĐ-UBND về dân vận và Kế hoạch số 6/KH-UBND, UBND xã lập", [False, False]),
        ("Thực hiện Quyết định số 5/QĐ-UBND về triển khai Nghị định số 1/NĐ-CP và Thông tư số 2/TT-BNV",
         [False, True, True]),
    ],
)  # fmt: skip
def test_and_joins_a_document_to_the_one_it_stands_beside(clause: str, nested: list[bool]) -> None:
    assert [base.nested for base in legal_bases([clause])] == nested
