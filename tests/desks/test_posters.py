"""A poster tells whose it is and what about, leads to its address, and holds any name that people give things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as raw
import pytest
import zxingcpp

from app.core.tokens import ALPHABET
from app.core.typeset import GlyphMissing
from app.desks.posters import (
    MOST_POSTERS,
    NothingToPrint,
    PosterWords,
    Size,
    TooManyPosters,
    draw,
    printed_address,
)
from app.desks.qr import AddressTooLong
from app.desks.rules import LONGEST_LOCATION, LONGEST_NAME

MARGIN = 8 / 25.4 * 72  # what an office printer may leave white, in points
POSTER = PosterWords(
    office="Ủy ban nhân dân xã Bình Minh",
    superior="Ủy ban nhân dân tỉnh Đông Sơn",
    desk="Quầy số 3 – Đất đai, xây dựng",
    location="Tầng 1, Trung tâm Phục vụ hành chính công xã",
    tasks=("Giải quyết thủ tục hành chính đúng hẹn",),
    plan="Kế hoạch công tác dân vận chính quyền năm 2026",
    url="HTTPS://DANVAN.BINHMINH.GOV.VN/Q/7K3M9PQR2XYZ",
    code="7K3M9PQR2XYZ",
    footer=("Kết quả được công khai hằng quý tại trụ sở xã.",),
)
LONG = ("Trung tâm Phục vụ hành chính công và Bộ phận hướng dẫn người dân " * 4)[:200]


def texts(pdf: bytes) -> list[str]:
    """The text of every page, its lines joined by blanks and without the breaks inside overlong words."""
    pages = [page.get_textpage().get_text_bounded() for page in pages_of(pdf)]
    return [" ".join(text.replace("\u200b", "").replace("\ufffe", "").split()) for text in pages]


def pages_of(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    yield from (document[index] for index in range(len(document)))


def scanned(pdf: bytes) -> list[list[str]]:
    """What a decoder reads on every page rendered at 150 dpi."""
    pictures = (page.render(scale=150 / 72).to_pil().convert("L") for page in pages_of(pdf))
    return [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures]


def heights(pdf: bytes, *anchors: str) -> list[float]:
    """How high on the first page each anchor's first letter stands, in points from below."""
    text = next(pages_of(pdf)).get_textpage()
    found = []
    for anchor in anchors:
        place = text.search(anchor).get_next()
        assert place, anchor
        found.append(text.get_charbox(place[0])[3])
    return found


def assert_within_margins(page: pypdfium2.PdfPage) -> None:
    text = page.get_textpage()
    width, height = page.get_size()
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if right > left:
            assert left >= MARGIN
            assert right <= width - MARGIN
            assert bottom >= MARGIN
            assert top <= height - MARGIN


@pytest.mark.parametrize("size", ["A4", "A5", "A5x2"])
def test_it_works(size: Size) -> None:
    pdf = draw([POSTER], size)
    (text,) = texts(pdf)
    for words in (
        POSTER.office.upper(),
        POSTER.superior.upper(),
        POSTER.desk,
        POSTER.location,
        POSTER.tasks[0],
        POSTER.plan,
        *POSTER.footer,
        "Ông/Bà có hài lòng không?",
        "Quét mã bằng camera điện thoại hoặc Zalo",
        "Ẩn danh · 1 phút · không cần cài đặt",
        "danvan.binhminh.gov.vn/Q/7K3M-9PQR-2XYZ",
    ):
        assert words in text
    assert scanned(pdf) == [[POSTER.url]]


@pytest.mark.parametrize(("size", "width", "height"), [("A4", 210, 297), ("A5", 148, 210), ("A5x2", 297, 210)])
def test_the_sheet_has_the_size_asked_for(size: Size, width: int, height: int) -> None:
    (page,) = pages_of(draw([POSTER], size))
    assert [round(length / 72 * 25.4) for length in page.get_size()] == [width, height]


