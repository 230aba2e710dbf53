"""Reports asked for out of turn (báo cáo đột xuất): ask several officials and units, take a request back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.queries import officials_with
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc, one_line
from app.plans.calendar.models import Asked, ReportRequest
from app.plans.models import Plan

MOST_ASKED = 60
WHAT_LENGTH = 4000


class RequestUnfit(Problem):
    """A request that nobody could follow."""


class AlreadyCancelled(Conflict):
    """Somebody else was faster."""


def may_be_asked(session: Session, office_id: int) -> list[Official]:
    """Who can be asked for a report in an office: those who take part in its calendar, by name."""
    return officials_with(session, office_id, "deadlines.handle", on=clock.today())


def ask_for_report(
    session: Session,
    office_id: int,
    *,
    subject: str,
    what: str,
    due_on: date,
    officials: Collection[int],
    units: Collection[str],
    plan: Plan | None,
    by: int,
) -> ReportRequest:
    """Ask officials and units of an office for a report by a day; it stands in the calendar of each from now on."""
    subject, named = one_line(subject), sorted({one_line(unit)[:300] for unit in units} - {""})
    if not subject:
        raise RequestUnfit(N_("Hãy ghi nội dung cần báo cáo."))
    if due_on < clock.today():
        raise RequestUnfit(N_("Hạn gửi báo cáo không thể trước hôm nay."))
    if due_on.year > 2100:
        raise RequestUnfit(N_("Hãy ghi một ngày từ năm 2000 đến năm 2100."))
    if not 1 <= len(set(officials)) + len(named) <= MOST_ASKED:
        raise RequestUnfit(N_("Hãy chọn từ 1 đến %(limit)d người hoặc đơn vị được yêu cầu."), limit=MOST_ASKED)
    known = {official.id: official for official in may_be_asked(session, office_id)}
    if not set(officials) <= known.keys():
        raise RequestUnfit(N_("Chỉ yêu cầu được người đang làm việc trong cơ quan này."))
    if plan is not None and plan.office_id != office_id:
        raise RequestUnfit(N_("Kế hoạch này thuộc cơ quan khác. Hãy chọn kế hoạch của cơ quan."))
    request = ReportRequest(
        office_id=office_id,
        plan_id=plan.id if plan else None,
        subject=subject[:300],
        what=nfc(what).strip()[:WHAT_LENGTH],
        due_on=due_on,
        created_at=clock.now(),
        created_by_id=by,
        asked=[
            *(Asked(official_id=official) for official in sorted(set(officials))),
            *(Asked(unit=unit) for unit in named),
        ],
    )
    session.add(request)
    session.flush()
    record(
        session,
        N_("Yêu cầu báo cáo đột xuất"),
        f"request:{request.id}",
        by=by,
        office_id=office_id,
        name=request.subject,
        last_day=clock.show_day(due_on),
        asked=[*(known[official].name for official in sorted(set(officials))), *named],
    )
    return request


def cancel_request(session: Session, request: ReportRequest, *, by: int) -> None:
    """Take a request out of everybody's calendar; what was sent for it stays in the database."""
    if request.cancelled_at is not None:
        raise AlreadyCancelled(N_("Yêu cầu này đã được hủy."))
    request.cancelled_at = clock.now()
    session.flush()
    record(
        session,
        N_("Hủy yêu cầu báo cáo"),
        f"request:{request.id}",
        by=by,
        office_id=request.office_id,
        name=request.subject,
    )
