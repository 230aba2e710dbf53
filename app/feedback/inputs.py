"""Fields of the remark screens."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wtforms import TextAreaField

from app.core.inputs import ScreenInput, without_controls
from app.core.text import nfc
from app.core.words import _l
from app.feedback.queries import STATES, Wanted

SEARCH_LENGTH = 200


class NoteInput(ScreenInput):
    """A note on a remark; its length is a rule of the action."""

    note = TextAreaField(_l("Ghi chú"))


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What the address of a list asks for; what it does not say properly is left as it is by default."""
    state = query.get("state", "")
    return Wanted(
        state=next((known for known in STATES if known == state), "all"),
        desk_id=_number(query.get("desk", "")),
        text=nfc(without_controls(query.get("q", ""))).strip()[:SEARCH_LENGTH],
        page=max(1, _number(query.get("page", "")) or 1),
    )


def chosen_ids(values: list[str]) -> list[UUID]:
    """The ids of the ticked remarks; anything else that was posted is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