@pytest.mark.parametrize("size", ["A4", "A5", "A5x2"])
def test_the_code_is_at_least_four_centimetres_wide(size: Size) -> None:
    (page,) = pages_of(draw([POSTER], size))
    (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
    assert (code.position.top_right.x - code.position.top_left.x) / 150 * 2.54 >= 4


def test_a_hundred_posters_come_in_one_file_in_the_given_order() -> None:
    codes = [f"7K3M9PQR2X{ALPHABET[number // 32]}{ALPHABET[number % 32]}" for number in range(100)]
    posters = [replace(POSTER, code=code, url=f"HTTPS://DANVAN.BINHMINH.GOV.VN/Q/{code}") for code in codes]
    told: list[tuple[int, int]] = []
    pdf = draw(posters, progress=lambda done, total: told.append((done, total)))
    assert scanned(pdf) == [[poster.url] for poster in posters]
    assert told == [(number, 100) for number in range(1, 101)]


def test_two_posters_share_a_sheet_that_is_cut() -> None:
    second = replace(POSTER, url="https://x.vn/q/2", code="2")
    pdf = draw([POSTER, second, POSTER], "A5x2")
    assert [sorted(codes) for codes in scanned(pdf)] == [sorted([POSTER.url, second.url]), [POSTER.url]]


def test_a_desk_with_several_tasks_names_them_and_offers_a_choice() -> None:
    tasks = ("Giải quyết thủ tục", "Tiếp công dân, đối thoại", "Thái độ phục vụ")
    (text,) = texts(draw([replace(POSTER, tasks=tasks)]))
    assert "chọn việc Ông/Bà vừa làm" in text
    assert all(task in text for task in tasks)


def test_a_desk_with_very_many_tasks_names_some_and_counts_the_rest() -> None:
    (text,) = texts(draw([replace(POSTER, tasks=tuple(f"Việc thứ {number}" for number in range(1, 13)))]))
    assert "Việc thứ 5" in text
    assert "Việc thứ 6" not in text
    assert "và 7 việc khác" in text


@pytest.mark.parametrize(
    "hostile",
    [
        '#panic("x") #sys.inputs #read("bia.txt")',
        "<script>alert(1)</script>",
        "$x^2$ *đậm* _nghiêng_ `mã` @nhãn <nhãn>",
        "= Tiêu đề",
        "- gạch đầu dòng",
        "a \"b\" 'c' \\ \\u{41} // hết /* */ ~ --- ...",
    ],
)
def test_marks_of_the_typesetter_print_as_what_they_are(hostile: str) -> None:
    (text,) = texts(draw([replace(POSTER, tasks=(hostile,), desk=hostile, footer=(hostile,))], "A4"))
    assert text.count(hostile) == 3


@pytest.mark.parametrize("size", ["A4", "A5", "A5x2"])
@pytest.mark.parametrize(("tasks", "host"), [((LONG,), 60), ((LONG,) * 6, 160)])
@pytest.mark.parametrize("name", [LONG, "W" * 200, "Ẫ " * 100])
def test_names_of_two_hundred_letters_stay_on_the_sheet(
    name: str, tasks: tuple[str, ...], host: int, size: Size
) -> None:
    poster = replace(
        POSTER,
        office=name,
        superior=name,
        desk=name,
        location=name,
        tasks=tasks,
        plan=name,
        footer=(name, name),
        url=f"https://{'a' * host}.danvan.gov.vn/q/7K3M9PQR2XYZ",
    )
    pdf = draw([poster], size)
    (page,) = pages_of(pdf)
    assert_within_margins(page)
    assert scanned(pdf) == [[poster.url]]


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_long_names_do_not_run_into_each_other(size: Size) -> None:
    poster = replace(POSTER, office=LONG, superior="", desk=LONG, location=LONG, tasks=(f"{LONG[:190]} HẾT",))
    found = heights(
        draw([poster], size), "Ông/Bà có", "HẾT", "Bình thường", "Ẩn danh", "Quét mã", "danvan.", "Kế hoạch"
    )
    assert found == sorted(found, reverse=True)
    assert all(above - below > 8 for above, below in pairwise(found))


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_the_longest_names_that_are_accepted_print_in_letters_one_can_read(size: Size) -> None:
    poster = replace(POSTER, desk=LONG[:LONGEST_NAME], location=LONG[:LONGEST_LOCATION], plan=LONG[:120], footer=())
    (page,) = pages_of(draw([poster], size))
    text = page.get_textpage()
    written = text.get_text_range()
    sizes = [
        raw.FPDFText_GetFontSize(text, at) for at in range(written.index("danvan."), len(written)) if written[at] > " "
    ]
    assert min(sizes) >= 6.2


def test_a_long_address_stays_on_one_line_and_can_be_copied() -> None:
    host = "danvan-chinhquyen.xabinhminh.tinhdongson.gov.vn"
    (page,) = pages_of(draw([replace(POSTER, url=f"https://{host}/q/7K3M9PQR2XYZ")]))
    assert f"{host}/q/7K3M-9PQR-2XYZ" in page.get_textpage().get_text_bounded()


def test_a_name_far_too_long_is_cut_at_a_word() -> None:
    (text,) = texts(draw([replace(POSTER, tasks=("Việc rất dài " * 100,))]))
    assert text.count("…") == 1
    assert "dài…" in text or "rất…" in text or "Việc…" in text


def test_decomposed_letters_print_composed() -> None:
    (text,) = texts(draw([replace(POSTER, desk="Qua\u0302\u0300y \n tiê\u0301p  nhận")]))
    assert "Quầy tiếp nhận" in text


def test_a_letter_that_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(GlyphMissing, match="Không in được chữ “中”, “文” trong “Việc 中文”") as refusal:
        draw([POSTER, replace(POSTER, tasks=("Việc 中文",))])
    assert refusal.value.letters == ("中", "文")


def test_no_poster_at_all_is_refused() -> None:
    with pytest.raises(NothingToPrint, match="chưa có tờ mã QR để in"):
        draw([])


def test_more_posters_than_memory_allows_are_refused() -> None:
    with pytest.raises(TooManyPosters, match=f"nhiều nhất {MOST_POSTERS} tờ"):
        draw([POSTER] * (MOST_POSTERS + 1))


def test_an_address_too_long_to_scan_is_refused() -> None:
    with pytest.raises(AddressTooLong):
        draw([replace(POSTER, url="https://x.vn/" + "a" * 400)])


def test_the_file_is_titled_tagged_and_in_vietnamese() -> None:
    pdf = draw([POSTER, POSTER])
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == "2 tờ mã QR lấy ý kiến người dân"
    assert document.get_metadata_value("Author") == POSTER.office
    assert document.is_tagged()
    assert b"/Lang(vi)" in pdf
    assert b"pdfuaid:part" in pdf


def test_an_own_promise_replaces_the_usual_one() -> None:
    (text,) = texts(draw([replace(POSTER, promise="Không ghi tên · khoảng 2 phút")]))
    assert "Không ghi tên · khoảng 2 phút" in text
    assert "Ẩn danh" not in text


@pytest.mark.parametrize(
    ("url", "code", "printed"),
    [
        ("HTTPS://DANVAN.XA.VN/Q/7K3M9PQR2XYZ", "7K3M9PQR2XYZ", "danvan.xa.vn/Q/7K3M-9PQR-2XYZ"),
        ("http://127.0.0.1:8000/q/7K3M9PQR2XYZ", "7K3M9PQR2XYZ", "http://127.0.0.1:8000/q/7K3M-9PQR-2XYZ"),
        ("https://xa.vn/q/7K3M9", "7K3M9", "xa.vn/q/7K3M-9"),
        ("https://xa.vn/khac", "7K3M9PQR2XYZ", "xa.vn/khac"),
        ("https://xa.vn", "", "xa.vn"),
    ],
)
def test_the_printed_address_can_be_read_out_and_typed(url: str, code: str, printed: str) -> None:
    assert printed_address(url, code) == printed
