"""Why a field may be wrong. One small rule per reason; a rule that is no longer needed is taken out in one place.

A rule looks at the plan and at what it was read from, and yields a :class:`Doubt` for each field that it distrusts.
:func:`judge` lets the worst word stand; of equal ones the rule that comes first in :data:`RULES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.plans.reading.doubts import (
    citations,
    deadlines,
    encoding,
    foot,
    head,
    headings,
    inferred,
    missing,
    numbering,
    paragraphs,
    parts,
    themes,
    units,
)
from app.plans.reading.doubts.evidence import Doubt, Evidence, Rule
from app.plans.reading.fields import Field
from app.plans.reading.findings import ORDER, Finding

__all__ = ["RULES", "Doubt", "Evidence", "judge"]

RULES: tuple[Rule, ...] = (
    *head.RULES,
    *missing.RULES,
    *numbering.RULES,
    *headings.RULES,
    *paragraphs.RULES,
    *parts.RULES,
    *themes.RULES,
    *deadlines.RULES,
    *units.RULES,
    *citations.RULES,
    *foot.RULES,
    *inferred.RULES,
    *encoding.RULES,
)


def judge(evidence: Evidence, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """A finding for every field, in the order of the document; a field that no rule distrusts is sure."""
    worst: dict[str, Doubt] = {}
    for rule in rules:
        for doubt in rule(evidence):
            known = worst.get(doubt.path)
            if known is None or ORDER[doubt.sureness] < ORDER[known.sureness]:
                worst[doubt.path] = doubt
    return list(_findings(evidence.fields, worst))


def _findings(fields: Iterable[Field], worst: dict[str, Doubt]) -> Iterable[Finding]:
    for field in fields:
        doubt = worst.get(field.path)
        if doubt is None:
            yield Finding(field.path, field.value, field.lines, "sure")
        else:
            yield Finding(field.path, field.value, doubt.lines or field.lines, doubt.sureness, doubt.why)
