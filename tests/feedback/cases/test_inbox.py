"""The inbox of an office with years of cases: what it says of long trays, and that it looks nothing through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Connection, Engine, Table, event, insert, select, update
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.tokens import ALPHABET, hour_key
from app.feedback.cases.inbox import (
    COUNTED,
    LOOKED_THROUGH,
    PAGE,
    Around,
    Tray,
    Wanted,
    around,
    inbox_of,
    units_of,
)
from app.feedback.cases.models import Case
from app.feedback.cases.queries import rates_of, waiting_by_task
from app.feedback.cases.rules import show_reference
from app.feedback.rules import searchable
from app.plans.models import Task
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

PAGES = -(-(COUNTED + 1) // PAGE)


@pytest.fixture
def task(make: Make, cast: Cast) -> Task:
    """A task that Minh answers for."""
    return make.task(make.plan(cast.hoa_sen), holder=cast.minh)


def years(session: Session, cast: Cast, number: int, **columns: Any) -> None:
    """So many closed cases, an hour apart, the newest of them number 0."""
    now = clock.hour_of(clock.now()) - timedelta(days=200)
    rows = []
    for each in range(number):
        hour, text = now - timedelta(hours=each), f"Việc cũ số {each}."
        reference = "Z" + "".join(ALPHABET[each >> 5 * place & 31] for place in range(7))
        rows.append(
            {"id": hour_key(hour), "reference": reference, "office_id": cast.hoa_sen.id, "hour": hour, "text": text,
             "search": searchable(text), "kind": "petition", "state": "closed", "last_number": 2} | columns
        )  # fmt: skip
    session.execute(insert(table()), rows)
    session.commit()


def table() -> Table:
    return cast(Table, Case.__table__)


def of(official: Official, cast: Cast, *permissions: str) -> Viewer:
    return Viewer(official.id, official.name, {cast.hoa_sen.id: frozenset(permissions)})


def texts(session: Session, viewer: Viewer, tray: Tray = "all", **wanted: Any) -> list[str]:
    found = inbox_of(session, viewer, Wanted(tray, **wanted), now=clock.now())
    return [case.text for case in found.cases]


def test_what_is_more_than_a_thousand_is_said_in_words(lan: Browser, cast: Cast, session: Session) -> None:
    years(session, cast, COUNTED)
    page = lan.get("/cases", tray="all")
    assert "Tất cả 1.000" in page.text
    assert f"Trang 1 / {PAGES}" in page.text
    session.execute(update(Case).where(Case.text == "Việc cũ số 7.").values(state="answered"))
    session.commit()
    Make(session).case(cast.hoa_sen, "Việc mới.")
    page = lan.get("/cases", tray="all")
    assert "Tất cả trên 1.000" in page.text
    assert "Đã trả lời, chưa đóng 1" in page.text
    assert "Trang 1 /" not in page.text
    assert "Việc mới." in page.text
    last = lan.get("/cases", tray="all", page=999)
    assert f"Trang {PAGES}" in last.text
    assert f"Việc cũ số {COUNTED - 1}." in last.text
    assert 'rel="next"' not in last.html
    assert 'rel="prev"' in last.html


def test_an_officer_reads_on_through_all_his_years(task: Task, cast: Cast, session: Session) -> None:
    """What he holds and what his task brought, each case once, newest first, and nothing of others."""
    years(session, cast, 3 * PAGE)
    minh = of(cast.minh, cast, "cases.read")
    assert texts(session, minh) == []
    held = [f"Việc cũ số {number}." for number in range(0, 3 * PAGE, 2)]
    tasked = [f"Việc cũ số {number}." for number in range(0, 3 * PAGE, 3)]
    session.execute(update(Case).where(Case.text.in_(held)).values(holder_id=cast.minh.id))
    session.execute(update(Case).where(Case.text.in_(tasked)).values(task_id=task.id, restricted=False))
    his = [f"Việc cũ số {number}." for number in range(3 * PAGE) if number % 2 == 0 or number % 3 == 0]
    assert texts(session, minh) + texts(session, minh, page=2) == his
    found = inbox_of(session, minh, Wanted("all"), now=clock.now())
    assert (found.counts["all"], found.pages, found.has_next) == (len(his), 2, True)
    session.execute(update(Case).where(Case.text.in_(his[:PAGE])).values(restricted=True))
    assert texts(session, minh) == his[PAGE:]
    assert inbox_of(session, minh, Wanted("all"), now=clock.now()).counts["all"] == len(his) - PAGE


def test_who_reads_several_offices_gets_them_in_one_order(make: Make, cast: Cast, session: Session) -> None:
    years(session, cast, 4)
    session.execute(update(Case).where(Case.text == "Việc cũ số 2.").values(office_id=cast.an_binh.id))
    session.execute(update(Case).where(Case.text == "Việc cũ số 3.").values(office_id=make.office("Khác", "khac").id))
    both = Viewer(
        cast.lan.id,
        "Lan",
        {
            cast.hoa_sen.id: frozenset({"cases.read", "cases.read-all"}),
            cast.an_binh.id: frozenset({"cases.read"}),
        },
    )
    assert texts(session, both) == ["Việc cũ số 0.", "Việc cũ số 1."]
    session.execute(update(Case).where(Case.office_id == cast.an_binh.id).values(holder_id=cast.lan.id))
    assert texts(session, both) == [f"Việc cũ số {number}." for number in range(3)]
    assert texts(session, Viewer(cast.lan.id, "Lan")) == []


def test_a_unit_is_found_in_every_tray(cast: Cast, session: Session) -> None:
    years(session, cast, 3)
    session.execute(update(Case).where(Case.text == "Việc cũ số 1.").values(unit="Tổ đô thị"))
    lan = of(cast.lan, cast, "cases.read", "cases.read-all")
    assert texts(session, lan, unit="Tổ đô thị") == ["Việc cũ số 1."]
    assert texts(session, lan, "todo", unit="Tổ đô thị") == []
    assert units_of(session, lan) == []
    session.execute(update(Case).where(Case.text == "Việc cũ số 1.").values(state="in_progress"))
    assert texts(session, lan, "todo", unit="Tổ đô thị") == ["Việc cũ số 1."]
    assert units_of(session, lan) == ["Tổ đô thị"]


def test_words_are_looked_for_in_older_cases_when_somebody_says_so(lan: Browser, cast: Cast, session: Session) -> None:
    years(session, cast, LOOKED_THROUGH + 1)
    oldest = f"Việc cũ số {LOOKED_THROUGH}."
    reference = session.scalars(select(Case.reference).where(Case.text == oldest)).one()
    near = lan.get("/cases", tray="all", q=f"viec cu so {LOOKED_THROUGH - 1}.")
    assert f"Việc cũ số {LOOKED_THROUGH - 1}." in near.text
    assert "mới tìm trong 2.000 phản ánh gần đây nhất" in near.text
    page = lan.get("/cases", tray="all", q=f"viec cu so {LOOKED_THROUGH}.")
    assert oldest not in page.text
    address = next(link for link in page.links if "older=1" in link)
    further = lan.get(address)
    assert oldest in further.text
    assert "phản ánh gần đây nhất" not in further.text
    assert "older=1" in next(link for link in further.links if "tray=late" in link)
    assert oldest in lan.get("/cases", tray="all", q=reference).text
    assert "older=1" not in lan.get("/cases", tray="all", older="1").html
    many = lan.get("/cases", tray="all", q="viec cu", page=999)
    assert f"Trang {-(-LOOKED_THROUGH // PAGE)}" in many.text
    assert "Tất cả trên 1.000" in many.text


def test_what_went_into_the_box_is_found_by_no_search(cast: Cast, session: Session) -> None:
    years(session, cast, 2)
    session.execute(update(Case).where(Case.text == "Việc cũ số 1.").values(restricted=True))
    reference = session.scalars(select(Case.reference).where(Case.text == "Việc cũ số 1.")).one()
    for official, permissions in ((cast.lan, ("cases.read", "cases.read-all")), (cast.minh, ("cases.read",))):
        session.execute(update(Case).values(holder_id=official.id))
        for words in ("viec cu so 1", "Việc cũ số 1", reference):
            for older in (False, True):
                wanted = Wanted("all", words, older=older)
                found = inbox_of(session, of(official, cast, *permissions), wanted, now=clock.now())
                assert (found.cases, set(found.counts.values())) == ([], {0})


def test_one_case_leads_to_the_next_in_the_order_of_the_inbox(lan: Browser, cast: Cast, session: Session) -> None:
    """Every case that is to be done once around; also from one that was done meanwhile; never one that waits."""
    years(session, cast, 6, state="in_progress")
    now = clock.now()
    for number, due in ((4, -2), (2, -1), (5, 3)):
        due_at = now + timedelta(days=due)
        session.execute(update(Case).where(Case.text == f"Việc cũ số {number}.").values(due_at=due_at))
    session.execute(update(Case).where(Case.text == "Việc cũ số 0.").values(state="waiting"))
    session.commit()
    viewer = of(cast.lan, cast, "cases.read", "cases.read-all", "cases.handle")
    order = texts(session, viewer, "todo")
    assert order == [f"Việc cũ số {number}." for number in (4, 2, 5, 3, 1)]
    known = {case.text: case for case in session.scalars(select(Case))}

    def beside(text: str) -> tuple[str | None, ...]:
        found = around(session, viewer, known[text], now=now)
        return tuple(case.text if case else None for case in (found.before, found.after))

    for number, text in enumerate(order):
        assert beside(text) == (order[number - 1] if number else None, order[(number + 1) % len(order)])
    session.execute(update(Case).where(Case.text == order[1]).values(state="closed"))
    session.commit()
    assert beside(order[1]) == (order[0], order[2])
    page = lan.get(f"/cases/{known[order[2]].id}")
    assert f"Trước: {show_reference(known[order[0]].reference)} Quá hạn" in page.text
    assert f"Tiếp theo: {show_reference(known[order[3]].reference)}" in page.text
    alone = of(cast.minh, cast, "cases.read", "cases.handle")
    session.execute(update(Case).where(Case.text == order[3]).values(holder_id=cast.minh.id))
    assert around(session, alone, known[order[3]], now=now) == Around(None, None)


@contextmanager
def steps_of(engine: Engine) -> Iterator[list[str]]:
    """What SQLite says that it does for each statement about cases."""
    found: list[str] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "feedback_case" in statement:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.extend(row[3] for row in rows)

    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


def test_nothing_looks_through_all_cases(task: Task, cast: Cast, session: Session, engine: Engine) -> None:
    """Every tray, for who sees all and for who sees his own, narrowed and not: always by an index that says enough."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL rightly looks through tables as small as a test's")
    lan, minh = of(cast.lan, cast, "cases.read", "cases.read-all"), of(cast.minh, cast, "cases.read")
    with steps_of(engine) as steps:
        for viewer in (lan, minh):
            for tray in ("todo", "answered", "all"):
                for unit, words in (("", ""), ("Tổ đô thị", ""), ("", "cống tắc"), ("", "Z0000000")):
                    inbox_of(session, viewer, Wanted(tray, words, unit, page=3), now=clock.now())
            units_of(session, viewer)
            rates_of(session, viewer, since=clock.now() - timedelta(days=90), now=clock.now())
            waiting_by_task(session, viewer, task.plan, now=clock.now())
    read = {step for step in steps if "feedback_case" in step}
    assert {step for step in read if step.startswith("SCAN")} == set()
    told = {step.split(" USING ")[1].removeprefix("COVERING ") for step in read}
    assert told == {
        "PRIMARY KEY (id=?)",
        "INDEX sqlite_autoindex_feedback_case_2 (reference=?)",
        "INDEX ix_feedback_case_office_state (office_id=? AND restricted=? AND state=?)",
        "INDEX ix_feedback_case_office_newest (office_id=? AND restricted=?)",
        "INDEX ix_feedback_case_office_newest (office_id=? AND restricted=? AND hour>?)",
        "INDEX ix_feedback_case_unit_newest (unit=? AND office_id=? AND restricted=?)",
        "INDEX ix_feedback_case_holder_newest (holder_id=? AND restricted=?)",
        "INDEX ix_feedback_case_task_newest (task_id=? AND restricted=?)",
    }
