"""When a cited symbol is a stored plan, and which plan came before."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.family.rules import (
    Named,
    PlanWords,
    body,
    closes_a_circle,
    comes_before,
    contradicts,
    day_written,
    earlier_likeness,
    is_own,
    is_plan_symbol,
    most_alike,
    proves,
    symbol_key,
)

PROVINCE = "Ủy ban nhân dân tỉnh Đông Sơn"
STORED = Named("07/KH-UBND", PROVINCE, date(2026, 1, 12), 2026)


@pytest.mark.parametrize(
    "typed", ["07/KH-UBND", "7/KH-UBND", "Số: 07 / KH – UBND", "007/kh-ubnd", "số 7/KH‑UBND", "0７/KH-UBND"]
)
def test_a_symbol_is_the_same_however_it_is_typed(typed: str) -> None:
    assert symbol_key(typed) == "7/kh-ubnd"


def test_marks_do_not_count() -> None:
    assert symbol_key("1847/QĐ-TTg") == symbol_key("1847/QD-TTG")


@pytest.mark.parametrize("blank", ["", None, "/KH-UBND", "Số:   /KH-UBND", "KH-UBND", "12", "12/", "000/KH"])
def test_without_a_number_nothing_is_found(blank: str | None) -> None:
    assert symbol_key(blank) == ""
    assert contradicts(Named(blank or ""), Named(blank or ""))


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_the_key_has_itself(text: str) -> None:
    key = symbol_key(text)
    assert key == "" or symbol_key(key) == key or key.split("/")[1].startswith(("so", ":", "."))


@pytest.mark.parametrize(
    ("symbol", "is_plan"),
    [("07/KH-UBND", True), ("36-KH/TU", True), ("16575/UBND-THKH", False), ("33/CT-TTg", False), ("12/2026/KH", True)],
)
def test_only_plans_can_stand_above(symbol: str, is_plan: bool) -> None:
    assert is_plan_symbol(symbol) is is_plan


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("ngày 12 tháng 01 năm 2026", date(2026, 1, 12)),
        ("ngày 12/01/2026", date(2026, 1, 12)),
        ("12.1.2026", date(2026, 1, 12)),
        ("ngày   tháng 6 năm 2023", None),
        ("ngày 31/02/2026", None),
        (None, None),
    ],
)
def test_days_are_read_as_they_are_written(written: str | None, day: date | None) -> None:
    assert day_written(written) == day


def test_level_and_name_of_the_issuer_are_read() -> None:
    assert body("UBND tỉnh Thanh Hoá") == body("Ủy ban nhân dân tỉnh Thanh Hóa") == ("tinh", "thanh hoa")
    assert body("UBND thị xã Vĩnh Châu") == ("thi xa", "vinh chau")
    assert body("UBND TP. Thanh Hóa") == ("thanh pho", "thanh hoa")
    assert body("Đảng đoàn") is None


def test_it_works() -> None:
    assert proves(Named("7/KH-UBND", "UBND tỉnh Đông Sơn", date(2026, 1, 12)), STORED)
    assert proves(Named("7/KH-UBND", "UBND tỉnh Đông Sơn", None, 2026), STORED)


@pytest.mark.parametrize(
    "cited",
    [
        Named("8/KH-UBND", PROVINCE, date(2026, 1, 12)),
        Named("7/KH-UBND", PROVINCE, date(2026, 1, 13)),
        Named("7/KH-UBND", "UBND tỉnh Bắc Sơn", date(2026, 1, 12)),
        Named("7/KH-UBND", "UBND xã Đông Sơn", date(2026, 1, 12)),
        Named("7/KH-UBND", PROVINCE, None, 2025),
    ],
    ids=["symbol", "day", "name", "level", "from a later year"],
)
def test_what_contradicts_is_another_document(cited: Named) -> None:
    assert contradicts(cited, STORED)
    assert not proves(cited, STORED)


def test_a_year_apart_contradicts_only_beyond_the_december_before() -> None:
    undated = Named("7/KH-UBND", PROVINCE, None, 2026)
    assert not contradicts(Named("7/KH-UBND", PROVINCE, date(2025, 12, 30)), undated)
    assert contradicts(Named("7/KH-UBND", PROVINCE, date(2024, 12, 30)), undated)


@pytest.mark.parametrize("issuer", ["UBND tỉnh", None, "Thường trực"])
def test_an_issuer_without_a_name_contradicts_nothing_and_proves_nothing(issuer: str | None) -> None:
    cited = Named("7/KH-UBND", issuer, date(2026, 1, 12))
    assert not contradicts(cited, STORED)
    assert not proves(cited, STORED)


def test_a_longer_name_of_the_same_body_does_not_contradict() -> None:
    stored = Named("5/KH-UBND", "UBND xã Bình Minh, tỉnh Đông Sơn", None, 2026)
    assert not contradicts(Named("5/KH-UBND", "UBND xã Bình Minh", None, 2026), stored)


def test_a_plan_of_ones_own_is_told_apart() -> None:
    assert is_own(Named("50/KH-UBND", "UBND phường Hoa Sen"), Named("", "Ủy ban nhân dân phường Hoa Sen"))
    assert not is_own(Named("50/KH-UBND"), Named("", "Ủy ban nhân dân phường Hoa Sen"))


def test_circles_are_found_at_any_depth() -> None:
    parents = {1: 2, 2: 3}
    assert closes_a_circle(3, 1, parents)
    assert closes_a_circle(1, 1, {})
    assert not closes_a_circle(1, 3, parents)


def test_a_circle_that_is_already_there_does_not_hang() -> None:
    assert not closes_a_circle(9, 1, {1: 2, 2: 1})


def test_the_plan_before_is_of_the_same_kind_and_the_nearest_year() -> None:
    now = PlanWords("Công tác dân vận của chính quyền xã năm 2026", 2026, ("propaganda", "administrative_reform"))
    before = PlanWords("Công tác dân vận của chính quyền xã năm 2025", 2025, ("propaganda", "administrative_reform"))
    older = PlanWords(before.title, 2023, before.themes)
    other = PlanWords("Phòng, chống thiên tai năm 2025", 2025, ("other",))
    likeness = [earlier_likeness(now, plan) for plan in (before, older, other)]
    assert likeness == [pytest.approx(1.0), pytest.approx(0.8), pytest.approx(0.0)]
    assert most_alike(enumerate(likeness)) == 0
    assert most_alike([(5, 0.2)]) is None
    assert most_alike([]) is None


def test_only_a_body_that_was_merged_had_a_plan_for_the_same_year() -> None:
    now, same = PlanWords("K", 2025), PlanWords("K", 2025)
    assert not comes_before(now, same, same_office=True)
    assert comes_before(now, same, same_office=False)
    assert not comes_before(now, PlanWords("K", 2026), same_office=False)
    assert not comes_before(now, PlanWords("K", None), same_office=True)
