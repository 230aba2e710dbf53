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
from app.core.text import LOCALES, SOURCE, decimal, fold, nfc, percent

LANGUAGE_COOKIE = "lang"

_ = gettext
_l = lazy_gettext
_n = ngettext

__all__ = [
    "LOCALES",
    "SOURCE",
    "_",
    "_l",
    "_n",
    "choose_locale",
    "decimal",
    "fold",
    "in_language",
    "nfc",
    "percent",
    "sentence",
]


def choose_locale() -> str:
    """The locale of this request: ``?lang=``, then the staff's language cookie, then Vietnamese."""
    if has_request_context():
        for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
            if wanted in LOCALES:
                return str(wanted)
    return SOURCE


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
