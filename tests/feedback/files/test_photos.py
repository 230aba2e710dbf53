"""Drawing photos again: what is kept of one, and which are refused before they do harm."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.feedback.files.actions import (
    FILE_BYTES,
    DocumentUnfit,
    FileTooLarge,
    TooManyFiles,
    Upload,
    photos_of,
    proofs_of,
)
from app.feedback.files.photos import LONGEST_SIDE, PhotoUnfit, redrawn
from tests.feedback.files.pictures import PLACE, bomb, from_a_telephone, picture


def test_it_works() -> None:
    """Upright, smaller, and with nothing in it that the sender did not want to show."""
    sent = from_a_telephone()
    assert PLACE.encode() in sent
    kept = redrawn(sent)
    for secret in (PLACE.encode(), b"Exif", b"ICC_PROFILE", b"script", b"2026"):
        assert secret not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        assert (image.format, image.size) == ("JPEG", (kept.width, kept.height)) == ("JPEG", (40, 60))
        assert "exif" not in image.info
        red, _green, blue = image.convert("RGB").getpixel((20, 5))  # type: ignore[misc]  # three numbers in this mode
        assert red > 200 > blue


def test_the_longest_side_is_bounded() -> None:
    kept = redrawn(picture(4000, 1000))
    assert (kept.width, kept.height) == (LONGEST_SIDE, 400)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("PNG", "LA"),
        ("WEBP", "RGBA"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_every_kind_of_pixel_becomes_a_plain_photo(kind: str, mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, kind)
    assert Image.open(BytesIO(redrawn(out.getvalue()).content)).mode == "RGB"


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    content = bomb()
    assert len(content) < 60_000
    with pytest.raises(PhotoUnfit, match="20000 × 20000"):
        redrawn(content)


def test_a_jpeg_in_passes_may_not_be_as_large_as_one_in_a_single_pass() -> None:
    content = picture(5200, 5200, progressive=True)
    with pytest.raises(PhotoUnfit, match="5200"):
        redrawn(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 this program cannot be run",
        b"\xff\xd8\xff\xe0 cut off",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        b"%PDF-1.7",
        picture(300, 200)[:600],
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(PhotoUnfit, match="không phải ảnh"):
        photos_of([Upload("anh.jpg", content)])


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photo_in_apples_format_gets_a_sentence_of_its_own(brand: bytes) -> None:
    with pytest.raises(PhotoUnfit, match="iPhone"):
        photos_of([Upload("IMG_0001.HEIC", b"\x00\x00\x00\x18ftyp" + brand + bytes(20))])


def test_names_of_photos_are_forgotten() -> None:
    assert [file.name for file in photos_of([Upload("Nguyen Van A.jpg", picture())] * 2)] == ["anh-1.jpg", "anh-2.jpg"]


def test_what_is_too_heavy_or_too_many_is_refused() -> None:
    for content in (None, bytes(FILE_BYTES + 1)):
        with pytest.raises(FileTooLarge, match="12 MB"):
            photos_of([Upload("anh.jpg", content)])
    with pytest.raises(TooManyFiles, match="nhiều nhất 3"):
        photos_of([Upload("anh.jpg", picture())] * 4)


def test_officials_prove_with_photos_and_documents() -> None:
    photo, letter = proofs_of([Upload("hien-truong.png", picture(kind="PNG")), Upload("cv-12.pdf", b"%PDF-1.7 x")])
    assert (photo.name, photo.width, letter.name, letter.width) == ("anh-1.jpg", 60, "cv-12.pdf", None)
    assert letter.content == b"%PDF-1.7 x"


@pytest.mark.parametrize(("name", "content"), [("cv.pdf", b"MZ\x90"), ("cv.exe", b"%PDF-1.7"), ("cv.html", b"<html>")])
def test_other_documents_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(DocumentUnfit, match="đuôi tên tệp"):
        proofs_of([Upload(name, content)])
