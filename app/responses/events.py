"""What others may want to hear about responses."""

from __future__ import annotations

from dataclasses import dataclass

from app.responses.asked import Asked
from app.responses.models import Response


@dataclass(frozen=True)
class ResponseStored:
    """A response was stored for the first time. ``response`` is a plain carrier of its values, not a tracked row.

    ``asked`` is the edition that was answered.
    """

    response: Response
    asked: Asked
