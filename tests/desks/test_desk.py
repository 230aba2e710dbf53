"""Adding desks, renaming, closing and opening them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.desks.actions import (
    DeskNameMissing,
    DeskNameTaken,
    DeskOpen,
    DeskRetired,
    DeskWordsLong,
    MovedNowhere,
    add_desk,
    change_desk,
    restore_desk,
    retire_desk,
    retire_placement,
)
from app.desks.models import Desk
from app.desks.queries import desk_by_code, desk_instead, open_instead
from tests.cast import Cast
from tests.make import Make


def test_it_works(session: Session, cast: Cast) -> None:
    desk = add_desk(session, cast.hoa_sen, name="  Quầy   số 1 ", location="Tầng 1", by=cast.lan.id)
    assert (desk.name, desk.location, desk.is_open, len(desk.code)) == ("Quầy số 1", "Tầng 1", True, 12)


def test_letters_are_composed(session: Session, cast: Cast) -> None:
    assert add_desk(session, cast.hoa_sen, name="Qua\u0302\u0300y").name == "Quầy"


def test_a_desk_without_a_name_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(DeskNameMissing, match="Hãy ghi tên"):
        add_desk(session, cast.hoa_sen, name=" \n ")


@pytest.mark.parametrize(("name", "location", "most"), [("a" * 81, "", 80), ("Quầy", "b" * 121, 120)])
def test_words_too_long_to_be_read_on_a_poster_are_refused(
    session: Session, cast: Cast, name: str, location: str, most: int
) -> None:
    with pytest.raises(DeskWordsLong, match=f"dài quá {most} ký tự"):
        add_desk(session, cast.hoa_sen, name=name, location=location)


def test_a_second_desk_of_the_same_name_is_refused(session: Session, make: Make, cast: Cast) -> None:
    make.desk(cast.hoa_sen, "Quầy số 1")
    with pytest.raises(DeskNameTaken, match="Quầy số 1"):
        add_desk(session, cast.hoa_sen, name="Quầy số 1")
    assert add_desk(session, cast.an_binh, name="Quầy số 1").id


def test_renaming_keeps_the_code(session: Session, make: Make) -> None:
    desk = make.desk()
    code = desk.code
    change_desk(session, desk, name="Bàn tiếp dân", location="")
    assert (desk.name, desk.location, desk.code) == ("Bàn tiếp dân", "", code)


def test_renaming_to_a_taken_name_is_refused_and_changes_nothing(session: Session, make: Make, cast: Cast) -> None:
    make.desk(cast.hoa_sen, "Quầy số 1")
    second = make.desk(cast.hoa_sen, "Quầy số 2")
    with pytest.raises(DeskNameTaken, match="Quầy số 1"):
        change_desk(session, second, name="Quầy số 1", location="ở đâu đó")
    session.refresh(second)
    assert (second.name, second.location) == ("Quầy số 2", "Tầng 1, trụ sở UBND")


def test_a_closed_desk_closes_what_was_asked_there(session: Session, make: Make) -> None:
    placement = make.placement()
    retire_desk(session, placement.desk)
    assert not placement.is_open
    assert desk_by_code(session, placement.desk.code).placements == []
    assert desk_instead(session, placement.desk) is None


def test_a_moved_desk_hands_its_forms_over(session: Session, make: Make) -> None:
    placement = make.placement()
    there = make.desk(placement.desk.office)
    retire_desk(session, placement.desk, move_to=there)
    assert desk_instead(session, placement.desk) is there
    assert [heir.desk for heir in open_instead(session, placement)] == [there]
    assert [heir.form for heir in desk_by_code(session, there.code).placements] == [placement.form]


def test_a_desk_moved_twice_leads_to_the_last(session: Session, make: Make, cast: Cast) -> None:
    first, second, third = (make.desk(cast.hoa_sen) for _desk in range(3))
    retire_desk(session, first, move_to=second)
    retire_desk(session, second, move_to=third)
    assert desk_instead(session, first) is third
    retire_desk(session, third)
    assert desk_instead(session, first) is None


def test_closing_twice_is_refused(session: Session, make: Make) -> None:
    desk = make.desk()
    retire_desk(session, desk)
    with pytest.raises(DeskRetired):
        retire_desk(session, desk)


def test_moving_to_itself_a_closed_or_a_foreign_desk_is_refused(session: Session, make: Make, cast: Cast) -> None:
    desk, closed = make.desk(cast.hoa_sen), make.desk(cast.hoa_sen)
    retire_desk(session, closed)
    for there in (desk, closed, make.desk(cast.an_binh)):
        with pytest.raises(MovedNowhere, match="một điểm khác đang hoạt động"):
            retire_desk(session, desk, move_to=there)
    assert desk.is_open


def test_opening_again_brings_back_what_closed_with_it_and_nothing_else(session: Session, make: Make) -> None:
    together = make.placement()
    before = make.placement(together.desk, make.form(make.task(together.form.task.plan)))
    retire_placement(session, before)
    retire_desk(session, together.desk, move_to=make.desk(together.desk.office))
    session.flush()
    restore_desk(session, together.desk)
    assert together.desk.is_open
    assert (together.is_open, together.moved_to) == (True, None)
    assert not before.is_open


def test_opening_an_open_desk_is_refused(session: Session, make: Make) -> None:
    with pytest.raises(DeskOpen, match="đang hoạt động"):
        restore_desk(session, make.desk())


def test_the_chooser_names_what_is_open_in_the_order_of_the_plan(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    desk = make.desk(cast.hoa_sen)
    forms = [make.edition(make.form(make.task(plan), title=title)).form for title in ("Một", "Hai", "Ba")]
    placed = [make.placement(desk, form) for form in reversed(forms)]
    retire_placement(session, placed[0])
    assert [placement.form.title for placement in desk_by_code(session, desk.code).placements] == ["Một", "Hai"]


def test_a_forged_desk_code_is_not_found(session: Session, make: Make) -> None:
    placement = make.placement()
    for code in ("7K3M9PQR2XYZ", "x", placement.code):
        with pytest.raises(NotFound, match="quét lại mã QR"):
            desk_by_code(session, code)
    assert session.query(Desk).count() == 1
