"""What an office does with its public page: switch it on or off, publish a period, correct it, withdraw it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, one_line
from app.offices.models import Office
from app.reports.publication.canonical import canonical, checksum_of
from app.reports.publication.facts import Facts, method_words, read, together_of, written
from app.reports.publication.models import Publication, Snapshot, Withdrawal
from app.reports.publication.queries import Prepared, prepare, snapshots_of
from app.reports.publication.rules import DEFAULT_KINDS, KINDS, Kind, Period, ended, kinds_in
from app.scores.rules import Thresholds, roll_up

LONGEST_REASON = 500
LONGEST_DELAY = 60


class PageClosed(Conflict):
    """Nothing is published while the office's page is off."""


class NotYet(Problem):
    """The period has not ended, or its days of grace are not over."""


class AlreadyPublished(Conflict):
    """A period is published once; what comes after is a correction with a reason."""


class NothingNew(Problem):
    """A correction that says what is said already, or that would show the answers of a few people."""


class ReasonMissing(Problem):
    """Who changes what is public says why."""


class AlreadyWithdrawn(Conflict):
    """Somebody else was faster."""


def change_page(
    session: Session, office: Office, *, is_open: bool, delay_days: int, kinds: Collection[str], by: int | None
) -> Publication:
    """Switch the office's page on or off, and say what the schedule publishes and how long after a period's end."""
    found = session.get(Publication, office.id)
    if found is None:
        found = Publication(office_id=office.id, office=office, is_open=False, kinds=list(DEFAULT_KINDS))
        session.add(found)
    if is_open and not found.is_open:
        found.opened_on = clock.today()
    found.is_open = is_open
    found.delay_days = max(0, min(delay_days, LONGEST_DELAY))
    found.kinds = list(kinds_in(list(kinds)))
    session.flush()
    record(
        session,
        N_("Bật trang công khai") if is_open else N_("Tắt trang công khai"),
        f"office:{office.id}",
        by=by,
        office_id=office.id,
        name=office.name,
        delay_days=found.delay_days,
        kinds=found.kinds,
    )
    return found


def publish(
    session: Session,
    office: Office,
    period: Period,
    *,
    thresholds: Thresholds,
    by: int | None,
    reason: str = "",
    now: datetime | None = None,
) -> Snapshot:
    """Freeze the period's numbers; with a ``reason``, as a correction of what is published.

    Refusals: :class:`PageClosed`, :class:`NotYet`, :class:`AlreadyPublished`, :class:`NothingNew`. The office's row is
    locked, so that two who publish at once do not count from the same state.
    """
    at = now or clock.now()
    page = session.scalar(select(Publication).where(Publication.office_id == office.id).with_for_update())
    _refuse_early(page, period, clock.day_of(at))
    reason = one_line(reason)[:LONGEST_REASON]
    versions = snapshots_of(session, office.id, period.key)
    if versions and not reason:
        raise AlreadyPublished(
            N_("Kỳ này đã công bố ngày %(day)s. Muốn sửa, hãy ghi lý do đính chính; bản cũ vẫn được giữ."),
            day=clock.show_day(clock.day_of(versions[0].made_at)),
        )
    prepared = prepare(session, office, period, thresholds)
    latest = versions[0] if versions else None
    facts = facts_of(prepared, office, thresholds, latest=latest, reason=reason if versions else "", by=by, at=at)
    if latest is not None:
        _refuse_idle_correction(prepared, facts, latest)
    text = canonical(written(facts))
    found = Snapshot(
        office_id=office.id,
        period=period.key,
        first_day=period.first,
        last_day=period.last,
        version=facts.version,
        method=facts.method.id,
        minimum_n=thresholds.minimum_n,
        publish_n=thresholds.publish_n,
        made_at=at,
        by_id=by,
        reason=facts.reason,
        facts=text,
        basis={str(line.task_id): dict(line.counts) for line in prepared.lines if line.score.is_shown},
        checksum=checksum_of(text),
    )
    session.add(found)
    session.flush()
    verb = N_("Đính chính số liệu công khai") if latest is not None else N_("Công bố số liệu công khai")
    _record(session, verb, found, by=by, reason=facts.reason)
    return found


