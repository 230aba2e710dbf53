"""Fields of the case screens: one small form for each verb, and what the address of the inbox asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from app.core.inputs import ScreenInput, without_controls
from app.core.text import nfc
from app.core.words import _, _l
from app.feedback.cases.inbox import TRAYS, Wanted
from app.feedback.cases.rules import PROOFS, REFUSALS
from app.feedback.clock.rules import KINDS, LEVELS
from app.feedback.files.actions import Ready, proofs_of
from app.feedback.files.incoming import uploads_in

SEARCH_LENGTH = 200


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [("", _("Hãy chọn")), *((key, _(name)) for key, name in words.items())]


class StepInput(ScreenInput):
    """A step without words; ``seen`` is the number of the newest step that the page showed."""

    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """The number, or one that no case has."""
        written = self.seen.data or ""
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1

    def read_files(self) -> None:
        """Read what was uploaded with the step; most bring nothing."""


class WordsInput(StepInput):
    """A step with words; their length is a rule of the action."""

    text = TextAreaField(_l("Nội dung"))


class SpokenInput(WordsInput):
    """A step whose words the sender reads; they may begin with a text kept ready."""


class ProvenInput(SpokenInput):
    """A step with words and files."""

    files = MultipleFileField(_l("Ảnh, văn bản kèm theo (nhiều nhất 3 tệp, mỗi tệp 12 MB)"))
    ready: Sequence[Ready] = ()

    def read_files(self) -> None:
        """Read the files and draw photos again; before anything is locked, because it takes a while."""
        self.ready = proofs_of(uploads_in(self.files.data or ()))


class AnswerInput(ProvenInput):
    """What the office says."""


class AcknowledgeInput(SpokenInput):
    """That the office has it, with a word to the sender or without."""

    text = TextAreaField(_l("Lời nhắn cho người gửi (không bắt buộc)"))


class AssignInput(StepInput):
    """Who deals with it."""

    holder_id = SelectField(_l("Người xử lý"), coerce=int, validate_choice=False)
    unit = StringField(_l("Đơn vị xử lý, phối hợp"))


class CloseInput(ProvenInput):
    """What proves the answer."""

    proof = SelectField(_l("Minh chứng, hoặc lý do không có"), choices=lambda: _choices(PROOFS), validate_choice=False)
    done_on = DateField(_l("Ngày làm xong (khi minh chứng là việc đã làm)"), validators=[Optional()])


class InviteInput(WordsInput):
    """Who is asked for his part, what, and until when."""

    official_id = SelectField(_l("Người phối hợp"), coerce=int, validate_choice=False)
    text = TextAreaField(_l("Cần phối hợp việc gì, cần trả lời câu hỏi nào"))
    due_on = DateField(_l("Cần có ý kiến chậm nhất ngày (không bắt buộc)"), validators=[Optional()])


class RecallInput(StepInput):
    """Whose request ends."""

    official_id = SelectField(_l("Người đang được đề nghị phối hợp"), coerce=int, validate_choice=False)


class ForwardInput(SpokenInput):
    """Whose it is."""

    to = StringField(_l("Cơ quan có thẩm quyền, địa chỉ"))


class DuplicateInput(SpokenInput):
    """Of which case it is a repetition."""

    reference = StringField(_l("Số hồ sơ của phản ánh gốc"))
    text = TextAreaField(_l("Lời nhắn cho người gửi (không bắt buộc)"))


class RefuseInput(SpokenInput):
    """Why nothing is done."""

    reason = SelectField(_l("Lý do"), choices=lambda: _choices(REFUSALS), validate_choice=False)


class ClassifyInput(StepInput):
    """What kind of matter, and how urgent."""

    kind = SelectField(_l("Loại"), choices=lambda: _choices(KINDS), validate_choice=False)
    level = SelectField(_l("Mức độ"), choices=lambda: _choices(LEVELS), validate_choice=False)


class ExtendInput(SpokenInput):
    """How much more time."""

    amount = IntegerField(_l("Thêm bao nhiêu"), validators=[InputRequired(_l("Hãy ghi một số."))])


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What the address of the inbox asks for; what it does not say properly is left as it is by default."""
    tray, page = query.get("tray", ""), query.get("page", "")
    return Wanted(
        tray=next((known for known in TRAYS if known == tray), "todo"),
        text=nfc(without_controls(query.get("q", ""))).strip()[:SEARCH_LENGTH],
        unit=nfc(without_controls(query.get("unit", ""))).strip()[:SEARCH_LENGTH],
        page=max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 8 else 1,
        older=query.get("older") == "1",
    )
