"""The screen on which an administrator takes over what stays with an office that was merged or divided."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _n, sentence
from app.feedback.cases.rules import FLAGS, OPEN, STATES, show_reference
from app.feedback.clock.rules import KINDS, LEVELS
from app.feedback.inputs import chosen_ids
from app.feedback.takeovers import actions
from app.feedback.takeovers.inputs import TakeOverInput
from app.feedback.takeovers.queries import Left, left_behind, left_by

bp = Blueprint("takeovers", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/cases/takeovers")
@allow("accounts.manage")
def takeovers() -> Page:
    """Every office that ended and whose work an office of the viewer, or one directly below, does now."""
    return _page(None, None)


@bp.post("/cases/takeovers/<int:office_id>")
@allow("accounts.manage")
def take_over(office_id: int) -> Page:
    """Take over the ticked cases of one of them."""
    found = left_by(session(), viewer(), office_id, today=clock.today())
    form = _form(found, posted=True)
    if not form.validate():
        return _page(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        heir = next((heir for heir in found.heirs if heir.id == form.heir.data), None)
        if heir is None:
            raise Problem(N_("Hãy chọn cơ quan tiếp nhận."))
        with transaction():
            done = actions.take_over(
                session(),
                found.office,
                heir,
                chosen_ids(request.form.getlist("case")),
                form.reason.data or "",
                with_box=form.with_box.data,
                by=viewer().official_id,
            )
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _page(left_by(session(), viewer(), office_id, today=clock.today()), form), problem.status
    flash(_n("Đã nhận %(num)d phản ánh của cơ quan cũ.", "Đã nhận %(num)d phản ánh của cơ quan cũ.", done))
    return redirect(url_for("takeovers.takeovers"), HTTPStatus.SEE_OTHER)


def _form(left: Left, *, posted: bool = False) -> TakeOverInput:
    prefix = f"of{left.office.id}-"
    form = TakeOverInput(prefix=prefix) if posted else TakeOverInput(formdata=None, prefix=prefix)
    form.offer(left.heirs)
    if not posted:
        form.heir.data = left.heirs[0].id if len(left.heirs) == 1 else 0
        form.with_box.data = not left.divided
    return form


def _page(refused: Left | None, form: TakeOverInput | None) -> str:
    """The page; of what was refused, with everything that was typed and ticked."""
    found = left_behind(session(), viewer(), today=clock.today())
    forms = {left.office.id: _form(left) for left in found}
    if refused is not None and form is not None:
        forms[refused.office.id] = form
    return render_template(
        "feedback/takeovers/takeovers.html",
        found=found,
        forms=forms,
        refused=refused.office.id if refused else None,
        ticked=set(chosen_ids(request.form.getlist("case"))),
        now=clock.now(),
        states=STATES,
        flags=FLAGS,
        kinds=KINDS,
        levels=LEVELS,
        open_states=OPEN,
        show=show_reference,
    )
