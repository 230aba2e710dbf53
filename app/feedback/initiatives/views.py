"""Screens of initiatives: the list, a nomination, and one page each to recognise, replicate, end and print."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.feedback.cases.models import Case
from app.feedback.cases.queries import case_for
from app.feedback.initiatives import actions
from app.feedback.initiatives.inputs import NominationInput, ReplicationInput, WordsInput, wanted_in
from app.feedback.initiatives.models import Initiative
from app.feedback.initiatives.queries import initiative_for, initiatives_for, years_for
from app.feedback.initiatives.rules import FIELDS, KINDS, STATES
from app.offices.models import Office
from app.offices.queries import offices_with_ids

bp = Blueprint("initiatives", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/initiatives")
@allow("initiatives.read")
def initiatives() -> str:
    """The list; every choice of filters has its address."""
    wanted = wanted_in(request.args)
    return render_template(
        "feedback/initiatives/list.html",
        found=initiatives_for(session(), viewer(), wanted),
        wanted=wanted,
        years=years_for(session(), viewer()),
        may_nominate=viewer().may_somewhere("initiatives.nominate"),
        **_names(),
    )


@bp.route("/initiatives/new", methods=["GET", "POST"])
@allow("initiatives.nominate")
def new() -> Page:
    """Nominate one; from a citizen's suggestion with ``?case=``."""
    case = _case()
    form = NominationInput(year=clock.today().year, description=case.text if case else "")
    form.offer(offices_with_ids(session(), [case.office_id] if case else viewer().offices("initiatives.nominate")))
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.nominate(
                    session(),
                    session().get_one(Office, form.office.data),
                    form.nomination(),
                    key=form.made_with,
                    by=viewer().official_id,
                    case=case,
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã ghi đề cử."))
            return redirect(url_for("initiatives.initiative", initiative_id=made.id), HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    source = {"case": str(case.id)} if case else {}
    return render_template("feedback/initiatives/new.html", form=form, source=source), status


@bp.get("/initiatives/<int:initiative_id>")
@allow("initiatives.read")
def initiative(initiative_id: int) -> str:
    """One initiative, ready to be printed."""
    return _page(initiative_for(session(), viewer(), initiative_id))


@bp.post("/initiatives/<int:initiative_id>/recognition")
@allow("initiatives.handle")
def recognition(initiative_id: int) -> Page:
    """Write down the document that recognises it."""
    text = WordsInput().text.data or ""
    return _do(
        initiative_id, lambda one: actions.recognise(session(), one, decision=text, by=viewer().official_id), text
    )


@bp.post("/initiatives/<int:initiative_id>/replications")
@allow("initiatives.handle")
def replication(initiative_id: int) -> Page:
    """Add a unit that works like this."""
    found = initiative_for(session(), viewer(), initiative_id, permission="initiatives.handle")
    form = ReplicationInput()
    if not form.validate():
        return _page(found, replicating=form), HTTPStatus.UNPROCESSABLE_ENTITY
    since = form.since.data or clock.today()

    def change(one: Initiative) -> None:
        actions.replicate(
            session(), one, unit=form.unit.data or "", since=since, note=form.note.data or "", by=viewer().official_id
        )

    return _do(initiative_id, change)


@bp.post("/initiatives/<int:initiative_id>/ending")
@allow("initiatives.handle")
def ending(initiative_id: int) -> Page:
    """Say that it goes on no more."""
    text = WordsInput().text.data or ""
    return _do(initiative_id, lambda one: actions.end(session(), one, why=text, by=viewer().official_id), text)


def _do(initiative_id: int, change: Callable[[Initiative], None], typed: str = "") -> Page:
    found = initiative_for(session(), viewer(), initiative_id, permission="initiatives.handle")
    try:
        with transaction():
            change(found)
    except Problem as problem:
        again = initiative_for(session(), viewer(), initiative_id)
        return _page(again, problem=sentence(problem), typed=typed), problem.status
    flash(_("Đã lưu."))
    return redirect(url_for("initiatives.initiative", initiative_id=initiative_id), HTTPStatus.SEE_OTHER)


def _page(found: Initiative, *, problem: str = "", typed: str = "", replicating: ReplicationInput | None = None) -> str:
    return render_template(
        "feedback/initiatives/initiative.html",
        initiative=found,
        problem=problem,
        typed=typed,
        replicating=replicating or ReplicationInput(formdata=None, since=clock.today()),
        may_handle=viewer().may("initiatives.handle", found.office_id),
        **_names(),
    )


def _names() -> dict[str, object]:
    return {"kinds": KINDS, "fields": FIELDS, "states": STATES}


def _case() -> Case | None:
    try:
        return case_for(session(), viewer(), UUID(request.args.get("case", "")), permission="cases.handle")
    except ValueError:
        return None
