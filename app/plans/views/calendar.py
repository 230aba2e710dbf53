"""Screens of the calendar: what is late, due, ahead and done, as a list and by the month.

One due date stands in ``entries``, reports asked for out of turn in ``requests``, what an office and an official choose
for themselves in ``feed``.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session
from app.plans.calendar import wording
from app.plans.calendar.entries import Entry, Wanted, by_state, chains_in, narrowed
from app.plans.calendar.inputs import month_after, month_before, month_in, wanted_in
from app.plans.calendar.queries import entries_for
from app.plans.models import Plan

bp = Blueprint("calendar", "app.plans")

MONDAY = 0


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "state_name": wording.state_name,
        "period_name": wording.period_name,
        "title_of": wording.title_of,
        "day_words": wording.day_words,
        "distance_to": wording.distance,
        "question_of": wording.question_of,
    }


@bp.get("/calendar")
@allow("plans.read")
def overview() -> str:
    """Every due date of the viewer's offices, by state; narrowed by plan, unit and state."""
    today, wanted = clock.today(), wanted_in(request.args)
    every = entries_for(session(), viewer(), today=today)
    states = by_state(narrowed(every, wanted))
    return render_template(
        "plans/calendar/overview.html",
        states=states,
        shown={state: lines for state, lines in states.items() if wanted.state in {None, state}},
        late_chains=[
            chain for chain in chains_in(narrowed(every, wanted)) if any(late for _inner, late in chain.inner)
        ],
        wanted=wanted,
        address=_address(wanted),
        today=today,
        **_choices(every),
    )


@bp.get("/calendar/month")
@allow("plans.read")
def month() -> str:
    """One month as a table of weeks; ``?month=2026-11``, this month by default."""
    today, wanted = clock.today(), wanted_in(request.args)
    first = month_in(request.args, today)
    every = entries_for(session(), viewer(), today=today)
    lines = [entry for entry in narrowed(every, wanted) if wanted.state in {None, entry.state}]
    weeks = Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    return render_template(
        "plans/calendar/month.html",
        first=first,
        weeks=weeks,
        of_day=_by_day(lines, weeks[0][0], weeks[-1][-1]),
        previous=month_before(first),
        following=month_after(first),
        wanted=wanted,
        address=_address(wanted),
        today=today,
        **_choices(every),
    )


def _by_day(lines: list[Entry], since: date, until: date) -> dict[date, list[Entry]]:
    days: dict[date, list[Entry]] = {since + timedelta(days=ahead): [] for ahead in range((until - since).days + 1)}
    for entry in lines:
        if entry.last_on in days:
            days[entry.last_on].append(entry)
    return days


def _choices(lines: list[Entry]) -> dict[str, object]:
    """What the lists can be narrowed to."""
    plans: dict[int, Plan] = {entry.plan.id: entry.plan for entry in lines if entry.plan}
    return {
        "plans": sorted(plans.values(), key=lambda plan: (-(plan.year or 0), plan.title)),
        "units": sorted({entry.unit for entry in lines if entry.unit}),
        "any_entry": bool(lines),
        "may_request": viewer().may_somewhere("reports.request"),
        "may_set": viewer().may_somewhere("plans.change"),
    }


def _address(wanted: Wanted) -> Callable[..., str]:
    """Builds addresses of the same list, narrowed otherwise."""
    present = {"state": wanted.state, "plan": wanted.plan_id, "unit": wanted.unit}

    def address(endpoint: str | None = None, **changes: object) -> str:
        asked = {name: value for name, value in {**present, **changes}.items() if value}
        base = url_for(endpoint or request.endpoint or "calendar.overview")
        return f"{base}?{urlencode(asked)}" if asked else base

    return address


from app.plans.views import entries, feed, requests  # noqa: E402, F401  they hang their screens onto the blueprint above
