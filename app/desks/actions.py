"""Changes of desks and placements. What citizens once scanned is never deleted: it is retired, and says where to go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.desks.models import Desk, Placement
from app.desks.queries import open_desks
from app.desks.rules import LONGEST_LOCATION, LONGEST_NAME
from app.forms.models import Edition, Form
from app.offices.models import Office
from app.plans.models import Plan, Task


class DeskNameMissing(Problem):
    """A desk needs a name that citizens find at the place."""


class DeskWordsLong(Problem):
    """Name or whereabouts would be printed too small to be read."""


class DeskNameTaken(Conflict):
    """The office has a desk of this name, open or retired."""


class DeskRetired(Conflict):
    """Nothing can be asked at a desk that receives nobody."""


class DeskOpen(Conflict):
    """The desk is open already."""


class MovedNowhere(Problem):
    """A desk can only be moved to another open desk of its office."""


class NotPublished(Conflict):
    """The form has no edition that could be asked."""


class OtherOffice(Problem):
    """A form is asked at the desks of its own office."""


class AlreadyPlaced(Conflict):
    """The form is or was asked at this desk."""


class AlreadyRetired(Conflict):
    """The placement is retired already."""


class AlreadyOpen(Conflict):
    """The placement is open already."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """How many placements a plan gained, got back and lost."""

    placed: int = 0
    restored: int = 0
    retired: int = 0


def add_desk(session: Session, office: Office, *, name: str, location: str = "", by: int | None = None) -> Desk:
    """Add a desk with a code of its own. Raises :class:`DeskNameMissing`, :class:`DeskWordsLong` and
    :class:`DeskNameTaken`.
    """
    desk = Desk(office_id=office.id, created_at=clock.now())
    _store(session, desk, _name(name), _location(location))
    _record(session, N_("Thêm điểm tiếp nhận"), desk, by=by)
    return desk


def change_desk(session: Session, desk: Desk, *, name: str, location: str, by: int | None = None) -> None:
    """Rename or relocate a desk; its codes stay. Raises as :func:`add_desk` does."""
    _store(session, desk, _name(name), _location(location))
    _record(session, N_("Sửa điểm tiếp nhận"), desk, by=by)


def retire_desk(session: Session, desk: Desk, *, move_to: Desk | None = None, by: int | None = None) -> None:
    """Close a desk with everything asked there; ``move_to`` takes its forms over, and old codes say so.

    Raises :class:`DeskRetired` and :class:`MovedNowhere`.
    """
    _refuse_retired(desk)
    if move_to is not None and (move_to is desk or not move_to.is_open or move_to.office_id != desk.office_id):
        raise MovedNowhere(N_("Chỉ chuyển được sang một điểm khác đang hoạt động trong cùng cơ quan."))
    at = clock.now()
    for placement in _open_placements(session, desk):
        _retire(session, placement, move_to=move_to, at=at)
    desk.retired_at, desk.moved_to = at, move_to
    session.flush()
    _record(session, N_("Ngừng điểm tiếp nhận"), desk, by=by, moved_to=move_to.name if move_to else None)


def restore_desk(session: Session, desk: Desk, *, by: int | None = None) -> None:
    """Open a desk again, with the placements that were retired together with it. Raises :class:`DeskOpen`."""
    if desk.is_open:
        raise DeskOpen(N_("Điểm “%(name)s” đang hoạt động."), name=desk.name)
    together = session.scalars(
        select(Placement).where(Placement.desk_id == desk.id, Placement.retired_at == desk.retired_at)
    )
    for placement in together:
        placement.retired_at, placement.moved_to = None, None
    desk.retired_at, desk.moved_to = None, None
    session.flush()
    _record(session, N_("Mở lại điểm tiếp nhận"), desk, by=by)


def place(session: Session, desk: Desk, form: Form, *, by: int | None = None) -> Placement:
    """Ask the latest edition of ``form`` at ``desk``, under a new code that stays for good.

    Raises :class:`DeskRetired`, :class:`OtherOffice`, :class:`NotPublished` and :class:`AlreadyPlaced`.
    """
    _refuse_retired(desk)
    if form.task.plan.office_id != desk.office_id:
        raise OtherOffice(N_("Chỉ đặt được phiếu tại điểm tiếp nhận của chính cơ quan lập kế hoạch."))
    edition = _edition_now(session, form)
    names = {"form": form.title, "desk": desk.name}
    try:
        with session.begin_nested():
            placement = Placement(desk=desk, form=form, edition=edition, placed_at=clock.now())
            session.add(placement)
    except IntegrityError as problem:
        raise AlreadyPlaced(
            N_("Phiếu “%(form)s” đã được đặt tại “%(desk)s”. Nếu đã thu hồi, hãy khôi phục lượt đặt cũ để giữ mã QR."),
            **names,
        ) from problem
    _record_placement(session, N_("Đặt phiếu"), placement, by=by)
    return placement


def retire_placement(
    session: Session, placement: Placement, *, move_to: Desk | None = None, by: int | None = None
) -> None:
    """Stop asking here; ``move_to`` asks the form from now on, and the old code says so.

    Raises :class:`AlreadyRetired` and :class:`MovedNowhere`.
    """
    if placement.retired_at is not None:
        raise AlreadyRetired(N_("Lượt đặt phiếu này đã được thu hồi."))
    here = placement.desk
    if move_to is not None and (move_to is here or not move_to.is_open or move_to.office_id != here.office_id):
        raise MovedNowhere(N_("Chỉ chuyển được sang một điểm khác đang hoạt động trong cùng cơ quan."))
    _retire(session, placement, move_to=move_to, at=clock.now())
    session.flush()
    _record_placement(
        session, N_("Thu hồi lượt đặt phiếu"), placement, by=by, moved_to=move_to.name if move_to else None
    )


def restore(session: Session, placement: Placement, *, by: int | None = None) -> None:
    """Ask here again under the old code. Raises :class:`AlreadyOpen` and :class:`DeskRetired`."""
    if placement.retired_at is None:
        raise AlreadyOpen(N_("Phiếu này đang được dùng tại “%(desk)s”."), desk=placement.desk.name)
    _refuse_retired(placement.desk)
    placement.retired_at, placement.moved_to = None, None
    session.flush()
    _record_placement(session, N_("Khôi phục lượt đặt phiếu"), placement, by=by)


def arrange(
    session: Session,
    plan: Plan,
    *,
    shown: Collection[tuple[int, int]],
    ticked: Collection[tuple[int, int]],
    by: int | None = None,
) -> Arranged:
    """Make the plan's placements what a grid of (desk id, form id) says: a tick places, its absence retires.

    Only what was ``shown`` is touched, so that a grid opened before a desk was added takes nothing away from it.
    """
    desks = {desk.id: desk for desk in open_desks(session, plan.office_id)}
    forms = {form.id: form for form in _published_forms(session, plan)}
    known = {
        (placement.desk_id, placement.form_id): placement
        for placement in session.scalars(
            select(Placement)
            .options(joinedload(Placement.desk), joinedload(Placement.form))
            .where(Placement.form_id.in_(forms))
        )
    }
    placed = restored = retired = 0
    for cell in sorted(set(shown)):
        desk, form, there = desks.get(cell[0]), forms.get(cell[1]), known.get(cell)
        if desk is None or form is None:
            continue
        if cell in ticked and there is None:
            place(session, desk, form, by=by)
            placed += 1
        elif cell in ticked and there is not None and there.retired_at is not None:
            restore(session, there, by=by)
            restored += 1
        elif cell not in ticked and there is not None and there.retired_at is None:
            retire_placement(session, there, by=by)
            retired += 1
    return Arranged(placed, restored, retired)


def place_everywhere(session: Session, plan: Plan, *, by: int | None = None) -> Arranged:
    """Ask every published form of the plan at every open desk of its office; a second call finds nothing to do."""
    cells = {
        (desk.id, form.id) for desk in open_desks(session, plan.office_id) for form in _published_forms(session, plan)
    }
    return arrange(session, plan, shown=cells, ticked=cells, by=by)


def _retire(session: Session, placement: Placement, *, move_to: Desk | None, at: datetime) -> None:
    placement.retired_at = at
    placement.moved_to = _taken_over(session, placement, move_to) if move_to else None


def _taken_over(session: Session, placement: Placement, desk: Desk) -> Placement:
    """The open placement of the same form at ``desk``: the one that is there, brought back, or a new one."""
    there = session.scalar(
        select(Placement).where(Placement.desk_id == desk.id, Placement.form_id == placement.form_id)
    )
    if there is None:
        edition = _edition_now(session, placement.form)
        there = Placement(desk=desk, form=placement.form, edition=edition, placed_at=clock.now())
        session.add(there)
        session.flush()
    there.retired_at, there.moved_to = None, None
    return there


def _edition_now(session: Session, form: Form) -> Edition:
    """The latest edition, with the form locked: whoever publishes at this moment waits and repoints us afterwards."""
    session.execute(select(Form.id).where(Form.id == form.id).with_for_update())
    edition = session.scalar(select(Edition).where(Edition.form_id == form.id).order_by(Edition.number.desc()).limit(1))
    if edition is None:
        raise NotPublished(
            N_("Phiếu “%(form)s” chưa phát hành nên chưa đặt được. Hãy phát hành trước."), form=form.title
        )
    return edition


def _open_placements(session: Session, desk: Desk) -> list[Placement]:
    return list(
        session.scalars(
            select(Placement).where(Placement.desk_id == desk.id, Placement.retired_at.is_(None)).order_by(Placement.id)
        )
    )


def _published_forms(session: Session, plan: Plan) -> list[Form]:
    return list(
        session.scalars(
            select(Form)
            .join(Form.task)
            .where(Task.plan_id == plan.id, Task.surveyed, Form.id.in_(select(Edition.form_id)))
            .order_by(Task.position, Form.id)
        )
    )


def _store(session: Session, desk: Desk, name: str, location: str) -> None:
    try:
        with session.begin_nested():
            desk.name, desk.location = name, location
            session.add(desk)
    except IntegrityError as problem:
        raise DeskNameTaken(
            N_("Cơ quan đã có điểm tiếp nhận tên “%(name)s”. Hãy đặt tên khác để người dân không nhầm."), name=name
        ) from problem


def _name(written: str) -> str:
    name = _one_line(written)
    if not name:
        raise DeskNameMissing(N_("Hãy ghi tên điểm tiếp nhận, ví dụ “Quầy số 1”."))
    if len(name) > LONGEST_NAME:
        raise DeskWordsLong(N_("Tên điểm tiếp nhận dài quá %(most)d ký tự. Hãy rút gọn."), most=LONGEST_NAME)
    return name


def _location(written: str) -> str:
    location = _one_line(written)
    if len(location) > LONGEST_LOCATION:
        raise DeskWordsLong(N_("Vị trí của điểm tiếp nhận dài quá %(most)d ký tự. Hãy rút gọn."), most=LONGEST_LOCATION)
    return location


def _one_line(written: str) -> str:
    return nfc(" ".join(written.split()))


def _refuse_retired(desk: Desk) -> None:
    if not desk.is_open:
        raise DeskRetired(N_("Điểm “%(name)s” đã ngừng hoạt động. Hãy mở lại điểm này trước."), name=desk.name)


def _record(session: Session, verb: str, desk: Desk, *, by: int | None, **details: object) -> None:
    record(session, verb, f"desk:{desk.id}", by=by, office_id=desk.office_id, name=desk.name, **details)


def _record_placement(session: Session, verb: str, placement: Placement, *, by: int | None, **details: object) -> None:
    record(
        session,
        verb,
        f"placement:{placement.id}",
        by=by,
        office_id=placement.desk.office_id,
        name=placement.form.title,
        desk=placement.desk.name,
        **details,
    )
