"""Bringing tasks together by theme, by desk and by office. Pure.

Every line is made of numbers that are shown already, so none gives away a number that is hidden. It says both what all
responses together say, where a task with many weighs more, and the mean in which every task counts the same. CHUNG is
rolled up in the same way and stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.plans.rules import THEMES
from app.scores.methods import METHODS
from app.scores.results import Scores, TaskScore
from app.scores.rules import RollUp, Thresholds, roll_up

RollUps = Mapping[str, RollUp]
"""One for each method, by the method's key."""


@dataclass(frozen=True, slots=True)
class Line:
    """Several scores as one under a name; ``overall`` is CHUNG, with nothing in it where it is not worked out.

    ``is_marked``: the name is one of ours and can be translated.
    """

    key: str
    name: str
    together: RollUps
    overall: RollUps
    is_marked: bool = False


def rolled_up(scores: Iterable[Scores], thresholds: Thresholds) -> RollUps:
    """Scores of different responses as one, by each method."""
    found = list(scores)
    return {
        key: roll_up(method, [each[key] for each in found], thresholds=thresholds) for key, method in METHODS.items()
    }


def line_of(key: str, name: str, scores: Sequence[TaskScore], thresholds: Thresholds) -> Line:
    """Whole tasks as one."""
    together = rolled_up((found.scores for found in scores), thresholds)
    return Line(key, name, together, rolled_up((found.overall for found in scores), thresholds))


def by_theme(scores: Sequence[TaskScore], thresholds: Thresholds) -> list[Line]:
    """One line for each theme that tasks have, in the order of the house; names are marked texts."""
    themes = [*THEMES, *sorted({found.task.theme for found in scores} - THEMES.keys())]
    groups = {theme: [found for found in scores if found.task.theme == theme] for theme in themes}
    return [
        replace(line_of(theme, THEMES.get(theme, theme), group, thresholds), is_marked=theme in THEMES)
        for theme, group in groups.items()
        if group
    ]


def of_plans(key: str, name: str, plans: Sequence[Line], thresholds: Thresholds) -> Line:
    """The plans of an office as one: by responses, and every plan counting the same."""
    together, overall = (
        rolled_up(({method: found.weighted for method, found in part.items()} for part in parts), thresholds)
        for parts in ([plan.together for plan in plans], [plan.overall for plan in plans])
    )
    return Line(key, name, together, overall)
