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
from app.scores.suppression.models import Release, ReleasedChange, ReleasedTally
from app.scores.suppression.queries import read_batches, read_released
from app.scores.suppression.steps import Batch, Cells, advance

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
    before = read_batches(session, edition_id)
    counted, aside = (
        read_tallies(session, [edition_id], grain="desk_day", state=state, until=through) for state in STATES
    )
    after = advance(before, counted, aside, minimum_n)
    changed = _show(session, edition_id, "counted", {key: batch.counted for key, batch in after.items()})
    changed += _show(session, edition_id, "quarantined", {key: batch.aside for key, batch in after.items()})
    _remember(session, before, after)
    row = session.get(Release, edition_id)
    if row is None:
        session.add(Release(edition_id=edition_id, through=through))
    else:
        row.through = max(row.through, through)
    session.flush()
    return changed


def _show(session: Session, edition_id: int, state: State, cells: Cells) -> int:
    """Write what is shown in one state at every grain; how many rows are not as they were."""
    before = read_released(session, [edition_id], grain="desk_day", state=state)
    size = max((len(counts.counts) for counts in (*before.values(), *cells.values())), default=0)
    old, new = _rows(before, state, size), _rows(cells, state, size)
    nobody = Counts(0, 0, [0] * size)
    added = [cell for cell in new if cell not in old and (state == "counted" or new[cell] != nobody)]
    changed = [cell for cell in old if old[cell] != new.get(cell, nobody)]
    if added:
        session.execute(insert(ReleasedTally), [_values(cell, new[cell]) for cell in added])
    if changed:
        session.execute(update(ReleasedTally), [_values(cell, new.get(cell, nobody)) for cell in changed])
    return len(added) + len(changed)


def _remember(session: Session, before: Mapping[CellKey, Batch], after: Mapping[CellKey, Batch]) -> None:
    """Write down what was ever told of the batches of which that is more than what they show."""
    for key, batch in after.items():
        if batch.has_changed and batch != before.get(key):
            session.merge(
                ReleasedChange(
                    edition_id=key.edition_id, desk_id=key.desk_id, day=key.day, mode=key.mode, told=batch.told
                )
            )


def _rows(batches: Cells, state: State, size: int) -> dict[_Cell, Counts]:
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
