"""Setting a PDF from a Typst template and plain data, with the fonts of :mod:`app.core.fonts`.

The words of people reach the typesetter only as JSON, never as source, so that ``#``, ``<script>`` or a quote print as
what they are. A letter that no font has is refused before anything is printed: the typesetter itself would leave a
blank.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import typst

from app.core import fonts
from app.core.errors import Problem
from app.core.text import N_, nfc

LONGEST_NAME = 240
_BREAK_AFTER = 20  # a word longer than any Vietnamese one may be broken anywhere
_ZERO_WIDTH_SPACE = "\u200b"


class GlyphMissing(Problem):
    """A name holds letters that no font of ours can print; ``letters`` are these."""

    def __init__(self, letters: Sequence[str], where: str) -> None:
        super().__init__(
            N_(
                "Không in được chữ %(letters)s trong “%(where)s”: phông chữ của hệ thống không có chữ này. "
                "Hãy sửa tên rồi in lại."
            ),
            letters=", ".join(f"“{letter}”" for letter in letters),
            where=where,
        )
        self.letters = tuple(letters)


def pdf(template: bytes, name: str, content: Mapping[str, Any]) -> bytes:
    """The PDF that ``template`` makes of ``content``, which it finds as JSON in ``sys.inputs`` under ``name``.

    The PDF is tagged and titled by its template, and passes the typesetter's check for PDF/UA-1.
    """
    compiler = typst.Compiler(
        template,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(fonts.FOLDERS)
        ),
        sys_inputs={name: json.dumps(content, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError("a PDF comes in one piece")
    return made


def clean(text: str, longest: int = LONGEST_NAME) -> str:
    """A printable line, cut at a word when longer than ``longest``, breakable in words that no line could hold."""
    return " ".join(breakable(word) for word in _shortened(printable(text), longest).split(" "))


def printable(text: str) -> str:
    """One line of composed letters, each of which a font has. Raises :class:`GlyphMissing`."""
    line = nfc(" ".join(text.split()))
    letters = fonts.missing(line)
    if letters:
        raise GlyphMissing(letters, where=_shortened(line, 60))
    return line


def breakable(word: str) -> str:
    """``word``, breakable anywhere if it is longer than any real one."""
    if len(word) <= _BREAK_AFTER:
        return word
    return _ZERO_WIDTH_SPACE.join(word)


def _shortened(line: str, longest: int) -> str:
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"
