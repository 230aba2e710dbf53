"""Which answers are remarks, and how they are found again. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.access.viewer import Viewer
from app.core.text import fold, nfc
from app.forms.definition import Definition
from app.forms.kinds import KINDS


def remarks_in(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The free texts of a response with their questions, in question order.

    A private question promises that its answers are never shown one by one; its text stays in the response and is no
    remark.
    """
    return [
        (question.id, text)
        for question in definition.questions
        if KINDS[question.kind].is_text and not question.private
        for text in [str(answers.get(question.id, "")).strip()]
        if text
    ]


def may_read(viewer: Viewer, office_id: int, holders: Collection[int]) -> bool:
    """Whether ``viewer`` sees the remarks of a task that these officials answer for."""
    return viewer.may("remarks.read-all", office_id) or (
        viewer.may("remarks.read", office_id) and viewer.official_id in holders
    )


def searchable(text: str) -> str:
    """What a remark is searched in: without marks, and below that as it was written.

    One look-up then serves both: "cho lau" finds every "chờ lâu", while "chờ lâu" does not find "chỗ lâu".
    """
    return f"{fold(_one_line(text))}\n{needle(text)}"


def needle(wanted: str) -> str:
    """What somebody typed into the search box, as it is looked for in :func:`searchable`."""
    return nfc(_one_line(wanted)).casefold()


def _one_line(text: str) -> str:
    return " ".join(text.split())
