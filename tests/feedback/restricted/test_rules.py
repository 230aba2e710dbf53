"""Which words are pointed out, and who reads a text that accuses somebody."""

from __future__ import annotations

import pytest

from app.feedback.restricted.rules import Readers, Rung, readers_of, telling_words

HEAD, RECEIVER, OFFICER, ABOVE = 1, 2, 3, 9
OWN = Rung(10, frozenset({HEAD}), frozenset({RECEIVER}))
PROVINCE = Rung(20, frozenset({ABOVE}), frozenset())
EMPTY = Rung(15, frozenset(), frozenset())


def test_it_works() -> None:
    assert readers_of([OWN, PROVINCE], [], whole_office=False) == Readers(own=True, above_id=None)


@pytest.mark.parametrize(
    ("accused", "whole", "own", "above"),
    [
        ([OFFICER], False, True, None),
        ([RECEIVER], False, True, 20),
        ([HEAD], False, False, 20),
        ([HEAD, RECEIVER], False, False, 20),
        ([], True, False, 20),
        ([OFFICER], True, False, 20),
    ],
)
def test_whom_it_accuses_decides_who_reads(accused: list[int], whole: bool, own: bool, above: int | None) -> None:
    assert readers_of([OWN, PROVINCE], accused, whole_office=whole) == Readers(own, above)


def test_above_means_the_nearest_office_where_somebody_reads() -> None:
    assert readers_of([OWN, EMPTY, PROVINCE], [HEAD], whole_office=False).above_id == 20
    assert readers_of([OWN, EMPTY], [HEAD], whole_office=False).above_id == 15
    assert readers_of([OWN, PROVINCE, EMPTY], [HEAD, ABOVE], whole_office=False).above_id == 20


def test_without_an_office_above_nobody_reads_what_accuses_the_head() -> None:
    assert readers_of([OWN], [HEAD], whole_office=False) == Readers(own=False, above_id=None)
    assert readers_of([OWN], [RECEIVER], whole_office=False) == Readers(own=True, above_id=None)


def test_an_office_without_a_head_has_its_receiver() -> None:
    lonely = Rung(10, frozenset(), frozenset({RECEIVER}))
    assert readers_of([lonely, PROVINCE], [OFFICER], whole_office=False) == Readers(own=True, above_id=None)
    assert readers_of([lonely, PROVINCE], [RECEIVER], whole_office=False) == Readers(own=False, above_id=20)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tôi làm đơn khiếu nại việc thu hồi đất.", ["khiếu nại", "thu hồi đất"]),
        ("TÔI TỐ CÁO", ["tố cáo"]),
        ("toi muon to cao ong ay", ["tố cáo"]),
        ("Anh ấy người to cao, nói năng nhẹ nhàng.", []),
        ("Đòi  tiền,\nđưa phong bì mới làm", ["đòi tiền", "phong bì"]),
        ("Nhận hối lộ", ["nhận hối lộ"]),
        ("Cần thêm ghế ngồi.", []),
        ("", []),
    ],
)
def test_words_are_pointed_out_as_they_are_written(text: str, words: list[str]) -> None:
    assert telling_words(text) == words
