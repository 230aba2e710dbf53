"""Recommending something to an office, its answer, and the observers' word on it: one step at a time.

Every step goes through :func:`take`. It locks the recommendation, asks again for the right of the official, and refuses
who has not seen the newest step: of two who answer at once, the second is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.feedback.cases.steps import refuse_without_right
from app.feedback.supervision.actions import name_of, words_of
from app.feedback.supervision.models import Recommendation, RecommendationStep, SupervisionSheet
from app.feedback.supervision.rules import ANSWER, VERBS, WITHOUT_WORDS, WRITE, state_after, why_not


class RecommendationUnfit(Problem):
    """Without words, without a day, or to somebody who is not there."""


class NotNow(Conflict):
    """The step does not fit what has happened so far."""


class SomebodyFaster(Conflict):
    """Somebody has taken a step that the actor has not seen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is recommended, by whom, to whom, and by when the office is to answer."""

    body: str
    text: str
    due_on: date
    unit: str = ""
    official_id: int | None = None


def recommend(
    session: Session, office_id: int, asked: Asked, *, sheet: SupervisionSheet | None = None, key: UUID, by: int
) -> Recommendation:
    """Hand a recommendation to an office; the page sent again finds it. Raises :class:`RecommendationUnfit`."""
    refuse_without_right(session, by, WRITE, office_id)
    found = session.scalar(
        select(Recommendation).where(Recommendation.made_with == key, Recommendation.author_id == by)
    )
    if found is not None:
        return found
    if sheet is not None and (sheet.filed_at is None or sheet.office_id != office_id):
        raise NotNow(N_("Phiếu giám sát chưa gửi. Hãy gửi phiếu trước rồi mới kiến nghị theo phiếu."))
    body, text = sheet.body if sheet is not None else name_of(asked.body), words_of(asked.text)
    if not body or not text:
        raise RecommendationUnfit(N_("Hãy ghi bên kiến nghị và nội dung kiến nghị."))
    _refuse_day(asked.due_on)
    may_answer = {official.id for official in officials_with(session, office_id, ANSWER, on=clock.today())}
    if asked.official_id is not None and asked.official_id not in may_answer:
        raise RecommendationUnfit(N_("Người được chọn không còn làm việc này ở cơ quan. Hãy chọn người khác."))
    made = Recommendation(
        office_id=office_id,
        sheet_id=sheet.id if sheet is not None else None,
        body=body,
        text=text,
        unit=name_of(asked.unit),
        official_id=asked.official_id,
        due_on=asked.due_on,
        state="open",
        last_number=0,
        author_id=by,
        created_at=clock.now(),
        made_with=key,
    )
    session.add(made)
    session.flush()
    _record(session, N_("Gửi kiến nghị giám sát"), made, by=by)
    return made


def take(
    session: Session,
    found: Recommendation,
    verb: str,
    text: str = "",
    *,
    seen: int,
    due_on: date | None = None,
    by: int,
) -> RecommendationStep:
    """Take one step of ``VERBS``; ``due_on`` is the new day that comes with insisting.

    Raises ``RightLost``, :class:`NotNow`, :class:`SomebodyFaster` and :class:`RecommendationUnfit`.
    """
    session.scalars(
        select(Recommendation)
        .where(Recommendation.id == found.id)
        .with_for_update(of=Recommendation)
        .execution_options(populate_existing=True)
    ).one()
    refuse_without_right(session, by, VERBS[verb].needs, found.office_id)
    refusal = why_not(verb, found.state)
    if refusal:
        raise NotNow(refusal)
    if seen != found.last_number:
        raise SomebodyFaster(
            N_("Có người vừa ghi thêm vào kiến nghị này. Hãy đọc phần mới ở trên; chữ bạn viết vẫn còn trong ô.")
        )
    words = words_of(text)
    if not words and verb not in WITHOUT_WORDS:
        raise RecommendationUnfit(N_("Hãy viết nội dung."))
    if verb == "insist":
        if due_on is None:
            raise RecommendationUnfit(N_("Hãy chọn hạn trả lời lại."))
        _refuse_day(due_on)
        found.due_on = due_on
    found.last_number += 1
    found.state = state_after(verb, found.state)
    step = RecommendationStep(number=found.last_number, verb=verb, text=words, at=clock.now(), by_id=by)
    found.steps.append(step)
    session.flush()
    _record(session, VERBS[verb].name, found, by=by)
    return step


def _refuse_day(day: date) -> None:
    if day < clock.today():
        raise RecommendationUnfit(N_("Hạn trả lời phải từ hôm nay trở đi."))


def _record(session: Session, verb: str, found: Recommendation, *, by: int) -> None:
    record(session, verb, f"recommendation:{found.id}", by=by, office_id=found.office_id, name=found.text[:80])
