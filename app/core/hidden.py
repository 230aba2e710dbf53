"""Which small numbers of a table are not shown, so that nobody is found by subtracting. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def suppressed(ns: Sequence[int], minimum_n: int, also: Collection[int] = ()) -> frozenset[int]:
    """Which cells of a breakdown to hide when its total is shown, as positions in ``ns``.

    Cells below the minimum are hidden, and those of ``also``. What is hidden must be at least two cells with at least
    the minimum of responses together, or the total would give it away; until then the next smallest is hidden too.
    Where all hidden cells are empty there is nobody to protect.
    """
    hidden = {place for place, n in enumerate(ns) if n < minimum_n}.union(also)
    if not any(ns[place] for place in hidden):
        return frozenset(hidden)
    rest = sorted((place for place in range(len(ns)) if place not in hidden), key=lambda place: (ns[place], place))
    for place in rest:
        if len(hidden) >= 2 and sum(ns[inside] for inside in hidden) >= minimum_n:
            break
        hidden.add(place)
    return frozenset(hidden)
