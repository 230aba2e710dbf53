"""The style sheet of the citizens' pages: read once, made small, written into the page itself.

A page on a weak network can then be filled in after one round trip. ``web/citizen.html`` calls
:func:`citizen_style`; the security headers learn the sheet's hash, so nothing else may be written inside.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, g, url_for
from flask_babel import get_locale
from markupsafe import Markup

from app.web.headers import style_hash

SHEET = Path(__file__).with_name("citizen.css")


def add(app: Flask) -> None:
    """Give every template ``citizen_style()``."""
    app.jinja_env.globals["citizen_style"] = citizen_style


def citizen_style(*more: str) -> Markup:
    """The sheet, with ``more`` sheets after it, for one style element; the policy of this answer allows exactly it."""
    css, source = _joined((*more, _khmer(url_for("web.khmer_font"))) if str(get_locale()) == "km" else more)
    g.setdefault("style_hashes", set()).add(source)
    return Markup(css)  # noqa: S704  our own files; a style element knows no escapes


@lru_cache(maxsize=16)
def _joined(more: tuple[str, ...]) -> tuple[str, str]:
    css = small("".join((SHEET.read_text(encoding="utf-8"), *more)))
    return css, style_hash(css)


def _khmer(address: str) -> str:
    """The font for a device that has no Khmer letters, and for no other: its own are looked for first.

    The text does not wait for it. It stands first in the list, for its own letters only: Chromium forgets to draw some
    words again when a font further down arrives.
    """
    names = ("Noto Sans Khmer", "NotoSansKhmer-Regular", "Khmer OS", "Khmer UI", "Leelawadee UI", "Khmer Sangam MN")
    own = ", ".join(f'local("{name}")' for name in names)
    return (
        '@font-face { font-family: "Noto Sans Khmer"; font-weight: 100 900; font-display: swap; '
        f"unicode-range: U+1780-17FF; src: {own}, url({address}); }}\n"
        'body { font-family: "Noto Sans Khmer", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }\n'
        "body { line-height: 1.75; }\n"
    )


def small(css: str) -> str:
    """``css`` without comments and without the blanks that mean nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"(?<=[a-z-]): ", ":", css)
    return css.replace(";}", "}").strip()
