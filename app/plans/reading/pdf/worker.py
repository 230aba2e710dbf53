"""Takes the words and drawn rules out of one PDF; a program of its own, with limits on memory, time and output.

Nothing else of this project is imported here, so the program starts quickly and has nothing to lose: PDFium is written
in C++, reads files from anybody and must not run in two threads. The PDF comes on the standard input; the answer goes
to the standard output as JSON. ``{"problem": ...}`` names why there is none.

A word is ``[text, left, right, top, bottom, bold]``, a rule ``[left, right, top, bottom]``, both in points from the top
left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

Box = tuple[float, float, float, float]

THIN = 2.5
"""A path that is no thicker than this many points is a line."""
MOST_PATHS = 20_000
MOST_SEGMENTS = 12
"""Paths with more corners are drawings, no frames of cells."""
ROUND = 2
LINE_ENDS = frozenset("\r\n")
BLANKS = frozenset(" \t\u2002\u2003\u2009\u200a\u3000")
HYPHEN_AT_LINE_END = "\x02"
NAME_LENGTH = 128
SAME_LINE = 0.6
"""Share of a letter's height that two letters of one word must have in common."""


def main() -> None:
    """Arguments: megabytes of memory, seconds, megabytes of output, most pages."""
    memory, seconds, output, pages = map(int, sys.argv[1:5])
    limits = {
        resource.RLIMIT_AS: memory * 1024 * 1024,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: output * 1024 * 1024,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    json.dump(extract(sys.stdin.buffer.read(), pages), sys.stdout, ensure_ascii=False, separators=(",", ":"))


def extract(content: bytes, most_pages: int) -> dict[str, Any]:
    """The pages of a PDF, or ``{"problem": "password" | "pages" | "damaged"}``."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        reason = raw.FPDF_GetLastError()
        return {"problem": "password" if reason in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY} else "damaged"}
    if len(document) > most_pages:
        return {"problem": "pages", "pages": len(document)}
    try:
        return {"pages": [_page(raw, page) for page in document]}
    except pypdfium2.PdfiumError:
        return {"problem": "damaged"}


def _page(raw: Any, page: Any) -> dict[str, Any]:
    width, height = page.get_size()
    turn = _Turn(page.get_rotation(), width, height)
    text_page = page.get_textpage()
    try:
        words = [[text, *turn.box(*box), bold] for text, box, bold in _words(raw, text_page)]
    finally:
        text_page.close()
    rules, pictures = _drawn(raw, page)
    found = {"size": [width, height], "words": words, "rules": [turn.box(*rule) for rule in rules]}
    page.close()
    return {**found, "pictures": pictures}


class _Turn:
    """From PDF coordinates (bottom left, unturned) to those of the page as it is shown (top left)."""

    def __init__(self, degrees: int, width: float, height: float) -> None:
        self.degrees, self.width, self.height = degrees, width, height

    def box(self, left: float, top: float, right: float, bottom: float) -> list[float]:
        corners = [self._point(left, top), self._point(right, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return [round(side, ROUND) for side in (min(xs), max(xs), min(ys), max(ys))]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return {
            90: (y, x),
            180: (self.width - x, y),
            270: (self.width - y, self.height - x),
        }.get(self.degrees, (x, self.height - y))


def _words(raw: Any, text_page: Any) -> Iterator[tuple[str, Box, int]]:
    """Words in the order of the file. No-break blanks stay inside a word: no line is broken there."""
    rectangle = raw.FS_RECTF()
    letters: list[str] = []
    left = right = top = bottom = 0.0
    bold = 0
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if code < 0x110000 else ""
        blank = letter in BLANKS or letter in LINE_ENDS
        if not blank:
            raw.FPDFText_GetLooseCharBox(text_page, index, rectangle)
            off_line = min(top, rectangle.top) - max(bottom, rectangle.bottom) < SAME_LINE * (top - bottom)
        if letters and (blank or off_line or rectangle.left < left - (top - bottom)):
            yield "".join(letters), (left, top, right, bottom), bold
            letters = []
        if blank or not letter:
            continue
        if not letters:
            left, right, top, bottom = rectangle.left, rectangle.right, rectangle.top, rectangle.bottom
            bold = _bold(raw, text_page, index)
        letters.append("-" if letter == HYPHEN_AT_LINE_END else letter)
        left, right = min(left, rectangle.left), max(right, rectangle.right)
    if letters:
        yield "".join(letters), (left, top, right, bottom), bold


def _bold(raw: Any, text_page: Any, index: int) -> int:
    name = ctypes.create_string_buffer(NAME_LENGTH)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, NAME_LENGTH, flags)
    plain = name.value.lower()
    return int(b"bold" in plain or b"black" in plain or b"heavy" in plain)


def _drawn(raw: Any, page: Any) -> tuple[list[Box], int]:
    """Horizontal and vertical lines on the page, as far as frames are made of them; and the number of pictures."""
    rules: list[Box] = []
    pictures = 0
    for count, item in enumerate(page.get_objects(max_depth=1)):
        if count > MOST_PATHS:
            return [], pictures
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(raw, item)
    return rules, pictures


def _rules(raw: Any, path: Any) -> Iterator[Box]:
    left, bottom, right, top = path.get_bounds()
    if min(right - left, top - bottom) <= THIN:
        yield left, top, right, bottom
        return
    segments = raw.FPDFPath_CountSegments(path)
    if segments > MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = path.get_matrix()
    before: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        point = matrix.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_LINETO and before is not None:
            yield from _straight(before, point)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        if first is not None and raw.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, first)
        before = point


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    """The line between two points, if it is horizontal or vertical."""
    (x0, y0), (x1, y1) = start, end
    if min(abs(x1 - x0), abs(y1 - y0)) <= THIN < max(abs(x1 - x0), abs(y1 - y0)):
        yield min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)


if __name__ == "__main__":
    main()
