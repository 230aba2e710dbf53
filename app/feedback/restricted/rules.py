"""Which words make an officer look twice, and who reads a text in the box. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.text import N_, fold, nfc

BOX = "restricted"
"""What entries of the record about the box are about; the record of the office leaves them to those concerned."""

KINDS: Mapping[str, str] = {
    "complaint": N_("Khiếu nại: đề nghị xem lại một quyết định, việc làm xâm phạm quyền của chính người viết"),
    "denunciation": N_("Tố cáo: báo việc vi phạm pháp luật của một người, một cơ quan"),
    "unclear": N_("Chưa rõ là khiếu nại hay tố cáo"),
}
SHORT_KINDS: Mapping[str, str] = {
    "complaint": N_("Khiếu nại"),
    "denunciation": N_("Tố cáo"),
    "unclear": N_("Khiếu nại hoặc tố cáo, chưa rõ"),
}
OUTCOMES: Mapping[str, str] = {
    # Translators: citizens read this
    "guided": N_("Đã hướng dẫn gửi đơn đúng nơi"),
    # Translators: citizens read this
    "accepted": N_("Đã nhận đơn có chữ ký và giải quyết theo luật"),
    # Translators: citizens read this
    "checked": N_("Không đủ điều kiện là đơn nhưng nêu việc cụ thể: đã chuyển kiểm tra, thanh tra"),
    # Translators: citizens read this
    "passed_on": N_("Đã chuyển nơi có thẩm quyền"),
    # Translators: citizens read this
    "filed": N_("Lưu, không có việc phải giải quyết"),
}
"""What can become of a text in the box; its sender is told."""

REASON_LENGTH = 2_000
UNIT_LENGTH = 200

_WORDS = (
    "khiếu nại", "tố cáo", "đơn thư", "khởi kiện", "kiện ra tòa", "trái pháp luật", "trái luật", "vi phạm pháp luật",
    "tham nhũng", "tham ô", "nhận hối lộ", "đưa hối lộ", "hối lộ", "đòi tiền", "vòi tiền", "vòi vĩnh", "nhũng nhiễu",
    "lót tay", "phong bì", "bồi dưỡng cho cán bộ", "lợi dụng chức vụ", "lợi dụng chức quyền", "lạm quyền",
    "bao che", "trù dập", "giả mạo giấy tờ", "khai khống", "chiếm đoạt", "ăn chặn", "cắt xén tiền",
    "quyết định thu hồi", "quyết định xử phạt", "quyết định kỷ luật", "thu hồi đất", "cưỡng chế",
    "đề nghị hủy quyết định", "xem xét lại quyết định", "cấp sai", "cấp nhầm đất", "lấn chiếm",
)  # fmt: skip
"""Our own list, of what people write when it is about a decision against them or about somebody's guilt."""
_PLAIN = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Rung:
    """One office of the ladder upwards: who leads it, and who receives citizens there."""

    office_id: int
    heads: frozenset[int]
    receivers: frozenset[int]

    @property
    def readers(self) -> frozenset[int]:
        """Everybody there who may read what is in the box."""
        return self.heads | self.receivers


@dataclass(frozen=True, slots=True)
class Readers:
    """Where a text is read: in the own office or not, and in which office above, if in one."""

    own: bool
    above_id: int | None


def telling_words(text: str) -> list[str]:
    """The words that suggest a khiếu nại or tố cáo, as our list has them. They decide nothing: a person does.

    A text with marks is searched as it is written ("người to cao" is nobody's guilt), one without marks without them.

    >>> telling_words("Tôi làm đơn khiếu nại việc thu hồi đất.")
    ['khiếu nại', 'thu hồi đất']
    >>> telling_words("toi muon to cao ong ay")
    ['tố cáo']
    """
    written = nfc(text).casefold()
    marked = fold(written) != written
    line = f" {_PLAIN.sub(' ', written).strip()} "
    found = [word for word in _WORDS if f" {word if marked else fold(word)} " in line]
    return [word for word in found if not any(word != other and word in other for other in found)]


def readers_of(ladder: Sequence[Rung], accused: Collection[int], *, whole_office: bool) -> Readers:
    """Where a text is read that accuses these officials, or the whole office; ``ladder`` begins with the own office.

    The head decides about his own people (Luật Tố cáo 2018, Điều 12), so an accused officer changes nothing. Where a
    head is accused, or the office, only the office above reads: those who receive citizens work under the head. Where
    a receiver is accused, the office above reads beside the head. Above means the nearest office in which somebody
    who is not accused could read; failing that, the one directly above, for whoever is named there later.
    """
    own, *above = ladder
    named = frozenset(accused)
    head_named = whole_office or bool(named & own.heads)
    own_reads = not head_named and bool(own.readers - named)
    if own_reads and not named & own.receivers:
        return Readers(own=True, above_id=None)
    if not named and not whole_office:
        return Readers(own=True, above_id=None)
    nearest = next((rung.office_id for rung in above if rung.readers - named), None)
    fallback = above[0].office_id if above else None
    return Readers(own=own_reads, above_id=nearest or fallback)
