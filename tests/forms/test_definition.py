"""The shape of a form: frozen, hashable, and the same after being stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.forms import definition as shape
from app.forms.definition import DefinitionBroken, from_data, load, load_all, shared_words, texts_of, to_data
from app.forms.kinds import KINDS
from tests.forms.sample import SAMPLES, sample

EVERY_KIND = sample("every_kind")


def test_it_works() -> None:
    assert EVERY_KIND.key == "every_kind"
    assert [question.id for question in EVERY_KIND.questions][:3] == ["item", "overall", "visits"]
    assert [question.id for question in EVERY_KIND.scored] == ["item"]
    assert EVERY_KIND.overall is EVERY_KIND.by_id["overall"]


def test_a_form_about_something_else_has_no_overall_question() -> None:
    assert sample("chain").overall is None
    assert sample("chain").scored == ()


def test_it_is_frozen_and_hashable() -> None:
    assert hash(sample("every_kind")) == hash(EVERY_KIND)
    with pytest.raises(ValidationError):
        EVERY_KIND.title = "Khác"  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.yaml")))
def test_it_is_the_same_after_being_stored(name: str) -> None:
    definition = sample(name)
    again = from_data(json.loads(json.dumps(to_data(definition))))
    assert (again, again.digest) == (definition, definition.digest)


def test_what_is_at_its_default_is_not_stored() -> None:
    assert to_data(EVERY_KIND)["sections"][0]["questions"][8] == {
        "id": "remark",
        "kind": "long_text",
        "text": "Ý kiến khác?",
    }


def test_any_change_changes_the_digest() -> None:
    data = to_data(EVERY_KIND)
    data["sections"][0]["questions"][2]["options"][0]["code"] = 5
    assert from_data(data).digest != EVERY_KIND.digest


def test_stored_data_of_another_shape_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_data({**to_data(EVERY_KIND), "extra": 1})


def test_shared_words_are_put_in_when_a_file_is_loaded() -> None:
    for template in load_all():
        assert template.intro == shared_words()["intro"]
        assert not [text for _, text in texts_of(template) if text.startswith("@")]


def test_the_texts_of_a_form_have_paths_that_name_things() -> None:
    paths = dict(texts_of(EVERY_KIND))
    assert paths["title"] == "Mỗi loại một câu"
    assert paths["sections.all.questions.sources.options.99.text"] == "Nguồn khác"
    assert len(paths) == 1 + 9 + 6


def test_loading_says_every_fault_of_shape_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("key: Bad\npurpose: fun\ntitle: 5\nsections: []\n", encoding="utf-8")
    with pytest.raises(DefinitionBroken) as refusal:
        load(path)
    assert [fault.line for fault in refusal.value.faults] == [1, 2, 3, 4]
    assert str(refusal.value).startswith("Mẫu phiếu bad.yaml có lỗi, hãy sửa rồi thử lại:\nbad.yaml:1: Mã “key”")


def test_broken_shared_words_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "_words.yaml"
    broken.write_text("face_1: Tệ\nface_1: Kém\n", encoding="utf-8")
    monkeypatch.setattr(shape, "SHARED_FILE", broken)
    with pytest.raises(DefinitionBroken, match=r"_words\.yaml:2: Mục “face_1” được ghi hai lần"):
        shared_words.__wrapped__()


def test_every_kind_in_use_is_known() -> None:
    assert {question.kind for template in load_all() for question in template.questions} <= set(KINDS)
