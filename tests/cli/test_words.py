"""The catalogs: collected, merged without losing a translation, checked, compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.words import compile_all, extracted, group, path_of, read, template_path

CODE = """from app.core.words import _, _l, _n
from app.core.text import N_

first = _("Xin chào %(name)s", name="An")
second = _l("Trì hoãn")
third = N_("Đánh dấu")


def many(count):
    # Translators: số phiếu đã nhận
    return _n("%(num)d phiếu", "%(num)d phiếu nhiều", count)
"""
PAGE = "<p>{{ _('Trên trang') }}</p>{% trans who=name %}Chào {{ who }}{% endtrans %}"
FORM = "key: small\ntitle: Phiếu nhỏ\n"


class House:
    """A small project of its own, with code, a page and a form."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("app/code.py", CODE)
        self.write("app/web/templates/web/page.html", PAGE)
        self.write("forms/small.yaml", FORM)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(group, [*arguments, "--root", str(self.root)])

    def translate(self, source: str, text: str, domain: str = "messages", locale: str = "en") -> None:
        path = path_of(domain, locale, self.root)
        before = path.read_text(encoding="utf-8")
        assert f'msgid "{source}"\nmsgstr ""' in before
        path.write_text(
            before.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{text}"'), encoding="utf-8"
        )

    def translate_all(self) -> None:
        self.translate("Trì hoãn", "Delayed")
        self.translate("Đánh dấu", "Marked")
        self.translate("Trên trang", "On the page")
        self.translate("Xin chào %(name)s", "Hello %(name)s")
        self.translate("Chào %(who)s", "Hello %(who)s")
        self.translate("Phiếu nhỏ", "Small form", "forms")
        self.translate("Phiếu nhỏ", "ប័ណ្ណតូច", "forms", "km")
        self.translate("Phiếu nhỏ", "小问卷", "forms", "zh")
        path = path_of("messages", "en", self.root)
        text = path.read_text(encoding="utf-8")
        text = text.replace('msgstr[0] ""', 'msgstr[0] "%(num)d form"').replace(
            'msgstr[1] ""', 'msgstr[1] "%(num)d forms"'
        )
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    for locale in ("en", "km", "zh"):
        assert made.run("update", "--add", locale).exit_code == 0
    return made


def test_it_works(house: House) -> None:
    house.translate_all()
    result = house.run("check")
    assert (result.exit_code, result.output) == (0, "Từ ngữ đầy đủ.\n")


def test_words_of_code_pages_and_forms_are_collected(house: House) -> None:
    words = {
        message.id if isinstance(message.id, str) else message.id[0] for message in extracted("messages", house.root)
    }
    assert words - {""} == {
        "Xin chào %(name)s",
        "Trì hoãn",
        "Đánh dấu",
        "%(num)d phiếu",
        "Trên trang",
        "Chào %(who)s",
    }
    assert [message.context for message in extracted("forms", house.root) if message.id] == ["small"]


def test_a_note_for_translators_travels_along(house: House) -> None:
    assert "#. số phiếu đã nhận" in template_path("messages", house.root).read_text(encoding="utf-8")


def test_updating_twice_changes_no_file(house: House) -> None:
    house.translate_all()
    files = [template_path("messages", house.root), path_of("messages", "en", house.root)]
    house.run("update")
    before = [path.read_bytes() for path in files]
    house.run("update")
    assert [path.read_bytes() for path in files] == before


def test_a_reworded_text_shows_its_old_words_once(house: House) -> None:
    house.translate_all()
    path = path_of("messages", "en", house.root)
    house.write("app/code.py", CODE.replace("Xin chào %(name)s", "Xin kính chào %(name)s"))
    house.run("update")
    assert '#| msgid "Xin chào %(name)s"' in path.read_text(encoding="utf-8")
    house.run("update")
    assert "# |" not in path.read_text(encoding="utf-8")


def test_updating_keeps_translations_and_our_headers(house: House) -> None:
    house.translate_all()
    path = path_of("forms", "en", house.root)
    path.write_text(path.read_text("utf-8").replace("Approved: no", "Approved: yes"), encoding="utf-8")
    house.write("forms/small.yaml", FORM + "about: Mới\n")
    house.run("update")
    text = path.read_text(encoding="utf-8")
    assert text.count('"X-Citizen-Approved: yes\\n"') == 1
    assert 'msgstr "Small form"' in text
    assert 'msgid "Mới"' in text


def test_a_line_that_moves_is_no_difference(house: House) -> None:
    house.translate_all()
    house.write("app/code.py", "\n\n\n" + CODE)
    house.write("forms/small.yaml", "# ghi chú\n" + FORM)
    assert house.run("check").exit_code == 0


def test_it_refuses_a_word_that_was_not_collected(house: House) -> None:
    house.translate_all()
    house.write("app/more.py", 'from app.core.words import _\n\nlate = _("Muộn")\n')
    result = house.run("check")
    assert result.exit_code == 1
    assert "messages.pot: chưa thu “Muộn”; hãy chạy “make words”." in result.output
    assert "en/messages.po: chưa thu “Muộn”; hãy chạy “make words”." in result.output


