"""Words of danger and of threats in what somebody wrote. Pure.

Whoever finds one reads the case first; nothing is sorted, refused or told to anybody because of it. Words are compared
with their marks: without them "đốt" is "đợt" and "dột". Who writes without marks is not found, which costs the hint
and nothing else.
"""

from __future__ import annotations

import re

from app.core.text import nfc

_DANGER = (
    "cháy nổ", "bốc cháy", "rò rỉ gas", "rò rỉ khí", "điện giật", "dây điện đứt", "hở điện", "sập", "sạt lở", "vỡ đê",
    "đuối nước", "ngộ độc", "cấp cứu", "chết người", "bạo hành", "xâm hại", "tự tử", "tự sát", "bắt cóc",
)  # fmt: skip
_THREATS = (
    "giết", "đâm chết", "chém", "đốt nhà", "đốt trụ sở", "đốt ủy ban", "tẩm xăng", "đánh bom", "cho nổ", "đánh chết",
    "nổ súng", "xử đẹp", "trả thù", "cho biết tay",
)  # fmt: skip
_FOUND = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _DANGER + _THREATS))})(?!\w)")


def urgent_words_in(text: str) -> list[str]:
    """The words that hint at danger or a threat, each once, in the order of the text.

    >>> urgent_words_in("Dây điện đứt giữa đường, có người bị điện giật.")
    ['dây điện đứt', 'điện giật']
    """
    return list(dict.fromkeys(_FOUND.findall(nfc(text).casefold())))
