"""What people do with due dates: set a day, say that it is done, attach evidence; and an office's settings."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, NotFound, Problem, TooLarge
from app.core.events import announce
from app.core.text import N_, nfc, one_line
from app.core.tokens import fingerprint, new_code
from app.offices.models import Holiday
from app.plans.calendar.entries import Entry
from app.plans.calendar.models import CalendarFeed, CalendarSetting, Completion, DueDay, DueRule, Evidence
from app.plans.calendar.rules import EVIDENCE_FILES, type_of
from app.plans.events import HolidaysChanged
from app.plans.rows import file_name

NOTE_LENGTH = 2000
REFERENCE_LENGTH = 500
LONGEST_HOLIDAY = 31
TOKEN_LENGTH = 32


class DayUnfit(Problem):
    """A day that cannot be what was meant."""


class EvidenceUnfit(Problem):
    """A file or reference that is not taken as evidence."""


class EvidenceTooLarge(TooLarge):
    """A file beyond what this installation accepts."""


class AlreadyDone(Conflict):
    """Somebody else was faster."""


class NotDone(Conflict):
    """There is nothing to reopen."""


class SettingUnfit(Problem):
    """A setting outside what makes sense."""


def set_day(session: Session, entry: Entry, last_on: date, *, by: int | None) -> DueDay:
    """Set the last day of one occurrence; it wins over document and rule until it is taken back."""
    if entry.deadline is None:
        raise DayUnfit(N_("Hạn của yêu cầu báo cáo do người yêu cầu đặt. Hãy hủy yêu cầu và gửi yêu cầu mới."))
    _refuse_far(last_on)
    before = entry.last_on
    row = session.get(DueDay, (entry.deadline.id, entry.occurrence))
    if row is None:
        row = DueDay(deadline_id=entry.deadline.id, occurrence=entry.occurrence)
        session.add(row)
    row.due_on, row.set_at, row.set_by_id = last_on, clock.now(), by
    session.flush()
    _record(
        session, N_("Đặt ngày đến hạn"), entry, by=by, last_day=clock.show_day(last_on), last_day_before=_shown(before)
    )
    return row


def clear_day(session: Session, entry: Entry, *, by: int | None) -> None:
    """Go back to the day of the document, or of the office's rule; a second click does no harm."""
    row = session.get(DueDay, (entry.deadline.id, entry.occurrence)) if entry.deadline else None
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, N_("Bỏ ngày đã đặt, theo văn bản"), entry, by=by, last_day_before=clock.show_day(row.due_on))


def set_rule(session: Session, entry: Entry, *, day: int | None, following: bool, by: int | None) -> DueRule:
    """Say on which day of each period something recurs; without ``day``: it is kept as written, no day is wanted."""
    if entry.deadline is None:
        raise DayUnfit(N_("Hạn của yêu cầu báo cáo do người yêu cầu đặt. Hãy hủy yêu cầu và gửi yêu cầu mới."))
    if day is not None and not 1 <= day <= 31:
        raise DayUnfit(N_("Ngày trong tháng phải từ 1 đến 31."))
    row = session.get(DueRule, entry.deadline.id)
    if row is None:
        row = DueRule(deadline_id=entry.deadline.id)
        session.add(row)
    row.day, row.following, row.dayless = day, following and day is not None, day is None
    row.set_at, row.set_by_id = clock.now(), by
    session.flush()
    verb = N_("Đặt ngày cho kỳ báo cáo") if day else N_("Giữ thời hạn như văn bản, không đặt ngày")
    _record(session, verb, entry, by=by, day=day, following=row.following)
    return row


def clear_rule(session: Session, entry: Entry, *, by: int | None) -> None:
    """Ask about the day again; a second click does no harm."""
    row = session.get(DueRule, entry.deadline.id) if entry.deadline else None
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, N_("Bỏ ngày đã đặt cho kỳ báo cáo"), entry, by=by, day=row.day)


def complete(session: Session, entry: Entry, *, done_on: date, note: str, by: int | None) -> Completion:
    """Say that it is done, on which day, and what there is to note."""
    if entry.completion and entry.completion.done_at:
        raise AlreadyDone(N_("Việc này đã được đánh dấu xong ngày %(day)s."), day=_shown(entry.completion.done_on))
    if done_on > clock.today():
        raise DayUnfit(N_("Ngày làm xong không thể sau hôm nay."))
    _refuse_far(done_on)
    done = _completion(session, entry)
    done.done_on, done.done_at, done.done_by_id = done_on, clock.now(), by
    done.note = nfc(note).strip()[:NOTE_LENGTH]
    session.flush()
    _record(session, N_("Đánh dấu đã xong"), entry, by=by, done_day=clock.show_day(done_on))
    return done


