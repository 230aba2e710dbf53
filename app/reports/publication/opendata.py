"""A snapshot as open data: the columns of :data:`facts.COLUMNS`, one row for each task and one for all together."""

from __future__ import annotations

import io

from app.reports.csvfile import write_csv
from app.reports.publication.facts import COLUMNS, LICENCE, Facts, Number, TaskNumbers
from app.reports.tables import Cell, Column, Table


def csv_of(facts: Facts) -> bytes:
    """The snapshot as CSV: UTF-8 with BOM, and nothing in it that a spreadsheet would run."""
    rows = [_row(facts, task) for task in facts.tasks]
    table = Table("summary", facts.period, tuple(map(Column, COLUMNS)), [*rows, _row(facts, None)])
    file = io.BytesIO()
    write_csv(file, table)
    return file.getvalue()


def _row(facts: Facts, task: TaskNumbers | None) -> list[Cell]:
    number = task.score if task else facts.together
    overall = task.overall if task else Number()
    levels = task.levels if task and task.levels else (None,) * 5
    values: dict[str, Cell] = {
        "office": facts.office,
        "office_code": facts.office_code,
        "period": facts.period,
        "first_day": facts.first_day,
        "last_day": facts.last_day,
        "version": facts.version,
        "scope": "task" if task else "all",
        "plan": task.plan if task else "",
        "label": task.label if task else "",
        "title": task.title if task else "",
        "theme": task.theme if task else "",
        "method": facts.method.id,
        "licence": LICENCE,
        **{name: getattr(number, name) for name in ("standing", "value", "low", "high", "n", "excluded", "set_aside")},
        **{f"overall_{name}": getattr(overall, name) for name in ("value", "low", "high", "n")},
        **{f"level_{place}": share for place, share in enumerate(levels, start=1)},
    }
    return [values[name] for name in COLUMNS]
