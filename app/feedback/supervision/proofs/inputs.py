"""Fields of the files of a sheet."""

from __future__ import annotations

from wtforms import MultipleFileField

from app.core.inputs import ScreenInput
from app.core.words import _l


class ProofsInput(ScreenInput):
    """Photos and documents."""

    files = MultipleFileField(_l("Ảnh, văn bản làm chứng (mỗi lần nhiều nhất 3 tệp, mỗi tệp 12 MB)"))
