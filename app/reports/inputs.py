"""Fields of the export screen."""

from __future__ import annotations

from wtforms import RadioField, SelectField

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.reports.tables import TITLES


def table_choices() -> list[tuple[str, str]]:
    """Every table with its name in the language of this request."""
    return [(key, str(_(title))) for key, title in TITLES.items()]


def value_choices() -> list[tuple[str, str]]:
    """How answers are written."""
    return [
        ("labels", _("Bằng chữ, ví dụ “Hài lòng”")),
        ("codes", _("Bằng mã số, ví dụ 4; nghĩa ở trang Bảng mã")),
    ]


def delimiter_choices() -> list[tuple[str, str]]:
    """What stands between two columns."""
    return [
        (",", _("Dấu phẩy, theo chuẩn chung")),
        (";", _("Dấu chấm phẩy, cho Excel cài đặt tiếng Việt")),
    ]


class WorkbookInput(ScreenInput):
    """How the workbook is written."""

    values = RadioField(_l("Ghi câu trả lời"), choices=value_choices, default="labels")


class CsvInput(ScreenInput):
    """Which table is written as CSV, and how."""

    table = SelectField(_l("Bảng"), choices=table_choices)
    delimiter = RadioField(_l("Ngăn cách các cột"), choices=delimiter_choices, default=",")
    values = RadioField(_l("Ghi câu trả lời"), id="csv-values", choices=value_choices, default="labels")