def withdraw(session: Session, snapshot: Snapshot, *, reason: str, by: int | None) -> Withdrawal:
    """Take a published snapshot back; its page says since when and why."""
    reason = one_line(reason)[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing(N_("Hãy ghi lý do thu hồi; lý do này hiện trên trang công khai."))
    session.scalar(select(Publication).where(Publication.office_id == snapshot.office_id).with_for_update())
    if session.get(Withdrawal, snapshot.id, populate_existing=True) is not None:
        raise AlreadyWithdrawn(N_("Bản công bố này đã được thu hồi."))
    found = Withdrawal(snapshot_id=snapshot.id, at=clock.now(), by_id=by, reason=reason)
    session.add(found)
    session.flush()
    _record(session, N_("Thu hồi số liệu công khai"), snapshot, by=by, reason=reason)
    return found


def due_periods(session: Session, page: Publication, today: date) -> list[Period]:
    """The periods that the schedule has to publish now, the oldest first.

    Those that have ended since the page was switched on, whose days of grace are over, and of which nothing was ever
    published: what was withdrawn does not come back by itself.
    """
    since = page.opened_on
    if not page.is_open or since is None:
        return []
    kinds: tuple[Kind, ...] = kinds_in(page.kinds)
    known = set(session.scalars(select(Snapshot.period).where(Snapshot.office_id == page.office_id)))
    found = [
        period
        for period in ended(kinds, today, back=13)
        if period.last >= since and period.is_over(today, page.delay_days) and period.key not in known
    ]
    return sorted(found, key=lambda period: (period.last, KINDS.index(period.kind)))


def facts_of(
    prepared: Prepared,
    office: Office,
    thresholds: Thresholds,
    *,
    latest: Snapshot | None,
    reason: str,
    by: int | None,
    at: datetime,
) -> Facts:
    """The words of a new snapshot."""
    found = roll_up(prepared.policy.method, [line.score for line in prepared.lines], thresholds=thresholds)
    together, evenly = together_of(found, thresholds)
    return Facts(
        office=office.name,
        office_code=office.code,
        period=prepared.period.key,
        first_day=prepared.period.first.isoformat(),
        last_day=prepared.period.last.isoformat(),
        version=latest.version + 1 if latest else 1,
        replaces=latest.checksum if latest else None,
        reason=reason,
        made_at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        made_by="office" if by is not None else "schedule",
        method=method_words(prepared.policy),
        minimum_n=thresholds.minimum_n,
        publish_n=thresholds.publish_n,
        together=together,
        evenly=evenly,
        included=found.included,
        tasks=tuple(line.numbers for line in prepared.lines),
    )


def _refuse_early(page: Publication | None, period: Period, today: date) -> None:
    if page is None or not page.is_open:
        raise PageClosed(N_("Trang công khai của cơ quan đang tắt. Hãy bật trang công khai trước khi công bố."))
    if not period.is_over(today):
        raise NotYet(
            N_("Kỳ này chưa kết thúc; ngày cuối là %(day)s. Số liệu chỉ được công bố sau khi kỳ đã khép lại."),
            day=clock.show_day(period.last),
        )
    if not period.is_over(today, page.delay_days):
        raise NotYet(
            N_("Hãy đợi đủ %(days)d ngày sau khi kỳ kết thúc, để nhập hết phiếu giấy và xem xong phiếu tạm loại."),
            days=page.delay_days,
        )


def _refuse_idle_correction(prepared: Prepared, facts: Facts, latest: Snapshot) -> None:
    before = read(latest.facts)
    if latest.withdrawal is None and before.tasks == facts.tasks and before.method == facts.method:
        raise NothingNew(N_("Số liệu mới giống hệt bản đã công bố, nên không có gì để đính chính."))
    shown = {str(line.task_id): line.counts for line in prepared.lines if line.score.is_shown}
    changed = any(latest.basis.get(task_id) != counts for task_id, counts in shown.items())
    if not changed and any(line.withheld for line in prepared.lines):
        raise NothingNew(
            N_(
                "Số liệu mới chỉ khác bản đã công bố dưới %(minimum)d phiếu. Công bố thêm sẽ để lộ câu trả lời của vài "
                "người, nên không đính chính được. Nếu bản đã công bố sai, hãy thu hồi và nêu lý do."
            ),
            minimum=facts.minimum_n,
        )


def _record(session: Session, verb: str, snapshot: Snapshot, *, by: int | None, reason: str) -> None:
    record(
        session,
        verb,
        f"snapshot:{snapshot.id}",
        by=by,
        office_id=snapshot.office_id,
        name=snapshot.period,
        version=snapshot.version,
        checksum=snapshot.checksum,
        reason=reason,
    )
