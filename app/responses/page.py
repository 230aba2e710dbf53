"""The citizen's page: rendered once per placement, edition and language, then kept, with a fresh key put in each time.

What is kept is cut at the place of the key. The compressed page is cut there too: what stands before the key is
deflated once, the key and the few lines after it follow as a stored block. A page then costs no rendering and no
compressing.
"""

from __future__ import annotations

import gzip
import secrets
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, g, render_template, request, url_for
from markupsafe import Markup

from app.core.display import display
from app.core.kept import Kept
from app.core.ready import offer, takes_gzip
from app.core.text import LOCALES, SOURCE
from app.core.words import in_language
from app.forms.progress import place_of
from app.forms.rendering import render_questions, style
from app.forms.wording import Say
from app.responses.asked import Asked
from app.responses.facts import PlacementFacts
from app.responses.integrity.rules import TRAP

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LEVEL = 6
BANNER_STYLE = (
    ".banner { position: sticky; top: 0; z-index: 2; margin: 0 0 1rem; padding: .6rem .8rem; "
    "background: var(--heed); border: 3px solid var(--house); font-weight: 650; }"
)
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


class KeptPage:
    """A rendered page without its key."""

    def __init__(self, html: str, marker: str, style_hashes: frozenset[str]) -> None:
        before, self._after = (part.encode() for part in html.split(marker))
        self.before = before
        self.style_hashes = style_hashes
        deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._deflated = _GZIP_HEADER + deflate.compress(before) + deflate.flush(zlib.Z_SYNC_FLUSH)
        self._checksum = zlib.crc32(before)

    def plain(self, key: str) -> bytes:
        """The page with ``key`` in its place."""
        return self.before + key.encode() + self._after

    def zipped(self, key: str) -> bytes:
        """The same as gzip: the kept part, one final stored block, checksum and length (RFC 1951, RFC 1952)."""
        rest = key.encode() + self._after
        block = struct.pack("<BHH", 1, len(rest), 0xFFFF ^ len(rest)) + rest
        end = struct.pack("<II", zlib.crc32(rest, self._checksum), (len(self.before) + len(rest)) & 0xFFFFFFFF)
        return self._deflated + block + end


@dataclass(frozen=True)
class Shown:
    """What is put back into a page that could not be accepted: everything typed, and what to do about it."""

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether this form has been worked on already."""
        return bool(self.problem) or any(value.strip() for values in self.typed.values() for value in values)


@dataclass(frozen=True, slots=True)
class Door:
    """By which address the form was opened, when it was not the one on the poster: there it is sent, too, unless
    ``action`` names another.

    ``notice`` is said above the form, ``banner`` stays in sight. ``mode`` is that of the
    answers. ``token`` is the CSRF token of a page of the staff's.
    """

    path: str
    action: str = ""
    notice: str = ""
    banner: str = ""
    token: str = ""
    mode: str = "phone"


def fresh_page(
    facts: PlacementFacts,
    asked: Asked,
    locale: str,
    fresh_key: Callable[[], str],
    *,
    until: float,
    opened: Callable[[WSGIEnvironment], None],
) -> Response:
    """The empty form with a fresh key; the same address may be answered like this ``until`` (``time.monotonic``).

    ``opened`` hears of every request that gets the page. Who wants large letters gets a page of their own, which is not
    kept.
    """
    if display():
        opened(request.environ)
        return filled_page(facts, asked, locale, fresh_key(), Shown())

    def make() -> KeptPage:
        marker = secrets.token_hex(16)
        g.pop("style_hashes", None)
        html = _render(facts, asked, locale, marker, Shown())
        return KeptPage(html, marker, frozenset(g.style_hashes))

    kept = _pages.get((facts, asked.digest, locale), make)
    g.style_hashes = kept.style_hashes
    zipped = takes_gzip(request.environ)
    body = kept.zipped if zipped else kept.plain

    def again(environ: WSGIEnvironment) -> bytes:
        opened(environ)
        return body(fresh_key())

    offer(request.environ, again, until=until)
    opened(request.environ)
    return _answer(body(fresh_key()), HTTPStatus.OK, zipped=zipped)


def filled_page(
    facts: PlacementFacts,
    asked: Asked,
    locale: str,
    key: str,
    shown: Shown,
    status: int = HTTPStatus.OK,
    *,
    door: Door | None = None,
) -> Response:
    """The form with everything typed still in it."""
    again = status == HTTPStatus.TOO_MANY_REQUESTS
    return plain_page(_render(facts, asked, locale, key, shown, door, again=again), status)


def plain_page(html: str, status: int = HTTPStatus.OK, *, until: float | None = None) -> Response:
    """A page that is not kept, in the encoding that the browser takes.

    Where ``until`` is given (``time.monotonic``), the page depends on its address alone and may be shown again.
    """
    zipped = takes_gzip(request.environ)
    body = gzip.compress(html.encode(), LEVEL, mtime=0) if zipped else html.encode()
    if until is not None:
        offer(request.environ, lambda _environ: body, until=until)
    return _answer(body, status, zipped=zipped)


def _answer(body: bytes, status: int, *, zipped: bool) -> Response:
    """``no-cache`` and not ``no-store``: going back shows the page as it was left, with the same key, and a new visit
    gets a new one.
    """
    return Response(body, status, _ZIPPED if zipped else _PLAIN)


_PLAIN = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "private, no-cache"),
    ("Vary", "Accept-Encoding"),
)
_ZIPPED = (*_PLAIN, ("Content-Encoding", "gzip"))


def languages(facts: PlacementFacts, asked: Asked) -> list[str]:
    """The languages in which citizens may read this form: switched on by the office, and in the edition."""
    return [code for code in LOCALES if code == SOURCE or (code in facts.locales and code in asked.words)]


def _render(
    facts: PlacementFacts,
    asked: Asked,
    locale: str,
    key: str,
    shown: Shown,
    door: Door | None = None,
    *,
    again: bool = False,
) -> str:
    say = asked.say(locale)
    path = door.path if door else url_for("responses.form", code=facts.code)
    context: dict[str, Any] = {
        "office": {"name": facts.office_name},
        "facts": facts,
        "path": path,
        "action": (door.action or door.path) if door else url_for("responses.send", code=facts.code),
        "door": door,
        "title": say(asked.title),
        "intro": say(asked.definition.intro) if asked.definition.intro else "",
        "shown": shown,
        "labels": {question.id: say(question.text) for question in asked.definition.questions},
        "key": key,
        "limit": current_app.config["SETTINGS"].answer_bytes,
        "locale": locale,
        "languages": languages(facts, asked),
        "locales": LOCALES,
        "trap": TRAP,
        "again": again,
        "promise": asked.promise(),
        "sheet": style(),
        "banner_sheet": BANNER_STYLE,
    }
    with in_language(locale):
        context["questions"] = questions(asked, say, shown)
        return render_template("responses/form.html", **context)


def questions(asked: Asked, say: Say, shown: Shown) -> Markup:
    """The questions in the language of the moment, each with its place among all of them."""
    return render_questions(asked.definition, say, typed=shown.typed, errors=shown.errors, place=place_of)


_pages: Kept[tuple[PlacementFacts, str, str], KeptPage] = Kept(256)
