"""What citizens are promised about their answers: made from what is really kept, frozen when an edition is published.

The sentence belongs to one exact set of columns. A column more or less, and the site does not start until somebody has
written the sentence that is true then; and an edition that was published under another promise takes no answers any
more, because people read the other one. A new edition promises what is true now. Likewise the site does not start
where a table refers to responses that is not named here.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.text import N_
from app.forms.definition import Definition, from_data
from app.forms.kinds import KINDS
from app.forms.models import Edition
from app.responses.models import Promise, Response

WRITTEN = "texts"
"""The fact that an edition asks for words of the citizen's own."""
_STORED = {
    frozenset({"id", "edition_id", "desk_id", "mode", "hour", "locale", "answers"}): N_(
        "Hệ thống chỉ lưu các câu trả lời, điểm tiếp nhận, hình thức trả lời, ngôn ngữ và giờ gửi (không lưu phút). "
        "Không lưu tên, số điện thoại, địa chỉ mạng hay thông tin về máy của Ông/Bà."
    ),
}
_TEXTS = N_("Phần Ông/Bà viết được giữ nguyên văn; xin đừng ghi tên, số điện thoại của mình hay của ai.")

KEPT = frozenset(Response.__table__.columns.keys())
PROMISE = _STORED[KEPT]
BESIDE = frozenset({"pending", "quarantine", "remark", "paper_entry"})
"""The tables that may refer to a response: counting, setting aside, texts brought to officials, typed sheets."""


class PromiseBroken(Conflict):
    """An edition was published under a promise that is not kept today, whether more or less is stored now."""


class Untold(RuntimeError):
    """A table refers to responses without being named in the promise."""


def facts_of(definition: Definition) -> frozenset[str]:
    """What an edition with this definition keeps of a citizen who answers it today."""
    writes = any(KINDS[question.kind].is_text for question in definition.questions)
    return KEPT | {WRITTEN} if writes else KEPT


def give_promise(session: Session, edition: Edition) -> None:
    """Freeze the promise of an edition that is being published."""
    session.add(Promise(edition_id=edition.id, facts=sorted(facts_of(from_data(edition.definition)))))
    session.flush()


def sentences_of(promised: Collection[str]) -> tuple[str, ...]:
    """The promise in whole sentences; :class:`PromiseBroken` where it is not what is kept today."""
    if frozenset(promised) - {WRITTEN} != KEPT:
        raise PromiseBroken(
            N_(
                "Phiếu này đã phát hành với một lời hứa khác về những gì được lưu, nên không nhận trả lời nữa. Cơ quan "
                "cần phát hành bản mới; bản mới nói đúng những gì được lưu hiện nay."
            )
        )
    return (PROMISE, _TEXTS) if WRITTEN in promised else (PROMISE,)


def refuse_untold(tables: MetaData) -> None:
    """Raise :class:`Untold` where a table refers to responses that the promise does not know."""
    found = {
        table.name
        for table in tables.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "response"
    }
    if found != BESIDE:
        raise Untold(f"tables that refer to responses: {sorted(found)}, told: {sorted(BESIDE)}")
