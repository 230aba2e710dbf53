"""Parts of the plan whose role is a guess, and what the appendix leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.outline import section_kind

MANY = 3
UNKNOWN_PART = N_(
    "Tên phần này không cho biết là nhiệm vụ hay phân công, nhưng có %(count)d mục bên dưới. Hãy chọn loại."
)
TAKEN_FOR_TASKS = N_("Không phần nào có tên là “nhiệm vụ”; phần này dài nhất nên được coi là nhiệm vụ. Hãy kiểm tra.")
NO_LEAD = N_("Dòng này không ghi đơn vị chủ trì. Hãy chọn đơn vị.")


def roles(evidence: Evidence) -> Iterator[Doubt]:
    """Sections of kind ``other`` that hold much, and tasks found only by their length."""
    for at, section in enumerate(evidence.body.sections):
        if section.kind == "other" and len(section.entries) >= MANY:
            yield Doubt(f"sections[{at}]", "doubtful", message(UNKNOWN_PART, count=len(section.entries)))
        elif section.kind == "tasks" and section_kind(section.title) != "tasks":
            yield Doubt(f"sections[{at}]", "doubtful", message(TAKEN_FOR_TASKS))


def appendix(evidence: Evidence) -> Iterator[Doubt]:
    """Rows of the appendix without a unit in charge, where the table has a column for it."""
    rows = evidence.plan.appendix.rows if evidence.plan.appendix else ()
    has_leads = any(row.lead for row in rows)
    for at, row in enumerate(rows):
        if has_leads and not row.lead:
            yield Doubt(f"appendix.rows[{at}]", "doubtful", message(NO_LEAD))


RULES = (roles, appendix)
