"""Where a plan is asked: the grid of tasks and desks, the addresses, the posters."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.desks.actions import retire_placement
from app.desks.models import Desk, Placement
from app.desks.rules import desk_url, placement_url
from app.forms.actions import change_title
from app.forms.models import Form
from app.plans.models import Plan
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.plans.test_queries import counted_queries


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen)


@pytest.fixture
def desk(make: Make, cast: Cast) -> Desk:
    return make.desk(cast.hoa_sen, "Quầy số 1")


@pytest.fixture
def form(make: Make, plan: Plan) -> Form:
    return make.edition(make.form(make.task(plan))).form


def cells(page: Page, name: str) -> list[str]:
    return [
        box.get("value") or ""
        for box in page.tree.iter("input")
        if box.get("name") == name and (box.get("type") == "hidden" or box.get("checked") is not None)
    ]


def decoded(pdf: bytes) -> list[str]:
    """What an independent decoder reads on each page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        images: list[Image.Image] = [page.render(scale=3).to_pil() for page in document]
    finally:
        document.close()
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


def test_it_works(lan: Browser, plan: Plan, desk: Desk, form: Form, session: Session) -> None:
    path, cell = f"/plans/{plan.id}/desks", f"{desk.id}-{form.id}"
    page = lan.get(path)
    assert (cells(page, "shown"), cells(page, "placed")) == ([cell], [])
    page = lan.post(path, {"shown": cell, "placed": cell}, follow=True)
    assert "Đã đặt thêm 1 phiếu." in page.text
    assert cells(page, "placed") == [cell]
    placement = session.scalars(select(Placement)).one()
    assert placement_url("http://localhost", placement.code) in page.links
    page = lan.post(path, {"shown": cell}, follow=True)
    assert "Đã thu hồi 1 phiếu." in page.text
    page = lan.post(path, {"shown": cell, "placed": cell}, follow=True)
    assert "Đã dùng lại 1 phiếu với mã QR cũ." in page.text
    assert session.scalars(select(Placement.code)).one() == placement.code


def test_saving_twice_changes_nothing(lan: Browser, plan: Plan, desk: Desk, form: Form) -> None:
    path, cell = f"/plans/{plan.id}/desks", f"{desk.id}-{form.id}"
    lan.post(path, {"shown": cell, "placed": cell})
    assert "Không có thay đổi nào." in lan.post(path, {"shown": cell, "placed": cell}, follow=True).text


def test_everything_everywhere_by_one_button(
    lan: Browser, make: Make, plan: Plan, desk: Desk, form: Form, session: Session
) -> None:
    make.desk(desk.office, "Quầy số 2")
    make.form(make.task(plan), title="Còn là bản nháp")
    path = f"/plans/{plan.id}/desks"
    page = lan.post(f"{path}/everywhere", page=path, follow=True)
    assert "Đã đặt thêm 2" in page.text
    assert "Chưa phát hành." in page.text
    assert "Không có thay đổi nào." in lan.post(f"{path}/everywhere", page=path, follow=True).text


@pytest.mark.parametrize("cell", ["", "x", "1", "1-", "-1-1", "1-1-1", "99999999999-1", "4294967296-1", "١-١", "0-0"])
def test_a_forged_cell_changes_nothing(lan: Browser, plan: Plan, desk: Desk, form: Form, cell: str) -> None:
    page = lan.post(f"/plans/{plan.id}/desks", {"shown": cell, "placed": cell}, follow=True)
    assert "Không có thay đổi nào." in page.text


def test_a_cell_of_another_office_changes_nothing(
    lan: Browser, make: Make, cast: Cast, plan: Plan, form: Form, session: Session
) -> None:
    foreign = make.placement(make.desk(cast.an_binh))
    for cell in (f"{foreign.desk_id}-{form.id}", f"{foreign.desk_id}-{foreign.form_id}"):
        for placed in ({"placed": cell}, {}):
            page = lan.post(f"/plans/{plan.id}/desks", {"shown": cell, **placed}, follow=True)
            assert "Không có thay đổi nào." in page.text
    session.expire_all()
    assert foreign.is_open


