"""One form at two desks, and a way to answer it without a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.tokens import hour_key
from app.desks.models import Placement
from app.forms.definition import Definition, from_data
from app.forms.models import Edition, Form
from app.responses.actions import submit
from app.responses.asked import Asked, asked_by
from tests.make import Make

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
GOOD = {"de_tim": 5, "niem_yet": 4, "huong_dan_du": 4, "cach_noi_nang": 5, "dung_hen": 3, "nhin_chung": 4}
THIN = {"de_tim": 5, "so_lan_den": 2}


@dataclass
class Scene:
    """A published form, asked at two desks of its office."""

    form: Form
    edition: Edition
    placements: tuple[Placement, Placement]

    @property
    def placement(self) -> Placement:
        return self.placements[0]

    @property
    def definition(self) -> Definition:
        return from_data(self.edition.definition)

    @property
    def editions(self) -> list[int]:
        return [self.edition.id]

    def send(self, session: Session, answers: dict[str, Any] | None = None, **more: Any) -> UUID:
        """Store a response, and give its key."""
        place: Placement = more.pop("placement", self.placement)
        asked: Asked = more.pop("asked", None) or asked_by(place.edition)
        values: dict[str, Any] = {"desk_id": place.desk_id, "mode": "phone", "hour": NOON, "locale": "vi"}
        values |= {"key": hour_key(NOON), "answers": GOOD if answers is None else answers} | more
        return submit(session, asked, **values).response_id


def set_up(make: Make, definition: Definition | None = None, *, form: Form | None = None) -> Scene:
    """Make a scene and commit it."""
    form = form or make.form(definition=definition)
    edition = make.edition(form)
    office = form.task.plan.office
    placements = (make.placement(make.desk(office), form), make.placement(make.desk(office), form))
    return Scene(form, edition, placements)
