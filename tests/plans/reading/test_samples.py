"""Plans in four manners that offices really use, written by us, read as a careful person would read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.plans.reading import ReadPlan, read_plan

SAMPLES = Path(__file__).parent / "samples"


def read(name: str) -> ReadPlan:
    path = SAMPLES / name
    return read_plan(path.read_bytes(), path.name)


def titles(plan: ReadPlan) -> list[str]:
    return [f"{task.label}. {task.title}" for task in plan.tasks]


@pytest.fixture(scope="module")
def commune() -> ReadPlan:
    """Two columns in letterhead and foot, two-tier office, nested a) - +, several dates, appendix with tabs."""
    return read("xa_hai_cap.txt")


@pytest.fixture(scope="module")
def township() -> ReadPlan:
    """Markdown, letterhead in a table, numbering that begins again, units before a colon."""
    return read("thi_tran_danh_so_lai.md")


@pytest.fixture(scope="module")
def department() -> ReadPlan:
    """One line per paragraph, begins inside its title, A/I/1 numbering, signature before the recipients."""
    return read("so_mot_dong.txt")


@pytest.fixture(scope="module")
def ward() -> ReadPlan:
    """Free lines everywhere, page numbers, an address inside a sentence, 1/a/- numbering, blank number and day."""
    return read("phuong_dan_tu_pdf.txt")


def test_it_works(commune: ReadPlan) -> None:
    assert titles(commune) == [
        "1. Cải cách hành chính, nâng cao chất lượng phục vụ tại Trung tâm Phục vụ hành chính công xã",
        "2. Tiếp công dân, đối thoại và trả lời kiến nghị",
        "3. Nâng cao đạo đức công vụ, kỷ luật, kỷ cương của đội ngũ cán bộ, công chức",
        "4. Phối hợp với Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
    ]


def test_two_columns_of_a_letterhead_are_taken_apart(commune: ReadPlan) -> None:
    header = commune.header
    assert header.issuer == "Ủy ban nhân dân xã Bình Lâm"
    assert header.issuer_level == "xã"
    assert not header.issuer_inferred
    assert header.parent is not None
    assert header.parent.name == "Ủy ban nhân dân tỉnh An Sơn"
    assert (header.number, header.date, header.place) == ("47/KH-UBND", "2026-02-09", "Bình Lâm")
    assert commune.title == "Thực hiện công tác dân vận chính quyền năm 2026 trên địa bàn xã Bình Lâm"


def test_nested_bullets_are_items_in_reading_order_with_their_depth(commune: ReadPlan) -> None:
    items = commune.tasks[0].items
    assert [(item.marker, item.level) for item in items] == [
        ("a)", 1), ("-", 2), ("-", 2), ("+", 3), ("+", 3), ("b)", 1),
    ]  # fmt: skip
    assert items[0].text == "Tại quầy tiếp nhận:"
    assert items[1].text.endswith("về giấy tờ còn thiếu.")


def test_items_know_the_lines_they_came_from(commune: ReadPlan) -> None:
    assert commune.tasks[0].lines == (33, 42)
    assert [item.lines for item in commune.tasks[0].items][:3] == [(35, 35), (36, 37), (38, 38)]


def test_several_report_dates_in_one_sentence_are_kept_apart(commune: ReadPlan) -> None:
    assert [(d.period, d.due_date, d.year_inferred, d.to_unit, d.where) for d in commune.deadlines] == [
        ("6 tháng", "2026-06-10", False, "UBND tỉnh", "IV.1"),
        ("năm", "2026-12-05", False, "UBND tỉnh", "IV.1"),
        (None, "2026-06-01", True, "Văn phòng HĐND và UBND xã", "IV.2"),
        (None, "2026-11-25", True, "Văn phòng HĐND và UBND xã", "IV.2"),
    ]


def test_two_columns_of_a_foot_are_taken_apart(commune: ReadPlan) -> None:
    assert [(one.text, one.note) for one in commune.recipients] == [
        ("UBND tỉnh", "b/c"),
        ("Thường trực Đảng ủy, HĐND xã", None),
        ("Như mục IV", "t/h"),
        ("Lưu: VT", None),
    ]
    assert commune.signer is not None
    assert commune.signer.name == "Lê Thị Hồng Nhung"
    assert commune.signer.role == "PHÓ CHỦ TỊCH"
    assert commune.signer.on_behalf == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"


def test_the_table_of_the_appendix_is_read(commune: ReadPlan) -> None:
    assert commune.appendix is not None
    assert commune.appendix.caption == "(Kèm theo Kế hoạch số 47/KH-UBND ngày 09/02/2026 của UBND xã Bình Lâm)"
    assert [(row.stt, row.coop, row.due_date, row.group) for row in commune.appendix.rows] == [
        ("1", "Phòng Kinh tế", "2026-03-31", "Cải cách hành chính"),
        ("2", None, "2026-05", "Cải cách hành chính"),
        ("3", "Các thôn", None, "Tiếp công dân"),
    ]


def test_sections_are_known_by_their_words(commune: ReadPlan) -> None:
    assert [(part.label, part.kind) for part in commune.sections] == [
        ("I", "purpose"), ("II", "tasks"), ("III", "other"), ("IV", "organisation"),
    ]  # fmt: skip


def test_bases_and_citations_are_listed_once_with_their_place(commune: ReadPlan) -> None:
    assert [(base.symbol, base.date) for base in commune.legal_bases if not base.nested] == [
        ("10/2022/QH15", "2022-11-10"),
        ("61/2018/NĐ-CP", "2018-04-23"),
        ("107/2021/NĐ-CP", "2021-12-06"),
        ("15/KH-UBND", "2026-01-12"),
    ]
    places = {one.symbol: one.where for one in commune.cited_documents}
    assert places["1847/QĐ-TTg"] == ("II.3",)
    assert "47/KH-UBND" not in places


def test_units_are_read_from_headings_and_sentences(commune: ReadPlan) -> None:
    assert [(one.unit, one.inline_unit) for one in commune.assignments] == [
        ("Văn phòng HĐND và UBND xã", False),
        ("Phòng Kinh tế, Phòng Văn hóa - Xã hội", False),
        ("Trung tâm Phục vụ hành chính công", False),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", True),
    ]


def test_a_letterhead_in_a_markdown_table_is_read(township: ReadPlan) -> None:
    header = township.header
    assert header.issuer == "Ủy ban nhân dân thị trấn Sông Cầu"
    assert header.parent is not None
    assert header.parent.name == "Ủy ban nhân dân huyện Đông Hải"
    assert (header.number, header.date) == ("118/KH-UBND", "2024-03-14")
    assert header.province is None


def test_numbering_that_begins_again_inside_a_task_makes_no_tasks(township: ReadPlan) -> None:
    assert titles(township) == [
        "1. Đẩy mạnh phong trào thi đua “Dân vận khéo”",
        "2. Thực hiện dân chủ ở cơ sở",
        "3. Tuyên truyền, vận động Nhân dân",
        "4. Giải quyết khiếu nại, tố cáo của công dân",
    ]
    assert [item.marker for item in township.tasks[2].items] == ["", "1.", "2.", ""]
    assert [item.marker for item in township.tasks[0].items] == ["1.1.", "1)", "2)", "1.2."]


def test_purposes_after_a_colon_lose_their_heading(township: ReadPlan) -> None:
    assert [group.title for group in township.purpose_groups] == ["Mục đích", "Yêu cầu"]
    assert township.purposes[1] == "Việc thực hiện phải thiết thực, không phô trương, hình thức."


def test_a_period_in_brackets_gets_its_day_and_the_year_of_the_plan(township: ReadPlan) -> None:
    dated = {(one.period, one.due_date) for one in township.deadlines if one.where == "III.2" and one.kind == "report"}
    assert dated == {("6 tháng", "2024-06-15"), ("năm", "2024-11-15")}
    assert ("quý", None, "UBND huyện") in {(one.period, one.due_date, one.to_unit) for one in township.deadlines}


def test_a_plan_without_title_line_begins_with_its_title(department: ReadPlan) -> None:
    assert department.title == (
        "Triển khai công tác dân vận và cải cách hành chính của Sở Nông nghiệp và Môi trường năm 2025"
    )
    assert department.header.issuer == "Sở Nông nghiệp và Môi trường"
    assert department.header.issuer_inferred
    assert department.header.number is None
    assert department.header.date is None
    assert department.header.year == 2025


def test_the_office_above_is_inferred_from_what_the_plan_carries_out(department: ReadPlan) -> None:
    parent = department.header.parent
    assert parent is not None
    assert parent.name == "Ủy ban nhân dân tỉnh Hòa Phú"
    assert parent.inferred
    assert parent.basis == "301/KH-UBND"


def test_roman_numbers_below_capital_letters_are_tasks(department: ReadPlan) -> None:
    assert [task.label for task in department.tasks] == ["I", "II", "III", "IV"]
    assert [task.theme for task in department.tasks] == [
        "policy_institutionalisation", "administrative_reform", "propaganda", "public_service_ethics",
    ]  # fmt: skip
    assert department.cited_documents[-1].symbol == "11-QĐ/TW"
    assert department.cited_documents[-1].symbol_as_written == "11QĐ/TW"


def test_a_signature_before_the_recipients_is_no_closing(department: ReadPlan) -> None:
    assert department.signer is not None
    assert department.signer.name == "Phạm Quốc Toàn"
    assert len(department.closing) == 1


def test_page_numbers_and_addresses_leave_the_sentence_whole(ward: ReadPlan) -> None:
    text = ward.tasks[1].items[0].text
    assert text == "Phân loại trong ngày, trả lời trong 05 ngày làm việc; việc phức tạp không quá 15 ngày."


def test_blank_numbers_and_days_stay_missing(ward: ReadPlan) -> None:
    header = ward.header
    assert header.number is None
    assert header.number_as_written == "Số: /KH-UBND"
    assert header.date is None
    assert header.year == 2025
    assert header.year_inferred


def test_headings_on_several_lines_without_end_mark_are_whole(ward: ReadPlan) -> None:
    assert titles(ward) == [
        "a. Tổ chức tiếp công dân thường xuyên, định kỳ và đột xuất tại trụ sở và tại các khu vực",
        "b. Giải quyết phản ánh, kiến nghị về trật tự đô thị, vệ sinh môi trường và an ninh trật tự",
        "c. Tuyên truyền để người dân biết cách phản ánh qua tổng đài và ứng dụng",
    ]


def test_recipients_without_bullets_are_read(ward: ReadPlan) -> None:
    assert [one.text for one in ward.recipients] == ["Thường trực Đảng ủy", "Các khu vực", "Lưu: VT"]


def test_bullets_of_the_organisation_section_are_assignments(ward: ReadPlan) -> None:
    assert [one.unit for one in ward.assignments] == [
        "Văn phòng UBND phường",
        "Công an phường",
        "Tổ trưởng các khu vực",
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_sample_becomes_plain_data(name: str) -> None:
    import json

    data = json.loads(json.dumps(read(name).as_json(), ensure_ascii=False))
    assert data["source_file"] == name
    assert data["tasks"]
    assert all(len(task["items"]) == len(task["item_markers"]) == len(task["item_levels"]) for task in data["tasks"])
