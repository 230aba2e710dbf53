"""Contact details: sealed, opened by who may and written down, purged in time, renewed under a new key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden
from app.feedback.cases.actions import answer, close
from app.feedback.cases.models import Case
from app.feedback.contact.actions import open_contact, purge, reseal
from app.feedback.contact.models import CaseContact
from app.feedback.contact.rules import ConsentMissing, contact_in
from app.feedback.contact.vault import Unreadable, Vault
from tests.cast import Cast
from tests.make import CONTACT_KEY, Make

VAULT = Vault([CONTACT_KEY])
LEFT = {"name": "Bà Tư", "phone": "0912 345 678"}


@pytest.fixture
def case(make: Make, cast: Cast) -> Case:
    return make.case(cast.hoa_sen, contact=LEFT)


def test_it_works(session: Session, case: Case, cast: Cast) -> None:
    """Who answers reads it, and that he did is written down; what was read is not."""
    assert open_contact(session, case, VAULT, by=cast.minh.id) == LEFT
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.target == f"case:{case.id}")).one()
    assert (entry.official_id, entry.details) == (cast.minh.id, {"name": case.reference})


def test_nothing_of_it_can_be_read_in_the_database(session: Session, case: Case) -> None:
    row = session.get_one(CaseContact, case.id)
    assert not any(part in str(vars(row)) for part in ("Tư", "0912", "345"))
    assert VAULT.seal(LEFT) != VAULT.seal(LEFT)


def test_who_may_not_answer_does_not_read_it(session: Session, case: Case, cast: Cast) -> None:
    for who in (cast.hoa, cast.quan):
        with pytest.raises(Forbidden):
            open_contact(session, case, VAULT, by=who.id)
    assert session.scalars(select(AuditEntry).where(AuditEntry.target == f"case:{case.id}")).all() == []


def test_a_case_without_contact_has_nothing_to_open(session: Session, make: Make, cast: Cast) -> None:
    assert open_contact(session, make.case(cast.hoa_sen), VAULT, by=cast.minh.id) == {}


@pytest.mark.parametrize("keys", [[], [Fernet.generate_key().decode()]])
def test_without_the_right_key_it_says_what_to_do(case: Case, session: Session, keys: list[str]) -> None:
    with pytest.raises(Unreadable, match="THUOCDO_CONTACT_KEYS"):
        Vault(keys).open(session.get_one(CaseContact, case.id).sealed)


def test_a_new_key_takes_over(session: Session, case: Case) -> None:
    new = Fernet.generate_key().decode()
    assert reseal(session, Vault([new, CONTACT_KEY])) == 1
    assert Vault([new]).open(session.get_one(CaseContact, case.id).sealed) == LEFT


def test_it_goes_on_its_last_day_and_not_before(session: Session, case: Case) -> None:
    last = session.get_one(CaseContact, case.id).delete_on
    assert purge(session, today=last - timedelta(days=1)) == 0
    assert purge(session, today=last) == 1
    assert session.get(Case, case.id) is not None


def test_it_goes_thirty_days_after_the_end(session: Session, case: Case, cast: Cast) -> None:
    answer(session, case, "Đã thay bóng.", by=cast.minh.id, seen=None)
    close(session, case, proof="explained", text="Đã xem tại chỗ.", by=cast.minh.id, seen=None)
    session.commit()
    assert purge(session, today=clock.today() + timedelta(days=30)) == 0
    assert purge(session, today=clock.today() + timedelta(days=31)) == 1


def test_blank_parts_are_nothing() -> None:
    assert contact_in({"name": "  ", "phone": ""}, agreed=False) == {}
    assert contact_in({"name": " Bà\n Tư ", "other": "x"}, agreed=True) == {"name": "Bà Tư"}
    with pytest.raises(ConsentMissing):
        contact_in({"name": " "}, agreed=True)
    with pytest.raises(ConsentMissing):
        contact_in({"name": "Bà Tư"}, agreed=False)
