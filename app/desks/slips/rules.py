"""How a slip's code is written, and what may be told about how many were used. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.tokens import read_code, sign
from app.desks.rules import front

MOST_SLIPS = 300
"""The most in one batch; a sheet holds ten, and a batch that is lost should not be a drawer full."""

VALID_DAYS = 180
"""So long a slip is good from the day of its making: a stack found in a drawer years later proves no visit."""

ENTRY_PATH = "/V"
_PURPOSE = "slip"


def last_day(made_on: date) -> date:
    """The last day on which the slips of a batch are good; it is printed on them."""
    return made_on + timedelta(days=VALID_DAYS)


def slip_path(code: str) -> str:
    """The path that a slip's QR code opens."""
    return f"{ENTRY_PATH}/{code}"


def slip_url(public_url: str, code: str) -> str:
    """The address that a slip's QR code holds.

    >>> slip_url("https://danvan.hoasen.gov.vn", "7K3M9PQR2XYZ")
    'HTTPS://DANVAN.HOASEN.GOV.VN/V/7K3M9PQR2XYZ'
    """
    return front(public_url) + slip_path(code)


def hash_of(secret: str, typed: str) -> str:
    """What is stored in place of a code, however it was typed.

    A keyed hash: 55 bits could be tried out against a plain one by whoever has stolen the database.
    """
    return sign(secret, _PURPOSE, read_code(typed))


@dataclass(frozen=True, slots=True)
class Used:
    """How many slips were used, as far as it may be told: at least ``least``, and at most ``most``."""

    least: int
    most: int


def told_used(used: int, printed: int, minimum: int) -> Used:
    """``used`` in steps of ``minimum``: whoever handed out one slip must not see that very one being used.

    >>> told_used(3, 50, 5), told_used(12, 50, 5), told_used(50, 50, 5)
    (Used(least=0, most=4), Used(least=10, most=14), Used(least=50, most=50))
    """
    least = used // minimum * minimum
    return Used(least, min(least + minimum - 1, printed))
