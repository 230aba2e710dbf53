"""Putting photos and documents to the draft of a sheet, and taking them away. What is filed stays as it is.

Files are kept where those of cases are, and checked and drawn again in the same way (``feedback.files``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.text import N_
from app.feedback.files.actions import Ready, TooManyFiles
from app.feedback.files.models import KeptFile
from app.feedback.supervision.actions import SheetUnfit, hold_draft
from app.feedback.supervision.models import SupervisionSheet

PER_SHEET = 10


def add_proofs(session: Session, sheet: SupervisionSheet, files: Sequence[Ready], *, by: int) -> int:
    """Put files to a draft; one that is there already is not added again. How many were added.

    Raises ``Filed``, ``RightLost``, ``SheetUnfit`` and :class:`TooManyFiles`.
    """
    if not files:
        raise SheetUnfit(N_("Chưa chọn tệp nào. Hãy chọn ảnh hoặc văn bản rồi bấm lại."))
    hold_draft(session, sheet, by=by)
    kept = session.execute(select(KeptFile.number, KeptFile.sha256).where(KeptFile.sheet_id == sheet.id)).all()
    digests = {row.sha256 for row in kept}
    fresh = {digest: file for file in files if (digest := hashlib.sha256(file.content).hexdigest()) not in digests}
    if len(kept) + len(fresh) > PER_SHEET:
        raise TooManyFiles(
            N_("Phiếu này đã có %(before)d tệp, nhiều nhất là %(most)d. Hãy bỏ bớt tệp rồi gửi lại."),
            before=len(kept),
            most=PER_SHEET,
        )
    last = max((row.number for row in kept), default=0)
    for number, (digest, file) in enumerate(fresh.items(), start=last + 1):
        is_photo = file.width is not None
        session.add(
            KeptFile(
                id=uuid4(),
                sheet_id=sheet.id,
                number=number,
                name=f"anh-{number}.jpg" if is_photo else file.name,
                size=len(file.content),
                width=file.width,
                height=file.height,
                sha256=digest,
                content=file.content,
            )
        )
    session.flush()
    return len(fresh)


def remove_proof(session: Session, sheet: SupervisionSheet, file_id: UUID, *, by: int) -> None:
    """Take a file from a draft; one that is gone already is no fault. Raises ``Filed`` and ``RightLost``."""
    hold_draft(session, sheet, by=by)
    session.execute(
        delete(KeptFile)
        .where(KeptFile.id == file_id, KeptFile.sheet_id == sheet.id)
        .execution_options(synchronize_session=False)
    )
