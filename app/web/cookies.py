"""The session cookie: opened for those who bring one.

Citizens bring none, and their pages write none; for them there is nothing to verify.
"""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class OnlyWhereBrought(SecureCookieSessionInterface):
    """Flask's own signed cookie, without preparing its signatures where the browser sent none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
