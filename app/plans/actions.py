"""Changes of plans and tasks: import, assignment, removal. How they are corrected, ``corrections.actions`` knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.events import announce
from app.core.text import N_
from app.offices.models import Office
from app.plans.corrections.actions import CorrectionsUnplaced, Document, complete, keep, put_read
from app.plans.corrections.exchange import Correction
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.queries import corrections_left
from app.plans.corrections.replay import replay
from app.plans.events import PlanNamed, PlanRemoval, PlanRemovalAsked
from app.plans.models import Plan, PlanDocument, Task, TaskHolder
from app.plans.queries import holders_possible, plan_of_document
from app.plans.rows import file_name, plan_row


class PlanAlreadyImported(Conflict):
    """This very document was imported before; ``plan_id`` is the plan it became."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            N_(
                "Văn bản này đã được nhập ngày %(day)s thành kế hoạch “%(title)s”. "
                "Hãy mở kế hoạch đó để xem hoặc sửa, hoặc cho đọc lại văn bản."
            ),
            day=clock.show_day(clock.day_of(plan.created_at)),
            title=plan.title,
        )
        self.plan_id = plan.id


class UnknownHolder(Problem):
    """Only officials who may read remarks in the plan's office can answer for its tasks."""


class PlanInUse(Conflict):
    """Something downstream hangs on the plan's tasks."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Không gỡ được kế hoạch này vì đã có mẫu phiếu được phát hành cho nhiệm vụ của nó. "
                "Nếu không dùng nữa, hãy thu hồi các lượt đặt phiếu; số liệu đã có vẫn được giữ."
            )
        )


def import_plan(
    session: Session,
    office: Office,
    read: Read,
    document: tuple[str, bytes],
    *,
    by: int | None,
    corrections: Sequence[Correction] = (),
) -> Plan:
    """Store what was read from ``document`` (file name, bytes), with the corrections that a person made to it.

    What the office had corrected in this document before it removed the plan is forgotten in favour of ``corrections``.
    Raises :class:`PlanAlreadyImported` for a document that the office has already imported, also when two imports
    run at the same moment: the database decides. Raises :class:`~app.plans.corrections.actions.PlanIncomplete`, and
    :class:`~app.plans.corrections.actions.CorrectionsUnplaced` where a newer reader no longer finds their places.
    """
    replayed = replay(sheet_of(read), corrections)
    if replayed.unplaced:
        raise CorrectionsUnplaced(replayed.unplaced)
    complete(replayed.sheet)
    original = Document(*document)
    _refuse_second_import(session, office.id, original.sha256)
    plan = plan_row(read, replayed.sheet)
    plan.office_id, plan.created_at, plan.created_by_id = office.id, clock.now(), by
    _store(session, plan, original, read)
    keep(session, plan, replayed.corrections, by=by, earlier=corrections_left(session, office.id, original.sha256))
    record(session, N_("Nhập kế hoạch"), f"plan:{plan.id}", by=by, office_id=office.id, name=plan.title)
    announce(session, PlanNamed(plan))
    return plan


def assign_task(session: Session, task: Task, holders: Collection[int], *, by: int | None) -> None:
    """Decide who answers for a task: ids of officials who may read remarks in its office; who has left may stay."""
    known = {official.id: official for official in holders_possible(session, task.plan)}
    present = {holder.official_id: holder for holder in task.holders}
    if not set(holders) <= known.keys() | present.keys():
        raise UnknownHolder(
            N_("Chỉ giao được nhiệm vụ cho người đang có vai trò được đọc ý kiến của người dân trong cơ quan này.")
        )
    if set(holders) == present.keys():
        return
    task.holders = [present.get(official) or TaskHolder(official_id=official) for official in sorted(set(holders))]
    session.flush()
    record(
        session,
        N_("Giao nhiệm vụ"),
        f"task:{task.id}",
        by=by,
        office_id=task.plan.office_id,
        name=task.title,
        holders=sorted(official.name for official in known.values() if official.id in set(holders)),
    )


def refuse_removal(session: Session, plan: Plan) -> None:
    """Raise what would keep ``plan`` from being removed, if anything does; writes nothing."""
    announce(session, PlanRemovalAsked(plan))


def remove_plan(session: Session, plan: Plan, *, by: int | None) -> None:
    """Remove a plan, its document and its drafts; once a form of it was published, :class:`PlanInUse`."""
    try:
        with session.begin_nested():
            announce(session, PlanRemoval(plan))
            session.delete(plan)
    except IntegrityError as problem:
        raise PlanInUse from problem
    record(session, N_("Gỡ kế hoạch"), f"plan:{plan.id}", by=by, office_id=plan.office_id, name=plan.title)


def _store(session: Session, plan: Plan, document: Document, read: Read) -> None:
    plan.document = PlanDocument(
        office_id=plan.office_id,
        filename=file_name(document.filename),
        sha256=document.sha256,
        size=len(document.content),
        content=document.content,
    )
    put_read(plan.document, read)
    try:
        with session.begin_nested():
            session.add(plan)
    except IntegrityError:  # somebody else imported the same document since we looked
        _refuse_second_import(session, plan.office_id, document.sha256)
        raise


def _refuse_second_import(session: Session, office_id: int, sha256: str) -> None:
    earlier = plan_of_document(session, office_id, sha256)
    if earlier is not None:
        raise PlanAlreadyImported(earlier)
