"""Logs say what happened and nothing about who asked or what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from flask import request
from flask.testing import FlaskClient

from app.core.guards import public
from app.core.settings import Settings
from app.web.factory import create_app

TELLING = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.23",
    "HTTP_USER_AGENT": "Dien-thoai-cua-ba-Nam/1.0",
    "HTTP_REFERER": "https://zalo.example/nhom-kin",
    "HTTP_COOKIE": "other=bi-mat-cua-trang-khac",
}
SECRETS = ("203.0.113.77", "198.51.100.23", "Dien-thoai", "zalo.example", "bi-mat", "q=tim", "MADATPHIEU01", "ba Nam")


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    """What the other tests log goes where it went before."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def logging(settings: Settings, *, as_json: bool = True) -> FlaskClient:
    """A client of an application that logs as a real installation does, to where this test can read it."""
    app = create_app(replace(settings, testing=False, demo=True, log_json=as_json))

    @public
    def failing() -> str:
        remark = request.form["remark"]
        raise LookupError(len(remark))

    app.add_url_rule("/P/MADATPHIEU01", "web.failing", failing, methods=["POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def test_a_request_is_one_line_without_the_person(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    logging(settings).get("/sign-in?q=tim", environ_overrides=TELLING)
    written = capsys.readouterr().err
    line = json.loads(written)
    assert (line["endpoint"], line["method"], line["status"]) == ("accounts.sign_in", "GET", 200)
    assert set(line) == {"endpoint", "method", "status", "milliseconds", "event", "level", "timestamp"}
    assert not [secret for secret in SECRETS if secret in written]


def test_an_unknown_address_is_not_kept(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    logging(settings).get("/P/MADATPHIEU01/x?q=tim", environ_overrides=TELLING)
    written = capsys.readouterr().err
    assert json.loads(written)["endpoint"] == "unknown"
    assert not [secret for secret in SECRETS if secret in written]


def test_a_fault_leaves_its_trace_but_not_what_was_written(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = logging(settings).post(
        "/P/MADATPHIEU01?q=tim", data={"remark": "ba Nam o so 5"}, environ_overrides=TELLING
    )
    assert answer.status_code == 500
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines] == ["unexpected", "request"]
    assert lines[0]["error"] == "LookupError"
    assert any(frame["name"] == "failing" for frame in lines[0]["exception"][0]["frames"])
    assert not [secret for secret in SECRETS if secret in written]


def test_the_console_of_the_demo_keeps_the_same_promise(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    logging(settings, as_json=False).post(
        "/P/MADATPHIEU01?q=tim", data={"remark": "ba Nam o so 5"}, environ_overrides=TELLING
    )
    written = capsys.readouterr().err
    assert "LookupError: 13" in written
    assert not [secret for secret in SECRETS if secret in written]


def test_the_health_check_is_not_logged(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert logging(settings).get("/health").status_code == 200
    assert capsys.readouterr().err == ""
