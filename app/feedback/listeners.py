"""What feedback does when a response was stored: it brings the free text to those who answer for the task."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from app.core.events import listen
from app.feedback.models import Remark
from app.feedback.rules import remarks_in, searchable
from app.forms.models import Form
from app.responses.events import ResponseStored

_TASK = select(Form.task_id).where(Form.id == bindparam("form_id"))
_REMARK = insert(cast(Table, Remark.__table__))


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(ResponseStored, keep_remarks)


def keep_remarks(session: Session, fact: ResponseStored) -> None:
    """One remark for each text that the citizen wrote, in the transaction of the response."""
    written = remarks_in(fact.asked.definition, fact.response.answers)
    if not written:
        return
    common: dict[str, Any] = {
        "response_id": fact.response.id,
        "edition_id": fact.response.edition_id,
        "task_id": session.scalar(_TASK, {"form_id": fact.asked.form_id}),
        "desk_id": fact.response.desk_id,
        "hour": fact.response.hour,
    }
    session.execute(
        _REMARK,
        [
            common | {"id": uuid4(), "question_id": question_id, "text": text, "search": searchable(text)}
            for question_id, text in written
        ],
    )
