"""The table of files. They lie in the database, so that every backup of it holds them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class CaseFile(Base):
    """What came with one step of a case: a photo, drawn again, or an official's document as it was uploaded.

    A photo has no name of its own: what a telephone calls it may say who took it and when. ``number`` counts within the
    step; ``width`` and ``height`` are a photo's, in pixels.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("step_id", "number"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="sides"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_case.id"), index=True)
    step_id: Mapped[UUID] = mapped_column(ForeignKey("case_step.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    @property
    def is_photo(self) -> bool:
        """Whether a page may show it; a document is only handed out."""
        return self.width is not None
