"""Codes that cannot be guessed, keys that give nothing away, signatures that cannot be forged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from app.core import tokens

instants = st.integers(min_value=946684800, max_value=7258118400).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)


@given(instants)
def test_a_key_tells_the_hour_and_nothing_finer(at: datetime) -> None:
    milliseconds = tokens.hour_key(at).int >> 80
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == at.replace(minute=0, second=0, microsecond=0)


@given(instants)
def test_a_key_is_marked_version_8(at: datetime) -> None:
    key = tokens.hour_key(at)
    assert (key.version, key.variant) == (8, RFC_4122)


@given(instants, st.integers(min_value=0, max_value=59))
def test_keys_of_one_hour_are_told_apart_by_chance_alone(at: datetime, minute: int) -> None:
    start = at.replace(minute=0, second=0, microsecond=0)
    early, late = tokens.hour_key(start), tokens.hour_key(start.replace(minute=minute))
    assert early != late
    assert early.int >> 80 == late.int >> 80


@given(instants)
def test_keys_of_later_hours_sort_later(at: datetime) -> None:
    assert tokens.hour_key(at) < tokens.hour_key(at + timedelta(hours=1))


def test_every_random_bit_of_a_key_moves() -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    seen_one = seen_zero = 0
    for _ in range(400):
        value = tokens.hour_key(at).int
        seen_one |= value
        seen_zero |= ~value
    fixed = (0xF << 76) | (0x3 << 62)
    free = ((1 << 80) - 1) & ~fixed
    assert seen_one & seen_zero & free == free


def test_a_code_uses_letters_that_survive_paper_and_telephone() -> None:
    codes = {tokens.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(tokens.is_code(code) for code in codes)
    assert set("".join(codes)) == set(tokens.ALPHABET)
    assert not set("ILOU") & set(tokens.ALPHABET)


@given(st.text(alphabet=tokens.ALPHABET, min_size=12, max_size=12))
def test_a_code_is_read_as_people_type_it(code: str) -> None:
    typed = f" {code[:4]}-{code[4:8]} {code[8:]} ".lower().replace("0", "o").replace("1", "l")
    assert tokens.read_code(typed) == code


def test_what_is_no_code_is_not_taken_for_one() -> None:
    for text in ("", "ABC", "ABCDEFGHIJKL", "a" * 12, "0" * 13, "00000000000Ô"):
        assert not tokens.is_code(text)


@given(st.text(), st.text())
def test_a_signature_holds_for_its_text_only(text: str, other: str) -> None:
    signature = tokens.sign("secret", "submission", text)
    assert tokens.is_signed("secret", "submission", text, signature)
    assert tokens.is_signed("secret", "submission", other, signature) == (text == other)


def test_a_forged_signature_is_refused() -> None:
    signature = tokens.sign("secret", "submission", "text")
    for forged in ("", "0" * 32, signature[:-1], signature + "0", signature.upper() + " ", "ữ" * 32):
        assert not tokens.is_signed("secret", "submission", "text", forged)
    assert not tokens.is_signed("another secret", "submission", "text", signature)
    assert not tokens.is_signed("secret", "another purpose", "text", signature)


def test_purpose_and_text_cannot_trade_letters() -> None:
    assert tokens.sign("secret", "a", "bc") != tokens.sign("secret", "ab", "c")


def test_a_fingerprint_does_not_show_the_token() -> None:
    assert tokens.fingerprint("token") != tokens.fingerprint("tokem")
    assert len(tokens.fingerprint("token")) == 64


@given(st.text(tokens.ALPHABET, min_size=11, max_size=11), st.integers(0, 11), st.sampled_from(tokens.ALPHABET))
def test_a_checked_code_notices_any_single_wrong_character(body: str, place: int, other: str) -> None:
    code = checked(body)
    assert tokens.is_checked(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert tokens.is_checked(wrong) == (wrong == code)


@given(st.text(tokens.ALPHABET, min_size=11, max_size=11), st.integers(0, 10))
def test_a_checked_code_notices_neighbours_in_the_wrong_order(body: str, place: int) -> None:
    code = checked(body)
    pair = code[place : place + 2]
    wrong = code[:place] + pair[::-1] + code[place + 2 :]
    assert tokens.is_checked(wrong) == (wrong == code or set(pair) == {"0", "Z"})


def test_a_checked_code_is_a_code() -> None:
    assert all(
        tokens.is_code(code) and tokens.is_checked(code) for code in (tokens.new_checked_code() for _ in range(100))
    )
    assert not tokens.is_checked("")
    assert not tokens.is_checked("7K3M-9PQR-2XY")


def checked(body: str) -> str:
    """``body`` with its check character."""
    (last,) = (letter for letter in tokens.ALPHABET if tokens.is_checked(body + letter))
    return body + last
