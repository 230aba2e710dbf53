"""The printed sheet: every question with boxes and digits, code and number on each page, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.core.typeset import GlyphMissing
from app.forms.definition import FOLDER, Definition, form_files, load
from app.forms.wording import say_live
from app.responses.paper.sheets import SheetWords, draw_sheets
from tests.desks.test_posters import LONG, assert_within_margins, pages_of, scanned, texts
from tests.forms.sample import sample

URL = "HTTPS://DANVAN.BINHMINH.GOV.VN/P/7K3M9PQR2XYZ"
WORDS = SheetWords(office="Ủy ban nhân dân xã Bình Minh", desk="Quầy số 3", title="Làm thủ tục", code="K7M3A", url=URL)


def draw(app: Flask, definition: Definition, locale: str = "vi", last: int = 1, words: SheetWords = WORDS) -> bytes:
    with app.test_request_context():
        return draw_sheets(words, definition, say_live(definition, locale), 1, last)


def test_it_works(app: Flask) -> None:
    definition = sample("every_kind")
    pdf = draw(app, definition)
    text = " ".join(texts(pdf))
    for number, question in enumerate(definition.questions, start=1):
        assert f"{number}. {question.text}" in text
        assert all(option.text in text for option in question.options)
    assert "Không ghi tên, số điện thoại" in text
    assert scanned(pdf)[0] == [URL]
    for page in pages_of(pdf):
        assert_within_margins(page)


@pytest.mark.parametrize("path", form_files(FOLDER), ids=lambda path: path.stem)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_template_prints_in_vietnamese_and_english(app: Flask, path: Path, locale: str) -> None:
    definition = load(path)
    say = say_live(definition, locale)
    pages = texts(draw(app, definition, locale))
    assert 1 <= len(pages) <= 3
    text = " ".join(pages)
    assert all(say(question.text) in text for question in definition.questions)
    assert ("Phiếu số" if locale == "vi" else "Form number") in text


def test_every_page_carries_batch_sheet_and_page(app: Flask) -> None:
    pages = texts(draw(app, load(FOLDER / "m2_dich_vu_cong_truc_tuyen.yaml"), last=12))
    each = len(pages) // 12
    for at, page in enumerate(pages):
        assert f"Phiếu số K7M3A–{at // each + 1:03d}" in page
        assert f"trang {at % each + 1}/{each}" in page


def test_long_names_and_marks_of_the_typesetter_stay_on_the_sheet(app: Flask) -> None:
    hostile = '#panic("x") <script> $x$ '
    words = SheetWords(office=LONG, desk=hostile + LONG, title=LONG, code="K7M3A", url=URL)
    pdf = draw(app, sample("every_kind"), words=words)
    assert hostile.strip() in texts(pdf)[0]
    for page in pages_of(pdf):
        assert_within_margins(page)


def test_a_letter_that_no_font_has_is_refused(app: Flask) -> None:
    with pytest.raises(GlyphMissing):
        draw(app, sample("every_kind"), words=SheetWords(office="中", desk="Q", title="T", code="K7M3A", url=URL))
