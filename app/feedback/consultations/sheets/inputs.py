"""Fields of the page on which sheets are typed in; what they say is read as on the citizens' page."""

from __future__ import annotations

from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.feedback.consultations.inputs import DAY_FORMATS
from app.feedback.consultations.rules import TYPED_MODES


class SheetInput(ScreenInput):
    """How an opinion came, and when."""

    mode = RadioField(
        _l("Ý kiến này đến bằng cách nào"),
        choices=lambda: [(mode, _(name)) for mode, name in TYPED_MODES.items()],
        validate_choice=False,
    )
    received_on = DateField(
        _l("Ngày nhận"), format=DAY_FORMATS, validators=[InputRequired(_l("Hãy ghi ngày cơ quan nhận ý kiến này."))]
    )
