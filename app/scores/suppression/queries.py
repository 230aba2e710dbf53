"""Named reads of what is released. Callers wrap them in ``core.session.snapshot()``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.responses.funnel.queries import SentKey
from app.responses.models import EVERY_DAY, EVERY_DESK
from app.responses.queries import CellKey, Counts, Grain, State
from app.scores.suppression.models import Release, ReleasedChange, ReleasedTally
from app.scores.suppression.steps import Batch


def read_released(
    session: Session,
    edition_ids: Collection[int],
    *,
    grain: Grain,
    state: State = "counted",
    desk_id: int | None = None,
) -> dict[CellKey, Counts]:
    """What is released of editions, cell by cell, like ``responses.queries.read_tallies``; one query."""
    if not edition_ids:
        return {}
    of_desk = ReleasedTally.desk_id == desk_id if desk_id is not None else true()
    rows = session.execute(
        select(
            ReleasedTally.edition_id, ReleasedTally.desk_id, ReleasedTally.day, ReleasedTally.mode,
            ReleasedTally.n, ReleasedTally.excluded, ReleasedTally.counts,
        ).where(
            ReleasedTally.edition_id.in_(edition_ids), ReleasedTally.grain == grain, ReleasedTally.state == state,
            of_desk,
        )
    )  # fmt: skip
    return {
        CellKey(
            edition_id, None if desk_id == EVERY_DESK else desk_id, None if day == EVERY_DAY else day, mode
        ): Counts(n, excluded, counts)
        for edition_id, desk_id, day, mode, n, excluded, counts in rows
        if n or excluded or grain == "desk_day"
    }


def read_batches(session: Session, edition_id: int) -> dict[CellKey, Batch]:
    """What was told of every batch of an edition, and what of it is shown; three queries."""
    counted = read_released(session, [edition_id], grain="desk_day")
    aside = read_released(session, [edition_id], grain="desk_day", state="quarantined")
    changes = {
        CellKey(change.edition_id, change.desk_id, change.day, change.mode): change.told
        for change in session.scalars(select(ReleasedChange).where(ReleasedChange.edition_id == edition_id))
    }
    return {key: Batch.of(counts, aside.get(key, Counts()), changes.get(key)) for key, counts in counted.items()}


def released_sent(session: Session, edition_ids: Collection[int], since: date, until: date) -> dict[SentKey, int]:
    """How many answers were sent, as far as it is released; like ``responses.funnel.queries.sent_between``; one query.

    Answers count on the day that completed their batch, so any two spans of days differ by whole batches.
    """
    if not edition_ids:
        return {}
    key = (ReleasedTally.edition_id, ReleasedTally.desk_id, ReleasedTally.day, ReleasedTally.mode)
    rows = session.execute(
        select(*key, func.sum(ReleasedTally.n + ReleasedTally.excluded))
        .where(
            ReleasedTally.edition_id.in_(edition_ids),
            ReleasedTally.grain == "desk_day",
            ReleasedTally.day.between(since, until),
        )
        .group_by(*key)
    )
    return {SentKey(*row[:4]): row[4] for row in rows if row[4]}


def released_through(session: Session, edition_ids: Collection[int]) -> date | None:
    """The last day that the released numbers of these editions may contain; None before the first release."""
    if not edition_ids:
        return None
    return session.scalar(
        select(Release.through).where(Release.edition_id.in_(edition_ids)).order_by(Release.through.desc()).limit(1)
    )
