"""Why a document could not be read as a plan: sentences that say what to do next."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from app.core.errors import Problem

if TYPE_CHECKING:
    from app.plans.reading.plan import ReadPlan


class PlanUnreadable(Problem):
    """The document gives no plan; nothing was stored."""


class PlanTooLarge(PlanUnreadable):
    """More bytes than a plan can have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotAPlan(PlanUnreadable):
    """Readable text, but of another kind. ``recognised`` holds what was found in it."""

    def __init__(self, message: str, recognised: ReadPlan, **values: object) -> None:
        super().__init__(message, **values)
        self.recognised = recognised


class PlanWithoutTasks(PlanUnreadable):
    """A plan in which no task was found. ``recognised`` holds what was found in it."""

    def __init__(self, message: str, recognised: ReadPlan, **values: object) -> None:
        super().__init__(message, **values)
        self.recognised = recognised
