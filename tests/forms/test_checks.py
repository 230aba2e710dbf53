"""Everything wrong with a form file is said at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.forms.checks import check_all, check_file
from app.forms.definition import DefinitionBroken, load
from tests.forms.sample import SAMPLES

HEAD = """key: form
purpose: {purpose}
title: Phiếu thử
sections:
  - id: one
    questions:
"""
FACES = """      - {id: item, kind: faces, text: Dễ tìm., factor: TC, scored: true}
      - {id: overall, kind: faces, text: Nhìn chung., factor: CHUNG, scored: true}
"""
FIRST = 7
"""The line of the first question."""


class Checked:
    """Checks a form made of the given question lines."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "form.yaml"

    def __call__(self, questions: str, purpose: str = "remark") -> list[tuple[int, str, str]]:
        self.path.write_text(HEAD.format(purpose=purpose) + questions, encoding="utf-8")
        return self.again()

    def again(self) -> list[tuple[int, str, str]]:
        return [(found.line, found.where, found.message) for found in check_file(self.path)]

    def only(self, questions: str, purpose: str = "remark") -> tuple[int, str, str]:
        found = self(questions, purpose)
        assert len(found) == 1, found
        return found[0]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    return Checked(tmp_path)


def test_it_works(checked: Checked) -> None:
    assert checked(FACES, "satisfaction") == []


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_sample_is_in_order(path: Path) -> None:
    assert check_file(path) == []


def test_everything_is_told_at_once_with_file_and_line() -> None:
    path = SAMPLES / "broken" / "everything.yaml"
    found = check_file(path)
    assert [(one.line, one.where) for one in found] == [
        (1, ""),
        (1, "key"),
        (4, "titel"),
        (8, "sections.one.questions.Bad-Id.id"),
        (9, "sections.one.questions.Bad-Id.kind"),
        (14, "sections.one.questions.twice.options"),
        (15, "sections.one.questions.twice.id"),
        (18, "sections.one.questions.twice.visible_when.question"),
        (21, "sections.one.questions.twice.options.1.code"),
        (24, "sections.one.questions.later.scored"),
        (25, "sections.one.questions.later.text"),
        (26, "sections.one.questions.later.visible_when.is.1"),
        (29, "sections.one.questions.last.text"),
        (30, "sections.one.questions.last.factor"),
        (30, "sections.one.questions.last.factor"),
        (31, "sections.one.questions.last.required"),
        (31, "sections.one.questions.last.required"),
        (32, "sections.one.questions.last.visible_when.question"),
    ]
    assert str(found[2]) == f"{path}:4: titel: Không có mục nào tên “titel”; hãy xem lại chính tả."


def test_a_broken_file_is_not_loaded() -> None:
    with pytest.raises(DefinitionBroken, match=r"everything\.yaml:4: Không có mục nào tên “titel”"):
        load(SAMPLES / "broken" / "everything.yaml")


@pytest.mark.parametrize("name", ["validate", "data", "errors", "q_validate", "process"])
def test_names_of_wtforms_are_allowed_as_ids(checked: Checked, name: str) -> None:
    assert checked(f"      - {{id: {name}, kind: yes_no, text: Câu?}}\n") == []


@pytest.mark.parametrize("name", ["Validate", "1st", "câu", "a-b", "a b", "_a", "a" * 41])
def test_it_refuses_other_ids(checked: Checked, name: str) -> None:
    line, where, message = checked.only(f"      - {{id: {name}, kind: yes_no, text: Câu?}}\n")
    assert (line, where) == (FIRST, f"sections.one.questions.{name}.id")
    assert "chữ thường không dấu" in message or "dài quá 40" in message


def test_it_refuses_an_unknown_key(checked: Checked) -> None:
    found = checked.only("      - id: a\n        kind: yes_no\n        text: Câu?\n        requierd: true\n")
    assert found == (
        FIRST + 3,
        "sections.one.questions.a.requierd",
        "Không có mục nào tên “requierd”; hãy xem lại chính tả.",
    )


def test_it_refuses_an_unknown_kind(checked: Checked) -> None:
    line, where, message = checked.only("      - {id: a, kind: slider, text: Câu?}\n")
    assert (line, where) == (FIRST, "sections.one.questions.a.kind")
    assert message.startswith("Không có loại câu hỏi “slider”. Các loại: faces, choice,")


def test_it_refuses_a_missing_text(checked: Checked) -> None:
    assert checked.only("      - {id: a, kind: yes_no}\n") == (
        FIRST,
        "sections.one.questions.a.text",
        "Thiếu mục “text”.",
    )


def test_it_refuses_a_repeated_id(checked: Checked) -> None:
    line, where, message = checked.only(
        "      - {id: a, kind: yes_no, text: X?}\n      - {id: a, kind: yes_no, text: Y?}\n"
    )
    assert (line, where) == (FIRST + 1, "sections.one.questions.a.id")
    assert message == "Câu hỏi “a” đã có ở trên; mỗi mã chỉ dùng một lần."


