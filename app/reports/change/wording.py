"""Periods and their differences in words, in the language of this request."""

from __future__ import annotations

from app.core import clock
from app.core.text import N_
from app.core.words import _
from app.scores.periods.results import PeriodChange
from app.scores.periods.rules import KINDS, Kind, Period

_ROMAN = ("I", "II", "III", "IV")
_HALVES = (N_("6 tháng đầu năm %(year)d"), N_("6 tháng cuối năm %(year)d"))


def period_name(period: Period) -> str:
    """``Quý III/2026``, ``Tháng 7/2026``, ``6 tháng đầu năm 2026``."""
    if period.kind == "half":
        return str(_(_HALVES[period.number - 1], year=period.year))
    if period.kind == "quarter":
        roman = _ROMAN[period.number - 1]
        return str(_("Quý %(roman)s/%(year)d", roman=roman, year=period.year))
    return str(_("Tháng %(number)d/%(year)d", number=period.number, year=period.year))


def kind_name(kind: Kind) -> str:
    """What a kind of period is called."""
    return str(_(KINDS[kind]))


def is_running(period: Period) -> bool:
    """Whether the period is not over yet."""
    return period.last >= clock.today()


def tone(change: PeriodChange) -> str:
    """The class that colours the word of a change."""
    if change.change is None or change.stands is False:
        return ""
    return {"up": " tag-good", "down": " tag-bad", "reference": " tag-warn"}.get(change.change.trend, "")
