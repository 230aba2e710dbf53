"""Printed addresses."""

from __future__ import annotations

import doctest
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from app.core.tokens import ALPHABET, CODE_LENGTH
from app.desks import rules
from app.desks.rules import desk_url, placement_url

QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
CODES = st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_it_works() -> None:
    assert doctest.testmod(rules).failed == 0


def test_a_path_before_ours_keeps_its_letters() -> None:
    assert placement_url("https://hoasen.gov.vn/thuocdo", "ABC") == "HTTPS://HOASEN.GOV.VN/thuocdo/P/ABC"


@given(code=CODES, host=st.from_regex(r"[a-z]{1,10}(\.[a-z]{2,8}){1,3}(:[0-9]{2,5})?", fullmatch=True))
def test_every_address_fits_the_alphanumeric_mode_and_leads_to_the_same_place(code: str, host: str) -> None:
    for address, path in ((placement_url, f"/P/{code}"), (desk_url, f"/D/{code}")):
        url = address(f"https://{host}", code)
        assert set(url) <= QR_ALPHANUMERIC
        assert urlsplit(url).path == path
        assert (urlsplit(url).scheme, urlsplit(url).netloc.lower()) == ("https", host)


def test_names_that_nothing_tells_apart_keep_the_fullest_mark() -> None:
    assert rules.marks(["A", "A"], [["", "x"], ["2026", "x"]]) == ["x", "x"]
    assert rules.marks(["A", "B"], [["2026"], ["2026"]]) == ["", ""]
    assert rules.marks([], []) == []
