"""The way from a document to a plan, stage by stage: lines, layout, zones, blocks, outline, plan, doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.text import N_
from app.plans.reading import foot, outline, themes
from app.plans.reading.appendix import read_appendix
from app.plans.reading.assignments import Assignment, read_assignments
from app.plans.reading.blocks import Block, to_blocks
from app.plans.reading.citations import Mention, find_mentions, legal_bases, merge
from app.plans.reading.deadlines import Deadline, find_deadlines
from app.plans.reading.document import Document
from app.plans.reading.doubts import Evidence, judge
from app.plans.reading.fields import fields_of
from app.plans.reading.formats import LIMIT, lines_of, read_document
from app.plans.reading.header import Header, Sources, read_header, with_superior
from app.plans.reading.layout import Layout, learn
from app.plans.reading.lexicon import small
from app.plans.reading.lines import Line
from app.plans.reading.outline import Entry, Outline, Section, to_outline
from app.plans.reading.plan import PurposeGroup, ReadItem, ReadPlan, ReadSection, ReadTask, SourceLine
from app.plans.reading.problems import NotAPlan, PlanWithoutTasks
from app.plans.reading.syllables import weigh
from app.plans.reading.text import tidy
from app.plans.reading.ties import tie
from app.plans.reading.zones import SUBTITLE_NOTE, Zones, to_zones

LONGEST_GROUP_TITLE = 120
REPORTED_TO = re.compile(r"b/c|báo cáo")
FEWEST_WORDS = 20
MARKED_WORDS = 0.1
MOST_TASKS = 400
"""Real plans have five to sixty. Beyond this the numbers in the document count something else."""


def read_plan(content: bytes, filename: str, *, limit: int = LIMIT) -> ReadPlan:
    """Read an uploaded plan of at most ``limit`` bytes.

    Raises :class:`PlanUnreadable` with a sentence that says what to do; :class:`NotAPlan` and
    :class:`PlanWithoutTasks` among them carry what was recognised.
    """
    return _read(read_document(content, limit=limit), filename)


def read_text(text: str, filename: str = "") -> ReadPlan:
    """Read a plan that was pasted as text; raises like :func:`read_plan`."""
    return _read(Document(lines_of(tidy(text))), filename)


def _read(document: Document, filename: str) -> ReadPlan:
    lines = document.lines
    zones = to_zones(lines, learn(lines))
    layout = learn(zones.body)
    body = to_outline(to_blocks(zones.body, layout))
    plan = tie(_plan(filename, zones, body, layout))
    findings = judge(Evidence(plan, fields_of(plan, zones), zones, body, layout))
    source = tuple(map(_source_line, lines))
    plan = replace(plan, source=source, findings=tuple(findings), left_out=document.left_out)
    _refuse_what_is_no_plan(plan, zones)
    return plan


def _source_line(line: Line) -> SourceLine:
    return SourceLine(line.number, line.text, line.page, line.cells if len(line.cells) > 1 else ())


def _refuse_what_is_no_plan(plan: ReadPlan, zones: Zones) -> None:
    if not zones.announced and zones.other_type:
        raise NotAPlan(
            N_(
                "Văn bản này ghi tên loại là “%(kind)s”, không phải kế hoạch. "
                "Hãy chọn tệp kế hoạch có các nhiệm vụ cần đo sự hài lòng."
            ),
            plan,
            kind=zones.other_type,
        )
    known = [section for section in plan.sections if section.kind != "other"]
    if not zones.announced and len(known) < 2:
        if _is_foreign(plan):
            raise NotAPlan(
                N_(
                    "Văn bản này không viết bằng tiếng Việt có dấu nên không đọc được như một kế hoạch. "
                    "Hãy tải lên bản tiếng Việt của kế hoạch."
                ),
                plan,
            )
        raise NotAPlan(
            N_(
                "Không nhận ra đây là một kế hoạch: thiếu tên loại “KẾ HOẠCH” và các phần như “Mục đích, yêu cầu”, "
                "“Nội dung thực hiện”, “Tổ chức thực hiện”. Hãy kiểm tra lại tệp đã chọn."
            ),
            plan,
        )
    if not plan.tasks:
        raise PlanWithoutTasks(
            N_(
                "Không tìm thấy nhiệm vụ nào trong kế hoạch này. Nhiệm vụ là các mục đánh số (1, 2, 3...) trong phần "
                "nội dung thực hiện; hãy kiểm tra tệp có đủ phần này không."
            ),
            plan,
        )
    if len(plan.tasks) > MOST_TASKS:
        raise NotAPlan(
            N_(
                "Đọc được %(tasks)d mục đánh số, quá nhiều so với nhiệm vụ của một kế hoạch. "
                "Hãy kiểm tra lại tệp, bỏ phần danh sách hoặc bảng biểu dài rồi tải lên."
            ),
            plan,
            tasks=len(plan.tasks),
        )


def _is_foreign(plan: ReadPlan) -> bool:
    """Whether hardly a word carries the marks that two of three Vietnamese words have."""
    evidence = weigh("\n".join(line.text for line in plan.source))
    return evidence.words >= FEWEST_WORDS and evidence.marked < MARKED_WORDS * evidence.words


def _plan(filename: str, zones: Zones, body: Outline, layout: Layout) -> ReadPlan:
    title = _title(zones.title, layout)
    preamble = [block.text for block in body.preamble]
    closing = [block.text for block in body.closing]
    bases = legal_bases(preamble)
    tasks = [_task(section, entry) for section in body.of_kind("tasks") for entry in section.entries]
    assignments = read_assignments(body.of_kind("organisation"))
    header = read_header(
        Sources(
            letterhead=zones.letterhead,
            title=title,
            preamble=preamble,
            closing=closing,
            body=[block.text for section in body.sections for block in section.blocks],
            bases=bases,
            last_lines=zones.foot,
        )
    )
    recipients, signer = foot.read_foot(zones.foot)
    deadlines = _deadlines(body, assignments, header)
    return ReadPlan(
        filename=filename,
        header=with_superior(header, _receivers(recipients, deadlines)),
        title=title,
        preamble=tuple(preamble),
        legal_bases=tuple(bases),
        cited_documents=tuple(merge(_mentions(title, body, own=header.number))),
        sections=tuple(ReadSection(part.label, part.title, part.kind, part.line) for part in body.sections),
        purpose_groups=tuple(group for section in body.of_kind("purpose") for group in _purposes(section)),
        tasks=tuple(tasks),
        assignments=tuple(assignments),
        deadlines=tuple(deadlines),
        closing=tuple(closing),
        recipients=tuple(recipients),
        signer=signer,
        appendix=read_appendix(zones.appendix),
    )


def _receivers(recipients: Iterable[foot.Recipient], deadlines: Iterable[Deadline]) -> list[str]:
    """To whom the office reports: recipients with "(b/c)" or "(để báo cáo)", and receivers of reports."""
    noted = [one.text for one in recipients if one.note and REPORTED_TO.search(small(one.note))]
    return noted + [deadline.to_unit for deadline in deadlines if deadline.kind == "report" and deadline.to_unit]


def _title(lines: Sequence[Line], layout: Layout) -> str | None:
    words = [line.text for line in lines if not SUBTITLE_NOTE.match(small(line.text))]
    return " ".join(words) or None


def _task(section: Section, entry: Entry) -> ReadTask:
    depths = outline.levels(entry.items)
    items = tuple(
        ReadItem(block.text, outline.written_mark(block), depth, block.lines)
        for block, depth in zip(entry.items, depths, strict=True)
    )
    suggestion = themes.suggest_theme(entry.head.text, [item.text for item in items])
    return ReadTask(
        label=entry.label,
        title=entry.head.text,
        section=section.label,
        items=items,
        theme=suggestion.theme,
        further_themes=suggestion.further,
        reasons=suggestion.reasons,
        lines=(entry.head.lines[0], entry.last_line),
        theme_in_title=suggestion.in_title,
        rival_theme=suggestion.rival,
    )


def _purposes(section: Section) -> list[PurposeGroup]:
    """The purpose section; short numbered lines over paragraphs are titles, other numbered blocks are paragraphs."""
    groups = []
    if section.intro:
        groups.append(PurposeGroup(None, None, tuple(block.text for block in section.intro)))
    for entry in section.entries:
        title, first = _group_title(entry)
        items = tuple(([first] if first else []) + [block.text for block in entry.items])
        groups.append(PurposeGroup(entry.label or None, title, items))
    return groups


def _group_title(entry: Entry) -> tuple[str | None, str | None]:
    """``Mục đích`` over its paragraphs, or ``Mục đích: Nâng cao ...`` in one."""
    text = entry.head.text
    title, colon, rest = text.partition(":")
    if colon and rest.strip() and outline.PURPOSE_GROUP.match(small(title)):
        return title.strip(), rest.strip()
    is_title = entry.items and len(text) <= LONGEST_GROUP_TITLE and not text.endswith((".", ";"))
    return (text.rstrip(" :"), None) if is_title else (None, text)


def _mentions(title: str | None, body: Outline, *, own: str | None) -> list[Mention]:
    """Every document named anywhere, with the path of labels, without the plan's own number."""
    found: list[Mention] = find_mentions(title or "", "title")
    for block in body.preamble:
        found += find_mentions(block.text, "preamble")
    for section in body.sections:
        for block in section.intro:
            found += find_mentions(block.text, section.label)
        for entry in section.entries:
            path = _path(section.label, entry.label)
            for block in (entry.head, *entry.items):
                found += find_mentions(block.text, path)
    for block in body.closing:
        found += find_mentions(block.text, "closing")
    return [mention for mention in found if mention.symbol != own]


def _deadlines(body: Outline, assignments: Iterable[Assignment], header: Header) -> list[Deadline]:
    found: list[Deadline] = []
    units = {assignment.lines[0]: assignment.unit for assignment in assignments}
    entries = [entry for section in body.of_kind("tasks") for entry in section.entries]
    tasks = {id(entry): at for at, entry in enumerate(entries)}
    for section in body.sections:
        duties = section.kind in {"organisation", "other"}
        found += _in_blocks(section.intro, section.label, None, header, duties=duties)
        for entry in section.entries:
            unit = units.get(entry.head.lines[0])
            path = _path(section.label, entry.label)
            here = _in_blocks([entry.head, *entry.items], path, unit, header, duties=duties)
            found += [replace(deadline, task=tasks.get(id(entry))) for deadline in here]
    return found + _in_blocks(body.closing, "closing", None, header, duties=True)


def _in_blocks(
    blocks: Iterable[Block], where: str, unit: str | None, header: Header, *, duties: bool
) -> list[Deadline]:
    found: list[Deadline] = []
    for block in blocks:
        found += find_deadlines(block.text, where=where, lines=block.lines, unit=unit, year=header.year, duties=duties)
    return found


def _path(*labels: str) -> str:
    return ".".join(label for label in labels if label)
