"""What the forms of all screens have in common: CSRF token, refusals in Vietnamese, text without control characters.

WTForms brings its sentences in some thirty languages, Vietnamese not among them. Here stand ours for every refusal that
its fields and validators can give without being told another.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from app.core.text import N_
from app.core.words import _

Bound = TypeVar("Bound", bound=Field)

SENTENCES = {
    "This field is required.": N_("Hãy điền ô này."),
    "Invalid input.": N_("Nội dung ô này không hợp lệ."),
    "Field must be equal to %(other_name)s.": N_("Nội dung ô này phải giống ô “%(other_name)s”."),
    "Field must be at least %(min)d characters long.": N_("Hãy viết ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d characters.": N_("Nội dung dài quá; nhiều nhất %(max)d ký tự."),
    "Field must be exactly %(max)d characters long.": N_("Nội dung phải có đúng %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Hãy viết từ %(min)d đến %(max)d ký tự."),
    "Number must be at least %(min)s.": N_("Số phải từ %(min)s trở lên."),
    "Number must be at most %(max)s.": N_("Số không được quá %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Số phải từ %(min)s đến %(max)s."),
    "Date must be at least %(min)s.": N_("Ngày phải từ %(min)s trở đi."),
    "Date must be at most %(max)s.": N_("Ngày không được sau %(max)s."),
    "Date must be between %(min)s and %(max)s.": N_("Ngày phải từ %(min)s đến %(max)s."),
    "Invalid email address.": N_("Địa chỉ thư điện tử không đúng."),
    "Invalid URL.": N_("Địa chỉ trang không đúng."),
    "Invalid Choice: could not coerce.": N_("Hãy chọn một mục trong danh sách."),
    "Not a valid choice.": N_("Hãy chọn một mục trong danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("Hãy chọn các mục trong danh sách."),
    "'%(value)s' is not a valid choice for this field.": N_("“%(value)s” không có trong danh sách."),
    "'%(value)s' are not valid choices for this field.": N_("“%(value)s” không có trong danh sách."),
    "Not a valid datetime value.": N_("Hãy ghi ngày và giờ, ví dụ 20/11/2026 14:05."),
    "Not a valid date value.": N_("Hãy ghi một ngày, ví dụ 20/11/2026."),
    "Not a valid time value.": N_("Hãy ghi giờ và phút, ví dụ 14:05."),
    "Not a valid integer value.": N_("Hãy ghi một số nguyên, không có chữ."),
    "Not a valid decimal value.": N_("Hãy ghi một số."),
    "Not a valid float value.": N_("Hãy ghi một số."),
}


CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Sentences:
    """Gives WTForms our sentence for its own; the two forms of a plural are one in Vietnamese."""

    def gettext(self, text: str) -> str:
        """Our sentence, in the language of this request; WTForms' own where we have none."""
        ours = SENTENCES.get(text)
        return text if ours is None else str(_(ours))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Our sentence for the plural."""
        return self.gettext(plural)


def without_controls(value: Any) -> Any:
    """A text with nothing in it but letters, blanks, tabs and line ends; what is no text passes as it is."""
    return CONTROLS.sub("", value) if isinstance(value, str) else value


class Habits:
    """What every form does with its fields; mixed into the ``Meta`` of both bases below."""

    def get_translations(self, form: BaseForm) -> Sentences:
        """Our sentences instead of WTForms' catalogs."""
        return Sentences()

    def bind_field(
        self, form: BaseForm, unbound_field: UnboundField[Bound], options: MutableMapping[str, Any]
    ) -> Bound:
        """Take control characters out of every text: no page may show them, and PostgreSQL stores no NUL."""
        if issubclass(unbound_field.field_class, StringField):
            options = {**options, "filters": [without_controls, *unbound_field.kwargs.get("filters", ())]}
        return unbound_field.bind(form=form, **options)


class ScreenInput(FlaskForm):  # type: ignore[misc]
    """The base of every form on the officials' screens."""

    class Meta(Habits, FlaskForm.Meta):  # type: ignore[misc]
        """CSRF as everywhere, and our habits."""


class PartInput(Form):
    """The base of a form inside a form, for lists of equal parts; the form around it carries the token."""

    class Meta(Habits, DefaultMeta):
        """No token, and our habits."""
