"""What officials do with a remark: read it, and note what comes of it. The citizen's words are never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.feedback.models import Remark

NOTE_LENGTH = 1000


class NothingChosen(Problem):
    """Somebody wanted to mark remarks as read without choosing any."""


class NotRead(Conflict):
    """The remark is unread already."""


class NoteUnfit(Problem):
    """A note that is empty or too long."""


def mark_read(session: Session, remarks: Sequence[Remark], *, by: int) -> int:
    """Mark the unread ones as read by an official; how many those were. Who read first stays."""
    if not remarks:
        raise NothingChosen(N_("Chưa chọn ý kiến nào. Hãy đánh dấu vào ô trước ý kiến rồi bấm lại."))
    unread = [remark for remark in remarks if remark.read_at is None]
    for remark in unread:
        remark.read_at, remark.read_by_id = clock.now(), by
    session.flush()
    return len(unread)


def mark_unread(session: Session, remark: Remark) -> None:
    """Put a remark back among the unread, so that somebody looks at it again; a note on it stays."""
    if remark.read_at is None:
        raise NotRead(N_("Ý kiến này chưa được đánh dấu đã đọc."))
    remark.read_at = remark.read_by_id = None
    session.flush()


def note(session: Session, remark: Remark, text: str, *, by: int, office_id: int) -> None:
    """Note what comes of a remark; an earlier note is replaced, an empty text takes it away. It counts as read."""
    text = nfc(text.replace("\r\n", "\n")).strip()
    if len(text) > NOTE_LENGTH:
        raise NoteUnfit(
            N_("Ghi chú dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự."),
            length=len(text),
            limit=NOTE_LENGTH,
        )
    if not text and remark.note is None:
        raise NoteUnfit(N_("Hãy viết ghi chú trước khi lưu."))
    remark.note = text or None
    remark.noted_at, remark.noted_by_id = (clock.now(), by) if text else (None, None)
    if remark.read_at is None:
        remark.read_at, remark.read_by_id = clock.now(), by
    session.flush()
    verb = N_("Ghi chú ý kiến") if text else N_("Xóa ghi chú ý kiến")
    record(session, verb, f"remark:{remark.id}", by=by, office_id=office_id)
