"""How many people live in a group, as an administrator typed it in from a source: what coverage is held against."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class PopulationFigure(Base):
    """The people of one group (``label``) of one question about the person (``topic``), by the words of the form.

    A group without a row is one whose number nobody knows. ``source`` and ``counted_on`` say where it is from.
    """

    __tablename__ = "population_figure"
    __table_args__ = (
        UniqueConstraint("office_id", "topic", "label"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    topic: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    counted_on: Mapped[date]
