"""The way of a document into the office: upload, review, store."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.access.gate import current_viewer, viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_, fold
from app.core.tokens import is_signed, sign
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.plans.actions import PlanAlreadyImported, TaskChoice, heading_of, import_plan, suggested_choices
from app.plans.inputs import ReviewInput, UploadInput
from app.plans.models import Plan
from app.plans.queries import in_order_of_time, plan_of_document
from app.plans.reading import read_plan
from app.plans.rows import Read, file_name, plan_row
from app.plans.views import bp

Page = str | Response | tuple[str, int]


class DocumentExchanged(Problem):
    """What came back from the review page is not what was uploaded."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document on its way from the upload over the review page into the database."""

    office_id: int
    filename: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def signature(self) -> str:
        """Ours, for this document, this office and this official: nothing can be put in its place on the way."""
        settings: Settings = current_app.config["SETTINGS"]
        return sign(settings.secret_key, "plan-document", self._signed())

    def carries(self, signature: str) -> bool:
        """Whether ``signature`` belongs to this very sheet."""
        settings: Settings = current_app.config["SETTINGS"]
        return is_signed(settings.secret_key, "plan-document", self._signed(), signature)

    def _signed(self) -> str:
        return "\n".join((str(viewer().official_id), str(self.office_id), self.sha256, self.filename))


@bp.route("/plans/import", methods=["GET", "POST"])
@allow("plans.import")
def upload() -> Page:
    """Choose a document or paste its text; what is read from it is shown for review, and nothing is stored."""
    form = UploadInput()
    form.offer(_offices())
    if not form.validate_on_submit():
        return _upload_page(form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK)
    filename, content = form.document()
    sheet = Sheet(form.office.data, file_name(filename), content)
    try:
        _refuse_known(sheet)
        read = read_plan(sheet.content, sheet.filename).as_json()
    except Problem as problem:
        return _refused_upload(form, problem)
    return _review_page(sheet, read, _review_input(sheet, read), HTTPStatus.OK)


@bp.post("/plans")
@allow("plans.import")
def store() -> Page:
    """Store the reviewed plan; the document is read again, so that nothing but it and the person's choices count."""
    form = ReviewInput()
    try:
        sheet = _returned(form)
        read = read_plan(sheet.content, sheet.filename).as_json()
    except Problem as problem:
        return _refused_upload(_new_upload(), problem)
    if len(form.tasks) != len(read["tasks"]):  # the page is from another version of the program, or was tampered with
        form = _review_input(sheet, read)
        form.form_errors.append(_("Trang xem lại không còn khớp với văn bản. Hãy kiểm tra lại các lựa chọn rồi nhập."))
    elif form.validate_on_submit():
        try:
            plan = _import(sheet, read, form)
        except PlanAlreadyImported as problem:
            return _refused_upload(_new_upload(), problem)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            surveyed = sum(task.surveyed for task in plan.tasks)
            flash(
                _(
                    "Đã nhập kế hoạch với %(tasks)d nhiệm vụ, trong đó %(surveyed)d nhiệm vụ khảo sát người dân.",
                    tasks=len(plan.tasks),
                    surveyed=surveyed,
                )
            )
            return redirect(url_for("plans.plan", plan_id=plan.id))
    return _review_page(sheet, read, form, HTTPStatus.UNPROCESSABLE_ENTITY)


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
    return (
        render_template(
            "plans/upload.html",
            form=form,
            earlier_id=getattr(refusal, "plan_id", None),
            recognised=plan_row(recognised.as_json()) if recognised is not None else None,
            heading=heading_of(recognised.as_json()) if recognised is not None else None,
            megabytes=settings.upload_bytes // (1024 * 1024),
        ),
        status,
    )


def _refused_upload(form: UploadInput, problem: Problem) -> tuple[str, int]:
    form.form_errors.append(sentence(problem))
    return _upload_page(form, problem.status, problem)


def _refuse_known(sheet: Sheet) -> None:
    earlier = plan_of_document(session(), sheet.office_id, sheet.sha256)
    if earlier is not None:
        raise PlanAlreadyImported(earlier)


def _review_input(sheet: Sheet, read: Read) -> ReviewInput:
    heading = heading_of(read)
    return ReviewInput(
        formdata=None,
        data={
            "title": heading.title,
            "number": heading.number,
            "issued_text": heading.issued_text,
            "year": heading.year,
            "office": sheet.office_id,
            "filename": sheet.filename,
            "document": base64.urlsafe_b64encode(sheet.content).decode(),
            "signature": sheet.signature(),
            "tasks": [
                {"theme": choice.theme, "surveyed": choice.surveyed, "reason": choice.reason}
                for choice in suggested_choices(read)
            ],
        },
    )


def _review_page(sheet: Sheet, read: Read, form: ReviewInput, status: HTTPStatus) -> tuple[str, int]:
    plan = plan_row(read)
    office = next(office for office in _offices() if office.id == sheet.office_id)
    return (
        render_template(
            "plans/review.html",
            plan=plan,
            read=read,
            heading=heading_of(read),
            form=form,
            filename=sheet.filename,
            office=office,
            elsewhere=_is_of_another_office(plan.issuer, office),
            deadlines=in_order_of_time(plan.deadlines),
            today=clock.today(),
        ),
        status,
    )


def _is_of_another_office(issuer: str | None, office: Office) -> bool:
    """Whether the document names an issuer that is not this office, with or without its province."""
    written, expected = fold(issuer or ""), fold(office.name)
    return not (written in expected or expected in written)


def _returned(form: ReviewInput) -> Sheet:
    """The sheet that the review page brought back, if it is the one that it was given."""
    try:
        content = base64.urlsafe_b64decode((form.document.data or "").encode("ascii"))
        sheet = Sheet(int(form.office.data or 0), form.filename.data or "", content)
    except (ValueError, binascii.Error):
        sheet = Sheet(0, "", b"")
    if not sheet.carries(form.signature.data or "") or not viewer().may("plans.import", sheet.office_id):
        raise DocumentExchanged(
            N_("Văn bản đi kèm trang xem lại không còn nguyên vẹn nên chưa lưu được. Hãy tải văn bản lên lại.")
        )
    return sheet


def _import(sheet: Sheet, read: Read, form: ReviewInput) -> Plan:
    choices = [TaskChoice(entry.theme.data, entry.surveyed.data, entry.reason.data) for entry in form.tasks]
    with transaction():
        return import_plan(
            session(),
            session().get_one(Office, sheet.office_id),
            read,
            (sheet.filename, sheet.content),
            by=viewer().official_id,
            heading=form.heading(),
            choices=choices,
        )
