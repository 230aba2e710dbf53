"""One database a worker, migrated once; each test inside an outer transaction that is undone at its end.

``--database sqlite`` (default) or ``--database postgresql`` chooses the engine. PostgreSQL is a real server that the
suite starts itself. A test that needs several connections at once asks for ``live``, a database of its own.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from app.cli import commands
from app.cli.database import upgrade
from app.cli.words import compile_all
from app.core import session as sessions
from app.core.mail import Outbox
from app.core.settings import Settings
from app.feedback.codes.views import wrong_codes as wrong_tracking_codes
from app.responses.views.slips import wrong_codes
from app.web.factory import create_app
from tests.cast import Cast
from tests.client import Browser
from tests.make import CONTACT_KEY, Make
from tests.make import SECRET as SECRET
from tests.schema import migrated_database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption("--every-page", action="store_true", help="look at every page in every language (some minutes)")


LOOKS = re.compile(
    r"tests/((attacks|web)/(?!test_whole_house)|architecture/(?!test_migrations)|desks/test_|access/test_members"
    r"|plans/(calendar/(?!test_(queries|actions|remind))|corrections|family/(?!test_migration)|test_bad_input|test_upload)"
    r"|responses/(funnel/test_processes|test_(kiosk|slips|tongues|page_weight|switch_language|link_and_interview)))"
    r"|(screens?|pages?|who_sees|cli/test_\w+)\.py$"
)
"""Tests that look at a page's words. The walk over every page, and all reads and changes, run on PostgreSQL as well."""
LOOKS_TWICE = {
    "test_every_link_leads_somewhere",
    "test_every_page_can_be_used",
    "test_every_page_is_the_same_in_english_but_for_the_words",
}
"""Parts of that walk that read words only."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        looks = LOOKS.search(item.path.as_posix()) or item.name in LOOKS_TWICE
        if {"engine", "live"} & set(getattr(item, "fixturenames", ())) and not looks:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def database_server(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of this run's PostgreSQL server, or nothing on SQLite."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    from tests.postgres import serve

    with serve() as url:
        yield url


def new_database(server: str | None, folder: Path) -> str:
    """The URL of an empty database."""
    name = f"t{uuid.uuid4().hex[:12]}"
    if server is None:
        return f"sqlite:///{folder / name}.sqlite3"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(database_server: str | None, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("instance")
    return Settings(
        database_url=new_database(database_server, folder),
        secret_key=SECRET,
        public_url="http://localhost",
        testing=True,
        instance=folder,
        count_seconds=0,  # no thread writes into a test's transaction; a test that counts flushes
        contact_keys=(CONTACT_KEY,),
        remember_seconds=0,  # a test changes things and looks at once; tests/responses/test_changes.py takes a second
    )


@pytest.fixture(scope="session")
def whole_app(settings: Settings, database_server: str | None) -> Iterator[Flask]:
    compile_all()
    Browser.reads_every_page = database_server is None
    app = create_app(settings)
    upgrade(app.extensions["thuocdo.engine"])
    yield app
    app.extensions["thuocdo.engine"].dispose()


@pytest.fixture(scope="session")
def engine(whole_app: Flask) -> Engine:
    found: Engine = whole_app.extensions["thuocdo.engine"]
    return found


@pytest.fixture
def app(whole_app: Flask, engine: Engine) -> Iterator[Flask]:
    """The application, on a connection whose every change is undone after the test."""
    connection = engine.connect()
    outer = connection.begin()
    maker = sessionmaker(connection, autoflush=False, expire_on_commit=False, join_transaction_mode="create_savepoint")
    before = whole_app.extensions["thuocdo.sessions"]
    wrong_codes.forget()
    wrong_tracking_codes.forget()
    sessions.connect_sessions(whole_app, maker)
    try:
        yield whole_app
    finally:
        sessions.connect_sessions(whole_app, before)
        if outer.is_active:
            outer.rollback()
        connection.close()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own, seeing what the pages commit and the other way round."""
    with app.extensions["thuocdo.sessions"]() as found:
        yield found


@pytest.fixture
def live(settings: Settings, database_server: str | None, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, for tests that need real commits and several connections."""
    app = create_app(replace(settings, database_url=migrated_database(database_server, tmp_path), instance=tmp_path))
    yield app
    app.extensions["thuocdo.engine"].dispose()


@pytest.fixture
def make(session: Session) -> Make:
    return Make(session)


@pytest.fixture
def cast(make: Make) -> Cast:
    return Cast(make)


@pytest.fixture
def command(app: Flask) -> Callable[..., Result]:
    """Runs ``flask`` with the given words, as somebody at a terminal would."""
    if "plans" not in app.cli.commands:
        commands.add(app)
    return lambda *words: app.test_cli_runner().invoke(args=words)


@pytest.fixture
def outbox(app: Flask) -> Iterator[Outbox]:
    """What would have been sent."""
    before, kept = app.config["SETTINGS"], Outbox()
    app.config["SETTINGS"] = replace(before, sender=kept, mail_from="thuocdo@hoa-sen.gov.vn")
    yield kept
    app.config["SETTINGS"] = before


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who is not signed in."""
    return Browser(app)


@pytest.fixture
def lan(app: Flask, cast: Cast) -> Browser:
    """Lan, administrator of phường Hoa Sen, signed in."""
    return Browser(app).signed_in_as(cast.lan)


@pytest.fixture
def minh(app: Flask, cast: Cast) -> Browser:
    """Minh, officer of phường Hoa Sen, signed in."""
    return Browser(app).signed_in_as(cast.minh)


@pytest.fixture
def thu(app: Flask, cast: Cast) -> Browser:
    """Thu, leader of phường Hoa Sen, signed in."""
    return Browser(app).signed_in_as(cast.thu)


@pytest.fixture
def hoa(app: Flask, cast: Cast) -> Browser:
    """Hoa of the Fatherland Front, observer at phường Hoa Sen, signed in."""
    return Browser(app).signed_in_as(cast.hoa)


@pytest.fixture
def stranger(app: Flask, cast: Cast) -> Browser:
    """Quân, administrator of another office, signed in."""
    return Browser(app).signed_in_as(cast.quan)


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    found: list[str] = []

    def look(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", look)
    yield found
    event.remove(engine, "before_cursor_execute", look)


os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", ".hypothesis")
# How long one example takes says nothing about right or wrong, least of all on a busy machine.
hypothesis_settings.register_profile("untimed", deadline=None, max_examples=30)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=1_000)  # --hypothesis-profile thorough
hypothesis_settings.load_profile("untimed")
