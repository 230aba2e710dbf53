"""Words at the edge: which language this request is answered in, and the functions that translate.

Vietnamese is the source language. ``_`` and ``_l`` mark and translate text of the interface; text of the questionnaires
comes from its own catalog and is frozen when it is published. Rules, queries and actions use ``core.text`` instead.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache

from babel import Locale
from flask import has_request_context, request
from flask_babel import force_locale, gettext, lazy_gettext, ngettext

from app.core.errors import Problem
from app.core.text import LOCALES, SOURCE, STAFF_LOCALES, decimal, fold, nfc, percent

LANGUAGE_COOKIE = "lang"
OPEN_PATHS = ("/p/", "/d/", "/v/", "/k/", "/w/", "/c/", "/t/", "/l/", "/o/", "/verify/")
"""Under these paths, in small or capital letters, are the pages that everybody may open; they know no tabs and no
sign-in, and speak every language. All others are screens of officials."""

_ = gettext
_l = lazy_gettext
_n = ngettext

__all__ = [
    "LOCALES",
    "OPEN_PATHS",
    "SOURCE",
    "_",
    "_l",
    "_n",
    "choose_locale",
    "decimal",
    "fold",
    "in_language",
    "is_open_page",
    "nfc",
    "percent",
    "sentence",
]


def choose_locale() -> str:
    """The locale of this request: ``?lang=``, on the staff's screens then their language cookie, then Vietnamese."""
    if not has_request_context():
        return SOURCE
    if is_open_page():
        asked = request.args.get("lang", SOURCE)
        return asked if asked in LOCALES else SOURCE
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in STAFF_LOCALES:
            return wanted
    return SOURCE


def is_open_page() -> bool:
    """Whether this request is for a page that everybody may open."""
    return f"{request.path.lower()}/".startswith(OPEN_PATHS)


def in_language(locale: str) -> AbstractContextManager[None]:
    """Answer in this language inside the block, whatever the request asks for."""
    found: AbstractContextManager[None] = force_locale(_locale(locale))
    return found


@lru_cache(maxsize=len(LOCALES))
def _locale(code: str) -> Locale:
    """Read once: Babel looks for a file each time."""
    return Locale.parse(code)


def sentence(problem: Problem) -> str:
    """The problem's message in the language of this request, its places filled."""
    return str(_(problem.message, **problem.values) if problem.values else _(problem.message))
