"""The kinds of question, by the name they have in the YAML.

A new kind is one file here, one template in ``forms/parts/``, and one line below.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.forms.kinds.base import Kind
from app.forms.kinds.choice import Choice
from app.forms.kinds.choices import Choices
from app.forms.kinds.date import Day
from app.forms.kinds.faces import Faces
from app.forms.kinds.long_text import LongText
from app.forms.kinds.number import Number
from app.forms.kinds.short_text import ShortText
from app.forms.kinds.yes_no import YesNo

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (Faces(), Choice(), Choices(), YesNo(), Number(), Day(), ShortText(), LongText())
}

__all__ = ["KINDS", "Kind"]
