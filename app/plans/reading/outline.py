"""Fifth stage: blocks become sections, and sections become entries (tasks, or numbered duties) with what they hold.

The same numbers mean different things in each section, so a section is first recognised by its words (purpose, tasks,
organisation), then divided by the outermost manner of numbering that it uses itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.plans.reading.blocks import END_OF_PLAN, Block, is_caps
from app.plans.reading.lexicon import UPPER, small
from app.plans.reading.marks import BULLETS, NUMBERED, Kind

OTHER = re.compile(r"^(?:nguồn )?(?:kinh phí|thời gian|tiến độ|chế độ|đối tượng|phạm vi)")
ORGANISATION = re.compile(r"tổ chức (?:thực hiện|triển khai)|phân công|^trách nhiệm|^triển khai thực hiện")
TASKS = re.compile(r"nội dung|nhiệm vụ|giải pháp|công tác trọng tâm|các hoạt động|công việc")
PURPOSE = re.compile(r"mục đích|yêu cầu|mục tiêu|quan điểm|ý nghĩa|chỉ tiêu")
PURPOSE_GROUP = re.compile(r"(?:mục đích|yêu cầu|mục tiêu|quan điểm|ý nghĩa|chỉ tiêu)[^.;:]{0,60}$")
CLOSING = re.compile(
    r"trên đây là|căn cứ (?:vào )?(?:nội dung )?kế hoạch này|nhận được kế hoạch này|(?:kế hoạch này )có hiệu lực"
    r"|trong quá trình (?:tổ chức |triển khai )*thực hiện\b.{0,40}\bnếu"
)
SECTION_KINDS = (Kind.PART, Kind.CAPITAL, Kind.ROMAN)
LONGEST_SECTION_TITLE = 250
LONGEST_UNNUMBERED_TITLE = 90
LONGEST_RUN_IN = 200
SHORTEST_RUN_IN = 40
RUN_IN = re.compile(rf"(?P<head>.{{6,200}}?)(?:(?<=\w)[:.]|(?<=[”\"])[:.])\s+(?=[{UPPER}“\"])")


@dataclass
class Entry:
    """A numbered heading or paragraph (``head``) with the blocks under it."""

    head: Block
    items: list[Block] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.head.mark.label if self.head.mark and self.head.mark.kind in NUMBERED else ""

    @property
    def last_line(self) -> int:
        return (self.items or [self.head])[-1].lines[1]


@dataclass
class Section:
    """A part of the plan with its own title. ``intro`` are the blocks before its first entry."""

    label: str
    title: str
    kind: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    intro: list[Block] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Outline:
    """The body of a plan: what comes before the first section, the sections, and the closing paragraphs."""

    preamble: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    closing: list[Block] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Section]:
        return [section for section in self.sections if section.kind == kind]


def to_outline(blocks: Sequence[Block]) -> Outline:
    """Divide the blocks of the body."""
    outline = Outline()
    heads = _section_heads(blocks)
    for index, block in enumerate(blocks):
        if index in heads:
            title = block.text.rstrip(" .:")
            label = block.mark.label if block.mark else ""
            outline.sections.append(Section(label, title, section_kind(title), block.lines[0]))
        elif outline.sections:
            outline.sections[-1].blocks.append(block)
        else:
            outline.preamble.append(block)
    _take_closing(outline)
    _make_sure_of_tasks(outline.sections)
    for section in outline.sections:
        section.intro, section.entries = _entries(section.blocks, section.kind)
    return outline


def section_kind(title: str) -> str:
    """``purpose``, ``tasks``, ``organisation`` or ``other``, by the words of the title."""
    plain = small(title)
    roles = (("other", OTHER), ("organisation", ORGANISATION), ("tasks", TASKS), ("purpose", PURPOSE))
    for kind, words in roles:
        if words.search(plain):
            return kind
    return "other"


def _section_heads(blocks: Sequence[Block]) -> set[int]:
    """Where sections begin: the outermost numbering, and titles in capitals that lost their number."""
    for kinds in ({Kind.PART}, {Kind.CAPITAL}, {Kind.ROMAN}, {Kind.NUMBER}):
        numbered = _numbered_heads(blocks, kinds, strict=Kind.NUMBER in kinds or Kind.CAPITAL in kinds)
        if numbered:
            return numbered | _unnumbered_heads(blocks)
    return _unnumbered_heads(blocks)


def _numbered_heads(blocks: Sequence[Block], kinds: set[Kind], *, strict: bool) -> set[int]:
    heads: list[int] = []
    expected = 1
    for index, block in enumerate(blocks):
        if block.mark is None or block.mark.kind not in kinds or len(block.text) > LONGEST_SECTION_TITLE:
            continue
        if strict and section_kind(block.text) == "other" and not block.caps:
            continue
        if block.mark.value == expected or block.caps:
            heads.append(index)
            expected = block.mark.value + 1
    if strict and len(heads) < 2:
        return set()
    return set(heads)


def _unnumbered_heads(blocks: Sequence[Block]) -> set[int]:
    return {
        index
        for index, block in enumerate(blocks)
        if block.mark is None
        and is_caps(block.text)
        and len(block.text) <= LONGEST_UNNUMBERED_TITLE
        and section_kind(block.text) != "other"
    }


def _take_closing(outline: Outline) -> None:
    """The last paragraphs speak to everybody ("Trên đây là Kế hoạch ..."); they are nobody's duty."""
    if not outline.sections:
        return
    last = outline.sections[-1]
    for index, block in enumerate(last.blocks):
        marked_duty = block.mark is not None and not small(block.text).startswith("trên đây là")
        if not marked_duty and CLOSING.match(small(block.text)):
            outline.closing = last.blocks[index:]
            last.blocks = last.blocks[:index]
            return
    if len(last.blocks) > 1 and _addresses_everybody(*last.blocks[-2:]):
        outline.closing = [last.blocks.pop()]


