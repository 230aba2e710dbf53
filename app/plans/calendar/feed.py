"""The calendar as a file that other programs subscribe to (RFC 5545): one all-day event for each entry with a day.

Folding, escaping and value types are left to the ``icalendar`` package; here stands only what an event says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from app.core.words import _
from app.plans.calendar.entries import Entry
from app.plans.calendar.models import CalendarSetting
from app.plans.calendar.rules import entry_path
from app.plans.calendar.wording import day_words, title_of

REFRESH = timedelta(hours=12)
MORNING = timedelta(hours=8)
"""Alarms of all-day events ring at eight in the morning."""


def feed_of(entries: Iterable[Entry], settings: Mapping[int, CalendarSetting], *, site: str, name: str) -> bytes:
    """The file: entries without a day are left out, done ones stay without an alarm."""
    calendar = Calendar()
    calendar.add("prodid", "-//Thuoc Do//Calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("x-published-ttl", "PT12H")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        if entry.last_on is not None:
            calendar.add_component(_event(entry, settings[entry.office.id].remind_days, site))
    found: bytes = calendar.to_ical()
    return found


def uid_of(entry: Entry, site: str) -> str:
    """The same for ever: an entry's day and words may change, its name in other people's calendars may not."""
    return f"{entry.key}@{re.sub(r'^https?://|[:/].*$', '', site)}"


def _event(entry: Entry, remind_days: Iterable[int], site: str) -> Event:
    done = entry.state == "done"
    event = Event()
    event.add("uid", uid_of(entry, site))
    event.add("dtstamp", _changed_at(entry))
    event.add("dtstart", entry.last_on)
    event.add("dtend", entry.last_on + timedelta(days=1) if entry.last_on else None)
    event.add("summary", _("Đã xong: %(title)s", title=title_of(entry)) if done else title_of(entry))
    event.add("description", "\n".join(_description(entry)))
    event.add("url", f"{site}{entry_path(entry.key)}")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    if not done:
        for days in remind_days:
            event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: Entry, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title_of(entry))
    alarm.add("trigger", MORNING - timedelta(days=days))
    return alarm


def _description(entry: Entry) -> list[str]:
    lines = [_("Hạn cuối: %(day)s", day=day_words(entry))]
    if entry.unit:
        lines.append(_("Đơn vị thực hiện: %(unit)s", unit=entry.unit))
    if entry.to:
        lines.append(_("Gửi đến: %(unit)s", unit=entry.to))
    if entry.deadline:
        lines.append(_("Văn bản ghi: “%(words)s”", words=entry.words))
    elif entry.what:
        lines.append(entry.what)
    if entry.plan:
        lines.append(_("Kế hoạch: %(title)s", title=entry.plan.title))
    return [str(line) for line in lines]


def _changed_at(entry: Entry) -> datetime:
    """When the entry last changed, as far as is known: the same file comes out as long as nothing does."""
    moments = [
        entry.day.set_at if entry.day else None,
        entry.rule.set_at if entry.rule else None,
        entry.completion.done_at if entry.completion else None,
        entry.asked.request.created_at if entry.asked else None,
        entry.plan.created_at if entry.plan else None,
    ]
    return max((moment for moment in moments if moment), default=datetime(2026, 1, 1, tzinfo=UTC)).replace(
        microsecond=0
    )
