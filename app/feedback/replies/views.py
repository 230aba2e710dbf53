"""The page of a public reply: proposed by who handles the case, approved by a head."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.feedback.cases.models import Case
from app.feedback.cases.queries import case_for
from app.feedback.cases.rules import show_reference
from app.feedback.cases.steps import RightLost
from app.feedback.replies import actions
from app.feedback.replies.inputs import ApprovalInput, ProposalInput
from app.feedback.replies.queries import names_of_officials, public_reply_of
from app.feedback.traces.rules import TRACES, traces_in

bp = Blueprint("replies", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]
Forms = tuple[ProposalInput | None, ApprovalInput | None]


@bp.get("/cases/<uuid:case_id>/public-reply")
@allow("cases.read")
def reply(case_id: UUID) -> Page:
    """The text as it stands, what in it may lead to a person, and who has approved it."""
    return _page(case_for(session(), viewer(), case_id))


@bp.post("/cases/<uuid:case_id>/public-reply")
@allow("cases.handle")
def propose(case_id: UUID) -> Page:
    """Write or change the text."""
    case = case_for(session(), viewer(), case_id, permission="cases.handle")
    form = ProposalInput(prefix="proposal-")

    def do() -> None:
        actions.propose(
            session(),
            case,
            said=form.said.data or "",
            done=form.done.data or "",
            by=viewer().official_id,
            seen=form.seen_number,
        )

    return _done(case, do, _("Đã ghi văn bản. Lãnh đạo duyệt thì mới công khai."), (form, None))


@bp.post("/cases/<uuid:case_id>/public-reply/approval")
@allow("cases.approve")
def approve(case_id: UUID) -> Page:
    """Let everybody read it."""
    case = case_for(session(), viewer(), case_id, permission="cases.approve")
    form = ApprovalInput(prefix="approval-")

    def do() -> None:
        by, ticked = viewer().official_id, bool(form.traces_seen.data)
        actions.approve(session(), case, by=by, seen=form.seen_number, traces_seen=ticked)

    return _done(case, do, _("Đã duyệt. Trang công khai của cơ quan được dùng văn bản này."), (None, form))


@bp.post("/cases/<uuid:case_id>/public-reply/removal")
@allow("cases.approve")
def take_down(case_id: UUID) -> Page:
    """Take it off the public page."""
    case = case_for(session(), viewer(), case_id, permission="cases.approve")
    do = lambda: actions.take_down(session(), case, by=viewer().official_id)  # noqa: E731
    return _done(case, do, _("Đã gỡ khỏi trang công khai."), (None, None))


def _done(case: Case, do: Callable[[], None], said: str, forms: Forms) -> Page:
    """Change something; where it is refused, the page as it is now with the words still in their boxes."""
    try:
        with transaction():
            do()
    except RightLost as problem:
        written = [field.data for form in forms if form for field in form if field.type == "TextAreaField"]
        page = render_template("feedback/cases/lost.html", problem=sentence(problem), written=written)
        return page, problem.status
    except Problem as problem:
        return _page(case_for(session(), viewer(), case.id), sentence(problem), forms), problem.status
    flash(said)
    return redirect(url_for("replies.reply", case_id=case.id), HTTPStatus.SEE_OTHER)


def _page(case: Case, problem: str = "", forms: Forms = (None, None)) -> str:
    found = public_reply_of(session(), case.id)
    version = str(found.version if found else 0)
    proposal, approval = forms
    if proposal is None:
        proposal = ProposalInput(formdata=None, prefix="proposal-", obj=found)
    approval = approval or ApprovalInput(formdata=None, prefix="approval-")
    proposal.seen.data = approval.seen.data = version
    said, done = (found.said, found.done) if found else ("", "")
    office = case.office_id
    return render_template(
        "feedback/replies/reply.html",
        case=case,
        reference=show_reference(case.reference),
        reply=found,
        problem=problem,
        proposal=proposal,
        approval=approval,
        refused=forms[0] is not None,
        traces=traces_in(f"{said}\n{done}", names_of_officials(session(), office)),
        kinds_of_trace=TRACES,
        may_write=viewer().may("cases.handle", office) and case.state in {"answered", "closed"},
        may_approve=viewer().may("cases.approve", office),
    )
