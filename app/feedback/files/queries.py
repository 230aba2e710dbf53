"""Named reads of files. The case is looked up first, by right or by code; a file is found only within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.files.models import KeptFile


def files_of(session: Session, case_id: UUID) -> Mapping[UUID, list[KeptFile]]:
    """The files of a case by step, in their order, without their content; one query."""
    found: dict[UUID, list[KeptFile]] = defaultdict(list)
    for file in session.scalars(
        select(KeptFile).where(KeptFile.case_id == case_id).order_by(KeptFile.step_id, KeptFile.number)
    ):
        if file.step_id is not None:  # a check constraint holds it
            found[file.step_id].append(file)
    return dict(found)


def file_of(session: Session, case_id: UUID, file_id: UUID, *, steps: Collection[UUID] | None = None) -> KeptFile:
    """One file of a case, with its content; of these steps only, where they are given. Raises :class:`NotFound`."""
    found = session.scalar(
        select(KeptFile).options(undefer(KeptFile.content)).where(KeptFile.id == file_id, KeptFile.case_id == case_id)
    )
    if found is None or (steps is not None and found.step_id not in steps):
        raise NotFound(N_("Không tìm thấy tệp này. Có thể người gửi đã rút và xóa nội dung."))
    return found
