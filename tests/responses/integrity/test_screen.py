"""The screen on which an administrator changes the checks: bounds, the record, and who may not."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.responses.integrity.inputs import field_of
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.queries import rules_for
from app.responses.integrity.rules import CHECKS, Rules
from tests.cast import Cast
from tests.client import Browser, Page


@pytest.fixture
def path(cast: Cast, session: Session) -> str:
    session.execute(delete(IntegrityRules))
    session.commit()
    return f"/offices/{cast.hoa_sen.id}/integrity"


def change(browser: Browser, path: str, **changed: object) -> Page:
    fields = browser.get(path).fields(path) | changed
    return browser.post_plain(path, {name: value for name, value in fields.items() if value is not None})


def test_it_works(lan: Browser, path: str, cast: Cast, session: Session) -> None:
    for page in (lan.get("/integrity"), lan.get(path)):
        assert page.status == 200
        assert all(check.name in page.text and check.sentence in page.text for check in CHECKS.values())
    answer = change(lan, path, burst__most="30", on_hasty=None, networks="10.20.0.0/16\n\n10.20.1.1/16\n")
    assert answer.status == 302
    rules = rules_for(session, cast.hoa_sen.id)
    assert rules == Rules(frozenset({"hasty"}), (("burst.most", 30),), ("10.20.0.0/16",))
    page = lan.get(path)
    assert page.fields(path)["burst__most"] == ["30"]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.official_id) == ("Đổi quy tắc tạm loại phiếu", cast.lan.id)
    assert entry.details["after"]["limits"] == {"burst.most": 30}


def test_saving_what_stands_changes_nothing(lan: Browser, path: str, session: Session) -> None:
    assert change(lan, path).status == 302
    assert session.scalars(select(IntegrityRules)).all() == []


@pytest.mark.parametrize("value", ["0", "61", "", "nhanh", "-1", "3.5"])
def test_a_limit_out_of_bounds_is_refused_beside_its_field(
    lan: Browser, path: str, value: str, session: Session
) -> None:
    page = change(lan, path, too_fast__seconds=value)
    assert page.status == 422
    assert f'href="#{field_of("too_fast.seconds")}"' in page.html
    assert session.scalars(select(IntegrityRules)).all() == []


@pytest.mark.parametrize("written", ["mạng nội bộ", "0.0.0.0/0", "10.0.0.0/4", "::/0", "300.1.1.1"])
def test_what_is_no_network_is_refused(lan: Browser, path: str, written: str) -> None:
    page = change(lan, path, networks=written)
    assert page.status == 422
    assert "không phải là một mạng" in page.text
    assert written in page.html


def test_too_many_networks_are_refused(lan: Browser, path: str) -> None:
    page = change(lan, path, networks="\n".join(f"10.{number}.0.0/16" for number in range(21)))
    assert "nhiều nhất 20 mạng" in page.text


def test_nobody_else_sees_it(minh: Browser, hoa: Browser, thu: Browser, stranger: Browser, path: str) -> None:
    for browser in (minh, hoa, thu, stranger):
        assert browser.get(path).status == 404
