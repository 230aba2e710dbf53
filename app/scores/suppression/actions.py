"""Releasing what has come together, once a day is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.responses.models import EVERY_DAY, EVERY_DESK, FoldLock
from app.responses.queries import CellKey, Counts, Grain, State, read_tallies
from app.scores.suppression.models import Release, ReleasedTally
from app.scores.suppression.queries import read_released
from app.scores.suppression.steps import advance

STATES: tuple[State, ...] = ("counted", "quarantined")
GRAINS: tuple[Grain, ...] = ("day", "desk", "desk_day")


class _Cell(NamedTuple):
    """The primary key of a row."""

    edition_id: int
    grain: str
    state: str
    desk_id: int
    day: date
    mode: str


def release(session: Session, edition_id: int, through: date, *, minimum_n: int) -> int:
    """Release the batches of an edition that are complete by the end of ``through``; how many rows changed.

    ``through`` is a day that is over: what comes in while somebody stands at the desk waits until tomorrow. Releases
    and folds take turns. Repeating it changes nothing.
    """
    session.execute(update(FoldLock).where(FoldLock.id == 1).values(folds=FoldLock.folds))
    changed = sum(_release(session, edition_id, state, through, minimum_n) for state in STATES)
    row = session.get(Release, edition_id)
    if row is None:
        session.add(Release(edition_id=edition_id, through=through))
    else:
        row.through = max(row.through, through)
    session.flush()
    return changed


def _release(session: Session, edition_id: int, state: State, through: date, minimum_n: int) -> int:
    before = read_released(session, [edition_id], grain="desk_day", state=state)
    current = read_tallies(session, [edition_id], grain="desk_day", state=state, until=through)
    after = advance(before, current, minimum_n)
    if after == before:
        return 0
    size = max(len(counts.counts) for counts in (*before.values(), *after.values()))
    old, new = _rows(before, state, size), _rows(after, state, size)
    added = [cell for cell in new if cell not in old]
    changed = [cell for cell in new if cell in old and old[cell] != new[cell]]
    if added:
        session.execute(insert(ReleasedTally), [_values(cell, new[cell]) for cell in added])
    if changed:
        session.execute(update(ReleasedTally), [_values(cell, new[cell]) for cell in changed])
    return len(added) + len(changed)


def _rows(batches: Mapping[CellKey, Counts], state: State, size: int) -> dict[_Cell, Counts]:
    """Batches at every grain."""
    rows: dict[_Cell, Counts] = defaultdict(lambda: Counts(0, 0, [0] * size))
    for key, counts in batches.items():
        filled = Counts(counts.n, counts.excluded, counts.counts or [0] * size)
        for grain in GRAINS:
            desk_id = EVERY_DESK if grain == "day" or key.desk_id is None else key.desk_id
            day = EVERY_DAY if grain == "desk" or key.day is None else key.day
            rows[_Cell(key.edition_id, grain, state, desk_id, day, key.mode)].add(filled)
    return rows


def _values(cell: _Cell, counts: Counts) -> dict[str, Any]:
    return cell._asdict() | {"n": counts.n, "excluded": counts.excluded, "counts": counts.counts}
