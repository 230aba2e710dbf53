"""How a draft is cut into articles, and which counts may be shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.consultations.rules import (
    MARK,
    OPENING,
    STANCES,
    WHOLE,
    Stance,
    marked,
    may_send,
    parts_of,
    shown_counts,
    state_of,
    written_out,
)

LAW = """QUY ƯỚC
Chương I
QUY ĐỊNH CHUNG
**Điều 1.** Phạm vi
Theo Điều 3 dưới đây.
Chương II
TỔ CHỨC
# Điều 2: Đối tượng
Mọi nhà.
"""
WORDS = st.lists(
    st.sampled_from(
        ["Điều 1. Tên", "Điều 2: Tên", "# Tên", "I. Tên", "1. Tên", "Chương I", "VIẾT HOA", "lời", "", "## "]
    ),
    max_size=12,
)


def test_a_draft_is_cut_where_its_articles_begin() -> None:
    assert [part.heading for part in parts_of(marked(LAW))] == [OPENING, "Điều 1. Phạm vi", "Điều 2: Đối tượng"]


def test_a_chapter_goes_with_the_article_that_follows() -> None:
    *_before, last = parts_of(marked(LAW))
    assert last.text == "Chương II\nTỔ CHỨC\nMọi nhà."


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("I. Một\na\nII. Hai\nb", ["I. Một", "II. Hai"]),
        ("1. Một\na\n2. Hai\nb", ["1. Một", "2. Hai"]),
        ("# Một\na\n# Hai\nb", ["Một", "Hai"]),
        ("Điều 1. Một\na", ["Điều 1. Một"]),
        ("Chỉ một đoạn.", [WHOLE]),
        ("## Tự chia\n1. a\n2. b", ["Tự chia"]),
    ],
)
def test_other_drafts_are_cut_by_their_headings(text: str, headings: list[str]) -> None:
    assert [part.heading for part in parts_of(marked(text))] == headings


def test_a_heading_that_is_a_whole_sentence_goes_on_in_the_text() -> None:
    (part,) = parts_of(MARK + "Điều 1. " + "rất dài " * 60)
    assert len(part.heading) <= 300
    assert part.text.startswith("… ")


@settings(max_examples=60)
@given(WORDS)
def test_what_was_cut_and_written_out_is_cut_the_same_again(lines: list[str]) -> None:
    parts = parts_of(marked("\n".join(lines)))
    assert parts_of(written_out(parts)) == parts
    assert marked(written_out(parts)) == written_out(parts) or not parts


@pytest.mark.parametrize(
    ("today", "opened", "published", "state"),
    [
        (5, False, False, "draft"),
        (5, True, False, "coming"),
        (10, True, False, "open"),
        (20, True, False, "open"),
        (21, True, False, "ended"),
        (21, True, True, "published"),
    ],
)
def test_the_days_make_the_state(today: int, opened: bool, published: bool, state: str) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    days = (date(2026, 11, 10), date(2026, 11, 20))
    assert state_of(*days, at if opened else None, at if published else None, today=date(2026, 11, today)) == state


def test_a_page_opened_on_the_last_day_may_be_sent_on_the_next() -> None:
    days = (date(2026, 11, 10), date(2026, 11, 20))
    last = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert may_send(*days, page_at=last, now=last + timedelta(hours=20))
    assert not may_send(*days, page_at=last, now=last + timedelta(days=2))
    assert not may_send(*days, page_at=last + timedelta(hours=4), now=last + timedelta(hours=5))


@pytest.mark.parametrize(
    ("given_counts", "shown"),
    [
        ({"agree": 4}, None),
        ({"agree": 9}, {"agree": 9}),
        ({"agree": 9, "change": 6}, {"agree": 9, "change": 6}),
        ({"agree": 9, "change": 2, "disagree": 7}, {"agree": 9}),
        ({"agree": 9, "change": 7, "disagree": 3, "comment": 2}, {"agree": 9, "change": 7}),
        ({"agree": 9, "change": 4}, {}),
        ({"agree": 5, "change": 5, "disagree": 5, "comment": 5}, dict.fromkeys(STANCES, 5)),
    ],
)
def test_what_is_small_is_told_like_what_is_empty(given_counts: dict, shown: dict | None) -> None:  # type: ignore[type-arg]
    assert shown_counts(given_counts, 5) == (shown if shown is None else dict.fromkeys(STANCES) | shown)


counts_of_articles = st.dictionaries(st.sampled_from(list(STANCES)), st.integers(0, 12))


@settings(max_examples=80)
@given(counts_of_articles, st.integers(2, 6))
def test_the_total_of_an_article_gives_no_small_count_away(counts: dict, minimum: int) -> None:  # type: ignore[type-arg]
    """Who subtracts what is shown from the total is left with nobody, or with enough people of at least two kinds."""
    shown = shown_counts(counts, minimum)
    if shown is None:
        assert sum(counts.values()) < minimum
        return
    assert all(number is None or number >= minimum for number in shown.values())
    left = sum(counts.values()) - sum(number or 0 for number in shown.values())
    people = [stance for stance, number in shown.items() if number is None and counts.get(stance)]
    assert not left or (left >= minimum and len(people) >= 2)


def test_a_single_opinion_takes_the_next_smallest_count_with_it() -> None:
    few: list[dict[Stance, int]] = [{"agree": 20, "change": 6, "disagree": number} for number in (0, 1)]
    assert shown_counts(few[0], 5) == {"agree": 20, "change": 6, "disagree": None, "comment": None}
    assert shown_counts(few[1], 5) == {"agree": 20, "change": None, "disagree": None, "comment": None}
