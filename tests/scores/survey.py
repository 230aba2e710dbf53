"""One task that citizens are asked about at two desks, and a short way to answer for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.core import clock
from app.core.tokens import hour_key
from app.desks.models import Placement
from app.forms.definition import Definition, Question, from_data, to_data
from app.forms.models import Edition, Form
from app.plans.models import Task
from app.responses.actions import submit
from app.responses.asked import asked_by
from app.scores.queries import editions_of_plan
from app.scores.suppression.actions import release
from tests.make import Make

MONDAY = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
ITEMS = ("de_tim", "niem_yet", "huong_dan_du", "cach_noi_nang", "dung_hen", "khong_sai_sot", "de_gop_y")
CHUNG = "nhin_chung"
DONT_KNOW = 9
MINIMUM = 5
DAY_AFTER = date(2026, 12, 14)
"""A day after everything that a survey releases by default."""


def level(point: int, **others: int) -> dict[str, int]:
    """The same level for every scored item and for CHUNG; ``others`` answer single questions differently."""
    return {**dict.fromkeys((*ITEMS, CHUNG), point), **others}


@dataclass
class Survey:
    """A published form of the one-stop-shop theme, placed at two desks."""

    make: Make
    form: Form
    placements: list[Placement]

    @property
    def session(self) -> Session:
        return self.make.session

    @property
    def task(self) -> Task:
        return self.form.task

    def answer(
        self,
        answers: Mapping[str, Any],
        times: int = 1,
        *,
        desk: int = 0,
        mode: str = "phone",
        days: int = 0,
    ) -> list[UUID]:
        """Store ``times`` equal responses, ``days`` after Monday 16/11/2026; they stay pending."""
        hour = MONDAY + timedelta(days=days)
        keys = [hour_key(hour) for _ in range(times)]
        for key in keys:
            submit(
                self.session,
                asked_by(self.placements[desk].edition),
                desk_id=self.placements[desk].desk_id,
                key=key,
                answers=dict(answers),
                mode=mode,
                hour=hour,
                locale="vi",
            )
        self.session.commit()
        return keys

    def release(self, days: int = 27) -> None:
        """Release what is complete by the end of a day, ``days`` after Monday 16/11/2026; a day of four weeks later."""
        through = clock.day_of(MONDAY) + timedelta(days=days)
        for edition_id in editions_of_plan(self.session, self.task.plan):
            release(self.session, edition_id, through, minimum_n=MINIMUM)
        self.session.commit()

    def reword(self, *names: str, text: str = "Câu hỏi đã viết lại.") -> Edition:
        """Publish another edition in which some questions are asked in other words, and ask it at both desks."""
        definition = from_data(self.form.definition)

        def other(question: Question) -> Question:
            return question.model_copy(update={"text": text}) if question.id in names else question

        sections = tuple(
            section.model_copy(update={"questions": tuple(other(question) for question in section.questions)})
            for section in definition.sections
        )
        changed = Definition.model_validate({**dict(definition), "sections": sections})
        self.form.definition = to_data(changed)
        self.session.flush()
        edition = self.make.edition(self.form, title=f"{self.form.title} ({len(names)})")
        for placement in self.placements:
            placement.edition = edition
        self.session.commit()
        return edition


def set_up(make: Make, task: Task | None = None, *, desks: int = 2) -> Survey:
    """Publish a form for a task and place it."""
    form = make.form(task)
    make.edition(form)
    office = form.task.plan.office
    return Survey(make, form, [make.placement(make.desk(office), form) for _ in range(desks)])


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements that the block sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
