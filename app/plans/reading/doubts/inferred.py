"""What the document does not say in so many words and was concluded from something else."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message

ISSUER = N_("Văn bản không có phần đầu ghi tên cơ quan; tên này lấy từ lời văn. Hãy kiểm tra.")
PARENT = N_("Cơ quan cấp trên được suy ra từ văn bản %(basis)s mà kế hoạch này thực hiện. Hãy kiểm tra.")
PARENT_FROM_WORDS = N_("Cơ quan cấp trên được suy ra từ lời văn, không có ở phần đầu văn bản. Hãy kiểm tra.")
PROVINCE = N_("Tên tỉnh, thành phố được suy ra từ lời văn. Hãy kiểm tra.")
YEARS = {
    "date": N_("Tên kế hoạch không ghi năm; năm này lấy theo ngày ban hành. Hãy kiểm tra."),
    "preamble": N_("Tên kế hoạch không ghi năm; năm này lấy từ đoạn mở đầu. Hãy kiểm tra."),
}
OTHER_YEAR = N_("Tên kế hoạch không ghi năm; năm này được suy ra từ các văn bản nêu trong kế hoạch. Hãy kiểm tra.")
DUE_YEAR = N_("Văn bản chỉ ghi “%(written)s”, không ghi năm; đã lấy năm của kế hoạch. Hãy kiểm tra.")
THEME = N_("Chủ đề do máy đề xuất theo từ ngữ trong nhiệm vụ. Hãy kiểm tra.")


def header(evidence: Evidence) -> Iterator[Doubt]:
    """Names and year that stand in no letterhead and no title."""
    head = evidence.plan.header
    if head.issuer_inferred:
        yield Doubt("issuer", "likely", message(ISSUER))
    if head.parent and head.parent.inferred:
        yield Doubt("parent_authority", "likely", _parent(head.parent.basis))
    if head.province and head.province.inferred:
        yield Doubt("province", "likely", message(PROVINCE))
    if head.year_inferred:
        yield Doubt("year", "likely", message(YEARS.get(head.year_basis or "", OTHER_YEAR)))


def _parent(basis: str | None) -> Message:
    return message(PARENT, basis=basis) if basis else message(PARENT_FROM_WORDS)


def years_of_deadlines(evidence: Evidence) -> Iterator[Doubt]:
    """A day written without its year."""
    for at, deadline in enumerate(evidence.plan.deadlines):
        if deadline.year_inferred:
            yield Doubt(f"deadlines[{at}].due", "likely", message(DUE_YEAR, written=deadline.due_text))


def themes(evidence: Evidence) -> Iterator[Doubt]:
    """No plan names the theme of a task; it is always a suggestion."""
    for at in range(len(evidence.plan.tasks)):
        yield Doubt(f"tasks[{at}].theme", "likely", message(THEME))


RULES = (header, years_of_deadlines, themes)
