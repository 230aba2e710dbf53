"""Pictures say what the numbers say, to every eye, in every print, and never show what may not be shown."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.reports import charts, drawing
from app.reports.charts import TrendPoint

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
COUNTS = (12, 30, 88, 610, 1472)
HIDDEN = TrendPoint("03/2026", None, None, None, 3)
POINTS = (
    TrendPoint("01/2026", 0.6, 0.5, 0.7, 91),
    TrendPoint("02/2026", 0.7, 0.6, 0.8, 85),
    HIDDEN,
    TrendPoint("04/2026", 0.841, 0.79, 0.88, 1212),
)
EVERY_PICTURE = [
    charts.stacked_bar(COUNTS, LEVELS),
    charts.stacked_bar((0,) * 5, LEVELS),
    charts.level_bar((0.1, 0.1, 0.2, 0.4, 0.2), LEVELS),
    charts.level_bar(None, LEVELS),
    charts.diverging_bar((0.1, 0.1, 0.2, 0.4, 0.2), LEVELS),
    charts.diverging_bar(None, LEVELS),
    charts.interval_bar(0.841, 0.79, 0.88, 0.9),
    charts.interval_bar(None, None, None),
    charts.trend(POINTS),
    charts.trend(()),
    charts.sparkline((0.5, None, 0.7, 0.9)),
    charts.share_bar(0.4),
]


def parsed(picture: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(picture))  # noqa: S314  written by the code under test


def words(picture: Markup) -> str:
    """Everything that stands in the picture to be seen."""
    return " | ".join(text.text or "" for text in parsed(picture).iter(f"{SVG}text"))


def told(picture: Markup) -> str:
    """What the picture says to those who do not see it."""
    return parsed(picture).findtext(f"{SVG}desc") or ""


def brightness(colour: str) -> float:
    """Relative luminance of WCAG 2.2, from 0 (black) to 1 (white)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("picture", EVERY_PICTURE)
def test_it_works(picture: Markup) -> None:
    root = parsed(picture)
    assert isinstance(picture, Markup)
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title")
    assert told(picture)


@pytest.mark.parametrize("picture", EVERY_PICTURE)
def test_a_strict_content_policy_lets_every_picture_through(picture: Markup) -> None:
    tags = {element.tag for element in parsed(picture).iter()}
    attributes = {name for element in parsed(picture).iter() for name in element.attrib}
    assert not tags & {f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}a"}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on") or "href" in name or name == "id"]


def test_the_stacked_bar_shows_counts_and_shares_the_vietnamese_way() -> None:
    picture = charts.stacked_bar(COUNTS, LEVELS)
    assert "1.472 | 66,5 %" in words(picture)
    assert "Không hài lòng: 30 phiếu, 1,4 %" in told(picture)


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5).filter(any))
def test_the_segments_of_a_bar_fill_it_in_proportion(counts: list[int]) -> None:
    rects = list(parsed(charts.stacked_bar(counts, LEVELS, legend=False)).iter(f"{SVG}rect"))
    widths = {rect.attrib["fill"]: float(rect.attrib["width"]) for rect in rects}
    for count, colour in zip(counts, charts.LEVEL_COLOURS, strict=True):
        assert widths.get(colour, 0) == pytest.approx(drawing.WIDTH * count / sum(counts), abs=0.06)
    assert [float(rect.attrib["x"]) for rect in rects] == sorted(float(rect.attrib["x"]) for rect in rects)


def test_the_five_levels_stay_apart_in_grey_print() -> None:
    for one, other in combinations(charts.LEVEL_COLOURS, 2):
        assert contrast(one, other) > 1.4


def test_percentages_can_be_read_on_every_level() -> None:
    root = parsed(charts.stacked_bar((1, 1, 1, 1, 1), LEVELS, legend=False))
    on_it = [text.attrib["fill"] for text in root.iter(f"{SVG}text")]
    assert len(on_it) == 5
    assert all(contrast(*pair) >= 4.5 for pair in zip(on_it, charts.LEVEL_COLOURS, strict=True))


