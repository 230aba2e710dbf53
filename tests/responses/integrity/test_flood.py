"""A flood is held back: with everything typed, a wait that is told, and work that a browser can do instead."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.core import clock
from app.core.settings import InsecureSettings, Settings
from app.desks.kiosks.actions import add_kiosk
from app.desks.links.actions import open_link
from app.desks.slips.actions import make_slips
from app.responses.integrity.work import LIFE_SECONDS, MOST_BITS, bits_for, challenge, is_proven
from app.responses.keys import SubmissionKey, new_key
from app.responses.views.flood import FIELD, HEADER
from tests.client import Browser
from tests.conftest import SECRET
from tests.responses.integrity.test_attacks import HALL, NOON, TELEPHONE, counted
from tests.responses.integrity.test_attacks import strict as strict
from tests.responses.scene import Scene

CODE, KEY = "ABCDEFGHJKMN", UUID(int=7)
OTHER = {"User-Agent": "Khác"}


def solve(task: str) -> str:
    """What ``static/work.js`` does."""
    bits = int(task.split(".")[1])
    proofs = (f"{task}.{number:x}" for number in count())
    return next(p for p in proofs if int.from_bytes(hashlib.sha256(p.encode()).digest()[:4], "big") >> (32 - bits) == 0)


def fresh(scene: Scene) -> SubmissionKey:
    return new_key(scene.edition.digest, clock.now() - timedelta(seconds=60))


def post(
    app: Flask,
    scene: Scene,
    key: SubmissionKey,
    path: str = "",
    *,
    headers: dict[str, str] = TELEPHONE,
    proof: str = "",
) -> TestResponse:
    fields = {"key": key.signed(SECRET), "q_de_tim": "4", "q_y_kien": "Cần thêm ghế", FIELD: proof}
    path = path or f"/P/{scene.placement.code}"
    return app.test_client().post(path, data=fields, headers=headers, environ_base=HALL)


@pytest.fixture
def flooded(app: Flask, strict: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A placement to which as many forms came as may, from one make of browser in one network."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], flood_alike=3, work_bits=8))
    for _time in range(3):
        assert post(app, strict, fresh(strict)).status_code == 303
    return strict


def test_it_works(app: Flask, flooded: Scene, session: Session) -> None:
    key = fresh(flooded)
    held = post(app, flooded, key)
    page = held.get_data(as_text=True)
    assert held.status_code == 429
    assert "xin phiếu giấy tại quầy" in page
    assert "Cần thêm ghế" in page
    assert key.signed(SECRET) in page
    assert "data-again" in page
    assert "work.js" not in re.findall(r'<script src="([^"]*)"', page)[0]
    assert post(app, flooded, key, proof=solve(held.headers[HEADER])).status_code == 303
    assert counted(session, flooded) == 4


def test_without_a_script_the_wait_is_told_and_then_it_is_over(app: Flask, flooded: Scene) -> None:
    key = fresh(flooded)
    held = post(app, flooded, key)
    seconds = int(held.headers["Retry-After"])
    assert 1 <= seconds <= 600
    assert f"xin đợi {-(-seconds // 60)} phút" in held.get_data(as_text=True)
    counters = app.extensions["thuocdo.counters"]
    before = counters.now
    counters.now = lambda: before() + seconds
    try:
        assert post(app, flooded, key).status_code == 303
    finally:
        counters.now = before


def test_it_is_told_in_the_language_of_the_page(app: Flask, flooded: Scene, session: Session) -> None:
    office = flooded.placement.desk.office
    office.citizen_locales = ["vi", "en"]
    session.commit()
    key = fresh(flooded)
    path = f"/P/{flooded.placement.code}"
    held = post(app, flooded, key, f"{path}?lang=en")
    assert "ask for a paper form" in held.get_data(as_text=True)
    assert post(app, flooded, key, f"{path}/responses", proof=solve(held.headers[HEADER])).status_code == 303


def test_another_make_of_browser_is_no_part_of_the_flood(app: Flask, flooded: Scene) -> None:
    assert post(app, flooded, fresh(flooded), headers=OTHER).status_code == 303


def test_a_flood_from_everywhere_is_one_too(app: Flask, flooded: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.config["SETTINGS"], flood_everywhere=6)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    statuses = [post(app, flooded, fresh(flooded), headers={"User-Agent": f"Bot/{n}"}).status_code for n in range(6)]
    assert statuses == [303] * 3 + [429] * 3


def test_another_placement_is_not_held_back(app: Flask, flooded: Scene) -> None:
    assert post(app, flooded, fresh(flooded), f"/P/{flooded.placements[1].code}").status_code == 303


def test_a_link_is_held_back_and_let_in_alike(app: Flask, flooded: Scene, session: Session) -> None:
    path = f"/W/{open_link(session, flooded.placement, by=None).code}/responses"
    session.commit()
    key = fresh(flooded)
    held = post(app, flooded, key, path)
    assert held.status_code == 429
    assert post(app, flooded, key, path, proof=solve(held.headers[HEADER])).status_code == 303


def test_a_slip_and_a_tablet_are_never_held_back(app: Flask, flooded: Scene, session: Session) -> None:
    (slip,) = make_slips(session, flooded.placement.desk, count=1, secret=SECRET, by=None)
    kiosk, code = add_kiosk(session, flooded.placement.desk, name="Cửa chính", secret=SECRET, by=None)
    session.commit()
    assert post(app, flooded, fresh(flooded), f"/V/{slip}/{flooded.placement.code}").status_code == 303
    tablet = Browser(app)
    tablet.post_plain(f"/K/{kiosk.code}", {"code": code})
    data = {"key": fresh(flooded).signed(SECRET), "q_de_tim": "4"}
    assert tablet.post_plain(f"/K/{kiosk.code}/{flooded.placement.code}", data).status == 303


def test_a_forged_proof_is_none(app: Flask, flooded: Scene) -> None:
    key = fresh(flooded)
    ends = int(NOON.timestamp()) + 60
    for forged in (
        solve(f"{ends:x}.8.{'0' * 32}"),
        solve(challenge("another secret", flooded.placement.code, key.id, NOON, bits=8)),
        "1",
        "x" * 500,
        "\x00",
    ):
        assert post(app, flooded, key, proof=forged).status_code == 429


def test_a_proof_that_was_not_worked_for_is_none(app: Flask, flooded: Scene) -> None:
    key = fresh(flooded)
    task = post(app, flooded, key).headers[HEADER]
    lazy = next(f"{task}.{n:x}" for n in count() if hashlib.sha256(f"{task}.{n:x}".encode()).digest()[0])
    assert post(app, flooded, key, proof=lazy).status_code == 429


def test_a_challenge_cannot_be_made_easier(app: Flask, flooded: Scene) -> None:
    key = fresh(flooded)
    ends, bits, signature = post(app, flooded, key).headers[HEADER].split(".")
    assert bits == "8"
    assert post(app, flooded, key, proof=f"{ends}.0.{signature}.1").status_code == 429


def test_an_expired_proof_is_none_and_a_new_challenge_comes(
    app: Flask, flooded: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = fresh(flooded)
    proof = solve(post(app, flooded, key).headers[HEADER])
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=LIFE_SECONDS + 1))
    held = post(app, flooded, key, proof=proof)
    assert held.status_code == 429
    assert post(app, flooded, key, proof=solve(held.headers[HEADER])).status_code == 303


def test_a_proof_for_another_form_is_none(app: Flask, flooded: Scene) -> None:
    proof = solve(post(app, flooded, fresh(flooded)).headers[HEADER])
    assert post(app, flooded, fresh(flooded), proof=proof).status_code == 429


def test_a_proof_of_another_placement_is_none(app: Flask, flooded: Scene) -> None:
    other, key = flooded.placements[1], fresh(flooded)
    proof = solve(challenge(SECRET, other.code, key.id, NOON, bits=8))
    assert post(app, flooded, key, proof=proof).status_code == 429


def test_a_proof_that_is_sent_twice_is_one_response(app: Flask, flooded: Scene, session: Session) -> None:
    key = fresh(flooded)
    proof = solve(post(app, flooded, key).headers[HEADER])
    assert {post(app, flooded, key, proof=proof).status_code for _time in range(3)} == {303}
    assert counted(session, flooded) == 4


def test_the_more_come_the_harder_it_gets(app: Flask, flooded: Scene) -> None:
    bits = [post(app, flooded, fresh(flooded)).headers[HEADER].split(".")[1] for _time in range(25)]
    assert bits[0] == "8"
    assert bits[-1] == "11"
    assert [*map(int, bits)] == sorted(map(int, bits))


@given(st.text(max_size=90) | st.from_regex(r"[0-9a-f]{1,10}\.[0-9]{1,2}\.[0-9a-f]{32}\.[0-9a-f]{1,8}", fullmatch=True))
def test_nothing_that_we_did_not_ask_for_is_a_proof(proof: str) -> None:
    assert not is_proven(SECRET, CODE, KEY, NOON, proof)


@given(st.integers(0, 12), st.datetimes(NOON.replace(tzinfo=None), NOON.replace(tzinfo=None, year=2100)))
def test_what_was_worked_for_is_a_proof_until_it_ends(bits: int, moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    proof = solve(challenge(SECRET, CODE, KEY, at, bits=bits))
    assert len(proof) <= 55, "one block of SHA-256"
    assert is_proven(SECRET, CODE, KEY, at + timedelta(seconds=LIFE_SECONDS - 1), proof)
    assert not is_proven(SECRET, CODE, KEY, at + timedelta(seconds=LIFE_SECONDS + 1), proof)
    assert not is_proven(SECRET, CODE, uuid4(), at, proof)


@given(st.integers(1, 10**9), st.integers(1, 10**6), st.integers(8, 22))
def test_difficulty_has_bounds(found: int, limit: int, least: int) -> None:
    assert least <= bits_for(found, limit, least) <= min(least + 3, MOST_BITS)


@pytest.mark.parametrize("wrong", [{"flood_alike": 0}, {"flood_everywhere": 10}, {"work_bits": 7}, {"work_bits": 23}])
def test_settings_that_would_stop_everybody_are_refused(settings: Settings, wrong: dict[str, int]) -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_FLOOD_ALIKE"):
        replace(settings, **wrong).refuse_insecure()  # type: ignore[arg-type]
