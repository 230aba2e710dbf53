"""Named reads of web links."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import NotFound
from app.core.tokens import is_code, read_code
from app.desks.links.models import WebLink
from app.desks.queries import UNKNOWN_CODE


def links_of(session: Session, placement_ids: Collection[int]) -> dict[int, WebLink]:
    """The links of placements, by placement; one query."""
    found = session.scalars(select(WebLink).where(WebLink.placement_id.in_(placement_ids)))
    return {link.placement_id: link for link in found}


def link_by_code(session: Session, code: str) -> WebLink:
    """The link of an address with its placement, closed ones too; :class:`NotFound` for any other address."""
    typed = read_code(code)
    found = (
        session.scalar(
            select(WebLink).options(joinedload(WebLink.placement, innerjoin=True)).where(WebLink.code == typed)
        )
        if is_code(typed)
        else None
    )
    if found is None:
        raise NotFound(UNKNOWN_CODE)
    return found
