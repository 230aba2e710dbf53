"""Screens of forms: those of a plan, the draft editor with its preview, and the editions."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import LOCALES, SOURCE
from app.core.words import _, _n, choose_locale, sentence
from app.forms import drafts
from app.forms.actions import (
    change_draft,
    change_template,
    draft_form,
    fault_of,
    generate_drafts,
    mark_of,
    publish,
    publish_ready,
    survey,
)
from app.forms.definition import Definition, from_data
from app.forms.inputs import DraftInput, TemplateInput, read_agreed, read_words
from app.forms.kinds import KINDS
from app.forms.models import Form
from app.forms.progress import place_of
from app.forms.queries import (
    edition_for,
    editions_of,
    form_for,
    forms_of_plan,
    has_changed,
    latest_edition,
    publisher_of,
    templates,
)
from app.forms.rendering import render_questions, style
from app.forms.wording import Say, offered_locales, say_frozen, say_live
from app.plans.models import Plan
from app.plans.queries import plan_for, task_for

bp = Blueprint("forms", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]


@bp.get("/plans/<int:plan_id>/forms", endpoint="forms_of_plan")
@allow("forms.read")
def of_plan(plan_id: int) -> Answer:
    """Every task of a plan with its form, and those that citizens are not asked about, with the reason."""
    return _plan_page(plan_for(session(), viewer(), plan_id, permission="forms.read"))


@bp.post("/plans/<int:plan_id>/forms")
@allow("forms.change")
def generate(plan_id: int) -> Answer:
    """Draft a form for each surveyed task that has none."""
    plan = plan_for(session(), viewer(), plan_id, permission="forms.change")
    with transaction():
        made = generate_drafts(session(), plan, by=viewer().official_id)
    flash(
        _n("Đã soạn %(num)d mẫu phiếu.", "Đã soạn %(num)d mẫu phiếu.", len(made))
        if made
        else _("Mọi nhiệm vụ được khảo sát đều đã có mẫu phiếu.")
    )
    return redirect(url_for("forms.forms_of_plan", plan_id=plan_id))


@bp.get("/plans/<int:plan_id>/editions")
@allow("forms.change")
def publication(plan_id: int) -> Answer:
    """Ask before publishing: what would be frozen, and what cannot be; ``?form=`` asks about one form alone."""
    plan = plan_for(session(), viewer(), plan_id, permission="forms.change")
    wanted = request.args.get("form", type=int)
    lines = [
        (line.form, line.latest)
        for line in forms_of_plan(session(), plan)
        if line.form is not None and line.ready and wanted in {None, line.form.id}
    ]
    faults = {found.id: fault_of(found) for found, _latest in lines}
    return render_template(
        "forms/publication.html",
        plan=plan,
        mark_of=mark_of,
        ready=[(found, latest, from_data(found.definition)) for found, latest in lines if faults[found.id] is None],
        refused=[(found, sentence(fault)) for found, _latest in lines if (fault := faults[found.id])],
    )


@bp.post("/plans/<int:plan_id>/editions")
@allow("forms.change")
def publish_all(plan_id: int) -> Answer:
    """Publish the drafts that the page before listed, as it listed them; what was refused is told with its reason."""
    plan = plan_for(session(), viewer(), plan_id, permission="forms.change")
    with transaction():
        done = publish_ready(session(), plan, agreed=read_agreed(request.form.getlist("form")), by=viewer().official_id)
    count = len(done.editions)
    if count:
        flash(_n("Đã phát hành %(num)d phiếu.", "Đã phát hành %(num)d phiếu.", count))
    if done.refused:
        refused = [(form.title, sentence(problem)) for form, problem in done.refused]
        return _plan_page(plan, refused), HTTPStatus.UNPROCESSABLE_ENTITY
    if not count:
        flash(_("Không có phiếu nào mới hoặc đã sửa để phát hành."))
    return redirect(url_for("forms.forms_of_plan", plan_id=plan_id))


@bp.post("/tasks/<int:task_id>/form")
@allow("forms.change")
def draft(task_id: int) -> Answer:
    """Draft the form of one task."""
    task = task_for(session(), viewer(), task_id, permission="forms.change")
    try:
        with transaction():
            form = draft_form(session(), task, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _plan_page(task.plan), problem.status
    flash(_("Đã soạn mẫu phiếu “%(title)s”.", title=form.title))
    return redirect(url_for("forms.form", form_id=form.id))


@bp.post("/tasks/<int:task_id>/survey", endpoint="survey")
@allow("forms.change")
def switch_on(task_id: int) -> Answer:
    """Ask citizens about a task that was left out."""
    task = task_for(session(), viewer(), task_id, permission="forms.change")
    with transaction():
        form = survey(session(), task, by=viewer().official_id)
    if latest_edition(session(), form):
        flash(_("Đã bật khảo sát. Phiếu “%(title)s” đã phát hành; hãy đặt lại tại điểm tiếp nhận.", title=form.title))
    else:
        flash(_("Đã bật khảo sát. Mẫu phiếu “%(title)s” còn là bản nháp.", title=form.title))
    return redirect(url_for("forms.forms_of_plan", plan_id=task.plan_id))


@bp.get("/forms/<int:form_id>")
@allow("forms.read")
def form(form_id: int) -> Answer:
    """One form: its draft, how citizens will see it, and its editions."""
    return _form_page(form_for(session(), viewer(), form_id))


@bp.post("/forms/<int:form_id>")
@allow("forms.change")
def change(form_id: int) -> Answer:
    """Save the draft: title, introduction, and the questions asked."""
    found = form_for(session(), viewer(), form_id, permission="forms.change")
    entered = DraftInput()
    try:
        with transaction():
            _save(found, entered)
    except Problem as problem:
        return _refused(problem, found, entered)
    flash(_("Đã lưu bản nháp. Người dân chỉ thấy thay đổi sau khi phát hành."))
    return redirect(url_for("forms.form", form_id=form_id))


@bp.post("/forms/<int:form_id>/template")
@allow("forms.change")
def start_over(form_id: int) -> Answer:
    """Start the draft over from another template."""
    found = form_for(session(), viewer(), form_id, permission="forms.change")
    try:
        with transaction():
            change_template(session(), found, TemplateInput().template.data or "", by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found)
    flash(_("Đã soạn lại bản nháp theo mẫu “%(template)s”.", template=templates()[found.template].title))
    return redirect(url_for("forms.form", form_id=form_id))


@bp.post("/forms/<int:form_id>/editions")
@allow("forms.change")
def publish_one(form_id: int) -> Answer:
    """Save what stands on the screen and publish it as the form's next edition: both, or neither."""
    found = form_for(session(), viewer(), form_id, permission="forms.change")
    entered = DraftInput()
    try:
        with transaction():
            _save(found, entered)
            edition = publish(session(), found, by=viewer().official_id)
    except Problem as problem:
        return _refused(problem, found, entered)
    flash(_("Đã phát hành bản số %(number)d của phiếu “%(title)s”.", number=edition.number, title=edition.title))
    return redirect(url_for("forms.form", form_id=form_id))


