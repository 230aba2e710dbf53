"""Whether something may be printed in a language. Pure."""

from __future__ import annotations

from collections.abc import Collection

from app.core.errors import Conflict
from app.core.text import N_, SOURCE


class LanguageOff(Conflict):
    """The office does not offer this language to citizens."""


class WordsNotFrozen(Conflict):
    """A form was published before it had words in this language."""


def check_language(locale: str, *, offered: Collection[str], words: Collection[str], title: str) -> None:
    """Refuse to print in a language that citizens would not find on the page.

    ``offered`` are the languages of the office, ``words`` those of the edition called ``title``. Raises
    :class:`LanguageOff` and :class:`WordsNotFrozen`.
    """
    if locale == SOURCE:
        return
    if locale not in offered:
        raise LanguageOff(
            N_("Cơ quan chưa bật ngôn ngữ này cho người dân. Hãy bật ở mục “Ngôn ngữ cho người dân” rồi in lại.")
        )
    if locale not in words:
        raise WordsNotFrozen(
            N_(
                "Phiếu “%(title)s” phát hành khi chưa có bản dịch sang ngôn ngữ này nên chưa in được. Hãy phát hành "
                "lại phiếu này, hoặc in tiếng Việt."
            ),
            title=title,
        )
