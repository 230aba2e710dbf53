"""Fields of the sign-in screen and of one's own account."""

from __future__ import annotations

from wtforms import BooleanField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.core.inputs import ScreenInput
from app.core.mail import is_address
from app.core.text import LOCALES, STAFF_LOCALES
from app.core.words import _, _l


class SignInInput(ScreenInput):
    """Name and password; ``next`` is a path inside this site."""

    sign_in_name = StringField(
        _l("Tên đăng nhập"), validators=[InputRequired(_l("Hãy nhập tên đăng nhập.")), Length(max=80)]
    )
    password = PasswordField(_l("Mật khẩu"), validators=[InputRequired(_l("Hãy nhập mật khẩu.")), Length(max=200)])
    next = HiddenField()


class PasswordInput(ScreenInput):
    """The present password, and the new one twice."""

    present = PasswordField(
        _l("Mật khẩu hiện tại"), validators=[InputRequired(_l("Hãy nhập mật khẩu hiện tại.")), Length(max=200)]
    )
    new = PasswordField(_l("Mật khẩu mới"), validators=[InputRequired(_l("Hãy nhập mật khẩu mới.")), Length(max=200)])
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"), validators=[EqualTo("new", _l("Hai lần nhập mật khẩu mới không giống nhau."))]
    )


def _letter_locales() -> list[tuple[str, str]]:
    return [(key, LOCALES[key]) for key in STAFF_LOCALES]


class MailInput(ScreenInput):
    """Where letters go, in which language, and whether any are wanted."""

    email = StringField(_l("Địa chỉ thư điện tử"), validators=[Length(max=254)], render_kw={"type": "email"})
    wanted = BooleanField(_l("Nhận thư nhắc việc"))
    locale = SelectField(_l("Ngôn ngữ của thư"), choices=_letter_locales)

    def validate_email(self, email: Field) -> None:
        """A plain address, or nothing."""
        written = (email.data or "").strip()
        if written and not is_address(written):
            raise ValidationError(_("Địa chỉ thư điện tử không đúng. Hãy ghi như ví dụ: ten@xa-cua-toi.gov.vn"))
