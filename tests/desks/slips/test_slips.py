"""Slips: making a batch, spending one, revoking what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.tokens import is_checked
from app.desks.actions import DeskRetired, retire_desk, retire_placement
from app.desks.models import Desk, Placement
from app.desks.slips.actions import (
    AlreadyRevoked,
    BadCount,
    NothingAsked,
    SlipUsed,
    make_slips,
    revoke_slips,
    use_slip,
)
from app.desks.slips.models import Slip, SlipBatch, UnusedSlip
from app.desks.slips.queries import batches_at, slip_state
from app.desks.slips.rules import MOST_SLIPS, VALID_DAYS, Used, hash_of, told_used
from tests.conftest import SECRET
from tests.make import Make


@pytest.fixture
def placement(make: Make) -> Placement:
    return make.placement()


@pytest.fixture
def desk(placement: Placement) -> Desk:
    return placement.desk


def made(session: Session, desk: Desk, count: int = 7) -> list[str]:
    return make_slips(session, desk, count=count, secret=SECRET, by=None)


def test_it_works(session: Session, desk: Desk) -> None:
    codes = made(session, desk)
    assert len(set(codes)) == 7
    assert all(is_checked(code) for code in codes)
    use_slip(session, SECRET, codes[0].lower().replace("0", "o").replace("1", "l"))
    state = slip_state(session, SECRET, codes[0])
    assert state
    assert (state.desk, state.is_used, state.is_good) == (desk, True, False)
    other = slip_state(session, SECRET, f" {codes[1][:4]}-{codes[1][4:8]}-{codes[1][8:]} ")
    assert other
    assert other.is_good


def test_no_code_is_stored_as_it_is(session: Session, desk: Desk) -> None:
    codes = made(session, desk)
    stored = set(session.scalars(select(Slip.code_hash)))
    assert stored == {hash_of(SECRET, code) for code in codes}
    assert not stored & set(codes)
    assert hash_of("another secret", codes[0]) not in stored


def test_rows_lie_in_an_order_of_their_own(session: Session, desk: Desk) -> None:
    """Neither their place on the sheets nor the order of their use can be read off the table."""
    made(session, desk, 50)
    stored = list(session.scalars(select(Slip.code_hash)))
    assert stored == sorted(stored)


def test_nothing_but_the_row_of_what_is_unused_goes(session: Session, desk: Desk) -> None:
    codes = made(session, desk)
    before = [tuple(row) for row in session.execute(select(SlipBatch.__table__))]
    use_slip(session, SECRET, codes[3])
    session.flush()
    assert [tuple(row) for row in session.execute(select(SlipBatch.__table__))] == before
    assert len(list(session.scalars(select(Slip.code_hash)))) == 7
    assert hash_of(SECRET, codes[3]) not in set(session.scalars(select(UnusedSlip.code_hash)))


def test_a_slip_is_spent_once(session: Session, desk: Desk) -> None:
    code = made(session, desk)[0]
    use_slip(session, SECRET, code)
    with pytest.raises(SlipUsed):
        use_slip(session, SECRET, code)


def test_a_code_that_was_never_printed_is_worth_nothing(session: Session, desk: Desk) -> None:
    made(session, desk)
    with pytest.raises(SlipUsed):
        use_slip(session, SECRET, "7K3M9PQR2XYZ")
    assert slip_state(session, SECRET, "7K3M9PQR2XYZ") is None


def test_a_revoked_batch_is_worth_nothing(session: Session, desk: Desk) -> None:
    code = made(session, desk)[0]
    batch = session.scalars(select(SlipBatch)).one()
    revoke_slips(session, batch, by=None)
    assert batch.revoked_on == today()
    with pytest.raises(SlipUsed):
        use_slip(session, SECRET, code)
    state = slip_state(session, SECRET, code)
    assert state
    assert state.is_revoked
    with pytest.raises(AlreadyRevoked):
        revoke_slips(session, batch, by=None)


@pytest.mark.parametrize("count", [0, -1, MOST_SLIPS + 1])
def test_a_batch_has_bounds(session: Session, desk: Desk, count: int) -> None:
    with pytest.raises(BadCount):
        made(session, desk, count)


def test_a_retired_desk_gets_none(session: Session, desk: Desk) -> None:
    retire_desk(session, desk)
    with pytest.raises(DeskRetired):
        made(session, desk)


def test_a_desk_where_nothing_is_asked_gets_none(session: Session, desk: Desk, placement: Placement) -> None:
    retire_placement(session, placement)
    with pytest.raises(NothingAsked):
        made(session, desk)
    with pytest.raises(NothingAsked):
        make_slips(session, desk, count=3, secret=SECRET, placement=placement, by=None)


def test_use_is_told_in_steps(session: Session, desk: Desk) -> None:
    """Handing out one slip and watching the list must not tell that this one was used."""
    codes = made(session, desk, 12)
    told = []
    for code in codes:
        use_slip(session, SECRET, code)
        told.append(batches_at(session, desk, 5)[0].used)
    assert told == [Used(0, 4)] * 4 + [Used(5, 9)] * 5 + [Used(10, 12)] * 3


@pytest.mark.parametrize(("used", "told"), [(0, (0, 4)), (4, (0, 4)), (5, (5, 9)), (49, (45, 49)), (50, (50, 50))])
def test_a_step_is_never_smaller_than_the_minimum(used: int, told: tuple[int, int]) -> None:
    assert told_used(used, 50, 5) == Used(*told)


def test_a_slip_grows_old(session: Session, desk: Desk) -> None:
    """On its last day it is good, on the next it is worth nothing; what was used stays used."""
    (code,) = made(session, desk, 1)
    batch = session.scalars(select(SlipBatch)).one()
    batch.made_on = today() - timedelta(days=VALID_DAYS)
    session.flush()
    state = slip_state(session, SECRET, code)
    assert state
    assert (state.last_day, state.is_good) == (today(), True)
    batch.made_on -= timedelta(days=1)
    session.flush()
    state = slip_state(session, SECRET, code)
    assert state
    assert (state.is_expired, state.is_good) == (True, False)
    with pytest.raises(SlipUsed):
        use_slip(session, SECRET, code)
    batch.made_on += timedelta(days=1)
    session.flush()
    use_slip(session, SECRET, code)
