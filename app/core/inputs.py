"""What the forms of all screens have in common: the CSRF token, and refusals in Vietnamese.

WTForms brings its sentences in some thirty languages, Vietnamese not among them. Here stand ours for every refusal that
its fields and validators can give without being told another.
"""

from __future__ import annotations

from flask_wtf import FlaskForm

from app.core.text import N_
from app.core.words import _

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


class Sentences:
    """Gives WTForms our sentence for its own; the two forms of a plural are one in Vietnamese."""

    def gettext(self, text: str) -> str:
        """Our sentence, in the language of this request; WTForms' own where we have none."""
        ours = SENTENCES.get(text)
        return text if ours is None else str(_(ours))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Our sentence for the plural."""
        return self.gettext(plural)


class ScreenInput(FlaskForm):  # type: ignore[misc]
    """The base of every form on the officials' screens."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the sentences come from."""

        def get_translations(self, form: object) -> Sentences:
            """Ours instead of WTForms' catalogs."""
            return Sentences()
