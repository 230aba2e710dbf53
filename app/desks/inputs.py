"""Fields of the staff's screens about desks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.inputs import ScreenInput
from app.core.text import SOURCE
from app.core.words import _l
from app.desks.rules import LONGEST_LOCATION, LONGEST_NAME
from app.desks.slips.rules import MOST_SLIPS

LARGEST_KEY = 2**31 - 1


class DeskInput(ScreenInput):
    """Name and whereabouts of a desk."""

    name = StringField(
        _l("Tên điểm tiếp nhận"),
        validators=[
            InputRequired(_l("Hãy ghi tên điểm tiếp nhận, ví dụ “Quầy số 1”.")),
            Length(
                max=LONGEST_NAME,
                message=_l(
                    "Tên điểm tiếp nhận dài quá %(max)d ký tự, in trên tờ mã QR sẽ khó đọc. "
                    "Hãy rút gọn; phần chỉ đường ghi ở ô “Vị trí”."
                ),
            ),
        ],
    )
    location = StringField(
        _l("Vị trí"),
        validators=[
            Length(
                max=LONGEST_LOCATION,
                message=_l("Vị trí dài quá %(max)d ký tự, in trên tờ mã QR sẽ khó đọc. Hãy rút gọn."),
            )
        ],
    )


class NewDeskInput(DeskInput):
    """A desk and the office it belongs to."""

    office = SelectField(
        _l("Cơ quan"), coerce=int, validate_choice=False, validators=[InputRequired(_l("Hãy chọn cơ quan."))]
    )


class MoveInput(ScreenInput):
    """The desk that takes over; 0 for none."""

    move_to = SelectField(_l("Chuyển sang điểm"), coerce=int, validate_choice=False)


class PlaceInput(ScreenInput):
    """The form to be asked at a desk."""

    asked = SelectField(_l("Phiếu"), coerce=int, validate_choice=False)


class SlipsInput(ScreenInput):
    """How many slips, and for which placement; 0 for whatever is asked at the desk."""

    placement = SelectField(_l("Phiếu"), coerce=int, validate_choice=False, default=0)
    count = IntegerField(
        _l("Số phiếu hẹn"),
        default=50,
        validators=[
            InputRequired(_l("Hãy ghi số phiếu hẹn cần in.")),
            NumberRange(1, MOST_SLIPS, message=_l("Mỗi đợt in từ 1 đến %(most)d phiếu hẹn.", most=MOST_SLIPS)),
        ],
    )
    locale = SelectField(_l("Ngôn ngữ"), validate_choice=False, default=SOURCE)


class KioskInput(ScreenInput):
    """The name of a tablet."""

    name = StringField(_l("Tên máy"))


class HoursInput(ScreenInput):
    """When a desk receives citizens."""

    days = SelectMultipleField(_l("Ngày trong tuần"), coerce=int, validate_choice=False)
    opens = TimeField(_l("Mở cửa"), validators=[Optional()])
    closes = TimeField(_l("Đóng cửa"), validators=[Optional()])


class VisitsInput(ScreenInput):
    """Numbers of visits; the cells of the grid are read by the view. ``seen`` is what the page showed, and ``wanted``
    what a file says, both as one line of text.
    """

    office = IntegerField(validators=[Optional()])
    seen = StringField()
    wanted = StringField()
    filename = StringField()


class VisitsFileInput(ScreenInput):
    """A file with numbers of visits."""

    office = IntegerField(validators=[Optional()])
    file = FileField(
        _l("Tệp số liệu"), validators=[FileRequired(_l("Hãy chọn tệp."))], render_kw={"accept": ".xlsx,.csv"}
    )


class ArrangeInput(ScreenInput):
    """The grid of tasks and desks; its cells are read by :func:`read_cells`."""


def read_cells(written: Iterable[str]) -> set[tuple[int, int]]:
    """Cells of the grid, each ``<desk id>-<form id>``; what has another shape is left out."""
    cells = set()
    for text in written:
        found = re.fullmatch(r"([0-9]{1,10})-([0-9]{1,10})", text, re.ASCII)
        if found and max(cell := (int(found[1]), int(found[2]))) <= LARGEST_KEY:
            cells.add(cell)
    return cells
