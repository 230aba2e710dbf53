"""Where each task of a plan is asked: a grid of tasks and desks."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import SOURCE
from app.core.words import _, _n
from app.desks.actions import (
    Arranged,
    arrange,
    place_everywhere,
)
from app.desks.inputs import ArrangeInput, read_cells
from app.desks.models import Desk, Placement
from app.desks.queries import open_desks, placements_at, placements_of_plan
from app.desks.views import addresses, bp
from app.forms.languages.queries import NAMES
from app.forms.queries import forms_of_plan
from app.plans.models import Plan
from app.plans.queries import plan_for

Answer = str | Response | tuple[str, int]


@bp.get("/plans/<int:plan_id>/desks", endpoint="placements_of_plan")
@allow("desks.read")
def grid(plan_id: int) -> Answer:
    """Where each task of a plan is asked: a grid of tasks and desks, codes and posters."""
    return _plan_page(plan_for(session(), viewer(), plan_id, permission="desks.read"))


@bp.post("/plans/<int:plan_id>/desks")
@allow("desks.change")
def arrange_plan(plan_id: int) -> Answer:
    """Make the placements of a plan what the grid says."""
    plan = plan_for(session(), viewer(), plan_id, permission="desks.change")
    shown, ticked = read_cells(request.form.getlist("shown")), read_cells(request.form.getlist("placed"))
    with transaction():
        arranged = arrange(session(), plan, shown=shown, ticked=ticked, by=viewer().official_id)
    flash(_summary(arranged))
    return redirect(url_for("desks.placements_of_plan", plan_id=plan_id))


@bp.post("/plans/<int:plan_id>/desks/everywhere")
@allow("desks.change")
def everywhere(plan_id: int) -> Answer:
    """Ask every published form of a plan at every open desk."""
    plan = plan_for(session(), viewer(), plan_id, permission="desks.change")
    with transaction():
        arranged = place_everywhere(session(), plan, by=viewer().official_id)
    flash(_summary(arranged))
    return redirect(url_for("desks.placements_of_plan", plan_id=plan_id))


def _plan_page(plan: Plan) -> str:
    lines = [line for line in forms_of_plan(session(), plan) if line.task.surveyed]
    placements = placements_of_plan(session(), plan)
    found = open_desks(session(), plan.office_id)
    return render_template(
        "desks/placements_of_plan.html",
        plan=plan,
        lines=lines,
        published=[line for line in lines if line.latest],
        desks=found,
        placed={(placement.desk_id, placement.form_id) for placement in placements if placement.is_open},
        by_desk=_by_desk(placements, found),
        asked_at=_asked_at(found),
        token=ArrangeInput(formdata=None),
        may_change=viewer().may("desks.change", plan.office_id),
        other_languages=[code for code in plan.office.citizen_locales if code != SOURCE],
        language_names=NAMES,
        **addresses(),
    )


def _by_desk(placements: list[Placement], found: list[Desk]) -> list[tuple[Desk, list[Placement]]]:
    """The open placements desk by desk, desks without any left out."""
    groups = [
        (desk, [placement for placement in placements if placement.desk_id == desk.id and placement.is_open])
        for desk in found
    ]
    return [(desk, group) for desk, group in groups if group]


def _asked_at(found: list[Desk]) -> dict[int, int]:
    """How many forms are asked at each desk, those of other plans too: from two on its chooser has a poster."""
    counts: dict[int, int] = {}
    for placement in placements_at(session(), found):
        counts[placement.desk_id] = counts.get(placement.desk_id, 0) + placement.is_open
    return counts


def _summary(arranged: Arranged) -> str:
    told = []
    if arranged.placed:
        told.append(_n("Đã đặt thêm %(num)d phiếu.", "Đã đặt thêm %(num)d phiếu.", arranged.placed))
    if arranged.restored:
        told.append(
            _n("Đã dùng lại %(num)d phiếu với mã QR cũ.", "Đã dùng lại %(num)d phiếu với mã QR cũ.", arranged.restored)
        )
    if arranged.retired:
        told.append(_n("Đã thu hồi %(num)d phiếu.", "Đã thu hồi %(num)d phiếu.", arranged.retired))
    return " ".join(told) or str(_("Không có thay đổi nào."))
