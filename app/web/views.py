"""The shell's own pages: home, language, how citizens' pages look, health."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock, fonts
from app.core.display import choose_display
from app.core.guards import public, signed_in
from app.core.session import session
from app.core.text import STAFF_LOCALES
from app.core.words import LANGUAGE_COOKIE
from app.desks.kiosks.queries import silent_kiosks
from app.feedback.cases.inbox import waiting_for
from app.feedback.supervision.queries import owed_to
from app.plans.calendar.queries import entries_for
from app.plans.queries import plans_for
from app.reports.comparison.queries import superiors_for

ROOT = str(Path(__file__).parent)
TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"

DUE_SHOWN = 8
"""So many due dates stand on the first page, the latest ones; the rest is in the calendar."""

_PATH_HERE = re.compile(r"/(?![/\\])[^\s\x00-\x1f]*", re.ASCII)
FONT_SECONDS = 365 * 24 * 3600

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/")
@signed_in
def home() -> str:
    """Where an official starts: the plans, what is due, which remarks and observers wait, and which tablet is dead."""
    today = clock.today()
    pressing = [line for line in entries_for(session(), viewer(), today=today) if line.state in {"overdue", "due"}]
    return render_template(
        "web/home.html",
        viewer=viewer(),
        lines=plans_for(session(), viewer()),
        due_lines=pressing[-DUE_SHOWN:],
        more_due=max(0, len(pressing) - DUE_SHOWN),
        today=today,
        cases=waiting_for(session(), viewer(), now=clock.now()),
        owed=owed_to(session(), viewer(), today=today),
        silent=silent_kiosks(session(), viewer(), clock.now()),
        may_read=viewer().may_somewhere("plans.read"),
        may_import=viewer().may_somewhere("plans.import"),
        compares=superiors_for(session(), viewer(), on=today),
    )


@bp.get("/health")
@public
def health() -> dict[str, str]:
    """Whether the process answers; the database is not asked, so a stalled one cannot take this down with it."""
    return {"status": "ok"}


@bp.get("/fonts/khmer.ttf")
@public
def khmer_font() -> Response:
    """Khmer letters for a device that has none; the citizens' pages in Khmer ask for it after they are shown."""
    answer = Response(_khmer_font(), mimetype="font/ttf")
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = f"public, max-age={FONT_SECONDS}, immutable"
    return answer


@lru_cache(maxsize=1)
def _khmer_font() -> bytes:
    return gzip.compress((fonts.FOLDERS[2] / fonts.KHMER).read_bytes(), 9, mtime=0)


@bp.post("/language")
@public
def language() -> Response:
    """Keep the language that an official chose."""
    wanted = request.form.get("lang", "")
    answer = redirect(url_for("web.home"))
    if wanted in STAFF_LOCALES:
        answer.set_cookie(LANGUAGE_COOKIE, wanted, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return answer


@bp.post("/display")
@public
def display() -> Response:
    """Keep how a citizen wants pages to look, for browsers without scripts, and go back to where it was chosen."""
    choose_display(request.form)
    back = request.form.get("back", "")
    return redirect(back if _PATH_HERE.fullmatch(back) else "/V", HTTPStatus.SEE_OTHER)
