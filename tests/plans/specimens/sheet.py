"""A plan as a typist gets it: one line for each paragraph, led by its look.

``left!`` and ``right!`` are the columns of the letterhead (``!`` stands for bold), ``number``, ``day`` and ``title``
say what they are, ``plain`` and ``bold`` are paragraphs with their marks typed by hand, ``I``, ``1``, ``a``, ``-``
paragraphs that Word numbers, ``recipient``, ``signed`` and ``signer`` the foot, ``annex`` and ``row`` the appendix. In
a row ``^`` goes on the cell above, ``<`` the cell to the left, and ``.`` is an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Piece(NamedTuple):
    """One paragraph with its look."""

    kind: str
    text: str
    bold: bool


@dataclass(frozen=True)
class Sheet:
    """All paragraphs, in order."""

    pieces: tuple[Piece, ...]

    def of(self, *kinds: str) -> list[Piece]:
        """The paragraphs of some kinds."""
        return [piece for piece in self.pieces if piece.kind in kinds]

    def texts(self, *kinds: str) -> list[str]:
        return [piece.text for piece in self.of(*kinds)]

    def rows(self) -> list[list[str]]:
        """The cells of the appendix."""
        return [[cell.strip() for cell in text.split(" | ")] for text in self.texts("row")]


def sheet_of(path: Path) -> Sheet:
    """Read a sheet."""
    pieces = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition(" | ")
        pieces.append(Piece(kind.rstrip("!"), text, kind.endswith("!") or kind == "bold"))
    return Sheet(tuple(pieces))