@bp.get("/forms/<int:form_id>/preview")
@allow("forms.read")
def preview(form_id: int) -> Answer:
    """The draft as citizens will see it, in any language there are words for; at first in the reader's own."""
    found = form_for(session(), viewer(), form_id)
    definition = from_data(found.definition)
    locales = list(dict.fromkeys((SOURCE, *found.task.plan.office.citizen_locales, *offered_locales())))
    locale = request.args.get("locale", choose_locale())
    say = _say_draft(found, definition, locale if locale in locales else SOURCE)
    with force_locale(say.locale):
        return render_template(
            "forms/preview.html",
            form=found,
            office=found.task.plan.office,
            definition=definition,
            say=say,
            questions=render_questions(definition, say, place=place_of),
            sheet=style(),
            choices=locales,
            locale=say.locale,
        )


@bp.get("/editions/<int:edition_id>")
@allow("forms.read")
def edition(edition_id: int) -> Answer:
    """What was asked: a published edition, word for word, in every language it was frozen in."""
    found = edition_for(session(), viewer(), edition_id)
    definition = from_data(found.definition)
    return render_template(
        "forms/edition.html",
        edition=found,
        form=found.form,
        plan=found.form.task.plan,
        publisher=publisher_of(session(), found),
        languages=[(LOCALES.get(locale, locale), say_frozen(found.words, locale)) for locale in found.words],
        definition=definition,
        kinds=KINDS,
    )


