"""Units whose name may be cut, glued to a duty, or no unit at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message
from app.plans.reading.lexicon import DANGLING
from app.plans.reading.places import Lines, letters
from app.plans.reading.units import begins_unit

LONGEST_SURE = 120
INSIDE = N_("Tên đơn vị nằm trong câu, không đứng riêng; máy tách ra từ câu đó. Hãy kiểm tra.")
CUT = N_("Tên đơn vị kết thúc bằng “%(word)s”, có vẻ bị ngắt giữa chừng. Hãy ghi đủ tên.")
UNKNOWN = N_("Tên này không giống tên một cơ quan, đơn vị. Hãy xem đây là đơn vị hay là phần việc.")
LONG = N_("Tên đơn vị rất dài; có thể đã dính phần việc. Hãy xem tên kết thúc ở đâu.")
TWICE = N_("Đơn vị này có ở hai mục phân công. Hãy xem có cần gộp lại không.")
SECOND_UNIT = N_("Đoạn này nói về một đơn vị khác đơn vị của mục; máy tách thành phân công riêng. Hãy kiểm tra.")
FROM_HEADING = N_("Câu văn không nêu đơn vị; đã lấy theo mục hoặc câu đứng trước. Hãy kiểm tra.")


def units(evidence: Evidence) -> Iterator[Doubt]:
    """The unit of each assignment, and of paragraphs that speak of another one."""
    count = Counter(letters(one.unit) for one in evidence.plan.assignments if one.unit)
    for at, assignment in enumerate(evidence.plan.assignments):
        unit = assignment.unit
        why = _odd_name(unit) if unit else None
        if why is None and unit and count[letters(unit)] > 1:
            why = message(TWICE)
        if why:
            yield Doubt(f"assignments[{at}].unit", "doubtful", why)
        elif assignment.inline_unit and unit:
            yield Doubt(f"assignments[{at}].unit", "likely", message(INSIDE))
        for index, _ in enumerate(assignment.sub_assignments):
            yield Doubt(f"assignments[{at}].sub_assignments[{index}]", "likely", message(SECOND_UNIT))


def of_deadlines(evidence: Evidence) -> Iterator[Doubt]:
    """Who has to do it and who receives the report."""
    for at, deadline in enumerate(evidence.plan.deadlines):
        for part, unit in (("from_unit", deadline.from_unit), ("to_unit", deadline.to_unit)):
            why = _odd_name(unit) if unit else None
            if why:
                yield Doubt(f"deadlines[{at}].{part}", "doubtful", why)
            elif unit and not _is_named(unit, evidence, deadline.lines):
                yield Doubt(f"deadlines[{at}].{part}", "likely", message(FROM_HEADING))


def _is_named(unit: str, evidence: Evidence, place: Lines) -> bool:
    """Whether the paragraph of a deadline names the unit itself."""
    words = [line.text for number, line in evidence.lines.items() if place[0] <= number <= place[1]]
    return letters(unit) in letters(" ".join(words))


def _odd_name(unit: str) -> Message | None:
    last = unit.rsplit(" ", 1)[-1]
    if last.casefold() in DANGLING:
        return message(CUT, word=last)
    if not begins_unit(unit):
        return message(UNKNOWN)
    return message(LONG) if len(unit) > LONGEST_SURE else None


RULES = (units, of_deadlines)
