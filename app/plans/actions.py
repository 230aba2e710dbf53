"""Changes of plans and tasks: import, correction, removal."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.events import announce
from app.core.text import N_, one_line
from app.offices.models import Office
from app.plans.events import PlanNamed, PlanRemoval, PlanRemovalAsked, SurveyEnded
from app.plans.models import Plan, PlanDocument, Task, TaskHolder
from app.plans.queries import holders_possible, plan_of_document
from app.plans.rows import Read, date_in_words, file_name, fit, plan_row
from app.plans.rules import THEMES, survey_default


class PlanAlreadyImported(Conflict):
    """This very document was imported before; ``plan_id`` is the plan it became."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            N_(
                "Văn bản này đã được nhập ngày %(day)s thành kế hoạch “%(title)s”. "
                "Hãy mở kế hoạch đó để xem hoặc sửa; không cần nhập lại."
            ),
            day=clock.show_day(clock.day_of(plan.created_at)),
            title=plan.title,
        )
        self.plan_id = plan.id


class PlanIncomplete(Problem):
    """Something is missing without which no plan can be stored."""


class ReasonMissing(Problem):
    """A task that citizens are not asked about needs a reason."""


class UnknownTheme(Problem):
    """No such theme."""


class TargetOutOfRange(Problem):
    """A share of satisfied people lies between 0 and 100 %."""


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


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head of a plan, as a person left it after looking at what was read."""

    title: str
    number: str | None = None
    issued_text: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """What a person decides about a task: its theme, and whether citizens are asked, and if not, why."""

    theme: str
    surveyed: bool
    reason: str | None = None


def heading_of(read: Read) -> Heading:
    """The heading as the document has it."""
    return Heading(
        title=read.get("title") or "",
        number=read.get("number"),
        issued_text=read.get("date_as_written") or date_in_words(read.get("date")),
        year=read.get("year"),
    )


def suggested_choices(read: Read) -> list[TaskChoice]:
    """One choice per task, in order: the theme that was recognised, and whether it suits a citizens' form."""
    choices = []
    for task in read.get("tasks") or ():
        theme = task.get("theme") if task.get("theme") in THEMES else "other"
        default = survey_default(theme, task["title"], task.get("items") or [])
        choices.append(TaskChoice(theme, default.surveyed, default.reason))
    return choices


def import_plan(
    session: Session,
    office: Office,
    read: Read,
    document: tuple[str, bytes],
    *,
    by: int | None,
    heading: Heading | None = None,
    choices: Sequence[TaskChoice] | None = None,
) -> Plan:
    """Store what was read, with the document (file name, bytes) it was read from.

    Where ``heading`` or ``choices`` (one per task) are missing, the document's own heading and the suggestions count.
    Raises :class:`PlanAlreadyImported` for a document that the office has already imported, also when two imports
    run at the same moment: the database decides.
    """
    heading = heading or heading_of(read)
    choices = suggested_choices(read) if choices is None else choices
    tasks = read.get("tasks") or []
    if not tasks:
        raise PlanIncomplete(N_("Văn bản không có nhiệm vụ nào nên chưa nhập được. Hãy kiểm tra lại phần nội dung."))
    if len(choices) != len(tasks):
        raise PlanIncomplete(
            N_("Văn bản vừa được đọc lại và cho %(tasks)d nhiệm vụ, khác với lúc xem trước. Hãy tải văn bản lên lại."),
            tasks=len(tasks),
        )
    _refuse_second_import(session, office.id, hashlib.sha256(document[1]).hexdigest())
    plan = plan_row(read)
    plan.office_id, plan.created_at, plan.created_by_id = office.id, clock.now(), by
    for task, choice in zip(plan.tasks, choices, strict=True):
        _choose(task, choice)
    _set_heading(plan, heading)
    _store(session, plan, *document)
    record(session, N_("Nhập kế hoạch"), f"plan:{plan.id}", by=by, office_id=office.id, name=plan.title)
    announce(session, PlanNamed(plan))
    return plan


