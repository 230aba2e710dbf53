"""What is exported: the numbers of the screen, every response once, and nothing that should stay in the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.access.roles import ROLES
from app.access.viewer import Viewer
from app.reports.data import PERSONAL, PRIVATE
from app.reports.export import ExportIncomplete, UnknownTable, choice_for, count_stored
from app.reports.tables import TITLES, Column, told_apart
from app.responses.actions import fold, set_aside
from app.scores.queries import plan_scores, task_results
from app.scores.rules import METHODS, roll_up
from tests.make import Make
from tests.reports.answers import LIMITS, answers, asked_everything, headers, lines, read
from tests.scores.survey import Survey, level, set_up


@pytest.fixture
def survey(make: Make) -> Survey:
    return asked_everything(make)


def test_it_works(survey: Survey, make: Make) -> None:
    other = set_up(make, make.task(survey.task.plan, "Tiếp công dân"))
    survey.answer(answers(4), 20)
    survey.answer(answers(2), 15, desk=1)
    other.answer(level(5), 6)
    first, second, weighted, unweighted = lines(read(survey).table("summary"))
    scores = plan_scores(survey.session, survey.task.plan, LIMITS, live=True)
    for line, found in zip((first, second), scores, strict=True):
        assert found.score.interval is not None
        assert line["Tên nhiệm vụ"] == found.task.title
        assert line["Phiếu tính điểm (n)"] == found.score.n
        assert line["Tỷ lệ hài lòng"] == found.scores["share"].value
        assert line["Tỷ lệ hài lòng: cận dưới 95 %"] == found.score.interval.low
        assert line["Điểm hài lòng quy đổi"] == found.scores["mean"].value
    together = roll_up(METHODS["share"], [found.score for found in scores], thresholds=LIMITS)
    assert (weighted["Phiếu tính điểm (n)"], weighted["Tỷ lệ hài lòng"]) == (41, together.weighted.value)
    assert unweighted["Tỷ lệ hài lòng"] == together.unweighted.value
    assert weighted["Tên nhiệm vụ"] == "Toàn kế hoạch, tính theo số phiếu (2/2 nhiệm vụ)"


def test_folding_changes_no_number(survey: Survey) -> None:
    survey.answer(answers(4, giay_to=[1, 5]), 12)
    before = [lines(table) for table in read(survey).tables()]
    fold(survey.session)
    survey.session.commit()
    assert [lines(table) for table in read(survey).tables()] == before


def test_too_few_responses_leave_the_cells_empty_and_say_so(survey: Survey) -> None:
    survey.answer(answers(4), 4)
    line = lines(read(survey).table("summary"))[0]
    assert line["Mức tin cậy"] == "chưa đủ phiếu"
    assert (line["Phiếu tính điểm (n)"], line["Tỷ lệ hài lòng"], line["Điểm hài lòng quy đổi"]) == (None, None, None)
    assert all(row["Số người trả lời"] is None for row in lines(read(survey).table("questions")))


def test_the_parts_of_a_task_are_those_of_its_page(survey: Survey) -> None:
    survey.answer(answers(4), 10)
    survey.answer(answers(1), 8, desk=1, mode="paper")
    rows = lines(read(survey).table("tasks"))
    results = task_results(survey.session, survey.task, LIMITS, live=True)
    for part, shown in (
        ("Điểm tiếp nhận", [(row.name, row.scores["share"].value, row.scores["share"].n) for row in results.desks]),
        ("Hình thức trả lời", [(row.name, row.scores["share"].value, row.scores["share"].n) for row in results.modes]),
        ("Tuần, bắt đầu ngày", [("16/11/2026", results.score.score.value, 18)]),
    ):
        found = [row for row in rows if row["Chia theo"] == part]
        assert [(row["Nhóm"], row["Tỷ lệ hài lòng"], row["Phiếu tính điểm (n)"]) for row in found] == shown
    assert [row["Nhóm"] for row in rows if row["Chia theo"] == "Yếu tố"] == [factor.name for factor in results.factors]


def test_questions_carry_their_counts_and_options_a_line_each(survey: Survey) -> None:
    survey.answer(answers(4, giay_to=[1, 2]), 6)
    survey.answer(answers(2, de_tim=9, giay_to=[2]), 5)
    survey.answer(answers(5), 1)
    rows = lines(read(survey).table("questions"))
    easy = next(row for row in rows if row["Mã câu hỏi"] == "de_tim")
    assert [easy[f"Số người chấm mức {number}"] for number in range(1, 6)] == [0, 0, 0, 6, 1]
    assert (easy["Số người trả lời"], easy["Không biết / không liên quan"], easy["Bỏ trống"]) == (7, 5, 0)
    assert (easy["Tỷ lệ hài lòng"], easy["Yếu tố"], easy["Tính vào điểm"]) == (1.0, "TC", "có")
    papers = [row for row in rows if row["Mã câu hỏi"] == "giay_to"]
    assert [(row["Lựa chọn"], row["Số người chọn"]) for row in papers] == [
        (None, None),
        ("Bản gốc", 6),
        ("Bản sao", 11),
        ("Ảnh chụp", 0),
    ]
    assert (papers[0]["Số người trả lời"], papers[0]["Bỏ trống"], papers[2]["Tỷ lệ trong số người trả lời"]) == (
        11,
        1,
        1,
    )


def test_every_response_is_one_row_with_typed_cells(survey: Survey) -> None:
    given = answers(4, giay_to=[1, 5], so_ngay=-0 or 3, ngay_nop="2026-09-02", ten_viec="=1+1", so_lan_den=2)
    survey.answer(given, desk=1, mode="paper", days=2)
    (row,) = lines(read(survey).table("data"))
    assert (row["Tên điểm tiếp nhận"], row["Hình thức trả lời"]) == ("Quầy 2", "Phiếu giấy, nhập hộ")
    assert (row["Ngày"], row["Giờ"], row["Ngôn ngữ"]) == (date(2026, 11, 18), 10, "vi")
    assert row["Trạng thái"] == "tính điểm"
    assert row["Nơi làm thủ tục dễ tìm, thuận tiện."] == "Hài lòng"
    assert row["Để xong việc này, Ông/Bà phải đến mấy lần?"] == "2 lần"
    assert row["Giấy tờ đã nộp"] == "Bản gốc; Ảnh chụp"
    assert [row[f"Giấy tờ đã nộp / {name}"] for name in ("Bản gốc", "Bản sao", "Ảnh chụp")] == [1, 0, 1]
    assert (row["Số ngày phải đợi"], row["Ngày nộp hồ sơ"], row["Tên việc"]) == (3, date(2026, 9, 2), "=1+1")


def test_codes_instead_of_words_on_request(survey: Survey) -> None:
    survey.answer(answers(4, giay_to=[1, 5], so_lan_den=2, de_tim=9))
    (row,) = lines(read(survey, codes=True).table("data"))
    assert row["Nơi làm thủ tục dễ tìm, thuận tiện."] == 9
    assert row["Để xong việc này, Ông/Bà phải đến mấy lần?"] == 2
    assert row["Giấy tờ đã nộp"] == "1; 5"


def test_columns_come_from_the_form_and_not_from_the_answers(survey: Survey) -> None:
    empty = headers(read(survey).table("data"))
    survey.answer(level(4), 3)
    assert headers(read(survey).table("data")) == empty
    assert "Giấy tờ đã nộp / Ảnh chụp" in empty


def test_the_rows_add_up_to_the_score(survey: Survey) -> None:
    survey.answer(answers(4), 7)
    survey.answer({"y_kien": "Chờ lâu."}, 2)
    aside = survey.answer(answers(5), 3)
    for key in aside:
        set_aside(survey.session, key, "cùng một máy", None)
    survey.session.commit()
    export = read(survey)
    line = lines(export.table("summary"))[0]
    states = [row["Trạng thái"] for row in lines(export.table("data"))]
    assert states.count("tính điểm") == line["Phiếu tính điểm (n)"] == 7
    assert states.count("trả lời quá ít") == line["Phiếu trả lời quá ít"] == 2
    assert states.count("tạm loại") == line["Phiếu tạm loại"] == 3
    assert export.written == export.stored == export.expected == count_stored(survey.session, survey.task.plan) == 12


def test_a_reworded_question_has_a_column_for_each_wording(survey: Survey) -> None:
    survey.answer(answers(2), 2)
    survey.reword("de_tim", text="Tìm được nơi làm thủ tục mà không phải hỏi.")
    survey.answer(answers(5), 1)
    rows = lines(read(survey).table("data"))
    old, new = "Nơi làm thủ tục dễ tìm, thuận tiện.", "Tìm được nơi làm thủ tục mà không phải hỏi."
    assert [(row["Bản phát hành"], row[old], row[new]) for row in rows] == [
        (1, "Không hài lòng", None),
        (1, "Không hài lòng", None),
        (2, None, "Rất hài lòng"),
    ]


def test_two_columns_of_one_name_are_told_apart() -> None:
    columns = told_apart([Column("Nhìn chung"), Column("Khác"), Column("Nhìn chung"), Column("Nhìn chung")])
    assert [column.header for column in columns] == ["Nhìn chung", "Khác", "Nhìn chung (2)", "Nhìn chung (3)"]


def test_tasks_that_ask_the_same_share_a_column(survey: Survey, make: Make) -> None:
    before = len(headers(read(survey).table("data")))
    set_up(make, make.task(survey.task.plan, "Tiếp công dân"))
    assert len(headers(read(survey).table("data"))) == before


def test_private_and_personal_answers_are_only_there_added_up(survey: Survey) -> None:
    survey.answer(answers(4, bi_mat=1, nhom_tuoi=3), 9)
    export = read(survey)
    assert "Có ai gợi ý đưa thêm tiền không?" not in headers(export.table("data"))
    assert "Ông/Bà thuộc nhóm tuổi nào?" not in headers(export.table("data"))
    counts = {
        (row["Mã câu hỏi"], row["Lựa chọn"]): row["Số người chọn"] for row in lines(read(survey).table("questions"))
    }
    assert counts["bi_mat", "Có"] == 9
    book = [row for row in lines(export.table("codebook")) if row["Cột trong trang Dữ liệu"] is None]
    assert {row["Mã câu hỏi"]: row["Nghĩa"] for row in book if row["Mã"] is None} == {
        "nhom_tuoi": PERSONAL,
        "bi_mat": PRIVATE,
    }


def test_no_key_of_a_response_leaves_the_house(survey: Survey) -> None:
    keys = survey.answer(answers(4, y_kien="Cần thêm ghế."), 6)
    written = repr([[list(row) for row in table.rows] for table in read(survey).tables()])
    assert "Cần thêm ghế." in written
    assert not [key for key in keys if key.hex in written or str(key) in written]


def test_free_text_needs_the_permission_to_read_every_remark(survey: Survey) -> None:
    survey.answer(answers(4, y_kien="Cần thêm ghế.", ten_viec="Khai sinh"), 6)
    export = read(survey, texts=False)
    written = repr([[list(row) for row in table.rows] for table in export.tables()])
    assert "Cần thêm ghế." not in written
    assert "Khai sinh" not in written
    assert "không có quyền đọc mọi ý kiến" in written


@pytest.mark.parametrize(("role", "texts"), [("administrator", True), ("leader", True), ("observer", False)])
def test_the_role_decides_about_free_text(make: Make, role: str, texts: bool) -> None:
    plan = make.plan()
    viewer = Viewer(1, "Ai đó", {plan.office_id: ROLES[role].permissions | {"reports.export"}})
    assert choice_for(viewer, plan).texts is texts
    elsewhere = Viewer(1, "Ai đó", {plan.office_id + 1: ROLES[role].permissions})
    assert not choice_for(elsewhere, plan).texts


def test_rows_of_a_task_with_too_few_responses_can_be_held_back(survey: Survey, make: Make) -> None:
    other = set_up(make, make.task(survey.task.plan, "Tiếp công dân", label="9"))
    survey.answer(answers(4), 6)
    other.answer(level(1), 4)
    export = read(survey, texts=False, small_ones_too=False)
    assert {row["Tên nhiệm vụ"] for row in lines(export.table("data"))} == {survey.task.title}
    assert (export.written, export.expected, export.stored) == (6, 6, 10)
    method = {row["Nội dung"] for row in lines(export.table("method"))}
    assert "Từng phiếu của các nhiệm vụ chưa đủ 5 phiếu: 9." in method
    assert "10 phiếu đã lưu; trang Dữ liệu có 6 phiếu, mỗi phiếu một dòng." in method


def test_the_code_book_explains_every_column(survey: Survey) -> None:
    export = read(survey)
    book = lines(export.table("codebook"))
    explained = {row["Cột trong trang Dữ liệu"] for row in book}
    assert set(headers(export.table("data"))) <= explained
    levels = {row["Mã"]: row["Nghĩa"] for row in book if row["Mã câu hỏi"] == "de_tim" and row["Mã"]}
    assert levels == {
        1: "Rất không hài lòng",
        2: "Không hài lòng",
        3: "Bình thường",
        4: "Hài lòng",
        5: "Rất hài lòng",
        9: "Không biết / không liên quan",
    }


def test_the_method_names_what_a_reader_needs(survey: Survey) -> None:
    survey.answer(answers(4), 6)
    found = {str(row["Mục"]): str(row["Nội dung"]) for row in lines(read(survey).table("method"))}
    assert found["Cách tính dùng để công bố"] == "Tỷ lệ hài lòng (share-1)"
    assert "Dưới 5 phiếu: không hiện số. Từ 5 đến 29 phiếu" in found["Ngưỡng"]
    assert "giờ Việt Nam (UTC+7)" in found["Thời điểm xuất"]
    assert "Không phải mẫu ngẫu nhiên" in found
    assert survey.form.editions[0].digest[:8] not in found["Tên kế hoạch"]


def test_a_short_stream_is_a_failure(survey: Survey) -> None:
    survey.answer(answers(4), 6)
    export = read(survey)
    export.responses = list(export.responses)[:5]
    with pytest.raises(ExportIncomplete, match="ghi được 5 trong 6 phiếu"):
        list(export.table("data").rows)


def test_progress_is_told_row_by_row(survey: Survey) -> None:
    survey.answer(answers(4), 6)
    told: list[int] = []
    export = read(survey)
    export.progress = told.append
    list(export.table("data").rows)
    assert sum(told) == 6


def test_other_plans_stay_out(survey: Survey, make: Make) -> None:
    other = set_up(make)
    other.answer(level(1), 20)
    survey.answer(answers(4), 6)
    export = read(survey)
    assert len(lines(export.table("data"))) == export.stored == 6


def test_a_plan_without_forms_has_empty_tables(session: Session, make: Make) -> None:
    survey = Survey(make, make.form(), [])
    export = read(survey)
    assert [table.key for table in export.tables()] == list(TITLES)
    assert (export.stored, export.expected) == (0, 0)
    assert lines(export.table("data")) == []


def test_a_table_that_does_not_exist_is_refused(survey: Survey) -> None:
    with pytest.raises(UnknownTable, match="Không có bảng “nothing”"):
        read(survey).table("nothing")


def test_sheet_names_fit_into_excel() -> None:
    assert all(len(title) <= 31 for title in TITLES.values())


def test_a_desk_of_another_name_later_shows_the_new_name(survey: Survey) -> None:
    survey.answer(answers(4))
    survey.placements[0].desk.name = "Quầy tiếp nhận"
    survey.session.commit()
    assert [row["Tên điểm tiếp nhận"] for row in lines(read(survey).table("data"))] == ["Quầy tiếp nhận"]


def test_columns_keep_what_they_are() -> None:
    column = Column("Tỷ lệ", "share", 14)
    assert told_apart([column, column])[1] == replace(column, header="Tỷ lệ (2)")
