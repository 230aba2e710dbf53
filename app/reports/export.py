"""The export of a plan's statistics: everything read in one snapshot, written to a file, and counted once more.

A short file is a failure and never a result: the rows written are compared with the rows stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Problem
from app.core.text import N_
from app.desks.models import Desk
from app.desks.queries import placements_of_plan
from app.desks.visits.rules import FIRST_DAY
from app.forms.models import Edition, Form
from app.plans.models import Plan, Task
from app.reports.data import Choice, Layout, Source
from app.reports.funnel.queries import Funnel, read_funnel
from app.reports.funnel.tables import funnel_table
from app.reports.method import Made, method_table
from app.reports.tables import TITLES, Cell, Say, Table, by_question, by_task, summary, table
from app.responses.asked import asked_in
from app.responses.models import Response
from app.responses.queries import RawResponse, raw_responses
from app.scores.policies.queries import texts_for
from app.scores.policies.rules import Policy
from app.scores.policies.wording import weights_said
from app.scores.queries import TaskResults, editions_of_plan, plan_scores, published_policy, task_results
from app.scores.rates.queries import task_rates
from app.scores.rates.rules import Rate
from app.scores.rules import Thresholds
from app.scores.suppression.rules import sees_live

Progress = Callable[[int], None]


class ExportIncomplete(Problem):
    """Fewer or more rows came out than are stored: the file must not be offered."""


class UnknownTable(Problem):
    """No table has this key."""


@dataclass(eq=False)
class Export:
    """The tables of one plan. The rows of the data table are a stream and can be read once, inside the snapshot.

    ``stored`` is the number of responses in the database, ``expected`` how many of them are to be written one by one;
    ``written`` counts along.
    """

    plan: Plan
    policy: Policy
    weights: str
    results: Sequence[TaskResults]
    sources: Sequence[Source]
    withheld: Sequence[str]
    stored: int
    expected: int
    choice: Choice
    thresholds: Thresholds
    at: datetime
    say: Say
    responses: Iterable[RawResponse]
    desks: Mapping[int, str]
    funnel: Funnel
    rates: Mapping[int, Rate]
    progress: Progress | None = None
    written: int = field(default=0, init=False)

    @property
    def method(self) -> str:
        """The key of the method that the office publishes."""
        return self.policy.method.key

    @cached_property
    def layout(self) -> Layout:
        """The columns of the data table."""
        return Layout(self.sources, self.choice, self.say)

    def file_name(self, shape: str, key: str | None = None) -> str:
        """The name under which the file is saved: office, plan, table and day, in plain letters."""
        parts = ["thuoc-do", self.plan.office.code, f"ke-hoach-{self.plan.id}", *([key] if key else [])]
        return f"{'-'.join(parts)}-{clock.day_of(self.at):%Y%m%d}.{shape}"

    def tables(self) -> Iterator[Table]:
        """Every table, in the order of the sheets; each has to be read to its end before the next is asked for."""
        for key in TITLES:
            yield self.table(key)

    def table(self, key: str) -> Table:
        """One table by its key; :class:`UnknownTable` names those there are."""
        match key:
            case "summary":
                return summary(self.results, self.plan.office.name, self.method, self.thresholds, self.say, self.rates)
            case "tasks":
                return by_task(self.results, self.plan.office.name, self.say)
            case "questions":
                return by_question(self.results, self.plan.office.name, self.say)
            case "funnel":
                return funnel_table(self.funnel, self.thresholds.minimum_n, self.say)
            case "data":
                return table("data", self.layout.columns, self._counted(), self.say)
            case "codebook":
                return self.layout.code_book()
            case "method":
                return method_table(self._made(), self.sources, self.say)
        raise UnknownTable(N_("Không có bảng “%(key)s”. Các bảng: %(known)s."), key=key, known=", ".join(TITLES))

    def _counted(self) -> Iterator[Sequence[Cell]]:
        for row in self.layout.rows(self.responses, self.desks):
            self.written += 1
            if self.progress is not None:
                self.progress(1)
            yield row
        if self.written != self.expected:
            raise ExportIncomplete(
                N_("Tệp xuất không đủ: ghi được %(written)d trong %(expected)d phiếu. Hãy xuất lại."),
                written=self.written,
                expected=self.expected,
            )

    def _made(self) -> Made:
        return Made(
            self.plan,
            self.policy,
            self.weights,
            self.thresholds,
            self.choice,
            self.at,
            self.expected,
            self.stored,
            self.withheld,
        )


def choice_for(viewer: Viewer, plan: Plan, *, codes: bool = False) -> Choice:
    """What this viewer may export: free text only with the permission to read every remark, responses one by one only
    with the permission to read them.
    """
    rows = sees_live(viewer, plan.office_id)
    return Choice(codes=codes, texts=rows and viewer.may("remarks.read-all", plan.office_id), rows=rows)


def read_export(
    session: Session,
    plan: Plan,
    *,
    choice: Choice,
    thresholds: Thresholds,
    say: Say,
    small_ones_too: bool = True,
    progress: Progress | None = None,
) -> Export:
    """Read a plan's statistics. To be called, and its tables written, inside one ``core.session.snapshot()``.

    ``small_ones_too`` writes the rows of tasks that have too few responses for a score; it is for those who may read
    every remark anyway.
    """
    scores = plan_scores(session, plan, thresholds, live=choice.rows)
    tasks = {task.id: task for task in session.scalars(select(Task).where(Task.plan_id == plan.id))}
    results = [task_results(session, tasks[score.task.id], thresholds, live=choice.rows) for score in scores]
    withheld = {score.task.id: score.task.label for score in scores if not small_ones_too and not score.score.is_shown}
    sources = _sources(session, plan)
    ids = [source.asked.edition_id for task_id, source in sources if choice.rows and task_id not in withheld]
    yesterday = clock.today() - timedelta(days=1)
    every = [source.asked.edition_id for _task_id, source in sources]
    policy = published_policy(session, plan)
    return Export(
        plan=plan,
        policy=policy,
        weights=weights_said(policy.weights, say, texts_for(session, policy, plan.office)),
        results=results,
        sources=[source for _task_id, source in sources],
        withheld=list(withheld.values()),
        stored=_count(session, every),
        expected=_count(session, ids),
        choice=choice,
        thresholds=thresholds,
        at=clock.now(),
        say=say,
        responses=raw_responses(session, ids) if ids else (),
        desks={desk_id: name for desk_id, name in session.execute(select(Desk.id, Desk.name))},
        funnel=read_funnel(
            session,
            placements_of_plan(session, plan),
            FIRST_DAY,
            yesterday,
            minimum=thresholds.minimum_n,
            live=choice.rows,
        ),
        rates=task_rates(session, [score.task.id for score in scores], yesterday, live=choice.rows),
        progress=progress,
    )


def count_stored(session: Session, plan: Plan) -> int:
    """How many responses of a plan are stored, whatever their state."""
    return _count(session, editions_of_plan(session, plan))


def _sources(session: Session, plan: Plan) -> list[tuple[int, Source]]:
    """Every edition of the plan with its task's id, in the order of tasks and numbers."""
    rows = session.execute(
        select(Task.id, Task.label, Task.title, Edition.id, Edition.number, Edition.digest, Edition.published_at)
        .select_from(Edition)
        .join(Form, Form.id == Edition.form_id)
        .join(Task, Task.id == Form.task_id)
        .where(Task.plan_id == plan.id)
        .order_by(Task.position, Task.id, Edition.number)
    )
    return [
        (
            task_id,
            Source(label, title, number, clock.day_of(published_at), asked_in(session, edition_id, digest)),
        )
        for task_id, label, title, edition_id, number, digest, published_at in rows.all()
    ]


def _count(session: Session, edition_ids: Sequence[int]) -> int:
    if not edition_ids:
        return 0
    return session.scalar(select(func.count()).select_from(Response).where(Response.edition_id.in_(edition_ids))) or 0
