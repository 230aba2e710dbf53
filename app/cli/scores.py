"""``flask scores``: scores with their evidence, and the check of the tallies against a recount."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.terminal import plain_refusals, show_json
from app.core import clock
from app.core.errors import Problem
from app.core.session import session, snapshot, transaction, tries
from app.core.text import N_, percent
from app.core.words import _, _n
from app.offices.models import Office
from app.plans.queries import plan_with_id
from app.reports.evidence import evidence, standing, thresholds
from app.reports.score_data import Lines, plan_data
from app.responses.queries import Counts
from app.scores.alerts.actions import Told, tell
from app.scores.alerts.finding import find
from app.scores.alerts.queries import choice_for
from app.scores.queries import Difference, editions_of_plan, plan_scores, published_policy, unsurveyed_tasks
from app.scores.queries import verify as differences_of
from app.scores.rates.queries import task_rates
from app.scores.results import TaskScore, together
from app.scores.rollups.lines import by_theme
from app.scores.rollups.queries import desk_lines, office_line
from app.scores.rules import RollUp, Score, Thresholds
from app.scores.suppression.actions import release as release_edition

group = AppGroup("scores", help="Điểm hài lòng.")
WIDTH = 40
PATIENCE = 60.0


@group.command("show")
@click.argument("plan", type=int)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON với mọi căn cứ.")
@plain_refusals
def show(plan: int, as_json: bool) -> None:
    """Điểm của từng nhiệm vụ trong kế hoạch số PLAN, kèm căn cứ."""
    limits = thresholds()
    with snapshot():
        found = plan_with_id(session(), plan)
        scores = plan_scores(session(), found, limits, live=True)
        unsurveyed = unsurveyed_tasks(session(), found)
        policy = published_policy(session(), found)
        lines = Lines(
            by_theme(scores, limits),
            desk_lines(session(), found, limits, live=True),
            office_line(session(), found, scores, limits, live=True),
        )
        rates = task_rates(session(), [score.task.id for score in scores], _yesterday(), live=True)
    method = policy.method
    whole = together(scores, limits)
    if as_json:
        show_json(
            plan_data(found, scores, unsurveyed, whole, policy=policy, thresholds=limits, lines=lines, rates=rates)
        )
        return
    click.echo(found.title)
    click.echo(_("Cách tính dùng để công bố: %(name)s (%(id)s)", name=_(method.name), id=method.id))
    for task in scores:
        _show_task(task)
    if scores:
        _show_together(whole[method.key])
        for line in (*lines.themes, *lines.desks, lines.office):
            _show_line(line.together[method.key], _(line.name) if line.is_marked else line.name)
    else:
        click.echo(_("Chưa có nhiệm vụ nào được khảo sát, nên chưa có kết quả."))


@group.command("alert")
@click.option("--office", "code", help="Chỉ một cơ quan (mã cơ quan).")
@plain_refusals
def alert(code: str | None) -> None:
    """Xem các quy tắc cảnh báo: báo điều mới, ghi điều không còn. Chạy mỗi ngày; chạy lại không báo lại."""
    limits, now = thresholds(), clock.now()
    offices = session().scalars(select(Office).order_by(Office.id)).all()
    chosen = [office.id for office in offices if code in {None, office.code}]
    if not chosen:
        raise Problem(N_("Không có cơ quan mang mã “%(code)s”."), code=code or "")
    for office_id in chosen:
        name, told = look_at(office_id, limits, now)
        if told.opened or told.cleared or code:
            click.echo(
                _(
                    "%(office)s: %(opened)d cảnh báo mới, %(cleared)d điều không còn.",
                    office=name,
                    opened=told.opened,
                    cleared=told.cleared,
                )
            )


def look_at(office_id: int, limits: Thresholds, now: datetime) -> tuple[str, Told]:
    """Hold an office's numbers against its rules: the office's code, and what is new and what is gone."""
    with snapshot():  # what takes long reads only: citizens write meanwhile
        office = session().get_one(Office, office_id)
        findings, name = find(session(), office, choice_for(session(), office_id), limits, now=now), office.code
    with transaction():
        return name, tell(session(), session().get_one(Office, office_id), findings, now=now)


@group.command("verify")
@click.argument("plan", type=int, required=False)
@plain_refusals
def verify(plan: int | None) -> None:
    """Đếm lại từ phiếu gốc và so với bảng đếm; mã thoát khác 0 nếu lệch."""
    with snapshot():
        chosen = None if plan is None else plan_with_id(session(), plan)
        found = differences_of(session(), chosen)
    for difference in found:
        click.echo(_difference(difference))
    if found:
        raise click.ClickException(_("Có %(count)d ô lệch giữa bảng đếm và phiếu gốc.", count=len(found)))
    click.echo(_("Không có sai lệch: mọi bảng đếm khớp với số đếm lại từ phiếu gốc."))


@group.command("release")
@click.option("--through", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cuối của số liệu; mặc định là hôm qua.")
@plain_refusals
def release(through: datetime | None) -> None:
    """Cập nhật số liệu cho người không được đọc từng phiếu: chỉ cộng những nhóm đủ phiếu, chạy lại không cộng thêm."""
    day = through.date() if through else _yesterday()
    if day > _yesterday():
        raise click.ClickException(_("Ngày %(day)s chưa hết; hãy chọn một ngày đã qua.", day=clock.show_day(day)))
    changed = release_all(day)
    click.echo(_n("Đã cập nhật %(num)d ô số liệu.", "Đã cập nhật %(num)d ô số liệu.", changed))


def release_all(through: date | None = None) -> int:
    """Release what is complete by the end of a day, by default of yesterday, a transaction for each edition."""
    day, minimum, total = through or _yesterday(), thresholds().minimum_n, 0
    with snapshot():
        editions = editions_of_plan(session(), None)
    for edition_id in editions:
        changed = 0
        for attempt in tries(PATIENCE):
            with attempt, transaction():
                changed = release_edition(session(), edition_id, day, minimum_n=minimum)
        total += changed
    return total


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


def _show_task(task: TaskScore) -> None:
    click.echo()
    click.echo(f"{task.task.label}. {task.task.title}")
    _show_score(task.score)
    if task.overall[task.method].is_shown:
        click.echo("   " + _("Nhìn chung: %(value)s", value=_value(task.overall[task.method])))


def _show_together(found: RollUp) -> None:
    click.echo()
    counts = {"included": found.included, "total": found.total}
    click.echo(_("Toàn kế hoạch, %(included)d/%(total)d nhiệm vụ, tính theo số phiếu:", **counts))
    _show_score(found.weighted)
    click.echo(_("Toàn kế hoạch, trung bình các nhiệm vụ:"))
    _show_score(found.unweighted)


def _show_line(found: RollUp, name: str) -> None:
    click.echo()
    click.echo(f"{name} ({found.included}/{found.total})")
    _show_score(found.weighted)


def _show_score(score: Score) -> None:
    if score.is_shown:
        click.echo(f"   {_value(score):>8}  {_scale(score)}  {standing(score)}")
    click.echo(f"   {evidence(score)}")


def _value(score: Score) -> str:
    return "–" if score.value is None else percent(score.value)


def _scale(score: Score) -> str:
    """The interval on a line from 0 to 100 %: ``0 ·····───●───······· 100``."""
    if score.value is None or score.interval is None:
        return ""
    low, value, high = (round(share * (WIDTH - 1)) for share in (score.interval.low, score.value, score.interval.high))
    marks = ["●" if place == value else "─" if low <= place <= high else "·" for place in range(WIDTH)]
    return f"0 {''.join(marks)} 100"


def _difference(found: Difference) -> str:
    key = found.key
    told = _(
        "Bản phát hành %(edition)d, điểm tiếp nhận %(desk)s, ngày %(day)s, %(mode)s (%(grain)s, %(state)s): "
        "bảng đếm %(kept)s, đếm lại %(recounted)s; %(cells)d ô trả lời lệch.",
        edition=key.edition_id,
        desk="–" if key.desk_id is None else key.desk_id,
        day="–" if key.day is None else clock.show_day(key.day),
        mode=key.mode,
        grain=found.grain,
        state=found.state,
        kept=_counted(found.kept),
        recounted=_counted(found.recounted),
        cells=_differing(found),
    )
    return str(told)


def _counted(counts: Counts | None) -> str:
    if counts is None:
        return str(_("không có"))
    return str(_("n = %(n)d, không tính %(excluded)d", n=counts.n, excluded=counts.excluded))


def _differing(found: Difference) -> int:
    kept, recounted = (side.counts if side else [] for side in (found.kept, found.recounted))
    longest = max(len(kept), len(recounted))
    padded = [side + [0] * (longest - len(side)) for side in (kept, recounted)]
    return sum(a != b for a, b in zip(*padded, strict=True))
