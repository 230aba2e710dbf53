"""Decisions about due dates: their state, internal before outward, when to remind, what may be attached. Pure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from types import MappingProxyType

from app.core.text import N_, fold
from app.offices.rules import WorkingDays

SOON = 14
"""So many days before its last day something counts as due."""

STATES = MappingProxyType(
    {
        "overdue": N_("Quá hạn"),
        "due": N_("Đến hạn trong 14 ngày"),
        "later": N_("Sắp tới"),
        "asking": N_("Cần đặt ngày"),
        "done": N_("Đã xong"),
    }
)
"""Every state in the order in which a person cares; ``asking``: no day is known and nobody said that none is wanted."""

REMIND_DAYS = (7, 1)
LEAD_DAYS = 5
OVERDUE = "overdue"
FORGIVEN = 30
"""So many days after its last day nobody is reminded any more: a plan that is imported late is no reason to write."""

EVIDENCE_FILES = 10
EVIDENCE_TYPES = frozenset({"pdf", "docx", "xlsx", "jpg", "png"})
_ENDINGS = {"jpeg": "jpg"}
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MACROS = re.compile(r"vbaproject|activex", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a report's way up: who sends to whom, and by when at the latest."""

    key: str
    occurrence: str
    from_unit: str | None
    to_unit: str | None
    last_on: date | None


def state_of(last_on: date | None, today: date, *, done: bool, asking: bool) -> str:
    """A key of :data:`STATES`; the last day itself is still in time."""
    if done:
        return "done"
    if last_on is None:
        return "asking" if asking else "later"
    if last_on < today:
        return "overdue"
    return "due" if last_on <= today + timedelta(days=SOON) else "later"


def entry_path(key: str) -> str:
    """Where an entry is shown, below the site's own address; letters and calendar programs carry it."""
    return f"/calendar/entries/{key}"


def inner_of(outward: Link, links: Iterable[Link]) -> list[Link]:
    """The reports for the same period that reach the unit which sends ``outward``."""
    sender = outward.from_unit
    return [
        link
        for link in links
        if link.key != outward.key
        and link.occurrence == outward.occurrence
        and sender
        and link.to_unit
        and _same_unit(link.to_unit, sender)
        and not _same_unit(link.from_unit or "", sender)
    ]


def is_late_for(inner: Link, outward: Link) -> bool:
    """Whether an internal report does not come before the outward one that is made from it."""
    return inner.last_on is not None and outward.last_on is not None and inner.last_on >= outward.last_on


def internal_day(outward: date, lead_days: int, days: WorkingDays) -> date:
    """A day for the units: ``lead_days`` working days before the outward one."""
    return days.before(outward, lead_days)


def stage_of(last_on: date, today: date, remind_days: Sequence[int], *, overdue: bool) -> str | None:
    """The stage of reminding that holds today: the smallest number of days not yet passed, or :data:`OVERDUE`."""
    left = (last_on - today).days
    if left < 0:
        return OVERDUE if overdue and left >= -FORGIVEN else None
    return next((str(days) for days in sorted(set(remind_days)) if left <= days), None)


def paragraph_with(words: str, texts: Iterable[str]) -> str | None:
    """The paragraph that a deadline stands in, so that a reader learns what is to be done."""
    wanted = " ".join(words.split())
    return next((text for text in texts if wanted and wanted in " ".join(text.split())), None)


def task_label_in(where: str | None, task_sections: Collection[str]) -> str | None:
    """The label of the task that a path such as ``II.3`` leads to, where its section holds tasks."""
    section, _, rest = (where or "").partition(".")
    return rest.split(".")[0] or None if section in task_sections else None


def type_of(content: bytes, filename: str) -> str | None:
    """One of :data:`EVIDENCE_TYPES`, by content; None for anything else, and where the name says another type."""
    ending = filename.rpartition(".")[2].casefold()
    found = _type_by_content(content)
    return found if found in EVIDENCE_TYPES and found == _ENDINGS.get(ending, ending) else None


def _type_by_content(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return _office_type(content) if content.startswith(b"PK\x03\x04") else None


def _office_type(content: bytes) -> str | None:
    """Word or Excel without macros: only the table of contents of the archive is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None
    if "[Content_Types].xml" not in names or any(_MACROS.search(name) for name in names):
        return None
    return next((kind for kind, part in _OFFICE.items() if part in names), None)


def _same_unit(one: str, other: str) -> bool:
    """Whether two names mean one unit: "Văn phòng" and "Văn phòng Sở"; the shorter stands at a word's border."""
    first, second = sorted((fold(one).strip(), fold(other).strip()), key=len)
    return bool(first) and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", second) is not None
