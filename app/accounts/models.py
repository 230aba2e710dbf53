"""Officials, what they prove themselves with, and their open sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant


class Official(Base):
    """A person who works with the system (cán bộ, công chức). ``sign_in_name`` is kept in lower case.

    Letters go to ``email`` while ``mail_wanted``, in the language ``mail_locale``.
    """

    __tablename__ = "official"

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str | None] = mapped_column(String(254))
    mail_wanted: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_locale: Mapped[str] = mapped_column(String(5), default="vi", server_default="vi")
    created_at: Mapped[datetime] = mapped_column(Instant)

    credential: Mapped[Credential | None] = relationship(back_populates="official")


class Credential(Base):
    """The argon2 hash of an official's password, and the failures since the last success.

    ``temporary`` while it is a password that somebody else knows: the official has to replace it before anything else.
    """

    __tablename__ = "credential"

    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    temporary: Mapped[bool] = mapped_column(default=False, server_default=false())
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)

    official: Mapped[Official] = relationship(back_populates="credential")


class SignIn(Base):
    """One open session of an official, on the server's side; the browser holds a random token, we its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    official: Mapped[Official] = relationship()
