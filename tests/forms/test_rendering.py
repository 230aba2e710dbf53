"""Each kind as a citizen meets it: labelled, described, filled in again, and safe."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from app.core.settings import ROOT
from app.forms.builder import field_name
from app.forms.definition import Definition, form_files, load, shared_words, texts_of
from app.forms.kinds import KINDS
from app.forms.rendering import render_questions, style
from app.forms.rules import is_asked
from tests.forms.sample import read_posted, sample, vietnamese

EVERY_KIND = sample("every_kind")
SVG = "{http://www.w3.org/2000/svg}"
GARBAGE = {
    "item": "7",
    "overall": "x",
    "visits": "77",
    "sources": "55",
    "met": "3",
    "days": "hai",
    "came_on": "31/02/2026",
    "desk_name": "x" * 201,
    "remark": "<script>" + "x" * 4000,
}


def parsed(html: str) -> Element:
    """The page's tree; broken HTML fails the test."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True)
    tree: Element = parser.parse(f"<!doctype html><title>x</title><form>{html}</form>")
    return tree


def page(definition: Definition, answers: dict[str, str] | None = None) -> Element:
    """The form, empty or as it comes back after a post."""
    if answers is None:
        return parsed(render_questions(definition, vietnamese(definition)))
    reading = read_posted(definition, answers)
    return parsed(render_questions(definition, vietnamese(definition), typed=reading.typed, errors=reading.errors))


def by_id(tree: Element, name: str) -> Element:
    found = [element for element in tree.iter() if element.get("id") == name]
    assert len(found) == 1, name
    return found[0]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_it_works() -> None:
    tree = page(EVERY_KIND)
    assert {element.get("name") for element in tree.iter() if element.get("name")} == {
        field_name(question.id) for question in EVERY_KIND.questions
    }


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_form_is_strict_html_with_unique_ids(path: Path) -> None:
    tree = page(load(path))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for target in (element.get("aria-describedby") or "").split():
            assert target in ids
        if (element.get("href") or "").startswith("#"):
            assert (element.get("href") or "")[1:] in ids


def test_every_kind_has_its_template() -> None:
    folder = ROOT / "app" / "forms" / "templates" / "forms" / "parts"
    assert {path.stem for path in folder.glob("[a-z]*.html")} == set(KINDS)


@pytest.mark.parametrize("name", ["item", "visits", "sources", "met"])
def test_a_group_is_a_fieldset_whose_legend_is_the_question(name: str) -> None:
    group = by_id(page(EVERY_KIND), field_name(name))
    assert group.tag == "fieldset"
    assert group.get("role") == (None if name == "sources" else "radiogroup")
    legend = group.find("legend")
    assert legend is not None
    assert words(legend) == EVERY_KIND.by_id[name].text
    inputs = list(group.iter("input"))
    labels = [label for label in group.iter("label") if label.find("input") is not None]
    assert len(inputs) == len(labels) == len(KINDS[EVERY_KIND.by_id[name].kind].codes(EVERY_KIND.by_id[name]))


@pytest.mark.parametrize("name", ["days", "came_on", "desk_name", "remark"])
def test_a_single_input_has_its_label(name: str) -> None:
    tree = page(EVERY_KIND)
    labels = [label for label in tree.iter("label") if label.get("for") == f"q_{name}-input"]
    assert [words(label) for label in labels] == [EVERY_KIND.by_id[name].text]
    assert by_id(tree, f"q_{name}-input").get("name") == f"q_{name}"


def test_every_face_has_its_words_and_the_same_size() -> None:
    group = by_id(page(EVERY_KIND), "q_item")
    labels = [label for label in group.iter("label")]
    assert [words(label) for label in labels] == [
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
        "Không biết / không liên quan",
    ]
    sizes = {(svg.get("width"), svg.get("height"), svg.get("aria-hidden")) for svg in group.iter(f"{SVG}svg")}
    assert sizes == {("40", "40", "true")}


def test_nothing_is_chosen_or_written_beforehand() -> None:
    tree = page(EVERY_KIND)
    assert not [element for element in tree.iter("input") if element.get("checked") is not None]
    assert not [
        element for element in tree.iter("input") if element.get("type") in {"text", "date"} and element.get("value")
    ]
    assert [words(element) for element in tree.iter("textarea")] == [""]


