"""The words of a form: read live, missing ones listed, frozen ones enough for ever."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from werkzeug.datastructures import MultiDict

from app.forms.builder import read_answers
from app.forms.definition import SHARED_CONTEXT, Definition, form_files, load, shared_words, texts_of
from app.forms.kinds import KINDS
from app.forms.rendering import render_questions
from app.forms.wording import Say, WordsMissing, missing_words, offered_locales, say_frozen, say_live
from tests.forms.sample import sample

EVERY_KIND = sample("every_kind")


def catalog_of(definition: Definition) -> Catalog:
    """A complete made-up translation: every text with a mark before it."""
    catalog = Catalog("en", fuzzy=False)
    for text in shared_words().values():
        catalog.add(text, f"EN {text}", context=SHARED_CONTEXT)
    for _, text in texts_of(definition):
        catalog.add(text, f"en {text}", context=definition.key)
    return catalog


def save(catalog: Catalog, folder: Path, locale: str = "en", header: str = "") -> None:
    """Put a catalog where catalogs lie."""
    path = folder / locale / "LC_MESSAGES" / "forms.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog)
    path.write_text(buffer.getvalue().decode().replace('"Generated-By', f'{header}"Generated-By'), encoding="utf-8")


def test_it_works(tmp_path: Path) -> None:
    save(catalog_of(EVERY_KIND), tmp_path)
    assert missing_words(EVERY_KIND, "en", tmp_path) == []
    say = say_live(EVERY_KIND, "en", tmp_path)
    assert say("Tên quầy?") == "en Tên quầy?"
    assert say.word("face_5") == "EN Rất hài lòng"
    assert KINDS["yes_no"].choices(EVERY_KIND.by_id["met"], say) == ((1, "EN Có"), (2, "EN Không"))


def test_vietnamese_needs_no_catalog(tmp_path: Path) -> None:
    assert missing_words(EVERY_KIND, "vi", tmp_path) == []
    assert say_live(EVERY_KIND, "vi", tmp_path).word("dont_know") == "Không biết / không liên quan"


def test_missing_words_are_listed_by_path(tmp_path: Path) -> None:
    catalog = catalog_of(EVERY_KIND)
    catalog.delete("Tên quầy?", "every_kind")
    catalog.get("Ý kiến khác?", "every_kind").flags.add("fuzzy")  # type: ignore[union-attr]
    catalog.get("Một lần", "every_kind").string = ""  # type: ignore[union-attr]
    catalog.delete("Rất hài lòng", SHARED_CONTEXT)
    save(catalog, tmp_path)
    assert missing_words(EVERY_KIND, "en", tmp_path) == [
        "_words.face_5",
        "every_kind.sections.all.questions.visits.options.1.text",
        "every_kind.sections.all.questions.desk_name.text",
        "every_kind.sections.all.questions.remark.text",
    ]


def test_a_word_that_is_missing_stays_vietnamese(tmp_path: Path) -> None:
    catalog = catalog_of(EVERY_KIND)
    catalog.delete("Tên quầy?", "every_kind")
    save(catalog, tmp_path)
    say = say_live(EVERY_KIND, "en", tmp_path)
    assert say("Tên quầy?") == "Tên quầy?"
    assert say("Ý kiến khác?") == "en Ý kiến khác?"


def test_a_locale_without_a_catalog_lacks_everything(tmp_path: Path) -> None:
    missing = missing_words(EVERY_KIND, "km", tmp_path)
    assert len(missing) == len(shared_words()) + len(list(texts_of(EVERY_KIND)))


def test_the_same_words_in_two_forms_are_two_messages(tmp_path: Path) -> None:
    catalog = catalog_of(EVERY_KIND)
    catalog.add("Câu a?", "other form", context="every_kind")
    save(catalog, tmp_path)
    assert "chain.sections.all.questions.a.text" in missing_words(sample("chain"), "en", tmp_path)


def test_a_changed_catalog_is_read_again(tmp_path: Path) -> None:
    catalog = catalog_of(EVERY_KIND)
    save(catalog, tmp_path)
    assert say_live(EVERY_KIND, "en", tmp_path)("Tên quầy?") == "en Tên quầy?"
    catalog.get("Tên quầy?", "every_kind").string = "Desk?"  # type: ignore[union-attr]
    save(catalog, tmp_path)
    assert say_live(EVERY_KIND, "en", tmp_path)("Tên quầy?") == "Desk?"


def test_frozen_words_are_enough(tmp_path: Path) -> None:
    save(catalog_of(EVERY_KIND), tmp_path)
    frozen = {locale: dict(say_live(EVERY_KIND, locale, tmp_path).texts) for locale in ("vi", "en")}
    assert frozen["vi"]["@face_1"] == "Rất không hài lòng"
    say = say_frozen(frozen, "en")
    assert (say.locale, say("Tên quầy?"), say.word("answer_yes")) == ("en", "en Tên quầy?", "EN Có")
    html = render_questions(EVERY_KIND, say)
    assert "EN Rất hài lòng" in html
    assert read_answers(EVERY_KIND, say, MultiDict()).errors == {"overall": "EN Xin trả lời câu này trước khi gửi."}


def test_an_unknown_locale_falls_back_on_vietnamese() -> None:
    frozen = {"vi": {"@face_1": "Tệ"}}
    assert (say_frozen(frozen, "km").locale, say_frozen(frozen, "km").word("face_1")) == ("vi", "Tệ")


def test_a_word_younger_than_the_edition_is_todays() -> None:
    assert say_frozen({"vi": {}}, "vi").word("face_3") == "Bình thường"


def test_values_are_put_into_words() -> None:
    say = Say("en", {"@error_number_range": "from %(minimum)s to %(maximum)s"})
    assert say.word("error_number_range", minimum=1, maximum=9) == "from 1 to 9"


def test_equal_words_have_equal_keys() -> None:
    assert Say("vi", {"a": "b", "c": "d"}).key == Say("vi", {"c": "d", "a": "b"}).key
    assert Say("vi", {"a": "b"}).key != Say("vi", {"a": "c"}).key
    assert Say("vi", {"a": "b"}).key != Say("en", {"a": "b"}).key


def test_a_translation_is_offered_unapproved_until_a_person_says_so(tmp_path: Path) -> None:
    save(catalog_of(EVERY_KIND), tmp_path, "en", '"X-Citizen-Approved: no\\n"\n')
    save(catalog_of(EVERY_KIND), tmp_path, "km", '"X-Citizen-Approved: yes\\n"\n')
    save(catalog_of(EVERY_KIND), tmp_path, "zh")
    assert offered_locales(tmp_path) == {"vi": True, "en": False, "km": False, "zh": False}
    for locale in ("km", "zh"):
        pages = tmp_path / locale / "LC_MESSAGES" / "messages.po"
        pages.write_text('msgid ""\nmsgstr ""\n"X-Citizen-Approved: yes\\n"\n\n', encoding="utf-8")
    assert offered_locales(tmp_path) == {"vi": True, "en": False, "km": True, "zh": False}


def test_the_refusal_lists_what_is_missing() -> None:
    problem = WordsMissing(
        [("en", "m1.title"), ("km", "_words.face_1")],
        {"m1.title": "Làm thủ tục", "_words.face_1": "Rất không hài lòng"},
    )
    assert str(problem).endswith("\nEnglish: “Làm thủ tục”\nភាសាខ្មែរ: “Rất không hài lòng”")


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_form_is_complete_in_english(path: Path) -> None:
    assert missing_words(load(path), "en") == []


@pytest.mark.parametrize("locale", sorted(offered_locales()))
@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_form_can_be_drawn_in_every_language(path: Path, locale: str) -> None:
    definition = load(path)
    html = render_questions(definition, say_live(definition, locale))
    assert html.count("<legend") + html.count("<label for=") == len(definition.questions)


def test_the_english_translation_awaits_approval() -> None:
    assert offered_locales()["en"] is False