def test_a_level_too_narrow_for_its_percentage_goes_without() -> None:
    assert words(charts.stacked_bar((1, 0, 0, 0, 99), LEVELS, legend=False)) == "99 %"


def test_labels_are_escaped() -> None:
    label = "<script>alert(1)</script>"
    for picture in (
        charts.stacked_bar(COUNTS, (label, *LEVELS[1:]), title=label),
        charts.trend([TrendPoint(label, 0.5, 0.4, 0.6, 40)], title=label),
        charts.share_bar(0.4, title=label),
    ):
        assert label not in picture
        assert label in "".join(parsed(picture).itertext())


@pytest.mark.parametrize("counts", [(1, 2, 3), (1, 2, 3, 4, -5)])
def test_counts_that_are_no_five_levels_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"five levels|below zero"):
        charts.stacked_bar(counts, LEVELS)


def test_the_interval_bar_places_point_interval_and_target() -> None:
    picture = charts.interval_bar(0.5, 0.25, 0.75, 0.9)
    (point,) = parsed(picture).iter(f"{SVG}circle")
    (band,) = parsed(picture).iter(f"{SVG}rect")
    assert point.attrib["cx"] == "200"
    assert (band.attrib["x"], band.attrib["width"]) == ("104", "192")
    assert words(picture) == "Mục tiêu 90 % | 0 % | 50 % | 50,0 %"
    assert told(picture) == "50,0 %, khoảng tin cậy 95 % từ 25,0 % đến 75,0 %. Mục tiêu 90 %"


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.none() | st.floats(0, 1))
def test_every_share_has_a_place_inside_the_picture(shares: list[float], target: float | None) -> None:
    low, value, high = sorted(shares)
    root = parsed(charts.interval_bar(value, low, high, target))
    for name in ("x", "cx", "x1", "x2"):
        assert all(0 <= float(element.get(name, 0)) <= drawing.WIDTH for element in root.iter())


@pytest.mark.parametrize("shares", [(0.5, 0.6, 0.7), (1.2, 1.1, 1.3), (84.1, 79, 88), (0.5, -0.1, 0.7)])
def test_numbers_that_are_no_interval_of_shares_are_refused(shares: tuple[float, float, float]) -> None:
    value, low, high = shares
    with pytest.raises(ValueError, match="not shares in order"):
        charts.interval_bar(value, low, high)


def test_a_trend_breaks_where_too_few_answered() -> None:
    root = parsed(charts.trend(POINTS))
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    assert len(list(root.iter(f"{SVG}polygon"))) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == 4  # three points, the last of them stressed


def test_a_trend_tells_each_number_with_its_evidence() -> None:
    picture = charts.trend(POINTS)
    assert "84,1 %" in words(picture)
    assert "04/2026: 84,1 % (khoảng tin cậy từ 79,0 % đến 88,0 %, 1.212 phiếu)" in told(picture)


def test_a_hidden_point_gives_away_neither_share_nor_count() -> None:
    picture = charts.trend(POINTS)
    assert "03/2026: chưa đủ phiếu;" in told(picture)
    assert "n = 3" not in words(picture) + told(picture)


@pytest.mark.parametrize("count", [1, 2, 7, 12, 31, 53, 90, 400])
@pytest.mark.parametrize("label", ["1", "01/2026", "tuần 23/2026"])
def test_labels_of_a_trend_do_not_run_into_each_other(count: int, label: str) -> None:
    texts = parsed(charts.trend([TrendPoint(label, 0.5, 0.4, 0.6, 1234)] * count)).iter(f"{SVG}text")
    places = [float(text.attrib["x"]) for text in texts if text.text == label]
    assert places
    assert all(right - left >= 7 * max(len(label), len("n = 1.234")) for left, right in pairwise(places))


