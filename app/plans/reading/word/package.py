"""The zip file that a .docx is: opened with suspicion, and only the parts that hold words are read from it.

A Word file may declare gigabytes, name entities that grow, carry macros or point to other machines. Nothing is unpacked
before its declared size is known, no part with a document type is parsed, and no link is followed.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from app.core.text import N_
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable

MOST_ENTRIES = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""What all parts together may declare; pictures make up most of it."""
MOST_BYTES_OF_XML = 12 * 1024 * 1024
"""What one part with words may have; 300 pages with their history of changes have some 5 MB."""
MOST_BYTES_OF_RELATIONS = 1024 * 1024

TYPES = "[Content_Types].xml"
FORBIDDEN = tuple(mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le",
                  "utf-16-be"))  # fmt: skip
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BREAKDOWNS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.LxmlError),
    *(ValueError, LookupError, EOFError, OSError, RuntimeError, OverflowError),
)
"""What opening a damaged zip and the XML in it has been seen to raise, and its likes."""
DAMAGED = N_("Tệp Word bị hỏng hoặc không đầy đủ. Hãy mở lại bằng Word, lưu thành tệp .docx mới rồi tải lên.")


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
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            _refuse_other_programs(archive)
            return _parts(archive)
    except BREAKDOWNS as problem:
        raise PlanUnreadable(DAMAGED) from problem


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise PlanTooLarge(
            N_(
                "Tệp nén này khi mở ra quá lớn (hơn %(limit)d MB) nên không được mở. "
                "Hãy kiểm tra tệp, bỏ bớt hình ảnh rồi lưu lại thành .docx."
            ),
            limit=MOST_BYTES // (1024 * 1024),
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise PlanUnreadable(N_("Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại."))


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
        raise PlanUnreadable(DAMAGED)
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
            except (PlanUnreadable, *BREAKDOWNS):
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
    if archive.getinfo(name).file_size > MOST_BYTES_OF_XML:
        raise PlanTooLarge(
            N_(
                "Văn bản trong tệp Word quá dài so với một kế hoạch. "
                "Hãy chọn đúng tệp kế hoạch, hoặc tách riêng phần cần đọc."
            )
        )
    return archive.read(name)


def _parse(content: bytes) -> etree._Element:
    if any(mark in content for mark in FORBIDDEN):
        raise PlanUnreadable(
            N_(
                "Tệp Word này chứa khai báo không an toàn nên không được mở. "
                "Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lên."
            )
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    return etree.fromstring(content.replace(STRICT, TRANSITIONAL), parser)
