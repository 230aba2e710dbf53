"""Documents spoilt on purpose: by chance, but the same chance for the same seed.

Text loses, repeats and mixes lines and gets odd letters; a Word file is changed in its XML (elements, attributes) and
in its zip (parts, bytes); a PDF in its bytes, its numbers and its objects.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lxml import etree

from tests.plans.specimens import GOLD, document_of, gold_of

ROOT = Path(__file__).resolve().parents[2]
SHORT = 400
LONG = 200_000
FEW = 4

ODD = (
    *("\u0301", "\u200b", "\u202e", "\ufeff", "\u00a0", "\x00", "\x0c", "\u2028", "\U0001f600", "ẩ\u0323", "\ud7ff"),
    *("KẾ HOẠCH", "II. NỘI DUNG", "Phần thứ hai", "a)", "- ", "+ ", "1.1.1.1 ", "XXXIX. ", "| a | b |", "**", "# "),
    *(
        "Nơi nhận:",
        "TM. ỦY BAN",
        "PHỤ LỤC",
        "STT\tNội dung\tChủ trì",
        "./.",
        "...",
        "“",
        "(",
        "((((((((",
        "https://a.b/c",
    ),
    *("số 99999/KH-UBND ngày 31/02/2026 của", "ngày 00/00/0000", "trước ngày 15/6 và 15/12 hằng năm", "giữa A và B"),
    *("tháng 13 năm 20261", "6 tháng, năm, quý, tháng", "kết quả năm 2026", "20" * 40, "0" * 40, "A." * 40, "và " * 60),
)
"""What has a meaning somewhere in the reader, put where nobody expects it."""
REPEATED = (
    "1. ",
    "a) ",
    "I",
    "- ",
    "\t",
    " ",
    "(",
    "Căn cứ ",
    "số 1/QĐ-TTg, ",
    "trước ngày 1/1, ",
    "và ",
    "x",
    "\n",
    "“",
    "Á",
)
VALUES = (
    "",
    "0",
    "-1",
    "1",
    "999999999999",
    "1e9",
    "0x7fffffff",
    "\u0301",
    "x" * 300,
    "true",
    "decimal",
    "rId1",
    "%1%9",
)
NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483648", b"99999999999999999999", b"0.0000001", b"1e40")


def texts() -> list[tuple[str, bytes]]:
    """Plans in text."""
    samples = sorted((Path(__file__).parent / "reading" / "samples").iterdir())
    return [(path.name, path.read_bytes()) for path in (*samples, *specimens(".txt"), *specimens(".md"))]


def specimens(suffix: str) -> list[Path]:
    """The whole plans in one form, and the demo's."""
    found = [document_of(gold_of(path)) for path in GOLD]
    demo = ROOT / "app" / "cli" / "demo" / f"ke-hoach-mau{suffix}"
    return [*(path for path in found if path.suffix == suffix), *([demo] if demo.exists() else [])]


def spoilt(
    seed: int, forms: Sequence[str] = ("text", "docx", "pdf"), *, most: int = LONG
) -> Iterator[tuple[str, bytes]]:
    """Spoilt documents without end, each with a name that says what it was. ``most`` bounds a text that is blown up."""
    chance = random.Random(seed)  # noqa: S311  no secret
    sources = {
        "text": texts(),
        "docx": [(path.name, path.read_bytes()) for path in specimens(".docx")],
        "pdf": [(path.name, path.read_bytes()) for path in specimens(".pdf")],
    }
    weights = {"text": 6, "docx": 5, "pdf": 2}
    while True:
        form = chance.choices(forms, [weights[one] for one in forms])[0]
        name, content = chance.choice(sources[form])
        if form == "text":
            yield f"text {name}", _spoilt_text(content.decode(), chance, most)
        elif form == "docx":
            yield f"docx {name}", _spoilt_docx(content, chance)
        else:
            yield f"pdf {name}", _spoilt_pdf(content, chance)


def _spoilt_text(text: str, chance: random.Random, most: int) -> bytes:
    for _ in range(chance.randint(1, FEW)):
        text = chance.choice(IN_TEXT)(text, chance)
    if chance.random() < 0.03:
        text = _blown_up(text, chance, most)
    encoding = chance.choice(("utf-8",) * 8 + ("utf-16", "utf-8-sig", "cp1258", "utf-32"))
    content = text.encode(encoding, "ignore")
    return _bytes_changed(content, chance) if chance.random() < 0.1 else content


def _piece(text: str, chance: random.Random, longest: int = SHORT) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.randrange(1, longest))


def _without(text: str, chance: random.Random) -> str:
    start, end = _piece(text, chance)
    return text[:start] + text[end:]


def _twice(text: str, chance: random.Random) -> str:
    start, end = _piece(text, chance)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 20)) + text[end:]