def test_without_desks_or_editions_the_page_says_what_to_do_next(
    lan: Browser, make: Make, cast: Cast, plan: Plan
) -> None:
    page = lan.get(f"/plans/{plan.id}/desks")
    assert "Cơ quan chưa có điểm tiếp nhận nào." in page.text
    assert "/desks#add" in page.links
    make.desk(cast.hoa_sen)
    page = lan.get(f"/plans/{plan.id}/desks")
    assert "Kế hoạch chưa phát hành phiếu nào" in page.text
    assert f"/plans/{plan.id}/forms" in page.links


def test_one_pdf_has_a_poster_for_each_placement_and_one_for_each_chooser(
    lan: Browser, make: Make, plan: Plan, desk: Desk, form: Form, session: Session
) -> None:
    second = make.edition(make.form(make.task(plan), "m3_thai_do_cong_vu")).form
    other = make.desk(desk.office, "Quầy số 2")
    placed = [make.placement(desk, form), make.placement(desk, second), make.placement(other, form)]
    gone = make.placement(other, second)
    retire_placement(session, gone)
    change_title(session, form, "Tên chưa phát hành")
    session.commit()
    for size in ("A5", "A4", "A5x2"):
        answer = lan.client.get(f"/plans/{plan.id}/posters.pdf?size={size}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert f"ma-qr_15-kh-ubnd_{size.lower()}.pdf" in answer.headers["Content-Disposition"]
        codes = [placement_url("http://localhost", placement.code) for placement in placed]
        wanted = [desk_url("http://localhost", desk.code), *codes]
        assert sorted(decoded(answer.data)) == sorted(wanted)
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(answer.data)))
    assert "Tên chưa phát hành" not in words


def test_a_desk_that_also_asks_another_plan_gets_a_chooser_poster(
    lan: Browser, make: Make, plan: Plan, desk: Desk, form: Form
) -> None:
    make.placement(desk, form)
    make.placement(desk, make.edition(make.form(make.task(make.plan(desk.office)))).form)
    answer = lan.client.get(f"/plans/{plan.id}/posters.pdf")
    assert desk_url("http://localhost", desk.code) in decoded(answer.data)


def test_without_placements_there_is_no_pdf(lan: Browser, plan: Plan) -> None:
    answer = lan.get(f"/plans/{plan.id}/posters.pdf")
    assert answer.status == 422
    assert "Chưa có phiếu nào được đặt tại điểm tiếp nhận" in answer.text


def test_an_unknown_size_is_refused(lan: Browser, plan: Plan) -> None:
    answer = lan.get(f"/plans/{plan.id}/posters.pdf", size="A0")
    assert (answer.status, "Khổ giấy phải là A5, A4" in answer.text) == (422, True)


def test_the_grid_costs_the_same_for_any_number_of_desks(
    lan: Browser, make: Make, plan: Plan, desk: Desk, form: Form, engine: Engine
) -> None:
    make.placement(desk, form)
    with counted_queries(engine) as few:
        lan.get(f"/plans/{plan.id}/desks")
    for _number in range(3):
        make.placement(make.desk(desk.office), make.edition(make.form(make.task(plan))).form)
    with counted_queries(engine) as many:
        lan.get(f"/plans/{plan.id}/desks")
    assert len(many) == len(few)


def test_who_may_only_read_sees_ticks_without_boxes(
    hoa: Browser, make: Make, plan: Plan, desk: Desk, form: Form
) -> None:
    make.placement(desk, form)
    page = hoa.get(f"/plans/{plan.id}/desks")
    assert "✓" in page.text
    assert (cells(page, "shown"), [box for box in page.tree.iter("input") if box.get("type") == "checkbox"]) == ([], [])
    assert hoa.client.get(f"/plans/{plan.id}/posters.pdf").status_code == 200


def test_who_may_only_read_changes_nothing(minh: Browser, thu: Browser, hoa: Browser, plan: Plan) -> None:
    for browser in (minh, thu, hoa):
        assert browser.post(f"/plans/{plan.id}/desks", page="/desks").status == 404
        assert browser.post(f"/plans/{plan.id}/desks/everywhere", page="/desks").status == 404


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, plan: Plan, desk: Desk) -> None:
    for path in ("desks", "posters.pdf"):
        assert stranger.get(f"/plans/{plan.id}/{path}").status == 404
    for path in ("desks", "desks/everywhere"):
        assert stranger.post(f"/plans/{plan.id}/{path}", page="/desks").status == 404
