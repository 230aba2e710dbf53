"""What a letter says about due dates, in the official's language, without a word that citizens wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.words import _
from app.plans.calendar.entries import Entry
from app.plans.calendar.reminding import Notice
from app.plans.calendar.rules import entry_path
from app.plans.calendar.wording import day_words, distance, title_of


def about_due_dates(notices: Sequence[Notice], site: str, *, today: date) -> list[str]:
    """The lines of a letter about these due dates; none where there are none."""
    if not notices:
        return []
    lines = [_("Đây là các việc có thời hạn mà bạn phụ trách hoặc theo dõi:"), ""]
    for number, notice in enumerate(notices, 1):
        lines += [*_about(number, notice.entry, today), f"   {site}{entry_path(notice.entry.key)}", ""]
    lines += [_("Việc đã làm xong thì mở đường dẫn ở trên, bấm “Đánh dấu đã xong” và kèm minh chứng."), ""]
    return [str(line) for line in lines]


def _about(number: int, entry: Entry, today: date) -> list[str]:
    last_on = entry.last_on or today
    lines = [
        f"{number}. {title_of(entry)}",
        "   " + _("Hạn cuối: %(day)s (%(distance)s)", day=day_words(entry), distance=distance(last_on, today)),
    ]
    if entry.unit:
        lines.append("   " + _("Đơn vị thực hiện: %(unit)s", unit=entry.unit))
    if entry.to:
        lines.append("   " + _("Gửi đến: %(unit)s", unit=entry.to))
    if entry.deadline:
        lines.append("   " + _("Văn bản ghi: “%(words)s”", words=entry.words))
    if entry.plan:
        lines.append("   " + _("Kế hoạch: %(title)s", title=entry.plan.title))
    return [str(line) for line in lines]
