"""Checking what was uploaded, before anything is locked, and keeping it with a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.errors import Problem, TooLarge
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.files.models import KeptFile
from app.feedback.files.photos import PhotoUnfit, is_photo, redrawn
from app.plans.calendar.rules import type_of
from app.plans.rows import file_name

MEGABYTE = 1024 * 1024
FILE_BYTES = 12 * MEGABYTE
UPLOAD_BYTES = 40 * MEGABYTE
"""The whole of a page with its files. Larger than what is accepted, so that who sends too much gets the words back."""
PER_STEP = 3
PER_CASE = 9
"""What citizens may send with one case, over all messages."""
_DOCUMENTS = frozenset({"pdf", "docx", "xlsx"})


class FileTooLarge(TooLarge):
    """More bytes than a photo or a document needs."""


class TooManyFiles(Problem):
    """More files than anybody looks at."""


class DocumentUnfit(Problem):
    """A file of a kind that is not kept."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. ``content`` is None where it was too large to be read at all."""

    name: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A file as it will be kept."""

    name: str
    content: bytes
    width: int | None = None
    height: int | None = None


def photos_of(uploads: Sequence[Upload]) -> list[Ready]:
    """A citizen's photos, drawn again and without their names.

    Raises :class:`TooManyFiles`, :class:`FileTooLarge` and :class:`app.feedback.files.photos.PhotoUnfit`.
    """
    _refuse_too_many(uploads)
    return [_photo(_content(upload), number) for number, upload in enumerate(uploads, start=1)]


def proofs_of(uploads: Sequence[Upload]) -> list[Ready]:
    """An official's proofs: photos drawn again, documents as they are. Raises the same, and :class:`DocumentUnfit`."""
    _refuse_too_many(uploads)
    return [_proof(upload, number) for number, upload in enumerate(uploads, start=1)]


def attach(session: Session, step: Step, files: Sequence[Ready]) -> None:
    """Keep files with a step. Raises :class:`TooManyFiles` where a citizen has sent enough."""
    if not files:
        return
    if step.author == "citizen":
        _refuse_more(session, step, len(files))
    session.add_all(
        KeptFile(
            id=uuid4(),
            case_id=step.case_id,
            step_id=step.id,
            number=number,
            name=file.name,
            size=len(file.content),
            width=file.width,
            height=file.height,
            content=file.content,
        )
        for number, file in enumerate(files, start=1)
    )
    session.flush()


def forget(session: Session, case: Case) -> None:
    """Delete every photo that the sender of a case sent; what officials added stays."""
    sent = select(Step.id).where(Step.case_id == case.id, Step.author == "citizen")
    session.execute(delete(KeptFile).where(KeptFile.step_id.in_(sent)).execution_options(synchronize_session=False))


def _refuse_too_many(uploads: Sequence[Upload]) -> None:
    if len(uploads) > PER_STEP:
        # Translators: citizens read this
        raise TooManyFiles(N_("Mỗi lần gửi nhiều nhất %(most)d tệp. Xin bỏ bớt rồi gửi lại."), most=PER_STEP)


def _refuse_more(session: Session, step: Step, more: int) -> None:
    before = session.scalar(
        select(func.count())
        .select_from(KeptFile)
        .join(Step, Step.id == KeptFile.step_id)
        .where(KeptFile.case_id == step.case_id, Step.author == "citizen")
    )
    if (before or 0) + more > PER_CASE:
        raise TooManyFiles(
            # Translators: citizens read this
            N_("Phản ánh này đã có %(before)d ảnh, nhiều nhất là %(most)d. Xin gửi bớt ảnh."),
            before=before,
            most=PER_CASE,
        )


def _content(upload: Upload) -> bytes:
    if upload.content is None or len(upload.content) > FILE_BYTES:
        raise FileTooLarge(
            # Translators: citizens read this
            N_("Tệp nặng quá: mỗi tệp nhiều nhất %(most)d MB. Nội dung đã viết vẫn còn; xin chọn tệp nhỏ hơn."),
            most=FILE_BYTES // MEGABYTE,
        )
    return upload.content


def _photo(content: bytes, number: int) -> Ready:
    found = redrawn(content)
    return Ready(f"anh-{number}.jpg", found.content, found.width, found.height)


def _proof(upload: Upload, number: int) -> Ready:
    content, name = _content(upload), file_name(upload.name)
    if is_photo(content):
        return _photo(content, number)
    if type_of(content, name) not in _DOCUMENTS:
        raise DocumentUnfit(
            N_(
                "Chỉ nhận ảnh JPEG, PNG, WebP, tệp PDF, Word (.docx), Excel (.xlsx) không có macro, và đuôi tên tệp "
                "phải đúng với nội dung. Nội dung đã viết vẫn còn; hãy chọn tệp khác."
            )
        )
    return Ready(name, content)


__all__ = [
    "FILE_BYTES",
    "PER_CASE",
    "PER_STEP",
    "UPLOAD_BYTES",
    "DocumentUnfit",
    "FileTooLarge",
    "PhotoUnfit",
    "Ready",
    "TooManyFiles",
    "Upload",
    "attach",
    "forget",
    "photos_of",
    "proofs_of",
]
