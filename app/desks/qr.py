"""QR codes of addresses: as a matrix, as SVG and as PNG.

Level M (15 % may be torn or dirty) and a quiet zone of four modules, as ISO/IEC 18004 asks for. An address in capitals
is stored in the alphanumeric mode, which needs fewer and therefore larger modules: the shorter the address, the
farther away it can be scanned.
"""

from __future__ import annotations

import struct
import zlib
from itertools import groupby

from markupsafe import escape
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from app.core.errors import Problem
from app.core.text import N_
from app.core.words import _

QUIET_ZONE = 4
LARGEST_VERSION = 10  # 57 modules: still 0.6 mm each on the smallest poster, what a cheap camera can tell apart
LARGEST_PIXELS = 4096

Matrix = tuple[tuple[bool, ...], ...]


class AddressTooLong(Problem):
    """The code would have more modules than a phone can read from a counter."""


class BadPixels(Problem):
    """A picture so small that modules melt into each other, or so large that it only costs memory."""


def matrix(url: str) -> Matrix:
    """The modules of the code of ``url``, True is dark, with the quiet zone around them.

    Raises :class:`AddressTooLong`.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(url, optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as problem:
        raise _too_long() from problem
    if code.version > LARGEST_VERSION:
        raise _too_long()
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def svg(url: str) -> str:
    """The code as one small SVG picture without script or style; its title tells a screen reader where it leads."""
    modules = matrix(url)
    side = len(modules)
    title = escape(_("Mã QR mở địa chỉ %(url)s", url=url))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f'<title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{_path(modules)}"/></svg>'
    )


def png(url: str, pixels: int = 1024) -> bytes:
    """The code as a square PNG of ``pixels`` by ``pixels``, black and white, one bit each.

    Every module is a whole number of pixels; what is left over widens the quiet zone. Raises :class:`BadPixels`.
    """
    modules = matrix(url)
    scale = pixels // len(modules)
    if scale < 2 or pixels > LARGEST_PIXELS:
        raise BadPixels(
            N_("Cạnh ảnh mã QR phải từ %(least)d đến %(most)d điểm ảnh."), least=2 * len(modules), most=LARGEST_PIXELS
        )
    before = (pixels - scale * len(modules)) // 2
    blank = _packed([False] * pixels)
    lines = [blank] * before
    for row in modules:
        wide = [False] * before + [module for module in row for _column in range(scale)]
        lines += [_packed(wide + [False] * (pixels - len(wide)))] * scale
    lines += [blank] * (pixels - len(lines))
    head = struct.pack(">2I5B", pixels, pixels, 1, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _too_long() -> AddressTooLong:
    return AddressTooLong(
        N_("Địa chỉ quá dài để in thành mã QR dễ quét. Hãy dùng tên miền ngắn hơn trong cấu hình địa chỉ công khai.")
    )


def _path(modules: Matrix) -> str:
    """All dark runs as one path: one fill, hence no hairlines between the rows; moves are relative, hence short."""
    parts = []
    pen_x, pen_y = 0, 0
    for y, row in enumerate(modules):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(f"m{x - pen_x} {y - pen_y}h{length}v1h-{length}z")
                pen_x, pen_y = x, y
            x += length
    return "".join(parts)


def _packed(bits: list[bool]) -> bytes:
    """One line of the picture, eight pixels a byte; in greyscale 0 is black and 1 white."""
    padded = [not dark for dark in bits] + [True] * (-len(bits) % 8)
    return int("".join("1" if white else "0" for white in padded), 2).to_bytes(len(padded) // 8, "big")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
