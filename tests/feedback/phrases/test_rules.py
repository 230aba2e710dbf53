"""Phrases of one or two syllables, counted by people and not by how often."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.phrases.rules import groups_of, phrases_in, samples


def told(*texts: str, minimum: int = 2) -> dict[str, int]:
    groups = groups_of([(at, text) for at, text in enumerate(texts)], minimum=minimum)
    return {group.phrase: len(group.people) for group in groups}


def test_it_works() -> None:
    texts = ["Chờ lâu quá!", "Tôi phải chờ lâu.", "Thái độ tốt", "thái độ lịch sự", "Đường xấu"]
    assert told(*texts) == {"chờ lâu": 2, "thái độ": 2}


def test_a_word_of_two_syllables_is_not_torn_apart() -> None:
    assert told("không hài lòng", "rất hài lòng", "Hài lòng.") == {"hài lòng": 3}


def test_who_repeats_himself_is_one_person() -> None:
    groups = groups_of([("a", "chậm, chậm, chậm"), ("a", "vẫn chậm"), ("b", "nhanh")], minimum=2)
    assert groups == []


def test_small_groups_stay_hidden() -> None:
    assert told(*["thiếu ghế"] * 4, minimum=5) == {}
    assert told(*["thiếu ghế"] * 5, minimum=5) == {"thiếu ghế": 5}


def test_marks_between_words_part_them() -> None:
    assert "lâu thái" not in phrases_in("chờ lâu, thái độ kém")
    assert "quầy số" not in phrases_in("quầy\nsố")


def test_words_that_only_join_lead_no_group() -> None:
    assert told("tôi và các anh chị", "tôi với các anh chị") == {}


def test_texts_without_marks_are_counted_with_what_they_mean() -> None:
    assert told("cho lau qua", "Chờ lâu", "chờ lâu lắm", "chỗ lâu") == {"chờ lâu": 3}


def test_where_nobody_uses_marks_the_phrases_have_none() -> None:
    assert told("phien phuc qua", "rat phien phuc") == {"phien phuc": 2}


def test_the_same_letters_written_in_two_ways_are_one_phrase() -> None:
    assert told("hài lòng", "ha\u0300i lo\u0300ng") == {"hài lòng": 2}


def test_a_group_shows_different_texts_that_hold_the_phrase() -> None:
    texts = [(1, "Chờ lâu."), (2, "Chờ lâu."), (3, "cho lau"), (3, "Ghế ít."), (4, "Phải chờ lâu!")]
    (group,) = groups_of(texts, minimum=3)
    assert list(samples(group, texts, 5)) == ["Chờ lâu.", "cho lau", "Phải chờ lâu!"]
    assert list(samples(group, texts, 1)) == ["Chờ lâu."]


WORDS = st.sampled_from(["chờ", "lâu", "cho", "lau", "tốt", "và", "không", "Ghế", "!", "\n", "7", "ghế"])
TEXTS = st.lists(st.tuples(st.integers(0, 6), st.lists(WORDS, max_size=6).map(" ".join)), max_size=12)


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_groups_never_go_below_the_minimum_nor_repeat_each_other(texts: list[tuple[int, str]], minimum: int) -> None:
    groups = groups_of(texts, minimum=minimum)
    assert all(len(group.people) >= minimum for group in groups)
    assert len({group.phrase for group in groups}) == len({group.people for group in groups}) == len(groups)
    assert groups == groups_of(texts[::-1], minimum=minimum)
    for group in groups:
        assert set(samples(group, texts, 99)) <= {text for person, text in texts if person in group.people}
        assert list(samples(group, texts, 1))
