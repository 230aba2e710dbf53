"""``flask responses``: made-up answers for demos, the fold, and quarantine by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.datastructures import MultiDict

from app.cli.citizens import Place, Visit, visits
from app.cli.scores import release_all
from app.cli.terminal import plain_refusals
from app.core import clock, dialects
from app.core.counters import SharedCounters
from app.core.errors import Problem
from app.core.session import session, transaction, tries
from app.core.text import N_, SOURCE
from app.core.tokens import hour_key
from app.core.words import _, _n
from app.desks.queries import placements_of_plan
from app.forms.builder import field_name, read_answers
from app.plans.queries import plan_with_id
from app.responses.actions import fold, restore, set_aside, submit
from app.responses.asked import Asked, asked_by
from app.responses.integrity.history.actions import look_back
from app.responses.views.noticing import COUNTERS

BATCH = 100
PATIENCE = 60.0

group = AppGroup("responses", help="Phiếu trả lời: tạo phiếu mô phỏng, cộng dồn, tạm loại.")


class NowhereAsked(Problem):
    """The plan has no open placement, so nobody could answer anything."""


@group.command("fake")
@click.argument("plan", type=int)
@click.option("--count", type=click.IntRange(1), required=True, help="Số phiếu.")
@click.option("--seed", type=int, required=True, help="Cùng một số thì ra cùng các câu trả lời.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="Rải trong ngần ấy ngày qua.")
@plain_refusals
def fake(plan: int, count: int, seed: int, days: int) -> None:
    """Tạo phiếu trả lời mẫu cho kế hoạch số PLAN, đi đúng đường mà trang của người dân đi."""
    stored = fill(plan, count=count, seed=seed, days=days)
    click.echo(_n("Đã ghi %(num)d phiếu mô phỏng.", "Đã ghi %(num)d phiếu mô phỏng.", stored))


def fill(plan_id: int, *, count: int, seed: int, days: int, until: datetime | None = None) -> int:
    """Store ``count`` made-up responses to a plan and fold them; how many were stored. Raises :class:`NowhereAsked`.

    They are spread over the ``days`` before ``until``, by default the present hour. What people answer, where and when
    depends on that, on ``seed`` and on the plan's placements alone.
    """
    plan = plan_with_id(session(), plan_id)
    open_here = [placement for placement in placements_of_plan(session(), plan) if placement.is_open]
    if not open_here:
        raise NowhereAsked(
            N_("Kế hoạch số %(id)d chưa có phiếu nào đặt tại điểm tiếp nhận. Hãy phát hành và đặt phiếu trước."),
            id=plan_id,
        )
    asked = {placement.id: asked_by(placement.edition) for placement in open_here}
    places = [
        Place(placement.id, placement.form.task_id, placement.desk_id, asked[placement.id].definition)
        for placement in open_here
    ]
    coming = visits(places, count=count, seed=seed, days=days, now=until or clock.now())
    stored = 0
    with click.progressbar(length=count, label=_("Ghi phiếu mô phỏng")) as bar:
        for batch in _batches(coming):
            stored += _store(batch, asked)
            bar.update(len(batch))
    fold_all()
    release_all()
    return stored


@group.command("fold")
@click.option("--watch", type=click.FloatRange(0.1), help="Làm mãi, nghỉ ngần ấy giây giữa hai lần.")
@plain_refusals
def fold_command(watch: float | None) -> None:
    """Cộng các phiếu đang chờ vào bảng đếm (điểm luôn đúng dù chưa cộng), rồi cập nhật số liệu của các ngày đã qua."""
    taken = fold_all()
    click.echo(_n("Đã cộng %(num)d thay đổi vào bảng đếm.", "Đã cộng %(num)d thay đổi vào bảng đếm.", taken))
    release_all()
    looked: date | None = None
    while watch is not None:
        time.sleep(watch)
        counters: SharedCounters = current_app.extensions[COUNTERS]
        counters.forget_old()
        try:
            fold_all()
            if looked != yesterday():
                looked = yesterday()
                look_back_at(looked)
                release_all(looked)
        except (OperationalError, TimeoutError) as problem:
            if not dialects.is_busy(problem):
                raise
            click.echo(_("Cơ sở dữ liệu đang bận, sẽ thử lại."), err=True)


def fold_all() -> int:
    """Fold until nothing waits, a transaction for each batch; how many changes were taken."""
    total = 0
    while True:
        taken = 0
        for attempt in tries(PATIENCE):
            with attempt, transaction():
                taken = fold(session())
        total += taken
        if not taken:
            return total


@group.command("look-back")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cần xem lại; mặc định là hôm qua.")
@plain_refusals
def look_back_command(day: datetime | None) -> None:
    """Xem lại một ngày đã qua: tạm loại phiếu của điểm đột nhiên toàn phiếu hài lòng. Chạy lại không loại thêm."""
    found = look_back_at(day.date() if day else yesterday())
    click.echo(_n("Đã tạm loại %(num)d phiếu.", "Đã tạm loại %(num)d phiếu.", found))


def look_back_at(day: date) -> int:
    """Look back in one transaction; how many responses were set aside."""
    found = 0
    for attempt in tries(PATIENCE):
        with attempt, transaction():
            found = look_back(session(), day)
    return found


def yesterday() -> date:
    """The last day in Vietnam that is over."""
    return clock.today() - timedelta(days=1)


@group.command("set-aside")
@click.argument("response", type=click.UUID)
@click.option("--reason", required=True, help="Vì sao; ai xem lại cũng thấy.")
@plain_refusals
def set_aside_command(response: UUID, reason: str) -> None:
    """Tạm loại phiếu mang mã RESPONSE khỏi điểm. Không xóa gì; khôi phục được."""
    with transaction():
        set_aside(session(), response, reason, by=None)
    click.echo(_("Đã tạm loại phiếu %(id)s.", id=response))


@group.command("restore")
@click.argument("response", type=click.UUID)
@plain_refusals
def restore_command(response: UUID) -> None:
    """Đưa phiếu mang mã RESPONSE trở lại điểm."""
    with transaction():
        restore(session(), response, by=None)
    click.echo(_("Đã khôi phục phiếu %(id)s.", id=response))


def _batches(coming: Iterator[Visit]) -> Iterator[Sequence[Visit]]:
    while batch := list(islice(coming, BATCH)):
        yield batch


def _store(batch: Sequence[Visit], asked: dict[int, Asked]) -> int:
    """Store one batch in one transaction, through the same reading of answers as the page."""
    stored = 0
    for attempt in tries(PATIENCE):
        with attempt, transaction():
            stored = sum(_store_one(visit, asked[visit.place.placement_id]) for visit in batch)
    return stored


def _store_one(visit: Visit, asked: Asked) -> bool:
    posted = MultiDict(
        (field_name(question_id), value) for question_id, values in visit.posted.items() for value in values
    )
    reading = read_answers(asked.definition, asked.say(SOURCE), posted)
    if not reading.is_valid or reading.is_empty:
        return False
    submit(
        session(),
        asked,
        desk_id=visit.place.desk_id,
        key=hour_key(visit.hour),
        answers=dict(reading.answers),
        mode=visit.mode,
        hour=visit.hour,
        locale=SOURCE,
    )
    return True
