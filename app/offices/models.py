"""Offices: typed, dated, of any depth, with a trail over mergers, and the days on which they rest.

A rename, a change of level or a merger closes the old row (``valid_to``) and opens a new one; ``succession`` ties them
together. Nothing in the code counts levels or provinces.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Json


class Office(Base):
    """One office (cơ quan, đơn vị) under one name, level and superior, for one span of days.

    ``kind`` is a free label (``xã``, ``phường``, ``sở`` ...). ``citizen_locales`` are the languages that the office
    has switched on for citizens. ``score_method`` is what was published by before choices were kept
    (``scores.policies``); nothing reads it any more.
    """

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="span"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    citizen_locales: Mapped[list[str]] = mapped_column(Json, default=lambda: ["vi"])
    score_method: Mapped[str] = mapped_column(String(20), default="share")

    superior: Mapped[Office | None] = relationship(remote_side=[id])


class Succession(Base):
    """``successor`` took over from ``predecessor`` on a day; ``share`` says how much of it, where that is known."""

    __tablename__ = "succession"

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    taken_over_on: Mapped[date]
    share: Mapped[Any | None] = mapped_column(Numeric(5, 4))


class Holiday(Base):
    """A day on which an office rests (``working`` false), or works though it is a weekend or a holiday.

    Offices below this one follow it too. Holidays that fall on the same day each year need no row.
    """

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("office_id", "falls_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    falls_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
    working: Mapped[bool] = mapped_column(default=False)
