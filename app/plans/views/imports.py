"""The way of a document into the office: upload, review, store."""

from __future__ import annotations

from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.access.gate import current_viewer, viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import fold
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.plans.actions import PlanAlreadyImported, import_plan
from app.plans.corrections.actions import CorrectionsUnplaced, Document, may_go, rows_again, take_reading
from app.plans.corrections.fresh import head_of
from app.plans.corrections.queries import stored_sheet
from app.plans.inputs import UploadInput
from app.plans.models import Plan
from app.plans.queries import plan_like, plan_of_document
from app.plans.rows import file_name, plan_row
from app.plans.views import bp
from app.plans.views.drafts import Draft, Opened, opened, returned
from app.plans.views.review import sent, tell_stopped

Page = str | Response | tuple[str, int]


@bp.route("/plans/import", methods=["GET", "POST"])
@allow("plans.import")
def upload() -> Page:
    """Choose a document or paste its text; what is read from it is shown for review, and nothing is stored."""
    form = UploadInput()
    form.offer(_offices())
    if not form.validate_on_submit():
        return _upload_page(form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK)
    filename, content = form.document()
    draft = Draft(form.office.data, Document(file_name(filename), content))
    try:
        _refuse_known(draft)
        page = opened(draft, afresh=True)
    except Problem as problem:
        return _refused_upload(form, problem)
    earlier = plan_like(session(), draft.office_id, head_of(page.read))
    if earlier is not None and viewer().may("plans.change", draft.office_id):
        return render_template("plans/version.html", draft=draft, plan=earlier, corrections="")
    return _review_page(page, HTTPStatus.OK)


@bp.route("/plans/sheet", methods=["GET", "POST"])
@allow("plans.import")
def sheet() -> Page:
    """Correct what was read, step by step; every step shows the page again, and still nothing is stored."""
    if request.method == "GET":  # somebody came back to the address of the page without the page
        return _upload_page(_new_upload(), HTTPStatus.OK)
    try:
        page = _returned()
    except Problem as problem:
        return _refused_upload(_new_upload(), problem)
    return _review_page(page, _status(page))


@bp.post("/plans")
@allow("plans.import")
def store() -> Page:
    """Store the reviewed plan; the document is read again, so that nothing but it and the corrections count."""
    try:
        page = _returned()
    except Problem as problem:
        return _refused_upload(_new_upload(), problem)
    if _status(page) != HTTPStatus.OK:
        return _review_page(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        plan = _store(page)
    except PlanAlreadyImported as problem:
        return _refused_upload(_new_upload(), problem)
    except Problem as problem:
        page.review.problems.append(problem)
        return _review_page(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    counts = {"tasks": len(plan.tasks), "surveyed": sum(task.surveyed for task in plan.tasks)}
    if page.plan is not None:
        flash(
            _(
                "Đã cập nhật kế hoạch theo bản mới: %(tasks)d nhiệm vụ, "
                "trong đó %(surveyed)d nhiệm vụ khảo sát người dân.",
                **counts,
            )
        )
    else:
        flash(
            _("Đã nhập kế hoạch với %(tasks)d nhiệm vụ, trong đó %(surveyed)d nhiệm vụ khảo sát người dân.", **counts)
        )
    return redirect(url_for("plans.plan", plan_id=plan.id))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_problem: RequestEntityTooLarge) -> Page:
    """A body beyond every limit: nothing of it was read; whoever was uploading gets the upload page again."""
    looking = current_viewer()
    settings: Settings = current_app.config["SETTINGS"]
    message = _(
        "Tệp quá lớn nên chưa đọc được. Hãy chọn tệp không quá %(limit)d MB; một kế hoạch thường chỉ vài trăm KB.",
        limit=settings.upload_bytes // (1024 * 1024),
    )
    if looking is None or not looking.may_somewhere("plans.import"):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render_template("web/error.html", status=int(status), message=message, viewer=looking), status
    form = _new_upload()
    form.form_errors.append(message)
    return _upload_page(form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _offices() -> list[Office]:
    return offices_with_ids(session(), viewer().offices("plans.import"))


def _new_upload() -> UploadInput:
    """An upload form that does not look at what was sent: it belongs to another form, or cannot be read."""
    form = UploadInput(formdata=None)
    form.offer(_offices())
    return form


def _upload_page(form: UploadInput, status: HTTPStatus, refusal: Problem | None = None) -> tuple[str, int]:
    recognised = getattr(refusal, "recognised", None)
    settings: Settings = current_app.config["SETTINGS"]
    earlier = getattr(refusal, "plan_id", None)
    return (
        render_template(
            "plans/upload.html",
            form=form,
            earlier_id=earlier,
            recognised=plan_row(recognised.as_json()) if recognised is not None else None,
            heading=head_of(recognised.as_json()) if recognised is not None else None,
            megabytes=settings.upload_bytes // (1024 * 1024),
        ),
        status,
    )


def _refused_upload(form: UploadInput, problem: Problem) -> tuple[str, int]:
    form.form_errors.append(sentence(problem))
    return _upload_page(form, problem.status, problem)


def _refuse_known(draft: Draft) -> None:
    earlier = plan_of_document(session(), draft.office_id, draft.document.sha256)
    if earlier is not None:
        raise PlanAlreadyImported(earlier)


def _returned() -> Opened:
    """The page that came back, with what was typed and pressed on it; one without corrections has just begun."""
    form = sent()
    begins = not form.get("corrections")
    page = opened(returned(form), afresh=begins)
    if begins:
        return page
    page.review.work(form)
    if page.review.unplaced:  # the reader was renewed while the page was open
        page.review.problems.append(CorrectionsUnplaced(page.review.unplaced))
    if page.plan is not None:
        try:
            tasks, _deadlines = rows_again(stored_sheet(session(), page.plan), page.review.sheet)
            may_go(session(), page.plan, tasks, page.review.sheet)
        except Problem as problem:
            page.review.problems.append(problem)
            page.review.take_back()
    return page


def _status(page: Opened) -> HTTPStatus:
    wrong = page.review.refused or page.review.problems
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _review_page(page: Opened, status: HTTPStatus) -> tuple[str, int]:
    office = next(office for office in _offices() if office.id == page.draft.office_id)
    return (
        render_template(
            "plans/review.html",
            page=page,
            review=page.review,
            draft=page.draft,
            office=office,
            elsewhere=_is_of_another_office(page.review.sheet.head.issuer, office),
            today=clock.today(),
        ),
        status,
    )


def _is_of_another_office(issuer: str | None, office: Office) -> bool:
    """Whether the document names an issuer that is not this office, with or without its province."""
    written, expected = fold(issuer or ""), fold(office.name)
    return not (written in expected or expected in written)


def _store(page: Opened) -> Plan:
    document = page.draft.document
    with transaction():
        if page.plan is not None:
            stopped = take_reading(
                session(),
                page.plan,
                page.read,
                page.review.corrections,
                by=viewer().official_id,
                document=document,
            )
            tell_stopped(stopped)
            return page.plan
        return import_plan(
            session(),
            session().get_one(Office, page.draft.office_id),
            page.read,
            (document.filename, document.content),
            by=viewer().official_id,
            corrections=page.review.corrections,
        )
