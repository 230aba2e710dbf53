"""Invented visitors, and a database for them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.settings import Settings
from app.web.factory import create_app
from tests.make import CONTACT_KEY, SECRET, Make
from tests.schema import migrated_database
from tests.scores.survey import CHUNG, DONT_KNOW, ITEMS

DOORS = ("phone", "kiosk", "web")
YES_NO = (1, 2)


@dataclass(slots=True)
class Visitor:
    """Somebody who opens a form; ``answers`` where it was sent. Days are counted from the first.

    ``turns`` are the days on which it is set aside, brought back, set aside again.
    """

    desk: int
    mode: str
    day: int
    begins: bool
    answers: dict[str, Any] | None = None
    turns: tuple[int, ...] = ()

    @property
    def is_scorable(self) -> bool:
        """Whether the answers are enough to count: half of the items at least."""
        answers = self.answers or {}
        return 2 * sum(answers.get(name) in range(1, 6) for name in ITEMS) >= len(ITEMS)


def invented(rng: random.Random) -> tuple[list[Visitor], list[int]]:
    """A few months at one to three desks, and the days at whose end everything is fetched."""
    desks, days = rng.randint(1, 3), rng.choice((5, 20, 70, 120))
    doors = DOORS[: rng.randint(1, 3)]
    visitors = []
    for _ in range(rng.choice((15, 40, 90, 160))):
        visitor = Visitor(rng.randrange(desks), rng.choice(doors), rng.randrange(days), rng.random() < 0.9)
        if visitor.begins and rng.random() < 0.8:
            visitor.answers = _answers(rng)
            if rng.random() < 0.15:
                visitor.turns = (visitor.day + rng.randint(0, 10),)
        visitors.append(visitor)
    for _ in range(rng.randint(0, 4)):
        _judge(rng, visitors, days + rng.randint(0, 8))
    looks = sorted({days - 1, days, days + 3, days + 6, days + 9, *(rng.randrange(days) for _ in range(2))})
    return visitors, looks


def _judge(rng: random.Random, visitors: list[Visitor], day: int) -> None:
    """On one day, some of those who answered in one way at one desk are set aside, or brought back."""
    first = rng.choice(visitors)
    near = [one for one in visitors if (one.desk, one.mode) == (first.desk, first.mode) and one.day <= first.day + 7]
    for one in rng.sample(near, min(len(near), rng.choice((1, 4, 5, 6, 8, 11)))):
        if one.answers is not None and one.day <= day:
            one.turns = tuple(sorted((*one.turns, day)))


def _answers(rng: random.Random) -> dict[str, Any]:
    items = {name: rng.choice((1, 2, 3, 4, 4, 5, 5, DONT_KNOW)) for name in (*ITEMS, CHUNG) if rng.random() < 0.85}
    further: dict[str, Any] = {"so_lan_den": rng.randint(1, 4), "giay_to": rng.sample((1, 2, 5), rng.randint(1, 3))}
    further |= {"nhom_tuoi": rng.choice((1, 2, 3, 4, 8)), "bi_mat": rng.choice(YES_NO)}
    return items | {name: value for name, value in further.items() if rng.random() < 0.8}


@contextmanager
def own_database() -> Iterator[Make]:
    """A database of this attack's own, and somebody to fill it."""
    with tempfile.TemporaryDirectory(prefix="thuocdo-attack-") as name:
        settings = Settings(
            database_url=migrated_database(None, Path(name)),
            secret_key=SECRET,
            public_url="http://localhost",
            testing=True,
            instance=Path(name),
            count_seconds=0,
            contact_keys=(CONTACT_KEY,),
            remember_seconds=0,
        )
        app = create_app(settings)
        with app.extensions["thuocdo.sessions"]() as session:
            yield Make(session)
        app.extensions["thuocdo.engine"].dispose()
