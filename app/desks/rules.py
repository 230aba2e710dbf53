"""Addresses that are printed, and which of two placements a citizen is led to. Pure.

A printed address is ``HTTPS://HOST/P/CODE`` for one form at one desk and ``HTTPS://HOST/D/CODE`` for the chooser of a
desk. Scheme and host are in capitals, so that a QR code stores all of it in its alphanumeric mode, with fewer and
larger modules; browsers do not mind. Whoever answers ``/P/`` and ``/D/`` takes small letters too, and reads the code
with :func:`app.core.tokens.read_code`: people type it from paper, with dashes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from app.core.text import SOURCE

LONGEST_NAME = 80
LONGEST_LOCATION = 120
"""In letters: what still prints on a poster of A5 in letters that can be read, and heads a column of the grid."""


def placement_url(public_url: str, code: str) -> str:
    """The address that opens one form at one desk.

    >>> placement_url("https://danvan.hoasen.gov.vn", "7K3M9PQR2XYZ")
    'HTTPS://DANVAN.HOASEN.GOV.VN/P/7K3M9PQR2XYZ'
    """
    return f"{front(public_url)}{placement_path(code)}"


def desk_url(public_url: str, code: str) -> str:
    """The address that opens the chooser of a desk.

    >>> desk_url("http://127.0.0.1:8000/", "7K3M9PQR2XYZ")
    'HTTP://127.0.0.1:8000/D/7K3M9PQR2XYZ'
    """
    return f"{front(public_url)}{desk_path(code)}"


def in_locale(url: str, locale: str) -> str:
    """The address that opens in a language; Vietnamese needs no word for it.

    >>> in_locale("HTTPS://HOASEN.GOV.VN/P/7K3M9PQR2XYZ", "km")
    'HTTPS://HOASEN.GOV.VN/P/7K3M9PQR2XYZ?lang=km'
    """
    return url if locale == SOURCE else f"{url}?lang={locale}"


def placement_path(code: str) -> str:
    """The path of :func:`placement_url`, for leading on within the site."""
    return f"/P/{code}"


def desk_path(code: str) -> str:
    """The path of :func:`desk_url`."""
    return f"/D/{code}"


def marks(names: Sequence[str], known_by: Sequence[Sequence[str]]) -> list[str]:
    """What to say beside each name so that no two read the same; nothing beside a name that stands alone.

    ``known_by`` holds for each name what else it may be known by, the plainest first, in the same order for all. Of
    names that are equal, the first kind that tells all of them apart is taken; where none does, the last.

    >>> marks(["Tiếp dân", "Thủ tục", "Tiếp dân"], [["2026", "15/KH"], ["2026", "15/KH"], ["2025", "15/KH"]])
    ['2026', '', '2025']
    """
    groups = defaultdict(list)
    for at, name in enumerate(names):
        groups[name].append(at)
    found = [""] * len(names)
    for group in groups.values():
        if len(group) == 1:
            continue
        kinds = list(zip(*(known_by[at] for at in group), strict=True))
        telling = next((kind for kind in kinds if all(kind) and len(set(kind)) == len(kind)), kinds[-1])
        for at, mark in zip(group, telling, strict=True):
            found[at] = mark
    return found


def front(public_url: str) -> str:
    """How a printed address begins: scheme and host in capitals; a path in front of ours keeps its letters."""
    parts = urlsplit(public_url)
    return f"{parts.scheme.upper()}://{parts.netloc.upper()}{parts.path.rstrip('/')}"
