"""What is different between two sheets, in sentences: shown before a new reading takes the place of the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from app.core.text import N_
from app.plans.corrections.anchors import Anchor
from app.plans.corrections.exchange import Correction
from app.plans.corrections.replay import Places
from app.plans.corrections.sheet import (
    HEAD,
    PARTS,
    Head,
    Item,
    Part,
    Sheet,
    SheetCitation,
    SheetDeadline,
    SheetDuty,
    SheetTask,
    Thing,
)

T = TypeVar("T", SheetTask, Item, Part)
LONGEST_NAME = 90
EMPTY = "–"

HEAD_CHANGED = MappingProxyType(
    {
        "title": N_("Tên kế hoạch: “%(before)s” thành “%(after)s”"),
        "number": N_("Số, ký hiệu: “%(before)s” thành “%(after)s”"),
        "issued_text": N_("Ngày ban hành: “%(before)s” thành “%(after)s”"),
        "year": N_("Năm của kế hoạch: “%(before)s” thành “%(after)s”"),
        "issuer": N_("Cơ quan ban hành: “%(before)s” thành “%(after)s”"),
        "parent_authority": N_("Cơ quan cấp trên: “%(before)s” thành “%(after)s”"),
        "province": N_("Tỉnh, thành phố: “%(before)s” thành “%(after)s”"),
        "place": N_("Địa danh: “%(before)s” thành “%(after)s”"),
        "signer_name": N_("Họ tên người ký: “%(before)s” thành “%(after)s”"),
        "signer_role": N_("Chức vụ người ký: “%(before)s” thành “%(after)s”"),
        "signer_on_behalf": N_("Dòng ký thay: “%(before)s” thành “%(after)s”"),
    }
)
TASK_CHANGED = MappingProxyType(
    {
        "title": N_("Nhiệm vụ “%(name)s” đổi tên thành “%(after)s”"),
        "theme": N_("Nhiệm vụ “%(name)s”: chủ đề khác"),
        "reason": N_("Nhiệm vụ “%(name)s”: việc khảo sát khác"),
        "owner": N_("Nhiệm vụ “%(name)s”: đơn vị chủ trì “%(before)s” thành “%(after)s”"),
        "coordinating": N_("Nhiệm vụ “%(name)s”: đơn vị phối hợp “%(before)s” thành “%(after)s”"),
        "target": N_("Nhiệm vụ “%(name)s”: mục tiêu khác"),
    }
)
ADDED = MappingProxyType(
    {
        "t": N_("Thêm nhiệm vụ “%(name)s”"),
        "d": N_("Thêm thời hạn “%(name)s”"),
        "u": N_("Thêm phân công “%(name)s”"),
        "r": N_("Thêm nơi nhận “%(name)s”"),
        "s": N_("Thêm phần “%(name)s”"),
        "b": N_("Thêm đoạn mở đầu “%(name)s”"),
        "p": N_("Thêm mục đích, yêu cầu “%(name)s”"),
        "c": N_("Thêm văn bản viện dẫn “%(name)s”"),
    }
)
GONE = MappingProxyType(
    {
        "t": N_("Không còn nhiệm vụ “%(name)s”"),
        "d": N_("Không còn thời hạn “%(name)s”"),
        "u": N_("Không còn phân công “%(name)s”"),
        "r": N_("Không còn nơi nhận “%(name)s”"),
        "s": N_("Không còn phần “%(name)s”"),
        "b": N_("Không còn đoạn mở đầu “%(name)s”"),
        "p": N_("Không còn mục đích, yêu cầu “%(name)s”"),
        "c": N_("Không còn văn bản viện dẫn “%(name)s”"),
    }
)
CHANGED = MappingProxyType(
    {
        "d": N_("Thời hạn “%(name)s” có chi tiết khác"),
        "u": N_("Phân công “%(name)s” có nội dung khác"),
        "r": N_("Nơi nhận “%(name)s” có chi tiết khác"),
        "s": N_("Phần “%(name)s” có tên khác"),
        "b": N_("Đoạn mở đầu “%(name)s” có lời khác"),
        "p": N_("Mục đích, yêu cầu “%(name)s” có lời khác"),
        "c": N_("Văn bản viện dẫn “%(name)s” có chi tiết khác"),
    }
)
ITEMS = N_("Nhiệm vụ “%(name)s”: %(count)d đoạn nội dung khác")
ORDER = N_("Thứ tự hoặc cấp của các nhiệm vụ khác trước")
OF_READING = frozenset({"key", "anchor", "lines", "label", "where", "task", "further", "parent", "items", "removed"})
"""Where something stands and how it is numbered is no difference in what the plan says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence marked for translation, and what stands in its places."""

    text: str
    values: dict[str, str | int]


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """What a person would notice on ``after`` who knows ``before``; both may come from different readings."""
    return [
        *_head(before.head, after.head),
        *_tasks(before, after),
        *(difference for kind in PARTS for difference in _parts(kind, before, after)),
    ]


def told(correction: Correction, sheet: Sheet, then: Sheet | None = None) -> Difference:
    """What a correction did, as a sentence.

    The thing is named as on ``sheet``; where it is no longer there, as it was when it was corrected (``then``), else by
    the words it was read from.
    """
    named = [
        _name_on(key, dict(correction.at).get(key), one)
        for key in correction.verb.mentions()
        for one in (sheet, then or sheet)
    ]
    field = getattr(correction.verb, "field", "")
    return Difference(correction.verb.said, {"name": next((name for name in named if name), field)})


def all_told(corrections: Iterable[Correction], start: Sheet, sheet: Sheet) -> Iterator[Difference]:
    """What corrections did that led from ``start`` to ``sheet``, each as a sentence."""
    then = start
    for correction in corrections:
        yield told(correction, sheet, then)
        then = correction.verb.on(then)


def name_of(thing: Thing) -> str:
    """What people call something on the sheet."""
    if isinstance(thing, SheetTask):
        return shortened(f"{thing.label}. {thing.title}" if thing.label else thing.title)
    if isinstance(thing, Item):
        return shortened(thing.text)
    if isinstance(thing, SheetDeadline):
        return shortened(thing.due_text or thing.due or EMPTY)
    if isinstance(thing, SheetDuty):
        return shortened(thing.unit or " ".join(thing.texts) or EMPTY)
    if isinstance(thing, SheetCitation):
        return shortened(f"{thing.kind or ''} {thing.symbol}".strip() or EMPTY)
    return shortened(getattr(thing, "title", None) or getattr(thing, "text", None) or EMPTY)


def shortened(text: str) -> str:
    """At most some ninety letters, cut between words."""
    if len(text) <= LONGEST_NAME:
        return text
    return f"{text[:LONGEST_NAME].rsplit(' ', 1)[0]} …"


def _name_on(key: str, anchor: Anchor | None, sheet: Sheet) -> str:
    thing = sheet.find(key)
    if thing is not None and key != HEAD and (name := name_of(thing)) != EMPTY:
        return name
    return shortened(anchor.words) if anchor else ""


def _head(before: Head, after: Head) -> Iterator[Difference]:
    for field, text in HEAD_CHANGED.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Difference(text, {"before": _written(old), "after": _written(new)})


def _tasks(before: Sheet, after: Sheet) -> Iterator[Difference]:
    pairs, added, gone = _paired(before.kept, after.kept, after)
    yield from (Difference(GONE["t"], {"name": name_of(task)}) for task in gone)
    yield from (Difference(ADDED["t"], {"name": name_of(task)}) for task in added)
    for old, new in pairs:
        for field, text in TASK_CHANGED.items():
            was, now = getattr(old, field), getattr(new, field)
            if was != now:
                yield Difference(text, {"name": name_of(old), "before": _written(was), "after": _written(now)})
        count = _different_items(old, new)
        if count:
            yield Difference(ITEMS, {"name": name_of(new), "count": count})
    renamed = {old.key: new.key for old, new in pairs}
    order = [(renamed[task.key], renamed.get(task.parent or "")) for task in before.kept if task.key in renamed]
    known = {new.key for _, new in pairs}
    if order != [(task.key, task.parent if task.parent in known else None) for task in after.kept if task.key in known]:
        yield Difference(ORDER, {})


def _different_items(old: SheetTask, new: SheetTask) -> int:
    was, now = [item.text for item in old.shown], [item.text for item in new.shown]
    if was == now:
        return 0
    return max(len([text for text in was if text not in now]), len([text for text in now if text not in was]), 1)


def _parts(kind: str, before: Sheet, after: Sheet) -> Iterator[Difference]:
    old = [part for part in before.parts(kind) if not part.removed]
    new = [part for part in after.parts(kind) if not part.removed]
    pairs, added, gone = _paired(old, new, after)
    yield from (Difference(GONE[kind], {"name": name_of(part)}) for part in gone)
    yield from (Difference(ADDED[kind], {"name": name_of(part)}) for part in added)
    for was, now in pairs:
        if _fields(was) != _fields(now):
            yield Difference(CHANGED[kind], {"name": name_of(was)})


def _paired(old: Sequence[T], new: Sequence[T], after: Sheet) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """What is on both, what only on the new one, and what only on the old."""
    places = Places(after)
    by_key = {thing.key: thing for thing in new}
    pairs, gone = [], []
    for thing in old:
        key = places.find(thing.key, thing.anchor) if thing.anchor else thing.key
        found = by_key.pop(key, None) if key else None
        if found is None:
            gone.append(thing)
        else:
            pairs.append((thing, found))
    return pairs, list(by_key.values()), gone


def _fields(part: Part) -> dict[str, object]:
    return {name: getattr(part, name) for name in part.__slots__ if name not in OF_READING}


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value) or EMPTY
    return shortened(str(value)) if value not in (None, "") else EMPTY
