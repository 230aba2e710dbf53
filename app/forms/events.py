"""Facts about forms that packages further down act on."""

from __future__ import annotations

from dataclasses import dataclass

from app.forms.models import Edition


@dataclass(frozen=True, slots=True)
class EditionPublished:
    """A form has a new edition; whoever asks the form now asks this one."""

    edition: Edition
