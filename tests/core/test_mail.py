"""Letters, their addresses, and who carries them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.mail import ConsoleSender, NotSent, SmtpSender, UnfitMail, is_address, letter, sender_from
from app.core.settings import InsecureSettings, Settings

CONFIGURED = {"THUOCDO_MAIL_HOST": "mail.local", "THUOCDO_MAIL_FROM": "thuocdo@hoa-sen.gov.vn"}


def test_it_works() -> None:
    written = letter(
        sender="thuocdo@hoa-sen.gov.vn",
        to="lan@hoa-sen.gov.vn",
        name="Nguyễn Thị Lan",
        subject="Thước Đo: 2 việc sắp đến hạn",
        text="Kính gửi Lan,",
        about="https://thuocdo.hoa-sen.gov.vn",
    )
    assert written["To"].addresses[0].display_name == "Nguyễn Thị Lan"
    assert written["Message-ID"].endswith("@thuocdo.hoa-sen.gov.vn>")
    assert b"\r\nSubject: =?utf-8?" in written.as_bytes()


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_a_person_wrote_adds_a_header(name: str, subject: str) -> None:
    written = letter(
        sender="a@b.vn",
        to="c@d.vn",
        name=f"{name}\r\nBcc: x@y.vn",
        subject=f"{subject}\nBcc: x@y.vn",
        text="",
        about="",
    )
    assert written["Bcc"] is None
    assert [address.addr_spec for address in written["To"].addresses] == ["c@d.vn"]


@pytest.mark.parametrize("text", ["a@b.vn", "ten.ho+x@xa-hoa-sen.gov.vn"])
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["", "a", "a@b", "a@b.vn\n", "a@-b.vn", "a@b..vn", "<a@b.vn>", "a@b.v"])
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


def test_the_demo_shows_letters_and_a_bare_installation_sends_none() -> None:
    assert sender_from({}, demo=True) == ConsoleSender()
    assert sender_from({}, demo=False) is None


def test_a_configured_server_carries_letters() -> None:
    assert sender_from(CONFIGURED, demo=True) == SmtpSender("mail.local", 587)
    assert sender_from({**CONFIGURED, "THUOCDO_MAIL_TLS": "ssl"}, demo=False) == SmtpSender("mail.local", 465, "ssl")


def test_the_password_is_not_shown_in_logs() -> None:
    sender = sender_from({**CONFIGURED, "THUOCDO_MAIL_USER": "u", "THUOCDO_MAIL_PASSWORD": "bi-mat"}, demo=False)
    assert "bi-mat" not in repr(sender)


@pytest.mark.parametrize(
    "changes",
    [{"THUOCDO_MAIL_FROM": ""}, {"THUOCDO_MAIL_TLS": "yes"}, {"THUOCDO_MAIL_PORT": "0"}, {"THUOCDO_MAIL_PORT": "x"}],
)
def test_settings_that_cannot_work_stop_the_start(changes: dict[str, str]) -> None:
    with pytest.raises(UnfitMail):
        sender_from({**CONFIGURED, **changes}, demo=False)
    with pytest.raises(InsecureSettings):
        Settings.from_environment({**CONFIGURED, **changes, "THUOCDO_DEMO": "1", "THUOCDO_SECRET_KEY": "x" * 40})


@contextmanager
def mail_server(replies: list[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """A mail server on this machine that answers each line with the next reply and keeps what it hears."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            caller, _from = listening.accept()
            with caller, caller.makefile("rb") as lines:
                caller.sendall(b"220 ready\r\n")
                in_text = False
                for line in lines:
                    heard.append(line)
                    in_text = in_text and line != b".\r\n"
                    if in_text:
                        continue
                    reply = replies.pop(0) if replies else b"250 ok"
                    in_text = reply.startswith(b"354")
                    caller.sendall(reply + b"\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1], heard
        thread.join(5)


def send(port: int, mode: str = "none") -> None:
    written = letter(sender="a@b.vn", to="c@d.vn", name="C", subject="Việc", text="Nội dung", about="http://x")
    SmtpSender("127.0.0.1", port, mode).send(written)


def test_a_letter_reaches_the_server() -> None:
    ok = b"250 ok"
    with mail_server([ok, ok, ok, b"354 go on", ok, b"221 bye"]) as (port, heard):
        send(port)
    text = b"".join(heard).replace(b"rcpt", b"RCPT")
    assert b"RCPT TO:<c@d.vn>" in text
    assert b"Subject: =?utf-8?" in text


def test_a_refusal_says_so() -> None:
    ok = b"250 ok"
    with (
        mail_server([ok, ok, b"550 nobody here", ok, b"221 bye"]) as (port, _heard),
        pytest.raises(NotSent, match="550"),
    ):
        send(port)


def test_a_server_without_protection_is_not_spoken_to() -> None:
    with mail_server([b"250 ok", b"221 bye"]) as (port, heard), pytest.raises(NotSent):
        send(port, "starttls")
    assert not any(line.upper().startswith(b"RCPT") for line in heard)


def test_a_server_that_is_away_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotSent, match="ConnectionRefused"):
        send(port)
