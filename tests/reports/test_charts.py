"""Pictures say what the numbers say, to every eye, in every print, and never show what may not be shown."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.reports import charts, drawing
from app.reports.charts import TrendPoint
from app.reports.levels import Axis, line

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
HIDDEN = TrendPoint("03/2026", None, None, None, 3)
POINTS = (
    TrendPoint("01/2026", 0.6, 0.5, 0.7, 91),
    TrendPoint("02/2026", 0.7, 0.6, 0.8, 85),
    HIDDEN,
    TrendPoint("04/2026", 0.841, 0.79, 0.88, 1212),
)
EVERY_PICTURE = [
    line((0.1, 0.1, 0.2, 0.4, 0.2), LEVELS, Axis(), title="Đúng hẹn"),
    line(None, LEVELS, Axis(), title="Đúng hẹn"),
    charts.interval_bar(0.841, 0.79, 0.88, 0.9),
    charts.interval_bar(None, None, None),
    charts.trend(POINTS),
    charts.trend((*POINTS, TrendPoint("05/2026", 0.5, 0.3, 0.7, 12, thin=True)), target=0.85),
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


def test_labels_are_escaped() -> None:
    label = "<script>alert(1)</script>"
    for picture in (
        line((0.1, 0.1, 0.2, 0.4, 0.2), (label, *LEVELS[1:]), Axis(), title=label),
        charts.trend([TrendPoint(label, 0.5, 0.4, 0.6, 40)], title=label),
        charts.share_bar(0.4, title=label),
    ):
        assert label not in picture
        assert label in "".join(parsed(picture).itertext())


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


def test_a_trend_shows_its_target_as_a_line_and_in_words() -> None:
    picture = charts.trend(POINTS, target=0.9)
    (line,) = [line for line in parsed(picture).iter(f"{SVG}line") if line.get("stroke") == drawing.TARGET
               and float(line.attrib["x2"]) > 300]  # fmt: skip
    assert line.attrib["y1"] == line.attrib["y2"]
    assert 16 < float(line.attrib["y1"]) < 50
    assert "Mục tiêu 90" in words(picture)
    assert "Mục tiêu 90" in told(picture)
    assert "Mục tiêu" not in words(charts.trend(POINTS)) + told(charts.trend(POINTS))


def test_a_trend_refuses_a_target_that_is_no_share() -> None:
    with pytest.raises(ValueError, match="not shares in order"):
        charts.trend(POINTS, target=90)


def test_a_point_of_a_trend_that_rests_on_few_answers_is_hollow_and_says_so() -> None:
    thin = TrendPoint("05/2026", 0.5, 0.3, 0.7, 12, thin=True)
    picture = charts.trend((*POINTS, thin))
    hollow = [dot for dot in parsed(picture).iter(f"{SVG}circle") if dot.get("fill") == "#ffffff"]
    assert len(hollow) == 3  # the point, stressed because it is the last, and the key below
    assert "05/2026: 50,0 % (khoảng tin cậy từ 30,0 % đến 70,0 %, 12 phiếu, chỉ để tham khảo)" in told(picture)
    assert "Ít phiếu, chỉ để tham khảo" in words(picture)
    assert "Ít phiếu" not in words(charts.trend(POINTS))


def test_a_thin_point_stays_marked_where_there_are_too_many_for_dots() -> None:
    many = [TrendPoint(str(day), 0.6, 0.5, 0.7, 50, thin=day == 40) for day in range(90)]
    dots = list(parsed(charts.trend(many)).iter(f"{SVG}circle"))
    assert [dot.get("fill") for dot in dots].count("#ffffff") == 2  # it and the key
    assert len(dots) == 3  # and the last point


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
