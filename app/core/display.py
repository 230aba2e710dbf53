"""How somebody wants the citizens' pages to look: large letters, high contrast.

The wish travels with every form, so that it takes effect without scripts and nothing typed is lost, and lies in one
cookie that ends with the browser. The cookie says the same for everybody who presses the same button.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Flask, Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

WAYS = ("large", "contrast")
FIELD = COOKIE = "display"

Display = tuple[str, ...]


def add(app: Flask) -> None:
    """Give every template ``display()``, and let every answer keep what was just chosen."""
    app.jinja_env.globals.update(display=display, here=here)
    app.after_request(_keep)


def display() -> Display:
    """What is wished for now; nothing, for those who never pressed."""
    if "display" in g:
        chosen: Display = g.display
        return chosen
    return _among(request.cookies.get(COOKIE, "").split(".")) if "Cookie" in request.headers else ()


def choose_display(posted: MultiDict[str, str]) -> None:
    """Learn the wish from a form; a form that does not carry the field changes nothing."""
    if FIELD in posted:
        g.display = _among(posted.getlist(FIELD))


def forget_display(answer: AnyResponse) -> None:
    """The next person at a shared tablet begins with the plain page."""
    answer.delete_cookie(COOKIE)
    g.pop("display", None)


def here() -> str:
    """The address of this page within the site, as a browser writes it."""
    query = request.query_string.decode("latin-1")
    return quote(request.script_root + request.path) + (f"?{query}" if query else "")


def _keep(answer: Response) -> Response:
    """Not for the script that sends forms: it may send one days later, and has set the cookie when it was pressed."""
    if "display" not in g or request.headers.get("Accept") == "application/json":
        return answer
    if g.display:
        answer.set_cookie(COOKIE, ".".join(g.display), samesite="Lax", secure=request.is_secure)
    elif COOKIE in request.cookies:
        answer.delete_cookie(COOKIE)
    return answer


def _among(words: Iterable[str]) -> Display:
    given = set(words)
    return tuple(way for way in WAYS if way in given)
