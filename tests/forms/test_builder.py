"""From a post to answers: garbage gives sentences, never a crash, and nothing typed is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.forms.builder import build_form_class, field_name, read_answers
from app.forms.definition import Definition, form_files, from_data, load, to_data
from app.forms.kinds import KINDS
from app.forms.rules import is_asked
from app.forms.wording import Say
from tests.forms.sample import as_posted, post, read_posted, sample, vietnamese

EVERY_KIND = sample("every_kind")
CHAIN = sample("chain")
ALL = [EVERY_KIND, CHAIN, sample("awkward_ids"), *(load(path) for path in form_files())]


def test_it_works() -> None:
    reading = post(
        EVERY_KIND,
        item="4",
        overall="5",
        visits="0",
        sources=["99", "1"],
        met="2",
        days="1.500",
        came_on="02/09/2026",
        desk_name="  Quầy   số 1 ",
        remark="Tốt.\r\nCảm ơn.",
    )
    assert reading.errors == {}
    assert reading.answers == {
        "item": 4,
        "overall": 5,
        "visits": 0,
        "sources": [1, 99],
        "met": 2,
        "days": 1500,
        "came_on": "2026-09-02",
        "desk_name": "Quầy số 1",
        "remark": "Tốt.\nCảm ơn.",
    }


def test_skipped_questions_have_no_entry() -> None:
    reading = post(EVERY_KIND, overall="3", item="", remark="  \n ", sources=[])
    assert reading.answers == {"overall": 3}
    assert reading.errors == {}


def test_a_missing_required_answer_is_a_sentence() -> None:
    reading = post(EVERY_KIND, item="4")
    assert reading.errors == {"overall": "Xin trả lời câu này trước khi gửi."}
    assert reading.answers == {"item": 4}
    assert not reading.is_valid


def test_a_required_answer_may_be_the_code_zero() -> None:
    data = to_data(EVERY_KIND)
    data["sections"][0]["questions"][2]["required"] = True
    assert post(from_data(data), overall="1", visits="0").answers["visits"] == 0


@pytest.mark.parametrize("value", ["0", "6", "8", "10", "-1", "5.0", "+5", " 5", "05", "٥", "five", "1e0", "5\x00"])
def test_a_face_that_is_not_offered_is_a_sentence(value: str) -> None:
    reading = post(EVERY_KIND, overall=value)
    assert reading.errors == {"overall": "Xin chọn một trong các trả lời có sẵn của câu này."}
    assert "overall" not in reading.answers


def test_two_answers_to_a_single_choice_are_refused() -> None:
    assert post(EVERY_KIND, overall=["1", "5"]).errors == {
        "overall": "Xin chọn một trong các trả lời có sẵn của câu này."
    }


def test_one_wrong_code_among_several_is_a_sentence() -> None:
    reading = post(EVERY_KIND, overall="5", sources=["1", "3"])
    assert reading.errors == {"sources": "Xin chỉ chọn trong các trả lời có sẵn của câu này."}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("0", "Xin ghi một số từ 1 đến 1.500."),
        ("1501", "Xin ghi một số từ 1 đến 1.500."),
        ("-5", "Xin ghi một số từ 1 đến 1.500."),
        ("hai", "Xin ghi một số nguyên bằng chữ số, ví dụ 3."),
        ("1,5", "Xin ghi một số nguyên bằng chữ số, ví dụ 3."),
        ("1e3", "Xin ghi một số nguyên bằng chữ số, ví dụ 3."),
        ("٣", "Xin ghi một số nguyên bằng chữ số, ví dụ 3."),
        ("9" * 5000, "Xin ghi một số nguyên bằng chữ số, ví dụ 3."),
    ],
)
def test_a_wrong_number_is_a_sentence(value: str, sentence: str) -> None:
    assert post(EVERY_KIND, overall="5", days=value).errors == {"days": sentence}


@pytest.mark.parametrize("value", ["2026-02-30", "31/04/2026", "1/13/2026", "2026", "mai", "01/01/0001", "01/01/9999"])
def test_a_day_the_calendar_does_not_have_is_a_sentence(value: str) -> None:
    reading = post(EVERY_KIND, overall="5", came_on=value)
    assert reading.errors["came_on"].startswith("Xin ghi ngày có thật")
    assert reading.typed["came_on"] == (value,)


@pytest.mark.parametrize("value", ["2026-09-02", "2/9/2026", "02-09-2026", "2.9.2026", "2026-9-2", " 02/09/2026 "])
def test_a_day_is_read_as_browsers_and_people_write_it(value: str) -> None:
    assert post(EVERY_KIND, overall="5", came_on=value).answers["came_on"] == "2026-09-02"


def test_a_long_text_is_refused_and_comes_back() -> None:
    text = "ý kiến " * 150_000
    reading = post(EVERY_KIND, overall="5", remark=text)
    assert reading.errors == {
        "remark": (
            "Câu trả lời dài 1.049.999 ký tự; xin rút gọn còn nhiều nhất 4.000 ký tự. Phần đã viết vẫn còn nguyên."
        )
    }
    assert reading.typed["remark"] == (text.strip(),)
    assert "remark" not in reading.answers


def test_a_text_of_the_very_limit_is_accepted() -> None:
    reading = post(EVERY_KIND, overall="5", remark="ế" * 4000, desk_name="ế" * 200)
    assert reading.is_valid
    assert len(post(EVERY_KIND, overall="5", desk_name="ế" * 201).errors) == 1


def test_text_is_composed_and_cleaned() -> None:
    reading = post(
        EVERY_KIND, overall="5", remark="\ufeffTie\u0302\u0301ng\x00 Vie\u0323\u0302t\u202e\r\n\x1b[1mhết\ud800"
    )
    assert reading.answers["remark"] == "Tiếng Việt\n[1mhết"


def test_khmer_joiners_stay() -> None:
    assert post(EVERY_KIND, overall="5", remark="ក\u200bខ\u200dគ").answers["remark"] == "ក\u200bខ\u200dគ"


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "'; DROP TABLE response; --", "%(x)s {y}"])
def test_text_is_kept_as_it_was_written(text: str) -> None:
    assert post(EVERY_KIND, overall="5", remark=text).answers["remark"] == text


def test_hidden_answers_are_dropped_before_they_are_validated() -> None:
    reading = post(CHAIN, a="2", b="garbage", d="not a number", c="x")
    assert reading.errors == {}
    assert reading.answers == {"a": 2}
    assert reading.typed["b"] == ("garbage",)


def test_a_hidden_required_question_is_not_required() -> None:
    assert post(CHAIN, a="2").is_valid
    assert post(CHAIN, a="1").errors == {"d": "Xin trả lời câu này trước khi gửi."}


def test_a_faulty_answer_fulfils_no_condition() -> None:
    reading = post(CHAIN, a="7", b="1", d="3")
    assert set(reading.errors) == {"a"}
    assert reading.answers == {"d": 3}


def test_ids_that_are_methods_of_wtforms_are_only_names() -> None:
    awkward = sample("awkward_ids")
    reading = post(awkward, data="x", errors="y", populate_obj="z", process="p", meta="m")
    assert reading.errors == {"validate": "Xin trả lời câu này trước khi gửi."}
    assert reading.answers == {"data": "x", "errors": "y", "populate_obj": "z", "process": "p", "meta": "m"}
    form = build_form_class(awkward, vietnamese(awkward))()
    assert callable(form.validate)


def test_unknown_fields_are_ignored() -> None:
    reading = read_answers(
        EVERY_KIND, vietnamese(EVERY_KIND), MultiDict([("q_overall", "5"), ("q_nothing", "1"), ("overall", "1")])
    )
    assert reading.answers == {"overall": 5}


def test_the_class_is_made_once_for_a_definition_and_its_words() -> None:
    again = from_data(json.loads(json.dumps(to_data(EVERY_KIND))))
    say = vietnamese(EVERY_KIND)
    made = build_form_class(EVERY_KIND, say)
    assert build_form_class(again, vietnamese(again)) is made
    other = Say("vi", {**say.texts, "@error_required": "Chưa trả lời."})
    assert build_form_class(EVERY_KIND, other) is not made
    assert post(EVERY_KIND, item="4").errors["overall"] == "Xin trả lời câu này trước khi gửi."
    assert read_answers(EVERY_KIND, other, MultiDict()).errors["overall"] == "Chưa trả lời."


def test_what_was_posted_does_not_show_in_a_log() -> None:
    assert "bí mật" not in repr(post(EVERY_KIND, remark="bí mật"))


def garbage(definition: Definition) -> st.SearchStrategy[dict[str, list[str]]]:
    """Anything at all for any of the questions: codes, offered or not, text of every kind, several of them."""
    value = st.one_of(
        st.integers(-2, 12).map(str),
        st.sampled_from(["", "9", "99", "2026-02-30", "29/02/2024", "1.000", "null", "[]", "on"]),
        st.text(max_size=30),
        st.text(min_size=4, max_size=5).map(lambda text: text * 50),
    )
    return st.dictionaries(
        st.sampled_from([question.id for question in definition.questions]), st.lists(value, max_size=3)
    )


@given(st.data())
def test_any_garbage_gives_sentences_and_never_a_crash(data: st.DataObject) -> None:
    definition = data.draw(st.sampled_from(ALL))
    posted = data.draw(garbage(definition))
    reading = read_posted(definition, posted)
    assert not set(reading.errors) & set(reading.answers)
    assert all(sentence.endswith(".") for sentence in reading.errors.values())
    assert {name for name, values in posted.items() if values} == set(reading.typed)
    check_kept(definition, reading.answers)


def check_kept(definition: Definition, answers: dict[str, Any]) -> None:
    """What holds for every set of answers that got through."""
    for place, question in enumerate(definition.questions):
        before = {earlier.id: answers[earlier.id] for earlier in definition.questions[:place] if earlier.id in answers}
        assert question.id not in answers or is_asked(question, before)
    assert json.loads(json.dumps(answers)) == answers
    for name, stored in answers.items():
        question = definition.by_id[name]
        kind = KINDS[question.kind]
        assert kind.to_stored(kind.from_stored(stored)) == stored
        assert kind.display(question, stored, vietnamese(definition))
        assert kind.counter(question, 0)(stored)
    assert read_posted(definition, {name: as_posted(stored) for name, stored in answers.items()}).answers == answers


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_form_takes_every_code_it_offers(path: Path) -> None:
    definition = load(path)
    for question in definition.questions:
        for code in KINDS[question.kind].codes(question):
            posted = {question.id: str(code)}
            assert read_posted(definition, posted).answers.get(question.id) in (code, [code])
    assert field_name("x") == "q_x"
