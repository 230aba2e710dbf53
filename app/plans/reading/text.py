"""First stage of a text file: bytes become tidy text, or a refusal that says what to do.

Tidy means: Unicode (old encodings are converted in :mod:`legacy`), composed letters (NFC), ``\\n`` between lines,
plain blanks, no invisible characters but the form feed that ends a page. Nothing that a reader of the page would see
is changed, with one exception: the Icelandic Ð that old typing programs used becomes Đ.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes

from app.core.text import N_
from app.plans.reading.legacy import from_eight_bits, recognise
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable

LIMIT = 1024 * 1024
"""Bytes that a plan in text form may have unless the caller says otherwise; real ones have some 20 kB."""

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# A Vietnamese office file that is no Unicode is most often in one of these.
OTHER_ENCODINGS = ["cp1258", "utf_16_le", "utf_16_be"]

WIDE_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
PICTURE_BULLETS = {"\uf0b7": "-", "\uf02d": "-", "\uf0a7": "-", "\uf02b": "+"}
"""Signs of picture fonts that Word draws in front of list items."""
LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", **PICTURE_BULLETS})


@dataclass(frozen=True)
class Tidy:
    """Tidy text, and whether it was typed for fonts from before Unicode."""

    text: str
    converted: bool


def to_text(content: bytes, *, limit: int = LIMIT) -> Tidy:
    """Decode an uploaded file; raises :class:`PlanUnreadable` for what is no text of a plan."""
    if len(content) > limit:
        raise PlanTooLarge(
            N_("Tệp lớn hơn %(limit)s MB. Một kế hoạch thường chỉ vài chục KB; hãy kiểm tra lại tệp đã chọn."),
            limit=max(1, limit // (1024 * 1024)),
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise PlanUnreadable(N_("Tệp trống, không có nội dung để đọc. Hãy chọn lại tệp kế hoạch."))
    text, converted = _decode(content)
    done = tidy(text)
    return Tidy(done.text, converted or done.converted)


def tidy(text: str) -> Tidy:
    """Text in Unicode, cleaned; refuses what is empty or makes no sense in any encoding."""
    text = unicodedata.normalize("NFC", text)
    convert = recognise(text)  # before cleaning: in the old encodings a soft hyphen is a letter
    text = clean(convert(text) if convert else text)
    if not text.strip():
        raise PlanUnreadable(N_("Tệp trống, không có nội dung để đọc. Hãy chọn lại tệp kế hoạch."))
    return Tidy(text, convert is not None)


def clean(text: str) -> str:
    """Composed letters, plain blanks and line ends, nothing invisible."""
    text = LINE_ENDS.sub("\n", text)
    text = INVISIBLE.sub("", WIDE_BLANKS.sub(" ", text))
    return unicodedata.normalize("NFC", text).translate(LOOK_ALIKES)


def _decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether it was converted from an old font."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _text_or_refusal(content, encoding), False
    if b"\x00" not in content:
        try:
            return _no_machine_code(content.decode("utf-8")), False
        except UnicodeDecodeError:
            pass
        text, by_font = from_eight_bits(content)
        if text is not None:
            return text, by_font
    best = from_bytes(content, cp_isolation=OTHER_ENCODINGS).best()
    if best is None:
        recognise(_no_machine_code(content.decode("latin-1")))
        raise PlanUnreadable(
            N_("Không nhận ra bảng mã của tệp. Hãy mở tệp, lưu lại dạng .txt với mã hóa UTF-8 rồi tải lên.")
        )
    return _text_or_refusal(content, best.encoding), False


def _text_or_refusal(content: bytes, encoding: str) -> str:
    try:
        return _no_machine_code(content.decode(encoding))
    except UnicodeError:
        raise _not_text() from None


def _no_machine_code(text: str) -> str:
    """Text has next to no control characters; a picture or a program renamed to .txt has many."""
    control = sum(
        count
        for letter, count in Counter(text).items()
        if unicodedata.category(letter) in {"Cc", "Cn", "Co"} and letter not in "\t\n\r\x0b\x0c"
    )
    if control > len(text) // 100:
        raise _not_text()
    return text


def _not_text() -> PlanUnreadable:
    return PlanUnreadable(
        N_("Tệp này không phải là văn bản đọc được. Hãy mở kế hoạch bằng Word, lưu thành tệp .docx rồi tải lên.")
    )
