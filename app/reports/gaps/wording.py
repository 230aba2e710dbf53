"""The words and the address that stand where a number is missing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.access.gate import viewer
from app.core.words import _
from app.plans.models import Plan
from app.reports.evidence import thresholds
from app.reports.gaps.rules import REASONS, STEPS, Gap


@dataclass(frozen=True, slots=True)
class Told:
    """Why there is no number; ``step`` with its ``url`` for who may take it, nothing for everybody else."""

    why: str
    step: str = ""
    url: str = ""


def told(gap: Gap, plan: Plan) -> Told:
    """What is said of a task without a number."""
    why, step = str(_(REASONS[gap], minimum=thresholds().minimum_n)), STEPS[gap]
    if not viewer().may(step.permission, plan.office_id):
        return Told(why)
    return Told(why, str(_(step.words)), url_for(step.endpoint, plan_id=plan.id))
