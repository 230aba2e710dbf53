"""What is noticed about a request at the moment of sending, judged at once and then let go.

Address, kind of browser and second of opening live in this function's memory only. Shared counters hold keyed hashes
for at most an hour (``core/counters.py``); the browser itself carries the mark of what it has answered today.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, after_this_request, current_app, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.views import SIGN_IN_COOKIE
from app.core import clock
from app.core.clients import Address, client_address, network_of
from app.core.counters import SharedCounters
from app.core.settings import Settings
from app.forms.kinds.faces import POINTS
from app.responses.asked import Asked
from app.responses.facts import PlacementFacts
from app.responses.integrity.mark import COOKIE, add_to_mark, read_mark, seconds_left
from app.responses.integrity.rules import OWN, TRAP, Circumstances, judge
from app.responses.keys import SubmissionKey
from app.responses.views import bp

COUNTERS = "thuocdo.counters"
SPAN = 600
HOUR = 3600
LONGEST_WAIT = 8 * 24 * 3600
"""Seconds; a day longer than a telephone keeps an answer that could not be sent."""


@bp.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application the counters that its processes share."""
    app: Flask = state.app  # type: ignore[assignment]
    settings: Settings = app.config["SETTINGS"]
    app.extensions[COUNTERS] = SharedCounters(f"{settings.secret_key}\0{settings.database_url}")


def suspicions(
    facts: PlacementFacts, asked: Asked, key: SubmissionKey, answers: Mapping[str, Any], mode: str
) -> tuple[str, ...]:
    """The checks for which this response is to be set aside."""
    at, own = clock.now(), mode in OWN
    opened = opened_at(key, at)
    ten_minutes = int(opened.timestamp()) // SPAN
    address = client_address()
    levels = (answers.get(question.id) for question in asked.definition.scored)
    desk = f"{ten_minutes} {facts.desk_id}"
    names = (f"desk {desk}", f"alike {desk} {asked.edition_id} {kind_of_browser(address)}")
    at_desk, alike = counters().add_all(names, HOUR) if own else (1, 1)
    found = Circumstances(
        mode=mode,
        at=at,
        opened=opened,
        elapsed=key.elapsed(at),
        points=tuple(level for level in levels if level in POINTS),
        sent_before=_mark().get(asked.edition_id, 0),
        at_desk=at_desk,
        alike=alike,
        by_official=SIGN_IN_COOKIE in request.cookies,
        trapped=bool(request.form.get(TRAP, "").strip()),
        from_elsewhere=request.headers.get("Sec-Fetch-Site") == "cross-site",
        hours=facts.hours,
        in_office_network=_lies_in(address, facts.rules.networks),
    )
    return judge(found, facts.rules)


def counters() -> SharedCounters:
    """What the processes of this machine count together."""
    found: SharedCounters = current_app.extensions[COUNTERS]
    return found


def kind_of_browser(address: Address | None) -> str:
    """The network with the make and languages of the browser; counted under a keyed hash and not kept."""
    headers = (request.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))
    return "\0".join((network_of(address), *headers))


def is_crowded(what: str, facts: PlacementFacts, most: int) -> bool:
    """Count one more request of this kind; whether there were too many, placement, browser and network together."""
    return counters().add(f"{what} {facts.code} {kind_of_browser(client_address())}", SPAN) > most


def opened_at(key: SubmissionKey, at: datetime) -> datetime:
    """When the page of an answer was made, which our signature proves; ``at`` where that is too long ago, or not told.

    An answer that waited on a telephone for the network counts by this moment and not by the night in which it came.
    A telephone keeps one for seven days (``static/queue.js``).
    """
    elapsed = key.elapsed(at)
    return at if elapsed is None or elapsed > LONGEST_WAIT else at - timedelta(seconds=elapsed)


def leave_mark(mode: str, edition_id: int) -> None:
    """Let a citizen's own browser remember that it has answered this edition once more today."""
    if mode not in OWN:
        return
    at = clock.now()
    settings: Settings = current_app.config["SETTINGS"]
    mark = add_to_mark(settings.secret_key, clock.day_of(at), _mark(), edition_id)

    @after_this_request
    def put(answer: AnyResponse) -> AnyResponse:
        answer.set_cookie(
            COOKIE,
            mark,
            max_age=seconds_left(at),
            secure=settings.secure_cookies,
            httponly=True,
            samesite="Lax",
        )
        return answer


def _mark() -> dict[int, int]:
    settings: Settings = current_app.config["SETTINGS"]
    return read_mark(settings.secret_key, clock.today(), request.cookies.get(COOKIE, ""))


def _lies_in(address: Address | None, networks: Iterable[str]) -> bool:
    return address is not None and any(address in ipaddress.ip_network(network) for network in networks)
