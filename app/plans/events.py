"""Facts about plans that packages further down may have to answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.plans.models import Plan, Task


@dataclass(frozen=True, slots=True)
class PlanRemovalAsked:
    """Could ``plan`` be removed? Whoever holds on to it raises the refusal; nothing is written."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class SurveyEnded:
    """Citizens are no longer asked about ``task``; who asks them writes down in ``withdrawn_at`` where it stopped."""

    task: Task
    by: int | None
    withdrawn_at: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanRemoval:
    """``plan`` is about to be removed; whoever hangs drafts on its tasks takes them away now."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class PlanNamed:
    """``plan`` has been imported, or its number, day or year was corrected: others may have waited for it."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class TaskRemoval:
    """``task`` is about to leave its plan; whoever has something on it that must stay objects by raising.

    When it is ``certain``, drafts are taken away; otherwise somebody only asks whether it may go, and nothing changes.
    """

    task: Task
    certain: bool


@dataclass(frozen=True, slots=True)
class HolidaysChanged:
    """An office rests or works on other days than before; so do those below it that have not said otherwise."""

    office_id: int
    by: int | None
