"""The file itself is opened by :mod:`worker`, in a process of its own with limits; here its words come back.

Whatever the worker does (end early, hang, answer nonsense), the person who uploaded gets a sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.core.text import N_
from app.plans.reading.lines import Line
from app.plans.reading.pdf.lines import to_lines
from app.plans.reading.pdf.page import Page, Rule, Word
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable
from app.plans.reading.text import PICTURE_BULLETS

MOST_PAGES = 300
MEMORY = 1024
"""Megabytes of address space; a plan needs some 100."""
SECONDS = 20
OUTPUT = 40
"""Megabytes of words with their places; 300 pages have some 10."""
WORKER = Path(__file__).with_name("worker.py")
FEWEST_LETTERS = 30
"""Letters per page on average below which a PDF is a stack of pictures."""

NO_WORDS = N_(
    "Tệp PDF này là bản chụp (scan), không có chữ để đọc. Hãy tải lên tệp Word (.docx) của kế hoạch, "
    "hoặc quét lại có nhận dạng chữ (OCR) tiếng Việt rồi tải lên."
)
TOO_MUCH = N_(
    "Tệp PDF này quá nặng nên không đọc hết được trong thời gian cho phép. "
    "Hãy tải lên tệp Word (.docx) của kế hoạch, hoặc xuất lại PDF từ Word."
)
PROBLEMS = {
    "password": N_("Tệp PDF có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại, hoặc tải lên tệp Word."),
    "damaged": N_("Tệp PDF bị hỏng hoặc không đầy đủ. Hãy xuất lại PDF từ Word, hoặc tải lên tệp Word (.docx)."),
}


def pdf_lines(content: bytes, *, seconds: int = SECONDS, memory: int = MEMORY) -> list[Line]:
    """The lines of a PDF; raises :class:`PlanUnreadable` for one that has no text, too many pages or a password."""
    pages = [_page(number, page) for number, page in enumerate(_extract(content, seconds, memory), start=1)]
    letters = sum(letter.isalpha() for page in pages for word in page.words for letter in word.text)
    pictures = sum(not page.words and page.pictures > 0 for page in pages)
    if letters < FEWEST_LETTERS * len(pages) or pictures > len(pages) / 2:
        raise PlanUnreadable(NO_WORDS)
    return to_lines(pages)


def _extract(content: bytes, seconds: int, memory: int) -> list[dict[str, Any]]:
    """What the worker found on the pages."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as found:
        given.write(content)
        given.seek(0)
        limits = [str(limit) for limit in (memory, seconds, OUTPUT, MOST_PAGES)]
        try:
            ended = subprocess.run(  # noqa: S603  our own program; the file is only its input
                [sys.executable, "-I", str(WORKER), *limits],
                stdin=given,
                stdout=found,
                stderr=subprocess.DEVNULL,
                timeout=seconds + 5,
                check=False,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
            )
        except subprocess.TimeoutExpired as problem:
            raise PlanTooLarge(TOO_MUCH) from problem
        if ended.returncode != 0:
            raise PlanTooLarge(TOO_MUCH) if ended.returncode < 0 else PlanUnreadable(PROBLEMS["damaged"])
        found.seek(0)
        return _pages(found.read())


def _pages(answer: bytes) -> list[dict[str, Any]]:
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError as problem:
        raise PlanUnreadable(PROBLEMS["damaged"]) from problem
    problem_name = found.get("problem")
    if problem_name == "pages":
        raise PlanTooLarge(
            N_(
                "Tệp PDF có %(pages)d trang, nhiều hơn mức %(limit)d trang đọc được. "
                "Hãy tách riêng phần kế hoạch rồi tải lên."
            ),
            pages=int(found["pages"]),
            limit=MOST_PAGES,
        )
    if problem_name == "words":
        raise PlanTooLarge(TOO_MUCH)
    if problem_name is not None:
        raise PlanUnreadable(PROBLEMS.get(str(problem_name), PROBLEMS["damaged"]))
    pages: list[dict[str, Any]] = found["pages"]
    if not pages:
        raise PlanUnreadable(PROBLEMS["damaged"])
    return pages


def _page(number: int, found: dict[str, Any]) -> Page:
    width, height = found["size"]
    words = (
        Word("".join(PICTURE_BULLETS.get(letter, letter) for letter in text), left, right, top, bottom, bool(bold))
        for text, left, right, top, bottom, bold in found["words"]
    )
    return Page(
        number=number,
        width=width,
        height=height,
        words=tuple(words),
        rules=tuple(Rule(*rule) for rule in found["rules"]),
        pictures=found["pictures"],
    )
