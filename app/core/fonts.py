"""The fonts that everything printed is set in, and which letters they have.

They come as packages, so that a server without any font prints every Vietnamese and every Khmer letter. No package has
Chinese ones: an installation that needs them names a folder of fonts (:func:`use`). The typesetter leaves a blank where
no font has a letter, without a word; hence :func:`missing`, to be asked before anything is printed.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_be_vietnam_pro
import fontpkg_noto_sans
import fontpkg_noto_sans_khmer
import typst

FAMILIES = ("Be Vietnam Pro", "Noto Sans", "Noto Sans Khmer")
"""In the order in which a letter is looked for."""
KHMER = "NotoSansKhmer[wdth,wght].ttf"
FOLDERS = tuple(
    package.ROOT / "files" for package in (fontpkg_be_vietnam_pro, fontpkg_noto_sans, fontpkg_noto_sans_khmer)
)

_REGULAR = (
    FOLDERS[0] / "BeVietnamPro-Regular.ttf",
    FOLDERS[1] / "NotoSans[wdth,wght].ttf",
    FOLDERS[2] / KHMER,
)
_COLLECTION = b"ttcf"
_SEGMENTED, _GROUPED = 4, 12  # the two layouts of a cmap subtable that fonts of today use
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}


class UnreadableFont(Exception):
    """A font file without a character map that we know; an installation fault, not a user's."""


def use(folder: Path | None) -> None:
    """Print with the fonts of ``folder``, too, where ours have no letter; None for ours alone.

    One choice for the whole process, made at its start. Raises :class:`UnreadableFont` where the folder has none.
    """
    if folder == _own.folder:
        return
    if folder is not None and not _files(folder):
        raise UnreadableFont(f"no font in {folder}")
    _own.folder = folder
    covered.cache_clear()
    families.cache_clear()


def folders() -> list[Path]:
    """Where the typesetter finds the fonts."""
    return [*FOLDERS, *([_own.folder] if _own.folder else [])]


@cache
def families() -> tuple[str, ...]:
    """The names of the fonts, those of the installation last."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders()).families()
    return (*FAMILIES, *sorted(set(found) - set(FAMILIES)))


def missing(text: str) -> list[str]:
    """The letters of ``text`` that no font of ours can print, each once, in order; blanks and controls never count."""
    have = covered()
    seen = dict.fromkeys(letter for letter in text if ord(letter) not in have)
    return [letter for letter in seen if unicodedata.category(letter) not in _INVISIBLE]


@cache
def covered() -> frozenset[int]:
    """Every code point that one of our fonts has a glyph for."""
    own = _files(_own.folder) if _own.folder else []
    return frozenset().union(*(code_points(path.read_bytes()) for path in (*_REGULAR, *own)))


class _Own:
    folder: Path | None = None


_own = _Own()


def _files(folder: Path) -> list[Path]:
    """The fonts in it that the typesetter takes."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
    return sorted({Path(font.path) for font in found if font.path})


def code_points(font: bytes) -> set[int]:
    """What the character map of a font maps to a glyph (OpenType 1.9, table ``cmap``); of a collection, its first."""
    table = _table(font, b"cmap")
    count = struct.unpack_from(">H", table, 2)[0]
    found: set[int] = set()
    for index in range(count):
        offset = struct.unpack_from(">HHI", table, 4 + 8 * index)[2]
        layout = struct.unpack_from(">H", table, offset)[0]
        if layout == _SEGMENTED:
            found |= _segmented(table[offset:])
        elif layout == _GROUPED:
            found |= _grouped(table[offset:])
    if not found:
        raise UnreadableFont("no character map of format 4 or 12")
    return found


def _table(font: bytes, tag: bytes) -> bytes:
    start = struct.unpack_from(">I", font, 12)[0] if font.startswith(_COLLECTION) else 0
    count = struct.unpack_from(">H", font, start + 4)[0]
    for index in range(count):
        name, _checksum, offset, length = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    raise UnreadableFont(f"no table {tag!r}")


def _segmented(table: bytes) -> set[int]:
    """Format 4: segments of 16-bit code points, each with a shift or with a row of glyph numbers."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    base = 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", table, base)
    found = set()
    for index, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for point in range(start, end + 1):
            glyph = point
            if shift:
                glyph = struct.unpack_from(">H", table, base + 2 * index + shift + 2 * (point - start))[0]
            if point != 0xFFFF and glyph and (glyph + delta) & 0xFFFF:
                found.add(point)
    return found


def _grouped(table: bytes) -> set[int]:
    """Format 12: groups of 32-bit code points mapped to glyphs that follow each other."""
    count = struct.unpack_from(">I", table, 12)[0]
    found: set[int] = set()
    for index in range(count):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
        found.update(range(start if glyph else start + 1, end + 1))
    return found
