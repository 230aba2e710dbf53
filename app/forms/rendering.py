"""The questions as HTML for the citizen's page, drawn by the templates in ``forms/parts/``.

This is plain Jinja without Flask: the page around it is rendered once per edition and locale and kept, and again only
when a post comes back with errors. The page shows its own frame (title, intro, buttons, submission key).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.forms.builder import field_name
from app.forms.definition import Definition, Question
from app.forms.kinds import KINDS
from app.forms.wording import Say

_FOLDER = Path(__file__).parent / "templates"
_JINJA = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One question as its template sees it: words in one language, and what was typed before."""

    kind: str
    name: str
    place: str
    text: str
    hints: tuple[str, ...]
    required: bool
    choices: tuple[tuple[int, str], ...]
    when: str
    typed: tuple[str, ...]
    error: str

    @property
    def is_day(self) -> bool:
        """Whether what was typed is a day as browsers write it; anything else a date field would not show."""
        try:
            return date.fromisoformat(self.typed[0]).isoformat() == self.typed[0]
        except (IndexError, ValueError):
            return False

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, as ``aria-describedby`` wants them."""
        notes = (("hint", self.hints), ("error", self.error))
        return " ".join(f"{self.name}-{note}" for note, there in notes if there)


def render_questions(
    definition: Definition,
    say: Say,
    *,
    typed: Mapping[str, tuple[str, ...]] | None = None,
    errors: Mapping[str, str] | None = None,
    place: Callable[[int, int], str] | None = None,
) -> Markup:
    """Every section with its questions; ``place`` says in words which of how many a question is.

    Conditional ones are all there, with their condition in ``data-when`` (JSON) for a script to hide them; the server
    drops their answers in any case.
    """
    typed, errors = typed or {}, errors or {}
    total = len(definition.questions)
    places = {q.id: place(n, total) if place else "" for n, q in enumerate(definition.questions, 1)}
    sections = [
        (section, [_part(q, say, places[q.id], typed.get(q.id, ()), errors.get(q.id, "")) for q in section.questions])
        for section in definition.sections
    ]
    has_faces = any(question.kind == "faces" for question in definition.questions)
    html = _JINJA.get_template("forms/sections.html").render(sections=sections, say=say, has_faces=has_faces)
    return Markup(html)  # noqa: S704  autoescaped above


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of the questions, to be put inside the citizen's page or served beside it."""
    return (_FOLDER / "forms" / "questions.css").read_text(encoding="utf-8")


def _part(question: Question, say: Say, place: str, typed: tuple[str, ...], error: str) -> Part:
    kind = KINDS[question.kind]
    when = question.visible_when
    hints = [say(question.hint)] if question.hint else []
    if kind.several:
        hints.append(say.word("several_hint"))
    if kind.is_text:
        hints.append(say.word("no_names"))
    return Part(
        kind=question.kind,
        name=field_name(question.id),
        place=place,
        text=say(question.text),
        hints=tuple(hints),
        required=question.required,
        choices=kind.choices(question, say),
        when="" if when is None else json.dumps(when.model_dump(by_alias=True, exclude_none=True), ensure_ascii=False),
        typed=typed,
        error=error,
    )
