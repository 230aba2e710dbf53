"""Answers that are ready: an address that was answered a moment ago is answered again, before the framework starts.

A page that everybody sees alike, apart from a fresh key in it, costs less than finding out who asks for it. So a view
may offer to answer its own address again for a stated while. Status and headers are those of the answer that left with
the offer, as they left: whatever the application adds to every answer is in them. Only a plain GET of exactly the same
address with the same encodings is answered so, and only for who brings no cookie that could make a difference;
everything else, and everything after that while, goes on to the view.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from app.core.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 1024
_OFFER = "thuocdo.offer"
_NEVER_KEPT = frozenset({"set-cookie"})

Again = Callable[["WSGIEnvironment"], bytes]
"""Makes the body once more. Runs outside of the application: it may not reach for the request or the database."""


@dataclass(frozen=True, slots=True)
class _Offer:
    until: float
    again: Again


@dataclass(frozen=True, slots=True)
class _Ready:
    until: float
    again: Again
    headers: tuple[tuple[str, str], ...]


def offer(environ: WSGIEnvironment, again: Again, *, until: float) -> None:
    """Let ``again`` answer the address of this request until ``until`` (``time.monotonic``).

    Only for answers that depend on nothing but the address: they are given to everybody who asks there.
    """
    environ[_OFFER] = _Offer(until, again)


def takes_gzip(environ: WSGIEnvironment) -> bool:
    """Whether the browser reads a compressed answer."""
    return _names_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))


class ReadyAnswers:
    """In front of a WSGI application. Remembers at most :data:`MOST` addresses. Safe between threads.

    ``indifferent`` are the names of cookies that change nothing on any page that is offered.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        indifferent: Collection[str] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self._app = app
        self._indifferent = frozenset(indifferent)
        self._kept: Kept[tuple[str, str, bool], _Ready] = Kept(MOST)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let the application answer and listen for an offer."""
        if environ["REQUEST_METHOD"] != "GET" or not self._is_anybody(environ.get("HTTP_COOKIE", "")):
            return self._app(environ, start_response)
        address = (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), takes_gzip(environ))
        found = self._kept.find(address)
        if found is None or self.now() >= found.until:
            return self._app(environ, partial(self._start, environ, address, start_response))
        body = found.again(environ)
        start_response("200 OK", [*found.headers, ("Content-Length", str(len(body)))])
        return (body,)

    def _is_anybody(self, cookies: str) -> bool:
        """Whether these cookies say nothing that a page could depend on."""
        return not cookies or all(part.partition("=")[0].strip() in self._indifferent for part in cookies.split(";"))

    def _start(
        self,
        environ: WSGIEnvironment,
        address: tuple[str, str, bool],
        start_response: StartResponse,
        status: str,
        headers: list[tuple[str, str]],
        *problem: Any,
    ) -> Callable[[bytes], object]:
        """Begin the application's own answer, and keep what was offered with it."""
        made: _Offer | None = environ.pop(_OFFER, None)
        if made is not None and status == "200 OK" and not _NEVER_KEPT & {name.lower() for name, _value in headers}:
            same = tuple((name, value) for name, value in headers if name.lower() != "content-length")
            self._kept.keep(address, _Ready(made.until, made.again, same))
        return start_response(status, headers, *problem)


@lru_cache(maxsize=256)
def _names_gzip(header: str) -> bool:
    """Kept, because browsers of one make all send the same header."""
    return parse_accept_header(header, Accept).quality("gzip") > 0