def _plan_page(plan: Plan, refused: list[tuple[str, str]] | None = None) -> str:
    lines = forms_of_plan(session(), plan)
    return render_template(
        "forms/forms_of_plan.html",
        plan=plan,
        asked=[line for line in lines if line.task.surveyed],
        left_out=[line for line in lines if not line.task.surveyed],
        missing=sum(line.state == "missing" for line in lines),
        ready=sum(line.ready for line in lines),
        refused=refused or [],
        templates=templates(),
        may_change=viewer().may("forms.change", plan.office_id),
    )


def _form_page(found: Form, entered: DraftInput | None = None) -> str:
    definition = from_data(found.definition)
    template = templates().get(found.template)
    latest = latest_edition(session(), found)
    if entered is None:
        entered = DraftInput(
            formdata=None, data={"title": found.title, "intro": definition.intro, "asked": list(definition.by_id)}
        )
    return render_template(
        "forms/form.html",
        form=found,
        plan=found.task.plan,
        definition=definition,
        template=template,
        templates=templates(),
        choices=drafts.choices(template or definition, definition),
        entered=entered,
        translations={locale: _translation(found, definition, locale) for locale in _other_locales(found)},
        editions=editions_of(session(), found),
        latest=latest,
        changed=latest is not None and has_changed(found, latest),
        may_change=viewer().may("forms.change", found.task.plan.office_id),
        kinds=KINDS,
    )


def _translation(found: Form, definition: Definition, locale: str) -> dict[str, str | bool]:
    """The office's own words in one language, as typed or else as stored, beside what the catalog already has."""
    known, own = say_live(definition, locale).texts, found.words.get(locale, {})
    intro = definition.intro or ""
    title_typed = request.form.get(f"title-{locale}", own.get(definition.title, ""))
    intro_typed = request.form.get(f"intro-{locale}", own.get(intro, ""))
    needed = definition.title not in known or (intro != "" and intro not in known)
    return {
        "title": title_typed,
        "intro": intro_typed,
        "known_title": known.get(definition.title, ""),
        "known_intro": known.get(intro, ""),
        "open": needed or title_typed != "" or intro_typed != "",
    }


def _other_locales(found: Form) -> list[str]:
    """The languages that the office has switched on for citizens, besides Vietnamese."""
    return [locale for locale in found.task.plan.office.citizen_locales if locale != SOURCE]


def _say_draft(found: Form, definition: Definition, locale: str) -> Say:
    return Say(locale, {**say_live(definition, locale).texts, **found.words.get(locale, {})})


def _save(found: Form, entered: DraftInput) -> None:
    title, intro = entered.title.data or "", entered.intro.data or ""
    change_draft(
        session(),
        found,
        title=title,
        intro=intro,
        asked=entered.asked.data or [],
        words=read_words(request.form, _other_locales(found), title=title, intro=intro),
        by=viewer().official_id,
    )


def _refused(problem: Problem, found: Form, entered: DraftInput | None = None) -> tuple[str, int]:
    """The page of the form with everything typed; a refusal stands beside the field that it is about."""
    if entered is not None and isinstance(problem, drafts.WordsUnfit):
        entered.title.errors = [sentence(problem)]
    elif entered is not None and isinstance(problem, drafts.QuestionNeeded | drafts.NothingScored):
        entered.asked.errors = [sentence(problem)]
    else:
        flash(sentence(problem), "error")
    return _form_page(found, entered), problem.status
