"""The letter of the morning: who hears of which case and which alert, once, and never what a citizen wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.access.models import Membership
from app.accounts.letters.actions import enter
from app.accounts.letters.models import Reminder, ReminderMail
from app.accounts.models import Official
from app.core import clock
from app.core.mail import NotSent
from app.feedback.cases import actions as cases
from app.feedback.codes.actions import write
from app.feedback.restricted.actions import Flag, box_case, settle_boxed
from app.reports.letters.digests import digest_for
from app.scores.alerts.models import Alert, AlertRules
from tests.client import Browser
from tests.make import Make
from tests.reports.letters.conftest import CODE, PHONE, PLACE, TEXT, Morning


def alert(morning: Morning, rule: str = "below", *, holder: Official | None = None, about_case: bool = False) -> Alert:
    make = morning.make
    task = make.task(make.plan(morning.cast.hoa_sen), "Giải quyết thủ tục", holder=holder)
    found = Alert(
        office_id=morning.cast.hoa_sen.id,
        rule=rule,
        open_key=str(uuid4()),
        task_id=None if about_case else task.id,
        case_id=morning.case.id if about_case else None,
        details={"reference": morning.reference()} if about_case else {"value": 50, "target": 80},
        opened_at=clock.now(),
        seen_at=clock.now(),
    )
    morning.session.add(found)
    morning.session.commit()
    return found


def test_it_works(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half: who has it in hand. Four fifths and all: the head as well. In between nothing new is told to a head."""
    assert morning.run() == {}
    morning.use(50)
    letters = morning.run()
    assert list(letters) == ["Minh"]
    for words in (
        "Thước Đo: 1 việc cần xem",
        "Bạn đang có 1 phản ánh, trong đó 0 quá hạn. Cần xem trước:",
        f"1. {morning.reference()}  Phản ánh, kiến nghị",
        "(đã dùng quá nửa)",
        f"http://localhost/cases?tray=all&q={morning.reference()}",
    ):
        assert words in letters["Minh"]
    assert morning.run() == {}
    assert morning.next_day(monkeypatch) == {}
    morning.use(80)
    letters = morning.next_day(monkeypatch)
    assert list(letters) == ["Minh", "Thu"]
    assert "(đã dùng trên 80 %)" in letters["Minh"]
    assert "báo để lãnh đạo biết" in letters["Thu"]
    assert "Giao: Minh" in letters["Thu"]
    assert list(morning.next_day(monkeypatch)) == ["Minh"]
    morning.use(100)
    letters = morning.next_day(monkeypatch)
    assert list(letters) == ["Minh", "Thu"]
    assert "Thước Đo: 1 việc cần làm, trong đó 1 việc quá hạn" in letters["Thu"]
    assert list(morning.next_day(monkeypatch)) == ["Minh"]
    told = {(row.official_id, row.stage) for row in morning.session.scalars(select(Reminder))}
    minh, thu = morning.cast.minh.id, morning.cast.thu.id
    assert told == {(minh, "50"), (minh, "80"), (minh, "100"), (thu, "80"), (thu, "100")}


def test_the_link_of_a_letter_leads_to_the_case(morning: Morning, minh: Browser, stranger: Browser) -> None:
    morning.use(50)
    address = f"/cases?tray=all&q={morning.reference()}"
    assert f"http://localhost{address}" in morning.run()["Minh"]
    assert f"/cases/{morning.case.id}" in minh.get(address).html
    assert f"/cases/{morning.case.id}" not in stranger.get(address).html


def test_of_two_runs_that_meet_one_sends(morning: Morning) -> None:
    """Both have prepared their letter; the second finds the ledger written."""
    morning.use(80)
    session, minh, today = morning.session, morning.cast.minh.id, clock.today()
    digest = digest_for(session, minh, today=today, now=clock.now())
    assert digest is not None
    assert enter(session, minh, digest.marks, today=today) is not None
    assert enter(session, minh, digest.marks, today=today) is None
    session.commit()
    assert list(morning.run()) == ["Thu"]


