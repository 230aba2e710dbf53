"""What of an answer is its own: never the words of a template, however dressed; always a fact of the matter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.wordings.own import says_something
from app.feedback.wordings.rules import blanks_in, filled
from app.feedback.wordings.shipped import SHIPPED
from tests.feedback.wordings.test_rules import FULL

READY = [filled(each.text, FULL) for each in SHIPPED]
WITH_BLANKS = [ready for ready in READY if blanks_in(ready)]
SMALL_CHANGE = (
    "đã được xử lý xong", "sẽ xem xét", "theo quy định", "nghiêm túc tiếp thu", "Xin trân trọng cảm ơn Ông/Bà",
    "đã ghi nhận", "trong thời gian sớm nhất", "đúng hạn", "kịp thời giải quyết", "các cơ quan chức năng", "12", "2026",
    "09/12/2026", "rồi ạ", "đã khắc phục.",
)  # fmt: skip
"""What may stand in the answer to anything, and days and numbers alone."""
FACTS = (
    "thay bốn bóng đèn", "Đã thay bóng đèn ngõ 12 sáng 20/11.", "nạo vét 40 mét cống", "dọn rác ở thôn Đông Hạ",
    "Công ty Cấp nước nối lại ống chiều qua", "giữ nguyên vì đường này thuộc tỉnh quản lý, xã không được đào",
    "trả hồ sơ ngày 19/11/2026",
)  # fmt: skip


def fill(ready: str, words: str) -> str:
    """A text kept ready with ``words`` in place of every blank."""
    return re.sub(r"\[[^\[\]\n]+\]", lambda _blank: words, ready)


def test_it_works() -> None:
    ready = ["Cơ quan đã kiểm tra phản ánh và [việc đã làm]. Mong Ông/Bà tiếp tục góp ý."]
    assert says_something(fill(ready[0], "thay bóng đèn ngõ 12"), ready)
    assert not says_something(fill(ready[0], "đã xử lý xong rồi"), ready)
    assert not says_something(fill(ready[0], ""), ready)


@given(st.sampled_from(READY), st.lists(st.sampled_from(SMALL_CHANGE), max_size=5), st.booleans())
@settings(max_examples=30)
def test_a_template_dressed_in_small_change_is_still_a_template(ready: str, dressed: list[str], inside: bool) -> None:
    words = " ".join(dressed)
    answer = fill(ready, words) if inside else f"{fill(ready, '')} {words}"
    assert not says_something(answer, READY, "Đèn đường ngõ 12 tắt.")


@given(st.lists(st.sampled_from(WITH_BLANKS), min_size=1, max_size=6), st.sampled_from(FACTS), st.data())
@settings(max_examples=30)
def test_a_fact_is_enough_however_long_the_template(ready: list[str], fact: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(ready) - 1))
    answer = "\n".join(fill(one, fact if place == at else "") for place, one in enumerate(ready))
    assert says_something(answer, READY)


@given(st.sampled_from([*FACTS, "Đã thay.", "Đã nạo vét cống ngày 20/11.", "Đã xử lý."]))
@settings(max_examples=20)
def test_who_uses_no_text_kept_ready_may_be_short(own: str) -> None:
    assert says_something(own, READY)


@given(st.lists(st.sampled_from([*READY, *FACTS, *SMALL_CHANGE]), max_size=5), st.sampled_from(FACTS))
@settings(max_examples=25)
def test_a_fact_more_never_makes_an_answer_worse(parts: list[str], fact: str) -> None:
    assert says_something("\n".join([*parts, fact]), READY)


@pytest.mark.parametrize("said", ["Cống nhà tôi TẮC, nước tràn ra đường.", "cong tac o ngo nha toi"])
def test_what_is_called_as_the_sender_called_it_ties_the_answer_to_him(said: str) -> None:
    ready = "Cơ quan đã kiểm tra phản ánh của Ông/Bà."
    answer = f"{ready} Cống đã thông."
    assert says_something(answer, [ready], said)
    assert not says_something(answer, [ready], "Ghế chờ thiếu."), "what the sender never said ties nothing"


def test_a_changed_day_is_nothing_of_ones_own() -> None:
    ready = filled("Cơ quan đã nhận và sẽ xem xét việc này vào ngày [thời hạn].", FULL)
    assert not says_something(ready.replace("04/12/2026", "09/12/2026"), [ready])
    assert says_something(f"{ready} Đèn ở cột số 4 đã thay.", [ready])
