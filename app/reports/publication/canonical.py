"""One way of writing facts as bytes, so that a checksum of them means something.

JSON with sorted keys, no blanks, composed letters (NFC) as they are, and every number that is no whole one with
exactly four places. Reading it and writing it again gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.core.text import nfc

PLACES = 4


def canonical(value: Any) -> str:
    """``value`` in its one form; raises :class:`TypeError` for what JSON does not know.

    >>> canonical({"n": 31, "giá trị": 0.8, "a": None})
    '{"a":null,"giá trị":0.8000,"n":31}'
    """
    match value:
        case None | bool() | int():
            return json.dumps(value)
        case str():
            return json.dumps(nfc(value), ensure_ascii=False)
        case float():
            if not abs(value) < 1e9:  # also refuses what is no number
                raise TypeError(f"no number of ours: {value}")
            return f"{value:.{PLACES}f}"
        case Mapping():
            pairs = sorted((nfc(key), item) for key, item in value.items())
            return f"{{{','.join(f'{canonical(key)}:{canonical(item)}' for key, item in pairs)}}}"
        case list() | tuple():
            return f"[{','.join(map(canonical, value))}]"
    raise TypeError(f"cannot be written: {type(value).__name__}")


def checksum_of(text: str) -> str:
    """SHA-256 of the bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