@pytest.mark.parametrize(
    "picture",
    [
        charts.stacked_bar((0,) * 5, LEVELS),
        charts.interval_bar(None, None, None, 0.9),
        charts.trend(()),
        charts.trend((HIDDEN, HIDDEN)),
    ],
)
def test_too_few_answers_give_a_picture_that_says_so(picture: Markup) -> None:
    assert words(picture) == "Chưa đủ phiếu để hiển thị"
    assert not list(parsed(picture).iter(f"{SVG}line"))


def test_small_pictures_say_so_too() -> None:
    assert told(charts.sparkline((None, None))) == "chưa đủ phiếu"
    assert told(charts.sparkline(())) == "chưa đủ phiếu"
    assert told(charts.share_bar(None)) == "chưa đủ phiếu"


def test_a_sparkline_tells_its_course() -> None:
    assert told(charts.sparkline((0.5, None, 0.841))) == "50,0 %, chưa đủ phiếu, 84,1 %"
    assert len(list(parsed(charts.sparkline((0.5, None, 0.841))).iter(f"{SVG}circle"))) == 2
    assert [label.text for label in parsed(charts.sparkline((0.5, 0.6))).iter(f"{SVG}text")] == ["0 %", "50 %", "100 %"]


def test_a_sparkline_shows_which_weeks_rest_on_few_answers() -> None:
    dots = list(parsed(charts.sparkline((0.5, 0.6, 0.7), thin=(False, True, False))).iter(f"{SVG}circle"))
    assert [dot.attrib["fill"] for dot in dots] == [drawing.LINE, "#ffffff", drawing.LINE]


def test_a_sparkline_stops_where_the_questions_change() -> None:
    whole = parsed(charts.sparkline((0.5, 0.6, 0.7, 0.8)))
    broken = parsed(charts.sparkline((0.5, 0.6, 0.7, 0.8), breaks=(0, 2)))
    assert [len(list(picture.iter(f"{SVG}polyline"))) for picture in (whole, broken)] == [1, 2]
    upright = [line for line in broken.iter(f"{SVG}line") if line.attrib["x1"] == line.attrib["x2"]]
    assert len(upright) == 1
    assert not [line for line in whole.iter(f"{SVG}line") if line.attrib["x1"] == line.attrib["x2"]]


def test_a_share_bar_is_as_long_as_its_share() -> None:
    *_frame, bar = parsed(charts.share_bar(0.25)).iter(f"{SVG}rect")
    assert float(bar.attrib["width"]) == pytest.approx(159 / 4, abs=0.1)


def test_a_share_bar_refuses_what_is_no_share() -> None:
    with pytest.raises(ValueError, match="not shares"):
        charts.share_bar(40)


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.5, 0.1, 0.1, 0.1, 0.1), (-0.1, 0.5, 0.2, 0.2, 0.2)])
def test_five_shares_must_be_the_parts_of_a_whole(shares: tuple[float, ...]) -> None:
    for draw in (charts.level_bar, charts.diverging_bar):
        with pytest.raises(ValueError, match=r"levels|whole"):
            draw(shares, LEVELS)


def test_a_diverging_bar_has_the_neutral_level_in_its_middle() -> None:
    """Half of the neutral level and everything below it stand left of the centre line, at half the scale."""
    picture = parsed(charts.diverging_bar((0.1, 0.1, 0.2, 0.4, 0.2), LEVELS))
    bars = [(float(bar.attrib["x"]), float(bar.attrib["width"])) for bar in picture.iter(f"{SVG}rect")]
    assert bars[0] == (drawing.WIDTH / 2 * 0.7, drawing.WIDTH / 2 * 0.1)
    neutral_left, neutral_width = bars[2]
    assert neutral_left + neutral_width / 2 == pytest.approx(drawing.WIDTH / 2)


def test_shares_of_levels_are_told_in_words() -> None:
    assert told(charts.level_bar((0, 0, 0.25, 0.5, 0.25), LEVELS)).endswith("Hài lòng: 50,0 %; Rất hài lòng: 25,0 %")
