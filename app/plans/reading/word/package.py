"""The zip file that a .docx is: opened with suspicion, and only the parts that hold words are read from it.

Beyond what :mod:`app.core.archives` refuses, a Word file may carry macros, or be another program's.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from app.core.archives import BREAKDOWNS, ArchiveRefused, Limits, Reason, opened, parse_part, read_part
from app.core.text import N_
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable

MOST_ENTRIES = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""What all parts together may declare; pictures make up most of it."""
MOST_BYTES_OF_XML = 12 * 1024 * 1024
"""What one part with words may have; 300 pages with their history of changes have some 5 MB."""
MOST_BYTES_OF_RELATIONS = 1024 * 1024
LIMITS = Limits(MOST_ENTRIES, MOST_BYTES, MOST_BYTES_OF_XML)

TYPES = "[Content_Types].xml"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REFUSALS: Mapping[Reason, str] = {
    "large": N_(
        "Tệp nén này khi mở ra quá lớn (hơn %(limit)d MB) nên không được mở. "
        "Hãy kiểm tra tệp, bỏ bớt hình ảnh rồi lưu lại thành .docx."
    ),
    "locked": N_("Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại."),
    "long": N_(
        "Văn bản trong tệp Word quá dài so với một kế hoạch. Hãy chọn đúng tệp kế hoạch, hoặc tách riêng phần cần đọc."
    ),
    "unsafe": N_(
        "Tệp Word này chứa khai báo không an toàn nên không được mở. "
        "Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lên."
    ),
    "damaged": N_("Tệp Word bị hỏng hoặc không đầy đủ. Hãy mở lại bằng Word, lưu thành tệp .docx mới rồi tải lên."),
}


@dataclass(frozen=True)
class Package:
    """The parts of a Word file that hold words; ``numbering`` and ``styles`` may be missing.

    ``names`` are all its parts, ``outside`` the relations to what is not in the file.
    """

    document: etree._Element
    numbering: etree._Element | None
    styles: etree._Element | None
    names: tuple[str, ...] = ()
    outside: tuple[dict[str, str], ...] = ()


def open_package(content: bytes) -> Package:
    """Open a .docx; raises :class:`PlanUnreadable` for one that is unsafe, damaged or of another program."""
    try:
        with opened(content, LIMITS) as archive:
            _refuse_other_programs(archive)
            return _parts(archive)
    except ArchiveRefused as problem:
        sentence = REFUSALS[problem.reason]
        if problem.reason == "large":
            raise PlanTooLarge(sentence, limit=MOST_BYTES // (1024 * 1024)) from problem
        raise (PlanTooLarge if problem.reason == "long" else PlanUnreadable)(sentence) from problem


def _refuse_other_programs(archive: zipfile.ZipFile) -> None:
    names = {name.casefold() for name in archive.namelist()}
    types = _read(archive, TYPES) if TYPES in archive.namelist() else b""
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise PlanUnreadable(
            N_(
                "Tệp Word này có macro (chương trình chạy kèm) nên không được nhận. "
                "Hãy mở bằng Word, chọn Lưu thành, kiểu “Word Document (*.docx)” rồi tải tệp mới lên."
            )
        )
    if b"wordprocessingml" not in types:
        raise PlanUnreadable(
            N_(
                "Tệp này không phải tệp Word .docx (có thể là bảng tính, trang chiếu, OpenDocument hoặc tệp nén). "
                "Hãy lưu kế hoạch thành .docx hoặc .pdf rồi tải lên."
            )
        )


def _parts(archive: zipfile.ZipFile) -> Package:
    main = _related(archive, "", "/officeDocument")
    if main is None:
        raise ArchiveRefused("damaged")
    numbering, styles = (_related(archive, main, kind) for kind in ("/numbering", "/styles"))
    return Package(
        _parse(_read(archive, main)),
        _parse(_read(archive, numbering)) if numbering else None,
        _parse(_read(archive, styles)) if styles else None,
        tuple(archive.namelist()),
        tuple(_outside(archive)),
    )


def _outside(archive: zipfile.ZipFile) -> Iterator[dict[str, str]]:
    """Relations of any part to the outside; a damaged list of them names none."""
    for name in archive.namelist():
        if name.endswith(".rels") and archive.getinfo(name).file_size <= MOST_BYTES_OF_RELATIONS:
            try:
                relations = _parse(archive.read(name))
            except (ArchiveRefused, *BREAKDOWNS):
                continue
            for relation in relations:
                if relation.get("TargetMode") == "External":
                    yield {str(key): str(value) for key, value in relation.attrib.items()}


def _related(archive: zipfile.ZipFile, source: str, kind: str) -> str | None:
    """The name of the part inside the file that ``source`` relates to as ``kind``."""
    path = PurePosixPath(source)
    relations = str(path.parent / "_rels" / f"{path.name}.rels").removeprefix("./")
    if relations not in archive.namelist():
        return None
    for relation in _parse(_read(archive, relations)):
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            name = posixpath.normpath(posixpath.join("/", str(path.parent), relation.get("Target", "")))[1:]
            return name if name in archive.namelist() else None
    return None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    return read_part(archive, name, LIMITS)


def _parse(content: bytes) -> etree._Element:
    return parse_part(content.replace(STRICT, TRANSITIONAL))
