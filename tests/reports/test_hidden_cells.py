"""A cell with too few answers looks exactly like an empty one, in every kind of file and in every picture.

For those who may not read responses one by one. Two tasks stand side by side: the first was answered by some people,
fewer than the minimum at each desk in each way; nobody has answered the second. A third has enough.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from flask import Flask

from app.core.session import snapshot
from app.forms.queries import template_called
from app.plans.models import Plan, Task
from app.reports.csvfile import DELIMITERS, write_csv
from app.reports.data import Choice
from app.reports.export import Export, read_export
from app.reports.score_data import Lines, plan_data
from app.reports.xlsx import write_workbook
from app.responses.actions import set_aside
from app.scores.queries import plan_scores, published_policy
from app.scores.rates.queries import task_rates
from app.scores.results import together
from app.scores.rollups.lines import by_theme
from app.scores.rollups.queries import desk_lines, office_line
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.reports.answers import LIMITS
from tests.scores.survey import DAY_AFTER, Survey, level

NAMES = {"§1": "Tiếp công dân", "§2": "Trả kết quả", "§3": "Hướng dẫn tại nhà"}


@pytest.fixture
def surveys(make: Make, cast: Cast) -> list[Survey]:
    """Three tasks of one plan, asked in the same words at the same two desks."""
    plan, desks = make.plan(cast.hoa_sen), [make.desk(cast.hoa_sen, name) for name in ("Quầy 1", "Quầy 2")]
    found = []
    for label, name in NAMES.items():
        form = make.form(make.task(plan, name, label=label), definition=template_called("m1_thu_tuc_mot_cua"))
        make.edition(form)
        found.append(Survey(make, form, [make.placement(desk, form) for desk in desks]))
    few, _none, enough = found
    for answers, mode, desk, times in ((level(4), "phone", 0, 4), (level(1), "paper", 1, 4), (level(2), "phone", 1, 3)):
        keys = few.answer(answers, times, mode=mode, desk=desk, days=desk)
        set_aside(few.session, keys[0], "Gửi ngoài giờ", by=None)
    enough.answer(level(5, so_lan_den=1), 12)
    enough.release()
    return found


def exported(surveys: list[Survey]) -> Export:
    task = surveys[0].task
    surveys[0].session.expire_all()
    choice = Choice(texts=False, rows=False)
    return read_export(surveys[0].session, task.plan, choice=choice, thresholds=LIMITS, say=str, small_ones_too=False)


def without_name(text: str, task: Task) -> str:
    return text.replace(task.title, "NAME").replace(task.label, "LABEL")


def lines_of(task: Task, rows: list[str]) -> list[str]:
    return [without_name(row, task) for row in rows if task.title in row]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_in_text_files(surveys: list[Survey], delimiter: str) -> None:
    few, none, enough = (survey.task for survey in surveys)
    told = 0
    for table in exported(surveys).tables():
        file = io.BytesIO()
        write_csv(file, table, delimiter=delimiter)  # type: ignore[arg-type]  # one of the two
        rows = file.getvalue().decode("utf-8-sig").split("\r\n")
        assert lines_of(few, rows) == lines_of(none, rows), table.key
        told += lines_of(enough, rows) != lines_of(none, rows)
    assert told == 3, "summary, tasks and questions tell of the third task"


def test_in_workbooks(surveys: list[Survey]) -> None:
    few, none, enough = (survey.task for survey in surveys)
    file = io.BytesIO()
    write_workbook(file, exported(surveys).tables(), title="Kế hoạch")
    told = 0
    with zipfile.ZipFile(file) as book:
        shared = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
        assert not shared, "texts stand in their cells"
        for name in filter(re.compile(r"xl/worksheets/sheet\d+\.xml").fullmatch, book.namelist()):
            rows = re.findall(r"<row .*?</row>", book.read(name).decode(), re.DOTALL)
            placeless = [re.sub(r' r="([A-Z]*)\d+"', r' r="\1"', row) for row in rows]
            assert lines_of(few, placeless) == lines_of(none, placeless), name
            told += lines_of(enough, placeless) != lines_of(none, placeless)
    assert told == 3


def test_in_the_data_of_interfaces(app: Flask, surveys: list[Survey]) -> None:
    with app.app_context(), snapshot() as session:
        plan = session.get_one(Plan, surveys[0].task.plan_id)
        scores = plan_scores(session, plan, LIMITS, live=False)
        lines = Lines(
            by_theme(scores, LIMITS),
            desk_lines(session, plan, LIMITS, live=False),
            office_line(session, plan, scores, LIMITS, live=False),
        )
        rates = task_rates(session, [found.task.id for found in scores], DAY_AFTER, live=False)
        policy = published_policy(session, plan)
        whole = together(scores, LIMITS)
        data = plan_data(plan, scores, [], whole, policy=policy, thresholds=LIMITS, lines=lines, rates=rates)
    few, none, enough = (
        json.dumps({**task, "id": 0, "label": "", "title": ""}, ensure_ascii=False) for task in data["tasks"]
    )
    assert few == none != enough
    assert (data["tasks"][0]["score"]["verdict_shown"], data["tasks"][2]["theme_shown"]) == (
        "chưa đủ phiếu",
        "Cải cách hành chính, chuyển đổi số",
    )


def addressless(text: str, task: Task) -> str:
    """The same for what is on a page, where the task's number stands in addresses, too."""
    return re.sub(r"(tasks/|task-)\d+", r"\1N", without_name(text, task))


def drawn(page: ElementTree.Element) -> list[str]:
    """Every picture and every table, with all that is said of them."""
    found = [part for part in page.iter() if part.tag in {"svg", "table", "figure"}]
    return [ElementTree.tostring(part, encoding="unicode") for part in found]


@pytest.mark.parametrize("path", ["/tasks/{}/scores", "/tasks/{}/scores?by=day", "/tasks/{}/change"])
def test_in_pictures_and_tables_of_a_task(hoa: Browser, surveys: list[Survey], path: str) -> None:
    few, none, enough = (
        [addressless(part, survey.task) for part in drawn(hoa.get(path.format(survey.task.id)).tree)]
        for survey in surveys
    )
    assert few == none != enough


def test_in_pictures_and_tables_of_a_plan(hoa: Browser, surveys: list[Survey]) -> None:
    plan = surveys[0].task.plan_id
    desk, office = surveys[0].placements[0].desk_id, surveys[0].task.plan.office_id
    paths = [f"/plans/{plan}/{page}" for page in ("scores", "overview", "change")]
    for path in (*paths, f"/desks/{desk}/scores", f"/offices/{office}/scores"):
        rows = [
            ElementTree.tostring(row, encoding="unicode")
            for row in hoa.get(path).tree.iter()
            if row.tag in {"tr", "article", "li"}
        ]
        few, none, enough = (
            [addressless(row, survey.task) for row in rows if survey.task.title in row] for survey in surveys
        )
        assert few, path
        assert few == none != enough, path
