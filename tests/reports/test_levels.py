"""Five levels line under line: every line on one axis, parts that make a whole, and nothing of what is hidden."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.reports.breakdowns import Line, course, row_lines
from app.reports.levels import LEVEL_COLOURS, Axis, axis_of, line, segments
from app.scores.results import Row
from app.scores.rules import METHODS, ItemCounts, Score, Thresholds, score_item

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
SHARES = (0.1, 0.1, 0.2, 0.4, 0.2)
NOTHING = {key: Score(method, None, None, None) for key, method in METHODS.items()}

counts = st.lists(st.integers(0, 10**6) | st.just(0), min_size=5, max_size=5).filter(any)
lines = counts.map(lambda found: tuple(count / sum(found) for count in found))


def parsed(picture: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(picture))  # noqa: S314  written by the code under test


def words(picture: Markup) -> list[str]:
    return [text.text or "" for text in parsed(picture).iter(f"{SVG}text")]


def told(picture: Markup) -> str:
    return parsed(picture).findtext(f"{SVG}desc") or ""


def drawn(shares: tuple[float, ...] | None, axis: Axis, title: str = "Đúng hẹn") -> Markup:
    return line(shares, LEVELS, axis, title=title)


def row(levels: tuple[int, int, int, int, int] | None, name: str = "Quầy 1", *, begins: bool = False) -> Row:
    """A line of a breakdown in which everybody answered one question; None is a hidden one."""
    if levels is None:
        return Row("1", name, NOTHING, None, begins_series=begins)
    item = ItemCounts(levels)
    scores = {key: score_item(method, item, thresholds=Thresholds()) for key, method in METHODS.items()}
    first, second, third, fourth, fifth = (count / item.n for count in levels)
    return Row("1", name, scores, (first, second, third, fourth, fifth), begins_series=begins)


def brightness(colour: str) -> float:
    """Relative luminance of WCAG 2.2, from 0 (black) to 1 (white)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_it_works() -> None:
    """A tenth and a tenth and half of the neutral fifth stand left of the centre: three tenths; seven stand right."""
    axis = axis_of([SHARES])
    assert axis == Axis(0.3, 0.7)
    picture = drawn(SHARES, axis)
    bars = [(bar.attrib["x"], bar.attrib["width"]) for bar in parsed(picture).iter(f"{SVG}rect")]
    assert bars == [("0%", "10%"), ("10%", "10%"), ("20%", "20%"), ("40%", "40%"), ("80%", "20%"), ("0%", "100%")]
    assert [mark.attrib["x1"] for mark in parsed(picture).iter(f"{SVG}line")] == ["30%", "30%"]
    assert parsed(picture).findtext(f"{SVG}title") == "Đúng hẹn"
    assert told(picture).startswith("Rất không hài lòng: 10,0 %; Không hài lòng: 10,0 %; Bình thường: 20,0 %; Hài")


@given(st.lists(lines, min_size=1, max_size=6))
def test_every_line_is_whole_lies_inside_and_turns_around_one_centre(found: list[tuple[float, ...]]) -> None:
    axis = axis_of(found)
    for shares in found:
        parts = segments(shares, axis)
        assert sum(part.width for part in parts) == pytest.approx(axis.width(1))
        assert all(part.width >= 0 for part in parts)
        assert all(one.x + one.width == pytest.approx(other.x) for one, other in pairwise(parts))
        assert parts[2].x + parts[2].width / 2 == pytest.approx(axis.centre)
        assert parts[0].x >= -1e-4
        assert parts[-1].x + parts[-1].width <= 100 + 1e-4


@given(st.lists(lines, min_size=1, max_size=4), st.lists(st.none(), max_size=4))
def test_hidden_lines_have_no_say_in_the_axis(found: list[tuple[float, ...]], hidden: list[None]) -> None:
    assert axis_of([*hidden, *found, *hidden]) == axis_of(found)


def test_an_axis_tells_tenths_only() -> None:
    assert axis_of([(0.0, 0.0, 0.0, 0.0, 1.0)]) == Axis(0.1, 1.0)
    assert axis_of([(0.2, 0.11, 0.0, 0.69, 0.0)]) == Axis(0.4, 0.7)
    assert axis_of([None]) == axis_of([]) == Axis(0.5, 0.5)


def test_a_hidden_line_is_a_dash_in_every_word_of_it() -> None:
    picture = drawn(None, Axis(0.3, 0.7), "Quầy số 4")
    assert picture == drawn(None, Axis(0.3, 0.7), "Quầy số 7")
    assert (parsed(picture).findtext(f"{SVG}title"), told(picture), words(picture)) == ("–", "–", ["–"])
    assert not list(parsed(picture).iter(f"{SVG}rect"))


def test_a_hidden_line_of_a_breakdown_holds_its_name_and_nothing_else() -> None:
    few = Row(
        "1", "Quầy 1", {key: Score(m, None, None, None, excluded=3, quarantined=2) for key, m in METHODS.items()}, None
    )
    assert row_lines([few], "share", total=40) == row_lines([row(None)], "share") == [Line("Quầy 1")]


def test_a_change_of_questions_is_said_on_the_first_line_that_is_seen() -> None:
    found = row_lines(
        [row((0, 0, 0, 9, 0)), row(None, begins=True), row((0, 0, 0, 9, 0)), row((0, 0, 0, 9, 0))], "share"
    )
    assert [bool(each.notes) for each in found] == [False, False, True, False]


def test_a_few_answers_make_a_course_no_longer() -> None:
    seen, hidden = row((0, 0, 0, 9, 0)), row(None)
    assert list(course([hidden, seen, hidden, seen, hidden])) == [seen, hidden, seen]
    assert list(course([hidden, hidden])) == []


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.5, 0.1, 0.1, 0.1, 0.1), (-0.1, 0.5, 0.2, 0.2, 0.2)])
def test_five_shares_must_be_the_parts_of_a_whole(shares: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"levels|whole"):
        drawn(shares, Axis())


def test_the_five_levels_stay_apart_in_grey_print() -> None:
    for one, other in combinations(LEVEL_COLOURS, 2):
        assert contrast(one, other) > 1.4


def test_percentages_can_be_read_on_every_level() -> None:
    root = parsed(drawn((0.2,) * 5, Axis()))
    on_it = [text.attrib["fill"] for text in root.iter(f"{SVG}text")]
    assert len(on_it) == 5
    assert all(contrast(*pair) >= 4.5 for pair in zip(on_it, LEVEL_COLOURS, strict=True))


def test_a_level_too_narrow_for_its_percentage_goes_without() -> None:
    picture = drawn((0.02, 0.08, 0.0, 0.0, 0.9), Axis())
    assert words(picture) == ["8 %", "90 %"]
    (roomy,) = parsed(picture).iter(f"{SVG}g")
    assert roomy.attrib["class"] == "roomy"
    assert ["".join(roomy.itertext())] == ["8 %"]
