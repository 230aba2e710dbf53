"""The letter that reminds an official: one a day, in the official's language, without a word that citizens wrote."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

from flask_babel import force_locale

from app.core.mail import letter
from app.core.settings import Settings
from app.core.words import _, _n
from app.plans.calendar.entries import Entry
from app.plans.calendar.reminding import Digest
from app.plans.calendar.rules import entry_path
from app.plans.calendar.wording import day_words, distance, title_of

MAIL_PAGE = "/account/mail"


def reminder(digest: Digest, settings: Settings, *, today: date) -> EmailMessage:
    """What ``digest`` says, as a letter ready to be sent."""
    official = digest.official
    with force_locale(official.mail_locale):
        late = sum(1 for notice in digest.notices if notice.entry.last_on and notice.entry.last_on < today)
        return letter(
            sender=settings.mail_from,
            to=official.email or "",
            name=official.name,
            subject=_subject(len(digest.notices), late),
            text="\n".join(_lines(digest, settings.public_url, today)),
            about=settings.public_url,
        )


def _subject(number: int, late: int) -> str:
    if late:
        return str(_("Thước Đo: %(number)d việc cần làm, trong đó %(late)d việc quá hạn", number=number, late=late))
    return str(_n("Thước Đo: %(num)d việc sắp đến hạn", "Thước Đo: %(num)d việc sắp đến hạn", number))


def _lines(digest: Digest, site: str, today: date) -> list[str]:
    lines = [_("Kính gửi %(name)s,", name=digest.official.name), ""]
    lines += [_("Đây là các việc có thời hạn mà bạn phụ trách hoặc theo dõi:"), ""]
    for number, notice in enumerate(digest.notices, 1):
        lines += [*_about(number, notice.entry, today), f"   {site}{entry_path(notice.entry.key)}", ""]
    lines += [
        _("Việc đã làm xong thì mở đường dẫn ở trên, bấm “Đánh dấu đã xong” và kèm minh chứng."),
        "",
        "-- ",
        _("Thư tự động, mỗi ngày nhiều nhất một thư. Đổi địa chỉ hoặc thôi nhận thư tại:"),
        f"{site}{MAIL_PAGE}",
        "",
    ]
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
