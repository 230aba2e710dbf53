"""Where it is asked: desks of an office, and editions placed at them under permanent codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant, Json
from app.core.tokens import new_code
from app.forms.models import Edition, Form
from app.offices.models import Office


class Desk(Base):
    """A place where citizens are received (điểm tiếp nhận). ``code`` opens a chooser of everything asked there.

    ``hours`` are those of :data:`app.desks.kiosks.rules.Hours`; None where none are set.
    """

    __tablename__ = "desk"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    name: Mapped[str] = mapped_column(String(200))
    location: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    hours: Mapped[dict[str, Any] | None] = mapped_column(Json)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))

    office: Mapped[Office] = relationship()
    moved_to: Mapped[Desk | None] = relationship(remote_side=[id])
    placements: Mapped[list[Placement]] = relationship(back_populates="desk", order_by="Placement.id")

    @property
    def is_open(self) -> bool:
        """Whether citizens are received here."""
        return self.retired_at is None


class Placement(Base):
    """A form placed at a desk (lượt đặt phiếu), now asking ``edition``. The printed code outlives every edition."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("desk_id", "form_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    placed_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))

    desk: Mapped[Desk] = relationship(back_populates="placements")
    form: Mapped[Form] = relationship()
    edition: Mapped[Edition] = relationship()
    moved_to: Mapped[Placement | None] = relationship(remote_side=[id])

    @property
    def is_open(self) -> bool:
        """Whether the printed code leads to the form; otherwise its page says where to go."""
        return self.retired_at is None and self.desk.is_open
