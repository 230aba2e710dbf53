"""Letters: how one is written and by whom it is carried. Where nobody is configured to carry letters, none is written.

A sender is an object with one method. ``SmtpSender`` hands letters to a mail server, ``ConsoleSender`` shows them to
who runs the demo, ``Outbox`` keeps them in memory for whoever wants to look.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Protocol

from app.core import clock

TIMEOUT = 20
MODES = ("starttls", "ssl", "none")
"""How the connection to the mail server is protected."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
LONGEST_ADDRESS = 254


class NotSent(RuntimeError):
    """The mail server did not take the letter; the message says why, for the log of who runs the server."""


class UnfitMail(RuntimeError):
    """The settings of mail cannot work; the message says which."""


class Sender(Protocol):
    """Carries letters."""

    def send(self, letter: EmailMessage) -> None:
        """Hand over ``letter``; :class:`NotSent` where it was refused."""

    @property
    def kind(self) -> str:
        """``smtp``, ``console`` or ``outbox``: what a page says about how letters go out."""


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Hands letters to a mail server, one connection for each: a few letters a day need no more."""

    host: str
    port: int
    mode: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    kind: str = "smtp"

    def send(self, letter: EmailMessage) -> None:
        """Hand over ``letter``; :class:`NotSent` where the server is away or refuses it."""
        try:
            with self._connect() as server:
                if self.mode == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(f"{self.host}:{self.port}: {type(problem).__name__}: {problem}") from problem

    def _connect(self) -> smtplib.SMTP:
        if self.mode == "ssl":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Shows letters on standard error; nothing leaves the machine."""

    kind: str = "console"

    def send(self, letter: EmailMessage) -> None:
        """Show ``letter`` as a person would read it."""
        lines = [f"{name}: {letter[name]}" for name in ("To", "Subject")]
        sys.stderr.write("\n".join([*lines, "", letter.get_content(), "-" * 72, ""]))


@dataclass(slots=True)
class Outbox:
    """Keeps letters in memory."""

    letters: list[EmailMessage] = field(default_factory=list)
    kind: str = "outbox"

    def send(self, letter: EmailMessage) -> None:
        """Keep ``letter``."""
        self.letters.append(letter)


def sender_from(env: Mapping[str, str], *, demo: bool) -> Sender | None:
    """The sender that ``THUOCDO_MAIL_*`` describes; the console in the demo; nobody where nothing is said."""
    host = env.get("THUOCDO_MAIL_HOST", "").strip()
    if not host:
        return ConsoleSender() if demo else None
    mode = env.get("THUOCDO_MAIL_TLS", "starttls")
    if mode not in MODES:
        raise UnfitMail(f"THUOCDO_MAIL_TLS phải là một trong: {', '.join(MODES)}.")
    port = env.get("THUOCDO_MAIL_PORT", "") or {"starttls": "587", "ssl": "465", "none": "25"}[mode]
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise UnfitMail("THUOCDO_MAIL_PORT phải là số cổng từ 1 đến 65535.")
    if not is_address(env.get("THUOCDO_MAIL_FROM", "")):
        raise UnfitMail("THUOCDO_MAIL_FROM phải là địa chỉ thư của cơ quan, ví dụ thuocdo@xa-cua-toi.gov.vn.")
    return SmtpSender(host, int(port), mode, env.get("THUOCDO_MAIL_USER", ""), env.get("THUOCDO_MAIL_PASSWORD", ""))


def is_address(text: str) -> bool:
    """Whether ``text`` has the shape of a mail address that every mail server takes."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None and ".." not in text.split("@")[0]


def letter(*, sender: str, to: str, name: str, subject: str, text: str, about: str) -> EmailMessage:
    """A plain letter from our own address; ``about`` is the site's address, for the letter's own id.

    A line break in a name or a subject becomes a blank: nothing that a person wrote can add a header.
    """
    written = EmailMessage(policy=SMTP)
    written["From"] = Address("Thước Đo", addr_spec=sender)
    written["To"] = Address(" ".join(name.split()), addr_spec=to)
    written["Subject"] = " ".join(subject.split())
    written["Date"] = format_datetime(clock.in_vietnam(clock.now()))
    written["Message-ID"] = make_msgid(domain=re.sub(r"^https?://|[:/].*$", "", about) or "localhost")
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(text)
    return written
