"""The letter of the morning about requests to coordinate and about what observers recommend: who hears of it, when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.letters.models import Reminder
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases import actions as cases
from app.feedback.codes.actions import withdraw
from app.feedback.coordination.actions import contribute, invite
from app.feedback.coordination.rules import is_news, request_entry, stage_of
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.supervision.models import Recommendation
from app.feedback.supervision.recommending import take
from app.feedback.supervision.rules import stage_to_tell
from tests.reports.letters.conftest import CODE, PHONE, PLACE, TEXT, Morning

QUESTION = "Ông Bảy ở ngõ 12 do ai nhận hồ sơ?"
TODAY = date(2026, 11, 21)


def ask(morning: Morning, *, due_in: int | None = None) -> None:
    """Lan asks Thu about the case that Minh deals with."""
    due_on = None if due_in is None else clock.today() + timedelta(days=due_in)
    thu, lan = morning.cast.thu.id, morning.cast.lan.id
    invite(morning.session, morning.case, QUESTION, official_id=thu, due_on=due_on, by=lan, seen=None)
    morning.session.commit()


def recommend(morning: Morning, *, due_in: int, official: Official | None = None) -> Recommendation:
    made = morning.make.recommendation(morning.cast.hoa_sen, due_in=due_in, by=morning.cast.hoa)
    made.official_id = official.id if official else None
    morning.session.commit()
    return made


def test_it_works(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    """New once, every day from the day before it is due, and once to who asked when it is answered."""
    ask(morning, due_in=2)
    letters = morning.run()
    assert list(letters) == ["Thu"]
    for words in (
        "Thước Đo: 1 việc cần xem",
        "Đồng nghiệp đề nghị bạn cho ý kiến:",
        f"1. {morning.reference()}  Phản ánh, kiến nghị\n   Người đề nghị: Lan\n   Cần có ý kiến chậm nhất ngày ",
        "http://localhost/cases/coordination\n",
    ):
        assert words in letters["Thu"]
    whole = "\n".join(each.as_string() for each in morning.outbox.letters) + letters["Thu"]
    hidden = (TEXT, PLACE, PHONE, CODE, QUESTION, "Ông Bảy", str(morning.case.id), morning.case.id.hex)
    assert [each for each in hidden if each in whole] == []
    assert morning.run() == {}
    for _day in range(2):
        assert list(morning.next_day(monkeypatch)) == ["Thu"]
    letters = morning.next_day(monkeypatch)
    assert "trong đó 1 việc quá hạn" in letters["Thu"]
    assert "Quá ngày cần có ý kiến" in letters["Thu"]
    contribute(morning.session, morning.case, "Ông Bảy nộp ở quầy 2.", by=morning.cast.thu.id, seen=None)
    morning.session.commit()
    letters = morning.next_day(monkeypatch)
    assert list(letters) == ["Lan"]
    assert f"Người cho ý kiến: Thu\n   http://localhost/cases?tray=all&q={morning.reference()}" in letters["Lan"]
    assert "quầy 2" not in letters["Lan"]
    assert morning.next_day(monkeypatch) == {}
    told = {(row.official_id, row.stage) for row in morning.session.scalars(select(Reminder))}
    lan, thu = morning.cast.lan.id, morning.cast.thu.id
    assert told == {(thu, "new"), (thu, "due"), (thu, "late"), (lan, "answered")}


@pytest.mark.parametrize("end", ["close", "restrict", "withdraw"])
def test_nothing_is_told_of_a_case_that_ended(morning: Morning, end: str) -> None:
    """Neither to who is asked nor, of the answer, to who asked."""
    ask(morning, due_in=0)
    minh = morning.cast.minh.id
    other = morning.new_case("J9CFQ2ZSEA")
    invite(morning.session, other, QUESTION, official_id=minh, due_on=None, by=morning.cast.lan.id, seen=None)
    contribute(morning.session, other, "Ở quầy 2.", by=minh, seen=None)
    for case in (morning.case, other):
        if end == "close":
            cases.refuse(morning.session, case, reason="settled", text="Xong rồi.", by=minh, seen=None)
        elif end == "restrict":
            box_case(morning.session, case, Flag("unclear", "Nêu tên."), by=morning.cast.lan.id, seen=None)
        else:
            withdraw(morning.session, case)
    morning.session.commit()
    assert "PHỐI HỢP" not in "".join(morning.run().values())


def test_of_a_recommendation_the_head_and_whoever_drafts_hear(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is named: the administrator; who drafted then hears instead, and after insisting everything is new."""
    morning.cast.hoa.email = "hoa@example.gov.vn"
    made = recommend(morning, due_in=9)
    letters = morning.run()
    assert sorted(letters) == ["Lan", "Thu"]
    assert "KIẾN NGHỊ GIÁM SÁT" in letters["Thu"]
    assert "(còn 9 ngày)" in letters["Thu"]
    assert "http://localhost/recommendations/" in letters["Thu"]
    assert "Niêm yết mức thu" not in letters["Thu"]
    take(morning.session, made, "propose", "Sẽ niêm yết.", seen=0, by=morning.cast.minh.id)
    morning.session.commit()
    assert list(morning.next_day(monkeypatch)) == ["Minh"]
    assert sorted(morning.next_day(monkeypatch)) == ["Minh", "Thu"]
    assert morning.next_day(monkeypatch) == {}
    take(morning.session, made, "answer", "Đã niêm yết.", seen=1, by=morning.cast.thu.id)
    morning.session.commit()
    for _day in range(2):
        assert morning.next_day(monkeypatch) == {}
    day = clock.today()
    take(morning.session, made, "insist", "Chưa thấy.", seen=2, due_on=day, by=morning.cast.hoa.id)
    morning.session.commit()
    letters = morning.next_day(monkeypatch)
    assert sorted(letters) == ["Minh", "Thu"]
    assert "cần trả lời lại" in letters["Minh"]
    assert "1 việc quá hạn" in letters["Minh"]


def test_who_is_named_drafts_and_who_lost_the_right_hears_nothing(morning: Morning) -> None:
    recommend(morning, due_in=1, official=morning.cast.minh)
    morning.cast.quan.email = "quan@example.gov.vn"
    morning.session.commit()
    assert sorted(morning.run()) == ["Minh", "Thu"]


@pytest.mark.parametrize(
    ("due_in", "stage"), [(None, "new"), (9, "new"), (2, "new"), (1, "due"), (0, "due"), (-1, "late")]
)
def test_where_a_request_stands(due_in: int | None, stage: str) -> None:
    assert stage_of(None if due_in is None else TODAY + timedelta(days=due_in), TODAY) == stage
    assert is_news(stage, [])
    assert not is_news(stage, [stage])
    assert not is_news(stage, ["late"])


def test_the_ledger_has_room_for_every_request(morning: Morning) -> None:
    longest = request_entry(morning.case.id, 999_999)
    assert len(longest) <= (Reminder.__table__.c.entry.type.length or 0)  # type: ignore[attr-defined]  # a String


@pytest.mark.parametrize(
    ("due_in", "told", "stage"),
    [(20, (), "new"), (20, ("new",), None), (7, ("new",), "7"), (1, ("7",), "1"), (-1, ("1",), "overdue"),
     (-1, ("overdue",), None), (-31, (), None)],
)  # fmt: skip
def test_what_is_told_of_an_answer_that_is_owed(due_in: int, told: tuple[str, ...], stage: str | None) -> None:
    assert stage_to_tell(TODAY + timedelta(days=due_in), TODAY, told, (7, 1), overdue=True) == stage
