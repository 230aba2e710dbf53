"""Taking one text out of a response, and putting it back.

What contains a khiếu nại or tố cáo may be in no file and on no page, so it must not stand in the response either. The
question stays answered, by an empty text: no tally moves, and a recount from the rows finds the same numbers.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.responses.models import Response


def take_text_out(session: Session, response_id: UUID, question_id: str) -> str:
    """Leave the answer empty; the text that stood there."""
    response = _held(session, response_id)
    text = str(response.answers.get(question_id, ""))
    _write(session, response, question_id, "")
    return text


def put_text_back(session: Session, response_id: UUID, question_id: str, text: str) -> None:
    """Write the text where it stood."""
    _write(session, _held(session, response_id), question_id, text)


def _held(session: Session, response_id: UUID) -> Response:
    """The response, held until the transaction ends and read as it is now."""
    return session.scalars(
        select(Response).where(Response.id == response_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _write(session: Session, response: Response, question_id: str, text: str) -> None:
    if question_id in response.answers:
        response.answers = {**response.answers, question_id: text}
        session.flush()
