"""Verbs that move things about: merge, split, order, nesting, adding, removing and bringing back.

No paragraph is ever lost by them: what is taken away is only marked as removed, and a heading that stops being one
becomes a paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase
from types import MappingProxyType
from typing import Any, ClassVar

from app.core.text import N_
from app.plans.corrections.sheet import HEAD, MAKERS, Item, Sheet, SheetTask, in_reading_order
from app.plans.corrections.verbs import FIELDS, Change, CorrectionRefused, Verb, kind_of, lost
from app.plans.rules import CHILDREN_ASKED, survey_default

NEEDED = MappingProxyType(
    {
        **{"t": "title", "i": "text", "d": "due_text", "u": "unit", "r": "text"},
        **{"b": "text", "p": "text", "c": "symbol"},
    }
)
"""What can be added, and the field without which it would be nothing."""


@dataclass(frozen=True, slots=True)
class Merge(Verb):
    """Put a task into the one above it: its heading becomes a paragraph there (``key``), its paragraphs follow."""

    task: str
    key: str

    name: ClassVar[str] = "merge"
    refers: ClassVar[tuple[str, ...]] = ("task",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses the first task."""
        lower = _task(sheet, self.task)
        _refuse_known(sheet, self.key)
        kept = sheet.kept
        at = kept.index(lower)
        if at == 0:
            raise CorrectionRefused(N_("Phía trên không còn nhiệm vụ nào để gộp vào."))
        upper = kept[at - 1]
        heading = Item(self.key, lower.title, f"{lower.label}." if lower.label else "", 1, lower.lines)
        whole = replace(upper, items=(*upper.items, heading, *lower.items), lines=_together(upper.lines, lower.lines))
        home = upper.parent or upper.key
        others = (
            replace(task, parent=home) if task.parent == lower.key else task
            for task in sheet.with_task(whole).tasks
            if task.key != lower.key
        )
        deadlines = (replace(one, task=upper.key) if one.task == lower.key else one for one in sheet.deadlines)
        return replace(sheet, tasks=in_reading_order(others), deadlines=tuple(deadlines))

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Gộp nhiệm vụ “%(name)s” vào nhiệm vụ phía trên")


