"""What an office may change of a template: title, introduction, and which questions are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.checks import check_definition
from app.forms.definition import Definition, from_data, load_all, to_data
from app.forms.drafts import (
    LONGEST_TITLE,
    NothingScored,
    QuestionNeeded,
    WordsUnfit,
    choices,
    shortened,
    with_questions,
    with_words,
)
from tests.forms.sample import sample

TEMPLATES = {template.key: template for template in load_all()}
ONE_STOP = TEMPLATES["m1_thu_tuc_mot_cua"]
ONLINE = TEMPLATES["m2_dich_vu_cong_truc_tuyen"]


def ids(definition: Definition) -> list[str]:
    return [question.id for question in definition.questions]


def without(template: Definition, *left_out: str) -> Definition:
    return with_questions(template, template, set(ids(template)) - set(left_out))


def test_it_works() -> None:
    copy = without(ONE_STOP, "so_lan_den", "de_tim")
    assert set(ids(ONE_STOP)) - set(ids(copy)) == {"so_lan_den", "de_tim"}
    assert check_definition(copy) == []


def test_what_was_left_out_can_be_asked_again_in_its_old_place() -> None:
    copy = without(ONE_STOP, "niem_yet")
    assert with_questions(ONE_STOP, copy, ids(ONE_STOP)) == ONE_STOP


def test_the_overall_question_stays_whatever_is_posted() -> None:
    copy = with_questions(ONE_STOP, ONE_STOP, ["de_tim"])
    assert ids(copy) == ["de_tim", "nhin_chung"]


def test_a_section_without_questions_is_gone_and_comes_back() -> None:
    personal = ONE_STOP.sections[-1]
    copy = without(ONE_STOP, *(question.id for question in personal.questions))
    assert personal.id not in [section.id for section in copy.sections]
    assert with_questions(ONE_STOP, copy, ids(ONE_STOP)).sections[-1] == personal


def test_unknown_questions_are_left_aside() -> None:
    assert with_questions(ONE_STOP, ONE_STOP, [*ids(ONE_STOP), "nowhere"]) == ONE_STOP


def test_a_question_that_others_hang_on_is_refused() -> None:
    with pytest.raises(QuestionNeeded) as refusal:
        without(ONLINE, "da_lam")
    assert "Ông/Bà đã làm thủ tục trên mạng chưa?" in str(refusal.value)
    assert "nên hãy bỏ cả hai hoặc giữ cả hai" in str(refusal.value)


def test_a_form_without_a_score_is_refused() -> None:
    with pytest.raises(NothingScored, match="ít nhất một câu chấm điểm"):
        with_questions(ONE_STOP, ONE_STOP, ["so_lan_den"])


def test_the_editor_lists_every_question_and_fixes_the_overall_one() -> None:
    copy = without(ONE_STOP, "de_tim")
    found = {choice.question.id: (choice.asked, choice.fixed) for choice in choices(ONE_STOP, copy)}
    assert list(found) == ids(ONE_STOP)
    assert found["de_tim"] == (False, False)
    assert found["nhin_chung"] == (True, True)


def test_a_question_that_the_template_no_longer_has_stays_in_the_copy() -> None:
    newer = without(ONE_STOP, "de_tim")
    copy = with_questions(newer, ONE_STOP, ids(ONE_STOP))
    assert set(ids(copy)) == set(ids(ONE_STOP))
    assert "de_tim" in [choice.question.id for choice in choices(newer, ONE_STOP)]


def test_the_offices_words_are_one_tidy_line() -> None:
    copy = with_words(ONE_STOP, title="  Nộp hồ sơ \n tại phường ", intro=" Xin   chào ")
    assert (copy.title, copy.intro) == ("Nộp hồ sơ tại phường", "Xin chào")
    assert copy.digest != ONE_STOP.digest


def test_letters_are_composed() -> None:
    assert with_words(ONE_STOP, title="Tie\u0302\u0301p da\u0302n", intro="").title == "Tiếp dân"


def test_an_empty_introduction_takes_it_away() -> None:
    assert with_words(ONE_STOP, title="Nộp hồ sơ", intro="  ").intro is None


def test_an_empty_title_is_refused() -> None:
    with pytest.raises(WordsUnfit, match="Hãy ghi tên việc"):
        with_words(ONE_STOP, title=" \n ", intro="")


def test_words_that_are_too_long_are_refused() -> None:
    with pytest.raises(WordsUnfit, match="dài 201 ký tự; hãy rút gọn còn nhiều nhất 200"):
        with_words(ONE_STOP, title="a" * 201, intro="")
    with pytest.raises(WordsUnfit, match="Lời mở đầu dài 601 ký tự"):
        with_words(ONE_STOP, title="a", intro="b" * 601)


def test_a_long_task_is_cut_after_a_word() -> None:
    title = shortened("Nâng cao chất lượng " * 20)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith(("Nâng…", "cao…", "chất…", "lượng…"))
    assert len(shortened("a" * 300)) == LONGEST_TITLE


def test_a_draft_is_checked_as_strictly_as_a_file() -> None:
    broken = sample("every_kind")
    data = to_data(broken)
    data["sections"][0]["questions"][0]["id"] = data["sections"][0]["questions"][1]["id"]
    complaints = check_definition(from_data(data))
    assert any("mỗi mã chỉ dùng một lần" in complaint for complaint in complaints)


@given(st.sampled_from(sorted(TEMPLATES)), st.data())
def test_every_choice_gives_a_sound_form_or_is_refused(key: str, data: st.DataObject) -> None:
    template = TEMPLATES[key]
    asked = data.draw(st.sets(st.sampled_from(ids(template))))
    try:
        copy = with_questions(template, template, asked)
    except (QuestionNeeded, NothingScored):
        return  # told in a sentence, see above; what matters here is that nothing unsound gets through
    assert set(ids(copy)) == asked | {"nhin_chung"}
    assert check_definition(copy) == []
    assert with_questions(template, copy, ids(template)) == template
