"""The project's own source, read as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.core.settings import ROOT

APP, TESTS, BENCH = ROOT / "app", ROOT / "tests", ROOT / "bench"


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below ``folders``, in order of its name."""
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def templates() -> list[Path]:
    """Every template of every package."""
    return sorted(APP.glob("*/templates/**/*.*"))


def name_of(path: Path) -> str:
    """The path as people say it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls_of(path: Path, name: str) -> Iterator[ast.Call]:
    """Every call of a function or method called ``name``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Attribute) and called.attr == name) or (
                isinstance(called, ast.Name) and called.id == name
            ):
                yield node
