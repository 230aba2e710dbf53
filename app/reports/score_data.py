"""Scores as plain data for the terminal, files and interfaces: every field of the evidence, nothing that is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.text import percent
from app.core.words import _
from app.plans.models import Plan, Task
from app.reports.evidence import evidence
from app.scores.evidence import RELIABILITIES, reliability
from app.scores.policies.rules import Policy, data_of
from app.scores.results import Row, TaskScore
from app.scores.rules import Method, RollUp, Score, Thresholds, against_target


def plan_data(
    plan: Plan,
    scores: Sequence[TaskScore],
    unsurveyed: Sequence[Task],
    together: Mapping[str, RollUp],
    *,
    policy: Policy,
    thresholds: Thresholds,
) -> dict[str, Any]:
    """The overview of a plan."""
    return {
        "plan": {"id": plan.id, "title": plan.title, "number": plan.number, "office": plan.office.name},
        "method": method_data(policy.method),
        "methods": [method_data(each) for each in policy.methods.values()],
        "policy": {
            "method": policy.method.id,
            "since": policy.since.isoformat() if policy.since else None,
            "weights": data_of(policy.weights),
        },
        "thresholds": {"minimum_n": thresholds.minimum_n, "publish_n": thresholds.publish_n},
        "tasks": [task_data(found) for found in scores],
        "together": {key: roll_up_data(found) for key, found in together.items()},
        "unsurveyed": [
            {"id": task.id, "label": task.label, "title": task.title, "reason": task.unsurveyed_reason}
            for task in unsurveyed
        ],
    }


def method_data(method: Method) -> dict[str, Any]:
    """A method with its version and its points."""
    return {
        "id": method.id,
        "key": method.key,
        "version": method.version,
        "name": method.name,
        "explanation": method.explanation,
        "points": list(method.points),
        "divisor": method.divisor,
        "interval": method.interval,
    }


def task_data(found: TaskScore) -> dict[str, Any]:
    """One task: its score by the published method, by every method, CHUNG, and its weeks."""
    task = found.task
    return {
        "id": task.id,
        "label": task.label,
        "title": task.title,
        "theme": task.theme,
        "surveyed": task.surveyed,
        "asked": found.asked,
        "target": task.target,
        "against_target": against_target(found.scores["share"], task.target),
        "score": score_data(found.score),
        "scores": scores_data(found.scores),
        "overall": scores_data(found.overall),
        "levels": None if found.levels is None else list(found.levels),
        "with_quarantined": None if found.with_quarantined is None else scores_data(found.with_quarantined.scores),
        "weeks": [row_data(row) for row in found.weeks],
        "breaks": [
            {"edition": change.number, "on": change.on.isoformat(), "questions": list(change.questions)}
            for change in found.breaks
        ],
    }


def row_data(row: Row) -> dict[str, Any]:
    """One line of a breakdown."""
    return {
        "key": row.key,
        "name": row.name,
        "scores": scores_data(row.scores),
        "levels": None if row.levels is None else list(row.levels),
        "begins_series": row.begins_series,
    }


def roll_up_data(found: RollUp) -> dict[str, Any]:
    """Several scores as one, both ways."""
    return {
        "weighted": score_data(found.weighted),
        "unweighted": score_data(found.unweighted),
        "included": found.included,
        "total": found.total,
    }


def scores_data(scores: Mapping[str, Score]) -> dict[str, Any]:
    """A score by each method."""
    return {key: score_data(score) for key, score in scores.items()}


def score_data(score: Score) -> dict[str, Any]:
    """A score with its evidence; ``shown`` and ``evidence`` are the words of the screens."""
    return {
        "method": score.method.id,
        "value": score.value,
        "shown": None if score.value is None else percent(score.value),
        "n": score.n,
        "interval": None if score.interval is None else [score.interval.low, score.interval.high],
        "excluded": score.excluded,
        "quarantined": score.quarantined,
        "editions": None if score.editions is None else list(score.editions),
        "standing": score.standing,
        "verdict": reliability(score),
        "verdict_shown": str(_(RELIABILITIES[reliability(score)])),
        "dont_know": score.dont_know if score.is_shown else None,
        "skipped": score.skipped if score.is_shown else None,
        "effective_n": score.effective_n,
        "standard_error": score.error,
        "evidence": evidence(score),
    }
