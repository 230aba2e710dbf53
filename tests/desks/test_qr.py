"""A QR code says exactly its address, as a matrix, as SVG and as PNG."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.desks import qr

URL = "HTTPS://DANVAN.BINHMINH.GOV.VN/Q/7K3M9PQR2XYZ"
SVG = "{http://www.w3.org/2000/svg}"


def read(picture: Image.Image) -> list[tuple[str, str]]:
    """What an independent decoder reads: text and level of error correction."""
    return [(code.text, code.ec_level) for code in zxingcpp.read_barcodes(picture)]


def painted(svg: str, scale: int = 4) -> Image.Image:
    """The SVG filled by hand, run by run, so that the test depends on no SVG renderer."""
    root = ElementTree.fromstring(svg)  # noqa: S314  written a line ago by the code under test
    side = int(root.attrib["viewBox"].split()[2])
    picture = Image.new("L", (side * scale, side * scale), 255)
    x = y = 0
    moves = re.findall(r"m(-?\d+) (-?\d+)h(\d+)v1h-(\d+)z", root.findall(f"{SVG}path")[1].attrib["d"])
    for step_x, step_y, run, back in moves:
        x, y = x + int(step_x), y + int(step_y)
        assert run == back
        picture.paste(0, (x * scale, y * scale, (x + int(run)) * scale, (y + 1) * scale))
    return picture


def test_it_works() -> None:
    assert read(painted(qr.svg(URL))) == [(URL, "M")]


def test_the_png_says_the_same() -> None:
    picture = Image.open(io.BytesIO(qr.png(URL, 500)))
    assert (picture.size, picture.mode) == ((500, 500), "1")
    assert read(picture.convert("L")) == [(URL, "M")]


@settings(max_examples=30, deadline=None)
@given(
    st.text(alphabet="ABCDEFGHJKMNPQRSTVWXYZ0123456789abcxyz/-._~%&=?", min_size=1, max_size=120), st.integers(150, 900)
)
def test_every_address_survives_printing_and_scanning(path: str, pixels: int) -> None:
    url = "https://x.vn/" + path
    assert read(painted(qr.svg(url))) == [(url, "M")]
    assert read(Image.open(io.BytesIO(qr.png(url, pixels))).convert("L")) == [(url, "M")]


def test_four_blank_modules_stand_on_every_side() -> None:
    modules = qr.matrix(URL)
    turned = tuple(zip(*modules, strict=True))
    for rows in (modules, turned):
        assert not any(module for row in (*rows[:4], *rows[-4:]) for module in row)
        assert any(rows[4])
        assert any(rows[-5])


def test_an_address_in_capitals_needs_fewer_modules() -> None:
    assert len(qr.matrix(URL)) < len(qr.matrix(URL.lower()))


def test_the_title_tells_where_the_code_leads_and_is_escaped() -> None:
    root = ElementTree.fromstring(qr.svg('https://x.vn/?a=1&b="<script>"'))  # noqa: S314  as above
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == 'Mã QR mở địa chỉ https://x.vn/?a=1&b="<script>"'
    assert root.attrib["role"] == "img"


def test_the_svg_needs_no_script_and_no_style() -> None:
    assert "style" not in qr.svg(URL)
    assert "script" not in qr.svg(URL)


@pytest.mark.parametrize("length", [300, 5000])
def test_an_address_that_no_phone_could_read_is_refused(length: int) -> None:
    with pytest.raises(qr.AddressTooLong, match="Địa chỉ quá dài"):
        qr.matrix("https://x.vn/" + "a" * length)


@pytest.mark.parametrize("pixels", [-1, 0, 40, 5000])
def test_a_picture_too_small_to_read_or_too_large_is_refused(pixels: int) -> None:
    with pytest.raises(qr.BadPixels, match="từ 74 đến 4096"):
        qr.png(URL, pixels)
