"""The words of form files, for translators: an extractor for Babel, named in ``babel.cfg``.

It picks the values of the same keys that the loader knows as text (``TEXT_KEYS``), with the form's key as context:
"Có" in two forms stays two messages. The shared words of ``_words.yaml`` have a context of their own, and a form's
``"@name"`` is no message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from app.forms.definition import SHARED_CONTEXT, TEXT_KEYS, DefinitionBroken, item_name
from app.forms.tree import Place, Tree, read_text

Message = tuple[int, str, tuple[str, str], list[str]]
"""Line, the name of the gettext function it stands for, context and text, comments."""


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Yield every text of one YAML file; a file that cannot be read raises :class:`DefinitionBroken`."""
    tree = read_text(fileobj.read().decode("utf-8-sig"))
    if not isinstance(tree.data, dict) or tree.faults:
        raise DefinitionBroken(Path(getattr(fileobj, "name", "yaml")).name, tree.faults)
    if "key" in tree.data:
        yield from _form(tree, str(tree.data["key"]))
    else:
        for name, text in tree.data.items():
            yield tree.line((name,)), "pgettext", (SHARED_CONTEXT, str(text)), [name]


def _form(tree: Tree, context: str) -> Iterator[Message]:
    for place, path, text, question in _texts(tree.data, (), "", ""):
        if not text.startswith("@"):
            comments = [path] if question in {"", text} else [path, f"Câu hỏi: {question}"]
            yield tree.line(place), "pgettext", (context, text), comments


def _texts(data: Any, place: Place, path: str, question: str) -> Iterator[tuple[Place, str, str, str]]:
    """Each text with its place, its path in words, and the words of the question it belongs to."""
    if isinstance(data, dict):
        question = str(data["text"]) if "kind" in data and "text" in data else question
        for key, value in data.items():
            here = f"{path}.{key}" if path else key
            if key in TEXT_KEYS and isinstance(value, str):
                yield (*place, key), here, value, question
            else:
                yield from _texts(value, (*place, key), here, question)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _texts(item, (*place, index), f"{path}.{item_name(item, index)}", question)
