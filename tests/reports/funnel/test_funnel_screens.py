"""The screens from opening a form to sending it: of a plan, and of a desk."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.kiosks.actions import add_kiosk
from app.desks.models import Placement
from app.desks.slips.actions import make_slips
from app.desks.visits.models import VisitsServed
from app.responses.actions import fold
from app.responses.funnel.models import PageCount
from app.scores.suppression.actions import release
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.scene import NOON, Scene

TODAY = datetime(2026, 11, 21, 5, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TODAY)


@pytest.fixture
def scene(make: Make, cast: Cast, session: Session) -> Scene:
    """A form of Hoa Sen at two desks, placed a month ago."""
    form = make.form(make.task(make.plan(cast.hoa_sen)))
    edition = make.edition(form)
    first, second = (make.placement(make.desk(cast.hoa_sen, name), form) for name in ("Quầy A", "Quầy B"))
    for placement in (first, second):
        placement.placed_at = TODAY - timedelta(days=30)
    session.commit()
    return Scene(form, edition, (first, second))


def happened(
    scene: Scene,
    session: Session,
    opened: int,
    begun: int,
    sent: int,
    *,
    mode: str = "phone",
    days: int = 0,
    desk: int = 0,
) -> None:
    placement = scene.placements[desk]
    day = DAY - timedelta(days=days)
    if mode in {"phone", "slip", "web", "kiosk"}:
        session.add(PageCount(placement_id=placement.id, day=day, mode=mode, opened=opened, begun=begun))
    for _each in range(sent):
        scene.send(session, placement=placement, mode=mode, hour=NOON - timedelta(days=days))
    session.commit()


def plan_page(who: Browser, scene: Scene, since: str = "", until: str = "") -> Page:
    return who.get(f"/plans/{scene.form.task.plan_id}/funnel", since=since, until=until)


def rows(page: Page) -> list[list[str]]:
    """The lines of all tables, cell by cell, without pictures."""
    found = []
    for row in page.tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"th", "td"} and "picture" not in (cell.get("class") or "")]
        found.append([" ".join("".join(cell.itertext()).split()) for cell in cells])
    return found


def numbers(page: Page) -> list[list[str]]:
    return [row[1:] for row in rows(page) if row[1:] and row[-1] != "Gửi / mở"]


def test_it_works(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 40, 20, 10)
    happened(scene, session, 10, 6, 5, mode="slip", days=3)
    fold(session)
    session.commit()
    page = plan_page(lan, scene)
    assert ["50", "26", "15", "30 %"] in numbers(page)
    assert "52 % lượt mở có bắt đầu trả lời; 58 % lượt bắt đầu đã gửi; 30 % lượt mở thành phiếu đã gửi" in page.text
    assert "Lượt mở: 50; Bắt đầu trả lời: 26; Đã gửi: 15" in page.html
    assert ["20/11/2026", "40", "20", "10", "25 %"] in rows(page)


def test_the_page_is_among_those_of_the_plan_and_of_the_desk(lan: Browser, scene: Scene) -> None:
    assert f"/plans/{scene.form.task.plan_id}/funnel" in lan.get(f"/plans/{scene.form.task.plan_id}").links
    assert f"/desks/{scene.placement.desk_id}/funnel" in lan.get(f"/desks/{scene.placement.desk_id}").links


def test_those_who_read_scores_see_it_and_strangers_do_not_learn_it_exists(
    minh: Browser, thu: Browser, hoa: Browser, stranger: Browser, scene: Scene
) -> None:
    pages = (f"/plans/{scene.form.task.plan_id}/funnel", f"/desks/{scene.placement.desk_id}/funnel")
    for path in pages:
        assert {who.get(path).status for who in (minh, thu, hoa)} == {200}
        assert stranger.get(path).status == 404


def test_today_is_not_told_before_it_is_over(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 70, 60, 50, days=-1)
    page = plan_page(lan, scene, since="2026-11-21", until="2026-11-21")
    assert "Số của hôm nay chỉ hiện khi hết ngày" in page.text
    assert "Từ 20/11/2026 đến hết 20/11/2026." in page.text
    assert not {"70", "60", "50"} & {cell for row in rows(page) for cell in row}


def test_small_numbers_are_not_told(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 7, 4, 3)
    page = plan_page(lan, scene)
    assert ["7", "dưới 5", "dưới 5", "–"] in numbers(page)
    assert "Đã gửi: dưới 5" in page.html


def test_a_desk_where_nothing_happened_looks_like_one_with_small_numbers(
    lan: Browser, scene: Scene, session: Session
) -> None:
    happened(scene, session, 4, 3, 2)
    page = plan_page(lan, scene)
    a, b = numbers(page)
    assert a == b == ["dưới 5", "dưới 5", "dưới 5", "–"]
    assert "<td>20/11/2026" not in page.html


def test_those_who_may_not_read_responses_see_batches_and_nothing_looks_like_little(
    hoa: Browser, minh: Browser, lan: Browser, scene: Scene, session: Session
) -> None:
    scene.placements[1].retired_at = TODAY - timedelta(days=1)
    session.commit()
    pages = [
        f"/plans/{scene.form.task.plan_id}/funnel",
        f"/plans/{scene.form.task.plan_id}/funnel?since=2026-11-20&until=2026-11-20",
        f"/desks/{scene.placement.desk_id}/funnel",
    ]
    before = [seen(who.get(path)) for path in pages for who in (hoa, minh)]
    happened(scene, session, 4, 3, 2)
    happened(scene, session, 3, 2, 2, mode="kiosk", days=1)
    happened(scene, session, 1, 1, 1, desk=1)
    happened(scene, session, 0, 0, 3, mode="paper")
    release(session, scene.edition.id, DAY, minimum_n=5)
    session.commit()
    assert [seen(who.get(path)) for path in pages for who in (hoa, minh)] == before
    assert lan.get(pages[0]).html.count("đã thu hồi") == 1
    happened(scene, session, 6, 2, 7, days=1)
    release(session, scene.edition.id, DAY, minimum_n=5)
    session.commit()
    page = hoa.get(pages[0])
    assert ["6", "5", "7", "–"] in numbers(page), "what came together by the twentieth, step by step"
    assert rows_of_days(page) == [["6", "dưới 5", "7", "–"]]
    assert "Lượt mở được đếm từ" not in page.text
    assert "Số ở đây được cộng theo nhóm" in page.text


def seen(page: Page) -> str:
    """Everything on the page, without what is made anew for each request."""
    return re.sub(r'<input[^>]*name="csrf_token"[^>]*>', "", page.html)


def rows_of_days(page: Page) -> list[list[str]]:
    return [row[1:] for row in rows(page) if row[0] == "19/11/2026"]


def test_later_steps_that_are_larger_are_said_and_not_made_a_share(
    lan: Browser, scene: Scene, session: Session
) -> None:
    happened(scene, session, 10, 30, 12)
    page = plan_page(lan, scene)
    assert ["10", "30", "12", "–"] in numbers(page)
    assert "Bước sau được đếm nhiều hơn bước trước nên không tính tỷ lệ" in page.text


def test_the_tablet_and_what_officials_typed_stand_apart(lan: Browser, scene: Scene, session: Session) -> None:
    add_kiosk(session, scene.placement.desk, name="Máy ở cửa", secret=SECRET, by=None)
    happened(scene, session, 20, 10, 8)
    happened(scene, session, 60, 9, 6, mode="kiosk")
    happened(scene, session, 0, 0, 7, mode="paper")
    page = plan_page(lan, scene)
    assert ["20", "10", "8", "40 %"] in numbers(page)
    assert ["Máy tại quầy, mọi phiếu Máy ở cửa", "60", "9", "6", "10 %"] in rows(page)
    assert "Ngoài ra 7 phiếu giấy hoặc hỏi ghi hộ." in page.text


def test_an_empty_plan_and_empty_days_say_what_to_do(lan: Browser, scene: Scene, make: Make, cast: Cast) -> None:
    assert "Trong những ngày này chưa có ai mở phiếu." in plan_page(lan, scene).text
    bare = make.plan(cast.hoa_sen, "Kế hoạch khác")
    assert "Chưa phiếu nào của kế hoạch này được đặt" in lan.get(f"/plans/{bare.id}/funnel").text
    empty = make.desk(cast.hoa_sen, "Quầy C")
    assert "Chưa có phiếu nào được đặt tại điểm này." in lan.get(f"/desks/{empty.id}/funnel").text


def test_answers_stand_beside_the_visits_where_they_are_known(
    lan: Browser, thu: Browser, scene: Scene, session: Session
) -> None:
    happened(scene, session, 20, 10, 8)
    session.add(VisitsServed(desk_id=scene.placement.desk_id, day=DAY, visits=50))
    session.commit()
    page = plan_page(lan, scene)
    assert (
        "16,0 phiếu trên 100 lượt phục vụ "
        "8 phiếu, 50 lượt trong 1 ngày có số lượt, cộng từng điểm; khoảng tin cậy 95 %:" in page.text
    )
    assert "chưa có số lượt phục vụ Ghi số lượt" in page.text
    assert "Ghi số lượt" not in plan_page(thu, scene).text


def test_more_answers_than_visits_carry_a_note_and_no_interval(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 20, 10, 8)
    session.add(VisitsServed(desk_id=scene.placement.desk_id, day=DAY, visits=4))
    session.commit()
    page = plan_page(lan, scene)
    assert "200,0 phiếu trên 100 lượt phục vụ" in page.text
    assert "Nhiều phiếu hơn lượt phục vụ" in page.text
    assert "khoảng tin cậy 95 %:" not in page.text


def test_a_handful_of_answers_has_no_rate(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 20, 10, 3)
    session.add(VisitsServed(desk_id=scene.placement.desk_id, day=DAY, visits=50))
    session.commit()
    assert "chưa đủ phiếu để hiện" in plan_page(lan, scene).text
    assert "6,0 phiếu" not in plan_page(lan, scene).text


def test_slips_are_told_in_steps_with_their_share_of_answers(lan: Browser, scene: Scene, session: Session) -> None:
    make_slips(session, scene.placement.desk, count=20, secret=SECRET, by=None)
    happened(scene, session, 20, 15, 15)
    happened(scene, session, 8, 6, 5, mode="slip")
    page = plan_page(lan, scene)
    assert ["Quầy A", "20", "dưới 5", "25 % 5 trong 20 phiếu"] in rows(page)


def test_a_desk_shows_the_forms_of_all_plans(
    lan: Browser, scene: Scene, session: Session, make: Make, cast: Cast
) -> None:
    other = make.form(make.task(make.plan(cast.hoa_sen, "Kế hoạch năm ngoái", number="1/KH")), "m6_tiep_cong_dan")
    placement: Placement = make.placement(scene.placement.desk, other)
    happened(scene, session, 20, 10, 8)
    session.add(PageCount(placement_id=placement.id, day=DAY, mode="web", opened=9, begun=6))
    session.commit()
    page = lan.get(f"/desks/{scene.placement.desk_id}/funnel")
    assert ["20", "10", "8", "40 %"] in numbers(page)
    assert ["9", "6", "dưới 5", "–"] in numbers(page)
    assert "1/KH" in page.text


def test_days_are_chosen_and_nonsense_is_the_usual_span(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 20, 10, 8, days=20)
    happened(scene, session, 30, 9, 7)
    assert ["20", "10", "8", "40 %"] in numbers(plan_page(lan, scene, since="2026-10-25", until="2026-11-10"))
    assert ["50", "19", "15", "30 %"] in numbers(plan_page(lan, scene, since="hôm qua", until="2026-99-99"))


def test_it_costs_the_same_for_many_placements(
    lan: Browser, scene: Scene, session: Session, make: Make, cast: Cast, statements: list[str]
) -> None:
    happened(scene, session, 20, 10, 8)
    path = f"/plans/{scene.form.task.plan_id}/funnel"
    lan.get(path)
    statements.clear()
    lan.get(path)
    before = len(statements)
    for number in range(5):
        make.placement(make.desk(cast.hoa_sen, f"Quầy {number}"), scene.form)
    session.commit()
    session.expire_all()
    statements.clear()
    lan.get(path)
    assert len(statements) == before


def test_the_score_has_the_visits_beside_it(lan: Browser, thu: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 20, 10, 8)
    task = scene.form.task
    pages = (f"/plans/{task.plan_id}/scores", f"/tasks/{task.id}/scores")
    for path in pages:
        assert "chưa có số lượt phục vụ Ghi số lượt" in lan.get(path).text
        assert "Ghi số lượt" not in thu.get(path).text
    session.add(VisitsServed(desk_id=scene.placement.desk_id, day=DAY, visits=50))
    session.commit()
    for path in pages:
        assert "16,0 phiếu trên 100 lượt phục vụ" in thu.get(path).text


def test_the_export_has_the_funnel_and_the_visits(lan: Browser, scene: Scene, session: Session) -> None:
    happened(scene, session, 20, 10, 8)
    happened(scene, session, 0, 0, 6, mode="paper")
    happened(scene, session, 4, 3, 2, desk=1)
    session.add(VisitsServed(desk_id=scene.placement.desk_id, day=DAY, visits=70))
    session.commit()
    path = f"/plans/{scene.form.task.plan_id}/export.csv"
    wanted = {"delimiter": ",", "values": "labels"}
    page = f"/plans/{scene.form.task.plan_id}/exports"
    lines = lan.post(path, {"table": "funnel", **wanted}, page=page).html.splitlines()
    title, label = f'"{scene.edition.title}"', scene.form.task.label
    assert f'Quầy A,{label},{title},"Điện thoại, quét mã QR",,20,10,8,' in lines
    assert f"Quầy A,{label},{title},Phiếu giấy hoặc hỏi ghi hộ,,,,6," in lines
    assert f'Quầy B,{label},{title},"Điện thoại, quét mã QR",,,,,' in lines
    assert "Quầy A,,Mọi phiếu,,2026-11-20,20,10,14,70" in lines
    summary = lan.post(path, {"table": "summary", **wanted}, page=page).html.splitlines()
    assert summary[0].endswith("Phiếu trên 100 lượt phục vụ,Số lượt phục vụ")
    assert summary[1].endswith(",20,70")
