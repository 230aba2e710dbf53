"""Work that a browser proves to have done before a flooded placement takes its form. Nothing of it is kept here.

A challenge is our signature over the placement, the submission key, the moment at which it ends and how hard it is, so
it is worth nothing for another form, elsewhere, or later. The proof is the challenge with a number after it, such that
the SHA-256 of both begins with that many zero bits (Back's Hashcash). Who sends it twice sends the same form twice.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from uuid import UUID

from app.core.tokens import is_signed, sign

LIFE_SECONDS = 600
MOST_BITS = 24
HARDER = 3
"""So many bits at most are added while a flood grows; each doubles the work."""
_PURPOSE = "work"
_SHAPE = re.compile(r"([0-9a-f]{1,10})\.([0-9]{1,2})\.([0-9a-f]{32})\.[0-9a-f]{1,8}\Z", re.ASCII)


def challenge(secret: str, code: str, key: UUID, at: datetime, *, bits: int) -> str:
    """What the browser has to work on; with a number after it short enough for one block of SHA-256."""
    ends = int(at.timestamp()) + LIFE_SECONDS
    return f"{ends:x}.{bits}.{sign(secret, _PURPOSE, _claim(code, key, ends, bits))}"


def is_proven(secret: str, code: str, key: UUID, at: datetime, proof: str) -> bool:
    """Whether ``proof`` shows the work that we asked for this form at this placement, not too long ago."""
    found = _SHAPE.match(proof)
    if found is None:
        return False
    ends, bits = int(found[1], 16), int(found[2])
    if bits > MOST_BITS or not is_signed(secret, _PURPOSE, _claim(code, key, ends, bits), found[3]):
        return False
    digest = hashlib.sha256(proof.encode()).digest()
    return int(at.timestamp()) <= ends and int.from_bytes(digest[:4], "big") >> (32 - bits) == 0


def bits_for(count: int, limit: int, least: int) -> int:
    """How hard it is to be when ``count`` came where ``limit`` may: one bit more for each doubling.

    >>> [bits_for(count, 200, 18) for count in (201, 399, 400, 1600, 10**6)]
    [18, 18, 19, 21, 21]
    """
    return min(least + min(max(count // limit, 1).bit_length() - 1, HARDER), MOST_BITS)


def _claim(code: str, key: UUID, ends: int, bits: int) -> str:
    return f"{code}.{key.hex}.{ends:x}.{bits}"
