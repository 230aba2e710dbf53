"""Every field says where it stands, how sure it is, and if it is not sure, why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.plans.reading import ReadPlan, read_plan
from app.plans.reading.findings import Finding, doubtful_first, message
from app.plans.reading.names import name_of
from tests.plans.samples import FILE, TEXT

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())


def read(text: str = TEXT) -> ReadPlan:
    return read_plan(text.encode(), FILE[0])


def findings(text: str = TEXT) -> dict[str, Finding]:
    return {finding.path: finding for finding in read(text).findings}


def test_it_works() -> None:
    found = findings()["tasks[1].title"]
    assert (found.value, found.lines, found.sureness, found.why) == (
        "Thực hiện cải cách thủ tục hành chính",
        (21, 21),
        "sure",
        None,
    )


def test_the_source_holds_every_line_with_words_in_order() -> None:
    source = read().source
    written = {number: line for number, line in enumerate(TEXT.splitlines(), start=1) if line}
    assert {line.number: line.text for line in source} == written


def test_lines_of_a_table_keep_their_columns() -> None:
    path = next(sample for sample in SAMPLES if sample.name == "xa_hai_cap.txt")
    source = read_plan(path.read_bytes(), path.name).source
    assert source[0].cells == ("UBND TỈNH AN SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert next(line for line in source if line.text.startswith("I. MỤC ĐÍCH")).cells == ()


def test_names_are_found_in_a_letterhead_of_two_columns() -> None:
    path = next(sample for sample in SAMPLES if sample.name == "xa_hai_cap.txt")
    found = {finding.path: finding.lines for finding in read_plan(path.read_bytes(), path.name).findings}
    assert found["issuer"] == (2, 3)
    assert found["parent_authority"] == (1, 1)
    assert found["title"] == (9, 10)
    assert found["signer"] == (76, 83)


def test_a_title_over_two_lines_names_both() -> None:
    found = findings(TEXT.replace("cải cách thủ tục", "cải cách\nthủ tục"))
    assert found["tasks[1].title"].lines == (21, 22)


def test_what_is_missing_says_where_to_look() -> None:
    found = findings(TEXT.replace("Số: 15/KH-UBND\n", ""))["number"]
    assert (found.value, found.lines, found.sureness) == (None, None, "missing")
    assert str(found.why).startswith("Không thấy số, ký hiệu")


def test_a_number_left_blank_is_quoted() -> None:
    found = findings(TEXT.replace("Số: 15/", "Số:    /"))["number"]
    assert found.sureness == "missing"
    assert found.why == message(
        "Phần số còn để trống (“%(written)s”). Hãy điền khi văn bản được cấp số.", written="Số: /KH-UBND"
    )
    assert found.lines == (3, 3)


def test_a_day_left_blank_is_doubtful() -> None:
    found = findings(TEXT.replace("ngày 12 tháng 02", "ngày     tháng 02"))["date"]
    assert (found.value, found.sureness) == ("2026-02", "doubtful")


def test_what_was_inferred_is_likely() -> None:
    found = findings()["parent_authority"]
    assert (found.value, found.sureness) == ("Ủy ban nhân dân tỉnh Đông Sơn", "likely")
    assert "07/KH-UBND" in str(found.why)
    assert found.lines == (12, 12)


def test_a_deadline_without_its_year_is_likely() -> None:
    found = findings(TEXT.replace("20/11/2026", "20/11"))["deadlines[0].due"]
    assert (found.value, found.sureness) == ("2026-11-20", "likely")


def test_a_report_to_nobody_asks_for_its_receiver() -> None:
    found = findings(TEXT.replace("báo cáo Ủy ban nhân dân tỉnh", "báo cáo"))["deadlines[0].to_unit"]
    assert (found.value, found.sureness) == (None, "missing")


def test_doubtful_fields_come_first_and_keep_the_order_of_the_document() -> None:
    ordered = doubtful_first(
        [
            Finding("title", "a", None, "sure"),
            Finding("date", "b", None, "likely"),
            Finding("number", None, None, "missing"),
            Finding("tasks[0].title", "c", None, "doubtful"),
            Finding("tasks[1].title", "d", None, "doubtful"),
        ]
    )
    assert [finding.path for finding in ordered] == ["tasks[0].title", "tasks[1].title", "number", "date", "title"]


def test_a_path_has_a_name_that_counts_from_one() -> None:
    assert str(name_of("tasks[3].title")) == "Tên nhiệm vụ thứ 4"
    assert str(name_of("signer")) == "Người ký"


def every_finding(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["findings"]
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_findings_travel_as_json_with_lines_that_exist_and_sentences_that_are_whole(path: Path) -> None:
    data = json.loads(json.dumps(read_plan(path.read_bytes(), path.name).as_json()))
    numbers = {line["number"] for line in data["source"]}
    paths = [found["path"] for found in every_finding(data)]
    assert len(set(paths)) == len(paths)
    for found in every_finding(data):
        assert (found["value"] is None) <= (found["sureness"] == "missing"), found
        assert (found["why"] is None) == (found["sureness"] == "sure"), found
        assert found["lines"] is None or set(found["lines"]) <= numbers, found
        assert found["lines"] or found["value"] is None, found
        if found["why"]:
            sentence = found["why"]["text"] % found["why"]["with"]
            assert sentence.endswith("."), found
        assert str(name_of(found["path"]))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_part_of_a_plan_has_its_findings(path: Path) -> None:
    plan = read_plan(path.read_bytes(), path.name)
    paths = {finding.path for finding in plan.findings}
    assert {f"tasks[{at}].{part}" for at in range(len(plan.tasks)) for part in ("title", "items", "theme")} <= paths
    assert {f"assignments[{at}].unit" for at in range(len(plan.assignments))} <= paths
    assert {f"deadlines[{at}].due" for at in range(len(plan.deadlines))} <= paths
    assert {f"sections[{at}]" for at in range(len(plan.sections))} <= paths
    assert {f"purposes[{at}]" for at in range(len(plan.purposes))} <= paths
    assert {f"recipients[{at}]" for at in range(len(plan.recipients))} <= paths
    assert {f"cited_documents[{at}]" for at in range(len(plan.cited_documents))} <= paths
    assert {"title", "number", "date", "year", "issuer", "parent_authority", "province", "place", "signer"} <= paths
