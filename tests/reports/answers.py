"""A form that asks something of every kind, and a plan whose answers are known."""

from __future__ import annotations

from typing import Any

from app.forms.definition import Definition, from_data, to_data
from app.forms.queries import template_called
from app.reports.data import Choice
from app.reports.export import Export, read_export
from app.reports.tables import Cell, Table
from app.scores.rules import Thresholds
from tests.make import Make
from tests.scores.survey import Survey, level

LIMITS = Thresholds(minimum_n=5, publish_n=30)
FURTHER: list[dict[str, Any]] = [
    {
        "id": "giay_to",
        "kind": "choices",
        "text": "Giấy tờ đã nộp",
        "options": [{"code": 1, "text": "Bản gốc"}, {"code": 2, "text": "Bản sao"}, {"code": 5, "text": "Ảnh chụp"}],
    },
    {"id": "so_ngay", "kind": "number", "text": "Số ngày phải đợi", "maximum": 365},
    {"id": "ngay_nop", "kind": "date", "text": "Ngày nộp hồ sơ"},
    {"id": "ten_viec", "kind": "short_text", "text": "Tên việc"},
    {"id": "bi_mat", "kind": "yes_no", "text": "Có ai gợi ý đưa thêm tiền không?", "private": True},
]


def every_kind() -> Definition:
    """The one-stop form with a question of each further kind behind it."""
    data = to_data(template_called("m1_thu_tuc_mot_cua"))
    data["sections"] = [*data["sections"], {"id": "them", "questions": FURTHER}]
    return from_data(data)


def asked_everything(make: Make) -> Survey:
    """A published form of every kind at two desks."""
    form = make.form(definition=every_kind())
    make.edition(form)
    office = form.task.plan.office
    return Survey(make, form, [make.placement(make.desk(office, name), form) for name in ("Quầy 1", "Quầy 2")])


def answers(point: int = 4, **others: Any) -> dict[str, Any]:
    """Every scored item answered, and whatever else."""
    return {**level(point), **others}


def read(survey: Survey, *, codes: bool = False, texts: bool = True, small_ones_too: bool = True) -> Export:
    """The export of the survey's plan as somebody who may read everything gets it."""
    survey.session.expire_all()
    return read_export(
        survey.session,
        survey.task.plan,
        choice=Choice(codes=codes, texts=texts),
        thresholds=LIMITS,
        say=str,
        small_ones_too=small_ones_too,
    )


def lines(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table by the headers of its columns."""
    headers = [column.header for column in table.columns]
    return [dict(zip(headers, row, strict=True)) for row in table.rows]


def headers(table: Table) -> list[str]:
    """The headers of a table."""
    return [column.header for column in table.columns]
