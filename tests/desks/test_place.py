"""Placing forms at desks, taking them away, and what a printed code leads to afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.core.errors import NotFound
from app.desks.actions import (
    AlreadyOpen,
    AlreadyPlaced,
    AlreadyRetired,
    DeskRetired,
    MovedNowhere,
    NotPublished,
    OtherOffice,
    arrange,
    place,
    place_everywhere,
    restore,
    retire_desk,
    retire_placement,
)
from app.desks.models import Placement
from app.desks.queries import open_instead, placement_by_code, placements_of_plan
from app.forms.actions import change_title, publish
from tests.cast import Cast
from tests.make import Make
from tests.plans.test_queries import counted_queries


def test_it_works(session: Session, make: Make, cast: Cast) -> None:
    desk = make.desk(cast.hoa_sen)
    form = make.form(make.task(make.plan(cast.hoa_sen)))
    edition = make.edition(form)
    placement = place(session, desk, form, by=cast.lan.id)
    assert (placement.edition, placement.is_open) == (edition, True)
    assert len(placement.code) == 12
    session.flush()
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.verb, entry.target, entry.official_id) == ("Đặt phiếu", f"placement:{placement.id}", cast.lan.id)


def test_the_code_and_the_place_outlive_every_edition(session: Session, make: Make) -> None:
    placement = make.placement()
    retired = make.placement(make.desk(placement.desk.office), placement.form)
    retire_placement(session, retired)
    code = placement.code
    for number, title in enumerate(("Tên thứ hai", "Tên thứ ba"), start=2):
        change_title(session, placement.form, title)
        edition = publish(session, placement.form)
        session.commit()
        session.expire_all()
        assert (placement.code, placement.edition, edition.number) == (code, edition, number)
        assert retired.edition == edition
        assert placement_by_code(session, code).edition.title == title


def test_a_form_without_an_edition_is_refused(session: Session, make: Make) -> None:
    form = make.form()
    with pytest.raises(NotPublished, match="chưa phát hành"):
        place(session, make.desk(form.task.plan.office), form)


def test_a_form_of_another_office_is_refused(session: Session, make: Make, cast: Cast) -> None:
    form = make.edition(make.form(make.task(make.plan(cast.an_binh)))).form
    with pytest.raises(OtherOffice, match="chính cơ quan lập kế hoạch"):
        place(session, make.desk(cast.hoa_sen), form)


def test_a_second_placement_at_the_same_desk_is_refused(session: Session, make: Make) -> None:
    placement = make.placement()
    with pytest.raises(AlreadyPlaced, match="khôi phục lượt đặt cũ"):
        place(session, placement.desk, placement.form)
    assert session.query(Placement).count() == 1


def test_the_database_holds_that_rule_too(session: Session, make: Make) -> None:
    placement = make.placement()
    session.add(
        Placement(
            desk_id=placement.desk_id,
            form_id=placement.form_id,
            edition_id=placement.edition_id,
            placed_at=clock.now(),
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_retired_desk_takes_no_form(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_desk(session, placement.desk)
    with pytest.raises(DeskRetired, match="ngừng hoạt động"):
        place(session, placement.desk, placement.form)


def test_retiring_keeps_the_row_and_its_code(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_placement(session, placement)
    assert placement_by_code(session, placement.code) is placement
    assert not placement.is_open
    assert open_instead(session, placement) == []


def test_retiring_twice_is_refused(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_placement(session, placement)
    with pytest.raises(AlreadyRetired):
        retire_placement(session, placement)


def test_a_moved_placement_leads_to_the_new_desk(session: Session, make: Make) -> None:
    placement = make.placement()
    there = make.desk(placement.desk.office)
    retire_placement(session, placement, move_to=there)
    (heir,) = open_instead(session, placement)
    assert (heir.desk, heir.form, heir.edition) == (there, placement.form, placement.edition)
    assert heir.code != placement.code


def test_moving_twice_leads_to_the_last_desk(session: Session, make: Make) -> None:
    placement = make.placement()
    second, third = make.desk(placement.desk.office), make.desk(placement.desk.office)
    retire_placement(session, placement, move_to=second)
    retire_placement(session, open_instead(session, placement)[0], move_to=third)
    assert [heir.desk for heir in open_instead(session, placement)] == [third]


def test_moving_to_where_the_form_once_was_brings_it_back_under_its_old_code(session: Session, make: Make) -> None:
    placement = make.placement()
    earlier = make.placement(make.desk(placement.desk.office), placement.form)
    retire_placement(session, earlier)
    retire_placement(session, placement, move_to=earlier.desk)
    assert open_instead(session, placement) == [earlier]
    assert earlier.is_open


def test_moving_to_the_same_a_closed_or_a_foreign_desk_is_refused(session: Session, make: Make, cast: Cast) -> None:
    placement = make.placement(make.desk(cast.hoa_sen))
    closed = make.desk(cast.hoa_sen)
    retire_desk(session, closed)
    for desk in (placement.desk, closed, make.desk(cast.an_binh)):
        with pytest.raises(MovedNowhere, match="một điểm khác đang hoạt động"):
            retire_placement(session, placement, move_to=desk)
    assert placement.is_open


def test_a_placement_that_moved_nowhere_leads_to_the_other_desks_of_its_form(session: Session, make: Make) -> None:
    placement = make.placement()
    others = [make.placement(make.desk(placement.desk.office, name), placement.form) for name in ("B", "A", "C")]
    retire_placement(session, placement)
    retire_desk(session, others[2].desk)
    assert [other.desk.name for other in open_instead(session, placement)] == ["A", "B"]


def test_restoring_opens_the_old_code_again(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_placement(session, placement, move_to=make.desk(placement.desk.office))
    restore(session, placement)
    assert placement.is_open
    assert placement.moved_to is None


def test_restoring_what_is_open_is_refused(session: Session, make: Make) -> None:
    with pytest.raises(AlreadyOpen, match="đang được dùng"):
        restore(session, make.placement())


def test_restoring_at_a_retired_desk_is_refused(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_desk(session, placement.desk)
    with pytest.raises(DeskRetired, match="mở lại điểm này"):
        restore(session, placement)


def test_the_grid_places_restores_and_retires_what_it_showed(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    first, second = (make.edition(make.form(make.task(plan), key)).form for key in TWO)
    here, there = make.desk(cast.hoa_sen), make.desk(cast.hoa_sen)
    staying, leaving, back = (
        make.placement(here, first),
        make.placement(here, second),
        make.placement(there, first),
    )
    retire_placement(session, back)
    shown = {(desk.id, form.id) for desk in (here, there) for form in (first, second)}
    arranged = arrange(session, plan, shown=shown, ticked=shown - {(here.id, second.id)})
    assert (arranged.placed, arranged.restored, arranged.retired) == (1, 1, 1)
    assert (staying.is_open, leaving.is_open, back.is_open) == (True, False, True)
    assert len(placements_of_plan(session, plan)) == 4


def test_the_grid_leaves_alone_what_it_did_not_show(session: Session, make: Make) -> None:
    placement = make.placement()
    arranged = arrange(session, placement.form.task.plan, shown=set(), ticked=set())
    assert (arranged.placed, arranged.restored, arranged.retired) == (0, 0, 0)
    assert placement.is_open


def test_the_grid_takes_no_cell_of_another_office(session: Session, make: Make, cast: Cast) -> None:
    foreign = make.placement(make.desk(cast.an_binh))
    cell = {(foreign.desk_id, foreign.form_id)}
    plan = make.plan(cast.hoa_sen)
    arranged = arrange(session, plan, shown=cell, ticked=set())
    assert arranged.retired == 0
    assert foreign.is_open


def test_everywhere_means_every_published_form_at_every_open_desk(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    make.edition(make.form(make.task(plan)))
    make.form(make.task(plan))  # a draft
    for _desk in range(2):
        make.desk(cast.hoa_sen)
    retire_desk(session, make.desk(cast.hoa_sen))
    make.desk(cast.an_binh)
    assert place_everywhere(session, plan).placed == 2
    assert place_everywhere(session, plan).placed == 0


def test_a_code_is_read_as_people_type_it(session: Session, make: Make) -> None:
    placement = make.placement()
    code = placement.code
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower().replace("0", "o").replace("1", "l")
    assert placement_by_code(session, typed) is placement


@pytest.mark.parametrize("code", ["", "X", "7K3M9PQR2XYZ", "7K3M9PQR2XY!", "7K3M9PQR2XYZ" * 90, "' OR 1=1 --"])
def test_a_forged_code_is_not_found(session: Session, make: Make, code: str) -> None:
    make.placement()
    with pytest.raises(NotFound, match="quét lại mã QR"):
        placement_by_code(session, code)


def test_a_code_costs_one_query(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_placement(session, placement, move_to=make.desk(placement.desk.office, "Quầy mới"))
    session.commit()
    code = placement.code
    session.expire_all()
    with counted_queries(session.get_bind()) as sent:  # type: ignore[arg-type]
        found = placement_by_code(session, code)
        assert found.desk.office.name
        assert found.form.task.plan.title
        assert found.edition.definition
        assert found.moved_to is not None
        assert found.moved_to.desk.name == "Quầy mới"
    assert len(sent) == 1


TWO = ("m1_thu_tuc_mot_cua", "m3_thai_do_cong_vu")
