"""An office with a plan, desks and as many answers as wanted, made quickly.

Offices, forms, editions and desks come from the same actions as the screens. Responses are written in bulk through the
same tables, and their tallies are counted here while they are made, not folded one by one: the benchmark of scores
compares them with a full recount, so that a mistake here would show.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

from flask import Flask
from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from app.cli.database import upgrade
from app.core import clock
from app.core.session import transaction
from app.core.settings import Settings
from app.core.tokens import hour_key
from app.desks.actions import add_desk, place
from app.desks.models import Placement
from app.forms.actions import publish
from app.forms.definition import Definition, Question, to_data
from app.forms.kinds import KINDS
from app.forms.models import Form
from app.forms.queries import templates
from app.forms.rules import decision
from app.offices.actions import add_office
from app.offices.models import Office
from app.plans.models import Plan, Task
from app.responses.asked import asked_by
from app.responses.integrity.actions import change_rules
from app.responses.models import EVERY_DAY, EVERY_DESK, Response, Tally
from app.responses.rules import count, layout_of
from app.web.factory import create_app

SECRET = "a-secret-for-benchmarks-only-0123456789"
FIRST_DAY = date(2026, 8, 3)
DAYS = 90
MODES = ("phone",) * 7 + ("kiosk", "paper", "assisted")
KINDS_OF_ANSWERS = 500
CHUNK = 10_000
TEXTS = (
    "Cán bộ hướng dẫn tận tình, nhưng phải chờ hơi lâu.",
    "Đề nghị niêm yết phí ở chỗ dễ thấy hơn.",
    "Rất hài lòng, cảm ơn.",
)


class CellKey(NamedTuple):
    """Where one response is counted at the finest grain."""

    edition_id: int
    desk_id: int
    day: date
    mode: str


@dataclass(slots=True)
class Cell:
    """What is counted there."""

    n: int
    excluded: int
    counts: list[int]

    def add(self, other: Cell) -> None:
        """Add another cell of the same edition."""
        self.n += other.n
        self.excluded += other.excluded
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of answering a form, with the cells that it counts in."""

    answers: dict[str, Any]
    scorable: bool
    hits: list[int]


@dataclass(eq=False)
class Ground:
    """A prepared installation: its application, its environment for servers, and what stands in it."""

    app: Flask
    environment: Mapping[str, str]
    plan_id: int
    task_ids: list[int]
    placements: list[tuple[int, int, str]]
    definitions: Mapping[int, Definition]
    responses: int = 0
    neighbours: list[tuple[int, int, str]] = field(default_factory=list)
    superior_id: int = 0
    cells: dict[CellKey, Cell] = field(default_factory=dict)
    patterns: dict[int, list[Pattern]] = field(default_factory=dict)


@contextmanager
def ground(url: str | None = None, *, tasks: int = 8, desks: int = 20, neighbours: int = 0) -> Iterator[Ground]:
    """An installation on ``url`` (an empty database), or on SQLite in a folder that is removed afterwards.

    ``neighbours`` are offices beside it below the same superior, each with a plan of one task at two desks.
    """
    with tempfile.TemporaryDirectory(prefix="thuocdo-bench-") as folder:
        settings = Settings(
            database_url=url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            secret_key=SECRET,
            public_url="http://127.0.0.1",
            demo=True,
            instance=Path(folder),
        )
        app = create_app(settings)
        engine = app.extensions["thuocdo.engine"]
        upgrade(engine)
        environment = {
            "THUOCDO_DATABASE_URL": settings.database_url,
            "THUOCDO_SECRET_KEY": SECRET,
            "THUOCDO_PUBLIC_URL": settings.public_url,
            "THUOCDO_INSTANCE": folder,
            "THUOCDO_DEMO": "1",
            "THUOCDO_FLOOD_EVERYWHERE": "1000000000",  # all the visitors of a bench come to one desk
        }
        with app.app_context(), transaction() as current:
            superior = add_office(
                current, code="above", name="Ủy ban nhân dân tỉnh Đo Thử", kind="tỉnh", valid_from=date(2025, 7, 1)
            )
            plan, placements = _people_and_paper(current, superior, "bench", tasks, desks)
            beside = [
                item
                for number in range(neighbours)
                for item in _people_and_paper(current, superior, f"beside-{number}", 1, 2)[1]
            ]
            found = Ground(
                app,
                environment,
                plan.id,
                [task.id for task in plan.tasks],
                [(item.edition_id, item.desk_id, item.code) for item in placements],
                {item.edition_id: asked_by(item.edition).definition for item in (*placements, *beside)},
                neighbours=[(item.edition_id, item.desk_id, item.code) for item in beside],
                superior_id=superior.id,
            )
        try:
            yield found
        finally:
            engine.dispose()


def fill_up_to(site: Ground, size: int, *, seed: int = 1) -> None:
    """Add responses until there are ``size``, and bring the tallies up to date."""
    chance = random.Random(f"{seed}-{site.responses}")
    make_patterns(site, chance)
    table = cast(Table, Response.__table__)
    with site.app.app_context():
        while site.responses < size:
            wanted = min(CHUNK, size - site.responses)
            rows = sorted((_row(site, chance) for _ in range(wanted)), key=lambda row: row["id"].int)
            with transaction() as current:
                current.execute(insert(table), rows)
            site.responses += wanted
        with transaction() as current:
            store_tallies(current, site.cells)


