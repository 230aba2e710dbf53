"""The review page, the same before and after a plan is stored: what was read, what was corrected, what to look at."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import flash, request

from app.core.errors import Problem
from app.core.inputs import without_controls
from app.core.text import N_
from app.core.words import _, _n
from app.plans.corrections.differences import Difference, name_of, told
from app.plans.corrections.doubts import Corrected, SheetFinding
from app.plans.corrections.exchange import Correction, correct, from_text, to_text
from app.plans.corrections.pressed import additions, verbs_of
from app.plans.corrections.replay import Unplaced, replay
from app.plans.corrections.sheet import HEAD, Item, Lines, Part, Sheet, SheetTask, Thing
from app.plans.corrections.typed import PERIOD_CODES, shown, typed_on
from app.plans.corrections.verbs import PERIODS, Change, Confirm, CorrectionRefused, Verb
from app.plans.reading.findings import Message
from app.plans.reading.names import name_of as name_of_path
from app.plans.rules import THEMES

OF_TASK = {
    "title": N_("Tên nhiệm vụ %(label)s"),
    "items": N_("Nội dung nhiệm vụ %(label)s"),
    "theme": N_("Chủ đề nhiệm vụ %(label)s"),
    "owner": N_("Đơn vị chủ trì nhiệm vụ %(label)s"),
    "coordinating": N_("Đơn vị phối hợp nhiệm vụ %(label)s"),
}
ORDER = {"doubtful": 0, "missing": 1, "likely": 2, "sure": 3}
LISTED = {"assignments": "duties", "signer": "signer", "legal_bases": "citations", "cited_documents": "citations"}
DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
COUNTED = frozenset({"items", "texts"})
"""Fields of which the reader says how many paragraphs it found."""
MAIN_WORDS = frozenset({"title", "text", "due_text", "unit", "symbol"})
LONGEST_MARK = 20
"""So many lines behind a link are marked; the style sheet has a rule for each number."""


@dataclass
class Review:
    """The page: ``start`` is the sheet that it opened with, ``corrections`` are those made on it since.

    ``steps`` counts the corrections of each step that can be undone: a button that confirms everything makes many.
    ``base`` is what the document says, ``source`` its lines, ``findings`` what the reader says of its fields,
    ``left_out`` what of the file it could not read.
    """

    base: Sheet
    start: Sheet
    findings: Sequence[SheetFinding] = ()
    source: Sequence[Mapping[str, Any]] = ()
    left_out: Sequence[Mapping[str, Any]] = ()
    corrections: list[Correction] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    refused: dict[str, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    typed: Mapping[str, str] = field(default_factory=dict)
    seen: str | None = None
    sheet: Sheet = field(init=False)
    steps: list[int] = field(init=False, default_factory=list)
    _pressed: tuple[int, int] = field(init=False, default=(0, 0))
    _compared: Corrected | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.sheet = self.start

    def resume(self, corrections: Iterable[Correction]) -> None:
        """Bring the page to where these corrections lead; those that no longer fit are told."""
        replayed = replay(self.start, corrections)
        self.sheet = replayed.sheet
        self.corrections, self.unplaced = list(replayed.corrections), list(replayed.unplaced)
        self.steps = [1] * len(self.corrections)

    def work(self, form: Mapping[str, str]) -> None:
        """Take over what was typed, then do what the pressed button says."""
        self.resume(from_text(form.get("corrections") or "[]"))
        self._take_steps(form.get("steps", ""))
        button = form.get("verb", "")
        before, self.typed = self.sheet, form
        typed = typed_on(before, form)
        self.refused = dict(typed.refused)
        if button == "undo":
            self._undo()
        elif button == "afresh":
            self.resume([])
            self.refused, self.typed = {}, {}
            return
        for change in typed.changes:
            self._add(change)
        try:
            verbs, self.seen = verbs_of(button, self.sheet, form, self.open)
            self._press(verbs)
            for make in additions(button, before, form):  # typed into a box for something new, whatever was pressed
                self._add(make(self.sheet))
        except CorrectionRefused as problem:
            self.problems.append(problem)

    def _take_steps(self, text: str) -> None:
        """The steps as the page carried them; where they do not fit, each correction is a step."""
        sizes = [int(size) for size in text.split(",") if size.isascii() and size.isdecimal() and len(size) < 5]
        if sum(sizes) == len(self.corrections) and 0 not in sizes:
            self.steps = sizes

    def _undo(self) -> None:
        """Let go of what was typed and refused; where nothing was, take the last step back."""
        if self.refused:
            self.refused = {}
        elif self.steps:
            *steps, last = self.steps
            self.resume(self.corrections[:-last])
            self._take_steps(",".join(map(str, steps)))

    def _press(self, verbs: Sequence[Verb]) -> None:
        """Do what a button says, as one step."""
        first, before = len(self.corrections), len(self.steps)
        for verb in verbs:
            self._add(verb)
        self._pressed = (first, len(self.corrections))
        if len(self.corrections) > first:
            self.steps[before:] = [len(self.corrections) - first]

    @cached_property
    def version(self) -> str:
        """Marks the sheet that the page opened with: a page that carries another one was opened before a change."""
        return hashlib.sha256(repr((self.start.head, *self.start.things())).encode()).hexdigest()[:16]

    def homeless(self) -> list[str]:
        """What was typed as the main words of things that are on the sheet no more."""
        found = []
        for name, value in self.typed.items():
            key, _dot, part = name.partition(".")
            thing = self.sheet.find(key) if part in MAIN_WORDS and key != "new" else None
            if thing is None or getattr(thing, "removed", False):
                kept = shown(thing, part) if thing is not None else ""
                if part in MAIN_WORDS and key not in {"new", HEAD} and value.strip() not in {"", kept}:
                    found.append(value.strip())
        return found

    def take_back(self) -> None:
        """Without what the button did: somebody outside objects to it. What was typed beside it stays."""
        kept = list(self.corrections)
        del kept[slice(*self._pressed)]
        self.resume(kept)

    def _add(self, verb: Any) -> None:
        try:
            self.sheet, correction = correct(self.sheet, verb)
        except CorrectionRefused as problem:
            if isinstance(verb, Change):
                return  # it was typed into something that an undone step had added
            raise problem
        at = self._earlier(verb)
        if at is None:
            self.corrections.append(correction)
            self.steps.append(1)
        else:
            self.corrections[at] = correction

    def _earlier(self, verb: Any) -> int | None:
        """Where the same field was changed before and nothing was moved about since: the newer change replaces it."""
        for at in range(len(self.corrections) - 1, -1, -1):
            known = self.corrections[at].verb
            if not isinstance(known, Change | Confirm):
                return None
            if (
                isinstance(verb, Change)
                and isinstance(known, Change)
                and (known.of, known.field) == (verb.of, verb.field)
            ):
                return at
        return None

    @property
    def text(self) -> str:
        """The corrections as the page carries them."""
        return to_text(self.corrections)

    @property
    def open(self) -> list[SheetFinding]:
        """What somebody should still look at, the most doubtful first."""
        return sorted(self._corrected().still_open(self.findings), key=lambda one: ORDER[one.sureness])

    @property
    def changes(self) -> list[Difference]:
        """What was corrected on this page, in sentences."""
        found, then = [], self.start
        for one in self.corrections:
            found.append(self.told(one, then))
            then = one.verb.on(then)
        return found

    def box(self, key: str, thing: Thing, name: str) -> str:
        """What stands in a box: what was typed where it was refused, otherwise what the sheet says."""
        full = f"{key}.{name}"
        return self.typed[full] if full in self.refused and full in self.typed else shown(thing, name)

    def state(self, key: str, name: str) -> str | None:
        """How sure a field is, or ``corrected`` or ``confirmed``; None where nobody says."""
        if self._corrected().is_corrected(key, name):
            return "corrected"
        found = self.finding(key, name)
        if found is not None and (key, name, found.value) in self.sheet.confirmed:
            return "confirmed"
        return found.sureness if found else None

    def _corrected(self) -> Corrected:
        """The comparison with what the document says, made once for a sheet however many boxes ask for it."""
        if self._compared is None or self._compared.sheet is not self.sheet:
            self._compared = Corrected(self.base, self.sheet)
        return self._compared

    def finding(self, key: str, name: str) -> SheetFinding | None:
        """What the reader says of a field."""
        return self._findings.get((key, name))

    def is_seen(self, *things: SheetTask | Part) -> bool:
        """Whether a card stands open: somebody has just worked on it, or something typed on it was refused."""
        keys = {key for thing in things for key in (thing.key, *(item.key for item in getattr(thing, "items", ())))}
        return self.seen in keys or any(name.partition(".")[0] in keys for name in self.refused)

    def is_seen_head(self) -> bool:
        """Whether something about the signer was refused; the rest of the head is always open."""
        return any(name.startswith("head.signer") for name in self.refused)

    def is_asked(self, task: SheetTask) -> bool:
        """Whether the box for asking citizens is ticked: as it was sent where its reason was refused."""
        if f"{task.key}.reason" in self.refused:
            return f"{task.key}.surveyed" in self.typed
        return task.surveyed

    def asked_about(self, thing: SheetTask | Part) -> int:
        """How many fields of it somebody should look at, suggestions left aside."""
        return self._asked[thing.key]

    @cached_property
    def _asked(self) -> Counter[str | None]:
        return Counter(finding.key for finding in self.open if finding.sureness != "likely")

    def above(self, task: SheetTask) -> str:
        """The key of the task above."""
        keys = [known.key for known in self.sheet.kept]
        return keys[max(keys.index(task.key) - 1, 0)]

    def removed(self) -> list[SheetTask | Item | Part]:
        """What was taken out and can be brought back; not what went with its task."""
        return [thing for thing in self.sheet.things() if thing.removed and not self._is_inside_of_removed(thing)]

    def _is_inside_of_removed(self, thing: SheetTask | Item | Part) -> bool:
        holder = self.sheet.holder(thing.key) if isinstance(thing, Item) else None
        return holder is not None and self.sheet.is_gone(holder)

    def called(self, thing: Thing) -> str:
        """What people call a thing."""
        return name_of(thing)

    def told(self, correction: Correction, then: Sheet | None = None) -> Difference:
        """A correction in a sentence; what was confirmed is called by the name of its field."""
        said, verb = told(correction, self.sheet, then), correction.verb
        if not isinstance(verb, Confirm):
            return said
        thing = self.sheet.find(verb.of) if verb.of else None
        if isinstance(thing, SheetTask) and verb.field in OF_TASK:
            return Difference(said.text, {"name": str(_(OF_TASK[verb.field], label=thing.label))})
        return (
            said
            if thing is not None and verb.of != HEAD
            else Difference(said.text, {"name": field_in_words(verb.field)})
        )

    def name_of(self, finding: SheetFinding) -> str:
        """What people call a field that was found; of a task it says which."""
        thing = self.sheet.find(finding.key) if finding.key else None
        if isinstance(thing, SheetTask) and finding.field in OF_TASK:
            return str(_(OF_TASK[finding.field], label=thing.label))
        return field_in_words(finding.path)

    def value_of(self, finding: SheetFinding) -> str:
        """The value that was found, as a person would write it."""
        value = finding.value or ""
        if finding.field in COUNTED and value.isdecimal():
            return str(_n("%(num)s đoạn", "%(num)s đoạn", int(value)))
        if finding.field == "theme" and value in THEMES:
            return str(_(THEMES[value]))
        if finding.field == "due" and DAY.fullmatch(value):
            return "/".join(reversed(value.split("-")))
        return value

    def place_of(self, finding: SheetFinding) -> str | None:
        """The fragment of the box in which a field can be corrected."""
        if finding.key is None:
            return (
                finding.field
                if finding.field in {"deadlines", "recipients", "sections", "purposes"}
                else LISTED.get(finding.field)
            )
        if finding.field == "items":
            return finding.key
        return f"{finding.key}-{finding.field}"

    def periods(self) -> list[tuple[str, str]]:
        """The rhythms of a deadline to choose from."""
        return [("", str(_("một lần"))), *((PERIOD_CODES[key], str(_(name))) for key, name in PERIODS.items())]

    @cached_property
    def _findings(self) -> dict[tuple[str | None, str], SheetFinding]:
        found: dict[tuple[str | None, str], SheetFinding] = {}
        for finding in sorted(self.findings, key=lambda one: ORDER[one.sureness], reverse=True):
            found[(finding.key, finding.field)] = finding  # of several units in one box the most doubtful counts
        return found

    @cached_property
    def marks(self) -> dict[int, list[Mark]]:
        """The links that lead into the document, by the number of the line where each of them begins."""
        numbers = [line["number"] for line in self.source]
        found: dict[int, list[Mark]] = {}
        for lines in sorted(self._ranges()):
            inside = [number for number in numbers if lines[0] <= number <= lines[1]]
            if inside:
                found.setdefault(inside[0], []).append(Mark(anchor_of(lines), min(len(inside), LONGEST_MARK)))
        return found

    @cached_property
    def homes(self) -> dict[int, list[SheetTask]]:
        """The tasks by the line where each of them begins: the way back from the document."""
        found: dict[int, list[SheetTask]] = {}
        for task in self.sheet.kept:
            if task.lines:
                found.setdefault(task.lines[0], []).append(task)
        return found

    def _ranges(self) -> set[Lines]:
        things = [thing.lines for thing in self.sheet.things() if thing.lines]
        return {*things, *(finding.lines for finding in self.findings if finding.lines)}


@dataclass(frozen=True, slots=True)
class Mark:
    """The target of a link in the document, and how many lines belong to it."""

    anchor: str
    lines: int


def sent() -> dict[str, str]:
    """What the page sent, each field once and without characters that no page may show."""
    return {name: without_controls(value) for name, value in request.form.items()}


def tell_stopped(desks: Sequence[str]) -> None:
    """Say at which desks forms were withdrawn because citizens are no longer asked."""
    if desks:
        flash(
            _(
                "Phiếu của các nhiệm vụ không còn khảo sát đã được thu hồi tại: %(desks)s. "
                "Người quét mã QR cũ được hướng dẫn.",
                desks="; ".join(desks),
            )
        )


def anchor_of(lines: Lines) -> str:
    """The fragment of a place in the document."""
    return f"l{lines[0]}-{lines[1]}"


def place_in_words(lines: Lines) -> str:
    """``dòng 41`` or ``dòng 41-47``."""
    first, last = lines
    if first == last:
        return str(_("dòng %(first)d", first=first))
    return str(_("dòng %(first)d-%(last)d", first=first, last=last))


def spoken(said: Difference | Message | Mapping[str, Any] | None) -> str:
    """A sentence that was marked elsewhere, in the language of this request."""
    if said is None:
        return ""
    if isinstance(said, Message):
        return spoken({"text": said.text, "with": said.places})
    if isinstance(said, Difference):
        return spoken({"text": said.text, "with": said.values})
    text, values = said["text"], said.get("with") or {}
    return str(_(text, **values) if values else _(text))


def field_in_words(path: str) -> str:
    """What an official calls the field that a path of the reading names; an unknown one stands for itself."""
    try:
        return spoken(name_of_path(path))
    except KeyError:
        return path
