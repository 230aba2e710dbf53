"""The catalogs: fresh, whole, and really in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from app.cli.words import COMPLETE, DOMAINS, complaints, ids_of, path_of, read, strings_of, template_path

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
