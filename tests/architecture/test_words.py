"""The catalogs: fresh, whole, and really in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from babel.messages.catalog import Catalog, Message

from app.cli.words import (
    CITIZENS,
    CITIZENS_READ,
    COMPLETE,
    DOMAINS,
    complaints,
    for_locale,
    ids_of,
    path_of,
    read,
    same_places,
    strings_of,
    template_path,
)
from app.core.settings import ROOT
from app.core.text import LOCALES, SOURCE, STAFF_LOCALES

VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
SAME = frozenset(
    {
        "%(size)s KB",
        "%(name)s (%(id)s)",
        "%(title)s (%(mark)s)",
        "%(name)s, %(at)s",
        "%(level)s: %(share)s",
        "QR (SVG)",
        "QR (PNG)",
        "n = %(n)s",
        "Zalo, Facebook",
    }
)
"""What is written alike in both languages."""
QUOTED = (
    "Thước Đo",
    "ngày 12 tháng 02 năm 2026",
    "KẾ HOẠCH",
    "Mục đích, yêu cầu",
    "Nội dung thực hiện",
    "Tổ chức thực hiện",
)
"""What an English sentence quotes: our name, and words that stand in Vietnamese documents."""


def words_of(catalog: Catalog) -> Iterator[Message]:
    """Every message but the header."""
    return (message for message in catalog if message.id)


def test_it_works() -> None:
    assert list(complaints()) == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", COMPLETE)
def test_every_word_of_the_template_is_translated(domain: str, locale: str) -> None:
    translated = read(path_of(domain, locale), locale)
    for message in words_of(read(template_path(domain))):
        found = translated.get(message.id, message.context)
        assert found is not None, message.id
        assert not found.fuzzy, message.id
        assert all(strings_of(found)), message.id


def test_nothing_in_the_english_interface_is_still_vietnamese() -> None:
    for message in words_of(read(path_of("messages", "en"), "en")):
        for text in strings_of(message):
            assert text not in ids_of(message) or text in SAME, text
            plain = text
            for word in QUOTED:
                plain = plain.replace(word, "")
            assert not VIETNAMESE.search(plain), text


def test_nothing_in_the_english_forms_is_still_vietnamese() -> None:
    for message in words_of(read(path_of("forms", "en"), "en")):
        for text in strings_of(message):
            assert text not in ids_of(message) or text in SAME, text
            assert not VIETNAMESE.search(text), text


def test_what_is_the_same_in_both_languages_is_still_used() -> None:
    templates = [read(template_path(domain)) for domain in DOMAINS]
    assert {text for template in templates for message in words_of(template) for text in ids_of(message)} >= SAME


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", COMPLETE)
def test_a_translation_ends_as_its_source_does(domain: str, locale: str) -> None:
    """A sentence stays a sentence, a label a label: both stand in the same place of a page."""
    for message in words_of(read(path_of(domain, locale), locale)):
        source = ids_of(message)[0]
        for text in strings_of(message):
            assert text == text.strip(), text
            assert source[-1:] in ".:?" or text[-1:] not in ".:?", text
            assert text[-1:] in ".:?" or source[-1:] not in ".:?", text


ENDINGS = {"km": {".": "។", ":": "៖", "?": "?"}, "zh": {".": "。", ":": "：", "?": "？"}}
KEPT = frozenset({"Zalo, Facebook", "%(title)s (%(mark)s)"})
"""What is written alike in every language."""


def test_every_language_is_for_officials_or_for_citizens_alone() -> None:
    assert {SOURCE, *COMPLETE} == set(STAFF_LOCALES)
    assert {*STAFF_LOCALES, *CITIZENS} == set(LOCALES)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", CITIZENS)
def test_every_word_that_citizens_read_is_translated(domain: str, locale: str) -> None:
    """Whole, in its own script, with the places of the source, and nothing beside it."""
    catalog = read(path_of(domain, locale), locale)
    wanted = list(words_of(for_locale(read(template_path(domain)), domain, locale)))
    assert {message.id for message in words_of(catalog)} == {message.id for message in wanted}
    for message in wanted:
        found = catalog.get(message.id, message.context)
        assert found is not None, message.id
        assert not found.fuzzy, message.id
        assert same_places(found), message.id
        for text in strings_of(found):
            assert text.strip(), message.id
            assert text in KEPT or not VIETNAMESE.search(text), text


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", CITIZENS)
def test_a_sentence_for_citizens_ends_as_its_source_does(domain: str, locale: str) -> None:
    for message in words_of(read(path_of(domain, locale), locale)):
        ending = ENDINGS[locale].get(ids_of(message)[0][-1:])
        for text in strings_of(message):
            assert text == text.strip(), text
            assert ending is None or text.endswith(ending), text


@pytest.mark.parametrize("locale", [*COMPLETE, *CITIZENS])
def test_a_translation_says_whether_a_person_has_approved_it(locale: str) -> None:
    for domain in DOMAINS:
        assert "X-Citizen-Approved: " in path_of(domain, locale).read_text(encoding="utf-8").split("\n\n", 1)[0]


def test_every_page_of_the_citizens_is_known_as_one() -> None:
    """A template on the citizens' base that is not listed would show Vietnamese on a Khmer page.

    Letters to be printed are for Vietnamese authorities and stay Vietnamese for everybody.
    """
    pages = [
        path
        for path in (ROOT / "app").glob("*/templates/**/*.html")
        if re.search(r'extends "(web/citizen|responses/kiosk)\.html"', path.read_text(encoding="utf-8"))
    ]
    assert len(pages) > 10
    names = [path.relative_to(ROOT).as_posix() for path in pages if path.name != "letter.html"]
    assert [name for name in names if not any(fnmatch(name, pattern) for pattern in CITIZENS_READ)] == []


def test_every_place_that_is_listed_is_there() -> None:
    assert [pattern for pattern in CITIZENS_READ if not list(ROOT.glob(pattern))] == []
