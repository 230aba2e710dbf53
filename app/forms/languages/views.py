"""The screen on which an administrator chooses the languages for citizens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.forms.languages.actions import offer_language, withdraw_language
from app.forms.languages.inputs import LanguageInput
from app.forms.languages.queries import NAMES, languages_of, office_for
from app.offices.queries import offices_with_ids

bp = Blueprint("languages", "app.forms", template_folder="templates")

Answer = str | Response | tuple[str, int]


@bp.get("/languages")
@allow("accounts.manage")
def languages() -> Answer:
    """Every language with its state, for each office that the viewer administers."""
    return _page()


@bp.post("/offices/<int:office_id>/languages")
@allow("accounts.manage")
def offer(office_id: int) -> Answer:
    """Offer one more language."""
    office = office_for(session(), viewer(), office_id)
    form = LanguageInput()
    locale = form.locale.data or ""
    try:
        with transaction():
            offer_language(
                session(), office, locale, answered_for=bool(form.answered_for.data), by=viewer().official_id
            )
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(), problem.status
    flash(_("Đã bật %(language)s cho người dân.", language=_(NAMES[locale])))
    return redirect(url_for("languages.languages"))


@bp.post("/offices/<int:office_id>/languages/removal")
@allow("accounts.manage")
def withdraw(office_id: int) -> Answer:
    """Take a language back."""
    office = office_for(session(), viewer(), office_id)
    locale = LanguageInput().locale.data or ""
    try:
        with transaction():
            withdraw_language(session(), office, locale, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(), problem.status
    flash(
        _("Đã tắt %(language)s. Phiếu đã trả lời bằng tiếng này vẫn được giữ.", language=_(NAMES.get(locale, locale)))
    )
    return redirect(url_for("languages.languages"))


def _page() -> str:
    offices = offices_with_ids(session(), viewer().offices("accounts.manage"))
    lines = [(office, languages_of(office.citizen_locales)) for office in offices]
    return render_template("forms/languages.html", lines=lines)
