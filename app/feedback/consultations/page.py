"""What the citizens' pages of a consultation have in common: style, signed key, what is read from them, limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from flask import current_app

from app.core import clock
from app.core.counters import SharedCounters
from app.core.tokens import fingerprint
from app.desks.rules import front
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.taking import Said, Sheet
from app.feedback.doors.page import MOST_SENT, SPAN, sender, settings
from app.feedback.doors.page import sheet as doors_sheet
from app.responses.keys import SubmissionKey, new_key, read_key
from app.responses.paper.rules import noon_of
from app.responses.views.noticing import COUNTERS

PATH = "/L"


@cache
def sheet() -> str:
    """The style sheet of these pages: that of the doors, and a few lines more."""
    return doors_sheet() + Path(__file__).with_name("consultations.css").read_text(encoding="utf-8")


def address_of(consultation: Consultation) -> str:
    """What the QR code holds.

    In capitals up to the path, as every printed address of the house: the code then has fewer and larger modules.
    """
    return f"{front(settings().public_url)}{PATH}/{consultation.code}"


def fresh_key(consultation: Consultation) -> SubmissionKey:
    """The key of a page that is made now."""
    return new_key(_digest(consultation), clock.now())


def typing_key(consultation: Consultation) -> SubmissionKey:
    """The key of a page on which a sheet is typed in; it tells the day and not the hour of typing."""
    return new_key(_digest(consultation), noon_of(clock.today()))


def key_in(posted: Mapping[str, str], consultation: Consultation) -> SubmissionKey | None:
    """The key that a page of this consultation sent back; None where it is missing, damaged, or of another page."""
    key = read_key(settings().secret_key, posted.get("key", ""))
    return key if key is not None and _digest(consultation).startswith(key.digest) else None


def typed_in(posted: Mapping[str, str], consultation: Consultation) -> dict[str, str]:
    """Everything that was chosen and written, by the names of the fields; what the page does not ask is left out."""
    names = [
        "whole",
        *(f"{kind}{at}" for article in consultation.articles for at in [article.position] for kind in "sa"),
    ]
    return {name: posted[name] for name in names if posted.get(name)}


def sheet_in(typed: Mapping[str, str], key: SubmissionKey, positions: Collection[int], locale: str) -> Sheet:
    """What was written, ready for the action."""
    on = {at: Said(typed.get(f"s{at}", ""), typed.get(f"a{at}", "")) for at in positions}
    return Sheet(key.id, key.opened_at, on, typed.get("whole", ""), locale)


def is_flooded(consultation: Consultation) -> bool:
    """Count this post; whether too many of its kind came to this consultation."""
    counters: SharedCounters = current_app.extensions[COUNTERS]
    return counters.add(f"opinions {consultation.id} {sender()}", SPAN) > MOST_SENT


def _digest(consultation: Consultation) -> str:
    return fingerprint(f"consultation {consultation.code}")
