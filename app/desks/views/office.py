"""The desks of an office, one desk, and what is asked there."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.desks.actions import (
    DeskNameMissing,
    DeskNameTaken,
    add_desk,
    change_desk,
    place,
    restore,
    restore_desk,
    retire_desk,
    retire_placement,
)
from app.desks.inputs import ArrangeInput, DeskInput, MoveInput, NewDeskInput, PlaceInput
from app.desks.kiosks.queries import silent_kiosks
from app.desks.links.queries import links_of
from app.desks.models import Desk
from app.desks.queries import (
    desk_for,
    desks_for,
    open_desks,
    placeable_forms,
    placement_for,
    placements_at,
)
from app.desks.views import addresses, bp, public_url
from app.desks.visits.rules import PERMISSION
from app.forms.queries import form_for
from app.offices.queries import offices_with_ids

Answer = str | Response | tuple[str, int]


@bp.get("/desks")
@allow("desks.read")
def desks() -> Answer:
    """The desks of the viewer's offices."""
    return _desks_page(NewDeskInput())


@bp.post("/desks")
@allow("desks.change")
def add() -> Answer:
    """Add a desk."""
    form = NewDeskInput()
    offices = {office.id: office for office in offices_with_ids(session(), viewer().offices("desks.change"))}
    if not form.validate_on_submit():
        return _desks_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    office = offices.get(form.office.data)
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    try:
        with transaction():
            desk = add_desk(
                session(), office, name=form.name.data or "", location=form.location.data or "", by=viewer().official_id
            )
    except (DeskNameMissing, DeskNameTaken) as problem:
        form.name.errors = [sentence(problem)]
        return _desks_page(form), problem.status
    flash(_("Đã thêm điểm “%(name)s”.", name=desk.name))
    return redirect(url_for("desks.desk", desk_id=desk.id))


@bp.get("/desks/<int:desk_id>")
@allow("desks.read")
def desk(desk_id: int) -> Answer:
    """One desk: what is asked there, its codes, and its changes."""
    return _desk_page(desk_for(session(), viewer(), desk_id))


@bp.post("/desks/<int:desk_id>")
@allow("desks.change")
def change(desk_id: int) -> Answer:
    """Rename or relocate a desk."""
    found = _desk_to_change(desk_id)
    form = DeskInput()
    if not form.validate_on_submit():
        return _desk_page(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            change_desk(
                session(), found, name=form.name.data or "", location=form.location.data or "", by=viewer().official_id
            )
    except (DeskNameMissing, DeskNameTaken) as problem:
        form.name.errors = [sentence(problem)]
        return _desk_page(found, form), problem.status
    flash(_("Đã lưu."))
    return redirect(url_for("desks.desk", desk_id=desk_id))


@bp.post("/desks/<int:desk_id>/retirement")
@allow("desks.change")
def retire(desk_id: int) -> Answer:
    """Close a desk; another may take over what is asked there."""
    found = _desk_to_change(desk_id)
    try:
        with transaction():
            retire_desk(session(), found, move_to=_chosen_desk(), by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found)
    flash(_("Đã ngừng điểm “%(name)s”. Người quét mã QR cũ sẽ thấy trang hướng dẫn.", name=found.name))
    return redirect(url_for("desks.desk", desk_id=desk_id))


@bp.post("/desks/<int:desk_id>/restoration")
@allow("desks.change")
def reopen(desk_id: int) -> Answer:
    """Open a closed desk again."""
    found = _desk_to_change(desk_id)
    try:
        with transaction():
            restore_desk(session(), found, by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found)
    flash(_("Đã mở lại điểm “%(name)s”.", name=found.name))
    return redirect(url_for("desks.desk", desk_id=desk_id))


@bp.post("/desks/<int:desk_id>/placements")
@allow("desks.change")
def place_form(desk_id: int) -> Answer:
    """Ask one more form at a desk."""
    found = _desk_to_change(desk_id)
    chosen = PlaceInput().asked.data
    form = form_for(session(), viewer(), chosen or 0, permission="desks.change")
    try:
        with transaction():
            place(session(), found, form, by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found)
    flash(_("Đã đặt phiếu “%(form)s”. Có thể in tờ mã QR ngay.", form=form.title))
    return redirect(url_for("desks.desk", desk_id=desk_id))


@bp.post("/placements/<int:placement_id>/retirement")
@allow("desks.change")
def retire_one(placement_id: int) -> Answer:
    """Stop asking a form at a desk; another desk may ask it from now on."""
    found = placement_for(session(), viewer(), placement_id, permission="desks.change")
    try:
        with transaction():
            retire_placement(session(), found, move_to=_chosen_desk(), by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found.desk)
    flash(_("Đã thu hồi phiếu “%(form)s”. Người quét mã QR cũ sẽ thấy trang hướng dẫn.", form=found.form.title))
    return redirect(url_for("desks.desk", desk_id=found.desk_id))


@bp.post("/placements/<int:placement_id>/restoration")
@allow("desks.change")
def restore_one(placement_id: int) -> Answer:
    """Ask a form again under its old code."""
    found = placement_for(session(), viewer(), placement_id, permission="desks.change")
    try:
        with transaction():
            restore(session(), found, by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found.desk)
    flash(_("Đã khôi phục phiếu “%(form)s” với mã QR cũ.", form=found.form.title))
    return redirect(url_for("desks.desk", desk_id=found.desk_id))


def _desks_page(form: NewDeskInput) -> str:
    offices = offices_with_ids(session(), viewer().offices("desks.change"))
    form.office.choices = [(office.id, office.name) for office in offices]
    lines = desks_for(session(), viewer())
    groups = [(office, list(group)) for office, group in groupby(lines, key=lambda line: line.desk.office)]
    return render_template(
        "desks/desks.html",
        groups=groups,
        form=form,
        offices=offices,
        silent=silent_kiosks(session(), viewer(), clock.now()),
        may_count=viewer().may_somewhere(PERMISSION),
    )


def _desk_page(found: Desk, form: DeskInput | None = None) -> str:
    may_change = viewer().may("desks.change", found.office_id)
    others = [other for other in open_desks(session(), found.office_id) if other.id != found.id]
    placements = placements_at(session(), [found])
    return render_template(
        "desks/desk.html",
        desk=found,
        form=form or DeskInput(obj=found, formdata=None),
        token=ArrangeInput(formdata=None),
        may_change=may_change,
        may_enter=viewer().may("responses.enter", found.office_id),
        may_count=viewer().may(PERMISSION, found.office_id),
        links=links_of(session(), [placement.id for placement in placements]),
        open_link=lambda link: f"{public_url()}/W/{link.code}",
        placements=[placement for placement in placements if placement.retired_at is None],
        retired=[placement for placement in placements if placement.retired_at is not None],
        forms=placeable_forms(session(), found) if may_change and found.is_open else [],
        others=others,
        **addresses(),
    )


def _desk_to_change(desk_id: int) -> Desk:
    return desk_for(session(), viewer(), desk_id, permission="desks.change")


def _chosen_desk() -> Desk | None:
    """The desk that is to take over, if one was chosen; a desk of another office is not found."""
    chosen = MoveInput().move_to.data
    return desk_for(session(), viewer(), chosen, permission="desks.change") if chosen else None


def _refused(problem: Problem, found: Desk) -> tuple[str, int]:
    flash(sentence(problem), "error")
    return _desk_page(found), problem.status