def _addresses_everybody(above: Block, block: Block) -> bool:
    """A last paragraph with the mark of the end (``./.``) that is no bullet of the list above it."""
    if block.mark is not None or not END_OF_PLAN.search(block.text):
        return False
    after_bullets = above.mark is not None and above.mark.kind in BULLETS
    return after_bullets or (above.ended and small(block.text).startswith(("yêu cầu ", "đề nghị ")))


def _make_sure_of_tasks(sections: Sequence[Section]) -> None:
    """Where no title speaks of tasks, they are in the section of unknown kind that says most."""
    if any(section.kind == "tasks" for section in sections):
        return
    unknown = [section for section in sections if section.kind == "other" and _task_kinds(section.blocks)]
    if unknown:
        max(unknown, key=lambda section: sum(len(block.text) for block in section.blocks)).kind = "tasks"


def _task_kinds(blocks: Iterable[Block]) -> set[Kind]:
    return {block.mark.kind for block in blocks if block.mark and block.mark.kind in NUMBERED}


def _entries(blocks: Sequence[Block], kind: str) -> tuple[list[Block], list[Entry]]:
    """The entries of one section, and what stands before the first."""
    numbered = _task_kinds(blocks)
    if numbered:
        heads = _heads_in_sequence(blocks, min(numbered))
    elif kind == "tasks":
        heads = _unnumbered_entries(blocks)
    else:
        heads = [block for block in blocks if kind == "organisation" and (block.mark or _opens_list(block))]
        heads = _outermost_bullets(heads)
    intro: list[Block] = []
    entries: list[Entry] = []
    chosen = set(map(id, heads))
    for block in blocks:
        if id(block) in chosen:
            entries.append(Entry(block))
        elif entries:
            entries[-1].items.append(block)
        else:
            intro.append(block)
    if kind == "tasks":
        entries = [_without_run_in_title(entry) for entry in entries]
    return intro, entries


