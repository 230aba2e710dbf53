"""Where a viewer can go: the tabs of the staff's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from app.access.gate import current_viewer
from app.core import clock
from app.core.errors import Problem
from app.core.session import session
from app.core.text import LOCALES, N_, STAFF_LOCALES, decimal, language_tag, percent
from app.core.words import choose_locale
from app.feedback.rules import may_read
from app.plans.models import Plan, Task
from app.scores.alerts.queries import count_open


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the main navigation; ``package`` and ``also`` name the blueprints on whose pages it is current.

    ``counted``: it carries how many alerts wait for the viewer. ``group``: it stands with the others of its group in a
    row of their own, and the main row carries the group instead.
    """

    endpoint: str
    name: str
    permission: str | None
    package: str
    also: tuple[str, ...] = ()
    counted: bool = False
    group: str = ""


COLLECTING = N_("Thu phiếu")
LISTENING = N_("Tiếp thu ý kiến")
PREPARING = N_("Chuẩn bị")
FOLLOWING = N_("Theo dõi")

TABS: tuple[Tab, ...] = (
    Tab("web.home", N_("Trang chính"), None, "web"),
    Tab("plans.plans", N_("Kế hoạch"), "plans.read", "plans"),
    Tab("calendar.overview", N_("Lịch"), "plans.read", "calendar"),
    Tab("desks.desks", N_("Điểm tiếp nhận"), "desks.read", "desks", group=COLLECTING),
    Tab("paper.batches", N_("Phiếu giấy"), "responses.enter", "paper", group=COLLECTING),
    Tab(
        "cases.inbox",
        N_("Phản ánh"),
        "cases.read",
        "cases",
        also=("restricted", "clock", "wordings", "takeovers", "reply_scores"),
        group=LISTENING,
    ),
    Tab("feedback.remarks", N_("Ý kiến"), "remarks.read", "feedback", also=("phrases",), group=LISTENING),
    Tab("measures.measures", N_("Việc làm"), "measures.read", "measures", group=LISTENING),
    Tab("consultations.consultations", N_("Lấy ý kiến"), "consultations.read", "consultations", group=LISTENING),
    Tab("initiatives.initiatives", N_("Sáng kiến"), "initiatives.read", "initiatives", group=LISTENING),
    Tab(
        "supervision.recommendations",
        N_("Giám sát"),
        "supervision.read",
        "supervision",
        also=("proofs",),
        group=LISTENING,
    ),
    Tab("alerts.inbox", N_("Cảnh báo"), "alerts.read", "alerts", counted=True),
    Tab("publication.offices", N_("Công khai"), "results.prepare", "publication"),
    Tab("access.members", N_("Tài khoản"), "accounts.manage", "access", also=("languages", "integrity", "policies")),
)

# The pages about one plan, in the order in which the work goes; each takes the plan's id.
PLAN_PAGES: tuple[Tab, ...] = (
    Tab("plans.plan", N_("Nội dung kế hoạch"), "plans.read", "plans", group=PREPARING),
    Tab("plans.family", N_("Kế hoạch liên quan"), "plans.read", "plans", group=PREPARING),
    Tab("forms.forms_of_plan", N_("Mẫu phiếu"), "forms.read", "forms", group=PREPARING),
    Tab("desks.placements_of_plan", N_("Điểm tiếp nhận"), "desks.read", "desks", group=PREPARING),
    Tab("overview.of_plan", N_("Một trang"), "scores.read", "overview", group=FOLLOWING),
    Tab("reports.plan_scores", N_("Kết quả"), "scores.read", "reports", group=FOLLOWING),
    Tab("change.of_plan", N_("So sánh các kỳ"), "scores.read", "change", group=FOLLOWING),
    Tab("funnel.of_plan", N_("Mở và gửi phiếu"), "scores.read", "funnel", group=FOLLOWING),
    Tab("coverage.of_plan", N_("Nhóm nào trả lời"), "scores.read", "coverage", group=FOLLOWING),
    Tab("feedback.remarks_of_plan", N_("Ý kiến"), "remarks.read", "feedback", group=FOLLOWING),
    Tab("quarantine.of_plan", N_("Phiếu tạm loại"), "responses.audit", "quarantine", group=FOLLOWING),
    Tab("reports.exports", N_("Xuất số liệu"), "reports.export", "reports", group=FOLLOWING),
)