def test_it_refuses_a_repeated_section(checked: Checked) -> None:
    more = "  - id: one\n    questions:\n      - {id: b, kind: yes_no, text: Y?}\n"
    line, where, message = checked.only("      - {id: a, kind: yes_no, text: X?}\n" + more)
    assert (line, where, message.split()[0]) == (FIRST + 1, "sections.one.id", "Phần")


@pytest.mark.parametrize("options", ["", ", options: []"])
def test_it_refuses_a_choice_without_options(checked: Checked, options: str) -> None:
    line, _, message = checked.only(f"      - {{id: a, kind: choice, text: Câu?{options}}}\n")
    assert line == FIRST
    assert "không được trống" in message


def test_it_refuses_options_where_there_are_none(checked: Checked) -> None:
    _, _, message = checked.only("      - {id: a, kind: yes_no, text: Câu?, options: [{code: 1, text: Có}]}\n")
    assert message == "Loại câu hỏi “yes_no” không nhận danh sách trả lời (options)."


def test_it_refuses_a_repeated_code(checked: Checked) -> None:
    options = "options: [{code: 3, text: Có}, {code: 3, text: Không}]"
    _, where, message = checked.only(f"      - {{id: a, kind: choice, text: Câu?, {options}}}\n")
    assert where == "sections.one.questions.a.options.3.code"
    assert message == "Mã trả lời 3 đã dùng cho một trả lời khác của câu này."


@pytest.mark.parametrize("code", ["012", "1_000", "0x1F", "1:30", "-1", "10000", "yes", '"1"'])
def test_it_refuses_codes_that_are_no_plain_whole_numbers(checked: Checked, code: str) -> None:
    found = checked(f"      - {{id: a, kind: choice, text: Câu?, options: [{{code: {code}, text: Có}}]}}\n")
    assert {line for line, _, _ in found} == {FIRST}


def test_it_refuses_scored_without_factor(checked: Checked) -> None:
    line, where, message = checked.only("      - {id: a, kind: faces, text: Câu., scored: true}\n")
    assert (line, where) == (FIRST, "sections.one.questions.a.scored")
    assert "TC, TT, CC" in message


def test_it_refuses_a_factor_without_scored(checked: Checked) -> None:
    assert checked.only("      - {id: a, kind: faces, text: Câu., factor: TC}\n")[2].endswith("scored: true.")


def test_it_refuses_scoring_what_has_no_five_points(checked: Checked) -> None:
    assert (
        "không tính điểm được"
        in checked.only("      - {id: a, kind: yes_no, text: Câu., factor: TC, scored: true}\n")[2]
    )


def test_it_refuses_an_unknown_factor(checked: Checked) -> None:
    _, where, message = checked.only("      - {id: a, kind: faces, text: Câu., factor: TĐ, scored: true}\n")
    assert where == "sections.one.questions.a.factor"
    assert "'TD' hoặc 'CHUNG'" in message


def test_a_satisfaction_form_needs_the_overall_question(checked: Checked) -> None:
    _, _, message = checked.only(FACES.splitlines()[0] + "\n", "satisfaction")
    assert "Nhìn chung" in message


def test_a_satisfaction_form_needs_a_scored_item_beside_it(checked: Checked) -> None:
    assert "ít nhất một câu" in checked.only(FACES.splitlines()[1] + "\n", "satisfaction")[2]


def test_there_is_only_one_overall_question(checked: Checked) -> None:
    more = "      - {id: again, kind: faces, text: Nhìn chung., factor: CHUNG, scored: true}\n"
    line, _, message = checked.only(FACES + more, "satisfaction")
    assert (line, message) == (FIRST + 2, "Mỗi phiếu chỉ có một câu mang yếu tố CHUNG.")


A = "      - {id: a, kind: yes_no, text: A?}\n"


@pytest.mark.parametrize(
    ("condition", "where", "sentence"),
    [
        ("{question: b, is: [1]}", "question", "Điều kiện chỉ được xét câu hỏi đứng trước"),
        ("{question: z, is: [1]}", "question", "Điều kiện nhắc đến câu hỏi “z” không có trong phiếu."),
        ("{question: a, is: [1, 3]}", "is.2", "Câu “a” không có trả lời mang mã 3; các mã: 1, 2."),
        ("{question: a, at_most: 0}", "at_most", "Câu “a” không có trả lời nào quanh mã 0."),
        ("{not: {question: z, is: [1]}}", "not.question", "Điều kiện nhắc đến"),
        ("{any: [{question: a, is: [1]}, {question: z, is: [1]}]}", "any.2.question", "Điều kiện nhắc đến"),
        ("{all: [{question: c, is: [1]}]}", "all.1.question", "Không có trong phiếu"),
        ("{question: a}", "", "Điều kiện phải là một câu so sánh"),
        ("{question: a, is: [1], at_most: 2}", "", "Điều kiện phải là một câu so sánh"),
        ("{is: [1]}", "", "Điều kiện phải là một câu so sánh"),
        ("{question: a, is: []}", "is", "Danh sách “is” không được trống."),
        ("{question: a, is: 1}", "is", "Mục “is” phải là danh sách"),
    ],
)
def test_it_refuses_conditions_that_cannot_be_decided(
    checked: Checked, condition: str, where: str, sentence: str
) -> None:
    line, place, message = checked.only(A + f"      - {{id: b, kind: yes_no, text: B?, visible_when: {condition}}}\n")
    assert line == FIRST + 1
    assert place == ".".join(filter(None, ["sections.one.questions.b.visible_when", where]))
    assert sentence.casefold() in message.casefold()


