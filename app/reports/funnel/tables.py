"""The funnel as a table of the export: each form at each desk by door, and each desk by day beside its visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from app.core.text import N_
from app.reports.funnel.queries import Funnel
from app.reports.funnel.rules import Steps
from app.reports.tables import Cell, Column, Say, Table, table
from app.scores.results import MODE_NAMES


def funnel_table(found: Funnel, minimum: int, say: Say) -> Table:
    """Numbers below ``minimum`` are left blank; days are those that are over."""
    columns = (
        Column(say(N_("Điểm tiếp nhận")), width=32),
        Column(say(N_("Số mục")), width=8),
        Column(say(N_("Phiếu")), width=48),
        Column(say(N_("Hình thức")), width=24),
        Column(say(N_("Ngày")), "day", width=12),
        Column(say(N_("Lượt mở")), "whole"),
        Column(say(N_("Bắt đầu trả lời")), "whole"),
        Column(say(N_("Đã gửi")), "whole"),
        Column(say(N_("Số lượt phục vụ")), "whole"),
    )
    return table("funnel", columns, [*_by_door(found, minimum, say), *_by_day(found, minimum, say)], say)


def _by_door(found: Funnel, minimum: int, say: Say) -> Iterator[tuple[Cell, ...]]:
    for desk in found.desks:
        for one in desk.placements:
            title, label = one.placement.edition.title, one.placement.form.task.label
            for mode, steps in one.doors.items():
                yield (desk.desk.name, label, title, say(MODE_NAMES[mode]), None, *_told(steps, minimum), None)
            if one.helped:
                name = say(N_("Phiếu giấy hoặc hỏi ghi hộ"))
                yield (desk.desk.name, label, title, name, None, None, None, _shown(one.helped, minimum), None)


def _by_day(found: Funnel, minimum: int, say: Say) -> Iterator[tuple[Cell, ...]]:
    """All forms of a desk together, however they came: to be held against the visits."""
    desks = {one.placement.id: desk.desk.id for desk in found.desks for one in desk.placements}
    days: Mapping[tuple[int, date], Steps] = _days(found, desks)
    for desk in found.desks:
        cells = {day for desk_id, day in (*days, *found.visits) if desk_id == desk.desk.id}
        for day in sorted(cells):
            steps = days.get((desk.desk.id, day), Steps())
            visits = found.visits.get((desk.desk.id, day))
            yield (desk.desk.name, None, say(N_("Mọi phiếu")), None, day, *_told(steps, minimum), visits)


def _days(found: Funnel, desks: Mapping[int, int]) -> dict[tuple[int, date], Steps]:
    days: dict[tuple[int, date], Steps] = defaultdict(Steps)
    for (placement_id, day, _mode), steps in found.cells.items():
        days[desks[placement_id], day] += steps
    return days


def _told(steps: Steps, minimum: int) -> tuple[int | None, int | None, int | None]:
    return _shown(steps.opened, minimum), _shown(steps.begun, minimum), _shown(steps.sent, minimum)


def _shown(count: int, minimum: int) -> int | None:
    return count if count >= minimum else None
