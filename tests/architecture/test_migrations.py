"""The schema that migrations build is the schema that the models describe, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import app.access.models
import app.accounts.letters.models
import app.desks.kiosks.models
import app.desks.links.models
import app.desks.slips.models
import app.desks.visits.models
import app.feedback.cases.models
import app.feedback.clock.models
import app.feedback.consultations.models
import app.feedback.consultations.sheets.models
import app.feedback.contact.models
import app.feedback.coordination.models
import app.feedback.doors.models
import app.feedback.files.models
import app.feedback.initiatives.models
import app.feedback.measures.models
import app.feedback.models
import app.feedback.ratings.models
import app.feedback.replies.models
import app.feedback.restricted.models
import app.feedback.supervision.models
import app.feedback.wordings.models
import app.plans.calendar.models
import app.plans.family.models
import app.reports.coverage.models
import app.reports.publication.models
import app.responses.funnel.models
import app.responses.integrity.models
import app.responses.models
import app.responses.paper.models
import app.scores.alerts.models
import app.scores.policies.models
import app.scores.suppression.models  # noqa: F401  every table has to be known
from app.cli.database import alembic_config, is_current, upgrade
from app.core.db import Base, open_engine
from app.core.settings import ROOT
from tests.conftest import new_database
from tests.make import Make


@pytest.fixture
def empty(database_server: str | None, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without a single table."""
    engine = open_engine(new_database(database_server, tmp_path))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_models_and_migrations_agree(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_carry_the_same_names_in_models_and_database(empty: Engine) -> None:
    """The comparison above does not look at check constraints; screens and errors rely on their names."""
    upgrade(empty)
    found = inspect(empty)
    for table in Base.metadata.sorted_tables:
        wanted = {
            str(rule.name) for rule in table.constraints if type(rule).__name__ == "CheckConstraint" and rule.name
        }
        assert {str(check["name"]) for check in found.get_check_constraints(table.name)} == wanted, table.name


def test_up_down_and_up_again(empty: Engine) -> None:
    upgrade(empty)
    first = tables(empty)
    assert first == {table.name for table in Base.metadata.sorted_tables}
    command.downgrade(alembic_config(empty), "base")
    assert tables(empty) == set()
    assert not is_current(empty)
    upgrade(empty)
    assert tables(empty) == first
    assert is_current(empty)


def test_there_is_one_line_of_migrations_and_its_numbers_count_up() -> None:
    files = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name.split("_")[0] for name in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]


def test_the_history_has_one_head(empty: Engine) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(empty)).get_heads()) == 1


@pytest.mark.parametrize("statement", ["UPDATE edition SET title = 'khác'", "DELETE FROM edition"])
def test_the_database_itself_refuses_to_change_what_was_asked(empty: Engine, statement: str) -> None:
    upgrade(empty)
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO plan (id, office_id, title, preamble, purposes, created_at)"
            " VALUES (1, 1, 'K', '[]', '[]', '2026-01-01')",
            "INSERT INTO task (id, plan_id, position, label, title, theme, further_themes, surveyed)"
            " VALUES (1, 1, 1, '1', 'T', 'x', '[]', true)",
            "INSERT INTO form (id, task_id, template, title, definition, words, changed_at)"
            " VALUES (1, 1, 'x', 'T', '{}', '{}', '2026-01-01')",
            "INSERT INTO edition (id, form_id, number, template, title, definition, words, digest, published_at)"
            " VALUES (1, 1, 1, 'x', 'T', '{}', '{}', '', '2026-01-01')",
        ):
            connection.execute(text(row))
    with empty.connect() as connection:
        with pytest.raises(DBAPIError, match="frozen"):
            connection.execute(text(statement))
        connection.rollback()
        assert connection.execute(text("SELECT title FROM edition")).scalar_one() == "T"


def test_officials_keep_their_rows_over_the_calendar(empty: Engine) -> None:
    """With rows that point to the changed table, up, down and up again."""
    upgrade(empty, "0005")
    with empty.begin() as connection:
        for row in (
            "INSERT INTO official (id, sign_in_name, name, active, created_at)"
            " VALUES (1, 'lan', 'Lan', true, '2026-01-01')",
            "INSERT INTO credential (official_id, secret_hash, changed_at, failures) VALUES (1, 'x', '2026-01-01', 0)",
        ):
            connection.execute(text(row))
    for _again in range(2):
        upgrade(empty)
        with empty.connect() as connection:
            kept = connection.execute(text("SELECT name, mail_wanted, mail_locale, email FROM official")).one()
        assert list(kept) == ["Lan", True, "vi", None]
        command.downgrade(alembic_config(empty), "0005")


