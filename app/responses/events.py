"""What others may want to hear about responses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.responses.asked import Asked


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The values of a response that was just stored; ``asked`` is the edition that was answered."""

    id: UUID
    desk_id: int
    hour: datetime
    answers: dict[str, Any]
    asked: Asked


@dataclass(frozen=True, slots=True)
class ResponsesStored:
    """Responses were stored for the first time, one or many that share a commit."""

    responses: tuple[StoredResponse, ...]
