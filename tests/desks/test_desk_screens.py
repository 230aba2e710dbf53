"""The screens of desks: the office's list, one desk, and what is asked there."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desks.actions import retire_desk, retire_placement
from app.desks.models import Desk, Placement
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make


@pytest.fixture
def desk(make: Make, cast: Cast) -> Desk:
    return make.desk(cast.hoa_sen, "Quầy số 1")


@pytest.fixture
def placement(make: Make, desk: Desk) -> Placement:
    return make.placement(desk)


def test_it_works(lan: Browser, cast: Cast, session: Session) -> None:
    page = lan.get("/desks")
    assert "Chưa có điểm tiếp nhận nào." in page.text
    data = {"office": cast.hoa_sen.id, "name": "Quầy số 1 <Hộ tịch>", "location": "Tầng 1"}
    page = lan.post("/desks", data, follow=True)
    assert "Đã thêm điểm “Quầy số 1 <Hộ tịch>”." in page.text
    assert "Chưa có phiếu nào được đặt tại điểm này." in page.text
    desk = session.scalars(select(Desk)).one()
    assert (desk.office_id, desk.location) == (cast.hoa_sen.id, "Tầng 1")
    assert "Quầy số 1 <Hộ tịch>" in lan.get("/desks").text


@pytest.mark.parametrize(
    ("name", "location", "sentence"),
    [
        ("", "Tầng 1", "Hãy ghi tên điểm tiếp nhận"),
        (" \t ", "Tầng 1", "Hãy ghi tên điểm tiếp nhận"),
        ("a" * 81, "", "dài quá 80 ký tự, in trên tờ mã QR sẽ khó đọc"),
        ("Quầy 2", "b" * 121, "dài quá 120 ký tự, in trên tờ mã QR sẽ khó đọc"),
    ],
)
def test_what_cannot_be_a_desk_is_refused(
    lan: Browser, cast: Cast, session: Session, name: str, location: str, sentence: str
) -> None:
    answer = lan.post("/desks", {"office": cast.hoa_sen.id, "name": name, "location": location}, page="/desks")
    assert answer.status == 422
    assert sentence in answer.text
    assert location in answer.html
    assert session.scalars(select(Desk)).all() == []


def test_a_second_click_on_adding_is_told_that_the_name_is_taken(lan: Browser, cast: Cast, desk: Desk) -> None:
    answer = lan.post("/desks", {"office": cast.hoa_sen.id, "name": "Quầy số 1", "location": ""}, page="/desks")
    assert answer.status == 409
    assert "Cơ quan đã có điểm tiếp nhận tên “Quầy số 1”." in answer.text


def test_a_desk_for_another_office_is_not_added(lan: Browser, cast: Cast, session: Session) -> None:
    assert lan.post("/desks", {"office": cast.an_binh.id, "name": "Quầy lạ"}, page="/desks").status == 404
    assert session.scalars(select(Desk)).all() == []


def test_a_desk_is_renamed_and_keeps_its_code(lan: Browser, desk: Desk, session: Session) -> None:
    code = desk.code
    page = lan.post(f"/desks/{desk.id}", {"name": "Bàn tiếp dân", "location": ""}, follow=True)
    assert "Đã lưu." in page.text
    session.expire_all()
    assert (desk.name, desk.location, desk.code) == ("Bàn tiếp dân", "", code)


def test_a_taken_or_an_empty_name_is_refused_beside_its_field(
    lan: Browser, make: Make, cast: Cast, desk: Desk, session: Session
) -> None:
    make.desk(cast.hoa_sen, "Quầy số 2")
    for name, status in (("Quầy số 2", 409), ("", 422)):
        answer = lan.post(f"/desks/{desk.id}", {"name": name, "location": "nơi khác"})
        assert answer.status == status
        assert 'id="name-error"' in answer.html
        assert "nơi khác" in answer.html
    session.expire_all()
    assert desk.name == "Quầy số 1"


def test_a_form_is_placed_and_offered_no_more(lan: Browser, make: Make, desk: Desk, session: Session) -> None:
    form = make.edition(make.form(make.task(make.plan(desk.office)))).form
    path = f"/desks/{desk.id}"
    page = lan.post(f"{path}/placements", {"asked": form.id}, page=path, follow=True)
    assert "Có thể in tờ mã QR ngay." in page.text
    placement = session.scalars(select(Placement)).one()
    assert f"http://localhost/P/{placement.code[:4]}-{placement.code[4:8]}-{placement.code[8:]}" in page.text
    assert "Mọi phiếu đã phát hành của cơ quan đều đã được đặt ở đây." in page.text


def test_a_second_click_on_placing_is_refused(lan: Browser, placement: Placement, session: Session) -> None:
    path = f"/desks/{placement.desk_id}"
    answer = lan.post(f"{path}/placements", {"asked": placement.form_id}, page=path)
    assert answer.status == 409
    assert "Nếu đã thu hồi, hãy khôi phục lượt đặt cũ để giữ mã QR." in answer.text
    assert len(session.scalars(select(Placement)).all()) == 1


def test_a_draft_cannot_be_placed(lan: Browser, make: Make, desk: Desk) -> None:
    form = make.form(make.task(make.plan(desk.office)))
    answer = lan.post(f"/desks/{desk.id}/placements", {"asked": form.id}, page=f"/desks/{desk.id}")
    assert answer.status == 409
    assert "chưa phát hành nên chưa đặt được. Hãy phát hành trước." in answer.text


def test_a_form_of_another_office_is_not_there(lan: Browser, make: Make, cast: Cast, desk: Desk) -> None:
    foreign = make.edition(make.form(make.task(make.plan(cast.an_binh)))).form
    for asked in (foreign.id, 987654321, "x", ""):
        answer = lan.post(f"/desks/{desk.id}/placements", {"asked": asked}, page=f"/desks/{desk.id}")
        assert answer.status == 404


def test_a_placement_is_retired_and_restored(lan: Browser, placement: Placement, session: Session) -> None:
    path, code = f"/placements/{placement.id}", placement.code
    page = lan.post(f"{path}/retirement", page=f"/desks/{placement.desk_id}", follow=True)
    assert "Đã thu hồi phiếu" in page.text
    assert "Phiếu đã thu hồi (1)" in page.text
    again = lan.post(f"{path}/retirement", page=f"/desks/{placement.desk_id}")
    assert (again.status, "Lượt đặt phiếu này đã được thu hồi." in again.text) == (409, True)
    page = lan.post(f"{path}/restoration", page=f"/desks/{placement.desk_id}", follow=True)
    assert "với mã QR cũ" in page.text
    again = lan.post(f"{path}/restoration", page=f"/desks/{placement.desk_id}")
    assert (again.status, "Phiếu này đang được dùng tại “Quầy số 1”." in again.text) == (409, True)
    session.expire_all()
    assert (placement.is_open, placement.code) == (True, code)


def test_a_placement_is_moved(lan: Browser, make: Make, placement: Placement, session: Session) -> None:
    there = make.desk(placement.desk.office, "Quầy số 9")
    page = lan.post(
        f"/placements/{placement.id}/retirement",
        {"move_to": there.id},
        page=f"/desks/{placement.desk_id}",
        follow=True,
    )
    assert "Mã cũ dẫn sang “Quầy số 9”." in page.text
    session.expire_all()
    assert placement.moved_to is not None
    assert placement.moved_to.desk_id == there.id


def test_a_placement_is_not_moved_to_another_office(
    lan: Browser, make: Make, cast: Cast, placement: Placement, session: Session
) -> None:
    foreign = make.desk(cast.an_binh)
    answer = lan.post(
        f"/placements/{placement.id}/retirement", {"move_to": foreign.id}, page=f"/desks/{placement.desk_id}"
    )
    assert answer.status == 404
    session.expire_all()
    assert placement.is_open


def test_a_desk_is_closed_moved_and_opened_again(
    lan: Browser, make: Make, placement: Placement, session: Session
) -> None:
    desk, there = placement.desk, make.desk(placement.desk.office, "Quầy số 9")
    path = f"/desks/{desk.id}"
    page = lan.post(f"{path}/retirement", {"move_to": there.id}, page=path, follow=True)
    assert "Người quét mã cũ được hướng dẫn sang “Quầy số 9”." in page.text
    assert "đã chuyển sang Quầy số 9" in lan.get("/desks").text
    assert lan.post(f"{path}/retirement", page=path).status == 409
    page = lan.post(f"{path}/restoration", page=path, follow=True)
    assert "Đã mở lại điểm “Quầy số 1”." in page.text
    assert lan.post(f"{path}/restoration", page=path).status == 409
    session.expire_all()
    assert placement.is_open


def test_a_desk_is_not_moved_to_itself(lan: Browser, desk: Desk, session: Session) -> None:
    answer = lan.post(f"/desks/{desk.id}/retirement", {"move_to": desk.id}, page=f"/desks/{desk.id}")
    assert answer.status == 422
    assert "Chỉ chuyển được sang một điểm khác đang hoạt động trong cùng cơ quan." in answer.text
    session.expire_all()
    assert desk.is_open


def test_several_forms_get_a_code_for_the_whole_desk(lan: Browser, make: Make, placement: Placement) -> None:
    assert "Một mã cho cả điểm" not in lan.get(f"/desks/{placement.desk_id}").text
    make.placement(placement.desk, make.form(make.task(placement.form.task.plan)))
    assert "Một mã cho cả điểm" in lan.get(f"/desks/{placement.desk_id}").text


def test_codes_are_pictures_to_download(lan: Browser, placement: Placement) -> None:
    for path in (f"/placements/{placement.id}", f"/desks/{placement.desk_id}"):
        svg, png = lan.client.get(f"{path}/qr.svg"), lan.client.get(f"{path}/qr.png")
        assert (svg.status_code, svg.mimetype, svg.data[:4]) == (200, "image/svg+xml", b"<svg")
        assert (png.status_code, png.mimetype, png.data[:4]) == (200, "image/png", b"\x89PNG")
        assert "attachment; filename=quay-so-1" in svg.headers["Content-Disposition"]


def test_a_code_that_leads_nowhere_is_not_printed(lan: Browser, placement: Placement, session: Session) -> None:
    retire_placement(session, placement)
    session.commit()
    answer = lan.get(f"/placements/{placement.id}/qr.svg")
    assert (answer.status, "Hãy khôi phục trước." in answer.text) == (410, True)
    retire_desk(session, placement.desk)
    session.commit()
    answer = lan.get(f"/desks/{placement.desk_id}/qr.png")
    assert (answer.status, "Hãy mở lại điểm trước." in answer.text) == (410, True)


def test_who_may_only_read_sees_no_button_and_changes_nothing(
    minh: Browser, thu: Browser, hoa: Browser, placement: Placement
) -> None:
    for browser in (minh, thu, hoa):
        for path in ("/desks", f"/desks/{placement.desk_id}"):
            page = browser.get(path)
            main = page.tree.find(".//main")
            assert page.status == 200
            assert main is not None
            assert list(main.iter("button")) == []
        for path in posts(placement):
            assert browser.post(path, page="/desks").status == 404, path
        assert browser.client.get(f"/placements/{placement.id}/qr.svg").status_code == 200


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, placement: Placement) -> None:
    assert f"/desks/{placement.desk_id}" not in stranger.get("/desks").links
    for path in (
        f"/desks/{placement.desk_id}",
        f"/desks/{placement.desk_id}/qr.svg",
        f"/placements/{placement.id}/qr.png",
    ):
        assert stranger.get(path).status == 404, path
    for path in posts(placement):
        if path != "/desks":
            assert stranger.post(path, page="/desks").status == 404, path


def posts(placement: Placement) -> list[str]:
    desk = f"/desks/{placement.desk_id}"
    return [
        "/desks",
        desk,
        f"{desk}/retirement",
        f"{desk}/restoration",
        f"{desk}/placements",
        f"/placements/{placement.id}/retirement",
        f"/placements/{placement.id}/restoration",
    ]
