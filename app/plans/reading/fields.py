"""Every field of a read plan with its value and the lines that it came from, in the order of the document.

Paths count from zero: ``tasks[3].title`` is the title of the fourth task. A field that a plan ought to have and this
one has not is there with value None; one that many plans rightly lack (an appendix, a period) is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.plans.reading.assignments import Assignment
from app.plans.reading.citations import Citation
from app.plans.reading.deadlines import Deadline
from app.plans.reading.foot import Signer
from app.plans.reading.header import Inferred
from app.plans.reading.places import Lines, Places, span
from app.plans.reading.plan import ReadPlan, ReadTask
from app.plans.reading.zones import Zones


@dataclass(frozen=True)
class Field:
    """One field; ``lines`` is None where it stands nowhere, as what is missing or was only inferred."""

    path: str
    value: str | None
    lines: Lines | None = None


def fields_of(plan: ReadPlan, zones: Zones) -> list[Field]:
    """All fields of ``plan``, which was read from ``zones``."""
    everywhere = Places(zones.in_order)
    return [
        *_head(plan, zones),
        *_citations("legal_bases", plan.legal_bases, everywhere),
        *_sections(plan, everywhere),
        *_purposes(plan, everywhere),
        *(field for at, task in enumerate(plan.tasks) for field in _task(f"tasks[{at}]", task, everywhere)),
        *_assignments(plan, everywhere),
        *_deadlines(plan, everywhere),
        *_foot(plan, zones),
        *_appendix(plan),
        *_citations("cited_documents", plan.cited_documents, everywhere),
    ]


def _head(plan: ReadPlan, zones: Zones) -> Iterator[Field]:
    head = plan.header
    top, title, text = Places(zones.letterhead), Places(zones.title), Places([*zones.title, *zones.body])
    dated = Places([*zones.letterhead, *zones.foot])
    yield Field("issuer", head.issuer, _office(head.issuer_as_written, top, text, inferred=head.issuer_inferred))
    yield _inferred("parent_authority", head.parent, top, text)
    yield Field("number", head.number, top.find(head.number_as_written))
    yield Field("place", head.place, dated.find(head.place))
    yield Field("date", head.date, dated.find(head.date_as_written))
    yield Field("title", plan.title, title.find(plan.title))
    year = str(head.year) if head.year else None
    yield Field("year", year, title.find(year) or dated.find(head.date_as_written) or text.find(year))
    yield _inferred("province", head.province, top, text)


def _inferred(path: str, found: Inferred | None, top: Places, text: Places) -> Field:
    if found is None:
        return Field(path, None)
    return Field(path, found.name, _office(found.as_written, top, text, inferred=found.inferred))


def _office(written: str | None, top: Places, text: Places, *, inferred: bool) -> Lines | None:
    """Where the name of an office stands: in the letterhead, or in the sentence that it was inferred from."""
    return text.find(written) if inferred else top.find_in_columns(written) or text.find(written)


def _citations(name: str, citations: tuple[Citation, ...], places: Places) -> Iterator[Field]:
    for at, citation in enumerate(citations):
        yield Field(f"{name}[{at}]", citation.symbol, places.find(citation.as_written))
    if not citations and name == "legal_bases":
        yield Field(name, None)


def _sections(plan: ReadPlan, places: Places) -> Iterator[Field]:
    for at, section in enumerate(plan.sections):
        place = places.find(section.title, after=section.line) or (section.line, section.line)
        yield Field(f"sections[{at}]", section.title, place)


def _purposes(plan: ReadPlan, places: Places) -> Iterator[Field]:
    after = next((section.line for section in plan.sections if section.kind == "purpose"), 0)
    for at, purpose in enumerate(plan.purposes):
        place = places.find(purpose, after=after)
        after = place[0] if place else after
        yield Field(f"purposes[{at}]", purpose, place)
    if not plan.purposes:
        yield Field("purposes", None)


def _task(path: str, task: ReadTask, places: Places) -> Iterator[Field]:
    first = task.lines[0]
    yield Field(f"{path}.title", task.title, places.find(task.title, after=first) or (first, first))
    items = span(item.lines for item in task.items)
    yield Field(f"{path}.items", str(len(task.items)) if task.items else None, items)
    yield Field(f"{path}.theme", task.theme, task.lines)
    for name, units in (("owner_units", task.owner_units), ("coordinating_units", task.coordinating_units)):
        for at, unit in enumerate(units):
            yield Field(f"{path}.{name}[{at}]", unit.unit, unit.lines)


def _assignments(plan: ReadPlan, places: Places) -> Iterator[Field]:
    for at, assignment in enumerate(plan.assignments):
        yield from _assignment(f"assignments[{at}]", assignment, places)
    if not plan.assignments:
        yield Field("assignments", None)


def _assignment(path: str, assignment: Assignment, places: Places) -> Iterator[Field]:
    first, last = assignment.lines
    yield Field(f"{path}.unit", assignment.unit, places.find(assignment.unit, after=first) or (first, first))
    count = len(assignment.duties)
    duties = span(places.find(duty, after=first) for duty in assignment.duties)
    yield Field(f"{path}.duties", str(count) if count else None, duties or (first, last))
    for at, other in enumerate(assignment.sub_assignments):
        yield Field(f"{path}.sub_assignments[{at}]", other.unit, places.find(other.unit, after=first))


def _deadlines(plan: ReadPlan, places: Places) -> Iterator[Field]:
    for at, deadline in enumerate(plan.deadlines):
        yield from _deadline(f"deadlines[{at}]", deadline, places)
    if not plan.deadlines:
        yield Field("deadlines", None)


def _deadline(path: str, deadline: Deadline, places: Places) -> Iterator[Field]:
    first, last = deadline.lines
    place = places.find(deadline.due_text, after=first)
    place = place if place and place[1] <= last else deadline.lines
    yield Field(f"{path}.due", deadline.due_date or deadline.due_text, place)
    if deadline.period:
        yield Field(f"{path}.period", deadline.period, place)
    for part, unit in (("from_unit", deadline.from_unit), ("to_unit", deadline.to_unit)):
        if unit or deadline.kind == "report":
            yield Field(f"{path}.{part}", unit, deadline.lines)


def _foot(plan: ReadPlan, zones: Zones) -> Iterator[Field]:
    foot = Places(zones.foot)
    for at, recipient in enumerate(plan.recipients):
        place = foot.find(recipient.as_written) or (recipient.line, recipient.line)
        yield Field(f"recipients[{at}]", recipient.text, place)
    if not plan.recipients:
        yield Field("recipients", None)
    yield _signer(plan.signer, foot)


def _signer(signer: Signer | None, places: Places) -> Field:
    """The lines of a signature follow each other: on whose behalf, the office, the name."""
    if signer is None:
        return Field("signer", None)
    place: Lines | None = None
    for part in (signer.on_behalf, signer.role, signer.name):
        after = place[1] if place else 0
        place = span([place, places.find_in_columns(part, after=after)])
    return Field("signer", signer.name or signer.role or signer.on_behalf, place)


def _appendix(plan: ReadPlan) -> Iterator[Field]:
    for at, row in enumerate(plan.appendix.rows if plan.appendix else ()):
        yield Field(f"appendix.rows[{at}]", row.content, (row.line, row.line))
        title = plan.tasks[row.task].title if row.task is not None else None
        yield Field(f"appendix.rows[{at}].task", title, (row.line, row.line))