def make_patterns(site: Ground, chance: random.Random) -> None:
    """Decide on the ways in which each form is answered, if nobody did so before."""
    if not site.patterns:
        site.patterns = {
            edition_id: [_pattern(definition, chance) for _ in range(KINDS_OF_ANSWERS)]
            for edition_id, definition in site.definitions.items()
        }


def store_tallies(current: Session, cells: Mapping[CellKey, Cell]) -> None:
    """Replace all tallies by these cells, at every grain."""
    current.execute(delete(Tally))
    stored: list[dict[str, Any]] = []
    for grain in ("day", "desk", "desk_day"):
        added: dict[CellKey, Cell] = {}
        for key, cell in cells.items():
            coarse = CellKey(
                key.edition_id,
                EVERY_DESK if grain == "day" else key.desk_id,
                EVERY_DAY if grain == "desk" else key.day,
                key.mode,
            )
            if coarse in added:
                added[coarse].add(cell)
            else:
                added[coarse] = Cell(cell.n, cell.excluded, cell.counts)
        stored += [
            {"grain": grain, "state": "counted", **key._asdict(), "n": cell.n, "excluded": cell.excluded}
            | {"counts": cell.counts}
            for key, cell in added.items()
        ]
    for start in range(0, len(stored), CHUNK):
        current.execute(insert(Tally), stored[start : start + CHUNK])


def _people_and_paper(
    current: Session, superior: Office, code: str, tasks: int, desks: int
) -> tuple[Plan, list[Placement]]:
    office = add_office(
        current,
        code=code,
        name=f"Ủy ban nhân dân xã Đo Thử ({code})",
        kind="xã",
        valid_from=date(2025, 7, 1),
        superior=superior,
    )
    # The hall of a benchmark is fuller and quicker than any: without this every response would be set aside.
    change_rules(current, office, off=("burst", "too_fast", "hasty", "alike"), limits={}, networks=(), by=None)
    plan = Plan(
        office=office, title="Thực hiện công tác dân vận chính quyền năm 2026", year=2026, created_at=clock.now()
    )
    current.add(plan)
    found = [add_desk(current, office, name=f"Quầy số {number}") for number in range(1, desks + 1)]
    forms = [_form(current, plan, number) for number in range(1, tasks + 1)]
    placements = [place(current, desk, form) for form in forms for desk in found]
    current.flush()
    return plan, placements


def _form(current: Session, plan: Plan, number: int) -> Form:
    template = list(templates().values())[(number - 1) % len(templates())]
    task = Task(
        plan=plan, position=number, label=str(number), title=f"Nhiệm vụ số {number}", theme="other", surveyed=True
    )
    form = Form(
        task=task,
        template=template.key,
        title=f"{template.title} ({number})",
        definition=to_data(template),
        words={},
        changed_at=clock.now(),
    )
    current.add(form)
    current.flush()
    publish(current, form)
    return form


def _pattern(definition: Definition, chance: random.Random) -> Pattern:
    answers: dict[str, Any] = {}
    for question in definition.questions:
        if question.visible_when is None or decision(question.visible_when)(answers):
            answer = _answer(question, chance)
            if answer is not None:
                answers[question.id] = answer
    scorable, hits = count(layout_of(definition), answers)
    return Pattern(answers, scorable, list(hits))


def _answer(question: Question, chance: random.Random) -> Any:
    kind = KINDS[question.kind]
    if not question.required and chance.random() < (0.9 if kind.is_text else 0.08):
        return None
    if question.kind == "faces":
        return chance.choices((1, 2, 3, 4, 5, 9), (3, 5, 12, 40, 35, 5))[0]
    codes = kind.codes(question)
    if kind.several:
        return sorted(chance.sample(codes, chance.randint(1, min(3, len(codes)))))
    if codes:
        return chance.choice(codes)
    if kind.is_text:
        return chance.choice(TEXTS)
    return chance.randint(question.minimum or 0, question.maximum or 9) if question.kind == "number" else "2026-09-02"


def _row(site: Ground, chance: random.Random) -> dict[str, Any]:
    edition_id, desk_id, _code = chance.choice(site.placements)
    pattern = chance.choice(site.patterns[edition_id])
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    hour = datetime(day.year, day.month, day.day, chance.randrange(0, 10), tzinfo=UTC)
    mode = chance.choice(MODES)
    key = CellKey(edition_id, desk_id, day, mode)
    cell = site.cells.get(key)
    if cell is None:
        cell = site.cells[key] = Cell(0, 0, [0] * layout_of(site.definitions[edition_id]).size)
    cell.n += pattern.scorable
    cell.excluded += not pattern.scorable
    for index in pattern.hits:
        cell.counts[index] += 1
    return {
        "id": hour_key(hour),
        "edition_id": edition_id,
        "desk_id": desk_id,
        "mode": mode,
        "hour": hour,
        "locale": "vi",
        "answers": pattern.answers,
    }
