"""Reads about officials and their sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Official, SignIn
from app.core.tokens import fingerprint


def official_named(session: Session, sign_in_name: str) -> Official | None:
    """The active official with this sign-in name, with the credential."""
    return session.scalar(
        select(Official)
        .options(joinedload(Official.credential))
        .where(Official.sign_in_name == sign_in_name.strip().lower(), Official.active)
    )


def open_sign_in(session: Session, token: str, *, at: datetime) -> SignIn | None:
    """The sign-in that ``token`` opened, unless it has ended or expired, with official and credential; one query."""
    return session.scalar(
        select(SignIn)
        .join(SignIn.official)
        .options(joinedload(SignIn.official).joinedload(Official.credential))
        .where(
            SignIn.token_hash == fingerprint(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > at,
            Official.active,
        )
    )
