"""Posters and slips in the languages that an office has switched on: real letters, the right page behind the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import fonts
from app.core.tokens import new_checked_code
from app.core.typeset import GlyphMissing, clean
from app.desks import prints
from app.desks.models import Placement
from app.desks.posters import draw
from app.desks.slips.models import SlipBatch
from app.desks.slips.sheet import SlipWords, draw_slips
from app.forms.definition import form_files, load
from app.forms.languages.rules import LanguageOff, WordsNotFrozen
from app.forms.wording import say_live
from tests.cast import Cast
from tests.client import Browser
from tests.desks.test_posters import assert_within_margins, pages_of, scanned, texts
from tests.forms.sample import sample
from tests.make import Make

UNTIL = date(2027, 5, 21)
PUBLIC = "https://danvan.hoasen.gov.vn"
KHMER_QUESTION = "តើលោកអ្នកពេញចិត្តដែរឬទេ?"


@pytest.fixture
def placement(make: Make, cast: Cast) -> Placement:
    cast.hoa_sen.citizen_locales = ["vi", "km", "zh"]
    return make.placement(make.desk(cast.hoa_sen, "Quầy số 1"))


@pytest.fixture
def chinese(tmp_path: Path) -> Iterator[Path]:
    """A folder with a font of our own making: a square for every Chinese letter."""
    square = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (100, 800), (900, 800), (900, 0)]):
        (square.lineTo if at else square.moveTo)(point)
    square.closePath()
    points = [*range(0x3000, 0x3020), *range(0x4E00, 0x9FA6), *range(0xFF00, 0xFF5F)]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap(dict.fromkeys(points, "square"))
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": square.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares-Regular"})
    font.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.save(tmp_path / "squares.ttf")
    fonts.use(tmp_path)
    yield tmp_path
    fonts.use(None)


def embedded(pdf: bytes) -> set[str]:
    """The names of the fonts that a PDF carries with it."""
    found = set()
    for page in pages_of(pdf):
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9):
            name = thing.get_font().get_base_name()
            found.add(name.split("+")[-1].split("-")[0])
    return found


def reads(text: str, wanted: str) -> bool:
    """Whether the Khmer letters of ``wanted`` follow each other in ``text``.

    A syllable of several glyphs is read out of the file once for each of them, so there may be others between.
    """
    letters = iter(re.sub(r"[^\u1780-\u17d4]", "", text))
    return all(letter in letters for letter in re.sub(r"[^\u1780-\u17d4]", "", wanted))


def poster(app: Flask, placement: Placement, locale: str) -> bytes:
    with app.test_request_context():
        return draw(prints.poster_words([placement], [placement], PUBLIC, locale), locale=locale)


def test_it_works(app: Flask, placement: Placement) -> None:
    """A Khmer poster: Khmer letters that can be read out of the file, and a code that opens the Khmer page."""
    pdf = poster(app, placement, "km")
    (text,) = texts(pdf)
    assert reads(text, KHMER_QUESTION)
    assert reads(text, placement.edition.words["km"][placement.edition.title])
    assert "Quầy số 1" in text
    assert "NotoSansKhmer" in {name.replace("_", "") for name in embedded(pdf)}
    assert scanned(pdf) == [[f"HTTPS://DANVAN.HOASEN.GOV.VN/P/{placement.code}?lang=km"]]
    assert "lang=km" not in text
    for page in pages_of(pdf):
        assert_within_margins(page)


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_title_fits_a_khmer_slip(app: Flask, path: Path) -> None:
    definition = load(path)
    say = say_live(definition, "km")
    code = new_checked_code()
    words = SlipWords(
        office="Ủy ban nhân dân xã Bình Minh", desk="Quầy", about=say(definition.title), until=UNTIL, locale="km"
    )
    with app.test_request_context():
        pdf = draw_slips(words, [code], PUBLIC)
    (text,) = texts(pdf)
    assert reads(text, say(definition.title))
    assert scanned(pdf) == [[f"HTTPS://DANVAN.HOASEN.GOV.VN/V/{code}?lang=km"]]


def test_a_khmer_stop_stays_in_the_text(app: Flask, placement: Placement) -> None:
    assert reads(texts(poster(app, placement, "km"))[0], "ស្រេច។")


def test_chinese_is_refused_before_printing_and_the_letters_are_named(app: Flask, placement: Placement) -> None:
    with pytest.raises(GlyphMissing) as refusal:
        poster(app, placement, "zh")
    assert "“在”, “一”, “站”" in str(refusal.value)
    assert "THUOCDO_FONTS" in str(refusal.value)


def test_chinese_prints_with_a_font_of_the_installation(app: Flask, placement: Placement, chinese: Path) -> None:
    assert fonts.missing("您满意吗？") == []
    pdf = poster(app, placement, "zh")
    assert "您满意吗" in texts(pdf)[0]
    assert "Squares" in fonts.families()
    assert "Squares" in embedded(pdf)


def test_a_folder_without_a_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises(fonts.UnreadableFont):
        fonts.use(tmp_path)


def test_a_name_in_a_script_that_no_font_has_is_named(app: Flask, placement: Placement, session: Session) -> None:
    placement.desk.name = "ཀྐ Quầy"
    with pytest.raises(GlyphMissing, match="“ཀ”, “ྐ”"):
        poster(app, placement, "km")


def test_a_language_that_is_off_is_refused(app: Flask, placement: Placement) -> None:
    placement.desk.office.citizen_locales = ["vi"]
    with pytest.raises(LanguageOff, match="Hãy bật ở mục"):
        poster(app, placement, "km")


def test_an_edition_from_before_the_language_is_refused(app: Flask, make: Make, cast: Cast) -> None:
    form = make.form(make.task(make.plan(cast.hoa_sen)), definition=sample("every_kind"))
    placement = make.placement(make.desk(cast.hoa_sen), form)
    cast.hoa_sen.citizen_locales = ["vi", "km"]
    with pytest.raises(WordsNotFrozen, match="“Mỗi loại một câu” phát hành khi chưa có bản dịch"):
        poster(app, placement, "km")


def test_khmer_words_are_not_torn_apart() -> None:
    long = "ការធ្វើនីតិវិធីតាមអ៊ីនធឺណិតនៅផ្នែកច្រកតែមួយ"
    assert clean(long) == long
    assert not clean(long, 10).removesuffix("…").endswith("\u17d2")


def test_the_screen_offers_them(lan: Browser, session: Session, placement: Placement) -> None:
    session.commit()
    plan = placement.form.task.plan
    page = lan.get(f"/plans/{plan.id}/desks")
    address = f"/plans/{plan.id}/posters.pdf?size=A5&language=km"
    assert "Bản tiếng Khmer:" in page.text
    assert address in page.links
    pdf = lan.get(address)
    assert (pdf.status, pdf.answer.mimetype) == (200, "application/pdf")
    refused = lan.get(address.replace("=km", "=zh"))
    assert refused.status == 422
    assert "Không in được chữ" in refused.text


def test_slips_are_printed_in_the_language_that_was_chosen(
    lan: Browser, session: Session, placement: Placement
) -> None:
    session.commit()
    address = f"/desks/{placement.desk_id}/slips"
    assert "tiếng Khmer" in lan.get(address).text
    pdf = lan.post(address, {"placement": str(placement.id), "count": "2", "locale": "km"})
    assert pdf.answer.mimetype == "application/pdf"
    assert reads(texts(pdf.answer.data)[0], KHMER_QUESTION)


def test_slips_that_cannot_be_printed_make_no_batch(lan: Browser, session: Session, placement: Placement) -> None:
    session.commit()
    for locale, sentence in (("zh", "Không in được chữ"), ("en", "chưa bật ngôn ngữ này")):
        page = lan.post(
            f"/desks/{placement.desk_id}/slips", {"placement": str(placement.id), "count": "2", "locale": locale}
        )
        assert page.status in {409, 422}
        assert sentence in page.text
    assert session.scalars(select(SlipBatch)).all() == []
