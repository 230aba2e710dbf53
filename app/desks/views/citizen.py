"""What citizens see who scan the code of a desk."""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect, render_template, request
from flask_babel import force_locale
from werkzeug.wrappers import Response

from app.core.guards import public
from app.core.session import session
from app.core.text import SOURCE
from app.core.words import choose_locale
from app.desks import prints, rules
from app.desks.queries import desk_by_code, desk_instead
from app.desks.views import bp
from app.forms.wording import say_frozen

Answer = str | Response | tuple[str, int]


@bp.get("/d/<code>")
@bp.get("/D/<code>")
@public
def chooser(code: str) -> Answer:
    """What a citizen sees who scans the code of a desk: the tasks in plain words, or the only one at once."""
    found = desk_by_code(session(), code)
    office = found.desk.office
    locale = choose_locale() if choose_locale() in office.citizen_locales else SOURCE
    query = f"?lang={locale}" if locale != SOURCE else ""
    if found.desk.is_open and len(found.placements) == 1:
        return redirect(request.script_root + rules.placement_path(found.placements[0].code) + query)
    with force_locale(locale):
        if not found.desk.is_open:
            heir = desk_instead(session(), found.desk)
            page = render_template(
                "desks/desk_closed.html", desk=found.desk, office=office, heir=heir, query=query, locale=locale
            )
            return page, HTTPStatus.GONE
        says = [say_frozen(placement.edition.words, locale) for placement in found.placements]
        titles = [say(placement.edition.title) for say, placement in zip(says, found.placements, strict=True)]
        marks = prints.marks_of(found.placements, titles)
        return render_template(
            "desks/chooser.html",
            desk=found.desk,
            office=office,
            lines=list(zip(found.placements, says, titles, marks, strict=True)),
            path=lambda placement: request.script_root + rules.placement_path(placement.code) + query,
            locale=locale,
        )
