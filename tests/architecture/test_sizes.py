"""Files and functions stay small enough to be read in one go. The lists of exceptions may only shrink."""

from __future__ import annotations

from tests.architecture.source import APP, BENCH, TESTS, functions_of, name_of, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

# What is longer today, with its length in lines. An entry may be lowered or taken out, never raised or added.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}


def file_lengths() -> dict[str, int]:
    return {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(APP, TESTS, BENCH)
    }


def function_lengths() -> dict[str, int]:
    return {
        f"{name_of(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in python_files(APP, TESTS, BENCH)
        for function in functions_of(path)
    }


def too_long(lengths: dict[str, int], limit: int, exceptions: dict[str, int]) -> dict[str, int]:
    return {name: length for name, length in lengths.items() if length > exceptions.get(name, limit)}


def out_of_date(lengths: dict[str, int], limit: int, exceptions: dict[str, int]) -> dict[str, int | None]:
    """Exceptions that are not needed any more, or not that large: each with the length of today."""
    return {
        name: lengths.get(name)
        for name, allowed in exceptions.items()
        if lengths.get(name, 0) < allowed or lengths.get(name, 0) <= limit
    }


def test_files_are_short() -> None:
    lengths = file_lengths()
    assert "app/core/clock.py" in lengths
    assert too_long(lengths, LONGEST_FILE, LONG_FILES) == {}


def test_functions_are_short() -> None:
    lengths = function_lengths()
    assert "app/core/clock.py:now" in lengths
    assert too_long(lengths, LONGEST_FUNCTION, LONG_FUNCTIONS) == {}


def test_the_lists_of_exceptions_shrink_with_the_code() -> None:
    assert out_of_date(file_lengths(), LONGEST_FILE, LONG_FILES) == {}
    assert out_of_date(function_lengths(), LONGEST_FUNCTION, LONG_FUNCTIONS) == {}


def test_an_exception_does_not_allow_growth() -> None:
    assert too_long({"a.py": 451}, 400, {"a.py": 450}) == {"a.py": 451}
    assert out_of_date({"a.py": 449}, 400, {"a.py": 450}) == {"a.py": 449}
    assert out_of_date({}, 400, {"gone.py": 450}) == {"gone.py": None}
