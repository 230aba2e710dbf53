"""Files on their way in and out of a page."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flask import current_app, request, send_file
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.core.errors import TooLarge
from app.core.settings import Settings
from app.core.text import N_
from app.feedback.files.actions import FILE_BYTES, UPLOAD_BYTES, Upload
from app.feedback.files.models import KeptFile
from app.responses.views.phone import posted_form

PHOTO_TYPES = "image/jpeg,image/png,image/webp"
"""What a page asks for. A telephone that keeps its photos in another format converts them when it reads this."""


def make_room() -> None:
    """Let this request bring files; called before anything reads it."""
    request.max_content_length = UPLOAD_BYTES


def posted_with_photos() -> MultiDict[str, str]:
    """What a citizen typed, on a page that may bring photos."""
    if request.mimetype != "multipart/form-data":
        return posted_form()
    settings: Settings = current_app.config["SETTINGS"]
    make_room()
    request.max_form_memory_size = settings.answer_bytes
    try:
        _ = request.form
    except RequestEntityTooLarge as problem:
        raise TooLarge(
            N_(
                "Ảnh gửi kèm nặng quá hoặc phần viết dài quá nên chưa gửi được. Nội dung vẫn còn ở trang trước: xin "
                "bấm quay lại, bỏ bớt ảnh rồi gửi."
            )
        ) from problem
    return posted_form()


def uploads_in(files: Iterable[object]) -> list[Upload]:
    """The files that were really chosen; one that is too large is not read."""
    return [
        Upload(file.filename, file.read() if _size(file) <= FILE_BYTES else None)
        for file in files
        if isinstance(file, FileStorage) and file.filename
    ]


def sent(file: KeptFile, *, to_save: bool = False) -> Response:
    """A file to look at (a photo that we have drawn) or to save (anything else), and never more than that.

    ``to_save``: a photo, too, is handed out and not shown.
    """
    shown = file.is_photo and not to_save
    answer = send_file(
        io.BytesIO(file.content),
        mimetype="image/jpeg" if file.is_photo else "application/octet-stream",
        as_attachment=not shown,
        download_name=file.name,
    )
    if shown:
        answer.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _size(file: FileStorage) -> int:
    end = file.stream.seek(0, io.SEEK_END)
    file.stream.seek(0)
    return end
