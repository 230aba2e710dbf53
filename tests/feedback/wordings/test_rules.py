"""What is filled in, and what stays in brackets."""

from __future__ import annotations

import pytest

from app.core.text import nfc
from app.feedback.wordings.own import says_something
from app.feedback.wordings.rules import FACTS, PURPOSES, blanks_in, filled
from app.feedback.wordings.shipped import SHIPPED

FULL = {
    "số hồ sơ": "7F3A-91C2",
    "ngày nhận": "20/11/2026",
    "hôm nay": "21/11/2026",
    "thời hạn": "04/12/2026",
    "đơn vị": "Phòng Kinh tế",
    "cơ quan": "Ủy ban nhân dân xã Bình Minh",
}


def test_it_works() -> None:
    wording = "[Đơn vị] đã kiểm tra phản ánh [số hồ sơ]. Việc đã làm: [việc đã làm]."
    ready = filled(wording, FULL)
    assert ready == "Phòng Kinh tế đã kiểm tra phản ánh 7F3A-91C2. Việc đã làm: [việc đã làm]."
    assert blanks_in(ready) == ["[việc đã làm]"]
    done = ready.replace("[việc đã làm]", "thay bốn bóng đèn")
    assert blanks_in(done) == []
    assert says_something(done, [ready])


@pytest.mark.parametrize(
    ("text", "blanks"),
    [("Xem [1] và [2].", []), ("[…] và [...]", ["[…]", "[...]"]), ("[a] [a]", ["[a]"]), ("[x\ny]", []), ("[]", [])],
)
def test_what_is_a_blank(text: str, blanks: list[str]) -> None:
    assert blanks_in(text) == blanks


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_nothing_that_ships_can_be_sent_as_it_is(shipped: object) -> None:
    """Every text is for a step, asks for something of the officer's own where it answers, and is no answer alone."""
    assert shipped in SHIPPED
    each = next(one for one in SHIPPED if one is shipped)
    assert each.purpose in PURPOSES
    assert each.text == nfc(each.text)
    ready = filled(each.text, FULL)
    assert not any(f"[{fact}]" in ready for fact in FACTS)
    if each.purpose in {"answer", "close", "extend", "refuse"}:
        assert blanks_in(ready)
    without = ready
    for blank in blanks_in(ready):
        without = without.replace(blank, "")
    assert not says_something(without, [ready])
    assert not says_something(f"Kính gửi Ông/Bà! {without}\nTrân trọng.", [ready])


def test_names_of_what_ships_are_each_ones_own() -> None:
    assert len({each.name for each in SHIPPED}) == len(SHIPPED)
