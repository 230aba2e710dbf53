"""Themes that the words of a task do not settle."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.themes import OTHER

NO_WORD = N_("Không có từ ngữ nào cho biết chủ đề của nhiệm vụ này. Hãy chọn chủ đề.")
ONLY_ITEMS = N_("Tên nhiệm vụ không nói rõ chủ đề; đề xuất này dựa vào nội dung bên dưới. Hãy kiểm tra.")
TWO = N_("Tên nhiệm vụ nói đến nhiều chủ đề gần ngang nhau. Hãy chọn chủ đề chính, hoặc tách thành các nhiệm vụ.")


def themes(evidence: Evidence) -> Iterator[Doubt]:
    """No word for any theme, none in the heading, or two themes with much the same weight."""
    for at, task in enumerate(evidence.plan.tasks):
        if task.theme == OTHER:
            yield Doubt(f"tasks[{at}].theme", "doubtful", message(NO_WORD))
        elif not task.theme_in_title:
            yield Doubt(f"tasks[{at}].theme", "doubtful", message(ONLY_ITEMS))
        elif task.rival_theme:
            yield Doubt(f"tasks[{at}].theme", "doubtful", message(TWO))


RULES = (themes,)
