"""The WTForms fields that the kinds share: strict about what was posted, silent about how it is drawn.

Drawing is done by the templates in ``forms/parts/``; these fields have no widget.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wtforms import Field

_CODE = re.compile(r"(?:0|[1-9][0-9]{0,3})\Z", re.ASCII)
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, lone surrogates and marks that turn the direction of text; joiners stay, Khmer needs them."""


def clean(text: str) -> str:
    """Typed text as it is kept: composed letters, plain line breaks, nothing invisible that harms, no outer blanks."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _BREAKS.sub("\n", text))).strip()


class CodeField(Field):
    """One code out of a fixed set; ``data`` is the code, or None when nothing was chosen."""

    data: int | None

    def __init__(self, *, codes: tuple[int, ...], wrong: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes
        self.wrong = wrong

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the posted codes; a second one, or one that is not offered, is refused."""
        self.data = None
        given = [value for value in valuelist if value != ""]
        if not given:
            return
        code = _code(given[0])
        if len(given) > 1 or code not in self.codes:
            raise ValueError(self.wrong)
        self.data = code


class CodesField(Field):
    """Any number of codes out of a fixed set; ``data`` is a list in the order of the options, or None."""

    data: list[int] | None

    def __init__(self, *, codes: tuple[int, ...], wrong: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes
        self.wrong = wrong

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the posted codes; any that is not offered is refused, the same one twice counts once."""
        self.data = None
        chosen = {_code(value) for value in valuelist if value != ""}
        if not chosen <= set(self.codes):
            raise ValueError(self.wrong)
        self.data = [code for code in self.codes if code in chosen] or None


class CleanTextField(Field):
    """Cleaned text of at most ``limit`` characters; ``data`` is None when nothing was written."""

    data: str | None

    def __init__(self, *, limit: int, one_line: bool, too_long: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit
        self.one_line = one_line
        self.too_long = too_long

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read and clean the text; ``too_long(length)`` makes the sentence for a longer one."""
        self.data = None
        text = clean(str(valuelist[0])) if valuelist else ""
        if self.one_line:
            text = " ".join(text.split())
        if len(text) > self.limit:
            raise ValueError(self.too_long(len(text)))
        self.data = text or None


def _code(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and _CODE.match(value) else None
