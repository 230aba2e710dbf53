"""``flask plans``: read a document, store a plan, list the plans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.cli.terminal import plain_refusals, show_json
from app.core.errors import Problem
from app.core.session import session, transaction
from app.core.words import _, _n, sentence
from app.offices.queries import office_with_code
from app.plans.actions import PlanAlreadyImported, import_plan
from app.plans.corrections.actions import Document, read_again, take_reading
from app.plans.corrections.differences import differences, told
from app.plans.corrections.exchange import Correction, from_data
from app.plans.corrections.fresh import head_of, sheet_of
from app.plans.corrections.queries import corrections_left, stored_sheet
from app.plans.corrections.replay import replay
from app.plans.corrections.verbs import Change
from app.plans.models import Plan
from app.plans.queries import every_plan, plan_like, plan_of_document
from app.plans.reading import ReadPlan, read_plan
from app.plans.reading.findings import Finding, Message, doubtful_first
from app.plans.reading.formats import LIMIT
from app.plans.reading.names import name_of
from app.plans.rules import THEMES

group = AppGroup("plans", help="Kế hoạch: đọc văn bản, nhập, liệt kê.")

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="In ra JSON.")


@group.command("read")
@_FILE
@_JSON
@plain_refusals
def read(file: Path, as_json: bool) -> None:
    """Đọc FILE và in ra những gì hiểu được; không ghi gì."""
    found = _read(file)[1]
    if as_json:
        show_json(found.as_json())
    else:
        _tell(found)


@group.command("import")
@_FILE
@click.option("--office", "code", required=True, help="Mã cơ quan (xem: flask offices list).")
@click.option("--title", help="Tên kế hoạch, khi văn bản không ghi.")
@click.option(
    "--again", is_flag=True, help="Đọc lại văn bản đã nhập, hoặc cập nhật kế hoạch có cùng số, tên và năm theo bản mới."
)
@_JSON
@plain_refusals
def import_(file: Path, code: str, title: str | None, again: bool, as_json: bool) -> None:
    """Nhập kế hoạch trong FILE cho một cơ quan, với chủ đề và việc khảo sát như đề xuất."""
    content, found = _read(file)
    read_as = found.as_json()
    titled = [Correction(Change("head", "title", title))] if title else []
    document = Document(file.name, content)
    office = office_with_code(session(), code)
    same = plan_of_document(session(), office.id, document.sha256)
    earlier = same or plan_like(session(), office.id, head_of(read_as))
    if again and earlier is not None:
        _take_again(earlier, read_as, None if same else document, titled, as_json=as_json)
        return
    if same is not None:
        click.echo(f"Error: {sentence(PlanAlreadyImported(same))}", err=True)
        raise click.ClickException(_("Để đọc lại văn bản này và giữ các chỗ đã sửa, thêm --again."))
    if earlier is not None:
        click.echo(
            _("Văn bản này có thể là bản mới của kế hoạch số %(id)d. Muốn cập nhật, dùng --again.", id=earlier.id),
            err=True,
        )
    with transaction():
        kept = [from_data(row.correction) for row in corrections_left(session(), office.id, document.sha256)]
        fitting = replay(sheet_of(read_as), [*kept, *titled]).corrections
        plan = import_plan(session(), office, read_as, (file.name, content), by=None, corrections=fitting)
    if kept:
        click.echo(_("Đã áp dụng lại các chỗ đã sửa lần trước."), err=True)
    if as_json:
        show_json(_plan_json(plan))
        return
    click.echo(
        _(
            "Đã nhập kế hoạch số %(id)d: %(tasks)d nhiệm vụ, trong đó %(surveyed)d nhiệm vụ khảo sát người dân.",
            id=plan.id,
            tasks=len(plan.tasks),
            surveyed=sum(task.surveyed for task in plan.tasks),
        )
    )


@group.command("list")
@_JSON
@plain_refusals
def list_plans(as_json: bool) -> None:
    """Liệt kê các kế hoạch, năm mới nhất trước."""
    lines = every_plan(session())
    if as_json:
        show_json(
            [
                {
                    "id": line.plan.id,
                    "office": line.plan.office.code,
                    "title": line.plan.title,
                    "number": line.plan.number,
                    "year": line.plan.year,
                    "tasks": line.tasks,
                    "surveyed": line.surveyed,
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        click.echo(f"{line.plan.id}\t{line.plan.year or '-'}\t{line.plan.office.code}\t{line.plan.title}")
    if not lines:
        click.echo(_("Chưa có kế hoạch nào. Nhập bằng: flask plans import FILE --office CODE"))


def _take_again(
    plan: Plan, read_as: dict[str, Any], document: Document | None, titled: list[Correction], *, as_json: bool
) -> None:
    """Let another reading take the place of the plan's, and say what is different and what no longer fits."""
    before = stored_sheet(session(), plan).sheet
    again = read_again(session(), plan, read_as)
    after = replay(again.sheet, titled).sheet
    with transaction():
        take_reading(session(), plan, read_as, [*again.corrections, *titled], by=None, document=document)
    for lost in again.unplaced:
        what = told(lost.correction, before)
        click.echo(f"! {_(what.text, **what.values)}. {sentence(lost.why)}", err=True)
    if as_json:
        show_json(_plan_json(plan))
        return
    found = differences(before, after)
    for one in found:
        click.echo("- " + (_(one.text, **one.values) if one.values else _(one.text)))
    if not found:
        click.echo(_("Không có gì khác với lần trước; không cần làm gì."))
    click.echo(
        _(
            "Đã cập nhật kế hoạch số %(id)d; %(count)d chỗ đã sửa được áp dụng lại.",
            id=plan.id,
            count=len(again.corrections),
        )
    )


