"""A day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import Field

from app.forms.definition import Question
from app.forms.kinds.base import Stored, Words, validators
from app.forms.kinds.uncoded import Uncoded

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z", re.ASCII)
_WRITTEN = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})\Z", re.ASCII)
FIRST_YEAR = 1900
LAST_YEAR = 2100


class DayField(Field):
    """A day between 1900 and 2100, as the browser sends it or as a person writes it; ``data`` is None when empty."""

    data: date | None

    def __init__(self, *, wrong: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; what the calendar does not have is refused."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        day = _day(text)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(self.wrong)
        self.data = day


class Day(Uncoded):
    """Stored as ``2026-11-21``."""

    name = "date"
    comparable = False

    def field(self, question: Question, say: Words) -> Field:
        """A field for a day."""
        return DayField(wrong=say.word("error_date"), validators=validators(question, say))

    def to_stored(self, value: date) -> Stored:
        """ISO 8601."""
        return value.isoformat()

    def from_stored(self, stored: Stored) -> date:
        """The day itself."""
        return date.fromisoformat(str(stored))

    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """``21/11/2026``."""
        return f"{self.from_stored(stored):%d/%m/%Y}"


def _day(text: str) -> date | None:
    iso, written = _ISO.match(text), _WRITTEN.match(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif written:
        day, month, year = (int(part) for part in written.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
