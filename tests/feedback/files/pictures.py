"""Photos as people send them, drawn here."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

MAKER = 0x010F
ORIENTATION = 0x0112
GPS = 0x8825
PLACE = "Nha-cua-nguoi-gui"


def picture(width: int = 60, height: int = 40, *, kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """A picture, red on its left half."""
    image = Image.new(mode, (width, height), "white" if mode in {"RGB", "L", "CMYK"} else 0)
    image.paste("red" if mode in {"RGB", "RGBA", "CMYK"} else 1, (0, 0, width // 2, height))
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def from_a_telephone() -> bytes:
    """A photo that lies on its side and says where it was taken, with words behind its end."""
    exif = Image.Exif()
    exif[MAKER] = PLACE
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[29] = "2026:11:20"
    exif.get_ifd(GPS)[1] = PLACE
    photo = picture(exif=exif, comment=PLACE.encode(), icc_profile=PLACE.encode() * 10)
    return photo + b"<script>alert(1)</script>"


def bomb() -> bytes:
    """Some 48 kB that would unfold into 400 million pixels."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()
