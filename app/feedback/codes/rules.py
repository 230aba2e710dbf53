"""How a tracking code is made, written and hashed. Pure.

Sixteen characters of Crockford's base32: fifteen random ones (75 bits) and a check character. The page that a citizen
fills in carries a random ticket; the code follows from ticket, key and our secret. So the same page sent twice gets the
same code, although nothing but a keyed hash of the code is stored, and the ticket nowhere.
"""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from app.core.tokens import derived_code, is_checked, read_code, sign
from app.desks.rules import front

CODE_LENGTH = 16
TRACKING_PATH = "/T"
_PURPOSE = "tracking"
_TICKET = re.compile(r"[0-9a-f]{32}\Z")


def new_ticket() -> str:
    """What a page carries so that its sender gets a code that nobody else can work out."""
    return secrets.token_hex(16)


def is_ticket(text: str) -> bool:
    """Whether ``text`` has the shape of a ticket."""
    return _TICKET.match(text) is not None


def code_of(secret: str, key: UUID, ticket: str) -> str:
    """The code of a case that came with this page."""
    return derived_code(secret, _PURPOSE, f"{key.hex}.{ticket}", CODE_LENGTH)


def is_code(typed: str) -> bool:
    """Whether what was typed has the shape and the check character of a tracking code."""
    return is_checked(read_code(typed), CODE_LENGTH)


def hash_of(secret: str, typed: str) -> str:
    """What is stored in place of a code, however it was typed."""
    return sign(secret, _PURPOSE, read_code(typed))


def grouped(code: str) -> str:
    """``7K3M-9PQR-2XYZ-4ABC``, as it is read out and typed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def tracking_url(public_url: str, code: str) -> str:
    """The address that a slip's QR code holds.

    >>> tracking_url("https://danvan.hoasen.gov.vn", "7K3M9PQR2XYZ4ABC")
    'HTTPS://DANVAN.HOASEN.GOV.VN/T/7K3M9PQR2XYZ4ABC'
    """
    return f"{front(public_url)}{TRACKING_PATH}/{code}"
