"""What the pages behind the doors have in common: their style sheet, their key, and what is put back after an error."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import current_app, request

from app.core import clock
from app.core.clients import client_address, network_of
from app.core.counters import SharedCounters
from app.core.settings import Settings
from app.core.text import LOCALES, SOURCE
from app.core.tokens import fingerprint
from app.core.words import choose_locale
from app.feedback.contact.vault import Vault
from app.responses.keys import SubmissionKey, new_key, read_key
from app.responses.views.noticing import COUNTERS

SPAN = 600
MOST_SENT = 60
"""So many cases for one office from one make of browser in one network within ten minutes; a village meeting sends
fewer."""
_PURPOSES = {purpose: fingerprint(f"page of a {purpose}") for purpose in ("case", "message")}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody had typed into a page that could not be accepted, and what to do about it."""

    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    at: str = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@cache
def sheet() -> str:
    """The style sheet of these pages."""
    return Path(__file__).with_name("doors.css").read_text(encoding="utf-8")


def settings() -> Settings:
    """This installation's."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def vault() -> Vault:
    """What seals contact details here."""
    return Vault(settings().contact_keys)


def fresh_key(purpose: str) -> str:
    """A signed key for a page that is made now."""
    return new_key(_PURPOSES[purpose], clock.now()).signed(settings().secret_key)


def key_in(posted: Mapping[str, str], purpose: str) -> SubmissionKey | None:
    """The key of a page for this purpose; None where it is missing, damaged, or of another page."""
    key = read_key(settings().secret_key, posted.get("key", ""))
    return key if key is not None and _PURPOSES[purpose].startswith(key.digest) else None


def languages(switched_on: Collection[str]) -> list[str]:
    """The languages of these pages: Vietnamese, and what the office has switched on."""
    return [code for code in LOCALES if code == SOURCE or code in switched_on]


def locale_for(switched_on: Collection[str]) -> str:
    """The language of this answer: what was asked for, where it is offered."""
    wanted = choose_locale()
    return wanted if wanted in languages(switched_on) else SOURCE


def sender() -> str:
    """Network, make and languages of the browser in one word, for counting; never kept."""
    headers = (request.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))
    return "\0".join((network_of(client_address()), *headers))


def is_flooded(office_id: int) -> bool:
    """Count this post; whether too many of its kind came to this office."""
    counters: SharedCounters = current_app.extensions[COUNTERS]
    return counters.add(f"cases {office_id} {sender()}", SPAN) > MOST_SENT
