"""Deadlines that name no day, or a day that the plan can hardly mean."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.deadlines import Deadline
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message

BEFORE_ISSUE = N_("Hạn %(due)s sớm hơn ngày ban hành kế hoạch (%(issued)s). Hãy kiểm tra lại ngày.")
OTHER_YEAR = N_("Hạn %(due)s nằm ngoài năm của kế hoạch (%(year)d). Hãy kiểm tra lại năm.")
OTHER_YEARS = N_("Hạn %(due)s nằm ngoài thời gian của kế hoạch (%(year)d-%(last)d). Hãy kiểm tra lại năm.")
NO_DAY = N_("Văn bản chỉ ghi “%(written)s”, không có ngày cụ thể. Hãy ghi ngày hoặc giữ nguyên như văn bản.")
ONLY_RHYTHM = N_("Văn bản chỉ ghi định kỳ “%(written)s”, không có ngày. Hãy ghi ngày báo cáo của từng kỳ.")
PAIRING = N_("Câu này nêu nhiều kỳ báo cáo và nhiều ngày, không chắc ngày nào của kỳ nào. Hãy đối chiếu văn bản gốc.")


def days(evidence: Evidence) -> Iterator[Doubt]:
    """Days that are missing, before the plan, or in another year."""
    head = evidence.plan.header
    for at, deadline in enumerate(evidence.plan.deadlines):
        why = _odd_day(deadline, issued=head.date, years=(head.year, head.year_to or head.year))
        if why:
            yield Doubt(f"deadlines[{at}].due", "doubtful", why)


def _odd_day(deadline: Deadline, *, issued: str | None, years: tuple[int | None, int | None]) -> Message | None:
    due = deadline.due_date
    if due is None and deadline.day:
        return None
    if due is None:
        return message(ONLY_RHYTHM if deadline.period else NO_DAY, written=deadline.due_text)
    if issued and due < issued[: len(due)]:
        return message(BEFORE_ISSUE, due=_shown(due), issued=_shown(issued))
    first, last = years
    if first and last and not first <= int(due[:4]) <= last:
        several = message(OTHER_YEARS, due=_shown(due), year=first, last=last)
        return several if last > first else message(OTHER_YEAR, due=_shown(due), year=first)
    return None


def _shown(written: str) -> str:
    """``2026-03-31`` as ``31/03/2026``."""
    return "/".join(reversed(written.split("-")))


def pairing(evidence: Evidence) -> Iterator[Doubt]:
    """In one paragraph some days have a period and others have none, or a period has no day."""
    numbered = list(enumerate(evidence.plan.deadlines))
    for _, group in itertools.groupby(numbered, key=lambda one: (one[1].lines, one[1].kind)):
        together = list(group)
        with_period = [(one.period, (one.due_date or "")[:4]) for _, one in together if one.period]
        clear = not with_period or (len(with_period) == len(together) == len(set(with_period)))
        if not clear:
            for at, _ in together:
                yield Doubt(f"deadlines[{at}].due", "doubtful", message(PAIRING))


RULES = (days, pairing)
