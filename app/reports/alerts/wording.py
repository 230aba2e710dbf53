"""Alerts in words: what was seen, in the language of this request or command, without a word that citizens wrote."""

from __future__ import annotations

from app.core.words import _
from app.reports.change.wording import period_name
from app.scores.alerts.models import Alert
from app.scores.alerts.rules import RULES
from app.scores.periods.rules import read_period


def alert_name(alert: Alert) -> str:
    """The name of the rule."""
    return str(_(RULES[alert.rule].name))  # type: ignore[index]  # a check constraint holds it


def is_hot(alert: Alert) -> bool:
    """Whether it makes a hot spot."""
    return RULES[alert.rule].hot  # type: ignore[index]  # a check constraint holds it


def alert_words(alert: Alert) -> str:
    """What was seen, in one sentence."""
    found = alert.details
    match alert.rule:
        case "below":
            words = _("Khoảng %(value)s %% hài lòng, mục tiêu là %(target)s %%.", **found)
        case "drop":
            period = read_period(found["period"])
            before, after = (period_name(period.before), period_name(period)) if period else ("", "")
            words = _(
                "Giảm khoảng %(points)s điểm phần trăm: %(after)s so với %(before)s.",
                points=found["points"],
                after=after,
                before=before,
            )
        case "gather":
            words = _("%(count)s phản ánh, ý kiến của người không hài lòng trong %(days)s ngày.", **found)
        case "urgent":
            words = _("Phản ánh %(reference)s được xếp là khẩn và chưa được trả lời.", **found)
        case "group":
            words = _("%(count)s người cùng gửi về việc trong phản ánh %(reference)s.", **found)
        case _kind:
            words = _("Phản ánh %(reference)s đã mở lại %(count)s lần.", **found)
    return str(words)
