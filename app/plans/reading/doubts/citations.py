"""Cited documents whose symbol was mended, or that contradict themselves or the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.citations import SYMBOL_KINDS, Citation
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.lexicon import small

MENDED = N_("Văn bản ghi “%(written)s”; máy đã nối lại ký hiệu bị ngắt. Hãy kiểm tra.")
OTHER_KIND = N_("Ký hiệu %(symbol)s là của %(symbol_kind)s, nhưng văn bản gọi là %(kind)s. Hãy kiểm tra.")
LATER = N_("Văn bản này đề ngày %(date)s, sau ngày ban hành kế hoạch. Hãy kiểm tra lại ngày.")
TWO_DATES = N_("Ký hiệu %(symbol)s được nêu với nhiều ngày khác nhau. Hãy kiểm tra có phải cùng một văn bản không.")
GENERAL_KINDS = frozenset({"văn bản", "văn bản hợp nhất"})
SHARED_SYMBOLS = frozenset({("quyết định", "quy định"), ("quyết định", "quy chế")})
"""The Party writes QĐ for a Quy định, too."""
GROUPS = re.compile(r"[A-ZĐa-zđ]+")


def documents(evidence: Evidence) -> Iterator[Doubt]:
    """What the plan rests on, and what it names anywhere."""
    for name, citations in (
        ("legal_bases", evidence.plan.legal_bases),
        ("cited_documents", evidence.plan.cited_documents),
    ):
        symbols = Counter(citation.symbol for citation in citations)
        for at, citation in enumerate(citations):
            yield from _doubts(f"{name}[{at}]", citation, evidence.plan.header.date, twice=symbols[citation.symbol] > 1)


def _doubts(path: str, citation: Citation, issued: str | None, *, twice: bool) -> Iterator[Doubt]:
    wanted = _kind_of(citation.symbol)
    if wanted and not _agree(small(wanted), small(citation.kind)):
        why = message(OTHER_KIND, symbol=citation.symbol, symbol_kind=wanted, kind=citation.kind)
        yield Doubt(path, "doubtful", why)
    if citation.date and issued and citation.date > issued:
        yield Doubt(path, "doubtful", message(LATER, date="/".join(reversed(citation.date.split("-")))))
    if twice:
        yield Doubt(path, "doubtful", message(TWO_DATES, symbol=citation.symbol))
    if citation.symbol_as_written:
        yield Doubt(path, "likely", message(MENDED, written=citation.symbol_as_written))


def _agree(wanted: str, named: str) -> bool:
    return named in GENERAL_KINDS or wanted in named or named in wanted or (wanted, named) in SHARED_SYMBOLS


def _kind_of(symbol: str) -> str | None:
    return next((SYMBOL_KINDS[group] for group in GROUPS.findall(symbol) if group in SYMBOL_KINDS), None)


RULES = (documents,)