def test_it_refuses_conditions_on_a_text(checked: Checked) -> None:
    text = "      - {id: t, kind: long_text, text: T?}\n"
    _, _, message = checked.only(
        text + "      - {id: b, kind: yes_no, text: B?, visible_when: {question: t, is: [1]}}\n"
    )
    assert "không phải là mã số" in message


def test_a_condition_on_a_question_of_an_unknown_kind_is_one_complaint(checked: Checked) -> None:
    slider = "      - {id: s, kind: slider, text: S?}\n"
    found = checked(slider + "      - {id: b, kind: yes_no, text: B?, visible_when: {question: s, is: [1]}}\n")
    assert [message.split("”")[0] for _, _, message in found] == ["Không có loại câu hỏi “slider"]


def test_a_question_that_is_no_mapping_is_one_complaint(checked: Checked) -> None:
    assert "tên: giá trị" in checked.only("      - {id: b, kind: yes_no, text: B?}\n      - Câu hỏi?\n")[2]


def test_it_refuses_bounds_the_wrong_way_round(checked: Checked) -> None:
    assert "maximum" in checked.only("      - {id: a, kind: number, text: A?, minimum: 5, maximum: 4}\n")[2]


def test_it_refuses_bounds_on_what_is_no_number(checked: Checked) -> None:
    assert "chỉ dùng cho" in checked.only("      - {id: a, kind: date, text: A?, minimum: 5}\n")[2]


def test_it_refuses_a_key_that_is_not_the_file_name(checked: Checked) -> None:
    checked(FACES)
    checked.path.write_text(checked.path.read_text("utf-8").replace("key: form", "key: other"), encoding="utf-8")
    assert checked.again() == [(1, "key", "Mã phiếu “other” phải trùng tên tệp “form”.")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống."),
        (b"# only a comment\n", "Tệp trống."),
        (b"\xff\xfe\x00\x01", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"title: a\x00b\n", "ký tự điều khiển"),
        (b"title: [\n", "Sai cú pháp YAML"),
        (b"title: x\n\ttab: y\n", "Sai cú pháp YAML"),
        (b"just text", "Chỗ này phải gồm các mục"),
        (b"- a\n- b\n", "Chỗ này phải gồm các mục"),
        (b"a: " + b"[" * 5000, "lồng nhau quá sâu"),
        (b"# " + b"x" * 300_000, "Tệp lớn hơn 256 KB"),
        (b"title: a\n---\ntitle: b\n", "một mẫu phiếu"),
        (b"a: &x [1]\nb: *x\n", "bí danh"),
        (b"title: a\ntitle: b\n", "Mục “title” được ghi hai lần."),
        (b"? [a, b]\n: c\n", "Tên mục phải là chữ."),
        (b"title: !!python/object/apply:os.getcwd []\n", "Mục “title” phải là chữ"),
        (b"title: !secret x\n", "nhãn kiểu"),
        (b"title: no\n", "YAML hiểu “no” là giá trị đúng/sai"),
        (b"title: 2026-11-21\n", "YAML hiểu “2026-11-21” là ngày giờ"),
        (b"title: 1.5\n", "YAML hiểu “1.5” là số thập phân"),
        (b"title: ~\n", "YAML hiểu “~” là giá trị trống"),
        (b"title:\n", "YAML hiểu “” là giá trị trống"),
        (b"title: 2026\n", "Mục “title” phải là chữ; nếu là số hoặc true/false, hãy đặt trong dấu ngoặc kép."),
        (b"title: ' '\n", "Mục “title” không được trống hoặc có dấu cách thừa"),
        (b"title: '@nothing'\n", "Không có từ chung “@nothing” trong _words.yaml."),
        ("title: Tiê\u0301ng\n".encode(), "NFC"),
        (b"title: '" + b"x" * 1001 + b"'\n", "dài quá 1000 ký tự"),
    ],
)
def test_it_refuses_what_is_no_form(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "form.yaml"
    path.write_bytes(content)
    assert any(sentence in complaint.message for complaint in check_file(path)), [str(c) for c in check_file(path)]


def test_a_missing_file_is_a_complaint(tmp_path: Path) -> None:
    assert check_file(tmp_path / "none.yaml")[0].message.startswith("Không đọc được tệp")


def test_a_folder_without_forms_is_a_complaint(tmp_path: Path) -> None:
    assert [complaint.message for complaint in check_all(tmp_path)] == ["Thư mục không có mẫu phiếu nào (*.yaml)."]


def test_a_folder_is_checked_file_by_file() -> None:
    assert {complaint.path.name for complaint in check_all(SAMPLES / "broken")} == {"everything.yaml"}
