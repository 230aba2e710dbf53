"""Publishing a period: what is frozen, when, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.feedback.measures.actions import complete
from app.reports.publication.actions import (
    AlreadyPublished,
    AlreadyWithdrawn,
    NothingNew,
    NotYet,
    PageClosed,
    ReasonMissing,
    change_page,
    due_periods,
    publish,
    withdraw,
)
from app.reports.publication.canonical import canonical, checksum_of
from app.reports.publication.deeds import LeadsToSomebody, NothingTold, tell, told_between
from app.reports.publication.facts import Number, read, written
from app.reports.publication.models import Publication, Snapshot
from app.responses.actions import set_aside
from tests.cast import Cast
from tests.make import Make
from tests.reports.publication.scene import (
    AUTUMN,
    LIMITS,
    OCTOBER,
    SUMMER,
    open_page,
    period,
    prepared,
    publish_quarter,
    published,
    release,
    survey,
)
from tests.scores.survey import level, set_up


def test_it_works(make: Make, cast: Cast, session: Session) -> None:
    found, snapshot = published(make, cast, session)
    found.answer(level(1), 50, days=0)
    facts = read(snapshot.facts)
    (task,) = facts.tasks
    assert (task.score.value, task.score.n, task.score.standing) == (0.75, 40, "published")
    assert task.score.low is not None and 0.59 < task.score.low < 0.61  # noqa: PT018  one interval
    assert task.overall.n == 40
    assert task.levels == (0.0, 0.25, 0.0, 0.75, 0.0)
    assert facts.together == replace(task.score, base=facts.together.base)
    assert (facts.included, facts.version, facts.made_by) == (1, 1, "schedule")
    assert (snapshot.method, snapshot.minimum_n, snapshot.publish_n) == ("share-1", 5, 30)
    assert checksum_of(snapshot.facts) == snapshot.checksum
    assert canonical(written(facts)) == snapshot.facts
    entry = session.scalars(select(AuditEntry).where(AuditEntry.target == f"snapshot:{snapshot.id}")).one()
    assert entry.details["checksum"] == snapshot.checksum


def test_the_database_refuses_to_change_what_was_published(make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    for statement in ("UPDATE snapshot SET facts = '{}'", "DELETE FROM snapshot"):
        with pytest.raises(DBAPIError, match="frozen"), session.begin_nested():
            session.execute(text(statement))


def test_thirty_are_a_score_five_are_for_reference_and_four_are_nothing(
    make: Make, cast: Cast, session: Session
) -> None:
    found = survey(make, cast)
    empty = prepared(session, cast.hoa_sen)
    found.answer(level(5), 4, days=AUTUMN)
    few = prepared(session, cast.hoa_sen)
    assert [line.numbers for line in few.lines] == [line.numbers for line in empty.lines]
    assert [line.numbers.score for line in few.lines] == [Number()]
    found.answer(level(5), 1, days=AUTUMN)
    (line,) = prepared(session, cast.hoa_sen).lines
    assert line.numbers.score.standing == "reference"
    found.answer(level(5), 25, days=AUTUMN)
    (line,) = prepared(session, cast.hoa_sen).lines
    assert line.numbers.score.standing == "published"


def test_a_task_of_another_year_is_named_only_where_it_has_numbers(make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast)
    assert prepared(session, cast.hoa_sen, "2025-Q4").lines == ()


def test_nothing_is_published_while_the_page_is_off(make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast)
    with pytest.raises(PageClosed):
        publish_quarter(session, cast.hoa_sen)


def test_a_period_is_published_after_its_end_and_its_days_of_grace(make: Make, cast: Cast, session: Session) -> None:
    survey(make, cast)
    open_page(session, cast.hoa_sen)
    for moment in (datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 5, 16, tzinfo=UTC)):
        with pytest.raises(NotYet):
            publish(session, cast.hoa_sen, period(), thresholds=LIMITS, by=None, now=moment)
    last_minute = datetime(2026, 10, 5, 17, tzinfo=UTC)  # midnight in Vietnam
    assert publish(session, cast.hoa_sen, period(), thresholds=LIMITS, by=None, now=last_minute).version == 1


def test_a_period_is_published_once(make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    with pytest.raises(AlreadyPublished, match="20/10/2026"):
        publish_quarter(session, cast.hoa_sen)


def test_a_correction_is_a_new_version_and_the_old_one_stays(make: Make, cast: Cast, session: Session) -> None:
    found, old = published(make, cast, session)
    found.answer(level(5), 6, days=AUTUMN, mode="paper")
    before = old.facts
    new = publish_quarter(session, cast.hoa_sen, "Nhập sót một xấp phiếu giấy.")
    facts = read(new.facts)
    assert (new.version, facts.reason, facts.replaces) == (2, "Nhập sót một xấp phiếu giấy.", old.checksum)
    assert facts.tasks[0].score.n == 46
    assert session.get_one(Snapshot, old.id).facts == before


def test_a_correction_that_says_the_same_is_refused(make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    with pytest.raises(NothingNew, match="giống hệt"):
        publish_quarter(session, cast.hoa_sen, "Thử lại.")


@pytest.mark.parametrize("late", [1, 4])
def test_a_few_who_come_late_change_nothing(make: Make, cast: Cast, session: Session, late: int) -> None:
    found, _old = published(make, cast, session)
    found.answer(level(1), late, days=AUTUMN)
    with pytest.raises(NothingNew, match="giống hệt"):
        publish_quarter(session, cast.hoa_sen, "Thêm phiếu giấy.")


def test_one_answer_exchanged_for_another_changes_nothing(make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast)
    keys = found.answer(level(4), 40, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    publish_quarter(session, cast.hoa_sen)
    set_aside(session, keys[0], "Trả lời quá nhanh.", None)
    found.answer(level(1), 1, days=AUTUMN)
    with pytest.raises(NothingNew):
        publish_quarter(session, cast.hoa_sen, "Đổi một phiếu.")


def test_a_correction_by_fewer_than_the_minimum_of_today_is_refused(make: Make, cast: Cast, session: Session) -> None:
    """Numbers may have come from before the office raised its minimum."""
    found, _old = published(make, cast, session)
    found.answer(level(1), 6, days=AUTUMN)
    release(session)
    higher = replace(LIMITS, minimum_n=10)
    with pytest.raises(NothingNew, match="dưới 10 phiếu"):
        publish(session, cast.hoa_sen, period(), thresholds=higher, by=None, reason="Thêm phiếu giấy.", now=OCTOBER)


def test_a_task_that_changed_by_a_few_stays_where_another_is_corrected(
    make: Make, cast: Cast, session: Session
) -> None:
    plan = make.plan(cast.hoa_sen)
    one, other = (set_up(make, make.task(plan, title)) for title in ("Một", "Hai"))
    for each in (one, other):
        each.answer(level(4), 40, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    publish_quarter(session, cast.hoa_sen)
    one.answer(level(4), 10, days=AUTUMN)
    other.answer(level(1), 1, days=AUTUMN)
    facts = read(publish_quarter(session, cast.hoa_sen, "Thêm phiếu giấy.").facts)
    assert [task.score.n for task in facts.tasks] == [50, 40]
    assert facts.together.n == 90


def test_the_hidden_month_is_not_in_the_quarter_less_the_other_months(make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast)
    found.answer(level(5), 20, days=SUMMER)
    found.answer(level(5), 20, days=SUMMER + 28)
    found.answer(level(1), 3, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    shown = [read(publish_quarter(session, cast.hoa_sen, key=f"2026-0{month}").facts) for month in (7, 8, 9)]
    assert [facts.tasks[0].score.n for facts in shown] == [20, 20, None]
    assert read(publish_quarter(session, cast.hoa_sen).facts).tasks[0].score.n == 40


def test_a_withdrawal_says_why_and_happens_once(make: Make, cast: Cast, session: Session) -> None:
    _found, snapshot = published(make, cast, session)
    with pytest.raises(ReasonMissing):
        withdraw(session, snapshot, reason="  ", by=None)
    withdraw(session, snapshot, reason="Nhầm mẫu phiếu.", by=cast.thu.id)
    with pytest.raises(AlreadyWithdrawn):
        withdraw(session, snapshot, reason="Nhầm mẫu phiếu.", by=cast.thu.id)
    assert publish_quarter(session, cast.hoa_sen, "Đã rà lại, số liệu đúng.").version == 2


def test_the_schedule_publishes_what_ended_since_the_page_was_switched_on(
    make: Make, cast: Cast, session: Session
) -> None:
    survey(make, cast)
    page = change_page(session, cast.hoa_sen, is_open=True, delay_days=5, kinds=["month", "quarter"], by=None)
    page.opened_on = date(2026, 8, 31)
    keys = [each.key for each in due_periods(session, page, date(2026, 10, 6))]
    assert keys == ["2026-08", "2026-09", "2026-Q3"]
    assert [each.key for each in due_periods(session, page, date(2026, 10, 5))] == ["2026-08"]
    publish(session, cast.hoa_sen, period(), thresholds=LIMITS, by=None, now=OCTOBER)
    assert "2026-Q3" not in [each.key for each in due_periods(session, page, date(2026, 10, 6))]
    page.is_open = False
    assert due_periods(session, page, date(2026, 10, 6)) == []


def test_what_was_set_aside_is_left_out_and_counted(make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast)
    keys = found.answer(level(4), 40, days=AUTUMN)
    for key in keys[:8]:
        set_aside(session, key, "Trả lời quá nhanh.", None)
    open_page(session, cast.hoa_sen)
    score = read(publish_quarter(session, cast.hoa_sen).facts).tasks[0].score
    assert (score.n, score.set_aside) == (32, 8)


def test_the_public_data_hold_no_counts_and_nobodys_name(make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast)
    found.answer(level(4), 40, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    release(session)
    snapshot = publish(session, cast.hoa_sen, period(), thresholds=LIMITS, by=cast.thu.id, now=OCTOBER)
    data = json.loads(snapshot.facts)
    assert data["made"]["by"] == "office"
    assert "Thu" not in snapshot.facts
    assert "basis" not in data


def test_what_was_done_is_told_in_the_period_of_its_day(make: Make, cast: Cast, session: Session) -> None:
    tell(session, cast.hoa_sen, said="Thiếu ghế.", did="Đã kê thêm ghế.", on=date(2026, 9, 30), by=None)
    assert [each.said for each in told_between(session, cast.hoa_sen.id, period().first, period().last)] == [
        "Thiếu ghế."
    ]
    assert not told_between(session, cast.hoa_sen.id, period("2026-10").first, period("2026-10").last)


@pytest.mark.parametrize(("public", "told"), [(True, ["Ghế chờ không đủ."]), (False, [])])
def test_a_measure_is_told_where_it_was_made_public(
    make: Make, cast: Cast, session: Session, public: bool, told: list[str]
) -> None:
    measure = make.measure(make.task(make.plan(cast.hoa_sen)), by=cast.lan)
    complete(session, measure, result="Đã mua mười ghế.", public=public, looked=False, by=cast.minh.id)
    today = clock.today()
    assert [each.said for each in told_between(session, cast.hoa_sen.id, today, today)] == told


@pytest.mark.parametrize("did", ["Đã gọi 0912 345 678.", "Viết cho an@example.vn", "CCCD 012345678901"])
def test_what_leads_to_somebody_is_not_told(cast: Cast, session: Session, did: str) -> None:
    with pytest.raises(LeadsToSomebody):
        tell(session, cast.hoa_sen, said="Thiếu ghế.", did=did, on=date(2026, 9, 30), by=None)


@pytest.mark.parametrize(("said", "on"), [(" ", date(2026, 9, 30)), ("Thiếu ghế.", date(2099, 1, 1))])
def test_only_what_is_done_is_told_and_whole(cast: Cast, session: Session, said: str, on: date) -> None:
    with pytest.raises(NothingTold):
        tell(session, cast.hoa_sen, said=said, did="Đã làm.", on=on, by=None)


def test_the_page_is_off_until_somebody_switches_it_on(cast: Cast, session: Session) -> None:
    assert session.get(Publication, cast.hoa_sen.id) is None
