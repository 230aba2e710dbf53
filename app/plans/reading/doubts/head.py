"""A head of the plan that contradicts itself, and a title that stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.header import COMMITTEE, ISSUES, RANK, last_office, level_of
from app.plans.reading.places import letters

TITLE_IN_PREAMBLE = N_("Không thấy tên dưới chữ “KẾ HOẠCH”; đoạn mở đầu có nêu “%(words)s”. Hãy xem có phải tên không.")
PREAMBLE_IN_TITLE = N_("Tên kế hoạch có lẫn lời của đoạn mở đầu. Hãy xem tên kết thúc ở đâu.")
NO_TITLE_LINE = N_("Không có dòng “KẾ HOẠCH”; tên này lấy từ những dòng đầu văn bản và có thể thiếu. Hãy kiểm tra.")
TORN_TITLE = N_("Tên kế hoạch bắt đầu bằng chữ thường, có thể thiếu phần đầu. Hãy đối chiếu văn bản gốc.")
LONG_TITLE = N_("Tên kế hoạch dài %(letters)d ký tự; có thể đã dính đoạn mở đầu. Hãy xem tên kết thúc ở đâu.")
OTHER_ISSUER = N_("Phần đầu ghi “%(name)s” nhưng đoạn mở đầu ghi “%(other)s” ban hành kế hoạch. Hãy kiểm tra.")
NOT_ABOVE = N_("“%(name)s” không phải cấp trên của cơ quan ban hành. Hãy kiểm tra.")
OTHER_YEAR = N_("Năm %(year)d lệch với ngày ban hành (%(issued)s). Hãy kiểm tra năm thực hiện.")
OF_THE_PLAN = re.compile(r"(?:ban hành|xây dựng)\s+kế hoạch\s+(?P<words>[^;:.]{15,200}?)\s*(?:như sau|với các|,|;|:|$)")
ABBREVIATED = re.compile(r"\b(?:UBND|Uỷ ban nhân dân)\b")
AS_SHOWN_BELOW = re.compile(r"như sau|sau đây|^Căn cứ\b|;\s*(?:Căn cứ|Thực hiện)\b|;$")
LONGEST_TITLE = 350


def title(evidence: Evidence) -> Iterator[Doubt]:
    """The title: absent but named in the preamble, without its line, torn, or run into the preamble."""
    words = evidence.plan.title
    if words is None:
        named = next((hit["words"] for text in evidence.plan.preamble if (hit := OF_THE_PLAN.search(text))), None)
        if named:
            yield Doubt("title", "missing", message(TITLE_IN_PREAMBLE, words=named))
        return
    if words[0].islower():
        yield Doubt("title", "doubtful", message(TORN_TITLE))
    elif AS_SHOWN_BELOW.search(words):
        yield Doubt("title", "doubtful", message(PREAMBLE_IN_TITLE))
    elif len(words) > LONGEST_TITLE:
        yield Doubt("title", "doubtful", message(LONG_TITLE, letters=len(words)))
    elif not evidence.zones.announced:
        yield Doubt("title", "likely", message(NO_TITLE_LINE))


def issuer(evidence: Evidence) -> Iterator[Doubt]:
    """Letterhead and preamble name different offices, or the one above stands below."""
    head = evidence.plan.header
    if head.issuer and not head.issuer_inferred:
        for text in evidence.plan.preamble:
            for hit in ISSUES.finditer(text):
                if not _same_office(head.issuer, hit["who"]):
                    yield Doubt(
                        "issuer", "doubtful", message(OTHER_ISSUER, name=head.issuer, other=last_office(hit["who"]))
                    )
    if head.parent and head.issuer_level:
        above = RANK.get(level_of(head.parent.as_written) or "", 0)
        if 0 < above <= RANK.get(head.issuer_level, 0):
            yield Doubt("parent_authority", "doubtful", message(NOT_ABOVE, name=head.parent.name))


def _same_office(one: str, other: str) -> bool:
    """The same name, with or without what is left out inside its own area (``UBND xã``)."""
    first, second = (letters(ABBREVIATED.sub(COMMITTEE, name)) for name in (one, other))
    return first in second or second in first


def year(evidence: Evidence) -> Iterator[Doubt]:
    """A plan is issued in its year, or in the year before."""
    head = evidence.plan.header
    if head.year and head.date and int(head.date[:4]) not in {head.year, head.year - 1}:
        issued = "/".join(reversed(head.date.split("-")))
        yield Doubt("year", "doubtful", message(OTHER_YEAR, year=head.year, issued=issued))


RULES = (title, issuer, year)
