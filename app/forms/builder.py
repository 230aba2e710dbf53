"""From a definition to a WTForms class, and from what was posted to answers.

A class is made once per definition and wording and kept. The fields are called ``q_<id>``: a question may be called
``validate``, ``data`` or ``errors`` without touching the form. There is no CSRF token: the citizen's page has no
session, and the signed submission key does that work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from wtforms import Form

from app.core.kept import Kept
from app.forms.definition import Definition
from app.forms.kinds import KINDS
from app.forms.kinds.base import Stored
from app.forms.kinds.fields import clean
from app.forms.rules import is_asked
from app.forms.wording import Say

PREFIX = "q_"


class Posted(Protocol):
    """What a browser posted: ``werkzeug.datastructures.MultiDict`` and its like."""

    def getlist(self, key: str, /) -> list[Any]: ...

    def __contains__(self, key: Any, /) -> bool: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...


@dataclass
class Reading:
    """What came out of a post.

    ``answers``: stored values by question id, hidden and faulty ones left out. ``errors``: one sentence for each
    faulty question, in question order.
    """

    definition: Definition = field(repr=False)
    posted: Posted = field(repr=False)
    answers: dict[str, Stored] = field(default_factory=dict, repr=False)
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def typed(self) -> dict[str, tuple[str, ...]]:
        """Everything posted, cleaned, to be shown again; answers to hidden questions included."""
        return {
            question.id: tuple(clean(str(value)) for value in self.posted.getlist(field_name(question.id)))
            for question in self.definition.questions
            if field_name(question.id) in self.posted
        }

    @property
    def is_valid(self) -> bool:
        """Nothing is wrong; the response may still be empty."""
        return not self.errors

    @property
    def is_empty(self) -> bool:
        """Not a single question was answered."""
        return not self.answers


def field_name(question_id: str) -> str:
    """The name of a question's field in the page and in the post."""
    return PREFIX + question_id


def build_form_class(definition: Definition, say: Say) -> type[Form]:
    """The form class of a definition in one language, made once per process."""
    return _classes.get((definition.digest, say.key), lambda: _build(definition, say))


def read_answers(definition: Definition, say: Say, formdata: Posted) -> Reading:
    """Read what was posted: hidden questions are dropped before anything of theirs is validated.

    Never raises, whatever was posted.
    """
    reading = Reading(definition, formdata)
    with _form(definition, say) as form:
        form.process(formdata)
        for question in definition.questions:
            if not is_asked(question, reading.answers):
                continue
            bound = form[field_name(question.id)]
            if not bound.validate(form):
                reading.errors[question.id] = str(bound.errors[0])
            elif bound.data is not None:
                reading.answers[question.id] = KINDS[question.kind].to_stored(bound.data)
    return reading


@contextmanager
def _form(definition: Definition, say: Say) -> Iterator[Form]:
    """A form of this definition that nobody else is using; binding its fields costs more than reading a post.

    Nothing of a post stays in it: what somebody wrote is not kept in memory for the next one.
    """
    idle = _idle.get((definition.digest, say.key), deque)
    try:
        form = idle.pop()
    except IndexError:
        form = build_form_class(definition, say)()
    yield form
    for bound in form:
        bound.data = bound.raw_data = bound.object_data = None
        bound.errors = bound.process_errors = ()
    idle.append(form)


def _build(definition: Definition, say: Say) -> type[Form]:
    fields = {field_name(question.id): KINDS[question.kind].field(question, say) for question in definition.questions}
    return type(f"Form_{definition.key}", (Form,), dict(fields))


_idle: Kept[tuple[str, str], deque[Form]] = Kept(1024)
_classes: Kept[tuple[str, str], type[Form]] = Kept(1024)
