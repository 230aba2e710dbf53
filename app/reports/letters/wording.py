"""The letter of the morning, in the official's language, without a word, name, contact or code of a citizen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage

from flask_babel import force_locale

from app.core.clock import show_day, show_moment
from app.core.mail import letter
from app.core.settings import Settings
from app.core.words import _, _n
from app.feedback.clock.rules import KINDS, LEVELS
from app.feedback.coordination.reminding import Line as RequestLine
from app.feedback.coordination.reminding import RequestNews
from app.feedback.coordination.rules import ANSWERED
from app.feedback.escalation.queries import CaseNews
from app.feedback.escalation.rules import Line
from app.feedback.supervision.reminding import OwedAnswer
from app.plans.calendar.letters import about_due_dates
from app.plans.calendar.wording import distance
from app.reports.alerts.wording import alert_name, alert_words
from app.reports.letters.digests import Digest
from app.scores.alerts.models import Alert

MAIL_PAGE = "/account/mail"
MOST = 10
"""So many cases, and so many alerts, a letter names one by one; of the others it gives the number."""


def morning_letter(digest: Digest, settings: Settings, *, today: date, now: datetime) -> EmailMessage:
    """What ``digest`` says, as a letter ready to be sent."""
    official = digest.official
    with force_locale(official.mail_locale):
        return letter(
            sender=settings.mail_from,
            to=official.email or "",
            name=official.name,
            subject=_subject(digest, today, now),
            text="\n".join(_lines(digest, settings.public_url, today, now)),
            about=settings.public_url,
        )


def _subject(digest: Digest, today: date, now: datetime) -> str:
    """How much there is and how much of it is late; the restricted box is in no subject."""
    cases = (*digest.cases.own, *digest.cases.raised)
    requests = (*digest.requests.asked, *digest.requests.answered)
    several = (digest.notices, cases, requests, digest.owed, digest.alerts)
    number = sum(map(len, several)) + digest.cases.unassigned
    late = sum(1 for notice in digest.notices if notice.entry.last_on and notice.entry.last_on < today)
    late += sum(1 for line in cases if line.is_late(now)) + sum(1 for line in requests if line.is_late)
    late += sum(1 for each in digest.owed if each.recommendation.due_on < today)
    if late:
        return str(_("Thước Đo: %(number)d việc cần làm, trong đó %(late)d việc quá hạn", number=number, late=late))
    if number == len(digest.notices) and number:
        return str(_n("Thước Đo: %(num)d việc sắp đến hạn", "Thước Đo: %(num)d việc sắp đến hạn", number))
    if not number:
        return str(_("Thước Đo: có việc cần xem"))
    return str(_n("Thước Đo: %(num)d việc cần xem", "Thước Đo: %(num)d việc cần xem", number))


def _lines(digest: Digest, site: str, today: date, now: datetime) -> list[str]:
    lines = [
        _("Kính gửi %(name)s,", name=digest.official.name),
        "",
        *about_due_dates(digest.notices, site, today=today),
        *_about_cases(digest.cases, site, now),
        *_about_requests(digest.requests, site),
        *_about_recommendations(digest.owed, site, today),
        *_about_alerts(digest.alerts, site),
        "-- ",
        _("Thư tự động, mỗi ngày nhiều nhất một thư. Đổi địa chỉ hoặc thôi nhận thư tại:"),
        f"{site}{MAIL_PAGE}",
        "",
    ]
    return [str(line) for line in lines]


def _about_cases(news: CaseNews, site: str, now: datetime) -> list[str]:
    if not news.says_something:
        return []
    lines: list[str] = [_("PHẢN ÁNH, KIẾN NGHỊ"), ""]
    if news.own:
        late = sum(1 for line in news.own if line.is_late(now))
        lines += [
            _n(
                "Bạn đang có %(num)d phản ánh, trong đó %(late)d quá hạn. Cần xem trước:",
                "Bạn đang có %(num)d phản ánh, trong đó %(late)d quá hạn. Cần xem trước:",
                news.in_hand,
                late=late,
            ),
            "",
            *_cases(news.own, site, now, whose=False),
        ]
    if news.raised:
        lines += [
            _("Phản ánh của cơ quan vừa dùng quá bốn phần năm thời hạn hoặc vừa quá hạn, báo để lãnh đạo biết:"),
            "",
            *_cases(news.raised, site, now, whose=True),
        ]
    if news.unassigned:
        told = _n("%(num)d phản ánh chưa giao ai:", "%(num)d phản ánh chưa giao ai:", news.unassigned)
        lines += [told, f"   {site}/cases?tray=unassigned", ""]
    if news.boxed:
        told = _n(
            "Hộp hạn chế: %(num)d nội dung đang chờ:", "Hộp hạn chế: %(num)d nội dung đang chờ:", news.boxed
        )  # fmt: skip
        lines += [told, f"   {site}/restricted", ""]
    return lines


def _cases(lines: Sequence[Line], site: str, now: datetime, *, whose: bool) -> list[str]:
    return _listed([_case(line, site, now, whose=whose) for line in lines[:MOST]], len(lines), f"{site}/cases")


def _case(line: Line, site: str, now: datetime, *, whose: bool) -> list[str]:
    found = [f"{line.reference}  {_(KINDS[line.kind])}"]  # type: ignore[index]  # a check constraint holds it
    if line.level != "normal":
        found.append(_("Mức độ: %(level)s", level=_(LEVELS[line.level])))  # type: ignore[index]  # as above
    if line.first_due_at and line.first_due_at < now:
        found.append(_("Chưa tiếp nhận, quá hạn từ %(at)s", at=show_moment(line.first_due_at)))
    if line.due_at:
        found.append(_time(line.stage, show_moment(line.due_at)))
    if whose:
        who = ", ".join(filter(None, (line.holder, line.unit)))
        found.append(_("Giao: %(who)s", who=who) if who else _("Chưa giao ai"))
    return [*found, f"{site}/cases?tray=all&q={line.reference}"]


def _time(stage: int, at: str) -> str:
    """How much of the time is used, as the inbox says it."""
    if stage >= 100:
        return str(_("Quá hạn từ %(at)s", at=at))
    if stage >= 80:
        return str(_("Sắp hết hạn: %(at)s (đã dùng trên 80 %%)", at=at))
    return str(_("Hạn %(at)s (đã dùng quá nửa)", at=at) if stage else _("Hạn %(at)s", at=at))


def _about_requests(news: RequestNews, site: str) -> list[str]:
    """Who is asked reads the case by this page alone; who asked finds it in the inbox."""
    if not news:
        return []
    lines: list[str] = [_("PHỐI HỢP XỬ LÝ PHẢN ÁNH"), ""]
    if news.asked:
        page = f"{site}/cases/coordination"
        told = [_request(line) for line in news.asked[:MOST]]
        lines += [_("Đồng nghiệp đề nghị bạn cho ý kiến:"), "", *_listed(told, len(news.asked), page)]
        lines += [_("Đọc phản ánh và gửi ý kiến tại:"), f"   {page}", ""]
    if news.answered:
        told = [[*_request(line), f"{site}/cases?tray=all&q={line.reference}"] for line in news.answered[:MOST]]
        lines += [_("Đã có ý kiến mà bạn đề nghị:"), "", *_listed(told, len(news.answered), f"{site}/cases")]
    return lines


def _request(line: RequestLine) -> list[str]:
    found = [f"{line.reference}  {_(KINDS[line.kind])}"]  # type: ignore[index]  # a check constraint holds it
    if line.stage == ANSWERED:
        return [*found, _("Người cho ý kiến: %(name)s", name=line.colleague)]
    found.append(_("Người đề nghị: %(name)s", name=line.colleague))
    if line.due_on and line.is_late:
        found.append(_("Quá ngày cần có ý kiến: %(day)s", day=show_day(line.due_on)))
    elif line.due_on:
        found.append(_("Cần có ý kiến chậm nhất ngày %(day)s", day=show_day(line.due_on)))
    return found


def _about_recommendations(owed: Sequence[OwedAnswer], site: str, today: date) -> list[str]:
    if not owed:
        return []
    told = [_recommendation(each, site, today) for each in owed[:MOST]]
    lines = [_("KIẾN NGHỊ GIÁM SÁT"), "", _("Bên giám sát chờ cơ quan trả lời:"), ""]
    return [*lines, *_listed(told, len(owed), f"{site}/supervision")]


def _recommendation(each: OwedAnswer, site: str, today: date) -> list[str]:
    asked = each.recommendation
    day = show_day(asked.due_on)
    found = [asked.body, _("Hạn trả lời: %(day)s (%(distance)s)", day=day, distance=distance(asked.due_on, today))]
    if asked.state == "insisted":
        found.append(_("Bên giám sát giữ ý kiến, cần trả lời lại"))
    if asked.unit:
        found.append(_("Gửi đến: %(unit)s", unit=asked.unit))
    return [*found, f"{site}/recommendations/{asked.id}"]


def _about_alerts(alerts: Sequence[Alert], site: str) -> list[str]:
    if not alerts:
        return []
    lines = [_("CẢNH BÁO MỚI"), "", *_listed([_alert(each) for each in alerts[:MOST]], len(alerts), f"{site}/alerts")]
    return [*lines, _("Xem và ghi nhận tại:"), f"   {site}/alerts", ""]


def _alert(alert: Alert) -> list[str]:
    found = [alert_name(alert), alert_words(alert)]
    if alert.task:
        found.append(_("Nhiệm vụ: %(title)s", title=alert.task.title))
    if alert.desk:
        found.append(_("Điểm tiếp nhận: %(name)s", name=alert.desk.name))
    return found


def _listed(named: Sequence[list[str]], total: int, rest: str) -> list[str]:
    """The items that are named, numbered, and where the others are found."""
    lines: list[str] = []
    for number, (first, *more) in enumerate(named, 1):
        lines += [f"{number}. {first}", *(f"   {each}" for each in more), ""]
    if left := total - len(named):
        lines += [_n("và %(num)d việc nữa:", "và %(num)d việc nữa:", left), f"   {rest}", ""]
    return lines
