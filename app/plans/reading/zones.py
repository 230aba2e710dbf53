"""Fourth stage: where letterhead, title, body, foot and appendix of the document are.

Body text is joined into blocks; the others keep their lines, because each line of a letterhead or of a list of
recipients means something of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.plans.reading.blocks import begins_a_sentence, is_caps
from app.plans.reading.layout import Layout
from app.plans.reading.lexicon import DOCUMENT_TYPES, small
from app.plans.reading.lines import Line
from app.plans.reading.marks import Kind, read_mark

MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa|độc lập\s*[-–—]\s*tự do")
NUMBER_LINE = re.compile(r"số\s*:|số\s+[\d.…]*\s*/")
DATE_LINE = re.compile(r"ngày[\s\d.…_]*tháng[\s\d.…_]*năm")
PREAMBLE = re.compile(
    r"(?:căn cứ|thực hiện|triển khai|để|nhằm|theo|trên cơ sở|xét|tiếp tục|phát huy|qua nghiên cứu|sau khi|với)\b"
)
SUBTITLE_NOTE = re.compile(r"\((?:ban hành )?kèm theo")
LONGEST_TITLE_LINE = 250
MOST_TITLE_LINES = 14
MOST_SIGNATURE_LINES = 8
LONGEST_NAME_LINE = 60

ON_BEHALF = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T\.M|K\.T)\s?[./]\s*\S")
ROLE = re.compile(
    r"(?:QUYỀN |PHÓ |Q\. ?)?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|BÍ THƯ|TỔNG|CỤC TRƯỞNG|CHI CỤC|VỤ TRƯỞNG|VIỆN TRƯỞNG|"
    r"BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|THỦ TRƯỞNG|ĐỘI TRƯỞNG)\b"
)
ISSUER = re.compile(r"(?:ỦY|UỶ) BAN NHÂN DÂN\b|HỘI ĐỒNG NHÂN DÂN\b|UBND\b|HĐND\b")
NO_TITLE = re.compile(
    r"cộng hòa xã hội chủ nghĩa|độc lập\s*[-–—]\s*tự do|(?:thời gian|địa điểm|thành phần)\b[^:]{0,30}:|"
    r"[^,\d]{1,40},\s*ngày[\s\d.…_]*tháng[\s\d.…_]*năm"
)
"""What never belongs to a title: the motto, place and date, the facts of a meeting."""
APPENDIX = re.compile(r"(?:phụ lục|danh mục|biểu (?:mẫu|số)|bảng phân công)\b")


@dataclass
class Zones:
    """The lines of each part; ``other_type`` names the kind of document where the title line says it is no plan."""

    letterhead: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    appendix: list[Line] = field(default_factory=list)
    announced: bool = False
    other_type: str | None = None

    @property
    def in_order(self) -> list[Line]:
        """The lines of all parts as they follow each other in the document."""
        return [*self.letterhead, *self.title, *self.body, *self.foot, *self.appendix]


def to_zones(lines: Sequence[Line], layout: Layout) -> Zones:
    """Divide the document. A part that is missing stays empty."""
    announced = _title_line(lines)
    zones = Zones(announced=announced is not None)
    if announced is None:
        head_end = _end_of_letterhead(lines)
        zones.other_type = _other_type(lines)
        zones.letterhead, rest = list(lines[:head_end]), list(lines[head_end:])
    else:
        zones.letterhead, rest = list(lines[:announced]), list(lines[announced + 1 :])
        same_line = _title_on_the_same_line(lines[announced])
        zones.title = [same_line] if same_line else []
    title_end = _end_of_title(rest, layout, announced=zones.announced, begun=bool(zones.title))
    zones.title += rest[:title_end]
    zones.body, zones.foot, zones.appendix = _without_foot(rest[title_end:])
    return zones


def _title_line(lines: Sequence[Line]) -> int | None:
    """Where "KẾ HOẠCH" stands as the title, alone or with the title after it in capitals."""
    for index, line in enumerate(lines):
        letters = line.text.replace(" ", "")
        if letters.casefold().strip(".:*#") == "kếhoạch":
            return index
        if line.text.startswith("KẾ HOẠCH ") and (is_caps(line.text) or index < MOST_TITLE_LINES):
            return index
        mark, rest = read_mark(line.text)
        if mark and mark.kind is Kind.ROMAN and is_caps(rest):
            return None
    return None


def _title_on_the_same_line(line: Line) -> Line | None:
    rest = line.text.removeprefix("KẾ HOẠCH").strip()
    if line.text.replace(" ", "").casefold().strip(".:*#") == "kếhoạch" or not rest:
        return None
    return Line(line.number, rest, (rest,), line.gap, line.indent, line.heading, line.strong)


def _other_type(lines: Sequence[Line]) -> str | None:
    for line in lines[:40]:
        if small(line.text).strip(".:*# ") in DOCUMENT_TYPES and (is_caps(line.text) or line.strong):
            return small(line.text).strip(".:*# ")
    return None


def is_letterhead(text: str) -> bool:
    """Whether a line belongs to the block above the title: office names, motto, number, place and date."""
    plain = small(text)
    return is_caps(text) or any(pattern.search(plain) for pattern in (MOTTO, NUMBER_LINE, DATE_LINE))


def _end_of_letterhead(lines: Sequence[Line]) -> int:
    """For a document without title line: the lines at the top that only a letterhead has."""
    end = 0
    for index, line in enumerate(lines[:12]):
        mark, _ = read_mark(line.text)
        if mark or not is_letterhead(line.text) or len(line.text) > LONGEST_TITLE_LINE:
            break
        end = index + 1
    return end


def _end_of_title(lines: Sequence[Line], layout: Layout, *, announced: bool, begun: bool) -> int:
    """How many of the lines after "KẾ HOẠCH" belong to the title."""
    if not announced and _is_preamble_only(lines):
        return 0
    for index, line in enumerate(lines[:MOST_TITLE_LINES]):
        if _is_section(line.text):
            return index
        if index == 0 and not begun:
            if small(line.text).startswith("căn cứ "):
                return 0  # nobody wrote what the plan is called
            continue
        above = lines[index - 1] if index else None
        if _leaves_title(line, above, layout):
            return index
    return min(len(lines), MOST_TITLE_LINES if announced else 0)


def _is_preamble_only(lines: Sequence[Line]) -> bool:
    """A text without title line that begins with the sentence which leads into the plan."""
    if not lines or not PREAMBLE.match(small(lines[0].text)):
        return False
    first_end = next((index for index, line in enumerate(lines) if line.text.endswith((".", ";", ":"))), 0)
    return any("như sau" in small(line.text) for line in lines[: first_end + 1])


def _is_section(text: str) -> bool:
    mark, _ = read_mark(text)
    return mark is not None and mark.kind <= Kind.NUMBER


def _leaves_title(line: Line, above: Line | None, layout: Layout) -> bool:
    """Whether the preamble begins on ``line``."""
    text = line.text
    if text[0].islower() or SUBTITLE_NOTE.match(small(text)):
        return len(text) > LONGEST_TITLE_LINE
    if PREAMBLE.match(small(text)) or len(text) > LONGEST_TITLE_LINE or NO_TITLE.match(small(text)):
        return True
    if above is not None and _is_issuer(text) and not is_caps(above.text):
        return True
    if above is None:
        return False
    if above.text.endswith((".", ":")) or "như sau" in small(text):
        return True
    return layout.fills_a_line(text) and layout.ended_early(above, line) and begins_a_sentence(text)


def _is_issuer(text: str) -> bool:
    """Whether a line names who decides, as decisions do below a title that is not in capitals."""
    return is_caps(text) and (ROLE.match(text) is not None or ISSUER.match(text) is not None)


def _without_foot(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Body, foot (recipients and signature) and appendix."""
    foot = next((index for index, line in enumerate(lines) if _is_recipients_head(line)), None)
    if foot is None:
        foot = next((index for index, line in enumerate(lines) if _is_signature(line.text)), len(lines))
    else:
        foot = _with_signature_above(lines, foot)
    appendix = next(
        (index for index, line in enumerate(lines) if index > foot and APPENDIX.match(small(line.text))), len(lines)
    )
    if foot == len(lines):
        appendix = next((index for index, line in enumerate(lines) if _is_appendix_title(line.text)), len(lines))
        foot = appendix
    return list(lines[:foot]), list(lines[foot:appendix]), list(lines[appendix:])


def _with_signature_above(lines: Sequence[Line], foot: int) -> int:
    """Where the foot begins if the signature was put before the recipients: short lines led by a signer's office."""
    start = foot
    for index in range(foot - 1, max(-1, foot - MOST_SIGNATURE_LINES), -1):
        text = lines[index].text
        if len(text) > LONGEST_NAME_LINE or text.endswith((".", ";", ":")):
            break
        if _is_signature(text):
            start = index
    return start


def _is_recipients_head(line: Line) -> bool:
    return any(small(cell).lstrip("-*_ ").startswith("nơi nhận") for cell in (line.text, *line.columns))


def _is_signature(text: str) -> bool:
    return is_caps(text) and (ON_BEHALF.match(text) is not None or ROLE.match(text) is not None)


def _is_appendix_title(text: str) -> bool:
    return is_caps(text[:7]) and small(text).startswith("phụ lục")
