"""What is asked: a task's form, which may change, and its editions, which may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.core.db import Base, Instant, Json
from app.core.errors import Conflict
from app.core.text import N_
from app.plans.models import Task

FROZEN = N_(
    "Bản phát hành không sửa được vì đã có người dân trả lời theo nội dung đó. Hãy sửa mẫu phiếu rồi phát hành bản mới."
)


class EditionFrozen(Conflict):
    """Somebody tried to change or delete what citizens have already been asked."""


class Form(Base):
    """The form (mẫu phiếu) of one task, as the next edition would ask it.

    ``template`` is the key of a file in ``forms/``; ``definition`` the form's own copy of it; ``title`` the plain words
    under which citizens see the task. ``words`` are the office's own translations of what it wrote itself, a locale to
    {source text: text}; everything else is translated by the catalogs.
    """

    __tablename__ = "form"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    definition: Mapped[dict[str, Any]] = mapped_column(Json)
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(Json, default=dict)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    task: Mapped[Task] = relationship()
    editions: Mapped[list[Edition]] = relationship(order_by="Edition.number", back_populates="form")


class Edition(Base):
    """A published form (bản phát hành): definition and words in every declared locale, frozen for good.

    ``words`` maps a locale to {source text: text}, see ``forms.wording``. ``digest`` is the SHA-256 of
    definition and words. The database refuses updates and deletions by trigger; this class refuses them earlier, with
    a sentence.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("form_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    number: Mapped[int]
    template: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    definition: Mapped[dict[str, Any]] = mapped_column(Json)
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    form: Mapped[Form] = relationship(back_populates="editions")


def _refuse(_mapper: Mapper[Any], _connection: Connection, _edition: Edition) -> None:
    raise EditionFrozen(FROZEN)


event.listen(Edition, "before_update", _refuse)
event.listen(Edition, "before_delete", _refuse)
