"""What a task needs, and the order in which tasks stand."""

from __future__ import annotations

from app.feedback.cases.queries import Waiting
from app.reports.overview.lines import Line, grouped, line_of, reach_of
from app.scores.policies.rules import DEFAULT
from app.scores.results import TaskKey, TaskScore
from app.scores.rules import METHODS, ItemCounts, Thresholds, score_items

LIMITS = Thresholds(5, 30)


def task(title: str, happy: int, unhappy: int = 0, *, theme: str = "other", target: float | None = None) -> TaskScore:
    item = ItemCounts((0, unhappy, 0, happy, 0))
    scores = {key: score_items(method, [item], n=happy + unhappy, thresholds=LIMITS) for key, method in METHODS.items()}
    key = TaskKey(1, "II.1", title, theme, surveyed=True, target=target)
    return TaskScore(key, DEFAULT, scores, scores, None, None, weeks=(), breaks=(), asked=True, live=True)


def line(title: str, happy: int, unhappy: int = 0, *, late: int = 0, target: float | None = None) -> Line:
    return line_of(task(title, happy, unhappy, target=target), Waiting(late + 1, late))


def titles(lines: list[Line]) -> list[str]:
    return [one.found.task.title for one in lines]


def test_it_works() -> None:
    lines = [
        line("tốt", 90, 10, target=0.8),
        line("ít phiếu", 2, 8),
        line("dưới mục tiêu", 60, 40, target=0.8),
        line("quá hạn", 95, 5, late=2),
        line("yếu", 10, 90),
    ]
    ((_none, ordered),) = grouped(lines, "need")
    assert titles(ordered) == ["quá hạn", "dưới mục tiêu", "yếu", "ít phiếu", "tốt"]
    assert [one.needs for one in ordered] == [("late",), ("missed",), ("weak",), ("thin",), ()]


def test_thin_tasks_are_never_ranked_by_their_score() -> None:
    """Two for reference, the second one worse: they keep the order of the plan."""
    ((_none, ordered),) = grouped([line("hai mươi", 20), line("không ai hài lòng", 0, 20)], "need")
    assert titles(ordered) == ["hai mươi", "không ai hài lòng"]


def test_a_target_inside_the_interval_is_no_need() -> None:
    found = line("sát mục tiêu", 80, 20, target=0.8)
    assert (found.verdict, found.needs) == ("open", ())


def test_what_was_not_asked_says_so_and_not_that_it_is_thin() -> None:
    found = task("chưa phát hành", 0)
    unasked = TaskScore(
        found.task, DEFAULT, found.scores, found.scores, None, None, weeks=(), breaks=(), asked=False, live=True
    )
    assert line_of(unasked, None).needs == ("unasked",)


def test_themes_stand_in_the_order_of_the_house_and_tasks_in_that_of_the_plan() -> None:
    lines = [
        line_of(task(title, 40, theme=theme), None)
        for title, theme in (("c", "other"), ("a", "propaganda"), ("d", "other"))
    ]
    assert [(heading, titles(group)) for heading, group in grouped(lines, "theme")] == [
        ("Tuyên truyền, thông tin đến người dân", ["a"]),
        ("Nội dung khác", ["c", "d"]),
    ]
    assert [titles(group) for _heading, group in grouped(lines, "plan")] == [["c", "a", "d"]]
    assert grouped([], "need") == grouped([], "plan") == []


def test_tasks_are_counted_by_how_many_answers_they_have() -> None:
    reach = reach_of([line("a", 30), line("b", 29), line("c", 4), line("d", 0)])
    assert (reach.published, reach.reference, reach.hidden, reach.total) == (1, 1, 2, 4)
