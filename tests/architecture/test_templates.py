"""Templates: nothing inline, every control named, every group of radio buttons inside a fieldset with a legend.

Templates are read as they stand: what Jinja would fill in becomes a word of its own, so that ``id="{{ item.id }}"`` and
``for="{{ item.id }}"`` still find each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.architecture.source import name_of, templates

UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
# The one page that carries its style sheet inside: it has to be usable after a single round trip. The sheet is named
# by its hash in the security policy.
OWN_STYLE = frozenset({"app/web/templates/web/citizen.html"})
# It keeps large letters for people without a session; who presses it for them has only enlarged their letters.
WITHOUT_TOKEN = frozenset({"app/web/templates/web/display.html"})

HTML = [path for path in templates() if path.suffix == ".html"]


def plain(source: str) -> str:
    """The template with every expression turned into a word, and every statement and comment taken out."""
    without = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", source, flags=re.DOTALL)
    return re.sub(r"\{\{(.*?)\}\}", lambda found: "x" + re.sub(r"\W+", "-", found[1]), without, flags=re.DOTALL)


@cache
def tree_of(path: Path) -> Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    source = plain(path.read_text(encoding="utf-8"))
    if "<body" not in source:
        source = f"<!doctype html><title>x</title><body>{source}</body>"
    found: Element = parser.parse(source)
    return found


def walk(element: Element, above: tuple[Element, ...] = ()) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Every element with those it stands in."""
    yield element, above
    for child in element:
        yield from walk(child, (*above, element))


def unlabelled(tree: Element) -> list[str]:
    """Controls that no label names: neither by ``for``, nor around them, nor by an ARIA name."""
    labelled = {label.get("for") for label in tree.iter("label")}
    found = []
    for element, above in walk(tree):
        if element.tag not in {"input", "select", "textarea"} or element.get("type") in UNLABELLED:
            continue
        named = element.get("id") in labelled - {None} or element.get("aria-label") or element.get("aria-labelledby")
        if not named and not any(parent.tag == "label" for parent in above):
            found.append(f"{element.tag} {element.get('name')}")
    return found


def without_legend(tree: Element) -> int:
    """How many fieldsets do not begin with a legend."""
    return sum(
        1 for group in tree.iter("fieldset") if not [child for child in group if child.tag == "legend" and len(group)]
    )


def radios_alone(tree: Element) -> list[str]:
    """Radio buttons outside any fieldset."""
    return [
        str(element.get("name"))
        for element, above in walk(tree)
        if element.tag == "input" and element.get("type") == "radio" and "fieldset" not in {p.tag for p in above}
    ]


def inline(tree: Element) -> list[str]:
    """What a strict security policy refuses: scripts and styles in the page, and ``on…`` attributes."""
    found = [f"<{element.tag}>" for element in tree.iter("style")]
    found += ["<script>" for element in tree.iter("script") if not element.get("src")]
    for element in tree.iter():
        found += [
            f"{element.tag} {attribute}"
            for attribute in element.attrib
            if attribute == "style"
            or attribute.startswith("on")
            or (element.get(attribute) or "").startswith("javascript:")
        ]
    return found


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_nothing_is_inline(path: Path) -> None:
    found = inline(tree_of(path))
    if name_of(path) in OWN_STYLE:
        found.remove("<style>")
    assert found == []


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_every_control_has_a_label(path: Path) -> None:
    assert unlabelled(tree_of(path)) == []


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_every_group_has_a_legend_and_radios_stand_in_one(path: Path) -> None:
    tree = tree_of(path)
    assert without_legend(tree) == 0
    assert radios_alone(tree) == []


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_posts_carry_a_token(path: Path) -> None:
    """Citizens' pages have a signed submission key or a secret code instead, and are left aside."""
    folders = ("/responses/", "/feedback/doors/", "/feedback/tracking/", "/feedback/opinions/")
    if any(folder in name_of(path) for folder in folders) or name_of(path) in WITHOUT_TOKEN:
        return
    for form in tree_of(path).iter("form"):
        if (form.get("method") or "get").lower() == "post":
            text = "".join(form.itertext())
            fields = {field.get("name") for field in form.iter("input")}
            assert "csrf_token" in fields or "csrf_token" in text or "hidden_tag" in text, name_of(path)


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_nothing_is_marked_safe_or_fetched_from_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", source)
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", source)


def test_the_rules_find_what_they_look_for() -> None:
    def tree(html: str) -> Element:
        parsed: Element = html5lib.parse(plain(html), namespaceHTMLElements=False)
        return parsed

    bad = tree(
        '<style>p{}</style><script>1</script><p style="x" onclick="y"><a href="javascript:z">a</a>'
        '<input name="a" placeholder="Tên"><input type="radio" name="b" aria-label="có"><fieldset><p>1</p></fieldset>'
    )
    assert inline(bad) == ["<style>", "<script>", "p style", "p onclick", "a href"]
    assert unlabelled(bad) == ["input a"]
    assert radios_alone(bad) == ["b"]
    assert without_legend(bad) == 1
    good = tree(
        '<label for="{{ f.id }}">Tên</label><input id="{{ f.id }}" name="a"><label><input name="b"> B</label>'
        '<fieldset><legend>Chọn</legend><label><input type="radio" name="c"> C</label></fieldset>'
    )
    assert (inline(good), unlabelled(good), radios_alone(good), without_legend(good)) == ([], [], [], 0)
