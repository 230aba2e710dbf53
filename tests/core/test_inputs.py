"""Refusals of form fields are said in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.inputs import SENTENCES, ScreenInput, Sentences


class Example(ScreenInput):
    class Meta(ScreenInput.Meta):
        csrf = False

    name = StringField(validators=[InputRequired(), Length(min=2, max=3)])
    number = IntegerField(validators=[NumberRange(1, 9)])
    choice = SelectField(choices=lambda: [("a", "A")])


def refusals(app: Flask, **typed: str) -> dict[str, list[str]]:
    with app.test_request_context():
        form = Example(formdata=MultiDict({"name": "abc", "number": "5", "choice": "a"} | typed))
        form.validate()
        return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"name": ""}, {"name": ["Hãy điền ô này."]}),
        ({"name": "abcd"}, {"name": ["Hãy viết từ 2 đến 3 ký tự."]}),
        ({"number": "10"}, {"number": ["Số phải từ 1 đến 9."]}),
        ({"number": "mười"}, {"number": ["Hãy ghi một số nguyên, không có chữ.", "Số phải từ 1 đến 9."]}),
        ({"choice": "z"}, {"choice": ["Hãy chọn một mục trong danh sách."]}),
    ],
    ids=["required", "length", "range", "number", "choice"],
)
def test_it_works(app: Flask, typed: dict[str, str], sentences: dict[str, list[str]]) -> None:
    assert refusals(app, **typed) == sentences


def test_control_characters_never_get_in(app: Flask) -> None:
    with app.test_request_context():
        form = Example(formdata=MultiDict({"name": "a\0b\x1bc\x7f", "number": "5", "choice": "a"}))
        assert form.validate()
        assert form.name.data == "abc"


def test_line_ends_and_tabs_stay(app: Flask) -> None:
    with app.test_request_context():
        assert Example(formdata=MultiDict({"name": "a\r\n\tb"})).name.data == "a\r\n\tb"


def test_what_we_have_no_sentence_for_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert Sentences().gettext("Something new.") == "Something new."


def test_every_sentence_that_we_replace_is_one_of_wtforms() -> None:
    """An upgrade that changes a sentence must not bring English back unnoticed."""
    catalog = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text(encoding="utf-8")
    theirs = set(re.findall(r'^msgid(?:_plural)? "(.+)"$', re.sub(r'"\n"', "", catalog), flags=re.MULTILINE))
    assert SENTENCES.keys() <= {text.removeprefix('" "') for text in theirs}


def test_the_places_of_a_sentence_stay_the_same() -> None:
    for theirs, ours in SENTENCES.items():
        assert set(re.findall(r"%\(\w+\)\w", theirs)) == set(re.findall(r"%\(\w+\)\w", ours)), theirs


def test_every_form_of_ours_has_these_habits(app: Flask) -> None:
    """Loading the application has loaded every module of inputs."""
    ours = [form for form in heirs(FlaskForm) if form.__module__.startswith("app.")]
    assert len(ours) > 10
    assert [form for form in ours if not issubclass(form, ScreenInput)] == []


def heirs(form: type) -> list[type]:
    children: list[type] = form.__subclasses__()
    return [heir for child in children for heir in (child, *heirs(child))]
