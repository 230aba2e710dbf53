"""Writing a supervision sheet, filing it, and adding to it. Once filed, nobody changes it: not even its author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.desks.models import Desk
from app.feedback.cases.steps import refuse_without_right
from app.feedback.files.models import KeptFile
from app.feedback.supervision.models import SheetAddendum, SheetFinding, SupervisionSheet
from app.feedback.supervision.rules import VERDICTS, WRITE
from app.plans.models import Plan, Task

NAME_LENGTH = 200
WHAT_LENGTH = 500
WORDS_LENGTH = 5000
MOST_FINDINGS = 40


class SheetUnfit(Problem):
    """Something is missing, too long, or does not fit together."""


class Filed(Conflict):
    """The sheet is filed, or not yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was looked at, a key of ``VERDICTS`` or nothing yet, and in words."""

    what: str
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the observers write."""

    body: str
    title: str
    from_on: date
    to_on: date
    task_id: int | None = None
    desk_id: int | None = None
    place: str = ""
    participants: str = ""
    conclusion: str = ""
    findings: Sequence[Line] = ()


def draft_sheet(session: Session, office_id: int, written: Written, *, key: UUID, by: int) -> SupervisionSheet:
    """Begin a sheet; the page sent again finds it. Raises :class:`SheetUnfit` and ``RightLost``."""
    refuse_without_right(session, by, WRITE, office_id)
    found = session.scalar(
        select(SupervisionSheet).where(SupervisionSheet.made_with == key, SupervisionSheet.author_id == by)
    )
    if found is not None:
        return found
    sheet = SupervisionSheet(office_id=office_id, author_id=by, created_at=clock.now(), made_with=key)
    _write(session, sheet, written)
    session.add(sheet)
    session.flush()
    return sheet


def change_sheet(session: Session, sheet: SupervisionSheet, written: Written, *, by: int) -> None:
    """Write a draft anew. Raises :class:`Filed`, :class:`SheetUnfit` and ``RightLost``."""
    hold_draft(session, sheet, by=by)
    sheet.findings.clear()
    session.flush()
    _write(session, sheet, written)
    session.flush()


def remove_draft(session: Session, sheet: SupervisionSheet, *, by: int) -> None:
    """Throw a draft away, with its files. Raises :class:`Filed` and ``RightLost``."""
    hold_draft(session, sheet, by=by)
    session.execute(delete(KeptFile).where(KeptFile.sheet_id == sheet.id).execution_options(synchronize_session=False))
    session.delete(sheet)
    session.flush()


def file_sheet(session: Session, sheet: SupervisionSheet, *, by: int) -> None:
    """Hand it to the office; it stays as it is. Raises :class:`Filed`, :class:`SheetUnfit` and ``RightLost``."""
    hold_draft(session, sheet, by=by)
    missing = what_is_missing(sheet, today=clock.today())
    if missing:
        raise SheetUnfit(missing[0])
    sheet.filed_at = clock.now()
    session.flush()
    _record(session, N_("Gửi phiếu giám sát"), sheet, by=by)


def add_to_sheet(session: Session, sheet: SupervisionSheet, text: str, *, key: UUID, by: int) -> SheetAddendum:
    """Add something to a filed sheet; the page sent again adds nothing. Raises as :func:`file_sheet`."""
    _hold(session, sheet, by=by)
    found = session.scalar(select(SheetAddendum).where(SheetAddendum.made_with == key))
    if found is not None:
        return found
    if sheet.filed_at is None:
        raise Filed(N_("Phiếu này chưa gửi; hãy sửa ngay trong bản nháp."))
    added = SheetAddendum(sheet_id=sheet.id, text=words_of(text), added_at=clock.now(), added_by_id=by, made_with=key)
    if not added.text:
        raise SheetUnfit(N_("Hãy viết nội dung bổ sung."))
    session.add(added)
    session.flush()
    _record(session, N_("Bổ sung phiếu giám sát"), sheet, by=by)
    return added


def what_is_missing(sheet: SupervisionSheet, *, today: date) -> list[str]:
    """What has to be written before the sheet can be filed, as sentences."""
    missing = []
    if sheet.to_on > today:
        missing.append(N_("Cuộc giám sát chưa kết thúc: ngày cuối phải từ hôm nay trở về trước."))
    if not sheet.participants:
        missing.append(N_("Hãy ghi thành phần tham gia (theo chức danh)."))
    if not sheet.findings:
        missing.append(N_("Hãy ghi ít nhất một nội dung đã xem xét."))
    if any(not finding.verdict for finding in sheet.findings):
        missing.append(N_("Hãy chọn kết quả cho từng nội dung: đạt, chưa đạt hay không xem xét."))
    if not sheet.conclusion:
        missing.append(N_("Hãy ghi kết luận."))
    return missing


