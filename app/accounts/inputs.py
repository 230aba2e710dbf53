"""Fields of the sign-in screen."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.core.inputs import ScreenInput
from app.core.words import _l


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
