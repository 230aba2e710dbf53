"""Posters with a QR code: one PDF for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.core import fonts
from app.core.errors import Problem
from app.core.text import N_, SOURCE
from app.core.typeset import breakable, clean, pdf, printable
from app.core.words import _, _n, in_language
from app.desks import qr

Size = Literal["A4", "A5", "A5x2"]
Progress = Callable[[int, int], None]

TEMPLATE = Path(__file__).with_name("posters.typ").read_bytes()
MOST_POSTERS = 500  # a poster takes the typesetter about a megabyte of memory until the file is written
LONGEST_DESK = 90  # names and places of desks are limited where they are typed; older ones are cut here
LONGEST_PLACE = 140
LONGEST_LINE = 90  # letters of an address that still fit on one line
MOST_TASKS = 6
GROUP = 4


class NothingToPrint(Problem):
    """No poster was asked for; an empty PDF would only puzzle."""


class TooManyPosters(Problem):
    """More posters than one run may take memory for."""


@dataclass(frozen=True, kw_only=True)
class PosterWords:
    """What stands on one poster.

    ``tasks`` are titles in plain words: one, or several where the code opens a chooser. ``url`` is what the code
    holds, ``code`` the part of it that is printed in groups of four with dashes; the server must read a typed code
    with :func:`app.core.tokens.read_code`. ``promise`` None means the usual one: anonymous, a minute, no app.
    """

    office: str
    desk: str
    tasks: tuple[str, ...]
    url: str
    code: str
    superior: str = ""
    location: str = ""
    plan: str = ""
    footer: tuple[str, ...] = ()
    promise: str | None = None


def draw(
    posters: Sequence[PosterWords], size: Size = "A5", *, progress: Progress | None = None, locale: str = SOURCE
) -> bytes:
    """One PDF with a poster a page, in the given order; with ``A5x2`` two posters on a sheet of A4 to be cut.

    ``progress(done, total)`` is told after each poster is prepared. ``locale`` is that of the posters' own words,
    whatever language the official reads the screens in. The PDF is tagged and titled, and passes the typesetter's
    check for PDF/UA-1. Raises :class:`NothingToPrint`, :class:`TooManyPosters`, :class:`GlyphMissing` and
    :class:`app.desks.qr.AddressTooLong`.
    """
    if not posters:
        raise NothingToPrint(N_("Chưa có phiếu nào được đặt tại điểm tiếp nhận, nên chưa có tờ mã QR để in."))
    if len(posters) > MOST_POSTERS:
        raise TooManyPosters(
            N_("Mỗi lần in được nhiều nhất %(most)d tờ, lần này có %(count)d tờ. Hãy chia ra in nhiều lần."),
            most=MOST_POSTERS,
            count=len(posters),
        )
    with in_language(locale):
        content = _content(posters, size, progress)
    return pdf(TEMPLATE, "posters", content | {"locale": locale})


def printed_address(url: str, code: str) -> str:
    """The address as people type it: no ``https://``, the host in small letters, the code in groups of four.

    >>> printed_address("HTTPS://DANVAN.BINHMINH.GOV.VN/Q/7K3M9PQR2XYZ", "7K3M9PQR2XYZ")
    'danvan.binhminh.gov.vn/Q/7K3M-9PQR-2XYZ'
    """
    scheme, _separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    before = "" if scheme.lower() == "https" else f"{scheme.lower()}://"
    if code and path.endswith(code):
        groups = [code[start : start + GROUP] for start in range(0, len(code), GROUP)]
        path = path.removesuffix(code) + "-".join(groups)
    return before + host.lower() + slash + path


def _content(posters: Sequence[PosterWords], size: Size, progress: Progress | None) -> dict[str, Any]:
    """Everything that the typesetter is told, as plain data."""
    sheets = []
    for done, poster in enumerate(posters, start=1):
        sheets.append(_sheet(poster))
        if progress:
            progress(done, len(posters))
    return {
        "size": size,
        "longest-line": LONGEST_LINE,
        "fonts": fonts.families(),
        "title": _n("Tờ mã QR lấy ý kiến người dân", "%(num)s tờ mã QR lấy ý kiến người dân", len(posters)),
        "author": sheets[0]["office"],
        "words": _fixed_words(),
        "posters": sheets,
    }


def _fixed_words() -> dict[str, Any]:
    return {
        "description": _("Tờ mã QR để người dân trả lời phiếu hài lòng, không ghi tên."),
        "question": _("Ông/Bà có hài lòng không?"),
        "about": _("Xin cho biết ý kiến về việc:"),
        "choose": _("Quét mã, chọn việc Ông/Bà vừa làm rồi cho biết ý kiến:"),
        "levels": [
            _("Rất không hài lòng"),
            _("Không hài lòng"),
            _("Bình thường"),
            _("Hài lòng"),
            _("Rất hài lòng"),
        ],
        "scan": _("Quét mã bằng camera điện thoại hoặc Zalo"),
        "then": _("Chọn mức hài lòng, bấm Gửi là xong."),
        "by-hand": _("Không quét được? Gõ địa chỉ này vào trình duyệt:"),
    }


def _sheet(poster: PosterWords) -> dict[str, Any]:
    """One poster as the typesetter gets it; every text is cleaned and its letters are checked."""
    promise = _("Ẩn danh · 1 phút · không cần cài đặt") if poster.promise is None else poster.promise
    address = printable(printed_address(poster.url.partition("?")[0], poster.code))
    return {
        "office": clean(poster.office),
        "superior": clean(poster.superior),
        "desk": clean(poster.desk, LONGEST_DESK),
        "location": clean(poster.location, LONGEST_PLACE),
        "tasks": _named_tasks(poster.tasks),
        "plan": clean(poster.plan, LONGEST_PLACE),
        "footer": [clean(line) for line in poster.footer],
        "promise": clean(promise),
        "address": address if len(address) <= LONGEST_LINE else breakable(address),
        "alt": _("Mã QR mở địa chỉ %(url)s", url=poster.url),
        "qr": qr.svg(poster.url),
    }


def _named_tasks(tasks: Sequence[str]) -> list[str]:
    """The tasks that a chooser names; the rest is counted, since a list that shrinks to nothing helps nobody."""
    named = [clean(task) for task in tasks]
    if len(named) <= MOST_TASKS:
        return named
    rest = len(named) - MOST_TASKS + 1
    return [*named[: MOST_TASKS - 1], _("và %(count)d việc khác", count=rest)]
