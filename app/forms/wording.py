"""The words of a form in a language: read live from the catalogs, or frozen with an edition.

Frozen words are a plain mapping per locale: shared words under ``"@name"``, the form's own texts under the Vietnamese
text itself. They are all an edition needs, for ever: no catalog is read when a citizen opens a form.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.core.errors import Problem
from app.core.settings import ROOT
from app.core.text import LOCALES, N_, SOURCE
from app.forms.definition import SHARED_CONTEXT, Definition, shared_words, texts_of

TRANSLATIONS = ROOT / "translations"
MOST_TOLD = 6
_APPROVED = re.compile(r'^"X-Citizen-Approved: yes', re.MULTILINE)

Frozen = dict[str, dict[str, str]]
"""Locale to source to text; see the module's first lines."""


class WordsMissing(Problem):
    """A declared language lacks words; ``missing`` lists ``(locale, path)``.

    ``texts`` says what stands at a path in Vietnamese: the person at the screen reads those, and of many the first.
    """

    def __init__(self, missing: list[tuple[str, str]], texts: Mapping[str, str]) -> None:
        lines = list(dict.fromkeys(f"{LOCALES.get(locale, locale)}: “{texts[path]}”" for locale, path in missing))
        told = "\n".join([*lines[:MOST_TOLD], *(["…"] if len(lines) > MOST_TOLD else [])])
        super().__init__(
            N_(
                "Chưa phát hành được vì còn %(count)d câu thiếu bản dịch. Hãy ghi bản dịch ở mục "
                "“Bản dịch của cơ quan” trong mẫu phiếu, hoặc tắt ngôn ngữ đó cho người dân:\n%(told)s"
            ),
            count=len(lines),
            told=told,
        )
        self.missing = missing


@dataclass(frozen=True, eq=False)
class Say:
    """The words of one form in one language.

    ``say(text)`` translates a text of the definition (Vietnamese where there is no translation);
    ``say.word("dont_know")`` gives a shared word, with values put in.
    """

    locale: str
    texts: Mapping[str, str]

    def __call__(self, text: str) -> str:
        return self.texts.get(text, text)

    def word(self, name: str, **values: object) -> str:
        """The shared word called ``name``; an edition frozen before the word existed falls back on today's."""
        text = self.texts.get(f"@{name}") or shared_words()[name]
        return text % values if values else text

    @cached_property
    def key(self) -> str:
        """A digest of the language and every word: equal words, equal key."""
        canonical = json.dumps([self.locale, sorted(self.texts.items())], ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def missing_words(definition: Definition, locale: str, folder: Path = TRANSLATIONS) -> list[str]:
    """The paths of the texts that ``locale`` lacks; empty when the form can be offered in it."""
    return _words_in(definition, locale, folder)[1]


def say_frozen(frozen: Mapping[str, Mapping[str, str]], locale: str) -> Say:
    """The words that an edition keeps; Vietnamese where the edition does not have ``locale``."""
    chosen = locale if locale in frozen else SOURCE
    return Say(chosen, frozen.get(chosen, {}))


def say_live(definition: Definition, locale: str = SOURCE, folder: Path = TRANSLATIONS) -> Say:
    """Today's words, for a preview; what is not translated yet stays Vietnamese."""
    return Say(locale, _words_in(definition, locale, folder)[0])


def offered_locales(folder: Path = TRANSLATIONS) -> dict[str, bool]:
    """The locales that have a catalog of forms, each with whether a person has approved it for citizens.

    The approval is the header ``X-Citizen-Approved: yes``, written by hand into both catalogs: the one of the forms
    and the one of the pages around them.
    """
    found = {SOURCE: True}
    for path in sorted(folder.glob("*/LC_MESSAGES/forms.po")):
        found[path.parts[-3]] = all(map(_is_approved, (path, path.with_name("messages.po"))))
    return found


def missing_on_pages(locale: str, folder: Path = TRANSLATIONS) -> list[str]:
    """What the catalog of the pages around the forms lacks in ``locale``; empty when no page is mixed."""
    if locale == SOURCE:
        return []
    catalog = _catalog_of(locale, folder, "messages")
    if catalog is None:
        return ["messages.po"]
    return [str(message.id) for message in catalog if message.id and (message.fuzzy or not _is_whole(message))]


def _words_in(definition: Definition, locale: str, folder: Path) -> tuple[dict[str, str], list[str]]:
    catalog = None if locale == SOURCE else _catalog_of(locale, folder)
    words: dict[str, str] = {}
    missing: list[str] = []
    shared = shared_words()
    for name, source in shared.items():
        found = source if locale == SOURCE else _translation(catalog, source, SHARED_CONTEXT)
        if found is None:
            missing.append(f"{SHARED_CONTEXT}.{name}")
        else:
            words[f"@{name}"] = found
    if locale == SOURCE:
        return words, missing
    for path, source in texts_of(definition):
        found = _translation(catalog, source, definition.key) or _translation(catalog, source, SHARED_CONTEXT)
        if found is None:
            missing.append(f"{definition.key}.{path}")
        else:
            words[source] = found
    return words, missing


def _translation(catalog: Catalog | None, source: str, context: str) -> str | None:
    message = None if catalog is None else catalog.get(source, context)
    if message is None or message.fuzzy or not isinstance(message.string, str):
        return None
    return message.string or None


def _is_approved(path: Path) -> bool:
    return path.exists() and bool(_APPROVED.search(path.read_text(encoding="utf-8").split("\n\n", 1)[0]))


def _is_whole(message: Message) -> bool:
    return bool(message.string) if isinstance(message.string, str | None) else all(message.string)


def _catalog_of(locale: str, folder: Path, domain: str = "forms") -> Catalog | None:
    path = folder / locale / "LC_MESSAGES" / f"{domain}.po"
    return _catalog(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=16)
def _catalog(path: Path, changed: int) -> Any:
    """A catalog, read again only when its file has changed."""
    with path.open("rb") as stream:
        return read_po(stream)