@dataclass(frozen=True, slots=True)
class Split(Verb):
    """Let an item and those after it begin a task of their own (``key``): behind their task, or ``below`` it."""

    item: str
    key: str
    title: str
    theme: str
    below: bool = False

    name: ClassVar[str] = "split"
    refers: ClassVar[tuple[str, ...]] = ("item",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses to go deeper than one level. A task whose every paragraph went to others is no longer asked about."""
        upper = sheet.holder(self.item)
        if upper is None or sheet.is_gone(upper):
            raise lost()
        _refuse_known(sheet, self.key)
        if self.below and upper.parent:
            raise CorrectionRefused(N_("Đây đã là nhiệm vụ con; hãy tách thành nhiệm vụ ngang cấp."))
        at = next(at for at, item in enumerate(upper.items) if item.key == self.item)
        moved = upper.items[at:]
        lower = _new_task(sheet, self.key, self.title, self.theme, moved)
        lower = replace(lower, parent=upper.key if self.below else upper.parent, lines=_lines_of(moved))
        upper = replace(upper, items=upper.items[:at])
        if self.below and not upper.shown and upper.surveyed:
            upper = replace(upper, reason=CHILDREN_ASKED)
        behind = upper.key if self.below else _last_of(sheet, upper)
        tasks = _inserted(sheet.with_task(upper).tasks, lower, behind=behind)
        return replace(sheet, tasks=_labelled(tasks, lower.key))

    @property
    def said(self) -> str:
        """What was done."""
        if self.below:
            return N_("Tách nhiệm vụ con bắt đầu từ đoạn “%(name)s”")
        return N_("Tách nhiệm vụ mới bắt đầu từ đoạn “%(name)s”")


@dataclass(frozen=True, slots=True)
class Move(Verb):
    """Move a task among its equals, or an item in its task, one place ``up`` or down."""

    key: str
    up: bool

    name: ClassVar[str] = "move"
    refers: ClassVar[tuple[str, ...]] = ("key",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses at the ends of the list."""
        if kind_of(self.key) == "i":
            holder = sheet.holder(self.key)
            if holder is None:
                raise lost()
            return sheet.with_task(replace(holder, items=self._moved(holder.items, holder.shown)))
        task = _task(sheet, self.key)
        equals = [other for other in sheet.kept if other.parent == task.parent]
        return replace(sheet, tasks=in_reading_order(self._moved(sheet.tasks, equals)))

    def _moved(self, everything: tuple[Any, ...], among: Any) -> tuple[Any, ...]:
        keys = [one.key for one in among]
        if self.key not in keys:
            raise lost()
        at = keys.index(self.key) + (-1 if self.up else 1)
        if not 0 <= at < len(keys):
            raise CorrectionRefused(N_("Đã ở đầu hoặc cuối danh sách, không chuyển thêm được."))
        other = keys[at]
        rest = [one for one in everything if one.key != self.key]
        place = next(index for index, one in enumerate(rest) if one.key == other) + (0 if self.up else 1)
        moved = next(one for one in everything if one.key == self.key)
        return (*rest[:place], moved, *rest[place:])

    @property
    def said(self) -> str:
        """What was done."""
        if kind_of(self.key) == "i":
            return N_("Chuyển chỗ đoạn “%(name)s”")
        return N_("Chuyển chỗ nhiệm vụ “%(name)s”")


@dataclass(frozen=True, slots=True)
class MoveIn(Verb):
    """Put a task under the nearest task above it that stands on its own."""

    task: str

    name: ClassVar[str] = "move-in"
    refers: ClassVar[tuple[str, ...]] = ("task",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses the first task, one that is under another already, and one that has tasks under it."""
        task = _task(sheet, self.task)
        kept = sheet.kept
        above = [other for other in kept[: kept.index(task)] if other.parent is None]
        if task.parent or any(not child.removed for child in sheet.children(task.key)):
            raise CorrectionRefused(N_("Chỉ có một cấp nhiệm vụ con; nhiệm vụ này không đưa vào nhiệm vụ khác được."))
        if not above:
            raise CorrectionRefused(N_("Phía trên không có nhiệm vụ nào để đưa vào."))
        orphans = sheet.children(task.key)
        inner = sheet.with_task(replace(task, parent=above[-1].key))
        for orphan in orphans:
            inner = inner.with_task(replace(orphan, parent=above[-1].key))
        return replace(inner, tasks=in_reading_order(inner.tasks))

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Đưa “%(name)s” thành nhiệm vụ con của nhiệm vụ phía trên")


@dataclass(frozen=True, slots=True)
class MoveOut(Verb):
    """Let a task stand on its own again, behind the one that it was under."""

    task: str

    name: ClassVar[str] = "move-out"
    refers: ClassVar[tuple[str, ...]] = ("task",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses a task that is under no other."""
        task = _task(sheet, self.task)
        parent = sheet.task(task.parent) if task.parent else None
        if parent is None:
            raise CorrectionRefused(N_("Nhiệm vụ này không nằm trong nhiệm vụ nào."))
        rest = tuple(other for other in sheet.tasks if other.key != task.key)
        behind = _last_of(sheet, parent, but=task.key)
        return replace(sheet, tasks=_inserted(rest, replace(task, parent=None), behind=behind))

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Đưa “%(name)s” ra thành nhiệm vụ riêng")


@dataclass(frozen=True, slots=True)
class Add(Verb):
    """Add what the reader did not find: a task or part behind ``after`` (None: at the end), an item in task ``after``.

    ``values`` are its fields as :class:`Change` takes them.
    """

    key: str
    after: str | None
    values: tuple[tuple[str, Any], ...] = ()

    name: ClassVar[str] = "add"
    refers: ClassVar[tuple[str, ...]] = ("after",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses what :class:`Change` refuses."""
        kind = kind_of(self.key)
        if kind not in NEEDED:
            raise CorrectionRefused(N_("Không thêm được phần này."))
        _refuse_known(sheet, self.key)
        if self.after is not None and sheet.find(self.after) is None:
            raise lost()
        added = self._place(sheet, kind)
        for name, value in {NEEDED[kind]: "", **dict(self.values)}.items():
            added = Change(self.key, name, value).on(added)
        return added

    def _place(self, sheet: Sheet, kind: str) -> Sheet:
        if kind == "i":
            task = _task(sheet, self.after or "")
            return sheet.with_task(replace(task, items=(*task.items, Item(self.key, ""))))
        if kind == "t":
            task = _new_task(sheet, self.key, "", "other", ())
            upper = sheet.task(self.after) if self.after else None
            if upper is None:
                return replace(sheet, tasks=_labelled((*sheet.tasks, task), task.key))
            task = replace(task, parent=upper.parent)
            behind = _last_of(sheet, upper)
            return replace(sheet, tasks=_labelled(_inserted(sheet.tasks, task, behind=behind), task.key))
        return sheet.with_parts(kind, (*sheet.parts(kind), MAKERS[kind](self.key)))

    @property
    def said(self) -> str:
        """What was done."""
        return {
            "t": N_("Thêm một nhiệm vụ"),
            "i": N_("Thêm một đoạn nội dung"),
            "d": N_("Thêm một thời hạn"),
            "u": N_("Thêm một phân công"),
            "r": N_("Thêm một nơi nhận"),
            "b": N_("Thêm một đoạn mở đầu"),
            "p": N_("Thêm một mục đích, yêu cầu"),
            "c": N_("Thêm một văn bản viện dẫn"),
        }.get(kind_of(self.key), N_("Thêm một phần"))


@dataclass(frozen=True, slots=True)
class Remove(Verb):
    """Take something out of the plan; it stays on the sheet, marked, and can be brought back."""

    key: str

    name: ClassVar[str] = "remove"
    refers: ClassVar[tuple[str, ...]] = ("key",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses the last task: a plan without any would be none."""
        changed = _marked(sheet, self.key, removed=True)
        if kind_of(self.key) == "t" and not changed.kept:
            raise CorrectionRefused(N_("Kế hoạch phải còn ít nhất một nhiệm vụ."))
        return changed

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Bỏ “%(name)s”")


@dataclass(frozen=True, slots=True)
class Restore(Verb):
    """Bring back what was removed."""

    key: str

    name: ClassVar[str] = "restore"
    refers: ClassVar[tuple[str, ...]] = ("key",)

    def on(self, sheet: Sheet) -> Sheet:
        """To its old place."""
        return _marked(sheet, self.key, removed=False)

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Lấy lại “%(name)s”")


def _task(sheet: Sheet, key: str) -> SheetTask:
    task = sheet.task(key)
    if task is None or sheet.is_gone(task):
        raise lost()
    return task


def _refuse_known(sheet: Sheet, key: str) -> None:
    if key[1:2] != "n" or sheet.find(key) is not None:
        raise CorrectionRefused(N_("Không thêm được phần này."))


def _marked(sheet: Sheet, key: str, *, removed: bool) -> Sheet:
    thing = sheet.find(key)
    if thing is None or key == HEAD or kind_of(key) not in FIELDS:
        raise lost()
    if isinstance(thing, SheetTask):
        return sheet.with_task(replace(thing, removed=removed))
    if isinstance(thing, Item):
        holder = sheet.holder(key)
        assert holder is not None  # noqa: S101  an item is always found in its task
        items = tuple(replace(item, removed=removed) if item.key == key else item for item in holder.items)
        return sheet.with_task(replace(holder, items=items))
    return sheet.with_part(replace(thing, removed=removed))  # type: ignore[arg-type]


def _new_task(sheet: Sheet, key: str, title: str, theme: str, items: tuple[Item, ...]) -> SheetTask:
    checked: Mapping[str, Any] = {
        "title": FIELDS["t"]["title"].check(title) if title else "",
        "theme": FIELDS["t"]["theme"].check(theme),
    }
    default = survey_default(theme, title, [item.text for item in items])
    return SheetTask(key=key, label="", reason=default.reason, items=items, **checked)


def _inserted(tasks: tuple[SheetTask, ...], task: SheetTask, *, behind: str) -> tuple[SheetTask, ...]:
    at = next(index for index, other in enumerate(tasks) if other.key == behind) + 1
    return (*tasks[:at], task, *tasks[at:])


def _last_of(sheet: Sheet, task: SheetTask, *, but: str | None = None) -> str:
    """The last task under ``task``, or itself."""
    children = [child.key for child in sheet.children(task.key) if child.key != but]
    return children[-1] if children else task.key


def _labelled(tasks: tuple[SheetTask, ...], key: str) -> tuple[SheetTask, ...]:
    """Give a new task a label that no other has: ``3.1`` under task 3, otherwise the label above with a letter."""
    at = next(index for index, task in enumerate(tasks) if task.key == key)
    taken = {task.label for task in tasks}
    parent = next((task for task in tasks if task.key == tasks[at].parent), None)
    if parent is not None:
        choices = [f"{parent.label}.{number}" for number in range(1, len(tasks) + 2)]
    else:
        above = next((task.label for task in reversed(tasks[:at]) if task.parent is None), "0")
        stem = above.rstrip(ascii_lowercase) or above
        choices = [f"{stem}{letter}" for letter in ascii_lowercase]
        choices += [f"{stem}-{number}" for number in range(1, len(tasks) + 2)]
    label = next(choice for choice in choices if choice not in taken)
    return (*tasks[:at], replace(tasks[at], label=label), *tasks[at + 1 :])


def _together(first: tuple[int, int] | None, second: tuple[int, int] | None) -> tuple[int, int] | None:
    known = [lines for lines in (first, second) if lines]
    return (min(begin for begin, _ in known), max(end for _, end in known)) if known else None


def _lines_of(items: tuple[Item, ...]) -> tuple[int, int] | None:
    lines: tuple[int, int] | None = None
    for item in items:
        lines = _together(lines, item.lines)
    return lines
