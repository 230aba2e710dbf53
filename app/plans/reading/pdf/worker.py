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
import os
import re
import resource
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]

THIN = 2.5
"""A path that is no thicker than this many points is a line."""
MOST_PATHS = 20_000
MOST_WORDS = 300_000
"""A page has some 500 words."""
MOST_NOTES = 1000
MOST_SEGMENTS = 12
"""Paths with more corners are drawings, no frames of cells."""
ROUND = 2
SMALL, WHOLE = 0.05, 0.8
"""Shares of the page: smaller pictures are stamps and marks, larger ones lie behind the words of a recognised scan."""
WORD = re.compile("[^\0 \t\r\n\u2002\u2003\u2009\u200a\u3000\ufffe]+\ufffe?|\ufffe")
"""No-break blanks stay inside a word: no line is broken there. A hyphen at the end of a line comes as U+FFFE."""
HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
LINE_ENDS = frozenset("\r\n\ufffe") | {""}
BOLD = re.compile(b"bold|black|heavy", re.IGNORECASE)
NAME_LENGTH = 128
TOO_MUCH = 3
"""Exit status where a limit was met."""


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
    load()
    content = sys.stdin.buffer.read()
    try:
        json.dump(extract(content, pages), sys.stdout, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.flush()
    except (MemoryError, OSError):  # no more memory, or more to say than allowed
        os._exit(TOO_MUCH)


def load() -> Any:
    """PDFium, without the helpers around it, which take longer to load than a page to read."""
    import pypdfium2_raw as raw

    return raw


def extract(content: bytes, most_pages: int) -> dict[str, Any]:
    """The pages of a PDF, or ``{"problem": "password" | "pages" | "words" | "damaged"}``."""
    raw = load()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        return {"problem": "password" if locked else "damaged"}
    count = raw.FPDF_GetPageCount(document)
    if count > most_pages:
        return {"problem": "pages", "pages": count, "most": most_pages}
    pages: list[dict[str, Any]] = []
    words = 0
    for index in range(count):
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            return {"problem": "damaged"}
        pages.append(_page(raw, page))
        raw.FPDF_ClosePage(page)
        words += len(pages[-1]["words"])
        if words > MOST_WORDS:
            return {"problem": "words"}
    return {"pages": pages, "attachments": max(0, raw.FPDFDoc_GetAttachmentCount(document))}


def _page(raw: Any, page: Any) -> dict[str, Any]:
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    turn = _Turn(raw.FPDFPage_GetRotation(page), width, height)
    handle = raw.FPDFText_LoadPage(page)
    words = [[text, *turn.box(*box), bold] for text, box, bold in _words(raw, handle)] if handle else []
    raw.FPDFText_ClosePage(handle)
    rules, pictures = _drawn(raw, page)
    shares = [abs(box[2] - box[0]) * abs(box[1] - box[3]) / max(1.0, width * height) for box in pictures]
    return {
        "size": [width, height],
        "words": words,
        "rules": [turn.box(*rule) for rule in rules],
        "pictures": len(pictures),
        "figures": sum(SMALL < share < WHOLE for share in shares),
        "notes": _notes(raw, page),
    }


class _Turn:
    """From PDF coordinates (bottom left, unturned) to those of the page as it is shown (top left)."""

    def __init__(self, quarters: int, width: float, height: float) -> None:
        self.quarters, self.width, self.height = quarters, width, height

    def box(self, left: float, top: float, right: float, bottom: float) -> list[float]:
        """Left, right, top and bottom as shown."""
        if self.quarters == 0:
            return [round(side, ROUND) for side in (left, right, self.height - top, self.height - bottom)]
        corners = [self._point(left, top), self._point(right, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return [round(side, ROUND) for side in (min(xs), max(xs), min(ys), max(ys))]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return ((x, self.height - y), (y, x), (self.width - x, y), (self.width - y, self.height - x))[self.quarters]


def _words(raw: Any, handle: Any) -> Iterator[tuple[str, Box, int]]:
    """Words in the order of the file, with their places, and whether they are bold.

    PDFium puts a blank or a line end of its own between what stands apart, so only the first and the last letter of a
    word have to be measured, and the looks of the first and the last word of a line tell whether all of it is bold.
    Asking for each letter would take most of the time.
    """
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    to_first, to_last = ctypes.pointer(first), ctypes.pointer(last)
    measure, text = raw.FPDFText_GetLooseCharBox, _text(raw, handle)
    is_bold = _Bold(raw, handle)
    bold = 0
    for found in WORD.finditer(text):
        start, end = found.span()
        measure(handle, start, to_first)
        measure(handle, end - 1, to_last)
        if start == 0 or text[start - 1] in LINE_ENDS or text[end : end + 1] in LINE_ENDS:
            bold = is_bold(start)
        box = (first.left, first.top, max(first.right, last.right), first.bottom)
        yield found.group().translate(HYPHENS), box, bold


class _Bold:
    """Whether letters are set in a bold font, by the name of the font."""

    def __init__(self, raw: Any, handle: Any) -> None:
        self._ask, self._handle = raw.FPDFText_GetFontInfo, handle
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._flags = ctypes.pointer(ctypes.c_int())

    def __call__(self, index: int) -> int:
        self._ask(self._handle, index, self._name, NAME_LENGTH, self._flags)
        return int(BOLD.search(self._name.value) is not None)


def _text(raw: Any, handle: Any) -> str:
    """The text of a page, one sign for each letter that PDFium counts."""
    count = raw.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    letters = (ctypes.c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(handle, 0, count, letters) - 1
    text = bytes(letters)[: 2 * length].decode("utf-16-le", "replace")
    if len(text) == count == length:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(handle, index)) for index in range(count))  # rare signs count twice


def _notes(raw: Any, page: Any) -> int:
    """How many notes somebody wrote onto the page; their words are not among those of the page."""
    kinds = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kinds.append(raw.FPDFAnnot_GetSubtype(note))
        raw.FPDFPage_CloseAnnot(note)
    return sum(kind in {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT} for kind in kinds)


def _drawn(raw: Any, page: Any) -> tuple[list[Box], list[Box]]:
    """Horizontal and vertical lines on the page, as far as frames are made of them; and where pictures are."""
    rules: list[Box] = []
    pictures: list[Box] = []
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_bounds(raw, item))
        elif kind == raw.FPDF_PAGEOBJ_PATH and count <= MOST_PATHS:
            rules += _rules(raw, item)
    return rules, pictures


def _rules(raw: Any, path: Any) -> Iterator[Box]:
    left, top, right, bottom = _bounds(raw, path)
    if min(right - left, top - bottom) <= THIN:
        yield left, top, right, bottom
        return
    segments = raw.FPDFPath_CountSegments(path)
    if segments <= MOST_SEGMENTS:
        points = list(_corners(raw, path, segments))
        for (start, _), (end, drawn) in pairwise(points):
            if drawn:
                yield from _straight(start, end)


def _bounds(raw: Any, item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, top.value, right.value, bottom.value


def _corners(raw: Any, path: Any, segments: int) -> Iterator[tuple[tuple[float, float], bool]]:
    """The corners of a path on the page, each with whether a line is drawn to it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    first = (0.0, 0.0)
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        yield point, kind == raw.FPDF_SEGMENT_LINETO
        if raw.FPDFPathSegment_GetClose(segment):
            yield first, True


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    """The line between two points, if it is horizontal or vertical."""
    (x0, y0), (x1, y1) = start, end
    if min(abs(x1 - x0), abs(y1 - y0)) <= THIN < max(abs(x1 - x0), abs(y1 - y0)):
        yield min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)


if __name__ == "__main__":
    main()
