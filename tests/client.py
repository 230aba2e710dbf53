"""A browser without a screen: follows the rules a real one follows, and parses every page it gets as strict HTML."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.models import Official, SignIn
from app.accounts.views import SEEN, SIGN_IN_COOKIE
from app.core import clock
from app.core.tokens import fingerprint


@dataclass(frozen=True)
class Page:
    """One answer: status, text, and the parsed page where it is one."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @cached_property
    def html(self) -> str:
        return self.answer.get_data(as_text=True)

    @cached_property
    def tree(self) -> Element:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        found: Element = parser.parse(self.html)
        problems = [error for _position, error, _data in parser.errors]
        assert not problems, problems
        return found

    @cached_property
    def text(self) -> str:
        """What a reader sees, with blanks collapsed."""
        body = self.tree.find("body")
        assert body is not None
        return re.sub(r"\s+", " ", "".join(body.itertext())).strip()

    @property
    def csrf(self) -> str:
        field = re.search(r'<input[^>]*name="csrf_token"[^>]*>', self.html)
        value = re.search(r'value="([^"]*)"', field[0]) if field else None
        assert value, "the page has no form with a CSRF token"
        return value[1]

    def fields(self, action: str) -> dict[str, Any]:
        """What a browser would send for the form with this action if nobody touched it."""
        form = next(form for form in self.tree.iter("form") if form.get("action") == action)
        found: dict[str, Any] = {}
        for field in form.iter():
            name = field.get("name")
            if not name:
                continue
            if field.tag == "textarea":
                found[name] = (field.text or "").removeprefix("\n")
            elif field.tag == "select":
                options = list(field.iter("option"))
                chosen = [option for option in options if option.get("selected") is not None] or options[:1]
                found[name] = [option.get("value") for option in chosen]
            elif field.tag == "input" and field.get("type") not in {"file", "submit"}:
                ticked = field.get("type") not in {"checkbox", "radio"} or field.get("checked") is not None
                if ticked:
                    found.setdefault(name, []).append(field.get("value") or "")
        return found

    @property
    def links(self) -> list[str]:
        return [link.get("href") or "" for link in self.tree.iter("a")]


class Browser:
    """Gets and posts; CSRF protection stays on, so a post takes its token from the page it came from.

    ``reads_every_page``: parse what nobody asked to read, too. On PostgreSQL the pages are the same as on SQLite.
    """

    reads_every_page = True

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def signed_in_as(self, official: Official) -> Browser:
        """Open a sign-in for ``official`` without walking through the form (its own tests do that)."""
        token = f"token-of-{official.sign_in_name}"
        with self.app.extensions["thuocdo.sessions"]() as session:
            session.add(
                SignIn(
                    token_hash=fingerprint(token),
                    official_id=official.id,
                    created_at=clock.now(),
                    expires_at=clock.now() + timedelta(hours=1),
                )
            )
            session.commit()
        self.client.set_cookie(SIGN_IN_COOKIE, token)
        with self.client.session_transaction() as cookie:
            cookie[SEEN] = int(clock.now().timestamp())
        return self

    def get(self, path: str, *, follow: bool = False, **query: Any) -> Page:
        """Open a page."""
        if query:
            path += ("&" if "?" in path else "?") + urlencode(query, doseq=True)
        page = Page(self.client.get(path, follow_redirects=follow, buffered=True))
        if self.reads_every_page and page.answer.mimetype == "text/html" and page.status < 300:
            _ = page.tree
        return page

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None, follow: bool = False
    ) -> Page:
        """Send a form. The CSRF token comes from ``page`` (default: the path itself)."""
        token = Page(self.client.get(page or path, buffered=True)).csrf
        return self.post_plain(path, {"csrf_token": token, **(data or {})}, follow=follow)

    def post_plain(self, path: str, data: dict[str, Any] | None = None, *, follow: bool = False) -> Page:
        """Send a form as it is, without a token."""
        answer = self.client.post(path, data=data or {}, follow_redirects=follow, buffered=True)
        for sent in (*answer.history, answer):
            sent.request.environ["wsgi.input"].close()  # a large upload lies in a file that nobody else closes
        return Page(answer)

    @staticmethod
    def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
        """A file as a form sends it."""
        return io.BytesIO(content), name
