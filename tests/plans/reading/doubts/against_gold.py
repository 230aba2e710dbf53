"""Which fields of a reading differ from what a careful person read: the paths, as findings name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]

PATH = re.compile(r"(?P<list>\w+(?:\.\w+)?)\[(?P<at>\d+)\](?:\.(?P<part>\w+))?")


def letters(text: object) -> str:
    """Letters and digits alone, small; the tone stands at the end of its syllable, because writers differ."""
    syllables = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", str(text or "")).casefold())
    return "".join(map(_tone_last, syllables)).replace("ubnd", letters_of_committee())


def letters_of_committee() -> str:
    """``UBND`` written out."""
    return "".join(map(_tone_last, ("ủy", "ban", "nhân", "dân")))


def _tone_last(syllable: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    taken = unicodedata.normalize("NFD", syllable)
    base = "".join(letter for letter in taken if letter not in tones)
    return unicodedata.normalize("NFC", base) + "".join(letter for letter in taken if letter in tones)


def wrong_paths(gold: Data, read: Data) -> set[str]:
    """The paths of ``read["findings"]`` whose value is not that of ``gold``."""
    return {found["path"] for found in read["findings"] if not _is_right(found["path"], gold, read)}


def _is_right(path: str, gold: Data, read: Data) -> bool:
    inside = PATH.match(path)
    if inside is None:
        return _simple(path, gold, read)
    at, part = int(inside["at"]), inside["part"]
    check = LISTS[inside["list"]]
    found = read["appendix"]["rows"] if inside["list"] == "appendix.rows" else read[inside["list"]]
    return check(found[at], part, gold)


def _simple(path: str, gold: Data, read: Data) -> bool:
    accepted = [gold.get(path), *(gold.get(f"{path}_accept") or ()), *(gold.get(f"{path}_alternatives") or ())]
    found = read.get(path)
    if path == "issuer":
        accepted += [gold.get("issuer_as_written"), *(gold.get("issuer_aliases") or ())]
    if path == "place" and not gold.get("place"):  # a turned plan gets one that its text had not
        return True
    if isinstance(found, list):
        return bool(found) or not gold.get(path)
    if path == "signer":
        return all(_same((found or {}).get(part), [(gold.get(path) or {}).get(part)]) for part in ("name", "role"))
    names = [one.get("name") if isinstance(one, Mapping) else one for one in accepted]
    return _same(found.get("name") if isinstance(found, Mapping) else found, names)


def _same(found: object, accepted: Iterable[object]) -> bool:
    return letters(found) in {letters(one) for one in accepted}


def _section(found: Data, _part: str | None, gold: Data) -> bool:
    return any(
        letters(found["title"]) == letters(one["title"]) and found["kind"] == one["kind"] for one in gold["sections"]
    )


def _purpose(found: str, _part: str | None, gold: Data) -> bool:
    readings = [gold.get("purposes") or (), *(gold.get("purposes_alternatives") or ())]
    return any(_same(found, reading) for reading in readings)


def _task(found: Data, part: str | None, gold: Data) -> bool:
    twin = next((one for one in gold["tasks"] if letters(one["title"]) == letters(found["title"])), None)
    if part == "title" or twin is None:
        return twin is not None
    if part in {"owner_units", "coordinating_units"}:
        return True  # the gold does not say; tests of ties do
    if part == "theme":
        return bool(found["theme"] == twin["theme"])
    readings = [twin["items"], *(twin.get("items_alternatives") or ())]
    return any([letters(item) for item in found["items"]] == [letters(item) for item in one] for one in readings)


def _names(gold: Data) -> Iterator[str]:
    for one in gold.get("assignments") or ():
        yield from (one.get("unit") or "", *(one.get("unit_aliases") or ()), one.get("unit_as_written") or "")
        yield from (", ".join(one.get("units") or ()), one.get("unit_expanded") or "")
        yield from (other["unit"] for other in one.get("sub_assignments") or ())


def _assignment(found: Data, part: str | None, gold: Data) -> bool:
    if part == "unit":
        return _same(found["unit"], _names(gold))
    if part == "duties":
        known = [duty for one in gold.get("assignments") or () for duty in one["duties"]]
        known += [duty for one in gold.get("assignments") or () for duty in one.get("duties_optional") or ()]
        return all(_same(duty, known) for duty in found["duties"])
    return all(_same(other["unit"], _names(gold)) for other in found["sub_assignments"])


def _deadline(found: Data, part: str | None, gold: Data) -> bool:
    twins = [one for one in gold.get("deadlines") or () if _due(found) in _accepted_dues(one)]
    if part in {"due", "period"} or not twins:
        return bool(twins)
    return any(_has_unit(found[str(part)], one, str(part)) for one in twins)


def _due(found: Data) -> tuple[str | None, str | None]:
    return found.get("due_date"), found.get("period")


def _accepted_dues(gold: Data) -> set[tuple[str | None, str | None]]:
    return {(due, gold.get("period")) for due in (gold.get("due_date"), *(gold.get("due_date_accept") or ()))}


def _has_unit(found: str | None, gold: Data, part: str) -> bool:
    """Equal names, or one that holds the other; what the plan does not say is free."""
    accepted = [gold.get(part), *(gold.get(f"{part.split('_')[0]}_accept") or ()), gold.get(f"{part}_final")]
    named = letters(found)
    return gold.get(part) is None or any(
        named and (named in letters(one) or letters(one) in named) for one in accepted if one
    )


def _recipient(found: Data, _part: str | None, gold: Data) -> bool:
    return _same(found["text"], [one["text"] for one in gold.get("recipients") or ()])


def _citation(found: Data, gold: Sequence[Data]) -> bool:
    return any(
        letters(found["symbol"]) == letters(one["symbol"])
        and found["date"] == one.get("date")
        and _same(found["kind"], [one["kind"], *(one.get("kind_accept") or ()), one.get("kind_as_written") or ""])
        for one in gold
    )


def _row(found: Data, part: str | None, gold: Data) -> bool:
    if part == "task":
        return True  # the gold does not say; tests of ties do
    rows = (gold.get("appendix") or {}).get("rows") or ()
    return any(
        letters(found["content"]) == letters(one["content"])
        and letters(found["lead"]) == letters(one.get("lead"))
        and letters(found["coop"]) == letters(one.get("coop"))
        and found["due_date"] in (one.get("due_date"), *(one.get("due_date_accept") or ()))
        for one in rows
    )


LISTS: dict[str, Callable[[Any, str | None, Data], bool]] = {
    "sections": _section,
    "purposes": _purpose,
    "tasks": _task,
    "assignments": _assignment,
    "deadlines": _deadline,
    "recipients": _recipient,
    "legal_bases": lambda found, _part, gold: _citation(found, gold.get("legal_bases") or ()),
    "cited_documents": lambda found, _part, gold: _citation(found, gold.get("cited_documents") or ()),
    "appendix.rows": _row,
}
