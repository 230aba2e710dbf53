"""Bringing answered forms into the database: those that wait at the same time share one commit.

Nobody is told that a form was received before it is durable. See ``core/batches.py`` for how long anybody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from app.core import dialects
from app.core.batches import Batches, NotInTime
from app.core.haste import within
from app.core.session import let_go, transaction, tries
from app.responses.actions import Answered, Submission, submit_all
from app.responses.queries import answers_stored
from app.responses.views import bp

Intake = Batches[Answered, Submission]

INTAKE = "thuocdo.intake"
PAUSE_SECONDS = 0.002
"""Between two rounds: others want SQLite's lock, and the next round gathers more. Who comes alone does not feel it."""
ROUND_SECONDS = 10.0
"""Nobody waits so long; it sets the thread free from a connection that is dead without having said so."""


@bp.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its intake; its thread starts with the first form."""
    app: Flask = state.app  # type: ignore[assignment]
    app.extensions[INTAKE] = Batches(lambda forms: _store(app, forms), pause=PAUSE_SECONDS)


def take_in(form: Answered) -> Submission:
    """Store an answered form, or find that it is stored already; durable when this returns.

    Raises what :func:`is_busy` knows where it could not be done in time; sending it again is harmless in any case.
    """
    intake: Intake = current_app.extensions[INTAKE]
    let_go()
    return intake.put(form)


def is_busy(problem: Exception) -> bool:
    """Whether the database is there but did not get to us in time, or is not reachable just now."""
    if isinstance(problem, NotInTime):
        return True
    return isinstance(problem, (OperationalError, TimeoutError)) and dialects.is_busy(problem)


def _store(app: Flask, forms: Sequence[Answered]) -> Sequence[Submission]:
    """Without asking first, and where one of them is stored already, once more after asking."""
    try:
        return _in_one_transaction(app, lambda current: submit_all(current, forms))
    except IntegrityError:
        keys = [form.key for form in forms]
        return _in_one_transaction(
            app, lambda current: submit_all(current, forms, stored=answers_stored(current, keys))
        )


def _in_one_transaction(app: Flask, work: Callable[[Session], Sequence[Submission]]) -> Sequence[Submission]:
    with app.app_context(), within(ROUND_SECONDS):
        for attempt in tries():
            with attempt, transaction() as current:
                done = work(current)
        return done
