"""What there is of each language: complete or not, approved by a person or not, offered by the office or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import LOCALES, N_, SOURCE
from app.forms.queries import templates
from app.forms.wording import TRANSLATIONS, missing_on_pages, missing_words, offered_locales
from app.offices.models import Office

NAMES = {"vi": N_("tiếng Việt"), "en": N_("tiếng Anh"), "km": N_("tiếng Khmer"), "zh": N_("tiếng Hoa")}
"""What officials call each language: a computer of theirs may have no letters for its own name."""
State = Literal["source", "approved", "unapproved", "incomplete"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language for one office; ``missing`` counts the texts of templates and of citizens' pages that it lacks."""

    locale: str
    state: State
    missing: int
    is_offered: bool

    @property
    def name(self) -> str:
        """What officials call it, in Vietnamese."""
        return NAMES[self.locale]

    @property
    def own_name(self) -> str:
        """What its speakers call it."""
        return LOCALES[self.locale]


def languages_of(offered: Collection[str], folder: Path = TRANSLATIONS) -> list[Language]:
    """Every language that the program knows, Vietnamese first; ``offered`` are those the office has switched on."""
    approved = offered_locales(folder)
    found = []
    for locale in LOCALES:
        lacking = {path for template in templates().values() for path in missing_words(template, locale, folder)}
        lacking.update(missing_on_pages(locale, folder))
        found.append(Language(locale, _state(locale, approved, lacking), len(lacking), locale in offered))
    return found


def office_for(session: Session, viewer: Viewer, office_id: int) -> Office:
    """The office, if the viewer administers it; otherwise :class:`NotFound`."""
    office = session.scalar(
        select(Office).where(Office.id == office_id, Office.id.in_(viewer.offices("accounts.manage")))
    )
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    return office


def _state(locale: str, approved: dict[str, bool], lacking: Collection[str]) -> State:
    if locale == SOURCE:
        return "source"
    if lacking:
        return "incomplete"
    return "approved" if approved.get(locale) else "unapproved"
