"""Codes that cannot be guessed, keys that give nothing away, and signatures.

Codes use Crockford's base32 alphabet (no I, L, O, U), so that they can be read aloud and typed from paper.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from app.core.clock import hour_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(length: int = CODE_LENGTH) -> str:
    """A random code; twelve characters carry 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(typed: str) -> str:
    """The code somebody meant: blanks and dashes out, capitals, O read as 0, I and L as 1."""
    return typed.replace("-", "").replace(" ", "").upper().translate(_MISREAD)


def is_code(text: str) -> bool:
    """Whether ``text`` has the shape of a code."""
    return len(text) == CODE_LENGTH and all(letter in ALPHABET for letter in text)


def new_checked_code(length: int = CODE_LENGTH) -> str:
    """A random code whose last character is a check over the others; twelve characters carry 55 bits."""
    return with_check(new_code(length - 1))


def with_check(body: str) -> str:
    """``body`` and the check character over it."""
    return body + _check(body)


def derived_code(secret: str, purpose: str, text: str, length: int) -> str:
    """The code that ``text`` always leads to under a secret; its last character is a check over the others.

    For a code that has to be said again when the same page is sent again, and is stored nowhere. ``length`` is at most
    52, or the digest would run out.
    """
    value = int.from_bytes(hmac.new(secret.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).digest())
    return with_check("".join(ALPHABET[value >> 5 * place & 31] for place in range(length - 1)))


def is_checked(text: str, length: int = CODE_LENGTH) -> bool:
    """Whether ``text`` has the shape and the check character of such a code.

    Luhn's sum in base 32: one wrong character is always noticed, two neighbours in the wrong order nearly always.
    """
    return len(text) == length and all(letter in ALPHABET for letter in text) and _check(text[:-1]) == text[-1]


def _check(body: str) -> str:
    base = len(ALPHABET)
    total = 0
    for place, letter in enumerate(reversed(body)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def hour_key(at: datetime) -> UUID:
    """A time-ordered key whose time is cut to the hour and whose rest is random.

    Laid out like UUIDv7 (48 bits of milliseconds first) but marked version 8 (RFC 9562, 5.8): a plain UUIDv7
    would tell the millisecond at which a citizen opened the form.
    """
    milliseconds = int(hour_of(at).timestamp()) * 1000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x8 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def sign(secret: str, purpose: str, text: str) -> str:
    """A signature of ``text`` for one purpose, 32 hex digits of HMAC-SHA256; it does not expire."""
    return hmac.new(secret.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(secret: str, purpose: str, text: str, signature: str) -> bool:
    """Whether ``signature`` is ours, compared in constant time."""
    return hmac.compare_digest(sign(secret, purpose, text).encode(), signature.encode())


def fingerprint(token: str) -> str:
    """What is stored in place of a secret token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
