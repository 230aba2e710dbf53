"""The screens of coverage: who answers a plan's forms, and how many people there are."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, snapshot, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.offices.models import Office
from app.plans.queries import plan_for
from app.reports import evidence
from app.reports.coverage.actions import set_population
from app.reports.coverage.inputs import PopulationInput, population_input
from app.reports.coverage.queries import WAYS, Wording, figures_of, key_of, read_coverage, topics_of
from app.reports.overview import pictures
from app.scores.results import MODE_NAMES

bp = Blueprint("coverage", "app.reports", template_folder="templates")

PERMISSION = "plans.change"
VERDICTS = {
    "less": N_("trả lời ít hơn tỷ lệ trong dân số"),
    "more": N_("trả lời nhiều hơn tỷ lệ trong dân số"),
    "alike": N_("chưa thấy khác tỷ lệ trong dân số"),
}
WAY_NAMES = {
    "own": N_("Tự trả lời trên điện thoại, trên mạng"),
    "kiosk": N_("Máy đặt tại chỗ"),
    "helped": N_("Phiếu giấy, có người giúp"),
}

Answer = str | Response | tuple[str, int]


@bp.get("/plans/<int:plan_id>/coverage")
@allow("scores.read")
def of_plan(plan_id: int) -> str:
    """Which groups answered a plan's forms, and which are not reached."""
    limits = evidence.thresholds()
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        found = read_coverage(session(), viewer(), plan, limits)
    return render_template(
        "reports/coverage.html",
        plan=plan,
        found=found,
        as_of=clock.now(),
        limits=limits,
        may_change=viewer().may(PERMISSION, plan.office_id),
        mode_names=MODE_NAMES,
        pictures=pictures,
        verdict_words=VERDICTS,
        way_names=[WAY_NAMES[way] for way in WAYS],
    )


@bp.get("/offices/<int:office_id>/population")
@allow("plans.change")
def population(office_id: int) -> Answer:
    """The groups that the office's forms ask about, with the numbers known."""
    office = _office(office_id)
    figures = figures_of(session(), office)
    topics = [(key_of(wording), wording, figures.get(wording[0], ())) for wording in topics_of(session(), office)]
    return render_template("reports/population.html", office=office, topics=topics)


@bp.route("/offices/<int:office_id>/population/<group>", methods=["GET", "POST"])
@allow("plans.change")
def topic(office_id: int, group: str) -> Answer:
    """Write down the people of each group of one topic."""
    office = _office(office_id)
    wording = next((known for known in topics_of(session(), office) if key_of(known) == group), None)
    if wording is None:
        raise NotFound(N_("Không còn phiếu nào hỏi câu này. Hãy chọn lại trong danh sách."))
    text, labels = wording
    known = {figure.label: figure for figure in figures_of(session(), office).get(text, ())}
    first = next(iter(known.values()), None)
    filled = {f"people_{place}": known[label].people for place, label in enumerate(labels) if label in known}
    form = population_input(labels)(
        **filled, source=first.source if first else "", counted_on=first.counted_on if first else None
    )
    if not form.is_submitted():
        return _page(office, wording, form)
    if not form.validate():
        return _page(office, wording, form), HTTPStatus.UNPROCESSABLE_ENTITY
    people = {label: form[f"people_{place}"].data for place, label in enumerate(labels)}
    try:
        with transaction():
            set_population(
                session(),
                office,
                text,
                people,
                source=form.source.data or "",
                counted_on=form.counted_on.data or clock.today(),
                by=viewer().official_id,
            )
    except Problem as problem:
        form.source.errors = [sentence(problem)]
        return _page(_office(office_id), wording, form), problem.status
    flash(_("Đã lưu số dân của các nhóm."))
    return redirect(url_for("coverage.population", office_id=office_id), HTTPStatus.SEE_OTHER)


def _page(office: Office, wording: Wording, form: PopulationInput) -> str:
    return render_template(
        "reports/population_topic.html", office=office, text=wording[0], labels=wording[1], form=form
    )


def _office(office_id: int) -> Office:
    office = session().get(Office, office_id) if viewer().may(PERMISSION, office_id) else None
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này, hoặc tài khoản của bạn không sửa số liệu của cơ quan này."))
    return office
