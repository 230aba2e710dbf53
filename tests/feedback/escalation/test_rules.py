"""Who hears at which share of a case's time; and that nobody hears a share twice, whatever happens between letters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.letters.models import Reminder
from app.feedback.clock.rules import STAGES
from app.feedback.escalation.rules import Line, case_entry, level_to_tell, mark_of

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(("stage", "mine", "heads"), [(0, None, None), (50, 50, None), (80, 80, 80), (100, 100, 100)])
def test_it_works(stage: int, mine: int | None, heads: int | None) -> None:
    assert level_to_tell(stage, [], mine=True) == mine
    assert level_to_tell(stage, [], mine=False) == heads


def test_what_was_missed_between_two_letters_is_not_made_up_for() -> None:
    assert level_to_tell(100, ["50"], mine=True) == 100
    assert level_to_tell(100, ["50", "100"], mine=True) is None


def test_a_day_of_rest_that_is_announced_later_tells_nothing_again() -> None:
    assert level_to_tell(80, ["100"], mine=False) is None


@settings(max_examples=30)
@given(seen=st.lists(st.sampled_from((0, *STAGES)), max_size=20), mine=st.booleans())
def test_each_share_is_told_once_and_never_a_lower_one_later(seen: list[int], mine: bool) -> None:
    told: list[int] = []
    for stage in seen:
        level = level_to_tell(stage, map(str, told), mine=mine)
        if level is not None:
            assert level == stage
            told.append(level)
    assert all(before < after for before, after in pairwise(told))
    assert mine or 50 not in told


def test_the_ledger_has_room_for_every_entry() -> None:
    longest = case_entry(UUID(int=2**128 - 1), 999_999)
    assert len(longest) <= (Reminder.__table__.c.entry.type.length or 0)  # type: ignore[attr-defined]  # a String
    assert mark_of(longest, date(2026, 11, 21), None) is None


def test_a_first_reply_that_was_not_given_is_late_too() -> None:
    late, later = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    line = Line("7F3A-91C2", "petition", "normal", 0, due_at=later)
    assert not line.is_late(NOW)
    assert Line("7F3A-91C2", "petition", "normal", 0, due_at=later, first_due_at=late).is_late(NOW)
    assert Line("7F3A-91C2", "petition", "normal", 100, due_at=late).is_late(NOW)
