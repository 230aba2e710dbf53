"""Letters that remind: to whom, of what, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.letters.models import Reminder, ReminderMail
from app.core import clock
from app.core.mail import NotSent, Outbox
from app.plans.calendar.models import CalendarSetting
from app.plans.models import Deadline
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.plans.calendar.scene import Scene

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def addresses(cast: Cast, session: Session) -> None:
    """Lan and Minh want letters; Thu wants none."""
    for official, email in ((cast.lan, "lan@hoa-sen.gov.vn"), (cast.minh, "minh@hoa-sen.gov.vn")):
        official.email = email
    cast.thu.email, cast.thu.mail_wanted = "thu@hoa-sen.gov.vn", False
    session.commit()


def to(outbox: Outbox) -> list[str]:
    return [str(letter["To"].addresses[0].addr_spec) for letter in outbox.letters]


def move(session: Session, deadline: Deadline, days: int) -> None:
    session.get_one(Deadline, deadline.id).due_on = clock.today() + timedelta(days=days)
    session.commit()


def test_it_works(command: Command, outbox: Outbox, scene: Scene) -> None:
    answer = command("calendar", "remind")
    assert (answer.exit_code, answer.output) == (0, "Đã gửi 2 thư.\n")
    assert to(outbox) == ["lan@hoa-sen.gov.vn", "minh@hoa-sen.gov.vn"]
    letter = outbox.letters[1]
    assert letter["Subject"] == "Thước Đo: 1 việc sắp đến hạn"
    text = letter.get_content()
    for words in (
        "Kính gửi Minh,",
        "Treo băng rôn xong trước ngày đã hẹn.",
        "(còn 3 ngày)",
        "Văn bản ghi: “ngày đã hẹn”",
        f"http://localhost{scene.path(scene.of_task)}",
        "http://localhost/account/mail",
    ):
        assert words in text
    assert letter["Auto-Submitted"] == "auto-generated"


def test_nobody_is_told_twice(command: Command, outbox: Outbox, scene: Scene) -> None:
    for _run in range(3):
        assert command("calendar", "remind").exit_code == 0
    assert len(outbox.letters) == 2


def test_a_new_day_tells_only_what_is_new(
    command: Command, outbox: Outbox, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []
    start = clock.today()
    for ahead in range(7):
        monkeypatch.setattr(clock, "today", lambda at=start + timedelta(days=ahead): at)
        outbox.letters.clear()
        assert command("calendar", "remind").exit_code == 0
        told.append([letter["Subject"] for letter in outbox.letters if "minh@" in str(letter["To"])])
    seven, one, late = (
        "Thước Đo: 1 việc sắp đến hạn",
        "Thước Đo: 1 việc sắp đến hạn",
        "Thước Đo: 1 việc cần làm, trong đó 1 việc quá hạn",
    )
    assert told == [[seven], [], [one], [], [late], [], []]
    assert {row.stage for row in session.scalars(select(Reminder))} == {"7", "1", "overdue"}


def test_a_moved_day_begins_anew(
    command: Command, outbox: Outbox, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("calendar", "remind")
    move(session, scene.of_task, 6)
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    command("calendar", "remind")
    assert to(outbox).count("minh@hoa-sen.gov.vn") == 2


def test_one_letter_holds_everything_of_the_day(command: Command, outbox: Outbox, scene: Scene, make: Make) -> None:
    make.deadline(scene.plan, "x", due_on=scene.today + timedelta(days=1))
    make.deadline(scene.plan, "y", due_on=scene.today - timedelta(days=1))
    command("calendar", "remind")
    letter = outbox.letters[0]
    assert letter["Subject"] == "Thước Đo: 3 việc cần làm, trong đó 1 việc quá hạn"
    assert len(outbox.letters) == 2


def test_what_is_done_or_long_past_is_not_told(
    command: Command, outbox: Outbox, scene: Scene, make: Make, lan: Browser, session: Session
) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path)
    make.deadline(scene.plan, "x", due_on=scene.today - timedelta(days=90))
    assert command("calendar", "remind").output == "Đã gửi 0 thư.\n"
    assert session.scalars(select(ReminderMail)).all() == []


def test_the_office_chooses_the_days(command: Command, outbox: Outbox, scene: Scene, session: Session) -> None:
    session.add(CalendarSetting(office_id=scene.plan.office_id, remind_days=[2], remind_overdue=False, lead_days=5))
    session.commit()
    assert command("calendar", "remind").output == "Đã gửi 0 thư.\n"
    move(session, scene.of_task, 2)
    assert command("calendar", "remind").output == "Đã gửi 2 thư.\n"


def test_who_has_left_gets_no_letter(
    command: Command, outbox: Outbox, scene: Scene, cast: Cast, session: Session
) -> None:
    cast.minh.active = False
    session.commit()
    command("calendar", "remind")
    assert to(outbox) == ["lan@hoa-sen.gov.vn"]


def test_a_letter_may_be_in_english(
    command: Command, outbox: Outbox, scene: Scene, cast: Cast, session: Session
) -> None:
    cast.minh.mail_locale = "en"
    session.commit()
    command("calendar", "remind")
    assert outbox.letters[1]["Subject"] == "Thước Đo: 1 thing nearly due"
    assert "Dear Minh," in outbox.letters[1].get_content()
    assert "Kính gửi Lan," in outbox.letters[0].get_content()


def test_a_dry_run_sends_and_writes_nothing(command: Command, outbox: Outbox, scene: Scene, session: Session) -> None:
    answer = command("calendar", "remind", "--dry-run")
    assert "Kính gửi Minh," in answer.output
    assert answer.output.endswith("Sẽ gửi 2 thư.\n")
    assert outbox.letters == []
    assert session.scalars(select(ReminderMail)).all() == []


def test_without_a_mail_server_the_command_says_so(command: Command, scene: Scene, session: Session) -> None:
    answer = command("calendar", "remind")
    assert answer.exit_code == 1
    assert "THUOCDO_MAIL_HOST" in answer.output
    assert session.scalars(select(ReminderMail)).all() == []


class Closed:
    """A mail server that takes nothing."""

    kind = "smtp"

    def send(self, letter: EmailMessage) -> None:
        raise NotSent("mail.local:25: ConnectionRefusedError")


def test_what_the_mail_server_refused_is_tried_again(
    command: Command, app: Flask, outbox: Outbox, scene: Scene, session: Session
) -> None:
    working = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(working, sender=Closed())
    answer = command("calendar", "remind")
    assert answer.exit_code == 1
    assert "Máy chủ thư từ chối 2 thư." in answer.output
    assert session.scalars(select(ReminderMail)).all() == []
    app.config["SETTINGS"] = working
    assert command("calendar", "remind").output == "Đã gửi 2 thư.\n"


def test_the_administrators_see_what_went_out(command: Command, outbox: Outbox, scene: Scene, lan: Browser) -> None:
    command("calendar", "remind")
    text = lan.get("/calendar/settings").text
    assert "đã gửi lúc" in text
    assert "Minh" in text


def test_the_list_of_the_terminal(command: Command, scene: Scene) -> None:
    answer = command("calendar", "list", "--state", "asking", "--json")
    assert f'"key": "d{scene.undated.id}.once"' in answer.output
    assert command("calendar", "list", "--office", "khong-co").exit_code == 1
    assert "Treo băng rôn" in command("calendar", "list").output
