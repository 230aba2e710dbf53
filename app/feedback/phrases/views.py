"""The screen "Người dân viết gì": what was written about a task, brought together by phrase."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from app.access.gate import viewer
from app.core.guards import allow
from app.core.inputs import without_controls
from app.core.session import session, snapshot
from app.core.settings import Settings
from app.core.text import one_line
from app.feedback.phrases.rules import groups_of, samples
from app.feedback.queries import task_with_remarks, written_about

MOST_TEXTS = 5000
MOST_SAMPLES = 3

bp = Blueprint("phrases", "app.feedback", template_folder="templates")


@bp.get("/tasks/<int:task_id>/phrases")
@allow("remarks.read")
def of_task(task_id: int) -> str:
    """The phrases that several people use about a task, of the texts that this viewer may read."""
    settings: Settings = current_app.config["SETTINGS"]
    wanted = one_line(without_controls(request.args.get("q", "")))[:200]
    with snapshot():
        task = task_with_remarks(session(), viewer(), task_id)
        remarks = written_about(session(), viewer(), task, wanted, most=MOST_TEXTS)
    texts = [(remark.response_id, remark.text) for remark in remarks]
    groups = groups_of(texts, minimum=settings.minimum_n)
    return render_template(
        "feedback/phrases.html",
        task=task,
        plan=task.plan,
        wanted=wanted,
        people=len({person for person, _text in texts}),
        groups=[(group, list(samples(group, texts, MOST_SAMPLES))) for group in groups],
        minimum=settings.minimum_n,
        most=MOST_TEXTS if len(texts) == MOST_TEXTS else None,
    )