def _heads_in_sequence(blocks: Sequence[Block], kind: Kind) -> list[Block]:
    """Blocks of the outer list. A list inside an entry may use the same manner of numbering and begin again at 1."""
    heads: list[Block] = []
    open_lists: list[int] = []
    above: Block | None = None
    for block in blocks:
        if block.mark and block.mark.kind is kind and not _deeper(block, heads):
            depth = _depth(open_lists, block.mark.value, above)
            open_lists = [*open_lists[:depth], block.mark.value]
            if depth == 0:
                heads.append(block)
        above = block
    return heads


def _deeper(block: Block, heads: Sequence[Block]) -> bool:
    """Whether Word counts a block in a list inside the one that the heads stand in."""
    outer = heads[0].level if heads else None
    return outer is not None and block.level is not None and block.level > outer


def _depth(open_lists: Sequence[int], value: int, above: Block | None) -> int:
    """In which of the open lists (outer first) a number belongs; a new depth where it begins an inner list."""
    if not open_lists:
        return 0
    if value == 1 and above is not None and above.text.endswith(":"):
        return len(open_lists)
    finished = above is not None and above.text.endswith(".")
    fitting = [depth for depth, last in enumerate(open_lists) if value == last + 1]
    if not fitting:
        return 0
    return fitting[0] if finished else fitting[-1]


def _unnumbered_entries(blocks: Sequence[Block]) -> list[Block]:
    """Tasks of a section whose numbers were lost: headings over paragraphs or bullets; else its outermost bullets."""
    headings = [
        block
        for block, following in itertools.pairwise(blocks)
        if block.mark is None and not block.ended and len(block.text) <= LONGEST_SECTION_TITLE and _is_body(following)
    ]
    if len(headings) > 1 or (headings and any(block.mark for block in blocks)):
        return headings
    return _outermost_bullets([block for block in blocks if block.mark])


def _is_body(block: Block) -> bool:
    return block.ended or block.mark is not None


def _opens_list(block: Block) -> bool:
    return block.text.endswith(":")


def _outermost_bullets(blocks: Sequence[Block]) -> list[Block]:
    marked = [block.mark.kind for block in blocks if block.mark]
    if not marked:
        return list(blocks)
    return [block for block in blocks if block.mark and block.mark.kind is marked[0]]


def _without_run_in_title(entry: Entry) -> Entry:
    """``1. Công tác tuyên truyền: Tổ chức ...`` in one paragraph: the words before the colon are the title."""
    head = entry.head
    found = RUN_IN.match(head.text)
    if found is None:
        return entry
    rest = head.text[found.end() :]
    is_sentence = head.text[found.end("head")] == ":" and rest.endswith((".", ";")) and len(rest) >= SHORTEST_RUN_IN
    if not is_sentence and (entry.items or len(head.text) <= LONGEST_RUN_IN):
        return entry
    title = Block(found["head"], head.lines, head.mark, head.strong)
    return Entry(title, [Block(rest, head.lines), *entry.items])


def levels(items: Sequence[Block]) -> list[int]:
    """How deep each item stands: 1 for a paragraph or the outermost bullet under a heading."""
    depths: list[int] = []
    open_kinds: list[tuple[int, Kind]] = []
    for item in items:
        if item.mark is None:
            open_kinds = []
            depths.append(1)
            continue
        manner = (item.level or 0, item.mark.kind)
        if manner in open_kinds:
            open_kinds = open_kinds[: open_kinds.index(manner) + 1]
        else:
            open_kinds.append(manner)
        depths.append(len(open_kinds))
    return depths


def written_mark(block: Block) -> str:
    """The mark as it stood in the document; bullets of any shape as they were."""
    return block.mark.written if block.mark else ""


def is_bullet(block: Block) -> bool:
    """Whether a block carries a bullet and no number."""
    return block.mark is not None and block.mark.kind in BULLETS
