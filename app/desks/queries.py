"""Named reads of desks and placements: the office's lists through the viewer, the citizens' pages by printed code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.core.tokens import is_code, read_code
from app.desks.models import Desk, Placement
from app.forms.models import Edition, Form
from app.offices.models import Office
from app.plans.models import Plan, Task

# Translators: citizens read this
UNKNOWN_CODE = N_(
    "Không tìm thấy phiếu nào với mã này. Mã có thể bị gõ thiếu hoặc gõ nhầm; hãy quét lại mã QR tại điểm tiếp nhận."
)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One desk in a list, with how many forms are asked there."""

    desk: Desk
    placed: int


@dataclass(frozen=True, slots=True)
class Chooser:
    """What a desk's code opens: the desk, and the placements that are open there, in the order of their plans."""

    desk: Desk
    placements: list[Placement]


def desks_for(session: Session, viewer: Viewer, *, permission: str = "desks.read") -> list[DeskLine]:
    """The desks of the viewer's offices: by office and name, retired ones last; one query."""
    return desks_of(session, viewer.offices(permission))


def desks_of(session: Session, office_ids: Collection[int]) -> list[DeskLine]:
    """The desks of these offices, in the same order, for commands, which have no viewer; one query."""
    counts = (
        select(Placement.desk_id, func.count().label("placed"))
        .where(Placement.retired_at.is_(None))
        .group_by(Placement.desk_id)
        .subquery()
    )
    rows = session.execute(
        select(Desk, func.coalesce(counts.c.placed, 0))
        .join(Desk.office)
        .outerjoin(counts, counts.c.desk_id == Desk.id)
        .options(contains_eager(Desk.office), joinedload(Desk.moved_to))
        .where(Desk.office_id.in_(office_ids))
        .order_by(Office.name, Office.id, Desk.retired_at.is_not(None), Desk.name, Desk.id)
    )
    return [DeskLine(desk, placed) for desk, placed in rows]


def desk_for(session: Session, viewer: Viewer, desk_id: int, *, permission: str = "desks.read") -> Desk:
    """The desk with its office, if ``viewer`` holds ``permission`` there; otherwise :class:`NotFound`."""
    desk = session.scalar(
        select(Desk)
        .options(joinedload(Desk.office), joinedload(Desk.moved_to))
        .where(Desk.id == desk_id, Desk.office_id.in_(viewer.offices(permission)))
    )
    if desk is None:
        raise NotFound(N_("Không tìm thấy điểm tiếp nhận này. Có thể điểm này thuộc cơ quan khác."))
    return desk


def placement_for(session: Session, viewer: Viewer, placement_id: int, *, permission: str = "desks.read") -> Placement:
    """The placement with desk, office, form and edition, if ``viewer`` may see it; otherwise :class:`NotFound`."""
    placement = session.scalar(
        _placements().where(Placement.id == placement_id, Desk.office_id.in_(viewer.offices(permission)))
    )
    if placement is None:
        raise NotFound(N_("Không tìm thấy lượt đặt phiếu này. Có thể lượt đặt thuộc cơ quan khác."))
    return placement


def open_desks(session: Session, office_id: int) -> list[Desk]:
    """The desks of an office that receive citizens, by name."""
    return list(
        session.scalars(
            select(Desk).where(Desk.office_id == office_id, Desk.retired_at.is_(None)).order_by(Desk.name, Desk.id)
        )
    )


def placements_of_plan(session: Session, plan: Plan) -> list[Placement]:
    """Every placement of the plan's forms, retired ones too, by desk and then in the order of the tasks; one query."""
    return list(
        session.scalars(
            _placements().where(Task.plan_id == plan.id).order_by(Desk.name, Desk.id, Task.position, Placement.id)
        )
    )


def placements_at(session: Session, desks: Sequence[Desk], *wanted: str) -> list[Placement]:
    """Every placement at these desks, by desk, newest plan and order of the tasks; one query.

    ``wanted`` may name ``words``, to say the titles in other languages.
    """
    return list(
        session.scalars(
            _placements(*wanted)
            .where(Placement.desk_id.in_([desk.id for desk in desks]))
            .order_by(Desk.name, Desk.id, Task.plan_id.desc(), Task.position, Placement.id)
        )
    )


