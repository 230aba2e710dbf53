"""A zip file of XML, as office programs write it: opened with suspicion, and nothing unpacked before its size is known.

Such a file may declare gigabytes, name entities that grow, or point to other machines. No part with a document type is
parsed, no entity is resolved, no link is followed.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from lxml import etree

Reason = Literal["large", "locked", "long", "unsafe", "damaged"]
FORBIDDEN = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
BREAKDOWNS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.LxmlError),
    *(ValueError, LookupError, EOFError, OSError, RuntimeError, OverflowError),
)
"""What opening a damaged zip and the XML in it has been seen to raise, and its likes."""


class ArchiveRefused(Exception):
    """Why a file is not opened: too ``large`` when unpacked, ``locked`` by a password, a part too ``long`` or
    ``unsafe``, ``damaged``.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What all parts of a file together may declare, in ``bytes``, and what one part of XML may have."""

    entries: int
    bytes: int
    bytes_of_xml: int


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The zip file, once its declared size is known. Raises :class:`ArchiveRefused`, inside the block as well."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.bytes:
                raise ArchiveRefused("large")
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise ArchiveRefused("locked")
            yield archive
    except BREAKDOWNS as problem:
        raise ArchiveRefused("damaged") from problem


def read_part(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """One part, unless it is too long."""
    if archive.getinfo(name).file_size > limits.bytes_of_xml:
        raise ArchiveRefused("long")
    return archive.read(name)


def parse_part(content: bytes) -> etree._Element:
    """The root of one part."""
    if any(mark in content for mark in FORBIDDEN):
        raise ArchiveRefused("unsafe")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)
