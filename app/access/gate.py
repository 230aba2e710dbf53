"""The gate before every request: finds the viewer, judges the endpoint's mark.

A stranger is sent to the sign-in page when asking for a page; an official without the permission gets 404, like
everything that is not there, so that nobody learns what exists. Who signed in with a password that an administrator
handed over is led to the page that replaces it, and nowhere else.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app.access.queries import viewer_of
from app.access.viewer import Viewer
from app.accounts.queries import open_sign_in
from app.accounts.views import SEEN, SIGN_IN_COOKIE
from app.core import clock
from app.core.errors import NotFound
from app.core.guards import PUBLIC, SIGNED_IN, mark_of
from app.core.session import session
from app.core.settings import Settings
from app.core.text import N_

UNKNOWN_PAGE = N_(
    "Không có trang này, hoặc trang không thuộc phần việc của tài khoản đang đăng nhập. "
    "Có thể địa chỉ bị gõ thiếu, nội dung đã bị gỡ, hoặc bạn cần đăng nhập bằng tài khoản khác."
)
"""The same words whether a page is missing or not for this official: nobody learns which."""
FIRST_STEP = "accounts.password"


def guard(app: Flask) -> None:
    """Judge every request of ``app``."""
    app.before_request(_judge)


def viewer() -> Viewer:
    """The official who is looking; only on endpoints that are not public."""
    found: Viewer | None = g.get("viewer")
    if found is None:
        raise NotFound(UNKNOWN_PAGE)
    return found


def current_viewer() -> Viewer | None:
    """The official who is looking, if one is signed in; public pages may ask too."""
    if "viewer" not in g:
        g.viewer = _find_viewer()
    found: Viewer | None = g.viewer
    return found


def touch() -> None:
    """Remember in the signed cookie that the official was here just now; the idle limit counts from it."""
    cookie[SEEN] = int(clock.now().timestamp())


def _judge() -> Response | None:
    if request.endpoint is None:
        return None  # unknown address: the router's 404 follows
    mark = mark_of(current_app.view_functions[request.endpoint])
    if mark == PUBLIC or request.endpoint in current_app.config["PUBLIC_ENDPOINTS"]:
        return None
    found = current_viewer()
    if found is None:
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        return redirect(url_for("accounts.sign_in"))
    touch()
    if found.has_temporary_password and request.endpoint != FIRST_STEP:
        return redirect(url_for(FIRST_STEP))
    if mark != SIGNED_IN and (mark is None or not found.may_somewhere(mark)):
        raise NotFound(UNKNOWN_PAGE)
    return None


def _find_viewer() -> Viewer | None:
    token = request.cookies.get(SIGN_IN_COOKIE)
    if not token or _idle_too_long():
        return None
    found = open_sign_in(session(), token, at=clock.now())
    return viewer_of(session(), found.official, on=clock.today()) if found else None


def _idle_too_long() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    seen = cookie.get(SEEN)
    if not isinstance(seen, int):
        return True
    return clock.now().timestamp() - seen > timedelta(minutes=settings.idle_minutes).total_seconds()
