"""Words in a text that may tell who somebody is: a hint for the person who publishes it, never a judgment. Pure.

A program finds numbers and addresses well, and names only where a form of address stands before them; so it is always a
person who looks, and every page that shows these hints says so.
"""

from __future__ import annotations

import re

_TITLES = "ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|đồng chí|đ/c"
_CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_PATTERNS = (
    re.compile(r"(?<![\w])(?:\+84|0)(?:[ .-]?\d){8,10}(?![\w])"),
    re.compile(r"(?<![\w.,])(?:\d{12}|\d{9}|\d{3} \d{3} \d{3} \d{3})(?!\w|[.,]\d|\s*(?:đồng|người|đ\b))"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"(?<!\w)(?:[{_CAPITAL}]?(?i:{_TITLES}))\s+(?:[{_CAPITAL}]\w*(?:\s+(?=[{_CAPITAL}])|)){{1,5}}"),
)


def personal_data_in(text: str) -> list[str]:
    """Telephone numbers, identity numbers, mail addresses, and names after a form of address, as they stand there.

    >>> personal_data_in("Gọi ông Nguyễn Văn A, số 0912 345 678")
    ['0912 345 678', 'ông Nguyễn Văn A']
    """
    found: list[str] = []
    for pattern in _PATTERNS:
        found += [match[0].strip() for match in pattern.finditer(text) if match[0].strip() not in " ".join(found)]
    return found
