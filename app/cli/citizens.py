"""Made-up citizens for demos and benchmarks: plausible, and the same again for the same seed.

Each task has a level and a trend of its own, each desk is a little better or worse, each question harder or easier,
and each person more or less content. People skip questions, do not know, come in the morning and not on Sundays.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.cli.remarks import Mood, sentences
from app.core import clock
from app.forms.definition import Definition, Question
from app.forms.kinds import KINDS
from app.forms.kinds.faces import DONT_KNOW
from app.forms.rules import is_asked

HOURS = {7: 6, 8: 18, 9: 22, 10: 18, 11: 6, 13: 8, 14: 14, 15: 12, 16: 7}
WEEKDAYS = (10, 9, 9, 8, 9, 3, 0)
MODES = {"phone": 80, "paper": 9, "assisted": 6, "kiosk": 5}
HURRIED = 0.05
SKIPS = 0.04
SKIPS_MOST = 0.8
SKIPS_ABOUT_ONESELF = 0.15
WRITES = 0.12
COMPLAINS = 0.4
UNSURE = 0.04
REFUSE = 8
AGE = "nhom_tuoi"
"""The question about the age group, the same in every template."""
AGES = {1: 16, 2: 36, 3: 29, 4: 15, REFUSE: 4}
"""Who comes to a commune's counter: mostly people of working age with papers to see to, and a good share of the old."""
"""The code of "Không muốn trả lời" in the templates."""
_STEPS = (-1.9, -1.1, -0.25, 0.95)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can answer, in plain values: a placement with the numbers of its task and desk."""

    placement_id: int
    task_id: int
    desk_id: int
    definition: Definition


@dataclass(frozen=True, slots=True)
class Visit:
    """One citizen's answers, as a browser would post them."""

    place: Place
    mode: str
    hour: datetime
    posted: dict[str, list[str]]


@dataclass
class Town:
    """Everything that stays the same while people come and go."""

    seed: int
    places: Sequence[Place]
    days: int
    now: datetime
    levels: dict[tuple[str, object], float] = field(default_factory=dict)

    def level(self, kind: str, what: object, middle: float, spread: float) -> float:
        """A number that belongs to a task, a desk or a question, whoever asks for it first."""
        if (kind, what) not in self.levels:
            own = random.Random(f"{self.seed} {kind} {what}")  # noqa: S311  made-up data needs no secrecy
            self.levels[kind, what] = own.gauss(middle, spread)
        return self.levels[kind, what]


def visits(places: Sequence[Place], *, count: int, seed: int, days: int, now: datetime) -> Iterator[Visit]:
    """``count`` visits spread over the ``days`` before ``now``, in the order of time."""
    luck = random.Random(seed)  # noqa: S311  made-up data needs no secrecy
    town = Town(seed, places, days, now)
    crowd = [math.exp(town.level("crowd", place.placement_id, 0, 0.7)) for place in places]
    slots = _slots(days, now)
    for hour in sorted(luck.choices(list(slots), list(slots.values()), k=count)):
        place = luck.choices(places, crowd)[0]
        mode = luck.choices(list(MODES), list(MODES.values()))[0]
        yield Visit(place, mode, hour, _posted(luck, town, place, hour))


def _slots(days: int, now: datetime) -> dict[datetime, int]:
    """The full office hours of these days, none in the future, each with how many people come."""
    today = clock.day_of(now)
    found: dict[datetime, int] = {}
    for back in range(days):
        day = today - timedelta(days=back)
        for hour, crowd in HOURS.items():
            at = clock.hour_of(datetime(day.year, day.month, day.day, hour, tzinfo=clock.VIETNAM))
            if at <= now and WEEKDAYS[day.weekday()]:
                found[at] = crowd * WEEKDAYS[day.weekday()]
    return found or {clock.hour_of(now): 1}


def _posted(luck: random.Random, town: Town, place: Place, hour: datetime) -> dict[str, list[str]]:
    """What one person answers to the questions that this person is asked; nobody sends an empty form."""
    posted: dict[str, list[str]] = {}
    while not posted:
        mood = _mood(luck, town, place, clock.day_of(hour))
        skips = SKIPS_MOST if luck.random() < HURRIED else SKIPS
        for question in place.definition.questions:
            answer = _answer(luck, town, place, question, mood, skips) if is_asked(question, _stored(posted)) else None
            if answer:
                posted[question.id] = answer
    return posted


def _stored(posted: Mapping[str, list[str]]) -> dict[str, list[int]]:
    """The codes in what was posted, for the conditions of later questions."""
    return {name: [int(value) for value in values if value.isdecimal()] for name, values in posted.items()}


def _mood(luck: random.Random, town: Town, place: Place, day: date) -> float:
    """How content this person is: the task's level and its trend, the desk, the week, and the person."""
    passed = (clock.day_of(town.now) - day).days / town.days
    trend = town.level("trend", place.task_id, 0.15, 0.45) * (0.5 - passed)
    week = town.level("week", (place.task_id, clock.week_of(day)), 0, 0.15)
    desk = town.level("desk", place.desk_id, 0, 0.25)
    return town.level("task", place.task_id, 0.75, 0.55) + trend + week + desk + luck.gauss(0, 0.75)


def _answer(
    luck: random.Random, town: Town, place: Place, question: Question, mood: float, skips: float
) -> list[str] | None:
    kind = KINDS[question.kind]
    if kind.is_text:
        return _words(luck, place.definition.key, question, mood)
    if not question.required and luck.random() < (skips if question.scored else max(skips, SKIPS_ABOUT_ONESELF)):
        return None
    if question.kind == "faces":
        return [str(_face(luck, town, place, question, mood))]
    if question.kind == "number":
        return [str(luck.randint(question.minimum or 1, question.maximum or 5))]
    if question.kind == "date":
        return [f"{clock.day_of(town.now) - timedelta(days=luck.randint(1, town.days)):%Y-%m-%d}"]
    return [str(code) for code in _chosen(luck, town, question)]


def _chosen(luck: random.Random, town: Town, question: Question) -> list[int]:
    """One code, or several; the first options are the common ones, and few refuse."""
    if question.id == AGE:
        return luck.choices(list(AGES), list(AGES.values()))
    kind = KINDS[question.kind]
    weights = {
        code: math.exp(town.level("option", (question.id, code), -0.6 * at, 0.5)) * (0.15 if code == REFUSE else 1)
        for at, code in enumerate(kind.codes(question))
    }
    several = [code for code, weight in weights.items() if kind.several and luck.random() < weight / (0.6 + weight)]
    return several or luck.choices(list(weights), list(weights.values()))


def _face(luck: random.Random, town: Town, place: Place, question: Question, mood: float) -> int:
    if luck.random() < UNSURE:
        return DONT_KNOW
    felt = mood + town.level("question", (place.task_id, question.id), 0, 0.35) + luck.gauss(0, 0.6)
    return 1 + sum(felt > step for step in _STEPS)


def _words(luck: random.Random, template: str, question: Question, mood: float) -> list[str] | None:
    asked_why = question.visible_when is not None
    if not question.required and luck.random() > (COMPLAINS if asked_why else WRITES):
        return None
    feeling: Mood = "cross" if asked_why or mood < 0 else luck.choice(("glad", "glad", "wish"))
    pool = sentences(template, feeling)
    chosen = luck.sample(pool, 2 if luck.random() < 0.1 else 1)
    return [" ".join(chosen)]
