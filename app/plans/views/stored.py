"""A stored plan beside its document: correct it, or have the document read again."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Conflict, NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.plans.corrections.actions import may_go, read_again, save_corrections, take_reading
from app.plans.corrections.differences import differences
from app.plans.corrections.doubts import findings_on, moved_to
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.queries import StoredSheet, stored_sheet
from app.plans.corrections.replay import with_lines_of
from app.plans.models import Plan
from app.plans.queries import document_of, plan_for
from app.plans.reading import read_plan
from app.plans.views import bp
from app.plans.views.review import Review, sent, tell_stopped

Page = str | Response | tuple[str, int]


@bp.route("/plans/<int:plan_id>/review", methods=["GET", "POST"])
@allow("plans.change")
def review(plan_id: int) -> Page:
    """The plan beside its document; a post stores what was corrected."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    page = _opened(plan)
    if request.method == "GET":
        return _page(plan, page, HTTPStatus.OK)
    try:
        page.work(sent())
        if not page.unplaced:
            _refuse_what_is_behind(page)
        if not page.refused and not page.problems and not page.unplaced:
            with transaction():
                stopped = save_corrections(session(), plan, page.corrections, by=viewer().official_id)
            tell_stopped(stopped)
            flash(
                _("Đã lưu %(count)d chỗ sửa.", count=len(page.corrections))
                if page.corrections
                else _("Không có gì thay đổi.")
            )
            return redirect(url_for("plans.plan", plan_id=plan_id))
    except Problem as problem:
        page.problems.append(problem)
        page.unplaced = list(getattr(problem, "unplaced", ()))
    return _page(plan, page, HTTPStatus.UNPROCESSABLE_ENTITY)


@bp.route("/plans/<int:plan_id>/sheet", methods=["GET", "POST"])
@allow("plans.change")
def review_sheet(plan_id: int) -> Page:
    """One step of correcting; nothing is stored."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    if request.method == "GET":
        return _page(plan, _opened(plan), HTTPStatus.OK)
    page = _opened(plan)
    try:
        page.work(sent())
        may_go(session(), plan, stored_sheet(session(), plan).tasks, page.sheet)
    except Problem as problem:
        page.problems.append(problem)
        page.take_back()
    wrong = page.refused or page.problems
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return _page(plan, page, status, version=page.typed.get("version"))  # steps do not make an old page new


@bp.route("/plans/<int:plan_id>/reading", methods=["GET", "POST"])
@allow("plans.change")
def reading(plan_id: int) -> Page:
    """Read the stored document again with today's reader: what would be different, and then the change itself."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    problem: Problem | None = None
    try:
        read = _read(plan)
        if request.method == "POST":
            with transaction():
                corrections = read_again(session(), plan, read).corrections
                stopped = take_reading(session(), plan, read, corrections, by=viewer().official_id)
            tell_stopped(stopped)
            flash(_("Đã đọc lại văn bản và áp dụng các chỗ đã sửa."))
            return redirect(url_for("plans.review", plan_id=plan_id))
        replayed = read_again(session(), plan, read)
    except Problem as refusal:
        problem = refusal
    stored = stored_sheet(session(), plan)
    page = render_template(
        "plans/reading.html",
        plan=plan,
        refusal=sentence(problem) if problem else None,
        differences=differences(stored.sheet, replayed.sheet) if problem is None else [],
        replayed=replayed if problem is None else None,
        document=document_of(session(), plan),
    )
    return page, problem.status if problem else HTTPStatus.OK


class PlanChangedMeanwhile(Conflict):
    """Somebody saved another correction after this page was opened: saving it would silently undo theirs."""


def _refuse_what_is_behind(page: Review) -> None:
    """Refuse a page that was opened before the newest correction; everything typed stays on it."""
    if page.typed.get("version", page.version) == page.version:
        return
    lost = page.homeless()
    if lost:
        raise PlanChangedMeanwhile(
            N_(
                "Trong lúc bạn mở trang này, kế hoạch đã được sửa ở nơi khác nên chưa lưu. "
                "Phần bạn viết cho mục đã bị bỏ: %(texts)s. Hãy xem “Các chỗ đã sửa trên trang này” rồi lưu lại."
            ),
            texts="; ".join(f"“{text}”" for text in lost[:5]),
        )
    raise PlanChangedMeanwhile(
        N_(
            "Trong lúc bạn mở trang này, kế hoạch đã được sửa ở nơi khác nên chưa lưu. "
            "Các ô vẫn giữ những gì bạn đã gõ; hãy xem “Các chỗ đã sửa trên trang này”, "
            "hoàn tác chỗ không đúng rồi lưu lại."
        )
    )


def _opened(plan: Plan) -> Review:
    """The page of a stored plan; its lines come from what was kept, else from reading its document once more."""
    stored = stored_sheet(session(), plan)
    document = document_of(session(), plan)
    if not stored.from_rows and document is not None and document.source is not None:
        findings = findings_on(stored.reading, stored.base)
        return Review(stored.base, stored.sheet, findings, document.source, stored.reading.get("left_out") or ())
    try:
        read = _read(plan)
    except Problem:  # the page works without the document beside it
        return Review(stored.base, stored.sheet)
    return _beside(stored, read)


def _beside(stored: StoredSheet, read: Read) -> Review:
    fresh = sheet_of(read)
    start = with_lines_of(stored.sheet, fresh)
    return Review(
        with_lines_of(stored.base, fresh),
        start,
        moved_to(findings_on(read, fresh), fresh, start),
        read.get("source") or (),
        read.get("left_out") or (),
    )


def _read(plan: Plan) -> Read:
    document = document_of(session(), plan)
    if document is None:
        raise NotFound(N_("Kế hoạch này không có văn bản gốc kèm theo."))
    return read_plan(document.content, document.filename).as_json()


def _page(plan: Plan, page: Review, status: HTTPStatus, *, version: str | None = None) -> tuple[str, int]:
    return (
        render_template(
            "plans/stored_review.html",
            plan=plan,
            review=page,
            version=version or page.version,
            document=document_of(session(), plan),
        ),
        status,
    )
