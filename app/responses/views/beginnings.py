"""Where the script of a form says, once, that somebody has begun to answer.

The address names the door and the placement's printed code; there is no body, and the script leaves cookies out.
"""

from __future__ import annotations

from http import HTTPStatus

from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import NotFound
from app.core.guards import public
from app.desks.queries import UNKNOWN_CODE
from app.responses.funnel.rules import DOORS
from app.responses.views import bp
from app.responses.views.counting import count_said
from app.responses.views.phone import facts_of


@bp.post("/beginnings/<mode>/<code>")
@public
def beginning(mode: str, code: str) -> AnyResponse:
    """Count one form that was begun."""
    if mode not in DOORS:
        raise NotFound(UNKNOWN_CODE)
    facts = facts_of(code)
    if facts.is_open:
        count_said(facts, mode)
    return AnyResponse(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