# What other packages know about one task; each takes the task's id.
TASK_PAGES: tuple[Tab, ...] = (
    Tab("reports.task_scores", N_("Kết quả"), "scores.read", "reports"),
    Tab("change.of_task", N_("So sánh các kỳ"), "scores.read", "change"),
    Tab("feedback.remarks_of_task", N_("Ý kiến của người dân"), "remarks.read", "feedback"),
    Tab("phrases.of_task", N_("Người dân viết gì"), "remarks.read", "feedback"),
    Tab("measures.measures_of_task", N_("Việc làm theo ý kiến"), "measures.read", "measures"),
)


def add(app: Flask) -> None:
    """Give every template the navigation and the ways of writing numbers and days."""
    app.context_processor(_context)
    app.jinja_env.globals.update(plan_pages=plan_pages, task_pages=task_pages)
    app.jinja_env.filters.update(
        day=clock.show_day,
        moment=clock.show_moment,
        in_vietnam=clock.in_vietnam,
        percent=_percent,
        decimal=_decimal,
        count=_count,
        language_tag=language_tag,
    )


def _context() -> dict[str, Any]:
    return {
        "tabs": tabs,
        "viewer_name": viewer_name,
        "locale": choose_locale(),
        "locales": LOCALES,
        "staff_locales": STAFF_LOCALES,
    }


def tabs() -> list[dict[str, Any]]:
    """The entries of the main row: a tab, or a group with its tabs in ``inner``. A group of one is that tab."""
    viewer = current_viewer()
    if viewer is None or viewer.has_temporary_password:
        return []
    here = (request.blueprint or "").split(".")[0]
    entries: list[dict[str, Any]] = []
    shown = [tab for tab in TABS if tab.permission is None or viewer.may_somewhere(tab.permission)]
    for group, together in _grouped(shown):
        inner = [_entry(tab, here) for tab in together]
        if len(inner) == 1:
            entries += inner
            continue
        current = any(entry["current"] for entry in inner)
        waiting = sum(entry["waiting"] for entry in inner)
        entries.append(inner[0] | {"name": group, "current": current, "waiting": waiting, "inner": inner})
    return entries


def _grouped(tabs_shown: Iterable[Tab]) -> list[tuple[str, list[Tab]]]:
    """What belongs together stands where the first of its group does, in whatever order the entries were added."""
    groups: dict[str, list[Tab]] = {}
    for tab in tabs_shown:
        groups.setdefault(tab.group or tab.endpoint, []).append(tab)
    return list(groups.items())


def _entry(tab: Tab, here: str) -> dict[str, Any]:
    return {
        "url": url_for(tab.endpoint),
        "name": tab.name,
        "current": here in {tab.package, *tab.also},
        "waiting": _waiting(tab),
        "inner": [],
    }


def _waiting(tab: Tab) -> int:
    """How many alerts wait. A page that tells of a trouble with the database must not make another one."""
    viewer = current_viewer()
    if not tab.counted or viewer is None:
        return 0
    try:
        return count_open(session(), viewer)
    except (SQLAlchemyError, Problem):
        return 0


def plan_pages(plan: Plan, here: str | None = None) -> list[dict[str, Any]]:
    """The pages about ``plan`` that the viewer may open; ``here`` is the endpoint to mark, by default this page's."""
    return [
        {
            "url": url_for(page.endpoint, plan_id=plan.id),
            "name": page.name,
            "current": page.endpoint == (here or request.endpoint),
            "group": page.group or FOLLOWING,
        }
        for page in _open_to_viewer(PLAN_PAGES, plan.office_id)
    ]


def task_pages(task: Task) -> list[dict[str, Any]]:
    """The pages about ``task`` that the viewer may open; remarks reach only those who answer for it, and above."""
    viewer = current_viewer()
    holders = [holder.official_id for holder in task.holders]
    reads_remarks = viewer is not None and may_read(viewer, task.plan.office_id, holders)
    return [
        {"url": url_for(page.endpoint, task_id=task.id), "name": page.name}
        for page in _open_to_viewer(TASK_PAGES, task.plan.office_id)
        if page.package != "feedback" or reads_remarks
    ]


def _open_to_viewer(pages: Iterable[Tab], office_id: int) -> list[Tab]:
    viewer = current_viewer()
    return [
        page
        for page in pages
        if page.endpoint in current_app.view_functions
        and viewer is not None
        and (page.permission is None or viewer.may(page.permission, office_id))
    ]


def viewer_name() -> str:
    """The name of the official who is signed in, or nothing."""
    viewer = current_viewer()
    return viewer.name if viewer else ""


def _percent(value: float, places: int = 1) -> str:
    return percent(value, places, choose_locale())


def _decimal(value: float, places: int = 1) -> str:
    return decimal(value, places, choose_locale())


def _count(value: int) -> str:
    return decimal(value, 0, choose_locale())