def test_an_extension_and_a_reopening_begin_anew_and_a_pause_does_not(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, case, thu = morning.session, morning.case, morning.cast.thu.id
    morning.use(100)
    assert "Thu" in morning.run()
    cases.ask(session, case, "Ở quầy nào?", by=thu, seen=None)
    session.commit()
    assert morning.next_day(monkeypatch) == {}
    cases.resume(session, case, "Đã rõ.", by=thu, seen=None)
    morning.use(100)
    assert list(morning.next_day(monkeypatch)) == ["Minh"]
    cases.extend(session, case, amount=2, text="Chờ đo đất.", by=thu, seen=None)
    morning.use(80)
    assert "Thu" in morning.next_day(monkeypatch)
    cases.answer(session, case, "Đã làm.", by=thu, seen=None)
    session.commit()
    assert morning.next_day(monkeypatch) == {}
    cases.reopen(session, case, "Chưa xong.", by=thu, seen=None)
    morning.use(80)
    assert "Thu" in morning.next_day(monkeypatch)


def test_a_head_with_many_late_cases_gets_one_letter(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(12):
        case = morning.new_case()
        morning.give(case, morning.cast.minh)
        morning.use(100, case)
    letters = morning.run()
    assert sorted(letters) == ["Minh", "Thu"]
    assert letters["Thu"].count("Giao: Minh") == 10
    assert "và 2 việc nữa:\n   http://localhost/cases\n" in letters["Thu"]
    assert "12 việc quá hạn" in letters["Thu"]
    assert list(morning.next_day(monkeypatch)) == ["Minh"]


def test_who_assigns_is_told_how_many_wait(morning: Morning) -> None:
    morning.new_case()
    morning.new_case()
    letters = morning.run()
    assert sorted(letters) == ["Lan", "Thu"]
    assert "2 phản ánh chưa giao ai:\n   http://localhost/cases?tray=unassigned" in letters["Lan"]


def test_what_a_unit_has_is_asked_after_by_the_administrator(morning: Morning) -> None:
    morning.give(morning.case, None, "Tổ địa chính")
    morning.use(50)
    assert list(morning.run()) == ["Lan"]


def test_a_first_reply_that_is_missing_is_told(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    morning.case.first_replied_at, morning.case.first_due_at = None, clock.now() - timedelta(hours=2)
    morning.session.commit()
    assert "Chưa tiếp nhận, quá hạn từ" in morning.run()["Minh"]


def test_who_lost_the_right_gets_nothing(morning: Morning) -> None:
    """Minh holds the case still; whoever leads hears of it, and nobody who watches or is of another office ever."""
    morning.use(100)
    morning.new_case()
    for official in (morning.cast.hoa, morning.cast.quan):
        official.email = f"{official.sign_in_name}@example.gov.vn"
    morning.session.execute(
        update(Membership).where(Membership.official_id == morning.cast.minh.id).values(valid_to=clock.today())
    )
    morning.session.add(
        Membership(
            official_id=morning.cast.minh.id, office_id=morning.cast.an_binh.id, role="officer",
            valid_from=clock.today(),
        )
    )  # fmt: skip
    morning.session.commit()
    assert list(morning.run()) == ["Lan", "Thu"]


def test_the_restricted_box_is_a_bare_count_for_those_who_read_it(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning.use(100)
    alert(morning, "urgent", about_case=True)
    lan, thu = morning.cast.lan.id, morning.cast.thu.id
    boxed = box_case(morning.session, morning.case, Flag("denunciation", "Nêu tên người."), by=lan, seen=None)
    morning.session.commit()
    letters = morning.run()
    assert list(letters) == ["Thu"]
    assert "Thước Đo: có việc cần xem\n" in letters["Thu"]
    assert "Hộp hạn chế: 1 nội dung đang chờ:\n   http://localhost/restricted\n" in letters["Thu"]
    assert morning.reference() not in letters["Thu"]
    assert "Nêu tên" not in letters["Thu"]
    settle_boxed(morning.session, boxed, outcome="filed", note="Đã xem.", by=thu)
    morning.session.commit()
    assert morning.next_day(monkeypatch) == {}


def test_who_is_accused_does_not_learn_that_there_is_anything(morning: Morning) -> None:
    morning.use(100)
    alert(morning, "urgent", about_case=True)
    flag = Flag("denunciation", "Nêu tên lãnh đạo.", accused=[morning.cast.thu.id])
    box_case(morning.session, morning.case, flag, by=morning.cast.lan.id, seen=None)
    morning.session.commit()
    assert morning.run() == {}


def test_an_alert_is_named_once_to_the_head_and_to_those_in_charge(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert(morning, holder=morning.cast.minh)
    letters = morning.run()
    assert sorted(letters) == ["Minh", "Thu"]
    for words in ("CẢNH BÁO MỚI", "1. Dưới mục tiêu", "Khoảng 50 % hài lòng, mục tiêu là 80 %.", "Nhiệm vụ: Giải"):
        assert words in letters["Minh"]
    assert "http://localhost/alerts\n" in letters["Thu"]
    assert morning.next_day(monkeypatch) == {}
    alert(morning)
    assert list(morning.next_day(monkeypatch)) == ["Thu"]


def test_whom_the_office_wants_told_besides_is_told(morning: Morning) -> None:
    morning.session.add(AlertRules(office_id=morning.cast.hoa_sen.id, data={"also": [morning.cast.lan.id]}))
    alert(morning)
    assert sorted(morning.run()) == ["Lan", "Thu"]


class Crashing:
    """A mail server in whose hands the program dies; the letter may be out or not."""

    kind = "smtp"

    def send(self, letter: EmailMessage) -> None:
        raise KeyboardInterrupt


class Closed:
    """A mail server that takes nothing."""

    kind = "smtp"

    def send(self, letter: EmailMessage) -> None:
        raise NotSent("mail.local:25: refused")


def test_a_crash_sends_nothing_twice_and_a_refusal_loses_nothing(
    morning: Morning, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning.use(80)
    working = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(working, sender=Closed())
    assert morning.command("calendar", "remind").exit_code == 1
    assert morning.session.scalars(select(ReminderMail)).all() == []
    app.config["SETTINGS"] = replace(working, sender=Crashing())
    assert morning.command("calendar", "remind").exit_code != 0
    app.config["SETTINGS"] = working
    assert list(morning.run()) == ["Thu"]
    assert list(morning.next_day(monkeypatch)) == ["Minh"]


def test_no_letter_has_a_word_of_a_citizen(morning: Morning, make: Make, app: Flask) -> None:
    """Everything that can be in a letter, in both languages: a text, a place, a contact, a code and a key are not."""
    session, cast = morning.session, morning.cast
    write(session, morning.case, "Bà Tám cũng thấy.", key=uuid4())
    other = morning.new_case("M3VBN8RTYD")
    box_case(session, other, Flag("denunciation", "Nêu tên người."), by=cast.lan.id, seen=None)
    late = morning.new_case("J9CFQ2ZSEA")
    morning.give(late, cast.minh)
    morning.use(100, late)
    morning.use(80)
    morning.new_case()
    alert(morning, "urgent", about_case=True)
    alert(morning, holder=cast.minh)
    for locale in ("vi", "en"):
        for official in (cast.lan, cast.minh, cast.thu):
            official.mail_locale = locale
        for row in session.scalars(select(ReminderMail)):
            session.delete(row)
        session.commit()
        letters = morning.run()
        assert sorted(letters) == ["Lan", "Minh", "Thu"]
        assert ("new alert" if locale == "en" else "cảnh báo mới") in letters["Minh"].lower()
        whole = "\n".join(letter.as_string() + letter.get_content() for letter in morning.outbox.letters)
        texts = (TEXT, PLACE, "Ông Bảy", "bà Sáu", "Bà Tám", "Nêu tên")
        secrets = (PHONE, PHONE.replace(" ", ""), CODE, "M3VBN8RTYD", "J9CFQ2ZSEA")
        keys = [form for case in (morning.case, other, late) for form in (str(case.id), case.id.hex)]
        found = [each for each in (*texts, *secrets, *keys, morning.reference(other)) if each in whole]
        assert found == []


def test_a_letter_may_be_in_english(morning: Morning) -> None:
    morning.cast.thu.mail_locale = "en"
    morning.use(100)
    morning.new_case()
    letter = morning.run()["Thu"]
    for words in ("Dear Thu,", "With: Minh", "1 case not assigned to anybody:", morning.reference()):
        assert words in letter
    assert "phản ánh" not in letter
