"""Drawing a photo again. What comes out is a plain JPEG made by us: no place, no time, no owner, no second picture.

Only the decoders for JPEG, PNG and WebP are ever asked, by content and not by name. The size is read from the header
before a single pixel is decoded, so that a few kilobytes cannot unfold into gigabytes; a JPEG is decoded at a fraction
of its size at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from app.core.errors import Problem
from app.core.text import N_

LONGEST_SIDE = 1600
"""Pixels; enough to read a street sign, too few for a face in a crowd."""
_QUALITY = 82
_MOST_PIXELS = 24_000_000
_MOST_PIXELS_OF_A_JPEG = 52_000_000
"""A telephone's largest; read at half the size or less. One that is built up in passes needs all of it in memory."""
_DECODERS = ("JPEG", "PNG", "WEBP")
_APPLE = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

Image.MAX_IMAGE_PIXELS = None  # the bounds above are stricter than the library's, and refuse instead of warning


class PhotoUnfit(Problem):
    """No photo that can be drawn."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: a JPEG and its sides in pixels."""

    content: bytes
    width: int
    height: int


def is_photo(content: bytes) -> bool:
    """Whether the content begins like a photo, of whatever kind."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_from_apple(content)


def redrawn(content: bytes) -> Photo:
    """The photo again, upright, no longer than :data:`LONGEST_SIDE`, its pixels alone. Raises :class:`PhotoUnfit`."""
    if _is_from_apple(content):
        raise PhotoUnfit(
            N_(
                "Ảnh HEIC (ảnh iPhone) chưa đọc được. Xin gửi ảnh chụp màn hình của ảnh đó, hoặc vào Cài đặt, Camera, "
                "Định dạng, chọn “Tương thích nhất” rồi chụp lại."
            )
        )
    try:
        with Image.open(BytesIO(content), formats=_DECODERS) as image:
            if image.width * image.height > _most_pixels(image):
                raise PhotoUnfit(
                    N_("Ảnh rộng %(width)d × %(height)d điểm, lớn quá nên không mở. Xin chụp hoặc lưu lại cỡ nhỏ hơn."),
                    width=image.width,
                    height=image.height,
                )
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = _plain(ImageOps.exif_transpose(image))
    except PhotoUnfit:
        raise
    except Exception as problem:  # whatever a decoder says about bytes that somebody made up
        raise PhotoUnfit(
            N_("Tệp này không phải ảnh JPEG, PNG hoặc WebP đọc được, dù tên tệp thế nào. Xin chọn ảnh khác.")
        ) from problem
    out = BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(out.getvalue(), plain.width, plain.height)


def _most_pixels(image: Image.Image) -> int:
    in_one_pass = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    return _MOST_PIXELS_OF_A_JPEG if in_one_pass else _MOST_PIXELS


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone on white, in a picture that has never heard of the file."""
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        plain.paste(shown, mask=shown.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _is_from_apple(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _APPLE
