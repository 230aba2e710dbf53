"""The table of files. They lie in the database, so that every backup of it holds them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class KeptFile(Base):
    """What came with one step of a case, or belongs to a supervision sheet: a photo, drawn again, or an official's
    document as it was uploaded.

    A photo has no name of its own: what a telephone calls it may say who took it and when. ``number`` counts within the
    step or the sheet; ``width`` and ``height`` are a photo's, in pixels. ``sha256`` is the fingerprint of what is kept,
    so that both sides of a supervision can say that they mean the same file.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("step_id", "number"),
        UniqueConstraint("sheet_id", "number"),
        UniqueConstraint("sheet_id", "sha256"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="sides"),
        CheckConstraint(
            "(sheet_id IS NULL) <> (step_id IS NULL) AND (case_id IS NULL) = (step_id IS NULL)", name="owner"
        ),
        CheckConstraint("(sheet_id IS NULL) = (sha256 IS NULL)", name="digest"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id"), index=True)
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_step.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_sheet.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    @property
    def is_photo(self) -> bool:
        """Whether a page may show it; a document is only handed out."""
        return self.width is not None
