"""Named reads of files. The case is looked up first, by right or by code; a file is found only within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.files.models import CaseFile


def files_of(session: Session, case_id: UUID) -> Mapping[UUID, list[CaseFile]]:
    """The files of a case by step, in their order, without their content; one query."""
    found: dict[UUID, list[CaseFile]] = defaultdict(list)
    for file in session.scalars(
        select(CaseFile).where(CaseFile.case_id == case_id).order_by(CaseFile.step_id, CaseFile.number)
    ):
        found[file.step_id].append(file)
    return dict(found)


def file_of(session: Session, case_id: UUID, file_id: UUID, *, steps: Collection[UUID] | None = None) -> CaseFile:
    """One file of a case, with its content; of these steps only, where they are given. Raises :class:`NotFound`."""
    found = session.scalar(
        select(CaseFile).options(undefer(CaseFile.content)).where(CaseFile.id == file_id, CaseFile.case_id == case_id)
    )
    if found is None or (steps is not None and found.step_id not in steps):
        raise NotFound(N_("Không tìm thấy tệp này. Có thể người gửi đã rút và xóa nội dung."))
    return found
