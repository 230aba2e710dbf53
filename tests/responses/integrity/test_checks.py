"""Each check sees its own sign and nothing else; weak signs do nothing alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.responses.integrity.mark import add_to_mark, read_mark, seconds_left
from app.responses.integrity.rules import (
    CHECKS,
    LIMITS,
    OWN,
    Circumstances,
    Rules,
    data_of,
    judge,
    reason_of,
    rules_of,
)
from app.responses.models import MODES

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
CALM = Circumstances(mode="phone", at=NOON, elapsed=60, points=(5, 4, 4, 5, 3))
MOMENTS = st.datetimes(NOON.replace(tzinfo=None), NOON.replace(tzinfo=None, year=2027), timezones=st.just(UTC))
ANY = st.builds(
    Circumstances,
    mode=st.sampled_from(MODES),
    at=MOMENTS,
    opened=st.none() | MOMENTS,
    elapsed=st.none() | st.integers(0, 100),
    points=st.lists(st.integers(1, 5), max_size=12).map(tuple),
    sent_before=st.integers(0, 60),
    at_desk=st.integers(1, 3000),
    alike=st.integers(1, 1500),
    by_official=st.booleans(),
    trapped=st.booleans(),
    from_elsewhere=st.booleans(),
    in_office_network=st.booleans(),
)
HOURS = {"days": [0, 1, 2, 3, 4], "opens": "07:30", "closes": "17:00"}


def at(hour: int, day: int = 20) -> datetime:
    """An hour in Vietnam; 20 November 2026 is a Friday."""
    return datetime(2026, 11, day, 0, 30, tzinfo=UTC) + timedelta(hours=hour - 7)


def test_it_works() -> None:
    assert judge(CALM, Rules()) == ()


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        (replace(CALM, sent_before=1), ()),
        (replace(CALM, sent_before=2), ("same_browser",)),
        (replace(CALM, elapsed=2), ("too_fast", "hasty")),
        (replace(CALM, elapsed=3), ()),
        (replace(CALM, elapsed=None), ()),
        (replace(CALM, points=(5,) * 5), ()),
        (replace(CALM, points=(5,) * 5, elapsed=5), ("straight_line", "hasty")),
        (replace(CALM, points=(5,) * 4, elapsed=5), ()),
        (replace(CALM, alike=46), ()),
        (replace(CALM, alike=46, elapsed=5), ("hasty", "alike")),
        (replace(CALM, alike=46, points=(1,) * 6), ("straight_line", "alike")),
        (replace(CALM, at_desk=60), ()),
        (replace(CALM, at_desk=61), ("burst",)),
        (replace(CALM, by_official=True), ("by_official",)),
        (replace(CALM, trapped=True), ("trapped",)),
        (replace(CALM, from_elsewhere=True), ("from_elsewhere",)),
        (replace(CALM, in_office_network=True), ("office_network",)),
        (replace(CALM, at=at(23)), ("out_of_hours",)),
        (replace(CALM, at=at(3)), ("out_of_hours",)),
        (replace(CALM, at=at(5)), ()),
        (replace(CALM, at=at(23), opened=at(16)), ()),
        (replace(CALM, at=at(23), opened=at(22)), ("out_of_hours",)),
        (replace(CALM, at=at(9), opened=at(2)), ()),
        (replace(CALM, at=at(23), opened=at(9), hours=HOURS), ()),
        (replace(CALM, at=at(9, day=21), opened=at(20), hours=HOURS), ("out_of_hours",)),
        (replace(CALM, at=at(19), hours=HOURS), ()),
        (replace(CALM, at=at(20), hours=HOURS), ("out_of_hours",)),
        (replace(CALM, at=at(9, day=21), hours=HOURS), ("out_of_hours",)),
    ],
)
def test_each_sign_alone(found: Circumstances, seen: tuple[str, ...]) -> None:
    assert judge(found, Rules()) == seen


@pytest.mark.parametrize("mode", ["paper", "assisted"])
@given(found=ANY)
def test_what_staff_type_or_ask_is_not_judged(mode: str, found: Circumstances) -> None:
    assert judge(replace(found, mode=mode), Rules()) == ()


@given(found=ANY)
def test_a_check_that_is_off_sees_nothing(found: Circumstances) -> None:
    for key in CHECKS:
        assert key not in judge(found, Rules(off=frozenset({key})))
    assert judge(found, Rules(off=frozenset(CHECKS))) == ()


@given(found=ANY)
def test_one_weak_sign_is_none(found: Circumstances) -> None:
    seen = judge(found, Rules())
    assert len(seen) != 1 or not CHECKS[seen[0]].weak
    assert len(reason_of(seen)) <= 700


@given(found=ANY, later=st.integers(1, 50))
def test_more_of_a_sign_never_helps(found: Circumstances, later: int) -> None:
    """Whoever was set aside stays so when everything gets more suspicious."""
    seen = set(judge(found, Rules()))
    worse = replace(
        found, sent_before=found.sent_before + later, at_desk=found.at_desk + later, alike=found.alike + later
    )
    assert seen <= set(judge(worse, Rules()))


@given(alike=st.integers(1, 5000))
def test_a_network_alone_is_never_a_reason(alike: int) -> None:
    assert judge(replace(CALM, alike=alike), Rules()) == ()


@given(st.dictionaries(st.sampled_from(list(LIMITS)), st.integers(-10, 5000)), st.sets(st.sampled_from(list(CHECKS))))
def test_rules_are_stored_and_read_and_never_out_of_bounds(limits: dict[str, int], off: set[str]) -> None:
    rules = rules_of({"limits": limits, "off": sorted(off), "networks": []})
    assert all(limit.low <= rules[limit] <= limit.high for limit in LIMITS.values())
    assert rules_of(data_of(rules)) == rules
    assert rules.off == off


@pytest.mark.parametrize("stored", [None, {}, {"limits": {"gone.check": 3, "burst.most": "9"}, "off": ["gone"]}])
def test_what_nobody_knows_gives_the_defaults(stored: dict[str, object] | None) -> None:
    assert rules_of(stored) == Rules()


def test_limits_belong_to_their_check_and_defaults_lie_within_bounds() -> None:
    for check in CHECKS.values():
        assert check.modes & OWN
        for limit in check.limits:
            assert limit.key.startswith(f"{check.key}.")
            assert limit.low <= limit.default <= limit.high


@given(st.lists(st.integers(1, 60), max_size=80), MOMENTS)
def test_a_mark_counts_what_it_was_told_last(editions: list[int], moment: datetime) -> None:
    before: dict[int, int] = {}
    text = ""
    for edition in editions:
        text = add_to_mark("s", moment.date(), before, edition)
        before = read_mark("s", moment.date(), text)
    assert len(text) < 1000
    if editions:
        assert before[editions[-1]] >= 1
    if len(set(editions)) <= 40:
        assert before == {edition: editions.count(edition) for edition in editions}
    assert read_mark("s", moment.date() + timedelta(days=1), text) == {}
    assert read_mark("other", moment.date(), text) == {}
    assert 0 < seconds_left(moment) <= 86400


@given(st.text(max_size=60))
def test_any_other_text_is_no_mark(text: str) -> None:
    assert read_mark("s", NOON.date(), text) == {}


def test_two_who_did_the_same_carry_the_same_mark() -> None:
    assert add_to_mark("s", NOON.date(), {}, 7) == add_to_mark("s", NOON.date(), {}, 7)
