"""The screen of the reply score: every office that the viewer may see, year by year."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session, snapshot
from app.feedback.ratings.rules import ITEMS
from app.offices.queries import offices_with_ids
from app.reports import evidence, pictures
from app.scores.replies import reply_scores
from app.scores.rules import METHODS

bp = Blueprint("reply_scores", "app.reports", template_folder="templates")

YEARS_BACK = 4


@bp.get("/cases/scores")
@allow("scores.read")
def overview() -> str:
    """One year of every office, whole and item by item. Years do not overlap, so no two views can be subtracted."""
    today = clock.today()
    years = [today.year - back for back in range(YEARS_BACK + 1)]
    year = request.args.get("year", type=int)
    year = year if year in years else today.year
    with snapshot():
        offices = offices_with_ids(session(), viewer().offices("scores.read"))
        found = reply_scores(session(), offices, date(year, 1, 1), date(year, 12, 31), evidence.thresholds())
    return render_template(
        "reports/reply_scores.html",
        offices=offices,
        found=found,
        year=year,
        years=years,
        items=ITEMS,
        methods=METHODS,
        limits=evidence.thresholds(),
        evidence=evidence.evidence,
        standing=evidence.standing,
        is_reliable=evidence.is_reliable,
        pictures=pictures,
    )
