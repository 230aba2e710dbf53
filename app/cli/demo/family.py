"""The kin of the demo plan: the province's plan above it, and last year's, which fewer people were asked about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.actions import place, retire_placement
from app.desks.models import Desk
from app.desks.queries import placements_of_plan
from app.forms.actions import change_draft, generate_drafts, publish
from app.forms.definition import from_data
from app.forms.models import Form
from app.offices.models import Office
from app.plans.actions import import_plan
from app.plans.family.actions import follow, match_tasks, set_parent, tie_tasks
from app.plans.family.matching import pair_up, served_by
from app.plans.family.queries import words_of
from app.plans.models import Plan
from app.plans.queries import tasks_of
from app.plans.reading import read_plan

FOLDER = Path(__file__).parent
ABOVE_FILE = FOLDER / "ke-hoach-cap-tren.txt"
EARLIER_FILE = FOLDER / "ke-hoach-nam-truoc.txt"
LAST_DAY = datetime(2025, 12, 26, 16, tzinfo=clock.VIETNAM)
SHORTENED = "m6_tiep_cong_dan"
"""Last year's form of this theme asked one question less: its scores are not comparable, and the pages say so."""


def add_family(session: Session, plan: Plan, province: Office, desks: list[Desk], *, by: int) -> None:
    """Import both plans and tie what clearly belongs together; what a person has to decide stays open to be seen."""
    above = _import(session, province, ABOVE_FILE, by=by)
    set_parent(session, plan, above, how="suggested", by=by)
    tasks, uppers = tasks_of(session, plan), tasks_of(session, above)
    served = served_by(words_of(tasks), words_of(uppers))
    ties = {task: [pair.other for pair in pairs if pair.clear] for task, pairs in served.items()}
    tie_tasks(session, plan, above, ties, by=by)
    earlier = _import(session, plan.office, EARLIER_FILE, by=by)
    for form in generate_drafts(session, earlier):
        if form.template == SHORTENED:
            _ask_less(session, form)
        publish(session, form, by=by)
        for desk in desks[:2]:
            place(session, desk, form)
    follow(session, plan, [earlier], by=by)
    pairs = pair_up(words_of(tasks), words_of(tasks_of(session, earlier)))
    match_tasks(session, plan, earlier, {pair.task: pair.other for pair in pairs if pair.clear}, (), by=by)


def earlier_plan(session: Session, office_code: str) -> Plan | None:
    """Last year's demo plan, where this demo has one."""
    return session.scalars(
        select(Plan).join(Plan.office).where(Office.code == office_code, Plan.year == LAST_DAY.year).order_by(Plan.id)
    ).first()


def close(session: Session, plan: Plan) -> None:
    """Stop asking about last year's tasks: the desks ask about this year's alone."""
    for placement in placements_of_plan(session, plan):
        if placement.is_open:
            retire_placement(session, placement)


def _import(session: Session, office: Office, file: Path, *, by: int) -> Plan:
    content = file.read_bytes()
    return import_plan(session, office, read_plan(content, file.name).as_json(), (file.name, content), by=by)


def _ask_less(session: Session, form: Form) -> None:
    definition = from_data(form.definition)
    asked = [question.id for question in definition.questions if question.id != definition.scored[-1].id]
    change_draft(session, form, title=form.title, intro=definition.intro or "", asked=asked)
