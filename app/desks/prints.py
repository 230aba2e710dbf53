"""What is printed for placements: the words of their posters, and the names of the files that carry them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from app.core.text import SOURCE, fold
from app.core.words import _, in_language
from app.desks.models import Desk, Placement
from app.desks.posters import PosterWords
from app.desks.rules import desk_url, in_locale, marks, placement_url
from app.forms.languages.rules import check_language
from app.forms.wording import say_frozen
from app.plans.models import Plan

SLUG_LENGTH = 40


def check_placements(placements: Iterable[Placement], locale: str) -> None:
    """Refuse what :func:`app.forms.languages.rules.check_language` refuses, for all of them."""
    for placement in placements if locale != SOURCE else ():
        edition, offered = placement.edition, placement.desk.office.citizen_locales
        check_language(locale, offered=offered, words=edition.words, title=edition.title)


def title_in(placement: Placement, locale: str) -> str:
    """What citizens read in ``locale`` as the name of what is asked here."""
    title = placement.edition.title
    return title if locale == SOURCE else say_frozen(placement.edition.words, locale)(title)


def poster_words(
    placements: Sequence[Placement], everything: Sequence[Placement], public_url: str, locale: str = SOURCE
) -> list[PosterWords]:
    """One poster for each open placement, in their order; before them, where a desk asks several, one for its chooser.

    ``everything`` is all that is open at these desks: the chooser names tasks of other plans too. Posters speak
    ``locale``, whatever language the official reads the screens in, and lead to the page in it. Raises what
    :func:`check_placements` does.
    """
    check_placements([placement for placement in (*placements, *everything) if placement.is_open], locale)
    found = []
    with in_language(locale):
        for desk, group in groupby(placements, key=lambda placement: placement.desk):
            asked = [other for other in everything if other.desk_id == desk.id and other.is_open]
            if len(asked) > 1:
                found.append(desk_poster(desk, asked, public_url, locale))
            found += [placement_poster(placement, public_url, locale) for placement in group if placement.is_open]
    return found


def desk_poster(desk: Desk, asked: Sequence[Placement], public_url: str, locale: str = SOURCE) -> PosterWords:
    """The poster whose code opens the chooser of a desk."""
    titles = [title_in(placement, locale) for placement in asked]
    return PosterWords(
        office=desk.office.name,
        superior=desk.office.superior.name if desk.office.superior else "",
        desk=desk.name,
        location=desk.location,
        tasks=tuple(
            str(_("%(title)s (%(mark)s)", title=title, mark=mark)) if mark else title
            for title, mark in zip(titles, marks_of(asked, titles), strict=True)
        ),
        url=in_locale(desk_url(public_url, desk.code), locale),
        code=desk.code,
    )


def placement_poster(placement: Placement, public_url: str, locale: str = SOURCE) -> PosterWords:
    """The poster of one form at one desk."""
    office = placement.desk.office
    return PosterWords(
        office=office.name,
        superior=office.superior.name if office.superior else "",
        desk=placement.desk.name,
        location=placement.desk.location,
        tasks=(title_in(placement, locale),),
        plan=name_of(placement.form.task.plan),
        url=in_locale(placement_url(public_url, placement.code), locale),
        code=placement.code,
    )


def marks_of(placements: Sequence[Placement], titles: Sequence[str]) -> list[str]:
    """What tells placements of one desk apart whose forms have the same title: their plan, or else their task.

    ``titles`` are those that the reader sees, in the reader's language.
    """
    return marks(titles, [_known_by(placement) for placement in placements])


def _known_by(placement: Placement) -> list[str]:
    plan, task = placement.form.task.plan, placement.form.task
    year = str(_("năm %(year)d", year=plan.year)) if plan.year else ""
    number = str(_("Kế hoạch số %(number)s", number=plan.number)) if plan.number else ""
    whole = str(_("nhiệm vụ %(label)s, %(plan)s", label=task.label, plan=name_of(plan)))
    return [year, number, plan.title, task.title, whole]


def name_of(plan: Plan) -> str:
    """A plan as officials cite it: its number and year, or its title where it has no number."""
    if plan.number and plan.year and str(plan.year) not in plan.number:
        return str(_("Kế hoạch số %(number)s năm %(year)s", number=plan.number, year=plan.year))
    if plan.number:
        return str(_("Kế hoạch số %(number)s", number=plan.number))
    return plan.title


def file_name(*parts: str, ending: str) -> str:
    """A file name in plain letters: ``quay-so-1_lam-thu-tuc_7K3M9PQR2XYZ.svg``."""
    slugs = [_slug(part) for part in parts]
    return "_".join(slug for slug in slugs if slug) + ending


def _slug(text: str) -> str:
    if re.fullmatch(r"[0-9A-Z]{12}", text):
        return text
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:SLUG_LENGTH].rstrip("-")