def test_free_text_always_warns_against_names() -> None:
    tree = page(EVERY_KIND)
    for name in ("desk_name", "remark"):
        assert "Không ghi tên, số điện thoại, CCCD." in words(by_id(tree, f"q_{name}-hint"))
        assert by_id(tree, f"q_{name}-input").get("aria-describedby") == f"q_{name}-hint"


def test_a_required_question_says_so() -> None:
    group = by_id(page(EVERY_KIND), "q_overall")
    assert group.get("aria-required") == "true"
    assert "(cần trả lời)" in words(group)


def test_every_error_stands_beside_its_question_and_is_tied_to_it() -> None:
    tree = page(EVERY_KIND, GARBAGE)
    for name in GARBAGE:
        error = by_id(tree, f"q_{name}-error")
        assert words(error).startswith(("Xin ", "Câu trả lời dài"))
        described = [e for e in tree.iter() if f"q_{name}-error" in (e.get("aria-describedby") or "").split()]
        assert len(described) == 1
        assert described[0].get("aria-invalid") == "true" or name == "sources"


def test_what_was_typed_comes_back_escaped() -> None:
    tree = page(EVERY_KIND, GARBAGE)
    assert by_id(tree, "q_remark-input").text == GARBAGE["remark"]
    assert by_id(tree, "q_desk_name-input").get("value") == GARBAGE["desk_name"]
    assert by_id(tree, "q_days-input").get("value") == "hai"
    assert by_id(tree, "q_came_on-input").get("value") == "31/02/2026"
    assert by_id(tree, "q_came_on-input").get("type") == "text"
    assert not list(tree.iter("script"))


def test_a_text_that_begins_with_a_line_break_comes_back_whole() -> None:
    html = render_questions(EVERY_KIND, vietnamese(EVERY_KIND), typed={"remark": ("\nhai\nba",)})
    assert by_id(parsed(html), "q_remark-input").text == "\nhai\nba"


def test_what_was_chosen_stays_chosen() -> None:
    tree = page(EVERY_KIND, {"item": "9", "visits": "0", "sources": "99", "met": "2", "remark": "x" * 4001})
    chosen = {element.get("id") for element in tree.iter("input") if element.get("checked") is not None}
    assert chosen == {"q_item-9", "q_visits-0", "q_sources-99", "q_met-2"}


def test_a_condition_travels_as_json() -> None:
    chain = sample("chain")
    tree = page(chain)
    for question in chain.questions:
        when = by_id(tree, f"q_{question.id}").get("data-when")
        assert (when is None) == (question.visible_when is None)
    assert json.loads(by_id(tree, "q_d").get("data-when") or "") == {"not": {"question": "a", "is": [2]}}


def test_no_question_is_left_out_of_the_page() -> None:
    chain = sample("chain")
    assert not is_asked(chain.by_id["b"], {})
    names = {element.get("name") for element in page(chain).iter() if element.get("name")}
    assert names == {field_name(question.id) for question in chain.questions}


def test_there_is_no_inline_style_or_script() -> None:
    for element in page(EVERY_KIND, GARBAGE).iter():
        assert element.tag not in {"script", "style"}
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")]


def test_the_faces_are_drawn_once_and_only_where_needed() -> None:
    assert render_questions(EVERY_KIND, vietnamese(EVERY_KIND)).count('<symbol id="face-1"') == 1
    assert "<symbol" not in render_questions(sample("chain"), vietnamese(sample("chain")))
    assert render_questions(EVERY_KIND, vietnamese(EVERY_KIND)).count("<symbol") == 5


def test_the_style_sheet_asks_for_nothing_from_elsewhere() -> None:
    assert "url(" not in style()
    assert "@import" not in style()


def test_every_shared_word_is_used() -> None:
    in_forms = {text for path in form_files() for _, text in texts_of(load(path))}
    sources = [*(ROOT / "app" / "forms").rglob("*.py"), *(ROOT / "app" / "forms").rglob("*.html")]
    code = "".join(path.read_text("utf-8") for path in sources)
    by_code = {f"face_{point}" for point in range(1, 6)}
    unused = [name for name, text in shared_words().items() if text not in in_forms and f'"{name}"' not in code]
    assert [name for name in unused if name not in by_code] == []
