"""The foot of a plan: to whom it is sent (Nơi nhận) and who signed it. Both may stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.reading.blocks import is_caps
from app.plans.reading.lexicon import LOWER, UPPER, small
from app.plans.reading.lines import Line
from app.plans.reading.zones import ON_BEHALF, ROLE

BULLET = re.compile(r"^[-–—+*•]\s*")
RECIPIENTS_HEAD = re.compile(r"nơi nhận\s*:?\s*", re.IGNORECASE)
NOTE = re.compile(r"\s*(?:\(\s*(?P<bracket>[^()]*?)\s*\)|[-–]\s*(?P<dash>để\s[^;.]*))\s*[;.,]*\s*$")
NAME = re.compile(rf"^(?:[{UPPER}][{LOWER}]*\s+){{1,5}}[{UPPER}][{LOWER}]*$")
DEGREES = re.compile(r"^(?:ThS|TS|PGS|GS|BS|KS|CN|Ths)\.?\s*")
SEVERAL = re.compile(
    r"\s+(?=KT\.|PHÓ |QUYỀN )|(?<!KT\.)(?<!PHÓ)(?<!QUYỀN)(?<!Q\.)(?<!TL\.)(?<!TUQ\.)\s+(?=CHỦ TỊCH|GIÁM ĐỐC)"
)
"""Where one line holds several lines of a signature: ``KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC``."""
NO_NAME = re.compile(r"đã ký|ký tên|ký bởi|ký số|đóng dấu|chữ ký")


@dataclass(frozen=True)
class Recipient:
    """One addressee; ``note`` is what it is for ("b/c", "để phối hợp")."""

    text: str
    note: str | None
    as_written: str
    line: int


@dataclass(frozen=True)
class Signer:
    """Who signed: ``on_behalf`` holds the lines "TM. ..." and "KT. ...", ``role`` the office of the signer."""

    name: str | None
    role: str | None
    on_behalf: str | None


def read_foot(lines: Sequence[Line]) -> tuple[list[Recipient], Signer | None]:
    """Recipients and signer from the lines after the last section."""
    written: list[tuple[str, int]] = []
    signed: list[str] = []
    listing = False
    for line in lines:
        for cell in _cells(line):
            if RECIPIENTS_HEAD.match(cell):
                listing = True
                rest = RECIPIENTS_HEAD.sub("", cell, count=1)
                written += [(part.strip(), line.number) for part in rest.split(";") if part.strip(" .")]
            elif BULLET.match(cell):
                listing = True
                written.append((cell, line.number))
            elif _belongs_to_signature(cell, signed):
                signed += SEVERAL.split(cell) if is_caps(cell) else [cell]
            elif listing and not NO_NAME.search(small(cell)):
                _add_unmarked(written, cell, line.number)
    return [_recipient(*one) for one in written], _signer(signed)


def _cells(line: Line) -> list[str]:
    """Columns of the foot; a note set apart from its addressee goes back to it."""
    cells: list[list[str]] = []
    for cell in line.columns:
        if cells and (cell.startswith("(") or cell[:1].islower()) and not is_caps(cells[-1][0]):
            cells[-1].append(cell)
        else:
            cells.append([cell])
    return [" ".join(pieces) for pieces in cells]


def _belongs_to_signature(cell: str, signed: Sequence[str]) -> bool:
    if ON_BEHALF.match(cell) or (is_caps(cell) and (ROLE.match(cell) or signed)):
        return True
    if small(cell) in {"chủ tịch", "giám đốc", "phó chủ tịch", "phó giám đốc"}:
        return True
    return bool(signed) and NAME.match(DEGREES.sub("", cell)) is not None


def _add_unmarked(written: list[tuple[str, int]], cell: str, number: int) -> None:
    """A line without a bullet goes on with the addressee above, unless that one was finished or none has bullets."""
    unfinished = bool(written) and not written[-1][0].rstrip().endswith((";", "."))
    if written and (cell[0].islower() or cell.startswith("(") or (unfinished and BULLET.match(written[-1][0]))):
        written[-1] = (f"{written[-1][0]} {cell}", written[-1][1])
    else:
        written.append((cell, number))


def _recipient(as_written: str, line: int) -> Recipient:
    text = BULLET.sub("", as_written).strip()
    note = NOTE.search(text)
    if note and note.start() > 0:
        words = (note["bracket"] or note["dash"] or "").strip() or None
        return Recipient(text[: note.start()].strip(" ;.,"), words, as_written, line)
    return Recipient(text.strip(" ;.,"), None, as_written, line)


def _signer(signed: Sequence[str]) -> Signer | None:
    on_behalf = [cell for cell in signed if ON_BEHALF.match(cell)]
    roles = [cell for cell in signed if cell not in on_behalf and (is_caps(cell) or ROLE.match(cell.upper()))]
    names = [cell for cell in signed if cell not in on_behalf and cell not in roles]
    if not signed:
        return None
    if not names and len(roles) > 1 and not ROLE.match(roles[-1]):
        names = [roles.pop().title()]
    return Signer(names[-1] if names else None, " ".join(roles) or None, " ".join(on_behalf) or None)
