"""Word files written part by part, so that a test shows the very marks that it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
)
TOP = (
    f'<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx_of(
    body: str, *, numbering: str = "", styles: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A document with this body; ``parts`` are added or replace what would stand there."""
    related = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name, content in (("numbering", numbering), ("styles", styles))
        if content
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": TOP,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        "word/document.xml": root("document", f"<w:body>{body}</w:body>"),
    }
    if numbering:
        files["word/numbering.xml"] = root("numbering", numbering)
    if styles:
        files["word/styles.xml"] = root("styles", styles)
    return zip_of({**files, **(parts or {})})


def zip_of(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def root(name: str, content: str) -> str:
    """An element of the Word namespace that holds everything."""
    return f'<w:{name} xmlns:w="{W}" xmlns:mc="{MC}">{content}</w:{name}>'


def run(text: str, look: str = "") -> str:
    """A run; ``look`` are its properties, such as ``<w:b/>``."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text becomes a plain run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def item(text: str, *, number: int = 1, level: int = 0) -> str:
    """A paragraph of a Word list."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def pattern(*levels: tuple[str, str], name: int = 1, more: str = "") -> str:
    """A list pattern; a level is its format and its text. ``more`` goes into every level."""
    described = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{described}</w:abstractNum>'


def use(number: int = 1, name: int = 1, *, start: int | None = None) -> str:
    """A list that uses a pattern, from ``start`` on if that is said."""
    over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start is not None else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{over}</w:num>'


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; plain text becomes a plain cell."""
    inside = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(*paragraphs: str, span: int = 1, merged: str = "") -> str:
    """A cell; ``merged`` is ``restart`` or ``continue``."""
    down = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    inside = "".join(one if one.startswith("<") else paragraph(one) for one in paragraphs)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{inside}</w:tc>'
