"""What translators get to see of a form file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file

from app.cli.words import extracted, ids_of
from app.forms.definition import SHARED_FILE, TEXT_KEYS, DefinitionBroken, form_files, load, shared_words, texts_of
from app.forms.extraction import extract
from tests.forms.sample import SAMPLES

FORM = """key: small
title: Phiếu nhỏ
intro: "@intro"
sections:
  - id: one
    lead: Phần một
    questions:
      - id: a
        kind: choice
        text: Câu a?
        hint: >-
          Gợi ý
          hai dòng
        options:
          - {code: 7, text: Bảy}
          - {code: 8, text: "@refuse"}
"""


def found(text: str) -> list[tuple[Any, ...]]:
    return list(extract(io.BytesIO(text.encode()), {}, (), {}))


def test_it_works() -> None:
    assert found(FORM) == [
        (2, "pgettext", ("small", "Phiếu nhỏ"), ["title"]),
        (6, "pgettext", ("small", "Phần một"), ["sections.one.lead"]),
        (10, "pgettext", ("small", "Câu a?"), ["sections.one.questions.a.text"]),
        (11, "pgettext", ("small", "Gợi ý hai dòng"), ["sections.one.questions.a.hint", "Câu hỏi: Câu a?"]),
        (15, "pgettext", ("small", "Bảy"), ["sections.one.questions.a.options.7.text", "Câu hỏi: Câu a?"]),
    ]


def test_shared_words_have_a_context_of_their_own() -> None:
    assert found("face_1: Tệ\nface_2: Tốt\n") == [
        (1, "pgettext", ("_words", "Tệ"), ["face_1"]),
        (2, "pgettext", ("_words", "Tốt"), ["face_2"]),
    ]


def test_every_text_key_of_the_loader_is_extracted() -> None:
    for key in TEXT_KEYS:
        assert [message[2] for message in found(f"key: small\n{key}: Chữ\n")] == [("small", "Chữ")]


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(DefinitionBroken):
        found("key: [\n")


def test_babel_finds_it_by_its_name() -> None:
    messages = extract_from_file("app.forms.extraction:extract", SAMPLES / "chain.yaml")
    assert [(text, context) for _, text, _, context in messages][:2] == [
        ("Điều kiện nối nhau", "chain"),
        ("Câu a?", "chain"),
    ]


def test_nothing_that_a_form_says_is_left_out() -> None:
    """Every text of every loaded form is a message, in the form's context or in the shared one."""
    messages = {(message.context, ids_of(message)[0]) for message in extracted("forms") if message.id}
    for path in form_files():
        definition = load(path)
        for _, text in texts_of(definition):
            assert (definition.key, text) in messages or ("_words", text) in messages
    assert {text for context, text in messages if context == "_words"} == set(shared_words().values())


def test_a_message_says_where_it_stands() -> None:
    message: Message | None = extracted("forms").get("Không hài lòng", "_words")
    assert message is not None
    name, line = message.locations[0]
    assert name == "forms/_words.yaml"
    assert SHARED_FILE.read_text("utf-8").splitlines()[(line or 0) - 1] == "face_2: Không hài lòng"
