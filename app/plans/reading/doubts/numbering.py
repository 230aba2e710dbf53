"""Numbers that leave one out, come twice or go back: a heading may be lost, or a list inside was taken for headings."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.marks import NUMBERED, Mark, read_mark
from app.plans.reading.outline import Entry, Section

LATE_START = N_("Mục đầu tiên ở đây mang số %(label)s; có thể thiếu mục đứng trước. Hãy đối chiếu văn bản gốc.")
GAP = N_("Số thứ tự nhảy từ %(before)s sang %(label)s; có thể thiếu một mục ở giữa. Hãy đối chiếu văn bản gốc.")
BACK = N_("Số thứ tự %(label)s đứng sau %(before)s; có thể là mục con bị đọc thành mục lớn. Hãy đối chiếu văn bản gốc.")
MIXED = N_("Cách đánh số của mục này (%(label)s) khác mục đứng trước (%(before)s). Hãy đối chiếu văn bản gốc.")
UNNUMBERED = N_("Mục này không có số thứ tự như các mục khác. Hãy xem đây có phải là tên một mục không.")

MIXED_IN = N_("Giữa mục %(before)s và mục %(label)s có thể thiếu một mục; nội dung của mục đó có thể đã lẫn vào đây.")
CONTENT = {"title": "items", "unit": "duties"}
"""The field with what stands below a heading."""

Numbered = tuple[str, Mark | None]


def sections(evidence: Evidence) -> Iterator[Doubt]:
    """The parts of the plan."""
    labels = [(f"sections[{at}]", section.label) for at, section in enumerate(evidence.body.sections)]
    yield from _in_order([(path, read_mark(f"{label}. x")[0] if label else None) for path, label in labels])


def tasks(evidence: Evidence) -> Iterator[Doubt]:
    """The tasks, section by section: each may begin again at one."""
    yield from _by_section(evidence.tasks(), "title")


def assignments(evidence: Evidence) -> Iterator[Doubt]:
    """The units of the organisation section."""
    yield from _by_section(evidence.assignments(), "unit")


def _by_section(entries: Iterable[tuple[str, Section, Entry]], part: str) -> Iterator[Doubt]:
    for _, group in itertools.groupby(entries, key=lambda one: id(one[1])):
        yield from _in_order([(f"{path}.{part}", entry.head.mark) for path, _, entry in group])


def _in_order(numbered: list[Numbered]) -> Iterator[Doubt]:
    if not any(mark and mark.kind in NUMBERED for _, mark in numbered):
        return
    above: Mark | None = None
    last_path = ""
    for path, mark in numbered:
        doubt = _doubt(path, above, mark)
        if doubt:
            yield doubt
            yield from _content_before(last_path, above, mark)
        last_path = path
        above = mark if mark and mark.kind in NUMBERED else above


def _content_before(path: str, above: Mark | None, mark: Mark | None) -> Iterator[Doubt]:
    """What stands under a lost heading was read under the heading before it."""
    if above and mark and mark.kind is above.kind and mark.value > above.value + 1:
        field, _, part = path.rpartition(".")
        if part in CONTENT:
            why = message(MIXED_IN, before=above.label, label=mark.label)
            yield Doubt(f"{field}.{CONTENT[part]}", "doubtful", why)


def _doubt(path: str, above: Mark | None, mark: Mark | None) -> Doubt | None:
    if mark is None or mark.kind not in NUMBERED:
        return Doubt(path, "doubtful", message(UNNUMBERED))
    if above is None:
        return Doubt(path, "doubtful", message(LATE_START, label=mark.label)) if mark.value > 1 else None
    if mark.kind is not above.kind:
        return Doubt(path, "doubtful", message(MIXED, before=above.label, label=mark.label))
    if mark.value == above.value + 1 or _begins_again(above, mark):
        return None
    text = GAP if mark.value > above.value + 1 else BACK
    return Doubt(path, "doubtful", message(text, before=above.label, label=mark.label))


def _begins_again(above: Mark, mark: Mark) -> bool:
    """``1.2`` and then ``2.1``: the number in front has moved on."""
    return "." in mark.label and mark.value == 1 and mark.label.rpartition(".")[0] != above.label.rpartition(".")[0]


RULES = (sections, tasks, assignments)
