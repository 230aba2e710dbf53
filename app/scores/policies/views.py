"""The screen on which an administrator reads how the office is measured, since when, and chooses another way."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.scores.methods import FACTORS, METHODS
from app.scores.policies.actions import choose_policy
from app.scores.policies.inputs import PolicyInput, factor_field, input_for, item_field
from app.scores.policies.queries import (
    PERMISSION,
    Weighable,
    choices_of,
    office_that_chooses,
    policy_on,
    texts_of,
    weighable_in,
)
from app.scores.policies.rules import NotAWeight, PeriodOver, Policy, ReasonMissing, method_with, read_weights
from app.scores.policies.wording import weights_said

bp = Blueprint("policies", "app.scores", template_folder="templates")

Answer = str | Response | tuple[str, int]


@bp.get("/scoring")
@allow("scores.method")
def offices() -> Answer:
    """How the office is measured, or the offices to choose from."""
    found = offices_with_ids(session(), viewer().offices(PERMISSION))
    if len(found) == 1:
        return _page(found[0], weighable_in(session(), found[0]))
    return render_template("scores/policy_offices.html", offices=found)


@bp.route("/offices/<int:office_id>/scoring", methods=["GET", "POST"])
@allow("scores.method")
def policy(office_id: int) -> Answer:
    """Every choice of one office, and a form for the next."""
    office = office_that_chooses(session(), viewer(), office_id)
    questions = weighable_in(session(), office)
    form = input_for(questions)()
    if not form.is_submitted():
        return _page(office, questions)
    since = form.since.data
    if not form.validate() or since is None:
        return _page(office, questions, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            known = {question.id: question.factors for question in questions}
            choose_policy(
                session(),
                office,
                method_with(form.method.data),
                read_weights(form.factor_weights(), form.item_weights(questions), known),
                since=since,
                reason=form.reason.data or "",
                by=viewer().official_id,
            )
    except Problem as problem:
        _place(form, problem)
        return _page(office, questions, form), problem.status
    flash(_("Đã ghi. Cách tính này áp dụng từ ngày %(day)s.", day=clock.show_day(since)))
    return redirect(url_for("policies.policy", office_id=office.id))


def _place(form: PolicyInput, problem: Problem) -> None:
    """The refusal beside the field that it is about."""
    if isinstance(problem, PeriodOver):
        form.since.errors = [sentence(problem)]
    elif isinstance(problem, ReasonMissing):
        form.reason.errors = [sentence(problem)]
    elif isinstance(problem, NotAWeight):
        form.form_errors.append(sentence(problem))
    else:
        form.method.errors = [sentence(problem)]


def _page(office: Office, questions: list[Weighable], form: PolicyInput | None = None) -> str:
    today, texts = clock.today(), texts_of(questions)
    now = policy_on(session(), office.id, today)
    if form is None:
        form = input_for(questions)(formdata=None)
        form.fill(now)

    def weights(policy: Policy) -> str:
        return weights_said(policy.weights, _, texts)

    return render_template(
        "scores/policy.html",
        office=office,
        form=form,
        questions=questions,
        texts=texts,
        weights=weights,
        now=now,
        choices=choices_of(session(), office),
        today=today,
        methods=METHODS,
        factors=FACTORS,
        factor_field=factor_field,
        item_field=item_field,
    )