def test_it_refuses_a_word_that_is_gone(house: House) -> None:
    house.translate_all()
    house.write("app/web/templates/web/page.html", "<p></p>")
    assert "messages.pot: không còn dùng “Trên trang”" in house.run("check").output


def test_it_refuses_a_missing_translation(house: House) -> None:
    house.translate_all()
    path = path_of("forms", "en", house.root)
    path.write_text(path.read_text("utf-8").replace('"Small form"', '""'), encoding="utf-8")
    result = house.run("check")
    assert (result.exit_code, result.output) == (1, "en/forms.po: chưa dịch (hoặc còn đánh dấu fuzzy) “Phiếu nhỏ”.\n")


def test_it_refuses_a_missing_plural(house: House) -> None:
    house.translate_all()
    path = path_of("messages", "en", house.root)
    path.write_text(path.read_text("utf-8").replace('msgstr[1] "%(num)d forms"', 'msgstr[1] ""'), encoding="utf-8")
    assert "chưa dịch (hoặc còn đánh dấu fuzzy) “%(num)d phiếu”" in house.run("check").output


def test_it_refuses_a_fuzzy_translation(house: House) -> None:
    house.translate_all()
    path = path_of("forms", "en", house.root)
    text = path.read_text("utf-8").replace('msgctxt "small"', '#, fuzzy\nmsgctxt "small"')
    path.write_text(text, encoding="utf-8")
    assert "fuzzy) “Phiếu nhỏ”" in house.run("check").output


@pytest.mark.parametrize("wrong", ["Hello", "Hello %(nam)s", "Hello %(name)s %(name)s", "Hello %(name)s 100 %"])
def test_it_refuses_other_places_than_the_source_has(house: House, wrong: str) -> None:
    house.translate_all()
    path = path_of("messages", "en", house.root)
    path.write_text(path.read_text("utf-8").replace("Hello %(name)s", wrong), encoding="utf-8")
    assert "chỗ điền %(…)s khác với câu gốc “Xin chào %(name)s”." in house.run("check").output


def test_khmer_and_chinese_have_what_citizens_read_and_no_more(house: House) -> None:
    house.translate_all()
    house.write("app/web/templates/web/citizen_error.html", "<p>{{ _('Không có trang này') }}</p>")
    house.write(
        "app/late.py",
        'from app.core.text import N_\n\n# Translators: citizens read this\nrefusal = N_("Hết giờ")\n',
    )
    house.run("update")
    words = {message.id for message in read(path_of("messages", "km", house.root)) if message.id}
    assert words == {"Không có trang này", "Hết giờ"}
    assert "km/messages.po: chưa dịch (hoặc còn đánh dấu fuzzy) “Hết giờ”." in house.run("check").output
    house.translate("Hết giờ", "អស់ម៉ោង", locale="km")
    assert "km/messages.po: chưa dịch (hoặc còn đánh dấu fuzzy) “Hết giờ”." not in house.run("check").output


def test_it_refuses_a_form_without_khmer(house: House) -> None:
    house.translate_all()
    path = path_of("forms", "km", house.root)
    path.write_text(path.read_text("utf-8").replace('"ប័ណ្ណតូច"', '""'), encoding="utf-8")
    assert "km/forms.po: chưa dịch (hoặc còn đánh dấu fuzzy) “Phiếu nhỏ”." in house.run("check").output


def test_it_refuses_a_locale_nobody_knows(house: House) -> None:
    result = house.run("update", "--add", "xx")
    assert result.exit_code == 1
    assert "Không có ngôn ngữ “xx”" in result.output


def test_english_must_be_there(tmp_path: Path) -> None:
    made = House(tmp_path)
    made.run("update")
    assert "en/messages.po: chưa có bản dịch" in made.run("check").output


def test_compiling_writes_what_the_program_reads(house: House) -> None:
    house.translate_all()
    assert house.run("compile").exit_code == 0
    compiled = path_of("messages", "en", house.root).with_suffix(".mo")
    assert compiled.stat().st_size > 0
    assert not path_of("forms", "en", house.root).with_suffix(".mo").exists()


def test_compiling_again_writes_nothing(house: House) -> None:
    compile_all(house.root)
    compiled = path_of("messages", "en", house.root).with_suffix(".mo")
    first = compiled.stat().st_ino
    compile_all(house.root)
    assert compiled.stat().st_ino == first


def test_a_reworded_sentence_is_fuzzy_until_somebody_has_looked(house: House) -> None:
    house.translate_all()
    house.write("forms/small.yaml", FORM.replace("Phiếu nhỏ", "Phiếu nhỏ hơn"))
    house.run("update")
    message = read(path_of("forms", "en", house.root)).get("Phiếu nhỏ hơn", "small")
    assert message is not None
    assert message.fuzzy
    assert house.run("check").exit_code == 1
