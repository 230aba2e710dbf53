"""Consultations with the articles of their draft, what citizens said about each, and what the office made of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.core.dialects import UNORDERED
from app.offices.models import Office


class Consultation(Base):
    """One draft on which an office asks for opinions.

    ``code`` leads citizens to it. Its state follows from the days and the two instants (``rules.state_of``): once
    ``opened_at`` is set nothing of the draft changes any more; once ``published_at`` is, the table is public.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="days"),
        CheckConstraint("published_at IS NULL OR opened_at IS NOT NULL", name="order"),
        Index("ix_consultation_office_closes", "office_id", "closes_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(String(300))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    office: Mapped[Office] = relationship()
    articles: Mapped[list[Article]] = relationship(
        order_by="Article.position", back_populates="consultation", cascade="all, delete-orphan"
    )


class Article(Base):
    """One part of a draft that is asked about by itself: its heading as the document has it, and its text."""

    __tablename__ = "consultation_article"
    __table_args__ = (UniqueConstraint("consultation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)

    consultation: Mapped[Consultation] = relationship(back_populates="articles")


class Contribution(Base):
    """One sending of the citizens' page, or one sheet that an official typed in; its key is the page's, so that what
    comes twice is stored once.

    Nothing says who sent it; ``hour`` is the finest time that is kept, and of a sheet the noon of the day on which it
    came. ``mode`` is a key of ``rules.MODES``.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("mode IN ('phone', 'paper', 'meeting')", name="mode"),
        Index("ix_contribution_consultation_id", "consultation_id"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    hour: Mapped[datetime] = mapped_column(Instant)
    locale: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(8), default="phone")


class OpinionGroup(Base):
    """Opinions of one kind on one article (or on the whole draft, ``article_id`` None), in the office's words, and what
    became of them: ``verdict`` is a key of ``rules.VERDICTS``, ``why`` explains it. Both None until somebody decides.
    """

    __tablename__ = "opinion_group"
    __table_args__ = (
        CheckConstraint("verdict IS NULL OR verdict IN ('taken', 'partly', 'not_taken', 'aside')", name="verdict"),
        CheckConstraint("(verdict IS NULL) = (why IS NULL)", name="why"),
        Index("ix_opinion_group_consultation_id", "consultation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_article.id"))
    summary: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    consultation: Mapped[Consultation] = relationship()
    article: Mapped[Article | None] = relationship()
    changed_by: Mapped[Official | None] = relationship()


class Opinion(Base):
    """What one contribution says about one article; about the whole draft where ``article_id`` is None.

    The key is random, so that no list tells what was sent together.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("contribution_id", "article_id"),
        CheckConstraint("stance IN ('agree', 'change', 'disagree', 'comment')", name="stance"),
        CheckConstraint("stance <> 'comment' OR text <> ''", name="said"),
        Index("ix_opinion_article_id_stance", "article_id", "stance"),
        Index("ix_opinion_group_id", "group_id"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_article.id"))
    stance: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("opinion_group.id"))

    article: Mapped[Article | None] = relationship()
