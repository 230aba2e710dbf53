"""The words of the house: one word per thing, nothing in the wrong room."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.core.settings import ROOT
from tests.architecture.source import APP, calls_of, name_of, python_files, tree_of

# Nouns of the survey; `core` serves any office program and knows none of them.
SURVEY_NOUNS = frozenset(
    {
        *("survey", "questionnaire", "question", "plan", "task", "duty", "citation", "edition", "desk", "placement"),
        *("poster", "slip", "tally", "score", "quarantine", "remark", "respondent", "citizen", "satisfaction"),
    }
)
# Rooms into which anything would fit, so that nothing can be found in them.
NO_ROOM = frozenset({"utils", "util", "common", "helpers", "helper", "misc", "shared", "base", "lib"})
# The one file name of this kind that says something: the base class of every kind of question.
NAMED_BASE = frozenset({"app/forms/kinds/base.py"})


def identifiers(tree: ast.AST) -> set[str]:
    """Every name that a module's code uses or gives, docstrings and texts left aside."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return found


def words(identifier: str) -> set[str]:
    """``PlanSection.task_ids`` holds plan, section, task and id."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)
    return {part.lower().removesuffix("s") for part in parts} | {part.lower() for part in parts}


@pytest.mark.parametrize("path", python_files(APP / "core"), ids=name_of)
def test_core_knows_no_survey_noun(path: Path) -> None:
    used = {name: words(name) & SURVEY_NOUNS for name in identifiers(tree_of(path))}
    assert {name: nouns for name, nouns in used.items() if nouns} == {}


def test_nouns_are_found_in_any_spelling() -> None:
    tree = ast.parse("def task_ids(PlanSection): return OLD_SCORE")
    assert {noun for name in identifiers(tree) for noun in words(name) & SURVEY_NOUNS} == {"task", "plan", "score"}


def test_no_module_is_a_junk_room() -> None:
    rooms = [
        name_of(path)
        for path in [*python_files(APP), *(folder for folder in APP.rglob("*") if folder.is_dir())]
        if path.stem in NO_ROOM
    ]
    assert set(rooms) <= NAMED_BASE, rooms


def test_only_the_session_module_commits() -> None:
    committing = {name_of(path) for path in python_files(APP) if any(calls_of(path, "commit"))}
    assert committing == {"app/core/session.py"}


def test_only_screens_and_commands_begin_a_transaction() -> None:
    beginning = {name_of(path) for path in python_files(APP) if any(calls_of(path, "transaction"))}
    elsewhere = {name for name in beginning if not re.search(r"(/views(/\w+)?\.py|^app/cli/[\w/]+\.py)$", name)}
    assert beginning
    assert elsewhere == set()


def test_only_one_module_tells_the_databases_apart() -> None:
    """Which engine is running is asked in ``core/dialects.py`` (and by the engine's own options in ``core/db.py``)."""
    asking = {
        name_of(path)
        for path in python_files(APP)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "dialect"
    }
    assert asking <= {"app/core/dialects.py", "app/core/db.py"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(path) for path in python_files(APP) if not ast.get_docstring(tree_of(path))]
    assert silent == []


def test_the_root_holds_what_the_design_names() -> None:
    allowed = {
        *("app", "migrations", "translations", "forms", "tests", "bench", "docs", "instance"),
        *("wsgi.py", "pyproject.toml", "requirements.txt", "Makefile", "babel.cfg"),
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
    }
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}
    assert shown - allowed == set()
