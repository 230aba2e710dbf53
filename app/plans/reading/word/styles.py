"""How a Word paragraph or run looks: bold, capitals, hidden, font, outline level, list; direct or through its styles.

Offices seldom use heading styles; they press the bold button. So what counts is the look, wherever it comes from.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = {"0", "false", "off", "none"}
MOST_ANCESTORS = 12
BODY_TEXT = 9
"""The outline level that stands for "no heading"."""


class Look(NamedTuple):
    """What was said about the look; None where nothing was said."""

    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, otherwise the one below it."""
        return Look._make(below[at] if said is None else said for at, said in enumerate(self))


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of the Word namespace."""
    found = element.get(W + name) if element is not None else None
    return str(found) if found is not None else None


def number(text: str | None, default: int = 0, *, base: int = 10) -> int:
    """An integer out of an attribute, however it was damaged."""
    try:
        return int(text or "", base)
    except ValueError:
        return default


def look_of(properties: etree._Element | None) -> Look:
    """What a ``w:rPr`` or ``w:pPr`` says itself."""
    if properties is None:
        return Look()
    outline = properties.find(W + "outlineLvl")
    numbered = properties.find(W + "numPr")
    level = numbered.find(W + "ilvl") if numbered is not None else None
    return Look(
        bold=_switch(properties, "b"),
        capitals=_switch(properties, "caps"),
        hidden=_switch(properties, "vanish"),
        font=_font(properties.find(W + "rFonts")),
        outline=number(value(outline), BODY_TEXT) if outline is not None else None,
        list_id=value(numbered.find(W + "numId")) if numbered is not None else None,
        list_level=number(value(level)) if level is not None else None,
    )


def _switch(properties: etree._Element, name: str) -> bool | None:
    found = properties.find(W + name)
    return None if found is None else (value(found) or "").lower() not in OFF


def _font(fonts: etree._Element | None) -> str | None:
    return value(fonts, "ascii") or value(fonts, "hAnsi")


class Styles:
    """The styles of one document, looked up by id, with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {value(style, "styleId"): style for style in root.iter(W + "style")} if root is not None else {}
        self._known: dict[str | None, Look] = {}
        self._default = Look()
        if root is not None:
            self._default = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._normal = next((name for name, style in self._styles.items() if _is_default_paragraph(style)), None)

    def paragraph(self, style_id: str | None) -> Look:
        """The look of a paragraph style, or of plain paragraphs."""
        return self._look(style_id if style_id in self._styles else self._normal).over(self._default)

    def run(self, style_id: str | None) -> Look:
        """The look that a character style adds."""
        return self._look(style_id) if style_id in self._styles else Look()

    def list_of_style(self, style_id: str) -> str | None:
        """The list that a list style stands for."""
        return self._look(style_id).list_id

    def _look(self, style_id: str | None) -> Look:
        if style_id not in self._known:
            chain: list[etree._Element] = []
            name = style_id
            while name in self._styles and len(chain) < MOST_ANCESTORS:
                chain.append(self._styles[name])
                name = value(chain[-1].find(W + "basedOn"))
            look = Look()
            for style in reversed(chain):
                own = look_of(style.find(W + "rPr")).over(look_of(style.find(W + "pPr")))
                look = own.over(look)
            self._known[style_id] = look
        return self._known[style_id]


def _is_default_paragraph(style: etree._Element) -> bool:
    return value(style, "type") == "paragraph" and (value(style, "default") or "").lower() in {"1", "true", "on"}
