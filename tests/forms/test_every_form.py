"""Every file in forms/ loads, checks, builds and can be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.forms.builder import build_form_class, field_name
from app.forms.checks import check_file
from app.forms.definition import form_files, from_data, load, to_data
from app.forms.kinds import KINDS
from tests.forms.sample import as_posted, read_posted, vietnamese

THEMES = [
    "m1_thu_tuc_mot_cua",
    "m2_dich_vu_cong_truc_tuyen",
    "m3_thai_do_cong_vu",
    "m4_tuyen_truyen",
    "m5_dan_chu_co_so",
    "m6_tiep_cong_dan",
    "m7_kinh_te_xa_hoi",
    "m8_dan_van_kheo",
]
EVERY = pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)


def test_the_eight_themes_are_there() -> None:
    assert [path.stem for path in form_files()] == THEMES


@EVERY
def test_it_has_nothing_wrong(path: Path) -> None:
    assert [str(complaint) for complaint in check_file(path)] == []


@EVERY
def test_it_survives_being_stored(path: Path) -> None:
    definition = load(path)
    assert from_data(to_data(definition)) == definition
    assert from_data(to_data(definition)).digest == definition.digest
    assert hash(from_data(to_data(definition))) == hash(definition)


@EVERY
def test_it_has_a_field_for_every_question(path: Path) -> None:
    definition = load(path)
    form = build_form_class(definition, vietnamese(definition))()
    assert [field.name for field in form] == [field_name(question.id) for question in definition.questions]


@EVERY
def test_it_can_be_answered_from_end_to_end(path: Path) -> None:
    definition = load(path)
    first = {q.id: [str(code) for code in KINDS[q.kind].codes(q)[:1]] or ["Ý kiến"] for q in definition.questions}
    reading = read_posted(definition, first)
    assert reading.errors == {}
    assert set(reading.answers) == set(first)
    again = read_posted(definition, {name: as_posted(stored) for name, stored in reading.answers.items()})
    assert again.answers == reading.answers


@EVERY
def test_every_item_can_be_skipped(path: Path) -> None:
    definition = load(path)
    reading = read_posted(definition, {})
    assert reading.is_valid
    assert reading.is_empty
    assert sum(question.required for question in definition.questions) == 0


@EVERY
def test_a_low_overall_point_brings_one_more_question(path: Path) -> None:
    definition = load(path)
    low, high = (read_posted(definition, {"nhin_chung": point, "chua_hai_long": "Chờ lâu."}) for point in (2, 3))
    assert low.answers == {"nhin_chung": 2, "chua_hai_long": "Chờ lâu."}
    assert high.answers == {"nhin_chung": 3}


@EVERY
def test_it_ends_with_the_common_tail(path: Path) -> None:
    definition = load(path)
    opening, tail = definition.sections[-2:]
    assert [question.kind for question in opening.questions] == ["long_text"]
    assert [question.id for question in tail.questions] == ["nhom_tuoi"]
    assert tail.questions[0].options[-1].text == "Không muốn trả lời"


def test_who_never_worked_online_gets_the_open_question_and_the_tail() -> None:
    definition = load(next(path for path in form_files() if path.stem.startswith("m2_")))
    everything = {question.id: "3" for question in definition.questions}
    assert set(read_posted(definition, everything).answers) == {"da_lam", "y_kien", "nhom_tuoi"}
    assert "de_tim" in read_posted(definition, {**everything, "da_lam": "1"}).answers
    assert "de_tim" in read_posted(definition, {**everything, "da_lam": []}).answers


def test_who_never_met_the_office_rates_only_the_first_and_the_last_item() -> None:
    definition = load(next(path for path in form_files() if path.stem.startswith("m6_")))
    everything = {question.id: "2" for question in definition.questions}
    faces = [q.id for q in definition.questions if q.kind == "faces"]
    kept = read_posted(definition, everything).answers
    assert [name for name in faces if name in kept] == [faces[0], "nhin_chung"]


def test_the_private_question_is_marked() -> None:
    definition = load(next(path for path in form_files() if path.stem.startswith("m3_")))
    assert [question.id for question in definition.questions if question.private] == ["phien_ha"]
