"""Fields of the page of a public reply."""

from __future__ import annotations

from wtforms import BooleanField, TextAreaField

from app.core.words import _l
from app.feedback.cases.inputs import StepInput


class ProposalInput(StepInput):
    """The two parts of a public reply; ``seen`` is the version that the page showed."""

    said = TextAreaField(_l("Người dân nêu việc gì (lời của cơ quan, không chép nguyên văn)"))
    done = TextAreaField(_l("Cơ quan đã làm gì, bao giờ"))


class ApprovalInput(StepInput):
    """What a head says with the approval."""

    traces_seen = BooleanField(_l("Tôi đã xem từng chỗ trên và vẫn công khai"))
