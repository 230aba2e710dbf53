"""A line of text."""

from __future__ import annotations

from app.forms.kinds.text import FreeText


class ShortText(FreeText):
    """At most 200 characters on one line."""

    name = "short_text"
    limit = 200
    one_line = True