def test_plans_keep_their_rows_over_their_corrections(empty: Engine) -> None:
    """With tasks, items, a form and a document that point to the changed tables, up, down and up again."""
    upgrade(empty, "0007")
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO plan (id, office_id, title, preamble, purposes, created_at)"
            " VALUES (1, 1, 'K', '[]', '[]', '2026-01-01')",
            "INSERT INTO task (id, plan_id, position, label, title, theme, further_themes, surveyed)"
            " VALUES (1, 1, 0, '1', 'Một', 'x', '[]', true), (2, 1, 1, '2', 'Hai', 'x', '[]', true)",
            "INSERT INTO task_item (id, task_id, position, marker, level, text) VALUES (1, 1, 0, '-', 1, 'Đoạn')",
            "INSERT INTO form (id, task_id, template, title, definition, words, changed_at)"
            " VALUES (1, 1, 'x', 'T', '{}', '{}', '2026-01-01')",
        ):
            connection.execute(text(row))
        connection.execute(
            text(
                "INSERT INTO plan_document (plan_id, office_id, filename, sha256, size, content)"
                " VALUES (1, 1, 'k.txt', 'x', 1, :content)"
            ),
            {"content": b"k"},
        )
    for _again in range(2):
        upgrade(empty)
        with empty.begin() as connection:
            tasks = connection.execute(text("SELECT title, key, owner_unit, coordinating_units FROM task ORDER BY id"))
            assert [tuple(row) for row in tasks] == [("Một", None, None, "[]"), ("Hai", None, None, "[]")]
            assert connection.execute(text("SELECT count(*) FROM task_item")).scalar_one() == 1
            connection.execute(
                text(
                    "INSERT INTO plan_correction (id, office_id, document_sha256, plan_id, position, correction, at)"
                    " VALUES (1, 1, 'x', 1, 0, '{}', '2026-01-01')"
                )
            )
        command.downgrade(alembic_config(empty), "0007")
        with empty.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM form")).scalar_one() == 1


def test_every_step_can_be_taken_back_under_rows_that_point_at_each_other(live: Flask) -> None:
    """An empty table may be dropped and built anew without anybody noticing; one that others point at may not."""
    engine: Engine = live.extensions["thuocdo.engine"]
    with live.extensions["thuocdo.sessions"]() as own:
        Make(own).placement()
    command.downgrade(alembic_config(engine), "0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM placement")).scalar_one() == 1
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM desk")).scalar_one() == 1


def test_what_was_set_aside_stays_so_over_the_checks(empty: Engine) -> None:
    """With a response in quarantine, up, down and up again."""
    upgrade(empty, "0008")
    key, other = "0" * 31 + "1", "0" * 31 + "2"
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO plan (id, office_id, title, preamble, purposes, created_at)"
            " VALUES (1, 1, 'K', '[]', '[]', '2026-01-01')",
            "INSERT INTO task (id, plan_id, position, label, title, theme, further_themes, surveyed,"
            " coordinating_units) VALUES (1, 1, 1, '1', 'T', 'x', '[]', true, '[]')",
            "INSERT INTO form (id, task_id, template, title, definition, words, changed_at)"
            " VALUES (1, 1, 'x', 'T', '{}', '{}', '2026-01-01')",
            "INSERT INTO edition (id, form_id, number, template, title, definition, words, digest, published_at)"
            " VALUES (1, 1, 1, 'x', 'T', '{}', '{}', '', '2026-01-01')",
            "INSERT INTO desk (id, office_id, code, name, location, created_at)"
            " VALUES (1, 1, 'd', 'D', '', '2026-01-01')",
            "INSERT INTO response (id, edition_id, desk_id, mode, hour, locale, answers)"
            " VALUES (:key, 1, 1, 'phone', '2026-01-01', 'vi', '{}')",
            "INSERT INTO quarantine (id, response_id, reason, set_aside_at) VALUES (:other, :key, 'R', '2026-01-01')",
        ):
            connection.execute(text(row), {"key": key, "other": other})
    for _again in range(2):
        upgrade(empty)
        with empty.connect() as connection:
            assert tuple(connection.execute(text("SELECT reason, checks FROM quarantine")).one()) == ("R", "")
        command.downgrade(alembic_config(empty), "0008")