def words_of(text: str) -> str:
    """A longer text as it is kept; raises :class:`SheetUnfit` where it is too long."""
    text = nfc(text.replace("\r\n", "\n").replace("\0", "")).strip()
    if len(text) > WORDS_LENGTH:
        raise SheetUnfit(N_("Mỗi ô chữ dài nhất %(limit)d ký tự. Hãy viết gọn lại."), limit=WORDS_LENGTH)
    return text


def name_of(text: str, limit: int = NAME_LENGTH) -> str:
    """A short text on one line; raises :class:`SheetUnfit` where it is too long."""
    text = one_line(text)
    if len(text) > limit:
        raise SheetUnfit(N_("Ô này dài nhất %(limit)d ký tự. Hãy viết gọn lại."), limit=limit)
    return text


def _write(session: Session, sheet: SupervisionSheet, written: Written) -> None:
    if written.from_on > written.to_on:
        raise SheetUnfit(N_("Ngày cuối không được trước ngày đầu."))
    sheet.body, sheet.title = name_of(written.body), name_of(written.title)
    if not sheet.body or not sheet.title:
        raise SheetUnfit(N_("Hãy ghi bên giám sát và nội dung giám sát."))
    sheet.from_on, sheet.to_on = written.from_on, written.to_on
    sheet.task_id = _task(session, sheet.office_id, written.task_id)
    sheet.desk_id = _desk(session, sheet.office_id, written.desk_id)
    sheet.place = name_of(written.place)
    sheet.participants, sheet.conclusion = words_of(written.participants), words_of(written.conclusion)
    for position, line in enumerate(_lines(written.findings), 1):
        sheet.findings.append(SheetFinding(position=position, what=line.what, verdict=line.verdict, words=line.words))


def _lines(findings: Sequence[Line]) -> list[Line]:
    lines = [Line(name_of(line.what, WHAT_LENGTH), line.verdict, words_of(line.words)) for line in findings]
    lines = [line for line in lines if line.what or line.words]
    if len(lines) > MOST_FINDINGS:
        raise SheetUnfit(N_("Một phiếu có nhiều nhất %(limit)d nội dung. Hãy lập thêm phiếu."), limit=MOST_FINDINGS)
    if any(not line.what for line in lines):
        raise SheetUnfit(N_("Có nhận xét mà chưa ghi nội dung xem xét. Hãy ghi nội dung của dòng đó."))
    if any(line.verdict not in ("", *VERDICTS) for line in lines):
        raise SheetUnfit(N_("Hãy chọn kết quả cho từng nội dung: đạt, chưa đạt hay không xem xét."))
    return lines


def _task(session: Session, office_id: int, task_id: int | None) -> int | None:
    if task_id is None:
        return None
    found = session.scalar(select(Task.id).join(Task.plan).where(Task.id == task_id, Plan.office_id == office_id))
    if found is None:
        raise SheetUnfit(N_("Nhiệm vụ đã chọn không có trong kế hoạch của cơ quan này. Hãy chọn lại."))
    return found


def _desk(session: Session, office_id: int, desk_id: int | None) -> int | None:
    if desk_id is None:
        return None
    found = session.scalar(select(Desk.id).where(Desk.id == desk_id, Desk.office_id == office_id))
    if found is None:
        raise SheetUnfit(N_("Điểm tiếp nhận đã chọn không thuộc cơ quan này. Hãy chọn lại."))
    return found


def hold_draft(session: Session, sheet: SupervisionSheet, *, by: int) -> None:
    """Hold the draft until the transaction ends. Raises :class:`Filed` and ``RightLost``."""
    _hold(session, sheet, by=by)
    if sheet.filed_at is not None:
        raise Filed(N_("Phiếu đã gửi cơ quan nên không sửa, không xóa được nữa. Hãy viết phần bổ sung ở cuối phiếu."))


def _hold(session: Session, sheet: SupervisionSheet, *, by: int) -> None:
    """Hold the row until the transaction ends and read it as it is now."""
    held = session.scalar(
        select(SupervisionSheet)
        .where(SupervisionSheet.id == sheet.id)
        .with_for_update(of=SupervisionSheet)
        .execution_options(populate_existing=True)
    )
    if held is None:
        raise Filed(N_("Bản nháp này vừa được xóa."))
    refuse_without_right(session, by, WRITE, sheet.office_id)


def _record(session: Session, verb: str, sheet: SupervisionSheet, *, by: int) -> None:
    record(session, verb, f"sheet:{sheet.id}", by=by, office_id=sheet.office_id, name=sheet.title[:80])
