"""The signed submission key that every rendered form carries.

It has four parts: the key of the response to come, the edition that was rendered, the second in which the page was
made, and our signature over all of them. The second stays in the page: of it the server keeps nothing. A key does not
expire: a form left open for five hours is accepted. It says nothing of the placement: a key that comes twice
is the same submission wherever it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.core.tokens import hour_key, is_signed, sign

RECEIPT_HOURS = 24
"""How long a receipt can be opened again: long enough for a telephone that was put away with the page open."""
_HOUR = 3600
_PURPOSE = "submission"
_RECEIPT = "receipt"
_PASS = re.compile(r"([0-9a-f]{1,12})\.([0-9a-f]{32})\Z")
_DIGEST_LENGTH = 16
_SHAPE = re.compile(r"((?:([0-9a-f]{32})\.([0-9a-f]{16}))(?:\.([0-9a-f]{1,10}))?)\.([0-9a-f]{32})\Z")


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    """``id`` becomes the response's key; ``digest`` is the beginning of the digest of the edition that was read.

    ``made`` is the second in which the page was made; pages of earlier versions of this program do not say it.
    """

    id: UUID
    digest: str
    made: int | None = None

    @property
    def opened_at(self) -> datetime:
        """The full hour in which the form was opened."""
        return datetime.fromtimestamp((self.id.int >> 80) / 1000, UTC)

    def signed(self, secret: str) -> str:
        """The key as it stands in the page."""
        text = f"{self.id.hex}.{self.digest}" + ("" if self.made is None else f".{self.made:x}")
        return f"{text}.{sign(secret, _PURPOSE, text)}"

    def elapsed(self, at: datetime) -> int | None:
        """Full seconds since the page was made, where the key tells."""
        return None if self.made is None else max(0, int(at.timestamp()) - self.made)


def new_key(digest: str, at: datetime) -> SubmissionKey:
    """A fresh key for a form that is opened now."""
    return SubmissionKey(hour_key(at), digest[:_DIGEST_LENGTH], int(at.timestamp()))


def receipt_pass(secret: str, code: str, at: datetime) -> str:
    """What lets a browser open the receipt of a placement: the hour, signed.

    It is the same for everybody who sends a form there in that hour, and says nothing that the moment of the request
    does not say: no key, no answer, nothing that leads to a row.
    """
    hour = int(at.timestamp()) // _HOUR
    return f"{hour:x}.{sign(secret, _RECEIPT, f'{code}.{hour:x}')}"


def opens_receipt(secret: str, code: str, at: datetime, text: str) -> bool:
    """Whether ``text`` was given out at this placement within the last :data:`RECEIPT_HOURS`."""
    found = _PASS.match(text)
    if found is None or not is_signed(secret, _RECEIPT, f"{code}.{found[1]}", found[2]):
        return False
    return 0 <= int(at.timestamp()) // _HOUR - int(found[1], 16) <= RECEIPT_HOURS


def read_key(secret: str, text: str) -> SubmissionKey | None:
    """The key that a page sent back; None where it is missing, damaged or not ours."""
    found = _SHAPE.match(text)
    if found is None or not is_signed(secret, _PURPOSE, found[1], found[5]):
        return None
    return SubmissionKey(UUID(hex=found[2]), found[3], int(found[4], 16) if found[4] else None)
