"""Where a request comes from, as far as it can be known. Held while the request lasts, never stored, never logged.

Nobody's word is taken for an address. Without a proxy it is the other end of the connection; behind proxies it is
unknown until the operator says how many of them write it down (``Settings.address_proxies``), because a header that no
proxy of ours wrote was written by the sender.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from flask import current_app, request

from app.core.settings import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_COARSE = {4: 24, 6: 48}


def client_address() -> Address | None:
    """The sender's address; None where it is unknown, and then nothing may be concluded from it."""
    settings: Settings = current_app.config["SETTINGS"]
    passed = request.headers.getlist("X-Forwarded-For") if settings.address_proxies else []
    return address_behind(passed, request.remote_addr, proxies=settings.proxies, writing=settings.address_proxies)


def address_behind(passed: Sequence[str], direct: str | None, *, proxies: int, writing: int) -> Address | None:
    """The address that the outermost of ``writing`` proxies saw, or the other end of a ``direct`` connection.

    >>> str(address_behind(["6.6.6.6, 203.0.113.7"], "10.0.0.1", proxies=1, writing=1))
    '203.0.113.7'
    >>> address_behind(["203.0.113.7"], "10.0.0.1", proxies=1, writing=0) is None
    True
    """
    if not proxies:
        return _read(direct or "")
    hops = [part.strip() for line in passed for part in line.split(",")]
    return _read(hops[-writing]) if 0 < writing <= len(hops) else None


def network_of(address: Address | None) -> str:
    """The coarse network that an address lies in (/24, or /48 of IPv6); the same word for all that are unknown."""
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, _COARSE[address.version]), strict=False))


def _read(written: str) -> Address | None:
    try:
        found = ipaddress.ip_address(written)
    except ValueError:
        return None
    return (isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped) or found
