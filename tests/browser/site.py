"""A small site for one test: a database of its own, one form at two desks, and the real server on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import select

from app.core.session import session
from app.core.settings import Settings
from app.responses.models import Response
from app.web.factory import create_app
from tests.browser import warm
from tests.browser.whole_way import chromium
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.scene import Scene, set_up
from tests.schema import migrated_database

PATIENCE = 20_000
"""Milliseconds until something that does not appear is missing: on a machine with much else to do."""


@dataclass
class Site:
    """``url``: where a phone opens it; ``app``: the same site in this process, to look into the database.

    ``make`` adds to what ``scene`` holds.
    """

    app: Flask
    scene: Scene
    make: Make
    port: int
    server: int | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def form(self) -> str:
        return f"{self.url}/P/{self.scene.placement.code}"

    @property
    def file(self) -> str:
        """Where the database lies."""
        found = self.app.extensions["thuocdo.engine"].url.database
        assert isinstance(found, str)
        return found

    def start(self) -> None:
        """Run the server; it answers when this returns."""
        settings: Settings = self.app.config["SETTINGS"]
        self.server = warm.start(
            self.port,
            {
                "THUOCDO_DEMO": "1",
                "THUOCDO_DATABASE_URL": settings.database_url,
                "THUOCDO_SECRET_KEY": settings.secret_key,
                "THUOCDO_PUBLIC_URL": self.url,
                **self.environment,
            },
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if _listens(self.port):
                return
            time.sleep(0.02)
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """End the server as a power cut does."""
        if self.server is not None:
            os.kill(self.server, signal.SIGKILL)
            while _listens(self.port):
                time.sleep(0.02)
            self.server = None

    def stored(self) -> list[dict[str, Any]]:
        """The answers of every stored response."""
        with self.app.app_context():
            return list(session().scalars(select(Response.answers)))


@contextmanager
def site(folder: Path, **environment: str) -> Iterator[Site]:
    """A site that serves until the block ends; ``environment`` holds settings of its own."""
    base = Settings(migrated_database(None, folder), SECRET, "http://127.0.0.1", demo=True, instance=folder)
    app = create_app(replace(base, testing=True))
    engine = app.extensions["thuocdo.engine"]
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with app.extensions["thuocdo.sessions"]() as own:
        make = Make(own)
        found = Site(app, set_up(make), make, port, environment=environment)
        found.start()
        try:
            yield found
        finally:
            found.stop()
    engine.dispose()


@contextmanager
def phone_browser(*, keeps_pages: bool = False) -> Iterator[Chromium]:
    """A real Chromium; with ``keeps_pages`` it keeps left pages as they are for the way back, as people's own do (the
    driver switches that off otherwise, because it does not hear of the way back then).
    """
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
            ignore_default_args=["--disable-back-forward-cache"] if keeps_pages else None,
        )
        yield browser
        browser.close()


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
