"""What the pages of a snapshot show, in the language of this answer: pictures, sentences, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for
from markupsafe import Markup

from app.core import clock
from app.core.settings import Settings
from app.core.text import SOURCE
from app.core.words import _
from app.offices.models import Office
from app.reports import charts, drawing, pictures
from app.reports.levels import axis_of
from app.reports.publication.facts import Facts, Number, TaskNumbers
from app.reports.publication.models import Snapshot
from app.reports.publication.rules import period_of
from app.scores.evidence import NOTED_BASE, RELIABILITIES, WIDEST, Reliability, reliability_of
from app.scores.rules import Shares

SHORT = 16
"""So many digits of a checksum are printed and are enough to find the snapshot."""


@dataclass(frozen=True)
class Sheet:
    """One snapshot's facts, ready for a template."""

    facts: Facts

    @property
    def period(self) -> str:
        """What people call the period."""
        return period_name(self.facts.period)

    @property
    def first(self) -> date:
        """The first day."""
        return date.fromisoformat(self.facts.first_day)

    @property
    def last(self) -> date:
        """The last day."""
        return date.fromisoformat(self.facts.last_day)

    @property
    def shown(self) -> list[TaskNumbers]:
        """The tasks with numbers."""
        return [task for task in self.facts.tasks if task.score.is_shown]

    @property
    def unseen(self) -> list[TaskNumbers]:
        """The tasks without: nobody answered, or too few."""
        return [task for task in self.facts.tasks if not task.score.is_shown]

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.facts.made_at)

    @property
    def method_name(self) -> str:
        """What the method was called; in Vietnamese where the word has gone out of use since."""
        return str(_(self.facts.method.name))

    @property
    def method_explanation(self) -> str:
        """How the method works."""
        return str(_(self.facts.method.explanation))

    def interval(self, number: Number, title: str) -> Markup:
        """A number on the scale from 0 to 100 %."""
        return charts.interval_bar(number.value, number.low, number.high, title=title)

    def levels(self, task: TaskNumbers) -> Markup:
        """The five levels of a task as one line, on the axis of all tasks of the snapshot."""
        return pictures.levels(_whole(task), axis_of(map(_whole, self.facts.tasks)), task.title)

    def reliability(self, number: Number) -> Reliability:
        """How far the number can be relied upon, by the same rule as inside the house."""
        interval = None if number.low is None or number.high is None else (number.low, number.high)
        return reliability_of(number.standing, interval)

    def verdict(self, number: Number) -> str:
        """The same in two or three words."""
        return str(_(RELIABILITIES[self.reliability(number)]))

    @property
    def widest(self) -> int:
        """The widest interval of a number that can be relied upon, in percentage points."""
        return round(WIDEST * 100)

    def left_out(self, number: Number) -> list[str]:
        """What is not in the number, statement by statement; nothing where nothing was left out."""
        found = []
        if number.excluded:
            found.append(_("%(count)s phiếu trả lời quá ít câu nên không tính", count=drawing.whole(number.excluded)))
        if number.set_aside:
            found.append(_("%(count)s phiếu tạm loại để xem xét, không tính", count=drawing.whole(number.set_aside)))
        if number.n and number.base is not None and number.base <= NOTED_BASE * number.n:
            found.append(_("tính trên %(base)s phiếu, vì có câu ít người chấm", base=drawing.whole(number.base)))
        return list(map(str, found))


def _whole(task: TaskNumbers) -> Shares | None:
    """The shares of the levels; what is written is cut, so the parts are made a whole again."""
    if task.levels is None:
        return None
    whole = sum(task.levels)
    first, second, third, fourth, fifth = (share / whole for share in task.levels)
    return first, second, third, fourth, fifth


def period_name(key: str) -> str:
    """What people call the period of a key."""
    period = period_of(key)
    return str(_(period.name.words, **period.name.values)) if period else key


def grouped(checksum: str) -> str:
    """A checksum in groups of eight, to be compared by eye."""
    return " ".join(checksum[start : start + 8] for start in range(0, len(checksum), 8))


def absolute(endpoint: str, locale: str = SOURCE, **values: object) -> str:
    """An address as it is written outside of this site."""
    settings: Settings = current_app.config["SETTINGS"]
    query = {"lang": locale} if locale != SOURCE else {}
    return f"{settings.public_url}{url_for(endpoint, **values, **query)}"  # type: ignore[arg-type]  # parts of a path


def version_url(office: Office, snapshot: Snapshot, locale: str = SOURCE) -> str:
    """The address of one version, which never shows anything else."""
    return absolute("public.version", locale, code=office.code, period=snapshot.period, version=snapshot.version)


def withdrawn_words(snapshot: Snapshot) -> str:
    """That and since when a snapshot is withdrawn."""
    at = snapshot.withdrawal.at if snapshot.withdrawal else snapshot.made_at
    return str(_("Bản này đã được thu hồi ngày %(day)s.", day=clock.show_day(clock.day_of(at))))
