"""What others may want to hear about responses."""

from __future__ import annotations

from dataclasses import dataclass

from app.desks.models import Placement
from app.forms.definition import Definition
from app.responses.models import Response


@dataclass(frozen=True)
class ResponseStored:
    """A response was stored for the first time. ``response`` is a plain carrier of its values, not a tracked row."""

    response: Response
    placement: Placement
    definition: Definition
