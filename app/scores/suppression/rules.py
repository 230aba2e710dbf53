"""Who is shown what, and how a small number is told. Pure."""

from __future__ import annotations

from app.access.viewer import Viewer

PERMISSION = "responses.read"
"""Who may read responses one by one sees numbers as they are at this moment; everybody else what is released."""


def sees_live(viewer: Viewer, office_id: int) -> bool:
    """Whether ``viewer`` is shown this office's numbers as they are at this moment."""
    return viewer.may(PERMISSION, office_id)


def in_steps(count: int, step: int) -> int:
    """``count`` rounded down to a multiple of ``step``: one person more or less is not seen."""
    return count - count % step
