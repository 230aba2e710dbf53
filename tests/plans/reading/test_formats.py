"""What was uploaded is told by its first bytes; everything that cannot be read is refused with the way out."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.reading import PlanTooLarge, PlanUnreadable, read_plan
from app.plans.reading.formats import MOST_LINES
from app.plans.reading.word.package import MOST_BYTES, MOST_BYTES_OF_XML, MOST_ENTRIES
from tests.plans.reading.document_lines import read_lines
from tests.plans.reading.word_files import OFFICE, RELATIONS, TYPES, docx_of, paragraph, root, row, table, zip_of

DEMO = Path(__file__).resolve().parents[3] / "app" / "cli" / "demo"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCUMENT = "word/document.xml"


def refusal(content: bytes) -> str:
    with pytest.raises(PlanUnreadable) as refused:
        read_plan(content, "ke-hoach.docx")
    message = str(refused.value)
    assert message.endswith(".")
    return message


def said_of(content: bytes) -> str:
    """The words of a document, or the sentence of its refusal."""
    try:
        return "\n".join(line.text for line in read_lines(content))
    except PlanUnreadable as refused:
        return str(refused)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".txt"])
@pytest.mark.parametrize("name", ["ke-hoach.txt", "ke-hoach", "bang.xlsx"])
def test_it_works_whatever_the_name_says(suffix: str, name: str) -> None:
    plan = read_plan((DEMO / f"ke-hoach-mau{suffix}").read_bytes(), name)
    assert (plan.header.number, len(plan.tasks), plan.filename) == ("18/KH-UBND", 10, name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "Word cũ (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (OLE + "Workbook".encode("utf-16-le"), "không phải văn bản Word"),
        (rb"{\rtf1\ansi K\u7871?}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "ảnh chụp"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "ảnh chụp"),
        (b"Rar!\x1a\x07" + bytes(100), "tệp nén"),
        (b"  <!DOCTYPE html><html><body>...</body></html>", "trang web"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "trang web"),
        (b"", "trống"),
        (b" \n\t", "trống"),
        (b"PK\x03\x04 and nothing else", "bị hỏng"),
        (b"%PDF-1.7 and nothing else", "bị hỏng"),
        (bytes(range(256)) * 20, "không phải là văn bản"),
    ],
)
def test_other_files_are_refused_with_the_way_out(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_other_office_programs_are_refused() -> None:
    workbook = TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")
    assert "không phải tệp Word" in refusal(zip_of({"[Content_Types].xml": workbook, "xl/workbook.xml": "<x/>"}))
    assert "không phải tệp Word" in refusal(zip_of({"mimetype": "application/vnd.oasis.opendocument.text"}))
    assert "không phải tệp Word" in refusal(zip_of({"ke-hoach.docx": b"..."}))


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"\0"},
        {"word/sub/VBAPROJECT.BIN": b"\0"},
        {
            "[Content_Types].xml": TYPES.replace(
                "wordprocessingml.document.main", "wordprocessingml.document.macroEnabled.main"
            )
        },
    ],
)
def test_macros_are_refused(parts: dict[str, str | bytes]) -> None:
    assert "macro" in refusal(docx_of(paragraph("x"), parts=parts))


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(PlanTooLarge, match="quá lớn"):
        read_plan(docx_of(paragraph("x"), parts={"word/media/a.bmp": bytes(MOST_BYTES + 1)}), "bomb.docx")


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(PlanTooLarge, match="quá lớn"):
        read_plan(docx_of(paragraph("x"), parts={f"word/media/{at}": b"" for at in range(MOST_ENTRIES)}), "bomb.docx")


def test_a_document_of_enormous_length_is_refused() -> None:
    long = root("document", f"<w:body>{' ' * MOST_BYTES_OF_XML}</w:body>")
    with pytest.raises(PlanTooLarge, match="quá dài"):
        read_plan(docx_of("", parts={DOCUMENT: long}), "bomb.docx")
    with pytest.raises(PlanTooLarge, match="quá dài"):
        read_plan(docx_of(paragraph("x") * (MOST_LINES + 1)), "long.docx")
    with pytest.raises(PlanTooLarge, match="quá dài"):
        read_plan(b"x\n" * (MOST_LINES + 1), "long.txt")


def test_a_size_that_lies_gives_a_damaged_file() -> None:
    content = bytearray(docx_of(paragraph("x" * 5000)))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(DOCUMENT.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<I", 100)
    assert "bị hỏng" in refusal(bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + root("document", "<w:body>&b;</w:body>")
    content = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}'.encode(encoding)
    assert "không an toàn" in refusal(docx_of("", parts={DOCUMENT: content}))


def test_an_outer_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật", encoding="utf-8")
    bomb = f'<!DOCTYPE d SYSTEM "{secret.as_uri()}">' + root("document", "<w:body/>")
    assert "bí mật" not in refusal(docx_of("", parts={DOCUMENT: bomb}))


def test_links_to_the_outside_or_to_nothing_are_never_followed() -> None:
    outside = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="http://127.0.0.1:9/a.xml" TargetMode="External"/>'
        for kind in ("attachedTemplate", "styles")
    )
    away = f'<Relationship Id="n" Type="{OFFICE}/numbering" Target="../../../../etc/passwd"/>'
    gone = f'<Relationship Id="i" Type="{OFFICE}/image" Target="../NULL"/>'
    relations = f'<Relationships xmlns="{RELATIONS}">{outside}{away}{gone}</Relationships>'
    lines = read_lines(docx_of(paragraph("Một"), parts={"word/_rels/document.xml.rels": relations}))
    assert [line.text for line in lines] == ["Một"]


@pytest.mark.parametrize(
    "parts",
    [
        {DOCUMENT: "<w:document"},
        {DOCUMENT: root("document", "<w:p>" * 400 + "</w:p>" * 400)},
        {"_rels/.rels": f'<Relationships xmlns="{RELATIONS}"/>'},
        {"_rels/.rels": "no relations at all"},
    ],
)
def test_a_damaged_document_is_refused(parts: dict[str, str | bytes]) -> None:
    assert "bị hỏng" in refusal(docx_of(paragraph("x"), parts=parts))


def test_a_document_without_words_is_refused() -> None:
    assert "trống" in refusal(docx_of(paragraph()))
    assert "trống" in refusal(docx_of("", parts={DOCUMENT: root("document", "")}))


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(docx_of(paragraph("x")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 1)
    assert "mật khẩu" in refusal(bytes(content))


def test_more_bytes_than_allowed_are_refused_unread() -> None:
    with pytest.raises(PlanTooLarge, match="1 MB"):
        read_plan(bytes(1024 * 1024 + 1), "x.pdf", limit=1024 * 1024)


def test_a_letter_that_is_no_plan_shows_what_was_recognised() -> None:
    document = docx.Document()
    for text in ("BIÊN BẢN", "Họp giao ban tháng 3 năm 2026", "Hôm nay, ngày 02/3/2026, Ủy ban họp."):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    assert "biên bản" in refusal(stream.getvalue())


def test_a_word_file_typed_in_old_fonts_is_converted() -> None:
    typed = ["KÕ ho¹ch", "C«ng t¸c d©n vËn h­íng tíi cña ñy ban nh©n d©n x· B×nh L©m n¨m 2026, thùc hiÖn nhiÖm vô"]
    lines = read_lines(docx_of("".join(map(paragraph, typed)) + table(row("sè", "néi dung", "®¬n vÞ"))))
    assert [line.text for line in lines] == [
        "Kế hoạch",
        "Công tác dân vận hướng tới của ủy ban nhân dân xã Bình Lâm năm 2026, thực hiện nhiệm vụ",
        "số nội dung đơn vị",
    ]
    assert lines[-1].cells == ("số", "nội dung", "đơn vị")


def test_a_zip_that_lost_its_beginning_is_refused() -> None:
    content = docx_of(paragraph("x" * 500))
    assert "bị hỏng" in refusal(content[:30] + content[90:])


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=400))
def test_lost_bytes_never_break_the_reader(at: int, count: int) -> None:
    content = docx_of(paragraph("Một") + table(row("a", "b", "c")))
    start = at % len(content)
    assert said_of(content[:start] + content[start + count :])


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=255))
def test_a_changed_byte_never_breaks_the_reader(at: int, byte: int) -> None:
    content = bytearray(docx_of(paragraph("Một") + table(row("a", "b", "c"))))
    content[at % len(content)] = byte
    assert said_of(bytes(content))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for beginning in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"):
        assert said_of(beginning + content)


def test_the_sample_zip_is_what_it_seems() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(paragraph("x")))) as archive:
        assert DOCUMENT in archive.namelist()