def test_photos_of_citizens_stay_over_the_files_of_sheets_and_are_not_numbered(empty: Engine) -> None:
    """The table is built anew on SQLite: its rows stay, and nothing tells in which order they came."""
    upgrade(empty, "0029")
    key = "0" * 31 + "1"
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO official (id, sign_in_name, name, active, created_at, mail_wanted, mail_locale)"
            " VALUES (1, 'hoa', 'Hoa', true, '2026-01-01', true, 'vi')",
            "INSERT INTO feedback_case (id, reference, office_id, hour, locale, place, text, search, kind, level,"
            " state, restricted, unit, last_number)"
            " VALUES (:key, 'A', 1, '2026-01-01', 'vi', '', 'C', 'c', 'petition', 'normal', 'received', false, '', 1)",
            "INSERT INTO case_step (id, case_id, number, verb, author, at, state, text, details)"
            " VALUES (:key, :key, 1, 'send', 'citizen', '2026-01-01', 'received', '', '{}')",
            "INSERT INTO case_file (id, case_id, step_id, number, name, size, width, height, content)"
            " VALUES (:key, :key, :key, 1, 'anh-1.jpg', 1, 2, 3, :content)",
            "INSERT INTO supervision_sheet (id, office_id, body, title, place, from_on, to_on, participants,"
            " conclusion, author_id, created_at, made_with)"
            " VALUES (1, 1, 'B', 'T', '', '2026-01-01', '2026-01-01', '', '', 1, '2026-01-01', :key)",
        ):
            named = {"key": key, "content": b"k"}
            connection.execute(text(row), {name: value for name, value in named.items() if f":{name}" in row})
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO case_file (id, sheet_id, number, name, size, sha256, content)"
                " VALUES (:id, 1, 1, 'b.pdf', 1, 'x', :content)"
            ),
            {"id": "0" * 31 + "2", "content": b"k"},
        )
        if empty.dialect.name == "sqlite":
            made = "SELECT sql FROM sqlite_master WHERE name = 'case_file'"
            assert "WITHOUT ROWID" in connection.execute(text(made)).scalar_one()
    with pytest.raises(RuntimeError, match="files of supervision sheets"):
        command.downgrade(alembic_config(empty), "0029")
    with empty.begin() as connection:
        connection.execute(text("DELETE FROM case_file WHERE sheet_id IS NOT NULL"))
    command.downgrade(alembic_config(empty), "0029")
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT name, width, height FROM case_file")).all()
        assert [tuple(row) for row in kept] == [("anh-1.jpg", 2, 3)]
    upgrade(empty)


def test_editions_that_were_published_before_get_the_promise_of_that_time(empty: Engine) -> None:
    upgrade(empty, "0009")
    asks = '{"sections": [{"questions": [{"kind": "faces"}, {"kind": "long_text"}]}]}'
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO plan (id, office_id, title, preamble, purposes, created_at)"
            " VALUES (1, 1, 'K', '[]', '[]', '2026-01-01')",
            "INSERT INTO task (id, plan_id, position, label, title, theme, further_themes, surveyed,"
            " coordinating_units) VALUES (1, 1, 1, '1', 'T', 'x', '[]', true, '[]')",
            "INSERT INTO form (id, task_id, template, title, definition, words, changed_at)"
            " VALUES (1, 1, 'x', 'T', '{}', '{}', '2026-01-01')",
            "INSERT INTO edition (id, form_id, number, template, title, definition, words, digest, published_at)"
            " VALUES (1, 1, 1, 'x', 'T', '{}', '{}', '', '2026-01-01'),"
            " (2, 1, 2, 'x', 'T', :asks, '{}', '', '2026-01-01')",
        ):
            connection.execute(text(row), {"asks": asks} if ":asks" in row else {})
    for _again in range(2):
        upgrade(empty)
        with empty.connect() as connection:
            told = connection.execute(text("SELECT facts FROM promise ORDER BY edition_id")).scalars().all()
        assert ["texts" in facts for facts in told] == [False, True]
        assert all('"answers","desk_id"' in facts for facts in told)
        command.downgrade(alembic_config(empty), "0009")


def test_opinions_sent_before_came_by_telephone(empty: Engine) -> None:
    """With what citizens sent and opinions that point at it, up, down and up again."""
    upgrade(empty, "0030")
    keys = {"sent": "0" * 31 + "1", "said": "0" * 31 + "2"}
    with empty.begin() as connection:
        for row in (
            "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
            " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
            "INSERT INTO consultation (id, office_id, code, title, purpose, asked, opens_on, closes_on, created_at)"
            " VALUES (1, 1, 'c', 'C', '', '', '2026-01-01', '2026-01-02', '2026-01-01')",
            "INSERT INTO contribution (id, consultation_id, hour, locale) VALUES (:sent, 1, '2026-01-01', 'vi')",
            "INSERT INTO opinion (id, contribution_id, stance, text) VALUES (:said, :sent, 'comment', 'T')",
        ):
            connection.execute(text(row), {name: key for name, key in keys.items() if f":{name}" in row})
    for _again in range(2):
        upgrade(empty)
        with empty.connect() as connection:
            assert connection.execute(text("SELECT mode FROM contribution")).scalars().all() == ["phone"]
        command.downgrade(alembic_config(empty), "0030")
        with empty.connect() as connection:
            assert connection.execute(text("SELECT text FROM opinion")).scalars().all() == ["T"]
