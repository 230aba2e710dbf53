"""``flask forms``: draft and publish the forms of a plan, check form files."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.terminal import plain_refusals, show_json
from app.core.errors import Problem
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.forms.actions import generate_drafts, publish_ready
from app.forms.checks import check_all, check_file
from app.forms.definition import FOLDER, form_files
from app.forms.queries import FormLine, forms_of_plan
from app.plans.queries import plan_with_id

group = AppGroup("forms", help="Mẫu phiếu của nhiệm vụ.")

_STATES = {
    "unsurveyed": N_("không khảo sát"),
    "missing": N_("chưa có mẫu phiếu"),
    "draft": N_("bản nháp"),
    "changed": N_("đã sửa, chưa phát hành lại"),
    "published": N_("đã phát hành"),
}


class NotPublished(Problem):
    """Some forms were refused; nothing was published."""


@group.command("generate")
@click.argument("plan_id", metavar="PLAN", type=int)
@click.option("--publish", is_flag=True, help="Phát hành luôn các phiếu mới hoặc đã sửa.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@plain_refusals
def generate(plan_id: int, publish: bool, as_json: bool) -> None:
    """Soạn mẫu phiếu cho mỗi nhiệm vụ được khảo sát của kế hoạch PLAN (số của kế hoạch)."""
    with transaction():
        plan = plan_with_id(session(), plan_id)
        made = {form.id for form in generate_drafts(session(), plan)}
        editions = _publish_all(plan_id) if publish else 0
    lines = forms_of_plan(session(), plan)
    if as_json:
        show_json([_as_data(line, made) for line in lines])
        return
    for line in lines:
        title = line.form.title if line.form else line.task.unsurveyed_reason or ""
        click.echo(f"{line.task.label}\t{_(_STATES[line.state])}\t{title}")
    click.echo(_("Đã soạn %(made)d mẫu phiếu, phát hành %(editions)d phiếu.", made=len(made), editions=editions))


@group.command("check")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Kiểm tra mẫu phiếu: các FILE, hoặc mọi tệp trong forms/."""
    complaints = [complaint for file in files for complaint in check_file(file)] if files else check_all()
    for complaint in complaints:
        click.echo(str(complaint), err=True)
    if complaints:
        click.echo(_("%(count)d lỗi. Hãy sửa rồi kiểm tra lại.", count=len(complaints)), err=True)
        sys.exit(1)
    click.echo(_("%(count)d mẫu phiếu, không có lỗi.", count=len(files or form_files(FOLDER))))


def _publish_all(plan_id: int) -> int:
    done = publish_ready(session(), plan_with_id(session(), plan_id))
    if done.refused:
        told = "\n".join(f"{form.title}: {sentence(problem)}" for form, problem in done.refused)
        raise NotPublished(N_("Chưa phát hành phiếu nào, vì:\n%(told)s"), told=told)
    return len(done.editions)


def _as_data(line: FormLine, made: set[int]) -> dict[str, object]:
    return {
        "task": line.task.label,
        "task_title": line.task.title,
        "state": line.state,
        "reason": line.task.unsurveyed_reason,
        "form": line.form.id if line.form else None,
        "title": line.form.title if line.form else None,
        "template": line.form.template if line.form else None,
        "edition": line.latest.number if line.latest else None,
        "new": line.form is not None and line.form.id in made,
    }