def _odd(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(ODD) + text[at:]


def _lines_mixed(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    some = lines[start : start + chance.randrange(2, 30)]
    chance.shuffle(some)
    return "\n".join([*lines[:start], *some, *lines[start + len(some) :]])


def _lines_joined(text: str, chance: random.Random) -> str:
    share = chance.random()
    return "".join(one + (" " if chance.random() < share else "\n") for one in text.split("\n"))


def _letters_changed(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randrange(1, 40)):
        letters[chance.randrange(len(letters))] = chance.choice("\n\t .,;:/-()|*#0129IVXaáĐ“”\u0301")
    return "".join(letters)


def _decomposed(text: str, chance: random.Random) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD", "NFKC")), text)


def _capitals(text: str, chance: random.Random) -> str:
    start, end = _piece(text, chance, len(text))
    return text[:start] + text[start:end].upper() + text[end:]


def _blown_up(text: str, chance: random.Random, most: int) -> str:
    """One mark, line or part many times over: what takes quadratic time shows here."""
    start, end = _piece(text, chance)
    piece = chance.choice((chance.choice(REPEATED), chance.choice(ODD), text[start:end], text)) or "x"
    at = chance.randrange(len(text) + 1)
    return text[:at] + piece * (most // len(piece.encode())) + text[at:]


IN_TEXT: tuple[Callable[[str, random.Random], str], ...] = (
    *(_without, _twice, _odd, _odd, _lines_mixed, _lines_joined, _letters_changed, _decomposed, _capitals),
)


def _bytes_changed(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"x")
    match chance.randrange(4):
        case 0:
            for _ in range(chance.randrange(1, 30)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        case 1:
            start = chance.randrange(len(changed))
            del changed[start : start + chance.randrange(1, 2 * SHORT)]
        case 2:
            start = chance.randrange(len(changed))
            changed[start:start] = changed[start : start + chance.randrange(1, 2 * SHORT)]
        case _:
            del changed[chance.randrange(len(changed)) :]
    return bytes(changed)


def _spoilt_docx(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.25:
        return _bytes_changed(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    wanted = [name for name in names if re.search(r"document|numbering|styles|rels|Types", name)]
    for _ in range(chance.randint(1, FEW)):
        name = chance.choice(wanted)
        if name not in parts:
            continue
        match chance.randrange(8):
            case 0:
                parts[name] = _bytes_changed(parts[name], chance)
            case 1:
                del parts[name]
            case 2:
                parts[name] = parts.get(chance.choice(names), b"")
            case _:
                parts[name] = _xml_changed(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, archive.compression)
    return stream.getvalue()


def _xml_changed(part: bytes, chance: random.Random) -> bytes:
    """Elements go, come twice, move or change places; attributes and texts change."""
    try:
        root = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return part
    elements = [one for one in root.iter(etree.Element) if one is not root]
    for _ in range(chance.randrange(1, 12) if elements else 0):
        one, other = chance.choice(elements), chance.choice(elements)
        above = one.getparent()
        match chance.randrange(7):
            case 0 if above is not None:
                above.remove(one)
            case 1:
                _put_copy(one, other, chance.choice((1, 1, 1, 30)))
            case 2 if one.attrib:
                one.set(chance.choice(list(one.attrib)), _xml_text(chance.choice(VALUES)))
            case 3:
                one.tag = other.tag
            case 4:
                one.text = _xml_text(chance.choice(ODD))
            case 5:
                for attribute, value in other.attrib.items():
                    one.set(attribute, value)
            case _:
                one.tail = _xml_text(chance.choice(ODD))
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _put_copy(one: etree._Element, into: etree._Element, times: int) -> None:
    source = etree.tostring(one, with_tail=False)
    if len(source) * times < LONG:
        for _ in range(times):
            into.append(etree.fromstring(source))


def _xml_text(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def _spoilt_pdf(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, FEW)):
        match chance.randrange(4):
            case 0:
                content = _bytes_changed(content, chance)
            case 1:
                content = _a_number_changed(content, chance)
            case 2:
                content = _an_object_replaced(content, chance)
            case _:
                content = _a_stream_changed(content, chance)
    return content


def _a_number_changed(content: bytes, chance: random.Random) -> bytes:
    hits = list(re.finditer(rb"(?<=[ \[/])-?\d+(?:\.\d+)?(?=[ \]\r\n])", content))
    if not hits:
        return content
    hit = chance.choice(hits)
    return content[: hit.start()] + chance.choice(NUMBERS) + content[hit.end() :]


def _an_object_replaced(content: bytes, chance: random.Random) -> bytes:
    bodies = list(re.finditer(rb"\d+ 0 obj(.*?)endobj", content, re.DOTALL))
    if len(bodies) < 2:
        return content
    one, other = chance.choice(bodies), chance.choice(bodies)
    return content[: one.start(1)] + other[1] + content[one.end(1) :]


def _a_stream_changed(content: bytes, chance: random.Random) -> bytes:
    """The drawing of a page, taken out of its compression, changed and put back uncompressed."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL))
    if not streams:
        return content
    hit = chance.choice(streams)
    try:
        plain = zlib.decompress(hit[1])
    except zlib.error:
        return _bytes_changed(content, chance)
    changed = chance.choice((_bytes_changed, _a_number_changed))(plain, chance)
    return content[: hit.start(1)] + zlib.compress(changed) + content[hit.end(1) :]
