"""Items of tasks, and duties of units, whose beginning or end is a guess."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.blocks import FULL_STOP, Block, begins_a_sentence
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message
from app.plans.reading.layout import Layout
from app.plans.reading.lexicon import DANGLING
from app.plans.reading.lines import Line
from app.plans.reading.marks import NUMBERED
from app.plans.reading.places import Lines

LONGEST_SURE = 1600
"""Letters. The longest paragraph of a real plan that we know has 1,300."""

ACROSS_PAGES = N_(
    "Đoạn này nối qua hai trang (dòng %(above)d và %(below)d); có thể là hai đoạn. Hãy xem chỗ sang trang."
)
FULL_LINE = N_("Dòng %(above)d kết thúc bằng dấu chấm ở sát lề phải; dòng %(below)d có thể là đoạn khác. Hãy xem lại.")
TORN = N_("Đoạn ở dòng %(first)d bắt đầu bằng chữ thường, có thể là phần sau của đoạn đứng trước. Hãy xem lại.")
CUT = N_("Đoạn ở dòng %(first)d có vẻ bị ngắt giữa chừng (kết thúc bằng “%(word)s”). Hãy xem dòng tiếp theo.")
LONG = N_("Đoạn ở dòng %(first)d rất dài; có thể là nhiều đoạn dính vào nhau. Hãy xem lại.")
NO_END = N_(
    "Đoạn ở dòng %(first)d không có dấu kết thúc; có thể bị cắt hoặc là tên của một mục. Hãy đối chiếu văn bản gốc."
)
ALMOST_ALL = 0.8


def items(evidence: Evidence) -> Iterator[Doubt]:
    """The first doubtful paragraph of each task and of each unit."""
    for entries, part in ((evidence.tasks(), "items"), (evidence.assignments(), "duties")):
        for path, _, entry in entries:
            found = next((doubt for block in entry.items if (doubt := _look_at(block, evidence))), None)
            if found:
                yield Doubt(f"{path}.{part}", "doubtful", *found)


def _look_at(block: Block, evidence: Evidence) -> tuple[Message, Lines] | None:
    joined = _joined(block, evidence)
    if joined:
        return joined
    last = block.text.rsplit(" ", 1)[-1].casefold()
    if block.mark is None and block.text[:1].islower():
        return message(TORN, first=block.lines[0]), block.lines
    if last in DANGLING or last.endswith(","):
        return message(CUT, first=block.lines[0], word=last), block.lines
    return (message(LONG, first=block.lines[0]), block.lines) if len(block.text) > LONGEST_SURE else None


def _joined(block: Block, evidence: Evidence) -> tuple[Message, Lines] | None:
    """The first place where two lines were joined although a paragraph may have ended between them."""
    lines = [line for number, line in evidence.lines.items() if block.lines[0] <= number <= block.lines[1]]
    for above, below in itertools.pairwise(lines):
        place = (above.number, below.number)
        if not FULL_STOP.search(above.text) or not begins_a_sentence(below.text):
            continue
        if above.page != below.page:
            return message(ACROSS_PAGES, above=place[0], below=place[1]), place
        if not _end_is_known(above, below, evidence.layout):
            return message(FULL_LINE, above=place[0], below=place[1]), place
    return None


def _end_is_known(above: Line, below: Line, layout: Layout) -> bool:
    """Whether the page says that the paragraph went on: the next line is not set in, where first lines are."""
    return below.opens is False or (layout.indents_tell and below.indent <= layout.usual_indent)


def unfinished(evidence: Evidence) -> Iterator[Doubt]:
    """A paragraph without an end mark, where the writer sets them: torn, or a heading that lost its number."""
    everything = [block for _, _, entry in (*evidence.tasks(), *evidence.assignments()) for block in entry.items]
    if sum(block.ended for block in everything) < ALMOST_ALL * len(everything):
        return
    for entries, part in ((evidence.tasks(), "items"), (evidence.assignments(), "duties")):
        for path, _, entry in entries:
            following = [*entry.items[1:], None]
            pairs = zip(entry.items, following, strict=True) if entry.items else ()
            block = next((block for block, below in pairs if not block.ended and not _heads(block, below)), None)
            if block:
                yield Doubt(f"{path}.{part}", "doubtful", message(NO_END, first=block.lines[0]), block.lines)


def _heads(block: Block, below: Block | None) -> bool:
    """Whether a numbered line without end mark is the title of what stands below it."""
    if below is None or block.mark is None or block.mark.kind not in NUMBERED:
        return False
    return below.mark is None or below.mark.kind is not block.mark.kind


RULES = (items, unfinished)
