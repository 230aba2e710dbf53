"""What is remembered, and what falls out."""

from __future__ import annotations

from app.core.kept import Kept


def test_a_value_is_made_once() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("a")
        return "value"

    kept: Kept[str, str] = Kept(2)
    assert [kept.get("a", make), kept.get("a", make)] == ["value", "value"]
    assert made == ["a"]


def test_what_was_not_asked_for_longest_falls_out() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    kept.find("a")
    kept.keep("c", 3)
    assert [kept.find(key) for key in "abc"] == [1, None, 3]
