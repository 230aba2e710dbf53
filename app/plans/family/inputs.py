"""Fields of the screens about the family of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.plans.family.actions import NEW
from app.plans.family.rules import day_written, symbol_key
from app.plans.models import Plan, Task

WRITTEN, NONE = "written", "none"
"""Choices beside the documents on offer: one that a person types, and none at all."""

_OPEN, _NEW = "", "new"


class ParentInput(ScreenInput):
    """Which document is the plan above: one on offer, one that is typed, or none."""

    choice = RadioField(_l("Kế hoạch cấp trên"))
    symbol = StringField(_l("Số, ký hiệu"), validators=[Length(max=80)])
    issuer = StringField(_l("Cơ quan ban hành"), validators=[Length(max=300)])
    issued_on = StringField(_l("Ngày ban hành"), validators=[Length(max=40)])

    def offer(self, keys: Sequence[str]) -> None:
        """Let the person choose among these documents; the page writes their names."""
        self.choice.choices = [(key, key) for key in dict.fromkeys((*keys, WRITTEN, NONE))]

    def validate_symbol(self, symbol: Field) -> None:
        """A typed document needs a number: the symbol is what finds it again."""
        if self.choice.data == WRITTEN and not symbol_key(symbol.data):
            raise ValidationError(_("Hãy ghi số, ký hiệu của kế hoạch cấp trên, ví dụ 12/KH-UBND."))

    def validate_issued_on(self, written: Field) -> None:
        """A whole day, or nothing."""
        if self.choice.data == WRITTEN and (written.data or "").strip() and self.day() is None:
            raise ValidationError(_("Hãy ghi ngày như 12/01/2026, hoặc để trống."))

    def day(self) -> date | None:
        """The day that was typed."""
        return day_written(self.issued_on.data)


class EarlierInput(ScreenInput):
    """Which plans came before this one."""

    plans = SelectMultipleField(
        _l("Kế hoạch năm trước"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, plans: Sequence[Plan]) -> None:
        """Let the person choose among these plans."""
        self.plans.choices = [(plan.id, plan.title) for plan in plans]


class TasksInput(ScreenInput):
    """The base of the two screens with a field for each task, which are made when the tasks are known."""

    def of(self, task: Task) -> SelectField | SelectMultipleField:
        """The field of one task."""
        found: SelectField | SelectMultipleField = self[_field(task)]
        return found


class ContinuationInput(TasksInput):
    """For each task of this year the one that it continues; and which tasks of last year nobody continues."""

    gone = SelectMultipleField(
        _l("Không còn trong năm nay"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def choices(self, tasks: Sequence[Task]) -> dict[int, int | None]:
        """What was chosen for each task, as the action takes it."""
        meaning: dict[str, int | None] = {_OPEN: None, _NEW: NEW}
        chosen = {task.id: str(self.of(task).data or "") for task in tasks}
        return {task_id: meaning[value] if value in meaning else int(value) for task_id, value in chosen.items()}


class ImplementationInput(TasksInput):
    """For each task the tasks of the plan above that it carries out."""

    def choices(self, tasks: Sequence[Task]) -> dict[int, list[int]]:
        """What was chosen for each task, as the action takes it."""
        return {task.id: list(self.of(task).data or ()) for task in tasks}


def continuation_input(
    tasks: Sequence[Task],
    offered: Mapping[int, Sequence[tuple[Task, float]]],
    start: Mapping[int, int | None],
    gone: Sequence[int],
) -> ContinuationInput:
    """The form for these tasks; ``offered`` are earlier tasks with how alike they are, ``start`` what is filled in."""
    fields = {_field(task): SelectField(task.title, default=_written(start.get(task.id))) for task in tasks}
    form: ContinuationInput = type("TheseTasks", (ContinuationInput,), fields)(gone=gone)
    for task in tasks:
        form.of(task).choices = [
            (_OPEN, _("Chưa quyết định")),
            (_NEW, _("Nhiệm vụ mới")),
            *((str(other.id), _option(other, likeness)) for other, likeness in offered[task.id]),
        ]
    return form


def implementation_input(
    tasks: Sequence[Task], offered: Mapping[int, Sequence[Task]], start: Mapping[int, Sequence[int]]
) -> ImplementationInput:
    """The form for these tasks; ``offered`` are the tasks above in the order to show, ``start`` those ticked."""
    fields = {
        _field(task): SelectMultipleField(
            task.title,
            coerce=int,
            default=list(start.get(task.id, ())),
            option_widget=CheckboxInput(),
            widget=ListWidget(prefix_label=False),
        )
        for task in tasks
    }
    form: ImplementationInput = type("TheseTasks", (ImplementationInput,), fields)()
    for task in tasks:
        form.of(task).choices = [(upper.id, upper.title) for upper in offered[task.id]]
    return form


def _field(task: Task) -> str:
    return f"task_{task.id}"


def _written(chosen: int | None) -> str:
    return _OPEN if chosen is None else _NEW if chosen == NEW else str(chosen)


def _option(task: Task, likeness: float) -> str:
    return str(
        _("%(label)s. %(title)s (giống %(likeness)d %%)", label=task.label, title=task.title, likeness=likeness * 100)
    )
