"""A refusal carries its sentence and the values that belong into it."""

from __future__ import annotations

from app.core.errors import Problem
from app.core.text import N_


def test_it_works() -> None:
    assert str(Problem(N_("Không tìm thấy."))) == "Không tìm thấy."


def test_values_fill_the_places_of_the_sentence() -> None:
    problem = Problem(N_("Tệp lớn hơn %(limit)s MB."), limit=5)
    assert str(problem) == "Tệp lớn hơn 5 MB."
    assert problem.values == {"limit": 5}


def test_a_per_cent_sign_is_left_alone_where_there_are_no_values() -> None:
    assert str(Problem("Đạt 90 % kế hoạch.")) == "Đạt 90 % kế hoạch."
