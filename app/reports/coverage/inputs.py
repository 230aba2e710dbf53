"""Fields of the screen on which the people of each group are written down."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.inputs import ScreenInput
from app.core.words import _l
from app.reports.coverage.actions import MOST_PEOPLE


class PopulationInput(ScreenInput):
    """Where the numbers of one topic are from; :func:`population_input` adds a box for each group."""

    source = StringField(_l("Nguồn số liệu"), validators=[Length(max=200)])
    counted_on = DateField(
        _l("Ngày thống kê"),
        format=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[InputRequired(_l("Hãy chọn ngày."))],
    )


def population_input(labels: Sequence[str]) -> type[PopulationInput]:
    """The form with one box for each group, ``people_0`` and so on."""
    boxes = {
        f"people_{place}": IntegerField(label, validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
        for place, label in enumerate(labels)
    }
    return type("GroupsInput", (PopulationInput,), boxes)
