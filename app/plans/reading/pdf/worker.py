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
MOST_WORDS = 300_000
"""A page has some 500 words."""
MOST_SEGMENTS = 12
"""Paths with more corners are drawings, no frames of cells."""
ROUND = 2
BLANKS = frozenset(map(ord, "\0 \t\r\n\u2002\u2003\u2009\u200a\u3000"))
HYPHEN_AT_LINE_END = 2
NAME_LENGTH = 128


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
    """The pages of a PDF, or ``{"problem": "password" | "pages" | "words" | "damaged"}``."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        reason = raw.FPDF_GetLastError()
        return {"problem": "password" if reason in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY} else "damaged"}
    if len(document) > most_pages:
        return {"problem": "pages", "pages": len(document)}
    pages = []
    words = 0
    try:
        for page in document:
            pages.append(_page(raw, page))
            words += len(pages[-1]["words"])
            if words > MOST_WORDS:
                return {"problem": "words"}
    except pypdfium2.PdfiumError:
        return {"problem": "damaged"}
    return {"pages": pages}


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
        if self.degrees == 0:
            return [round(side, ROUND) for side in (left, right, self.height - top, self.height - bottom)]
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
    """Words in the order of the file. No-break blanks stay inside a word: no line is broken there.

    PDFium puts a blank or a line end of its own between what stands apart, so only the first and the last letter of a
    word have to be measured; for each letter that would take most of the time.
    """
    measure = _Measure(raw, text_page.raw)
    unicode_at, handle = raw.FPDFText_GetUnicode, text_page.raw
    letters: list[str] = []
    first = 0
    for index in range(text_page.count_chars()):
        code = unicode_at(handle, index)
        if code in BLANKS:
            if letters:
                yield measure.word(letters, first, index - 1)
                letters = []
            continue
        if not letters:
            first = index
        letters.append("-" if code == HYPHEN_AT_LINE_END else chr(code))
        if code == HYPHEN_AT_LINE_END:
            yield measure.word(letters, first, index)
            letters = []
    if letters:
        yield measure.word(letters, first, text_page.count_chars() - 1)


class _Measure:
    """Where words stand, and whether they are bold."""

    def __init__(self, raw: Any, handle: Any) -> None:
        self._raw, self._handle = raw, handle
        self._first, self._last = raw.FS_RECTF(), raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._flags = ctypes.c_int()

    def word(self, letters: list[str], first: int, last: int) -> tuple[str, Box, int]:
        begin, end = self._first, self._last
        self._raw.FPDFText_GetLooseCharBox(self._handle, first, begin)
        self._raw.FPDFText_GetLooseCharBox(self._handle, last, end)
        self._raw.FPDFText_GetFontInfo(self._handle, first, self._name, NAME_LENGTH, self._flags)
        name = self._name.value.lower()
        bold = int(b"bold" in name or b"black" in name or b"heavy" in name)
        return "".join(letters), (begin.left, begin.top, max(begin.right, end.right), begin.bottom), bold


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
