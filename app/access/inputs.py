"""Fields of the screens about an office's officials."""

from __future__ import annotations

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from app.access.roles import ROLES
from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.offices.models import Office


def role_choices() -> list[tuple[str, str]]:
    """Every role with its name in the language of this request."""
    return [(role.key, str(_(role.name))) for role in ROLES.values()]


class RoleInput(ScreenInput):
    """The role that an official holds."""

    role = SelectField(_l("Vai trò"), choices=role_choices, default="officer")


class ReceptionInput(ScreenInput):
    """From when on somebody receives citizens."""

    since = DateField(_l("Từ ngày"), validators=[InputRequired(_l("Hãy ghi một ngày, ví dụ 20/11/2026."))])


class MemberInput(RoleInput):
    """A new official."""

    office = SelectField(_l("Cơ quan"), coerce=int)
    name = StringField(_l("Họ và tên"), validators=[DataRequired(_l("Hãy ghi họ và tên.")), Length(max=200)])
    sign_in_name = StringField(
        _l("Tên đăng nhập"),
        validators=[
            DataRequired(_l("Hãy ghi tên đăng nhập.")),
            Length(min=3, max=80),
            Regexp(
                r"^\s*[A-Za-z0-9][A-Za-z0-9._@-]*\s*$",
                message=_l("Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm, dấu gạch nối, dấu gạch dưới."),
            ),
        ],
    )

    def offer(self, offices: list[Office]) -> None:
        """Let the person choose among ``offices``; with a single one there is nothing to choose."""
        self.office.choices = [(office.id, office.name) for office in offices]
        if len(offices) == 1 and not self.office.raw_data:
            self.office.data = offices[0].id
