"""Fields of the staff's screens about forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wtforms import SelectField, SelectMultipleField, TextAreaField

from app.core.inputs import ScreenInput, without_controls
from app.core.words import _l
from app.forms.drafts import one_line


class DraftInput(ScreenInput):
    """The office's own title and introduction, and the ids of the questions asked; the actions judge all of them."""

    title = TextAreaField(_l("Tên việc"), render_kw={"rows": 2})  # room for a long one; it becomes one line
    intro = TextAreaField(_l("Lời mở đầu"))
    asked = SelectMultipleField(_l("Các câu hỏi"), validate_choice=False)


class TemplateInput(ScreenInput):
    """The template to start over from."""

    template = SelectField(_l("Mẫu"), validate_choice=False)


def read_agreed(posted: Iterable[str]) -> dict[int, str]:
    """The forms that somebody agreed to publish, each with the mark of the draft as it was listed: ``5-1a2b3c``."""
    found = (re.fullmatch(r"([0-9]{1,10})-([0-9a-f]{12})", text, re.ASCII) for text in posted)
    return {int(match[1]): match[2] for match in found if match}


def read_words(
    posted: Mapping[str, str], locales: Iterable[str], *, title: str, intro: str
) -> dict[str, dict[str, str]]:
    """The office's translations of its title and introduction, from the fields ``title-en``, ``intro-en`` and so on.

    Keyed by the Vietnamese words: when those change, an old translation no longer fits them.
    """
    words: dict[str, dict[str, str]] = {}
    for locale in locales:
        for name, source in (("title", one_line(title)), ("intro", one_line(intro))):
            translated = one_line(without_controls(posted.get(f"{name}-{locale}", "")))
            if source and translated:
                words.setdefault(locale, {})[source] = translated
    return words
