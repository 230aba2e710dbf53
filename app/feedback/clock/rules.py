"""The clock of a case: limits by kind and level, the day on which each ends, and how much of the time is used. Pure.

How time is counted:

* working hours run in the office's sessions on working days; hours run always;
* working days: the day of receipt does not count, the last one ends with the office's last session, which is earlier
  than the law's midnight (Bộ luật Dân sự 2015, Điều 147, 148);
* calendar days: the same, and a last day on which the office rests moves to its next working day (Điều 148 khoản 5);
* while the office waits for the citizen nothing runs: of days, those count at whose end the clock runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from app.core.clock import day_of, time_of
from app.core.text import N_
from app.feedback.clock.hours import (
    FARTHEST,
    ONE_DAY,
    USUAL_SESSIONS,
    OfficeHours,
    Pause,
    Sessions,
    Span,
    all_hours,
    moment_after,
    running,
    runs_at,
)
from app.offices.rules import WorkingDays

Kind = Literal["suggestion", "petition", "regulation"]
Level = Literal["normal", "urgent", "complex"]
Unit = Literal["working_hours", "hours", "working_days", "days"]

KINDS: Mapping[Kind, str] = {
    # Translators: citizens read this
    "suggestion": N_("Góp ý, đề xuất"),
    # Translators: citizens read this
    "petition": N_("Phản ánh, kiến nghị"),
    # Translators: citizens read this
    "regulation": N_("Phản ánh, kiến nghị về quy định hành chính"),
}
LEVELS: Mapping[Level, str] = {"normal": N_("Bình thường"), "urgent": N_("Khẩn"), "complex": N_("Phức tạp")}
UNITS: Mapping[Unit, str] = {
    # Translators: citizens read this
    "working_hours": N_("giờ làm việc"),
    # Translators: citizens read this
    "hours": N_("giờ"),
    # Translators: citizens read this
    "working_days": N_("ngày làm việc"),
    # Translators: citizens read this
    "days": N_("ngày"),
}
STAGES = (50, 80, 100)
"""Shares of the time, in percent, at which somebody higher up should know."""
LONGEST: Mapping[Unit, int] = {"working_hours": 400, "hours": 1440, "working_days": 120, "days": 180}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many units of time."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limits:
    """By when the first reply (received, forwarded or refused) and by when the final one, both from receipt on.

    ``source`` says where the numbers come from.
    """

    first: Limit
    final: Limit
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClockTable:
    """An office's limits by kind and level, and its sessions. ``checked``: whether the office has confirmed them."""

    limits: Mapping[tuple[Kind, Level], Limits]
    sessions: Sessions = USUAL_SESSIONS
    checked: bool = False

    def of(self, kind: Kind, level: Level) -> Limits:
        """The limits of a case."""
        return self.limits[kind, level]

    def hours(self, days: WorkingDays) -> OfficeHours:
        """The office's working time on its working days."""
        return OfficeHours(days, self.sessions)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock: when it started, what was allowed, what was added, when it stood still."""

    start: datetime
    limit: Limit
    extended: int = 0
    pauses: tuple[Pause, ...] = ()

    @property
    def allowed(self) -> Limit:
        """The limit with every extension, in its own unit."""
        return replace(self.limit, amount=self.limit.amount + self.extended)


@dataclass(frozen=True, slots=True)
class Marks:
    """When half, four fifths and all of the time are used. Nothing is due while the clock stands still."""

    half_at: datetime | None = None
    nearly_at: datetime | None = None
    due_at: datetime | None = None
    paused: bool = field(default=False, compare=False)

    def stage(self, now: datetime) -> int:
        """The stage of :data:`STAGES` that is reached; 0 before the first."""
        reached = zip(STAGES, (self.half_at, self.nearly_at, self.due_at), strict=True)
        return max((stage for stage, at in reached if at is not None and at <= now), default=0)


def due(run: Run, hours: OfficeHours) -> datetime | None:
    """The last moment of a run; None while its last pause is open."""
    if any(end is None for _begin, end in run.pauses):
        return None
    allowed = run.allowed
    if allowed.unit in ("working_hours", "hours"):
        return moment_after(_time(run, hours), run.pauses, timedelta(hours=allowed.amount)) or _never(run.start)
    return _last_day(run, allowed, hours)


def marks(run: Run, hours: OfficeHours) -> Marks:
    """The moments at which 50, 80 and 100 % of a run are used."""
    due_at = due(run, hours)
    if due_at is None:
        return Marks(paused=True)
    total = running(_time(run, hours), run.pauses, due_at)
    half, nearly = (moment_after(_time(run, hours), run.pauses, total * stage / 100) for stage in STAGES[:2])
    return Marks(half or due_at, nearly or due_at, due_at)


def used(run: Run, hours: OfficeHours, now: datetime) -> float:
    """The share of the time that is used at ``now``, above 1 when it is over; a pause that is open ends now."""
    pauses = tuple((begin, max(now, begin) if end is None else end) for begin, end in run.pauses)
    run = replace(run, pauses=pauses)
    due_at = due(run, hours)
    total = running(_time(run, hours), pauses, due_at) if due_at else timedelta()
    if not total:
        return 1.0 if due_at and now >= due_at else 0.0
    return running(_time(run, hours), pauses, now) / total


def working_time(begin: datetime, end: datetime, pauses: Sequence[Pause], hours: OfficeHours) -> timedelta:
    """How long the office really had: its working time between two instants, without the pauses."""
    return running(hours.spans_from(begin), pauses, end)


def _time(run: Run, hours: OfficeHours) -> Iterator[Span]:
    """The time that counts for a run."""
    by_the_office = run.limit.unit in ("working_hours", "working_days")
    return hours.spans_from(run.start) if by_the_office else all_hours(run.start)


def _last_day(run: Run, allowed: Limit, hours: OfficeHours) -> datetime:
    first, left = day_of(run.start), allowed.amount
    for ahead in range(1, FARTHEST):
        day = first + ahead * ONE_DAY
        works = hours.days.is_working(day)
        if runs_at(run.pauses, hours.end_of(day)):
            left -= works or allowed.unit == "days"
            if left <= 0 and works:
                return hours.end_of(day)
    return _never(run.start)


def _never(start: datetime) -> datetime:
    return start + FARTHEST * ONE_DAY


_RECEPTION = N_("Luật Tiếp công dân 2013, Điều 28 (cần kiểm tra lại)")
_PETITION = N_("Thông tư 05/2021/TT-TTCP: 10 ngày làm việc (cần kiểm tra lại)")
_URGENT = N_("Theo mẫu Quyết định 1207/QĐ-UBND của Hà Nội: 8 giờ tiếp nhận, việc khẩn thêm 4 giờ (cần kiểm tra lại)")
_REGULATION = N_("Nghị định 92/2017/NĐ-CP: 5 ngày chuyển, 15 đến 20 ngày trả lời (cần kiểm tra lại)")
_OWN = N_("Đề xuất của phần mềm; pháp luật không quy định thời hạn (cần kiểm tra lại)")


def _days(first: int, final: int, source: str) -> Limits:
    return Limits(Limit(first, "working_days"), Limit(final, "working_days"), source)


_ACCEPT = Limit(8, "working_hours")
DEFAULTS: Mapping[tuple[Kind, Level], Limits] = {
    ("suggestion", "normal"): _days(10, 20, _OWN),
    ("suggestion", "urgent"): _days(2, 10, _OWN),
    ("suggestion", "complex"): _days(10, 30, _OWN),
    ("petition", "normal"): Limits(_ACCEPT, Limit(10, "working_days"), _PETITION),
    ("petition", "urgent"): Limits(_ACCEPT, Limit(12, "working_hours"), _URGENT),
    ("petition", "complex"): Limits(Limit(10, "working_days"), Limit(20, "working_days"), _RECEPTION),
    ("regulation", "normal"): _days(5, 15, _REGULATION),
    ("regulation", "urgent"): _days(2, 10, _REGULATION),
    ("regulation", "complex"): _days(5, 20, _REGULATION),
}
"""Until an office has its own. No number here is advice; each says where it comes from."""


def table_of(data: Mapping[str, Any] | None) -> ClockTable:
    """The table as an office has stored it, laid over the defaults; the defaults where it has none."""
    if data is None:
        return ClockTable(DEFAULTS)
    limits = dict(DEFAULTS)
    for (kind, level), usual in DEFAULTS.items():
        own = data["limits"].get(f"{kind}.{level}")
        if own is not None:
            limits[kind, level] = replace(usual, first=Limit(*own[0]), final=Limit(*own[1]))
    sessions = tuple((time_of(opens), time_of(closes)) for opens, closes in data["sessions"])
    return ClockTable(limits, sessions, checked=True)


def data_of(table: ClockTable) -> dict[str, Any]:
    """What is stored of a table."""
    return {
        "limits": {
            f"{kind}.{level}": [[limit.amount, limit.unit] for limit in (limits.first, limits.final)]
            for (kind, level), limits in table.limits.items()
        },
        "sessions": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in table.sessions],
    }
