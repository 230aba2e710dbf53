"""A foot that seems cut: no "Lưu", no name under the office."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import message
from app.plans.reading.lexicon import DANGLING, small

NO_FILE_COPY = N_("Danh sách nơi nhận không có dòng “Lưu” ở cuối; có thể còn thiếu. Hãy đối chiếu văn bản gốc.")
CUT = N_("Nơi nhận này có vẻ bị ngắt giữa chừng. Hãy xem dòng tiếp theo.")
LONG = N_("Nơi nhận này rất dài; có thể đã dính nơi nhận khác. Hãy kiểm tra.")
NO_NAME = N_("Có chức vụ nhưng không thấy họ tên người ký. Hãy ghi họ tên, hoặc để trống nếu chưa ký.")
NO_ROLE = N_("Có họ tên nhưng không thấy chức vụ của người ký. Hãy kiểm tra.")
LONGEST_SURE = 150


def recipients(evidence: Evidence) -> Iterator[Doubt]:
    """Lists of recipients end with the file copy."""
    listed = evidence.plan.recipients
    for at, recipient in enumerate(listed):
        if recipient.text.rsplit(" ", 1)[-1].casefold() in DANGLING or recipient.text.endswith(","):
            yield Doubt(f"recipients[{at}]", "doubtful", message(CUT))
        elif len(recipient.text) > LONGEST_SURE:
            yield Doubt(f"recipients[{at}]", "doubtful", message(LONG))
    if listed and not any(small(recipient.text).startswith("lưu") for recipient in listed):
        yield Doubt(f"recipients[{len(listed) - 1}]", "doubtful", message(NO_FILE_COPY))


def signer(evidence: Evidence) -> Iterator[Doubt]:
    """A signature without its name, as in a draft, or without an office."""
    signed = evidence.plan.signer
    if signed and not signed.name:
        yield Doubt("signer", "doubtful", message(NO_NAME))
    elif signed and not signed.role:
        yield Doubt("signer", "doubtful", message(NO_ROLE))


RULES = (recipients, signer)
