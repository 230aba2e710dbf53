"""How the calendar speaks: names of entries and days in the language of the page or of the letter."""

from __future__ import annotations

from datetime import date

from app.core.clock import show_day
from app.core.words import _, _n, choose_locale, decimal
from app.plans.calendar.entries import Entry
from app.plans.calendar.occurrences import ONCE, name_of
from app.plans.calendar.rules import STATES

TITLE_LENGTH = 160


def state_name(state: str) -> str:
    """The name of a state."""
    return str(_(STATES[state]))


def period_name(key: str) -> str:
    """What people call the period of an occurrence."""
    name, values = name_of(key)
    return str(_(name, **values))


def title_of(entry: Entry) -> str:
    """What is due, in one line: the report with its period, or the paragraph in which the day stands."""
    if entry.asked:
        return entry.words
    if entry.is_report:
        return str(
            _("Báo cáo") if entry.occurrence == ONCE else _("Báo cáo %(period)s", period=period_name(entry.occurrence))
        )
    said = entry.what or (entry.task.title if entry.task else entry.words)
    return said if len(said) <= TITLE_LENGTH else said[: TITLE_LENGTH - 1].rstrip() + "…"


def day_words(entry: Entry) -> str:
    """The last day in time as a person says it: a month or a quarter stays one."""
    if entry.last_on is None:
        return str(_("chưa có ngày"))
    if entry.whole == "month":
        return str(_("trong tháng %(month)d/%(year)d", month=entry.last_on.month, year=entry.last_on.year))
    if entry.whole == "quarter":
        quarter = ("I", "II", "III", "IV")[entry.last_on.month // 3 - 1]
        return str(_("trong quý %(quarter)s/%(year)d", quarter=quarter, year=entry.last_on.year))
    return show_day(entry.last_on)


def distance(day: date, today: date) -> str:
    """How far a day is: "còn 3 ngày", "hôm nay", "quá 2 ngày"."""
    days = (day - today).days
    if days == 0:
        return str(_("hôm nay"))
    if days > 0:
        return str(_n("còn %(days)s ngày", "còn %(days)s ngày", days, days=_count(days)))
    return str(_n("quá %(days)s ngày", "quá %(days)s ngày", -days, days=_count(-days)))


def question_of(entry: Entry) -> str:
    """What the office is asked about this entry; nothing where it is sure."""
    if entry.question is None:
        return ""
    day = (entry.deadline.due_on if entry.deadline else None) or entry.last_on
    return str(
        _(
            entry.question,
            words=entry.words,
            day=show_day(day) if day else "",
            period=period_name(entry.occurrence),
        )
    )


def _count(number: int) -> str:
    return decimal(number, 0, choose_locale())
