"""Adding officials, setting passwords, signing in and out.

Passwords are hashed with argon2id at the parameters of OWASP's password storage cheat sheet (19 MiB, two passes). Five
wrong passwords in a row lock the account for fifteen minutes; the answer is the same for a wrong name, a wrong password
and a locked account, so that nobody learns which names exist.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Credential, Official, SignIn
from app.accounts.queries import official_named
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.mail import is_address
from app.core.text import N_, SOURCE, STAFF_LOCALES
from app.core.tokens import fingerprint, new_code

FAILURES_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class NameTaken(Conflict):
    """Another official signs in with this name."""


class WrongPassword(Problem):
    """The present password does not match."""


class SamePassword(Problem):
    """A password that others may know is not replaced by itself."""


class WeakPassword(Problem):
    """The password is too short, or one of the first that anybody would try."""


class UnfitAddress(Problem):
    """Letters could not reach this address."""


def add_official(session: Session, *, sign_in_name: str, name: str, password: str, temporary: bool = False) -> Official:
    """Add an official who can sign in at once; a ``temporary`` password has to be replaced then."""
    sign_in_name = sign_in_name.strip().lower()
    if session.scalar(select(Official.id).where(Official.sign_in_name == sign_in_name)):
        raise _name_taken(sign_in_name)
    official = Official(sign_in_name=sign_in_name, name=name.strip(), created_at=clock.now())
    try:
        with session.begin_nested():
            session.add(official)
    except IntegrityError as problem:  # somebody else took the name since we looked
        raise _name_taken(sign_in_name) from problem
    set_password(session, official, password, temporary=temporary)
    return official


def first_password() -> str:
    """A random password to be handed over once: sixteen characters that can be read aloud, in fours."""
    code = new_code(16)
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def set_password(session: Session, official: Official, password: str, *, temporary: bool = False) -> None:
    """Give ``official`` a new password and end every open sign-in; ``temporary`` where somebody else knows it too."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 5:
        raise WeakPassword(
            N_(
                "Mật khẩu phải có ít nhất %(length)d ký tự và không chỉ lặp lại vài ký tự. "
                "Một câu ngắn dễ nhớ là tốt nhất."
            ),
            length=SHORTEST_PASSWORD,
        )
    credential = session.get(Credential, official.id) or Credential(official_id=official.id)
    credential.secret_hash = _hasher.hash(password)
    credential.changed_at = clock.now()
    credential.temporary = temporary
    credential.failures, credential.locked_until = 0, None
    session.add(credential)
    end_all_sign_ins(session, official.id)
    session.flush()


def change_password(session: Session, official: Official, *, present: str, new: str) -> None:
    """Replace an official's own password, which ends every open sign-in, this one included."""
    credential = session.get(Credential, official.id)
    if credential is None or not _matches(credential, present):
        raise WrongPassword(N_("Mật khẩu hiện tại không đúng. Hãy nhập lại."))
    if new == present:
        raise SamePassword(N_("Mật khẩu mới trùng với mật khẩu hiện tại. Hãy chọn mật khẩu khác."))
    set_password(session, official, new)


def sign_in(
    session: Session, *, sign_in_name: str, password: str, at: datetime, hours: int
) -> tuple[Official, str] | None:
    """Check the password and open a sign-in; the token is returned once and stored hashed.

    ``None`` is a refusal. It is a value and not an exception because the counted failure has to be committed.
    """
    official = official_named(session, sign_in_name)
    credential = official.credential if official else None
    if official is None or credential is None:
        _hasher.hash(password)  # the same work as for a name that exists
        return None
    locked = credential.locked_until is not None and credential.locked_until > at
    if not _matches(credential, password):
        if not locked:
            _count_failure(credential, at)
            session.flush()
        return None
    if locked:
        return None
    credential.failures, credential.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(token_hash=fingerprint(token), official=official, created_at=at, expires_at=at + timedelta(hours=hours))
    )
    session.flush()
    return official, token


def choose_mail(session: Session, official: Official, *, email: str, wanted: bool, locale: str) -> None:
    """Where an official's letters go, whether any are wanted, and in which language; refuses what is no address."""
    email = email.strip()
    if email and not is_address(email):
        raise UnfitAddress(N_("Địa chỉ thư điện tử không đúng. Hãy ghi như ví dụ: ten@xa-cua-toi.gov.vn"))
    official.email, official.mail_wanted = email or None, wanted
    official.mail_locale = locale if locale in STAFF_LOCALES else SOURCE
    session.flush()


def end_sign_in(session: Session, token: str) -> None:
    """Close the sign-in that ``token`` opened."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_all_sign_ins(session: Session, official_id: int) -> None:
    """Close every open sign-in of an official."""
    session.execute(
        update(SignIn).where(SignIn.official_id == official_id, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    )


def _name_taken(sign_in_name: str) -> NameTaken:
    return NameTaken(N_("Tên đăng nhập “%(name)s” đã được sử dụng. Hãy chọn tên khác."), name=sign_in_name)


def _matches(credential: Credential, password: str) -> bool:
    try:
        return _hasher.verify(credential.secret_hash, password)
    except VerificationError:
        return False


def _count_failure(credential: Credential, at: datetime) -> None:
    credential.failures += 1
    if credential.failures >= FAILURES_BEFORE_LOCK:
        credential.failures, credential.locked_until = 0, at + LOCKED_FOR
