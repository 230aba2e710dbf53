"""The result: what was read from a plan document, frozen, with the lines of the file that each part came from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.plans.reading.appendix import Appendix
from app.plans.reading.assignments import Assignment
from app.plans.reading.citations import Citation
from app.plans.reading.deadlines import Deadline
from app.plans.reading.findings import Finding, Message, Sureness
from app.plans.reading.foot import Recipient, Signer
from app.plans.reading.header import Header, Inferred

DOC_TYPE = "Kế hoạch"


@dataclass(frozen=True)
class SourceLine:
    """One line of the document as it was read. All ``lines`` elsewhere are first and last of these ``number``s.

    In a text file numbers are those of the file, where lines without words have none of these; in other files they
    count from 1. ``cells`` are the columns that stand side by side in a table or letterhead, else empty.
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadSection:
    """A part of the plan; ``kind`` is ``purpose``, ``tasks``, ``organisation`` or ``other``."""

    label: str
    title: str
    kind: str
    line: int


@dataclass(frozen=True)
class PurposeGroup:
    """Paragraphs of the purpose section under one number; ``title`` is None where they are numbered without title."""

    label: str | None
    title: str | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class ReadItem:
    """One paragraph or bullet of a task, without its mark."""

    text: str
    marker: str
    level: int
    lines: tuple[int, int]


@dataclass(frozen=True)
class TaskUnit:
    """A unit that the plan names for a task, and where: in a duty or in a row of the appendix."""

    unit: str
    lines: tuple[int, int]
    sureness: Sureness


@dataclass(frozen=True)
class ReadTask:
    """One task. ``section`` is the label of its section, ``reasons`` the words that speak for each theme.

    ``theme_in_title``: its heading speaks for the theme; ``rival_theme``: and nearly as much for this other one.
    ``owner_units`` and ``coordinating_units``: who leads it and who takes part, as far as the plan says.
    """

    label: str
    title: str
    section: str
    items: tuple[ReadItem, ...]
    theme: str
    further_themes: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]]
    lines: tuple[int, int]
    theme_in_title: bool = False
    rival_theme: str | None = None
    owner_units: tuple[TaskUnit, ...] = ()
    coordinating_units: tuple[TaskUnit, ...] = ()


@dataclass(frozen=True)
class ReadPlan:
    """Everything that was understood of one document. Absent parts are None or empty, never invented.

    ``source`` are all lines of the document, letterhead, foot and appendix too; ``findings`` say of each field where it
    stands in them and how sure it is. ``left_out`` are sentences about what in the file could not be read.
    """

    filename: str
    header: Header
    title: str | None
    preamble: tuple[str, ...]
    legal_bases: tuple[Citation, ...]
    cited_documents: tuple[Citation, ...]
    sections: tuple[ReadSection, ...]
    purpose_groups: tuple[PurposeGroup, ...]
    tasks: tuple[ReadTask, ...]
    assignments: tuple[Assignment, ...]
    deadlines: tuple[Deadline, ...]
    closing: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    signer: Signer | None
    appendix: Appendix | None
    source: tuple[SourceLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[Message, ...] = ()

    @property
    def purposes(self) -> tuple[str, ...]:
        """The paragraphs of the purpose section, without their grouping."""
        return tuple(item for group in self.purpose_groups for item in group.items)

    def as_json(self) -> dict[str, Any]:
        """Plain data: dictionaries, lists, strings and numbers, ready for ``json.dumps``."""
        return {
            "source_file": self.filename,
            "doc_type": DOC_TYPE,
            **_header_json(self.header),
            "title": self.title,
            "preamble": list(self.preamble),
            "legal_bases": [_basis_json(base) for base in self.legal_bases],
            "cited_documents": [_citation_json(citation) for citation in self.cited_documents],
            "sections": [asdict(section) for section in self.sections],
            "purposes": list(self.purposes),
            "purpose_groups": [{**asdict(group), "items": list(group.items)} for group in self.purpose_groups],
            "tasks": [_task_json(task) for task in self.tasks],
            "assignments": [_assignment_json(assignment) for assignment in self.assignments],
            "deadlines": [{**asdict(deadline), "lines": list(deadline.lines)} for deadline in self.deadlines],
            "closing": list(self.closing),
            "recipients": [asdict(recipient) for recipient in self.recipients],
            "signer": asdict(self.signer) if self.signer else None,
            "appendix": _appendix_json(self.appendix),
            "source": [{**asdict(line), "cells": list(line.cells)} for line in self.source],
            "findings": [finding.as_json() for finding in self.findings],
            "left_out": [said.as_json() for said in self.left_out],
        }


def _header_json(header: Header) -> dict[str, Any]:
    return {
        "issuer": header.issuer,
        "issuer_as_written": header.issuer_as_written,
        "issuer_level": header.issuer_level,
        "issuer_inferred": header.issuer_inferred,
        "parent_authority": _inferred_json(header.parent),
        "province": _inferred_json(header.province),
        "number": header.number,
        "number_as_written": header.number_as_written,
        "date": header.date,
        "date_as_written": header.date_as_written,
        "place": header.place,
        "year": header.year,
        "year_inferred": header.year_inferred,
        "year_basis": header.year_basis,
        "year_to": header.year_to,
    }


def _inferred_json(found: Inferred | None) -> dict[str, Any] | None:
    return asdict(found) if found else None


def _citation_json(citation: Citation) -> dict[str, Any]:
    data = {
        "kind": citation.kind,
        "symbol": citation.symbol,
        "date": citation.date,
        "issuer_text": citation.issuer,
        "as_written": citation.as_written,
        "where": list(citation.where),
        "mentions": citation.mentions,
    }
    return {**data, "symbol_as_written": citation.symbol_as_written} if citation.symbol_as_written else data


def _basis_json(base: Citation) -> dict[str, Any]:
    return {
        "kind": base.kind,
        "symbol": base.symbol,
        "date": base.date,
        "issuer_text": base.issuer,
        "as_written": base.as_written,
        "subject": base.subject,
        "nested": base.nested,
    }


def _task_json(task: ReadTask) -> dict[str, Any]:
    return {
        "label": task.label,
        "title": task.title,
        "section": task.section,
        "items": [item.text for item in task.items],
        "item_markers": [item.marker for item in task.items],
        "item_levels": [item.level for item in task.items],
        "item_lines": [list(item.lines) for item in task.items],
        "theme": task.theme,
        "themes_secondary": list(task.further_themes),
        "theme_rival": task.rival_theme,
        "theme_reasons": {theme: list(words) for theme, words in task.reasons.items()},
        "owner_units": [_unit_json(one) for one in task.owner_units],
        "coordinating_units": [_unit_json(one) for one in task.coordinating_units],
        "lines": list(task.lines),
    }


def _unit_json(one: TaskUnit) -> dict[str, Any]:
    return {"unit": one.unit, "lines": list(one.lines), "sureness": one.sureness}


def _assignment_json(assignment: Assignment) -> dict[str, Any]:
    return {
        "label": assignment.label,
        "unit": assignment.unit,
        "inline_unit": assignment.inline_unit,
        "duties": list(assignment.duties),
        "sub_assignments": [asdict(other) for other in assignment.sub_assignments],
        "tasks": [asdict(tie) for tie in assignment.tasks],
        "lines": list(assignment.lines),
    }


def _appendix_json(appendix: Appendix | None) -> dict[str, Any] | None:
    if appendix is None:
        return None
    return {
        "title": appendix.title,
        "caption": appendix.caption,
        "columns": list(appendix.columns),
        "rows": [asdict(row) for row in appendix.rows],
    }
