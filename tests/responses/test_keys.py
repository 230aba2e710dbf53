"""The submission key of a page: signed, without expiry, telling no more than the hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.responses.keys import new_key, read_key
from tests.conftest import SECRET
from tests.responses.scene import NOON

DIGEST = "0123456789abcdef" * 4
KEY = new_key(DIGEST, NOON + timedelta(minutes=31))


def test_it_works() -> None:
    assert read_key(SECRET, KEY.signed(SECRET)) == KEY
    assert DIGEST.startswith(KEY.digest)


def test_it_knows_the_hour_and_no_more() -> None:
    assert KEY.opened_at == NOON
    assert KEY.id.version == 8


def test_two_pages_have_two_keys() -> None:
    assert new_key(DIGEST, NOON) != new_key(DIGEST, NOON)


@pytest.mark.parametrize(
    "text",
    ["", "x", KEY.signed("another-secret"), KEY.signed(SECRET)[:-1], KEY.id.hex],
    ids=["empty", "rubbish", "signed elsewhere", "cut off", "unsigned"],
)
def test_a_forged_key_is_none(text: str) -> None:
    assert read_key(SECRET, text) is None


@given(st.integers(0, len(KEY.signed(SECRET)) - 1), st.characters())
def test_a_key_with_another_letter_is_none(place: int, letter: str) -> None:
    good = KEY.signed(SECRET)
    changed = good[:place] + letter + good[place + 1 :]
    assert read_key(SECRET, changed) == (KEY if changed == good else None)


@given(st.text())
def test_nothing_that_is_posted_breaks_it(text: str) -> None:
    assert read_key(SECRET, text) is None
