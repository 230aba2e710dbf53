"""Counting pages that are opened and begun: in this process's memory, and some seconds later in the database.

A request that opens a page writes nothing and waits for nothing. What a killed process had not written is lost: pages
opened are no answers. Nothing is counted twice. ``sent`` is not counted here, the tallies know it.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import structlog
from flask import Flask, current_app, request
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError

from app.core import clock
from app.core.gathered import Gathered, NotWritten
from app.core.haste import within
from app.core.session import transaction
from app.core.settings import Settings
from app.responses.facts import PlacementFacts
from app.responses.funnel.actions import Pages, Where, add_counts
from app.responses.funnel.rules import DOORS, is_opening, is_robot
from app.responses.page import Shown
from app.responses.views import bp
from app.responses.views.noticing import is_crowded

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PAGES = "thuocdo.pages"
BEGUN = "begun"
"""The field of a form whose beginning is counted already: put there by the script, or with everything typed."""
TRIES = 5
ROUND_SECONDS = 10.0

log = structlog.get_logger("thuocdo")


class Step(NamedTuple):
    """One page opened, or begun."""

    where: Where
    begun: bool


@bp.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its counters; their thread starts with the first page."""
    app: Flask = state.app  # type: ignore[assignment]
    settings: Settings = app.config["SETTINGS"]
    app.extensions[PAGES] = Gathered[Step](
        lambda steps: _write(app, steps),
        seconds=settings.count_seconds,
        report=lambda problem: log.warning("pages not counted", problem=type(problem).__name__),
    )


def counts_opening(facts: PlacementFacts, mode: str) -> Callable[[WSGIEnvironment], None]:
    """What counts every request that gets this page, unless a machine makes it; it needs no application around it."""
    pages = _pages()

    def count(environ: WSGIEnvironment) -> None:
        if is_opening(environ):
            pages.add(Step(Where(facts.code, clock.today(), mode), begun=False))

    return count


def count_opened(facts: PlacementFacts, mode: str) -> None:
    """Count a page that somebody opened, as the script of a tablet says."""
    _pages().add(Step(Where(facts.code, clock.today(), mode), begun=False))


def count_beginning(facts: PlacementFacts, mode: str) -> None:
    """Count that a form which was stored had been begun, unless its script or an earlier sending has said so."""
    if mode in DOORS and not request.form.get(BEGUN):
        _begun(facts, mode)


def count_attempt(facts: PlacementFacts, mode: str, shown: Shown) -> Shown:
    """The same for a form that comes back with what was typed; within the bounds of what a hall sends."""
    if shown.is_begun and not request.form.get(BEGUN) and not _is_crowded(facts):
        _begun(facts, mode)
    return shown


def count_said(facts: PlacementFacts, mode: str) -> None:
    """Count that a form was begun, as its script says; within the same bounds."""
    if not is_robot(request.headers.get("User-Agent", "")) and not _is_crowded(facts):
        _begun(facts, mode)


def _begun(facts: PlacementFacts, mode: str) -> None:
    _pages().add(Step(Where(facts.code, clock.today(), mode), begun=True))


def _is_crowded(facts: PlacementFacts) -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    return is_crowded("begun", facts, settings.flood_alike)


def _pages() -> Gathered[Step]:
    found: Gathered[Step] = current_app.extensions[PAGES]
    return found


def _write(app: Flask, steps: Mapping[Step, int]) -> None:
    """All in one transaction. Before the commit it may be tried again; a commit that failed may have been one."""
    counts: dict[Where, list[int]] = defaultdict(lambda: [0, 0])
    for step, count in steps.items():
        counts[step.where][step.begun] += count
    pages = {where: Pages(*both) for where, both in counts.items()}
    for _attempt in range(TRIES):
        is_committing = False
        try:
            with app.app_context(), within(ROUND_SECONDS), transaction() as current:
                add_counts(current, pages)
                is_committing = True
        except (IntegrityError, OperationalError, TimeoutError):
            if is_committing:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311  two that met should not meet again
        else:
            return
    raise NotWritten
