"""Which questions are asked, decided from the answers before them.

Conditions only look back, so one pass in question order settles every chain: a question that is not asked has no
answer for the conditions after it, whatever was posted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.forms.definition import Condition, Question

Answers = Mapping[str, Any]
Decision = Callable[[Answers], bool]


def is_asked(question: Question, before: Answers) -> bool:
    """Whether ``question`` is asked after ``before``, the stored answers to the questions asked before it."""
    return question.visible_when is None or decision(question.visible_when)(before)


def decision(condition: Condition) -> Decision:
    """``condition`` as a function, for deciding it many times."""
    if condition.not_ is not None:
        inner = decision(condition.not_)
        return lambda answers: not inner(answers)
    if condition.any_ is not None:
        some = [decision(part) for part in condition.any_]
        return lambda answers: any(part(answers) for part in some)
    if condition.all_ is not None:
        every = [decision(part) for part in condition.all_]
        return lambda answers: all(part(answers) for part in every)
    return _comparison(condition)


def _comparison(condition: Condition) -> Decision:
    question = condition.question or ""
    if condition.is_ is not None:
        wanted = frozenset(condition.is_)
        return lambda answers: any(code in wanted for code in _codes(answers.get(question)))
    if condition.at_most is not None:
        highest = condition.at_most
        return lambda answers: any(code <= highest for code in _codes(answers.get(question)))
    lowest = condition.at_least if condition.at_least is not None else 0
    return lambda answers: any(code >= lowest for code in _codes(answers.get(question)))


def _codes(stored: Any) -> list[int]:
    """The codes or the number in a stored answer; none in an unanswered question or a text."""
    if isinstance(stored, list):
        return [code for code in stored if isinstance(code, int)]
    return [stored] if isinstance(stored, int) else []


def asks_about(condition: Condition) -> list[Condition]:
    """The comparisons inside a condition, in order."""
    if condition.not_ is not None:
        return asks_about(condition.not_)
    parts = condition.any_ or condition.all_
    if parts is not None:
        return [comparison for part in parts for comparison in asks_about(part)]
    return [condition]
