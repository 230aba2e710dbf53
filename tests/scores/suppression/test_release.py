"""Released numbers in the database and on the pages: they move in steps, for those who may not read responses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.responses.actions import fold, restore, set_aside
from app.scores.queries import editions_of_plan, plan_scores, task_breakdown, task_results
from app.scores.suppression.actions import GRAINS, release
from app.scores.suppression.models import ReleasedTally
from app.scores.suppression.queries import read_batches, read_released, released_through
from tests.scores.conftest import LIMITS
from tests.scores.survey import MINIMUM, Survey, level


def n_of(survey: Survey) -> int | None:
    return task_results(survey.session, survey.task, LIMITS, live=False).score.score.n


def test_it_works(survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.answer(level(1), 6, desk=1, mode="paper", days=1)
    assert n_of(survey) is None
    survey.release()
    found = task_results(survey.session, survey.task, LIMITS, live=False)
    live = task_results(survey.session, survey.task, LIMITS, live=True)
    assert (found.score.scores, found.desks, found.modes, found.days) == (
        live.score.scores, live.desks, live.modes, live.days,
    )  # fmt: skip
    assert (found.score.live, found.score.through, live.score.live) == (False, date(2026, 12, 13), True)


def test_a_day_that_is_not_over_waits(survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.answer(level(1), 12, days=1)
    survey.release(days=0)
    assert n_of(survey) == 12
    survey.release(days=1)
    assert n_of(survey) == 24


def test_one_answer_more_is_not_seen_in_any_table(survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.release(days=0)
    before = task_results(survey.session, survey.task, LIMITS, live=False)
    survey.answer(level(1), days=0)
    survey.answer(level(1), days=1)
    survey.release(days=0)
    assert task_results(survey.session, survey.task, LIMITS, live=False) == before
    assert task_results(survey.session, survey.task, LIMITS, live=True) != before


def test_one_answer_set_aside_or_brought_back_is_not_seen(survey: Survey) -> None:
    keys = survey.answer(level(4), 12)
    survey.release()
    before = task_results(survey.session, survey.task, LIMITS, live=False)
    set_aside(survey.session, keys[0], "Gửi ngoài giờ", by=None)
    survey.release()
    assert task_results(survey.session, survey.task, LIMITS, live=False) == before
    restore(survey.session, keys[0], by=None)
    survey.release()
    assert task_results(survey.session, survey.task, LIMITS, live=False) == before


def test_many_set_aside_are_told_with_and_without(survey: Survey) -> None:
    keys = survey.answer(level(1), 6)
    survey.answer(level(4), 8)
    survey.release()
    for key in keys:
        set_aside(survey.session, key, "Gửi ngoài giờ", by=None)
    survey.release()
    score = task_results(survey.session, survey.task, LIMITS, live=False).score
    assert (score.score.n, score.score.value, score.score.quarantined) == (8, 1.0, 6)
    assert score.with_quarantined is not None
    assert score.with_quarantined.scores["share"].n == 14


def test_five_of_six_set_aside_leave_no_number_of_the_sixth(survey: Survey) -> None:
    keys = survey.answer(level(1), 5)
    survey.answer(level(5))
    survey.answer(level(4), 9, desk=1)
    survey.release()
    for key in keys:
        set_aside(survey.session, key, "Gửi ngoài giờ", by=None)
    survey.release()
    score = task_results(survey.session, survey.task, LIMITS, live=False).score
    assert (score.score.n, score.score.quarantined) == (9, 6)
    for key in keys:
        restore(survey.session, key, by=None)
    survey.release()
    assert n_of(survey) == 15


def test_what_was_told_of_a_batch_is_remembered(survey: Survey) -> None:
    keys = survey.answer(level(4), 11)
    survey.release()
    for turn, wanted in ((keys[:6], 5), (keys[:6], 11), (keys[5:], 5)):
        for key in turn:
            restore(survey.session, key, by=None) if wanted == 11 else set_aside(survey.session, key, "Thử", by=None)
        survey.release()
        assert n_of(survey) == wanted
    ids = editions_of_plan(survey.session, survey.task.plan)
    (batch,) = read_batches(survey.session, ids[0]).values()
    assert [part.n for part in batch.parts] == [11]
    assert batch.other is not None
    assert (batch.other.n, batch.counted, batch.aside.n) == (5, batch.other, 6)


def test_a_repeated_release_writes_nothing(survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.release()
    rows = survey.session.scalars(select(ReleasedTally)).all()
    assert sorted(row.grain for row in rows) == ["day", "desk", "desk_day"]
    (edition_id,) = editions_of_plan(survey.session, survey.task.plan)
    fold(survey.session)
    assert release(survey.session, edition_id, date(2026, 12, 13), minimum_n=MINIMUM) == 0


def test_every_grain_holds_the_same(survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.answer(level(2), 7, desk=1, days=1)
    survey.answer(level(2), 9, desk=1, mode="paper", days=3)
    survey.release()
    ids = editions_of_plan(survey.session, survey.task.plan)
    sums = []
    for grain in GRAINS:
        cells = read_released(survey.session, ids, grain=grain).values()
        vectors = [cell.counts for cell in cells]
        sums.append((sum(cell.n for cell in cells), [sum(column) for column in zip(*vectors, strict=True)]))
    assert sums[0][0] == 28
    assert sums[0] == sums[1] == sums[2]


def test_before_the_first_release_there_is_nothing(survey: Survey) -> None:
    survey.answer(level(4), 12)
    assert released_through(survey.session, [survey.placements[0].edition_id]) is None
    assert released_through(survey.session, []) is None
    (score,) = plan_scores(survey.session, survey.task.plan, LIMITS, live=False)
    assert not score.score.is_shown
    assert not any(row.is_shown for row in task_breakdown(survey.session, survey.task, "desk", LIMITS, live=False))


def test_few_and_none_look_the_same(survey: Survey) -> None:
    survey.release()
    none = task_results(survey.session, survey.task, LIMITS, live=False)
    survey.answer(level(4), 4)
    survey.answer(level(4), 4, desk=1)
    survey.release()
    assert task_results(survey.session, survey.task, LIMITS, live=False) == none
