"""Scores as plain data for the terminal, files and interfaces: every field of the evidence, nothing that is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.text import percent
from app.core.words import _
from app.plans.models import Plan, Task
from app.plans.rules import THEMES
from app.reports.evidence import evidence, sample_error
from app.scores.evidence import RELIABILITIES, reliability
from app.scores.policies.rules import Policy, data_of
from app.scores.rates.rules import Rate
from app.scores.results import Row, TaskScore
from app.scores.rollups.lines import Line
from app.scores.rules import Method, RollUp, Score, Thresholds, against_target


@dataclass(frozen=True, slots=True)
class Lines:
    """What a plan adds up to beside its tasks: themes, desks over all tasks, the office over its plans of the year."""

    themes: Sequence[Line]
    desks: Sequence[Line]
    office: Line


def plan_data(
    plan: Plan,
    scores: Sequence[TaskScore],
    unsurveyed: Sequence[Task],
    together: Mapping[str, RollUp],
    *,
    policy: Policy,
    thresholds: Thresholds,
    lines: Lines,
    rates: Mapping[int, Rate],
) -> dict[str, Any]:
    """The overview of a plan; ``rates`` are answers for every hundred visits, by task, where the visits are known."""
    return {
        "plan": {
            "id": plan.id,
            "title": plan.title,
            "number": plan.number,
            "office": plan.office.name,
            "office_code": plan.office.code,
        },
        "method": method_data(policy.method),
        "methods": [method_data(each) for each in policy.methods.values()],
        "policy": {
            "method": policy.method.id,
            "since": policy.since.isoformat() if policy.since else None,
            "weights": data_of(policy.weights),
        },
        "thresholds": {"minimum_n": thresholds.minimum_n, "publish_n": thresholds.publish_n},
        "tasks": [{**task_data(found), "rate": rate_data(rates.get(found.task.id), thresholds)} for found in scores],
        "themes": [line_data(line) for line in lines.themes],
        "desks": [line_data(line) for line in lines.desks],
        "office": line_data(lines.office),
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
        "theme_shown": str(_(THEMES[task.theme])) if task.theme in THEMES else task.theme,
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


def line_data(line: Line) -> dict[str, Any]:
    """Several scores as one under a name, CHUNG beside it."""
    return {
        "key": line.key,
        "name": str(_(line.name)) if line.is_marked else line.name,
        "together": {key: roll_up_data(found) for key, found in line.together.items()},
        "overall": {key: roll_up_data(found) for key, found in line.overall.items()},
    }


def rate_data(rate: Rate | None, thresholds: Thresholds) -> dict[str, Any] | None:
    """Answers for every hundred visits, and how many a random sample of the visits would need."""
    if rate is None:
        return None
    shown = rate.is_shown(thresholds)
    return {
        "sent": rate.sent if shown else None,
        "visits": rate.visits,
        "days": rate.days,
        "per_hundred": rate.per_hundred if shown else None,
        "interval": [rate.interval.low, rate.interval.high] if shown and rate.interval else None,
        "sample_needed": rate.needed(sample_error()),
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
