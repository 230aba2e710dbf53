"""Whose address is believed: the proxies' that the operator named, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.clients import address_behind, client_address, network_of
from app.core.settings import InsecureSettings, Settings

CITIZEN, PROXY = "203.0.113.7", "10.0.0.1"


def behind(*passed: str, proxies: int, writing: int) -> str | None:
    found = address_behind(passed, PROXY, proxies=proxies, writing=writing)
    return None if found is None else str(found)


def test_it_works() -> None:
    assert behind(CITIZEN, proxies=1, writing=1) == CITIZEN


def test_without_a_proxy_the_header_is_not_read() -> None:
    assert behind(CITIZEN, proxies=0, writing=0) == PROXY


def test_a_proxy_that_does_not_write_leaves_the_address_unknown() -> None:
    """What stands in the header then was written by the sender."""
    assert behind(CITIZEN, proxies=1, writing=0) is None


@pytest.mark.parametrize("forged", ["6.6.6.6", "6.6.6.6, 7.7.7.7", "", "nonsense", "::1"])
def test_what_the_sender_wrote_in_front_is_not_believed(forged: str) -> None:
    assert behind(f"{forged}, {CITIZEN}", proxies=1, writing=1) == CITIZEN
    assert behind(forged, CITIZEN, proxies=1, writing=1) == CITIZEN


def test_two_proxies_that_write_stand_behind_each_other() -> None:
    assert behind(f"6.6.6.6, {CITIZEN}, 198.51.100.9", proxies=2, writing=2) == CITIZEN


@pytest.mark.parametrize("passed", ["", "nonsense", "203.0.113.7:443", "203.0.113.300"])
def test_what_is_no_address_is_unknown(passed: str) -> None:
    assert behind(passed, proxies=1, writing=1) is None


def test_fewer_hops_than_there_are_proxies_is_unknown() -> None:
    assert behind(CITIZEN, proxies=2, writing=2) is None


@given(st.text(max_size=80), st.integers(0, 3), st.integers(0, 3))
def test_no_header_breaks_it(passed: str, proxies: int, writing: int) -> None:
    behind(passed, proxies=proxies, writing=min(proxies, writing))


def test_an_address_of_the_old_kind_written_as_a_new_one_is_the_same() -> None:
    assert behind(f"::ffff:{CITIZEN}", proxies=1, writing=1) == CITIZEN


def test_a_network_is_coarse() -> None:
    def network(written: str) -> str:
        return network_of(address_behind([], written, proxies=0, writing=0))

    assert network("203.0.113.7") == network("203.0.113.99") == "203.0.113.0/24" != network("203.0.114.7")
    assert network("2001:db8:1::1") == network("2001:db8:1:ffff::2") != network("2001:db8:2::1")
    assert network("") == network("nonsense") == "unknown"


@pytest.mark.parametrize("count", [-1, 2])
def test_more_writing_proxies_than_proxies_are_refused(settings: Settings, count: int) -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_ADDRESS_PROXIES"):
        replace(settings, proxies=1, address_proxies=count).refuse_insecure()


@pytest.mark.parametrize(("writing", "found"), [(0, None), (1, CITIZEN)])
def test_a_request_through_a_proxy(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, writing: int, found: str | None
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, proxies=1, address_proxies=writing))
    with app.test_request_context(headers={"X-Forwarded-For": f"6.6.6.6, {CITIZEN}"}):
        address = client_address()
    assert (str(address) if address else None) == found
