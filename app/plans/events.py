"""Facts about plans that packages further down may have to answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.plans.models import Plan


@dataclass(frozen=True, slots=True)
class PlanRemoval:
    """``plan`` is about to be removed; whoever hangs drafts on its tasks takes them away now."""

    plan: Plan
