"""What stands behind a printed code, in one narrow query and in plain values that may be remembered.

The citizen's page is asked for far more often than anything else; it needs ten values, not the rows around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.tokens import is_code, read_code
from app.desks.models import Desk, Placement
from app.desks.queries import UNKNOWN_CODE
from app.forms.models import Edition
from app.offices.models import Office

_SELECT = (
    select(
        Placement.id,
        Placement.code,
        Placement.form_id,
        Placement.edition_id,
        Edition.digest,
        Desk.name.label("desk_name"),
        Desk.code.label("desk_code"),
        Office.name.label("office_name"),
        Office.citizen_locales,
        Placement.retired_at.label("placement_retired_at"),
        Desk.retired_at.label("desk_retired_at"),
    )
    .join(Edition, Edition.id == Placement.edition_id)
    .join(Desk, Desk.id == Placement.desk_id)
    .join(Office, Office.id == Desk.office_id)
)


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """A placement as the citizen's page needs it; ``retired_at`` also where the whole desk was closed."""

    placement_id: int
    code: str
    form_id: int
    edition_id: int
    digest: str
    desk_name: str
    desk_code: str
    office_name: str
    locales: tuple[str, ...]
    retired_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the code opens the form."""
        return self.retired_at is None

    def was_open(self, at: datetime) -> bool:
        """Whether the form could be opened at ``at``."""
        return self.retired_at is None or at < self.retired_at


def placement_facts(session: Session, code: str) -> PlacementFacts:
    """What stands behind a printed code, closed placements too; :class:`NotFound` for what is no code of ours."""
    typed = read_code(code)
    row = session.execute(_SELECT.where(Placement.code == typed)).one_or_none() if is_code(typed) else None
    if row is None:
        raise NotFound(UNKNOWN_CODE)
    retired = [at for at in (row.placement_retired_at, row.desk_retired_at) if at is not None]
    return PlacementFacts(
        placement_id=row.id,
        code=row.code,
        form_id=row.form_id,
        edition_id=row.edition_id,
        digest=row.digest,
        desk_name=row.desk_name,
        desk_code=row.desk_code,
        office_name=row.office_name,
        locales=tuple(row.citizen_locales),
        retired_at=min(retired, default=None),
    )
