"""Word documents: what Word shows becomes lines, in the order of the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.reading import read_plan
from app.plans.reading.word.numbers import written
from tests.plans.reading.document_lines import word_lines
from tests.plans.reading.word_files import docx_of, item, paragraph, pattern, root, row, run, table, use

NUMBERS = pattern(("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "-"))


def texts(body: str, *, numbering: str = "", styles: str = "") -> list[str]:
    return [line.text for line in word_lines(docx_of(body, numbering=numbering, styles=styles))]


def test_it_works() -> None:
    lines = word_lines(docx_of(paragraph("Một") + paragraph() + paragraph("Hai", run(" ba", "<w:b/>"))))
    assert [(line.number, line.text, line.gap, line.strong) for line in lines] == [
        (1, "Một", 0, False),
        (2, "Hai ba", 1, False),
    ]


def test_levels_of_a_list_are_counted() -> None:
    body = "".join(
        item(text, level=level) for text, level in [("x", 0), ("y", 1), ("z", 1), ("x", 0), ("y", 1), ("t", 2)]
    )
    assert texts(body, numbering=NUMBERS + use()) == ["1. x", "a) y", "b) z", "2. x", "a) y", "- t"]


def test_levels_tell_which_list_stands_in_which() -> None:
    numbers = pattern(("decimal", "%1."), ("decimal", "%2."), ("bullet", "-"), ("bullet", "-"))
    body = paragraph("KẾ HOẠCH") + paragraph("Năm 2026") + paragraph("I. NHIỆM VỤ")
    for text, level in [
        ("Một việc", 0),
        ("Đợt đầu", 1),
        ("Đợt sau.", 1),
        ("a", 2),
        ("b", 3),
        ("c", 2),
        ("Việc khác", 0),
    ]:
        body += item(text, level=level)
    plan = read_plan(docx_of(body + paragraph("Làm ngay."), numbering=numbers + use()), "x.docx")
    assert [task.title for task in plan.tasks] == ["Một việc", "Việc khác"]
    assert [(one.text, one.level) for one in plan.tasks[0].items] == [
        *(("Đợt đầu", 1), ("Đợt sau.", 1)),
        *(("a", 2), ("b", 3), ("c", 2)),
    ]


def test_a_number_may_hold_those_above_it() -> None:
    levels = pattern(("upperRoman", "%1."), ("decimal", "%1.%2"), ("decimal", "%2.%3."))
    body = "".join(item("x", level=level) for level in (0, 1, 1, 2, 0, 1))
    assert texts(body, numbering=levels + use()) == ["I. x", "I.1 x", "I.2 x", "2.1. x", "II. x", "II.1 x"]


def test_legal_numbers_are_all_decimal() -> None:
    levels = pattern(("upperRoman", "%1."), ("decimal", "%1.%2."), more="<w:isLgl/>")
    body = item("x") + item("y", level=1)
    assert texts(body, numbering=levels + use()) == ["1. x", "1.1. y"]


def test_a_deeper_level_may_count_through() -> None:
    levels = pattern(("decimal", "%1."), ("lowerLetter", "%2)"), more='<w:lvlRestart w:val="0"/>')
    body = item("x") + item("y", level=1) + item("x") + item("y", level=1)
    assert texts(body, numbering=levels + use()) == ["1. x", "a) y", "2. x", "b) y"]


def test_a_level_that_was_skipped_stands_at_its_start() -> None:
    levels = pattern(("decimal", "%1."), ("decimal", "%1.%2."))
    assert texts(item("x", level=1), numbering=levels + use()) == ["1.1. x"]


def test_lists_of_one_pattern_count_on_until_one_says_where_it_starts() -> None:
    numbering = NUMBERS + use(1) + use(2) + use(3, start=1) + use(4, start=7)
    body = "".join(item("x", number=number) for number in (1, 1, 2, 3, 3, 4, 4))
    assert texts(body, numbering=numbering) == ["1. x", "2. x", "3. x", "1. x", "2. x", "7. x", "8. x"]


def test_a_list_may_have_levels_of_its_own() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    own = f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>'
    numbering = NUMBERS + f'<w:num w:numId="1"><w:abstractNumId w:val="1"/>{own}</w:num>'
    assert texts(item("x") + item("y"), numbering=numbering) == ["A) x", "B) y"]


def test_empty_paragraphs_of_a_list_are_counted_too() -> None:
    assert texts(item("x") + item("") + item("y"), numbering=NUMBERS + use()) == ["1. x", "3. y"]


def test_a_list_comes_with_a_style_and_may_be_taken_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Items"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Deep"><w:basedOn w:val="Items"/></w:style>'
    )
    levels = pattern(("decimal", "%1."), ("lowerLetter", "%2)")).replace(
        '<w:lvlText w:val="%2)"/>', '<w:pStyle w:val="Deep"/><w:lvlText w:val="%2)"/>'
    )
    body = (
        paragraph("x", properties='<w:pStyle w:val="Items"/>')
        + paragraph("y", properties='<w:pStyle w:val="Deep"/>')
        + paragraph("z", properties='<w:pStyle w:val="Items"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(body, numbering=levels + use(), styles=styles) == ["1. x", "a) y", "z"]


def test_a_pattern_may_stand_in_a_style_of_lists() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Ours"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
    numbering = NUMBERS + link + use(1, 5) + use(2, 1)
    assert texts(item("x") + item("y"), numbering=numbering, styles=styles) == ["1. x", "2. y"]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("bullet", "\uf0b7", "- x"),
        ("bullet", "o", "- x"),
        ("bullet", "+", "+ x"),
        ("bullet", "•", "• x"),
        ("decimal", "%1", "1. x"),
        ("decimal", "(%1)", "(1) x"),
        ("decimalZero", "%1.", "01. x"),
        ("none", "", "x"),
        ("cardinalText", "Bước %1:", "Bước 1: x"),
    ],
)
def test_a_mark_is_shown_as_a_reader_knows_it(form: str, text: str, shown: str) -> None:
    assert texts(item("x"), numbering=pattern((form, text)) + use()) == [shown]


def test_a_list_that_is_described_nowhere_has_no_numbers() -> None:
    assert texts(item("x", number=9), numbering=NUMBERS + use(1, 4)) == ["x"]
    assert texts(item("x"), numbering=NUMBERS + use(1, 4)) == ["x"]


@given(
    st.integers(min_value=-5, max_value=5000), st.sampled_from(["lowerLetter", "upperRoman", "lowerRoman", "decimal"])
)
def test_every_number_can_be_written(count: int, form: str) -> None:
    assert written(count, form)


@pytest.mark.parametrize(("count", "shown"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (29, "xxix"), (40, "xxxx")])
def test_roman_numbers(count: int, shown: str) -> None:
    assert written(count, "lowerRoman") == shown


def test_insertions_stay_and_deletions_go() -> None:
    body = paragraph(
        run("Trả kết quả "),
        f"<w:ins>{run('đúng')}</w:ins>",
        "<w:del><w:r><w:delText>chậm</w:delText></w:r></w:del>",
        run(" hẹn"),
    )
    assert texts(body) == ["Trả kết quả đúng hẹn"]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    body = paragraph(f"<w:moveFrom>{run('a')}</w:moveFrom>", run("b")) + paragraph(f"<w:moveTo>{run('a')}</w:moveTo>")
    assert texts(body) == ["b", "a"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_without_counting_the_first() -> None:
    deleted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = paragraph("Một ", properties=deleted) + item("hai") + item("ba")
    assert texts(body, numbering=NUMBERS + use()) == ["1. Một hai", "2. ba"]


def test_a_deleted_row_goes() -> None:
    rows = table(row("1", "a", "b"), row("2", "c", "d", properties="<w:del/>"), row("3", "e", "f"))
    assert texts(rows) == ["1 a b", "3 e f"]


def test_soft_breaks_part_lines_and_page_breaks_do_not() -> None:
    body = paragraph(
        "<w:r><w:t>Một</w:t><w:br/><w:t>hai</w:t><w:br w:type='page'/><w:t> ba</w:t><w:cr/><w:t>bốn</w:t></w:r>"
    )
    assert texts(body) == ["Một", "hai ba", "bốn"]


def test_a_number_stands_before_the_first_line_only() -> None:
    body = paragraph(
        "<w:r><w:br/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    assert texts(body, numbering=NUMBERS + use()) == ["1. a", "b"]


def test_tabs_part_columns() -> None:
    (line,) = word_lines(docx_of(paragraph("<w:r><w:t>Nơi nhận:</w:t><w:tab/><w:t>CHỦ TỊCH</w:t></w:r>")))
    assert (line.text, line.cells) == ("Nơi nhận: CHỦ TỊCH", ("Nơi nhận:", "CHỦ TỊCH"))


def test_many_blanks_part_columns_too() -> None:
    (line,) = word_lines(docx_of(paragraph("- Lưu: VT.        CHỦ TỊCH")))
    assert line.cells == ("- Lưu: VT.", "CHỦ TỊCH")
    assert line.text == "- Lưu: VT. CHỦ TỊCH"


def test_special_signs() -> None:
    body = paragraph(
        "<w:r><w:t>33/CT</w:t><w:noBreakHyphen/><w:t>TTg</w:t><w:softHyphen/></w:r>",
        '<w:r><w:sym w:char="F0B7"/><w:sym w:char="F0FC"/><w:sym w:char="?"/><w:sym w:char="FFFFFF"/></w:r>',
    )
    assert texts(body) == ["33/CT-TTg-"]


def test_hidden_text_and_field_codes_are_not_shown() -> None:
    field = "<w:r><w:fldChar/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>22/01</w:t></w:r>"
    assert texts(paragraph("a", run("ẩn", "<w:vanish/>"), run("b", '<w:vanish w:val="0"/>'), field)) == ["ab22/01"]


def test_text_in_links_controls_and_fields_is_found() -> None:
    body = (
        paragraph(f"<w:hyperlink>{run('a')}</w:hyperlink>", f"<w:fldSimple>{run('b')}</w:fldSimple>")
        + f"<w:sdt><w:sdtPr>{run('x')}</w:sdtPr><w:sdtContent>{paragraph('c')}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:sdt><w:sdtContent>{run('d')}</w:sdtContent></w:sdt>", f"<w:smartTag>{run('e')}</w:smartTag>")
    )
    assert texts(body) == ["ab", "c", "de"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('trong khung')}</w:txbxContent>"
    ways = f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    twice = f"<w:r><mc:AlternateContent>{ways}</mc:AlternateContent></w:r>"
    assert texts(paragraph("ngoài", twice) + paragraph("sau")) == ["ngoài", "trong khung", "sau"]
    old = f"<w:r><w:pict>{box}</w:pict></w:r>"
    assert texts(paragraph(old)) == ["trong khung"]


def test_capitals_by_look_are_capitals() -> None:
    assert texts(paragraph(run("i. mục đích", "<w:caps/>"))) == ["I. MỤC ĐÍCH"]


def test_bold_comes_from_the_run_or_any_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Head"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Head"/></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    )
    bodies = {
        paragraph(run("x", "<w:b/>")): True,
        paragraph(run("x", '<w:b w:val="false"/>')): False,
        paragraph(run("x", '<w:rStyle w:val="Strong"/>')): True,
        paragraph("x", properties='<w:pStyle w:val="Below"/>'): True,
        paragraph(run("x", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Below"/>'): False,
        paragraph(run("x", "<w:b/>"), run(": "), run("y", "<w:b/>")): True,
        paragraph(run("x", "<w:b/>"), run(" y")): False,
        paragraph("x", properties='<w:pStyle w:val="Unknown"/>'): False,
    }
    for body, strong in bodies.items():
        (line,) = word_lines(docx_of(body, styles=styles))
        assert line.strong is strong, body


def test_styles_that_inherit_in_a_circle_are_harmless() -> None:
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    (line,) = word_lines(docx_of(paragraph("x", properties='<w:pStyle w:val="A"/>'), styles=styles))
    assert line.strong


def test_an_outline_level_makes_a_heading() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    body = paragraph("x", properties='<w:pStyle w:val="H1"/>') + paragraph("y", properties='<w:outlineLvl w:val="9"/>')
    assert [line.heading for line in word_lines(docx_of(body, styles=styles))] == [True, False]


def test_the_default_font_of_a_document_tells_its_encoding() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = paragraph(
        "x· ", run("HỘI", '<w:rFonts w:ascii="Arial"/>'), run(" chñ tÞch", '<w:rFonts w:hAnsi=".VnTimeH"/>')
    )
    assert texts(body, styles=styles) == ["xã HỘI CHỦ TỊCH"]


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    strict = root("document", f"<w:body>{paragraph('x')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert [line.text for line in word_lines(docx_of("", parts={"word/document.xml": strict}))] == ["x"]
