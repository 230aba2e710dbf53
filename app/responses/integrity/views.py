"""The screen on which an administrator reads and changes the checks of an office."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.responses.integrity.actions import change_rules
from app.responses.integrity.inputs import RulesInput, field_of, switch_of
from app.responses.integrity.queries import administered_office, rules_for
from app.responses.integrity.rules import CHECKS

bp = Blueprint("integrity", "app.responses", template_folder="templates")

Answer = str | Response | tuple[str, int]


@bp.get("/integrity")
@allow("accounts.manage")
def rules() -> Answer:
    """The checks of the office, or the offices to choose from."""
    offices = offices_with_ids(session(), viewer().offices("accounts.manage"))
    if len(offices) == 1:
        return _page(offices[0], _filled(offices[0]))
    return render_template("responses/integrity_offices.html", offices=offices)


@bp.route("/offices/<int:office_id>/integrity", methods=["GET", "POST"])
@allow("accounts.manage")
def change(office_id: int) -> Answer:
    """Change the checks of one office."""
    office = administered_office(session(), viewer(), office_id)
    form = RulesInput()
    if not form.is_submitted():
        return _page(office, _filled(office))
    if not form.validate():
        return _page(office, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            change_rules(
                session(),
                office,
                off=form.off,
                limits=form.limits,
                networks=[line for line in (form.networks.data or "").splitlines() if line.strip()],
                by=viewer().official_id,
            )
    except Problem as problem:
        form.networks.errors = [sentence(problem)]
        return _page(office, form), problem.status
    flash(_("Đã lưu. Phiếu gửi từ bây giờ theo quy tắc mới; phiếu tạm loại trước đó giữ nguyên."))
    return redirect(url_for("integrity.change", office_id=office.id))


def _filled(office: Office) -> RulesInput:
    form = RulesInput(formdata=None)
    form.fill(rules_for(session(), office.id))
    return form


def _page(office: Office, form: RulesInput) -> str:
    return render_template(
        "responses/integrity.html",
        office=office,
        form=form,
        checks=CHECKS.values(),
        switch_of=switch_of,
        field_of=field_of,
    )
