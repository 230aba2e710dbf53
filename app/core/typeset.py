"""Setting a PDF from a Typst template and plain data, with the fonts of :mod:`app.core.fonts`.

The words of people reach the typesetter only as JSON, never as source, so that ``#``, ``<script>`` or a quote print as
what they are. A letter that no font has is refused before anything is printed: the typesetter itself would leave a
blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typst

from app.core import fonts
from app.core.errors import Problem
from app.core.text import N_, nfc

LONGEST_NAME = 240
MOST_LETTERS = 12
DRAWN = frozenset({"qr", "alt", "fonts", "locale"})
"""What a template is told that is not printed as text."""
_BREAK_AFTER = 20  # a word longer than any Vietnamese one may be broken anywhere
_ZERO_WIDTH_SPACE = "\u200b"
_COENG = "\u17d2"  # joins the next letter below; a line may not end with it
_UNSPACED = re.compile("[\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


class GlyphMissing(Problem):
    """A name holds letters that no font of ours can print; ``letters`` are these."""

    def __init__(self, letters: Sequence[str], where: str) -> None:
        rest = ["…"] if len(letters) > MOST_LETTERS else []
        super().__init__(
            N_(
                "Không in được chữ %(letters)s trong “%(where)s”: phông chữ của hệ thống không có chữ này. Hãy sửa tên "
                "hoặc in bằng ngôn ngữ khác, hoặc nhờ người quản trị máy chủ cài phông có chữ này và khai báo "
                "THUOCDO_FONTS."
            ),
            letters=", ".join([*(f"“{letter}”" for letter in letters[:MOST_LETTERS]), *rest]),
            where=where,
        )
        self.letters = tuple(letters)


def pdf(template: bytes, name: str, content: Mapping[str, Any]) -> bytes:
    """The PDF that ``template`` makes of ``content``, which it finds as JSON in ``sys.inputs`` under ``name``.

    The PDF is tagged and titled by its template, and passes the typesetter's check for PDF/UA-1. Raises
    :class:`GlyphMissing` before anything is set.
    """
    for text in _texts(content):
        _refuse_missing(text)
    compiler = typst.Compiler(
        template,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts.folders()),
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
    _refuse_missing(line)
    return line


def breakable(word: str) -> str:
    """``word``, breakable anywhere if it is longer than any real one.

    Khmer and Chinese stand without blanks; the typesetter knows where their words end.
    """
    if len(word) <= _BREAK_AFTER or _UNSPACED.search(word):
        return word
    return _ZERO_WIDTH_SPACE.join(word)


def _refuse_missing(text: str) -> None:
    letters = fonts.missing(text)
    if letters:
        raise GlyphMissing(letters, where=_shortened(text, 60))


def _texts(content: Any) -> Iterator[str]:
    """Every text in the plain data of a template that is printed."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        yield from (text for name, part in content.items() if name not in DRAWN for text in _texts(part))
    elif isinstance(content, list | tuple):
        yield from (text for part in content for text in _texts(part))


def _shortened(line: str, longest: int) -> str:
    if len(line) <= longest:
        return line
    kept = line[: longest - 1].rstrip(_COENG)
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"
