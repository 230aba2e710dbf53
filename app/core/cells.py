"""Cells of tables that leave the house as text: nothing in them that a spreadsheet would run."""

from __future__ import annotations

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """``text``, made harmless where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("Điều 1")
    ("'=1+1", 'Điều 1')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text