def reopen(session: Session, entry: Entry, *, by: int | None) -> None:
    """Take back that it is done; note and evidence stay with it."""
    done = entry.completion
    if done is None or done.done_at is None:
        raise NotDone(N_("Việc này chưa được đánh dấu xong, hoặc đã được mở lại."))
    _record(session, N_("Mở lại việc đã xong"), entry, by=by, done_day=_shown(done.done_on))
    done.done_at = done.done_on = done.done_by_id = None
    session.flush()


def add_file(session: Session, entry: Entry, name: str, content: bytes, *, limit: int, by: int | None) -> Evidence:
    """Keep a file as it was uploaded, if its content is of an allowed type; the same file is kept once."""
    if not content:
        raise EvidenceUnfit(N_("Tệp rỗng. Hãy chọn tệp khác."))
    if len(content) > limit:
        raise EvidenceTooLarge(N_("Tệp lớn quá. Hãy chọn tệp không quá %(limit)d MB."), limit=limit // (1024 * 1024))
    filename = file_name("".join(letter for letter in name if unicodedata.category(letter) not in _INVISIBLE))
    if type_of(content, filename) is None:
        raise EvidenceUnfit(
            N_(
                "Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx) không có macro, ảnh JPEG hoặc PNG, "
                "và đuôi tên tệp phải đúng với nội dung. Hãy lưu lại tệp rồi tải lên."
            )
        )
    digest = hashlib.sha256(content).hexdigest()
    done = _completion(session, entry)
    same = next((evidence for evidence in done.evidence if evidence.sha256 == digest), None)
    if same is not None:
        return same
    added = Evidence(filename=filename, sha256=digest, size=len(content), content=content)
    return _attach(session, entry, done, added, by=by)


def add_reference(session: Session, entry: Entry, reference: str, *, by: int | None) -> Evidence:
    """Keep the symbol or the address of the document that was sent."""
    reference = one_line(reference)
    if not reference or len(reference) > REFERENCE_LENGTH:
        raise EvidenceUnfit(
            N_("Hãy ghi số, ký hiệu hoặc địa chỉ của văn bản đã gửi, nhiều nhất %(limit)d ký tự."),
            limit=REFERENCE_LENGTH,
        )
    done = _completion(session, entry)
    same = next((evidence for evidence in done.evidence if evidence.reference == reference), None)
    return same or _attach(session, entry, done, Evidence(reference=reference), by=by)


def remove_evidence(session: Session, entry: Entry, evidence: Evidence, *, by: int | None) -> None:
    """Take away what was attached by mistake; the record keeps its name and digest."""
    if entry.completion and entry.completion.done_at:
        raise AlreadyDone(
            N_("Việc đã xong thì minh chứng được giữ nguyên. Hãy mở lại việc này trước khi gỡ minh chứng.")
        )
    _record(
        session,
        N_("Gỡ minh chứng"),
        entry,
        by=by,
        evidence=evidence.filename or evidence.reference,
        digest=evidence.sha256,
    )
    session.delete(evidence)
    session.flush()


def save_setting(
    session: Session,
    office_id: int,
    *,
    remind_days: Collection[int],
    remind_overdue: bool,
    lead_days: int,
    by: int | None,
) -> CalendarSetting:
    """How an office is reminded, and how many working days internal days lie before outward ones."""
    days = sorted(set(remind_days), reverse=True)
    if len(days) > 5 or any(not 0 <= day <= 60 for day in days):
        raise SettingUnfit(N_("Hãy ghi nhiều nhất 5 mốc nhắc, mỗi mốc từ 0 đến 60 ngày trước hạn."))
    if not 1 <= lead_days <= 60:
        raise SettingUnfit(N_("Hạn nội bộ phải trước hạn gửi cấp trên từ 1 đến 60 ngày làm việc."))
    row = session.get(CalendarSetting, office_id)
    if row is None:
        row = CalendarSetting(office_id=office_id)
        session.add(row)
    row.remind_days, row.remind_overdue, row.lead_days = days, remind_overdue, lead_days
    session.flush()
    record(
        session,
        N_("Sửa cài đặt lịch"),
        f"office:{office_id}",
        by=by,
        office_id=office_id,
        remind_days=days,
        remind_overdue=remind_overdue,
        lead_days=lead_days,
    )
    return row


def add_holidays(
    session: Session, office_id: int, *, first: date, last: date, name: str, working: bool, by: int | None
) -> int:
    """Announce that an office rests, or works, from ``first`` to ``last``; days announced before change. How many."""
    name = one_line(name)
    if not name:
        raise SettingUnfit(N_("Hãy ghi tên ngày nghỉ hoặc lý do làm bù."))
    _refuse_far(first)
    if not first <= last <= first + timedelta(days=LONGEST_HOLIDAY - 1):
        raise DayUnfit(
            N_("Ngày cuối phải từ ngày đầu trở đi và cả đợt không quá %(limit)d ngày."), limit=LONGEST_HOLIDAY
        )
    known = {
        row.falls_on: row
        for row in session.scalars(
            select(Holiday).where(Holiday.office_id == office_id, Holiday.falls_on.between(first, last))
        )
    }
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    for day in days:
        row = known.get(day)
        if row is None:
            row = Holiday(office_id=office_id, falls_on=day)
            session.add(row)
        row.name, row.working = name[:120], working
    session.flush()
    record(
        session,
        N_("Ghi ngày làm bù") if working else N_("Ghi ngày nghỉ"),
        f"office:{office_id}",
        by=by,
        office_id=office_id,
        name=name,
        from_day=clock.show_day(first),
        to_day=clock.show_day(last),
    )
    announce(session, HolidaysChanged(office_id, by))
    return len(days)


def remove_holiday(session: Session, holiday: Holiday, *, by: int | None) -> None:
    """Take an announced day back."""
    record(
        session,
        N_("Bỏ ngày nghỉ, ngày làm bù"),
        f"office:{holiday.office_id}",
        by=by,
        office_id=holiday.office_id,
        name=holiday.name,
        from_day=clock.show_day(holiday.falls_on),
    )
    office_id = holiday.office_id
    session.delete(holiday)
    session.flush()
    announce(session, HolidaysChanged(office_id, by))


def renew_feed(session: Session, official_id: int) -> str:
    """A fresh secret for an official's calendar address; the one before stops working. Only its digest is kept."""
    token = new_code(TOKEN_LENGTH)
    feed = session.get(CalendarFeed, official_id)
    if feed is None:
        feed = CalendarFeed(official_id=official_id)
        session.add(feed)
    feed.token_hash, feed.created_at = fingerprint(token), clock.now()
    session.flush()
    record(session, N_("Lấy địa chỉ lịch mới"), f"official:{official_id}", by=official_id, office_id=None)
    return token


def revoke_feed(session: Session, official_id: int) -> None:
    """Let an official's calendar address lead nowhere; a second click does no harm."""
    feed = session.get(CalendarFeed, official_id)
    if feed is not None:
        session.delete(feed)
        session.flush()
        record(session, N_("Thu hồi địa chỉ lịch"), f"official:{official_id}", by=official_id, office_id=None)


def holiday_of(session: Session, holiday_id: int, offices: Collection[int]) -> Holiday:
    """An announced day of one of these offices; otherwise :class:`NotFound`."""
    holiday = session.scalar(select(Holiday).where(Holiday.id == holiday_id, Holiday.office_id.in_(offices)))
    if holiday is None:
        raise NotFound(N_("Không tìm thấy ngày này trong lịch của cơ quan."))
    return holiday


def _completion(session: Session, entry: Entry) -> Completion:
    """The row of what is done about ``entry``, made where it is missing; two people at once meet the same one."""
    if entry.completion is not None:
        return entry.completion
    where = (
        {"asked_id": entry.asked.id}
        if entry.asked
        else {"deadline_id": entry.deadline.id if entry.deadline else None, "occurrence": entry.occurrence}
    )
    fresh = Completion(note="", evidence=[], **where)
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError as problem:
        raise AlreadyDone(N_("Người khác vừa cập nhật việc này. Hãy tải lại trang rồi làm tiếp.")) from problem
    return fresh


def _attach(session: Session, entry: Entry, done: Completion, evidence: Evidence, *, by: int | None) -> Evidence:
    if len(done.evidence) >= EVIDENCE_FILES:
        raise EvidenceUnfit(N_("Mỗi việc giữ nhiều nhất %(limit)d minh chứng."), limit=EVIDENCE_FILES)
    evidence.added_at, evidence.added_by_id = clock.now(), by
    done.evidence.append(evidence)
    session.flush()
    _record(
        session,
        N_("Thêm minh chứng"),
        entry,
        by=by,
        evidence=evidence.filename or evidence.reference,
        digest=evidence.sha256,
    )
    return evidence


def _record(session: Session, verb: str, entry: Entry, *, by: int | None, **details: object) -> None:
    plan = {"plan": entry.plan.id} if entry.plan else {}
    record(session, verb, f"due:{entry.key}", by=by, office_id=entry.office.id, name=entry.words, **plan, **details)


def _refuse_far(day: date) -> None:
    if not 2000 <= day.year <= 2100:
        raise DayUnfit(N_("Hãy ghi một ngày từ năm 2000 đến năm 2100."))


def _shown(day: date | None) -> str:
    return clock.show_day(day) if day else ""


_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
