"""The screen that compares the offices below one, for the level above."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.db import LARGEST_KEY
from app.core.guards import allow
from app.core.session import session, snapshot
from app.offices.queries import offices_below
from app.reports import evidence
from app.reports.comparison.queries import compare_below, superior_for, superiors_for, years_below
from app.reports.overview import pictures
from app.scores.rules import METHODS

bp = Blueprint("comparison", "app.reports", template_folder="templates")


@bp.get("/offices/compare")
@allow("offices.compare")
def offices() -> str:
    """The offices below one that the viewer chooses, in a year and by a method that the viewer chooses."""
    limits, today = evidence.thresholds(), clock.today()
    with snapshot():
        superiors = superiors_for(session(), viewer(), on=today)
        wanted = _number("under")
        superior = superior_for(session(), viewer(), wanted) if wanted else next(iter(superiors), None)
        method = METHODS.get(request.args.get("method", ""), METHODS["share"])
        years = years_below(session(), offices_below(session(), superior, on=today)) if superior else []
        year = _number("year") or next((known for known in years if known <= today.year), today.year)
        found = compare_below(session(), viewer(), superior, year, method, limits, on=today) if superior else []
    return render_template(
        "reports/comparison.html",
        superiors=superiors,
        superior=superior,
        found=found,
        year=year,
        years=sorted({*years, year}, reverse=True),
        method=method,
        methods=METHODS,
        as_of=clock.now(),
        evidence=evidence.evidence,
        limits=limits,
        may_open=lambda office_id: viewer().may("scores.read", office_id),
        pictures=pictures,
        standing=evidence.standing,
        is_reliable=evidence.is_reliable,
    )


def _number(name: str) -> int | None:
    said = request.args.get(name, "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 11 else 0
    return number if 0 < number <= LARGEST_KEY else None
