"""What feedback does when responses were stored: it brings the free text to those who answer for the task.

And when an office rests on other days than before: its clocks are wound anew, in the same transaction.
"""

from __future__ import annotations

from typing import cast
from uuid import uuid4

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from app.core.events import listen
from app.feedback.cases.recounting import recount_after_holidays
from app.feedback.models import Remark
from app.feedback.rules import remarks_in, searchable
from app.forms.models import Form
from app.plans.events import HolidaysChanged
from app.responses.events import ResponsesStored

_TASKS = select(Form.id, Form.task_id).where(Form.id.in_(bindparam("form_ids", expanding=True)))
_REMARK = insert(cast(Table, Remark.__table__))


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(ResponsesStored, keep_remarks)
    listen(HolidaysChanged, wind_clocks)


def wind_clocks(session: Session, fact: HolidaysChanged) -> None:
    """Count the open cases of the office, and of those below it, in the new working days."""
    recount_after_holidays(session, fact.office_id, by=fact.by)


def keep_remarks(session: Session, fact: ResponsesStored) -> None:
    """One remark for each text that a citizen wrote, in the transaction of the responses."""
    written = [
        (response, question_id, text)
        for response in fact.responses
        for question_id, text in remarks_in(response.asked.definition, response.answers)
    ]
    if not written:
        return
    form_ids = {response.asked.form_id for response, _question_id, _text in written}
    tasks = {row.id: row.task_id for row in session.execute(_TASKS, {"form_ids": list(form_ids)})}
    session.execute(
        _REMARK,
        [
            {
                "id": uuid4(),
                "response_id": response.id,
                "edition_id": response.asked.edition_id,
                "task_id": tasks[response.asked.form_id],
                "desk_id": response.desk_id,
                "hour": response.hour,
                "question_id": question_id,
                "text": text,
                "search": searchable(text),
            }
            for response, question_id, text in written
        ],
    )