def change_heading(session: Session, plan: Plan, heading: Heading, *, by: int | None) -> None:
    """Correct what stands at the head of a plan."""
    _set_heading(plan, heading)
    session.flush()
    record(session, N_("Sửa phần đầu kế hoạch"), f"plan:{plan.id}", by=by, office_id=plan.office_id, name=plan.title)
    announce(session, PlanNamed(plan))


def change_task(
    session: Session,
    task: Task,
    choice: TaskChoice,
    *,
    title: str,
    target_share: float | None,
    holders: Collection[int],
    by: int | None,
) -> list[str]:
    """Change a task: its title, what is decided about it, the share aimed at (0 to 1), and who answers for it.

    ``holders`` are ids of officials who may read remarks in the plan's office; somebody who has left may stay. Where
    citizens are no longer asked, the names of the desks come back at which that stopped.
    """
    title = one_line(title)
    if not title:
        raise PlanIncomplete(N_("Hãy ghi tên nhiệm vụ."))
    if target_share is not None and not 0 <= target_share <= 1:
        raise TargetOutOfRange(N_("Mục tiêu hài lòng phải từ 0 đến 100 %."))
    known = {official.id: official for official in holders_possible(session, task.plan)}
    present = {holder.official_id: holder for holder in task.holders}
    if not set(holders) <= known.keys() | present.keys():
        raise UnknownHolder(
            N_("Chỉ giao được nhiệm vụ cho người đang có vai trò được đọc ý kiến của người dân trong cơ quan này.")
        )
    was_surveyed = task.surveyed
    task.title = title
    task.target_share = target_share
    _choose(task, choice)
    task.holders = [present.get(official) or TaskHolder(official_id=official) for official in sorted(set(holders))]
    session.flush()
    record(
        session,
        N_("Sửa nhiệm vụ"),
        f"task:{task.id}",
        by=by,
        office_id=task.plan.office_id,
        name=task.title,
        theme=task.theme,
        surveyed=task.surveyed,
        reason=task.unsurveyed_reason,
        target_share=task.target_share,
        holders=sorted(official.name for official in known.values() if official.id in set(holders)),
    )
    if task.surveyed or not was_surveyed:
        return []
    ended = SurveyEnded(task, by)
    announce(session, ended)
    return ended.withdrawn_at


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


def _store(session: Session, plan: Plan, filename: str, content: bytes) -> None:
    plan.document = PlanDocument(
        office_id=plan.office_id,
        filename=file_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )
    try:
        with session.begin_nested():
            session.add(plan)
    except IntegrityError:  # somebody else imported the same document since we looked
        _refuse_second_import(session, plan.office_id, plan.document.sha256)
        raise


def _refuse_second_import(session: Session, office_id: int, sha256: str) -> None:
    earlier = plan_of_document(session, office_id, sha256)
    if earlier is not None:
        raise PlanAlreadyImported(earlier)


def _set_heading(plan: Plan, heading: Heading) -> None:
    title = one_line(heading.title)
    if not title:
        raise PlanIncomplete(N_("Hãy ghi tên kế hoạch."))
    plan.title = title
    plan.number = fit(heading.number, 80)
    plan.issued_text = fit(heading.issued_text, 80)
    plan.year = heading.year


def _choose(task: Task, choice: TaskChoice) -> None:
    if choice.theme not in THEMES:
        raise UnknownTheme(N_("Không có chủ đề “%(theme)s”. Hãy chọn một chủ đề trong danh sách."), theme=choice.theme)
    reason = one_line(choice.reason or "")
    if not choice.surveyed and not reason:
        raise ReasonMissing(N_("Hãy ghi lý do không khảo sát nhiệm vụ “%(title)s”."), title=task.title)
    task.theme = choice.theme
    task.surveyed = choice.surveyed
    task.unsurveyed_reason = None if choice.surveyed else reason