def placeable_forms(session: Session, desk: Desk) -> list[Form]:
    """The published forms of the desk's office that have never been placed here, in the order of plans and tasks."""
    placed = select(Placement.form_id).where(Placement.desk_id == desk.id)
    published = select(Edition.form_id)
    return list(
        session.scalars(
            select(Form)
            .join(Form.task)
            .join(Task.plan)
            .options(contains_eager(Form.task).contains_eager(Task.plan))
            .where(
                Plan.office_id == desk.office_id,
                Task.surveyed,
                Form.id.in_(published),
                Form.id.not_in(placed),
            )
            .order_by(Task.plan_id.desc(), Task.position)
        )
    )


def placement_by_code(session: Session, code: str) -> Placement:
    """The placement of a printed code, with desk, office, form, task and edition; one query.

    A retired placement is found too: see :attr:`Placement.is_open` and :func:`open_instead`. :class:`NotFound` for
    what is no code of ours.
    """
    typed = read_code(code)
    placement = (
        session.scalar(_placements("definition", "words").where(Placement.code == typed)) if is_code(typed) else None
    )
    if placement is None:
        raise NotFound(UNKNOWN_CODE)
    return placement


def desk_by_code(session: Session, code: str) -> Chooser:
    """The desk of a printed code with what is asked there now; two queries. :class:`NotFound` as above."""
    typed = read_code(code)
    desk = (
        session.scalar(
            select(Desk).options(joinedload(Desk.office), joinedload(Desk.moved_to)).where(Desk.code == typed)
        )
        if is_code(typed)
        else None
    )
    if desk is None:
        raise NotFound(UNKNOWN_CODE)
    placements = [placement for placement in placements_at(session, [desk], "words") if placement.is_open]
    return Chooser(desk, placements)


def open_instead(session: Session, placement: Placement) -> list[Placement]:
    """Where a citizen with the code of a retired placement can go: where it was moved, or else the other open
    placements of the same form, by desk; nothing if the form is asked nowhere any more.
    """
    passed = {placement.id}
    heir = placement.moved_to_id
    while heir is not None and heir not in passed:
        found = session.scalar(_placements().where(Placement.id == heir))
        if found is None or found.is_open:
            return [found] if found else []
        passed.add(heir)
        heir = found.moved_to_id
    return list(
        session.scalars(
            _placements()
            .where(
                Placement.form_id == placement.form_id,
                Placement.id != placement.id,
                Placement.retired_at.is_(None),
                Desk.retired_at.is_(None),
            )
            .order_by(Desk.name, Desk.id)
        )
    )


def desk_instead(session: Session, desk: Desk) -> Desk | None:
    """The open desk that a retired one was moved to, over any number of moves; nothing if it was just closed."""
    passed = {desk.id}
    heir = desk.moved_to
    while heir is not None and not heir.is_open and heir.id not in passed:
        passed.add(heir.id)
        heir = heir.moved_to
    return heir if heir is not None and heir.is_open else None


def _placements(*wanted: str) -> Select[Placement]:
    """Placements with everything that a page needs to name them.

    Of the edition's two large columns (``definition``, ``words``) only those ``wanted`` come along.
    """
    large = [getattr(Edition, column) for column in ("definition", "words") if column not in wanted]
    target = aliased(Placement)
    there = aliased(Desk)
    return (
        select(Placement)
        .join(Placement.desk)
        .join(Desk.office)
        .join(Placement.form)
        .join(Form.task)
        .join(Task.plan)
        .join(Placement.edition)
        .outerjoin(target, Placement.moved_to)
        .outerjoin(there, target.desk)
        .options(
            contains_eager(Placement.desk).contains_eager(Desk.office),
            contains_eager(Placement.form).options(defer(Form.definition), defer(Form.words)),
            contains_eager(Placement.form).contains_eager(Form.task).contains_eager(Task.plan),
            contains_eager(Placement.edition).options(*(defer(column) for column in large)),
            contains_eager(Placement.moved_to.of_type(target)).contains_eager(target.desk.of_type(there)),
        )
    )
