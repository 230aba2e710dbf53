"""What happens to the family of plans when a plan is imported or renumbered."""

from __future__ import annotations

from app.core.events import listen
from app.plans.events import PlanNamed
from app.plans.family.actions import resolve_awaited


def connect() -> None:
    """Called once by the factory."""
    listen(PlanNamed, resolve_awaited)
