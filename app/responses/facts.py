"""What stands behind a printed code, in one narrow query and in plain values that may be remembered.

The citizen's page is asked for far more often than anything else; it needs a dozen values, not the rows around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.tokens import is_code, read_code
from app.desks.kiosks.rules import Hours
from app.desks.models import Desk, Placement
from app.desks.queries import UNKNOWN_CODE
from app.forms.models import Edition
from app.offices.models import Office
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.rules import Rules, rules_of

# Tables and not classes, and built once: for a dozen values the mapper would cost more than the database does.
_PLACEMENT, _EDITION, _DESK, _OFFICE, _RULES = (
    cast(Table, model.__table__).c for model in (Placement, Edition, Desk, Office, IntegrityRules)
)
_SELECT = (
    select(
        _PLACEMENT.code,
        _PLACEMENT.desk_id,
        _PLACEMENT.form_id,
        _PLACEMENT.edition_id,
        _EDITION.digest,
        _DESK.name.label("desk_name"),
        _DESK.code.label("desk_code"),
        _DESK.hours,
        _RULES.data.label("rules"),
        _OFFICE.name.label("office_name"),
        _OFFICE.citizen_locales,
        _PLACEMENT.retired_at.label("placement_retired_at"),
        _DESK.retired_at.label("desk_retired_at"),
    )
    .join_from(Placement.__table__, Edition.__table__, _EDITION.id == _PLACEMENT.edition_id)
    .join(Desk.__table__, _DESK.id == _PLACEMENT.desk_id)
    .join(Office.__table__, _OFFICE.id == _DESK.office_id)
    .outerjoin(IntegrityRules.__table__, _RULES.office_id == _DESK.office_id)
    .where(_PLACEMENT.code == bindparam("code"))
)


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """A placement as the citizen's page needs it; ``retired_at`` also where the whole desk was closed.

    ``hours`` are the desk's and ``rules`` the office's, for setting responses aside; they do not show in the page.
    """

    code: str
    desk_id: int
    form_id: int
    edition_id: int
    digest: str
    desk_name: str
    desk_code: str
    office_name: str
    locales: tuple[str, ...]
    retired_at: datetime | None
    hours: Hours | None = field(default=None, compare=False)
    rules: Rules = field(default=Rules(), compare=False)

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
    row = session.execute(_SELECT, {"code": typed}).one_or_none() if is_code(typed) else None
    if row is None:
        raise NotFound(UNKNOWN_CODE)
    retired = [at for at in (row.placement_retired_at, row.desk_retired_at) if at is not None]
    return PlacementFacts(
        code=row.code,
        desk_id=row.desk_id,
        form_id=row.form_id,
        edition_id=row.edition_id,
        digest=row.digest,
        desk_name=row.desk_name,
        desk_code=row.desk_code,
        office_name=row.office_name,
        locales=tuple(row.citizen_locales),
        retired_at=min(retired, default=None),
        hours=row.hours,
        rules=rules_of(row.rules),
    )
