"""How well a plan was read: for each field the share of what was found that is right, and of what is there that was
found (F1), equal to the letter after white space is evened out.

The fields weigh by what an office would have to mend by hand. A field that is empty on both sides does not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]
Facts = Iterable[tuple[Any, ...]]


def judged(gold: Json, read: Json) -> dict[str, float]:
    """The mark of each field, from 0 to 1."""
    marks = {}
    for name, (_, facts) in FIELDS.items():
        free = Counter(facts({**gold, "deadlines": [one for one in gold["deadlines"] if one.get("optional")]}))
        wanted, found = Counter(facts(gold)), Counter(facts(read))
        if name == "deadlines":  # routine rhythms are neither demanded nor punished
            wanted, found = wanted - free, found - (free & found)
        if wanted or found:
            marks[name] = 2 * (wanted & found).total() / (wanted.total() + found.total())
    return marks


def overall(marks: Mapping[str, float]) -> float:
    """The mean of the marks, weighed."""
    return sum(FIELDS[name][0] * mark for name, mark in marks.items()) / sum(FIELDS[name][0] for name in marks)


def missed(gold: Json, read: Json, name: str) -> str:
    """What of a field differs, for the message of a failing test."""
    facts = FIELDS[name][1]
    wanted, found = Counter(facts(gold)), Counter(facts(read))
    return f"{name}: missed {sorted(map(str, wanted - found))}, too much {sorted(map(str, found - wanted))}"


def even(text: str | None) -> str:
    """One blank between words, and no mark at the end that headings have or not."""
    return re.sub(r"\s+", " ", text or "").strip().rstrip(" .:;")


def _header(plan: Json) -> Facts:
    for name in ("issuer", "issuer_level", "number", "date", "place", "year", "title"):
        if plan[name] is not None:
            yield name, even(str(plan[name]))
    for name in ("parent_authority", "province"):
        if plan[name]:
            yield name, plan[name]["name"], plan[name]["inferred"]


def _documents(plan: Json, key: str) -> Facts:
    for one in plan[key]:
        if not one.get("nested"):
            yield one["symbol"], one["kind"], one["date"], even(one["issuer_text"])


def _places(plan: Json) -> Facts:
    return ((one["symbol"], *one["where"], one["mentions"]) for one in plan["cited_documents"])


def _tasks(plan: Json) -> Facts:
    return ((one["label"], even(one["title"]), one["section"]) for one in plan["tasks"])


def _items(plan: Json) -> Facts:
    for task in plan["tasks"]:
        for place, text in enumerate(zip(task["items"], task["item_markers"], task["item_levels"], strict=True)):
            yield task["label"], place, *text


def _themes(plan: Json) -> Facts:
    return ((one["label"], one["theme"]) for one in plan["tasks"])


def _duties(plan: Json) -> Facts:
    for one in plan["assignments"]:
        yield from ((one["label"], even(duty)) for duty in one["duties"])


def _deadlines(plan: Json) -> Facts:
    return ((one["due_date"], one["period"], one["kind"], one["before"], one["where"]) for one in plan["deadlines"])


def _senders(plan: Json) -> Facts:
    for one in plan["deadlines"]:
        if one["due_date"]:
            yield one["due_date"], even(one["from_unit"]), even(one["to_unit"])


def _signer(plan: Json) -> Facts:
    return plan["signer"].items() if plan["signer"] else ()


def _rows(plan: Json) -> Facts:
    for row in (plan["appendix"] or {"rows": []})["rows"]:
        yield tuple(row[name] for name in ("stt", "content", "lead", "coop", "due_text", "due_date", "group"))


FIELDS: dict[str, tuple[int, Callable[[Json], Facts]]] = {
    "header": (12, _header),
    "bases": (8, lambda plan: _documents(plan, "legal_bases")),
    "cited": (12, lambda plan: _documents(plan, "cited_documents")),
    "places": (2, _places),
    "sections": (7, lambda plan: ((one["label"], one["title"], one["kind"]) for one in plan["sections"])),
    "purposes": (8, lambda plan: ((even(text),) for text in plan["purposes"])),
    "titles": (13, _tasks),
    "items": (13, _items),
    "themes": (5, _themes),
    "units": (6, lambda plan: ((one["label"], one["unit"], one["inline_unit"]) for one in plan["assignments"])),
    "duties": (6, _duties),
    "deadlines": (9, _deadlines),
    "senders": (3, _senders),
    "closing": (1, lambda plan: ((even(text),) for text in plan["closing"])),
    "recipients": (5, lambda plan: ((one["text"], one["note"]) for one in plan["recipients"])),
    "signer": (3, _signer),
    "appendix": (6, _rows),
}
EXACT = ("sections", "titles", "deadlines")
"""Fields in which nothing may be wrong."""
