"""Tiny forms, one feature each, and how the tests read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from werkzeug.datastructures import MultiDict

from app.forms.builder import Reading, field_name, read_answers
from app.forms.definition import Definition, load
from app.forms.wording import Say, say_live

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Definition:
    """The form ``samples/<name>.yaml``."""
    return load(SAMPLES / f"{name}.yaml")


def vietnamese(definition: Definition) -> Say:
    """Its words as they stand in the file."""
    return say_live(definition)


def post(definition: Definition, **answers: object) -> Reading:
    """Read what a browser would post: a string, or a list of strings, for each question."""
    return read_posted(definition, answers)


def read_posted(definition: Definition, answers: Mapping[str, object]) -> Reading:
    """The same from a mapping."""
    posted: MultiDict[str, str] = MultiDict()
    for name, values in answers.items():
        for value in values if isinstance(values, list | tuple) else [values]:
            posted.add(field_name(name), str(value))
    return read_answers(definition, vietnamese(definition), posted)


def as_posted(stored: object) -> list[str]:
    """A stored answer as a browser would post it."""
    return [str(value) for value in stored] if isinstance(stored, list) else [str(stored)]
