"""Text of several lines."""

from __future__ import annotations

from app.forms.kinds.text import FreeText


class LongText(FreeText):
    """At most 4,000 characters; line breaks are kept."""

    name = "long_text"
    limit = 4000
    one_line = False
