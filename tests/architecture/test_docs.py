"""What is written for people outside the code keeps to it: pictures, words of screens, settings, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from app.cli.commands import GROUPS
from app.core import db
from app.core.settings import ROOT
from tests.browser.pictures import LARGEST, PICTURES

DOCS = ROOT / "docs"
GUIDE = DOCS / "huong-dan.md"
DEPLOYMENT = DOCS / "trien-khai.md"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
ALL_TOGETHER = 1_600_000
"""Bytes of all pictures: who clones the repository on a slow line waits for them."""


def test_every_picture_is_shown_somewhere_and_can_be_taken_again() -> None:
    shown = {path for page in PAGES for path in _pictures_of(page)}
    there = set((DOCS / "images").iterdir())
    assert shown == there
    assert {path.stem for path in there} == set(PICTURES)


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").iterdir()}
    assert {name for name, size in sizes.items() if size > LARGEST} == set()
    assert sum(sizes.values()) <= ALL_TOGETHER


@pytest.mark.parametrize("page", [GUIDE, DEPLOYMENT], ids=lambda page: page.stem)
def test_every_entry_of_a_table_of_contents_leads_to_a_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.M)}
    assert [anchor for anchor in re.findall(r"\]\(#([^)]+)\)", text) if anchor not in headings] == []


def test_what_the_guide_prints_in_bold_stands_on_a_screen() -> None:
    """Words with a blank to be filled in are written with an ellipsis: “Phát hành tất cả (…)…”."""
    with (ROOT / "translations" / "messages.pot").open("rb") as file:
        words = {re.sub(r"%\(\w+\)[sd]", "…", one) for message in read_po(file) for one in _ids(message.id)}
    bold = re.findall(r"\*\*(.+?)\*\*", GUIDE.read_text(encoding="utf-8"), re.S)
    assert [found for found in (" ".join(one.split()) for one in bold) if found not in words] == []


def test_the_deployment_guide_names_every_setting_and_no_other() -> None:
    read = {
        name
        for path in (ROOT / "app").rglob("*.py")
        for name in re.findall(r"\"(THUOCDO_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    rows = [line for line in DEPLOYMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `THUOCDO_")]
    told = {name for row in rows for name in re.findall(r"`(THUOCDO_[A-Z_]+)`", row.split("|")[1])}
    assert told == read - {"THUOCDO_DEMO"}


def test_every_command_that_the_documents_name_is_there() -> None:
    commands = {(group.name, name): command for group in GROUPS for name, command in group.commands.items()}
    unknown = []
    for page in PAGES:
        text = " ".join(page.read_text(encoding="utf-8").split())
        for group, name, rest in re.findall(
            r"\b(?:flask|thuocdo thuocdo|bin/thuocdo) ([a-z]+) ([a-z-]+)([^`|]*)", text
        ):
            command = commands.get((group, name))
            if command is None or not _options_in(rest) <= {*_options_of(command), "--help"}:
                unknown.append(f"{page.name}: {group} {name}{rest[:60]}")
    assert unknown == []


def test_the_backup_rewrites_every_table_whose_order_would_tell_who_came_first() -> None:
    text = " ".join(DEPLOYMENT.read_text(encoding="utf-8").replace("\\\n", " ").split())
    told = re.search(r"for bang in ([\w ]+); do psql thuocdo -c \"CLUSTER \$bang USING pk_\$bang\"", text)
    assert told is not None
    unordered = (
        each for each in db.Base.metadata.sorted_tables if each.dialect_options["sqlite"]["with_rowid"] is False
    )
    assert told[1].split() == sorted(each.name for each in unordered)


def _pictures_of(page: Path) -> Iterator[Path]:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8")):
        yield page.parent / path


def _anchor(heading: str) -> str:
    """The name under which a heading is reached on the pages of GitHub and its like."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _ids(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def _options_in(rest: str) -> set[str]:
    """The options behind a command, to the end of its line or sentence."""
    return set(re.findall(r"(?<!\S)(--[a-z-]+)", re.split(r"(?<=\w)[.;,:)] | sudo | thuocdo ", rest)[0]))


def _options_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from (option for option in parameter.opts if option.startswith("--"))
