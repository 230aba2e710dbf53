"""The head of a plan, read or inferred; what is missing stays missing."""

from __future__ import annotations

import pytest

from app.plans.reading import read_text
from app.plans.reading.header import Header

BODY = "I. MỤC ĐÍCH, YÊU CẦU\nPhục vụ.\nII. NỘI DUNG\n1. Việc\nLàm.\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi.\n"


def header(head: str, *, title: str = "Thực hiện công tác dân vận", preamble: str = "", foot: str = "") -> Header:
    return read_text(f"{head}\nKẾ HOẠCH\n{title}\n{preamble}\n{BODY}{foot}").header


def test_it_works() -> None:
    found = header("UBND TỈNH AN SƠN\nUBND XÃ BÌNH LÂM\nSố: 05/KH-UBND\nBình Lâm, ngày 5 tháng 01 năm 2026")
    assert found.issuer == "Ủy ban nhân dân xã Bình Lâm"
    assert found.parent is not None
    assert found.parent.name == "Ủy ban nhân dân tỉnh An Sơn"
    assert (found.number, found.date, found.place, found.issuer_level) == ("05/KH-UBND", "2026-01-05", "Bình Lâm", "xã")


def test_a_bare_document_has_nothing_invented() -> None:
    assert header("") == Header()


@pytest.mark.parametrize(
    ("line", "number", "written"),
    [
        ("Số: 87/KH-UBND", "87/KH-UBND", "Số: 87/KH-UBND"),
        ("Số:87 /KH-SNV", "87/KH-SNV", "Số:87 /KH-SNV"),
        ("Số:      /KH-UBND", None, "Số: /KH-UBND"),
        ("Số: ...../KH-UBND", None, "Số: ...../KH-UBND"),
        ("Số 12-KH/ĐU", "12-KH/ĐU", "Số 12-KH/ĐU"),
    ],
)
def test_a_number_without_digits_was_never_given(line: str, number: str | None, written: str) -> None:
    found = header(line)
    assert (found.number, found.number_as_written) == (number, written)


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("Bình Lâm, ngày 09 tháng 02 năm 2026", "2026-02-09", "Bình Lâm"),
        ("Bình Lâm, ngày    tháng 6 năm 2023", "2023-06", "Bình Lâm"),
        ("Bình Lâm, ngày ... tháng ... năm 2023", None, "Bình Lâm"),
        ("ngày 3 tháng 4 năm 2024", "2024-04-03", None),
        ("Bình Lâm, ngày 18\ntháng 01 năm 2024", "2024-01-18", "Bình Lâm"),
    ],
)
def test_as_much_of_the_date_as_was_filled_in(line: str, date: str | None, place: str | None) -> None:
    found = header(line)
    assert (found.date, found.place) == (date, place)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Thực hiện công tác dân vận năm 2024", 2024),
        ("Thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 và “Năm dân vận khéo” 2023", 2023),
        ("Cải cách hành chính giai đoạn 2021-2025, năm 2025", 2025),
        ("Thực hiện Chỉ thị ngày 26 tháng 11 năm 2021", None),
        ("Cải cách hành chính giai đoạn 2021 - 2030", None),
    ],
)
def test_the_year_of_the_plan_is_told_from_other_years(title: str, year: int | None) -> None:
    assert header("", title=title).year == year


def test_a_year_from_the_date_line_is_marked_as_inferred() -> None:
    found = header("Bình Lâm, ngày 09 tháng 02 năm 2026")
    assert (found.year, found.year_inferred, found.year_basis) == (2026, True, "date")


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        (
            "Căn cứ Công văn của Sở Nội vụ; UBND phường Tân Mỹ xây dựng kế hoạch như sau:",
            "Ủy ban nhân dân phường Tân Mỹ",
        ),
        ("Sở Tư pháp ban hành Kế hoạch thực hiện như sau:", "Sở Tư pháp"),
        ("Để phục vụ Nhân dân, Ủy ban nhân dân xã Bình Lâm ban hành kế hoạch như sau:", "Ủy ban nhân dân xã Bình Lâm"),
    ],
)
def test_without_letterhead_the_issuer_is_who_draws_up_the_plan(sentence: str, issuer: str) -> None:
    found = header("", preamble=sentence)
    assert (found.issuer, found.issuer_inferred) == (issuer, True)


def test_the_office_above_is_the_nearest_one_whose_document_is_carried_out() -> None:
    found = header(
        "",
        preamble="Thực hiện Kế hoạch số 1/KH-UBND ngày 2/1/2023 của UBND tỉnh An Sơn; Kế hoạch số 2/KH-UBND "
        "ngày 3/1/2023 của UBND huyện Đông Hải; UBND xã Bình Lâm xây dựng kế hoạch như sau:",
    )
    assert found.parent is not None
    assert (found.parent.name, found.parent.inferred, found.parent.basis) == (
        "Ủy ban nhân dân huyện Đông Hải",
        True,
        "2/KH-UBND",
    )
    assert found.province is not None
    assert found.province.name == "An Sơn"


