"""Where a consultation stands today, and holding it there while something is done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_, nfc
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.rules import State, state_of


def state_now(consultation: Consultation) -> State:
    """Where a consultation stands today."""
    return state_of(
        consultation.opens_on,
        consultation.closes_on,
        consultation.opened_at,
        consultation.published_at,
        today=clock.today(),
    )


def hold(session: Session, consultation: Consultation, *, shared: bool = False) -> None:
    """Lock the row until the transaction ends, and read it as it is now."""
    found = session.scalar(
        select(Consultation)
        .where(Consultation.id == consultation.id)
        .with_for_update(of=Consultation, read=shared)
        .execution_options(populate_existing=True)
    )
    if found is None:
        # Translators: citizens read this
        raise NotFound(N_("Lần lấy ý kiến này đã bị bỏ. Hãy mở lại danh sách."))


def tidy(text: str) -> str:
    """What somebody typed, as it is stored."""
    return nfc(text.replace("\r\n", "\n").replace("\0", "")).strip()
