"""Screens of what belongs to a sheet: put there, taken away, handed out."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, _n, sentence
from app.feedback.files.actions import proofs_of
from app.feedback.files.incoming import make_room, sent, uploads_in
from app.feedback.supervision.inputs import AddendumInput
from app.feedback.supervision.proofs.actions import add_proofs, remove_proof
from app.feedback.supervision.proofs.inputs import ProofsInput
from app.feedback.supervision.proofs.queries import proof_of
from app.feedback.supervision.queries import sheet_for
from app.feedback.supervision.views import Page, refused, sheet_page

bp = Blueprint("proofs", "app.feedback", template_folder="templates")


@bp.url_value_preprocessor
def make_room_for_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let files in before anything asks for the token, and thereby reads the page."""
    if endpoint == "proofs.add":
        make_room()


@bp.post("/supervision/sheets/<int:sheet_id>/files")
@allow("supervision.write")
def add(sheet_id: int) -> Page:
    """Put files to a draft. They are read and drawn before anything is locked, because it takes a while."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    form = ProofsInput()
    if not form.validate_on_submit():
        return sheet_page(found, AddendumInput(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        files = proofs_of(uploads_in(form.files.data or ()))
        with transaction():
            added = add_proofs(session(), found, files, by=viewer().official_id)
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        found = sheet_for(session(), viewer(), sheet_id)
        return sheet_page(found, AddendumInput(formdata=None), form), problem.status
    flash(_n("Đã thêm %(num)d tệp.", "Đã thêm %(num)d tệp.", added) if added else _("Các tệp này đã có trong phiếu."))
    return redirect(url_for("supervision.sheet", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)


@bp.get("/supervision/sheets/<int:sheet_id>/files/<uuid:file_id>")
@allow("supervision.read")
def file(sheet_id: int, file_id: UUID) -> Response:
    """Hand out a file to whoever reads the sheet."""
    return sent(proof_of(session(), sheet_for(session(), viewer(), sheet_id), file_id), to_save=True)


@bp.post("/supervision/sheets/<int:sheet_id>/files/<uuid:file_id>/removal")
@allow("supervision.write")
def remove(sheet_id: int, file_id: UUID) -> Page:
    """Take a file from a draft."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    try:
        with transaction():
            remove_proof(session(), found, file_id, by=viewer().official_id)
    except Problem as problem:
        return refused(sheet_id, AddendumInput(formdata=None), problem)
    flash(_("Đã bỏ tệp khỏi bản nháp."))
    return redirect(url_for("supervision.sheet", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)
