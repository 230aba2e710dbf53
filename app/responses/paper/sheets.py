"""Sheets of paper to be filled in by hand: every question of an edition, large boxes, code and number on each page.

Beside every box stands the digit that is typed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from app.core import fonts
from app.core.typeset import pdf, printable
from app.core.words import _, in_language
from app.desks import qr
from app.desks.models import Placement
from app.desks.rules import in_locale, placement_url
from app.forms.definition import Definition, Question, Section
from app.forms.kinds import KINDS
from app.forms.kinds.faces import POINTS
from app.forms.models import Edition
from app.forms.wording import Say
from app.responses.asked import asked_by
from app.responses.paper.wording import notes_of, numbers_of

TEMPLATE = Path(__file__).with_name("sheets.typ").read_bytes()


@dataclass(frozen=True, kw_only=True)
class SheetWords:
    """What all sheets of a batch say; ``url`` is where the same form is answered on a telephone."""

    office: str
    desk: str
    title: str
    code: str
    url: str


def draw_at(
    placement: Placement, code: str, locale: str, last: int, public_url: str, edition: Edition | None = None
) -> bytes:
    """The PDF of a batch with this ``code``, for the edition that it was made of or the one that is asked now."""
    asked = asked_by(edition or placement.edition)
    words = SheetWords(
        office=placement.desk.office.name,
        desk=placement.desk.name,
        title=asked.title,
        code=code,
        url=in_locale(placement_url(public_url, placement.code), locale),
    )
    return draw_sheets(words, asked.definition, asked.say(locale), 1, last)


def draw_sheets(words: SheetWords, definition: Definition, say: Say, first: int, last: int) -> bytes:
    """The PDF of the sheets from ``first`` to ``last``. Raises :class:`app.core.typeset.GlyphMissing`."""
    with in_language(say.locale):
        return pdf(TEMPLATE, "paper", _content(words, definition, say, range(first, last + 1)))


def _content(words: SheetWords, definition: Definition, say: Say, sheets: range) -> dict[str, Any]:
    return {
        "fonts": fonts.families(),
        "locale": say.locale,
        "office": printable(words.office),
        "desk": printable(words.desk),
        "title": printable(say(words.title)),
        "heading": _("Phiếu lấy ý kiến người dân"),
        "intro": printable(say(definition.intro)) if definition.intro else "",
        "how": _("Đánh dấu X vào ô. Câu nào không muốn trả lời thì bỏ trống. Xin bỏ phiếu vào hòm, không ghi tên."),
        "day": _("Ngày trả lời"),
        "qr": qr.svg(words.url),
        "alt": _("Mã QR mở địa chỉ %(url)s", url=words.url),
        "phone": _("Hoặc trả lời trên điện thoại"),
        "code": words.code,
        "sheet": _("Phiếu số"),
        "page": _("trang"),
        "thanks": _("Cảm ơn Ông/Bà."),
        "sections": [_section(section, definition, say) for section in definition.sections],
        "sheets": [f"{number:03d}" for number in sheets],
    }


def _section(section: Section, definition: Definition, say: Say) -> dict[str, Any]:
    notes, numbers = notes_of(definition, say), numbers_of(definition)
    groups = groupby(section.questions, key=lambda question: question.kind == "faces")
    return {
        "title": printable(say(section.title)) if section.title else "",
        "lead": printable(say(section.lead)) if section.lead else "",
        "groups": [
            {
                "faces": faces,
                "levels": _levels(say) if faces else [],
                "questions": [_question(q, say, numbers[q.id], notes.get(q.id, "")) for q in questions],
            }
            for faces, questions in groups
        ],
    }


def _levels(say: Say) -> list[dict[str, str]]:
    points = [{"code": str(point), "label": say.word(f"face_{point}")} for point in POINTS]
    return [*points, {"code": "9", "label": say.word("dont_know")}]


def _question(question: Question, say: Say, number: int, note: str) -> dict[str, Any]:
    kind = KINDS[question.kind]
    hints = [say(question.hint)] if question.hint else []
    if kind.several:
        hints.append(say.word("several_hint"))
    if kind.is_text:
        hints.append(say.word("no_names"))
    return {
        "kind": question.kind,
        "number": str(number),
        "text": printable(say(question.text)),
        "hint": printable(" ".join(hints)),
        "note": printable(note),
        "required": say.word("required_mark") if question.required else "",
        "options": [{"code": str(code), "label": printable(label)} for code, label in kind.choices(question, say)],
    }
