"""Which step may follow which."""

from __future__ import annotations

from datetime import date

import pytest

from app.feedback.supervision.rules import CLOSED, STATES, VERBS, is_late, state_after, why_not

DAY = date(2026, 11, 20)


def test_it_works() -> None:
    """The longest way: proposed, answered, insisted on, answered again, closed without agreement."""
    state = "open"
    for verb in ("propose", "answer", "insist", "propose", "answer", "refuse"):
        assert why_not(verb, state) is None
        state = state_after(verb, state)
    assert state == "disagreed"


@pytest.mark.parametrize(
    ("verb", "state", "words"),
    [
        ("answer", "answered", "đang chờ bên giám sát"),
        ("propose", "answered_again", "đang chờ bên giám sát"),
        ("accept", "open", "chưa trả lời"),
        ("insist", "insisted", "chưa trả lời"),
        ("insist", "answered_again", "giữ ý kiến một lần rồi"),
        ("refuse", "answered", "mới trả lời một lần"),
        ("answer", "agreed", "đã khép lại"),
        ("accept", "disagreed", "đã khép lại"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(verb: str, state: str, words: str) -> None:
    assert words in (why_not(verb, state) or "")


def test_every_way_ends_closed_and_nothing_leaves_it() -> None:
    reached = {after for verb in VERBS.values() for after in verb.leads.values()} | {"open"}
    assert reached == set(STATES)
    assert not any(state in verb.leads for verb in VERBS.values() for state in CLOSED)


def test_the_day_itself_is_in_time() -> None:
    assert not is_late("open", DAY, DAY)
    assert is_late("insisted", DAY, date(2026, 11, 21))
    assert not is_late("answered", DAY, date(2027, 1, 1))