def test_the_name_of_a_department_keeps_its_capitals_from_the_text() -> None:
    found = header(
        "UBND TỈNH AN SƠN\nSỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", preamble="Sở Văn hóa, Thể thao và Du lịch báo cáo."
    )
    assert (found.issuer, found.issuer_level) == ("Sở Văn hóa, Thể thao và Du lịch", "sở")


def test_the_name_of_an_office_may_be_broken_after_its_level() -> None:
    found = header("UBND TỈNH AN SƠN\nỦY BAN NHÂN DÂN XÃ\nBÌNH LÂM\nSố: 05/KH-UBND")
    assert found.issuer == "Ủy ban nhân dân xã Bình Lâm"
    assert found.parent is not None
    assert found.parent.name == "Ủy ban nhân dân tỉnh An Sơn"


@pytest.mark.parametrize(
    ("title", "day", "year", "inferred"),
    [
        ("Dân vận chính quyền năm 2026 - 2027", "ngày 29 tháng 12 năm 2025", 2026, True),
        ("Dân vận chính quyền giai đoạn 2026-2027", "", 2026, True),
        ("Thực hiện Chương trình giai đoạn 2021 - 2030", "ngày 05 tháng 02 năm 2023", 2023, True),
        ("Thực hiện Đề án giai đoạn 2021 - 2025, năm 2024", "ngày 29 tháng 12 năm 2023", 2024, False),
    ],
)
def test_a_plan_for_two_years_begins_in_the_first(title: str, day: str, year: int, inferred: bool) -> None:
    found = header(f"UBND XÃ BÌNH LÂM\nBình Lâm, {day}", title=title)
    assert (found.year, found.year_inferred) == (year, inferred)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Công tác dân vận năm 2026", (2026, None)),
        ("Công tác dân vận năm 2025 - 2026", (2025, 2026)),
        ("Công tác dân vận giai đoạn 2024-2025", (2024, 2025)),
        ("Công tác dân vận năm 2025 và năm 2026", (2025, 2026)),
        ("Công tác dân vận năm 2026 theo Chương trình giai đoạn 2021-2030", (2026, None)),
    ],
)
def test_a_plan_for_two_years_has_a_first_and_a_last(title: str, years: tuple[int, int | None]) -> None:
    plan = read_text(f"KẾ HOẠCH\n{title}\nI. NHIỆM VỤ\n1. Cải cách hành chính\n- Trả kết quả đúng hẹn.\n")
    assert (plan.header.year, plan.header.year_to) == years
    assert plan.as_json()["year_to"] == years[1]


def test_the_office_above_is_the_one_that_gets_the_reports() -> None:
    plan = read_text(
        "ỦY BAN NHÂN DÂN\nXÃ BÌNH LÂM\nKẾ HOẠCH\nCông tác dân vận năm 2026\nI. NHIỆM VỤ\n1. Cải cách hành chính\n"
        "- Trả kết quả đúng hẹn, như mọi xã của tỉnh Đông Sơn.\nNơi nhận:\n- UBND tỉnh (để báo cáo);\n- Lưu: VT.\n"
    )
    parent = plan.header.parent
    assert parent is not None
    assert (parent.name, parent.inferred) == ("Ủy ban nhân dân tỉnh Đông Sơn", True)
    found = next(finding for finding in plan.findings if finding.path == "parent_authority")
    assert (found.sureness, str(found.why)) == (
        "likely",
        "Cơ quan cấp trên được suy ra từ nơi nhận báo cáo. Hãy kiểm tra.",
    )


@pytest.mark.parametrize(
    "after",
    [
        "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG\n",
        "ỦY BAN NHÂN DÂN PHƯỜNG\n",
        "GIÁM ĐỐC SỞ NỘI VỤ\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "Hoa Sen, ngày 12 tháng 02 năm 2026\n",
        "Thời gian: 8 giờ, ngày 02 tháng 3 năm 2026.\n",
    ],
)
def test_the_title_ends_before_who_issues_it(after: str) -> None:
    title = "V/v tổ chức hội thi kỷ niệm\nngày 30 tháng 4 năm 2026"
    plan = read_text(
        f"UBND PHƯỜNG HOA SEN\nKẾ HOẠCH\n{title}\n{after}\nI. NHIỆM VỤ\n1. Hội thi\n- Thi.\n2. Trao giải\n- Trao.\n"
        "Nơi nhận:\n- Lưu: VT.\n"
    )
    assert plan.title == "V/v tổ chức hội thi kỷ niệm ngày 30 tháng 4 năm 2026"


def test_a_title_in_capitals_may_name_an_office() -> None:
    title = "PHÁT HUY VAI TRÒ CỦA\nỦY BAN NHÂN DÂN PHƯỜNG TRONG CÔNG TÁC DÂN VẬN"
    plan = read_text(f"UBND PHƯỜNG HOA SEN\nKẾ HOẠCH\n{title}\n\nI. NHIỆM VỤ\n1. Hội thi\n- Thi.\n")
    assert plan.title == title.replace("\n", " ")