def _read(file: Path) -> tuple[bytes, ReadPlan]:
    """The bytes and what they say; before a refusal, what was recognised is told on standard error."""
    with file.open("rb") as opened:
        content = opened.read(LIMIT + 1)  # one byte more than can be a plan is enough to refuse it
    try:
        return content, read_plan(content, file.name)
    except Problem as problem:
        recognised: ReadPlan | None = getattr(problem, "recognised", None)
        if recognised is not None:
            _tell(recognised, err=True)
            raise click.ClickException(sentence(problem)) from problem
        raise


def _tell(plan: ReadPlan, *, err: bool = False) -> None:
    """A summary for a reader: what should be checked first, then the heading and the tasks."""
    found = plan.as_json()
    for said in plan.left_out:
        click.echo(f"! {_said(said)}", err=err)
    _tell_doubts(plan.findings, err=err)
    _tell_heading(found, err=err)
    for task in sheet_of(found).tasks:
        click.echo(f"{task.label}. {task.title}", err=err)
        asked = _("khảo sát người dân") if task.surveyed else _("không khảo sát người dân")
        click.echo(f"   {_(THEMES[task.theme])} | {asked}", err=err)
        if task.owner:
            click.echo("   " + _("Chủ trì: %(units)s", units=task.owner), err=err)
    click.echo(
        _(
            "%(tasks)d nhiệm vụ, %(duties)d phân công, %(deadlines)d thời hạn, %(citations)d văn bản viện dẫn, "
            "%(recipients)d nơi nhận.",
            tasks=len(found["tasks"]),
            duties=len(found["assignments"]),
            deadlines=len(found["deadlines"]),
            citations=len(found["cited_documents"]),
            recipients=len(found["recipients"]),
        ),
        err=err,
    )


def _tell_heading(found: dict[str, Any], *, err: bool) -> None:
    missing = _("không thấy trong văn bản")
    heading = head_of(found)
    for name, value in (
        (_("Cơ quan ban hành"), found["issuer"]),
        (_("Tên kế hoạch"), heading.title),
        (_("Số, ký hiệu"), heading.number),
        (_("Ngày ban hành"), heading.issued_text),
        (_("Năm"), f"{heading.year}-{found['year_to']}" if found["year_to"] else heading.year),
        (_("Người ký"), (found["signer"] or {}).get("name")),
    ):
        click.echo(f"{name}: {value or missing}", err=err)
    click.echo("", err=err)


def _tell_doubts(findings: Sequence[Finding], *, err: bool) -> None:
    """Doubtful and missing fields with their lines and the reason; of inferred ones, how many there are."""
    unsure = [finding for finding in doubtful_first(findings) if finding.sureness in {"doubtful", "missing"}]
    likely = sum(finding.sureness == "likely" for finding in findings)
    if unsure:
        click.echo(_("Cần kiểm tra (%(count)d mục):", count=len(unsure)), err=err)
    for finding in unsure:
        click.echo(f"! {_said(name_of(finding.path))}{_lines(finding.lines)}: {_value(finding)}", err=err)
        if finding.why:
            click.echo(f"   {_said(finding.why)}", err=err)
    if likely:
        click.echo(_("%(count)d mục do máy suy ra hoặc đề xuất, nên xem lại.", count=likely), err=err)
    if unsure or likely:
        click.echo("", err=err)


def _value(finding: Finding) -> str:
    if finding.value is None:
        return "-"
    if finding.path.endswith((".items", ".duties")):
        return str(_n("%(num)s đoạn", "%(num)s đoạn", int(finding.value)))
    return str(_(THEMES[finding.value])) if finding.path.endswith(".theme") else finding.value


def _said(message: Message) -> str:
    return str(_(message.text, **message.places) if message.values else _(message.text))


def _lines(lines: tuple[int, int] | None) -> str:
    if lines is None:
        return ""
    first, last = lines
    text = _("dòng %(first)d", first=first) if first == last else _("dòng %(first)d-%(last)d", first=first, last=last)
    return f" ({text})"


def _plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "title": plan.title,
        "number": plan.number,
        "year": plan.year,
        "tasks": [
            {
                "id": task.id,
                "label": task.label,
                "title": task.title,
                "theme": task.theme,
                "surveyed": task.surveyed,
                "reason": task.unsurveyed_reason,
            }
            for task in plan.tasks
        ],
        "duties": len(plan.duties),
        "deadlines": len(plan.deadlines),
        "citations": len(plan.citations),
        "recipients": len(plan.recipients),
    }
