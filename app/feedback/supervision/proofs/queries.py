"""Named reads of what belongs to a sheet. The sheet is looked up first, by right; a file is found only within it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.files.models import KeptFile
from app.feedback.supervision.models import SupervisionSheet


def proofs_of(session: Session, sheet: SupervisionSheet) -> list[KeptFile]:
    """The files of a sheet in their order, without their content; one query."""
    return list(session.scalars(select(KeptFile).where(KeptFile.sheet_id == sheet.id).order_by(KeptFile.number)))


def proof_of(session: Session, sheet: SupervisionSheet, file_id: UUID) -> KeptFile:
    """One file of a sheet, with its content; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(KeptFile).options(undefer(KeptFile.content)).where(KeptFile.id == file_id, KeptFile.sheet_id == sheet.id)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy tệp này. Có thể tệp đã được bỏ khỏi bản nháp."))
    return found
