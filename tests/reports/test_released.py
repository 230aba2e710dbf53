"""What officers and observers see of the scores: numbers that move in steps. Those who run the office see them live."""

from __future__ import annotations

import pytest

from app.access.viewer import Viewer
from app.reports.export import choice_for, read_export
from app.responses.actions import set_aside
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, level, set_up


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    return set_up(make, make.task(make.plan(cast.hoa_sen)))


def pages(survey: Survey) -> tuple[str, ...]:
    task, plan = f"/tasks/{survey.task.id}/scores", survey.task.plan_id
    return f"/plans/{plan}/scores", f"/plans/{plan}/overview", task, f"{task}?by=day", f"{task}?by=month"


def test_it_works(minh: Browser, hoa: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.release(days=2)
    for browser in (minh, hoa):
        page = browser.get(pages(survey)[2])
        assert "số liệu đến hết ngày 18/11/2026" in page.text
        assert "thêm ít nhất 5 phiếu" in page.text
        assert "12 phiếu" in page.text


def test_one_answer_more_or_less_changes_no_page(minh: Browser, hoa: Browser, lan: Browser, survey: Survey) -> None:
    keys = survey.answer(level(4), 12)
    survey.release()
    before = [browser.get(path).text for browser in (minh, hoa) for path in pages(survey)]
    survey.answer(level(1))
    survey.release()
    assert [browser.get(path).text for browser in (minh, hoa) for path in pages(survey)] == before
    set_aside(survey.session, keys[0], "Gửi ngoài giờ", by=None)
    set_aside(survey.session, keys[1], "Gửi ngoài giờ", by=None)
    survey.release()
    assert [browser.get(path).text for browser in (minh, hoa) for path in pages(survey)] == before
    assert "11 phiếu" in lan.get(pages(survey)[2]).text


def test_few_answers_look_like_none(minh: Browser, hoa: Browser, survey: Survey) -> None:
    survey.release()
    none = [browser.get(path).text for browser in (minh, hoa) for path in pages(survey)]
    survey.answer(level(4), 4)
    survey.answer(level(2), 4, desk=1)
    survey.release()
    assert [browser.get(path).text for browser in (minh, hoa) for path in pages(survey)] == none


def test_those_who_may_read_responses_see_them_at_once(lan: Browser, thu: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    for browser in (lan, thu):
        page = browser.get(pages(survey)[2])
        assert "12 phiếu" in page.text
        assert "số liệu lúc" in page.text
        assert "thêm ít nhất" not in page.text


def test_before_the_first_release_the_page_says_so(minh: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    page = minh.get(pages(survey)[0])
    assert "chưa có số liệu nào được cập nhật" in page.text
    assert "12 phiếu" not in page.text


def test_scores_beside_what_is_set_aside_move_in_steps_too(hoa: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    keys = survey.answer(level(1), 6)
    survey.release()
    for key in keys[:3]:
        set_aside(survey.session, key, "Gửi ngoài giờ", by=None)
    survey.release()
    path = f"/plans/{survey.task.plan_id}/quarantine"
    assert "Điểm khi không tính và khi tính cả" not in hoa.get(path).text
    for key in keys[3:]:
        set_aside(survey.session, key, "Gửi ngoài giờ", by=None)
    survey.release()
    assert "n = 12" in hoa.get(path).text
    assert "n = 18" in hoa.get(path).text


def test_an_export_without_the_right_to_read_responses_has_released_numbers_and_no_rows(
    survey: Survey, cast: Cast
) -> None:
    survey.answer(level(4), 12)
    survey.release()
    survey.answer(level(1), 3)
    plan = survey.task.plan
    exporter = Viewer(0, "", {cast.hoa_sen.id: frozenset({"scores.read", "reports.export", "remarks.read-all"})})
    choice = choice_for(exporter, plan)
    export = read_export(survey.session, plan, choice=choice, thresholds=LIMITS, say=str, small_ones_too=choice.texts)
    tables = {found.key: [list(row) for row in found.rows] for found in export.tables()}
    assert (choice.rows, choice.texts, tables["data"]) == (False, False, [])
    assert tables["summary"][0][4] == 12
    assert any("chỉ xuất cho người có quyền đọc từng phiếu" in str(row[1]) for row in tables["method"])
