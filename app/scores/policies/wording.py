"""Weights in words, as they stand beside every number that rests on them. Pure; ``say`` translates at the edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core.text import N_
from app.scores.methods import FACTORS
from app.scores.policies.rules import Weights

EQUAL = N_("Các câu tính điểm ngang nhau.")
WEIGHED = N_("Trọng số: %(weights)s; các câu khác × 1.")


def weights_said(weights: Weights, say: Callable[[str], str], texts: Mapping[str, str]) -> str:
    """``Trọng số: Kết quả giải quyết × 2; “Trả kết quả đúng hẹn.” × 3; các câu khác × 1.``

    ``texts`` are the words of questions by their names; one that is not asked any more is called by its name.
    """
    if weights.are_equal:
        return say(EQUAL)
    parts = [f"{say(FACTORS[code])} × {weight}" for code, weight in weights.factors.items()]
    parts += [f"“{texts.get(item, item)}” × {weight}" for item, weight in weights.items.items()]
    return say(WEIGHED) % {"weights": "; ".join(parts)}
