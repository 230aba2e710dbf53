"""What the document does not say in so many words and was concluded from something else."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message
from app.plans.reading.header import RECEIVERS

ISSUER = N_("Văn bản không có phần đầu ghi tên cơ quan; tên này lấy từ lời văn. Hãy kiểm tra.")
PARENT = N_("Cơ quan cấp trên được suy ra từ văn bản %(basis)s mà kế hoạch này thực hiện. Hãy kiểm tra.")
PARENT_FROM_RECEIVERS = N_("Cơ quan cấp trên được suy ra từ nơi nhận báo cáo. Hãy kiểm tra.")
PARENT_FROM_WORDS = N_("Cơ quan cấp trên được suy ra từ lời văn, không có ở phần đầu văn bản. Hãy kiểm tra.")
PROVINCE = N_("Tên tỉnh, thành phố được suy ra từ lời văn. Hãy kiểm tra.")
YEARS = {
    "date": N_("Tên kế hoạch không ghi năm; năm này lấy theo ngày ban hành. Hãy kiểm tra."),
    "period in the title": N_("Tên kế hoạch ghi nhiều năm; đây là năm đầu. Hãy kiểm tra."),
    "preamble": N_("Tên kế hoạch không ghi năm; năm này lấy từ đoạn mở đầu. Hãy kiểm tra."),
}
OTHER_YEAR = N_("Tên kế hoạch không ghi năm; năm này được suy ra từ các văn bản nêu trong kế hoạch. Hãy kiểm tra.")
DUE_YEAR = N_("Văn bản chỉ ghi “%(written)s”, không ghi năm; đã lấy năm của kế hoạch. Hãy kiểm tra.")
ROW = N_("Dòng này được ghép với nhiệm vụ theo từ ngữ giống nhau. Hãy kiểm tra.")
UNIT_OF_TASK = N_("Văn bản không nói thẳng đơn vị này phụ trách cả nhiệm vụ; máy suy ra từ phần việc. Hãy kiểm tra.")
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
    if basis == RECEIVERS:
        return message(PARENT_FROM_RECEIVERS)
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


def ties(evidence: Evidence) -> Iterator[Doubt]:
    """Units of tasks and rows of the appendix that were tied by similar words."""
    for at, task in enumerate(evidence.plan.tasks):
        for name, units in (("owner_units", task.owner_units), ("coordinating_units", task.coordinating_units)):
            for index, unit in enumerate(units):
                if unit.sureness != "sure":
                    yield Doubt(f"tasks[{at}].{name}[{index}]", "likely", message(UNIT_OF_TASK))
    for at, row in enumerate(evidence.plan.appendix.rows if evidence.plan.appendix else ()):
        if row.task_sureness == "likely":
            yield Doubt(f"appendix.rows[{at}].task", "likely", message(ROW))


RULES = (header, years_of_deadlines, themes, ties)
