"""Skip logic in words: what the page would hide, the paper says."""

from __future__ import annotations

import pytest
from flask import Flask

from app.forms.definition import Condition, Definition, Option, Question, Section
from app.forms.queries import template_called
from app.forms.wording import say_live
from app.responses.paper.wording import notes_of, numbers_of, spans


def told(app: Flask, definition: Definition) -> dict[str, str]:
    with app.test_request_context():
        return notes_of(definition, say_live(definition))


def asking(condition: Condition) -> Definition:
    """A form with a choice, a number, several choices, and a last question under ``condition``."""
    options = tuple(Option(code=code, text=f"Ý {code}") for code in (1, 2, 3, 4))
    questions = (
        Question(id="chon", kind="choice", text="Chọn gì?", options=options),
        Question(id="may_lan", kind="number", text="Mấy lần?"),
        Question(id="nhieu", kind="choices", text="Những gì?", options=options),
        Question(id="cuoi", kind="long_text", text="Vì sao?", visible_when=condition),
    )
    return Definition(
        key="thu", purpose="satisfaction", title="Thử", sections=(Section(id="mot", questions=questions),)
    )


def test_it_works(app: Flask) -> None:
    """Theme M2: whoever has done nothing online skips the seven items about it."""
    notes = told(app, template_called("m2_dich_vu_cong_truc_tuyen"))
    assert notes["da_lam"] == "Nếu chọn “Chưa” thì bỏ qua câu 2–8."
    assert notes["chua_hai_long"].startswith("Chỉ trả lời câu này nếu ở câu 8 chọn “Rất không hài lòng” hoặc")
    assert "de_tim" not in notes


def test_a_form_without_conditions_says_nothing(app: Flask) -> None:
    definition = template_called("m1_thu_tuc_mot_cua")
    assert set(told(app, definition)) <= {question.id for question in definition.questions if question.visible_when}


def test_questions_are_numbered_through_the_form() -> None:
    definition = template_called("m2_dich_vu_cong_truc_tuyen")
    assert list(numbers_of(definition).values()) == list(range(1, len(definition.questions) + 1))


@pytest.mark.parametrize(
    ("condition", "note"),
    [
        (Condition(question="chon", is_=(2,)), "Chỉ trả lời câu này nếu ở câu 1 chọn “Ý 2”."),
        (
            Condition(all_=(Condition(question="chon", is_=(2, 3)), Condition(question="may_lan", at_least=3))),
            "Chỉ trả lời câu này nếu ở câu 1 chọn “Ý 2” hoặc “Ý 3” và ở câu 2 ghi 3 hoặc nhiều hơn.",
        ),
        (
            Condition(any_=(Condition(question="nhieu", is_=(1,)), Condition(question="may_lan", at_most=1))),
            "Chỉ trả lời câu này nếu ở câu 3 chọn “Ý 1” hoặc ở câu 2 ghi 1 hoặc ít hơn.",
        ),
        (
            Condition(not_=Condition(question="nhieu", is_=(1,))),
            "Chỉ trả lời câu này nếu không phải là: ở câu 3 chọn “Ý 1”.",
        ),
    ],
)
def test_any_condition_can_be_said(app: Flask, condition: Condition, note: str) -> None:
    assert told(app, asking(condition))["cuoi"] == note


def test_few_answers_that_skip_are_told_where_they_are_given(app: Flask) -> None:
    notes = told(app, asking(Condition(not_=Condition(question="chon", is_=(1, 4)))))
    assert notes == {"chon": "Nếu chọn “Ý 1” thì bỏ qua câu 4. Nếu chọn “Ý 4” thì bỏ qua câu 4."}


def test_numbers_are_said_in_spans() -> None:
    assert spans([9, 2, 3, 4, 7, 8]) == "2–4, 7–9"
