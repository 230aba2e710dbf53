"""A small site for one test: a database of its own, one form at two desks, and the real server on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy import select

from app.cli.database import upgrade
from app.core.session import session
from app.core.settings import ROOT, Settings
from app.responses.models import Response
from app.web.factory import create_app
from tests.browser.whole_way import chromium
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.scene import Scene, set_up


@dataclass
class Site:
    """``url``: where a phone opens it; ``app``: the same site in this process, to look into the database.

    ``make`` adds to what ``scene`` holds.
    """

    app: Flask
    scene: Scene
    make: Make
    port: int
    server: subprocess.Popen[bytes] | None = field(default=None)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def form(self) -> str:
        return f"{self.url}/P/{self.scene.placement.code}"

    def start(self) -> None:
        """Run the server; it answers when this returns."""
        settings: Settings = self.app.config["SETTINGS"]
        arguments = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "8", "--log-level", "critical")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "granian", *arguments, "--port", str(self.port), "wsgi:app"],
            cwd=ROOT,
            env=dict(
                os.environ,
                THUOCDO_DEMO="1",
                THUOCDO_DATABASE_URL=settings.database_url,
                THUOCDO_SECRET_KEY=settings.secret_key,
                THUOCDO_PUBLIC_URL=self.url,
                PYTHONPATH=str(ROOT),
                **self.environment,
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """End the server as a power cut does."""
        if self.server is not None:
            for child in _children(self.server.pid):
                os.kill(child, 9)
            self.server.kill()
            self.server.wait()
            self.server = None

    def stored(self) -> list[dict[str, Any]]:
        """The answers of every stored response."""
        with self.app.app_context():
            return list(session().scalars(select(Response.answers)))


@contextmanager
def site(folder: Path, **environment: str) -> Iterator[Site]:
    """A site that serves until the block ends; ``environment`` holds settings of its own."""
    base = Settings(f"sqlite:///{folder / 'site.sqlite3'}", SECRET, "http://127.0.0.1", demo=True, instance=folder)
    app = create_app(replace(base, testing=True))
    engine = app.extensions["thuocdo.engine"]
    upgrade(engine)
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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
            ignore_default_args=["--disable-back-forward-cache"] if keeps_pages else None,
        )
        yield browser
        browser.close()


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in listed]
