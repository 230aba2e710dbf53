"""Text that was typed for fonts from before Unicode and converted by us."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message

CONVERTED = N_("Văn bản gõ bằng phông chữ cũ (TCVN3 hoặc VNI), đã được chuyển sang Unicode. Hãy soát lại dấu thanh.")
READ_BY_PEOPLE = re.compile(r"(?:issuer|number|title|signer|tasks\[\d+\]\.title|assignments\[\d+\]\.unit)$")


def converted(evidence: Evidence) -> Iterator[Doubt]:
    """What will be printed on forms and posters should be looked at once."""
    converted = any(line.converted for line in evidence.zones.in_order)
    for field in evidence.fields if converted else ():
        if field.value is not None and READ_BY_PEOPLE.match(field.path):
            yield Doubt(field.path, "likely", message(CONVERTED))


RULES = (converted,)
