"""Into the box, out of it, who reads there, and what is written down about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.accounts.models import Official
from app.core import clock
from app.core.tokens import hour_key
from app.feedback.cases import actions as cases
from app.feedback.cases.models import Case, Step
from app.feedback.codes.actions import withdraw, write
from app.feedback.files.actions import Ready
from app.feedback.files.models import KeptFile
from app.feedback.models import Remark
from app.feedback.restricted.models import BoxedText
from app.responses.models import Response
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.make import Make

SECRET_WORDS = "Ông trưởng phòng đòi phong bì ở quầy số 2."


@dataclass
class Scene:
    """Minh holds a case; Thu leads, Nga receives citizens, and the province above has a leader of its own."""

    session: Session
    app: Flask
    cast: Cast
    make: Make
    case: Case
    nga: Official
    mai: Official

    browsers: dict[int, Browser] = field(default_factory=dict)

    def browser(self, official: Official) -> Browser:
        """One browser for each; signing in twice with the same token is refused."""
        if official.id not in self.browsers:
            self.browsers[official.id] = Browser(self.app).signed_in_as(official)
        return self.browsers[official.id]

    def flag(self, browser: Browser, **typed: Any) -> Page:
        path = f"/cases/{self.case.id}/restriction"
        page = browser.get(path)
        fields = next(
            form for form in page.tree.iter("form") if form.get("method") == "post" and not form.get("action")
        )
        data: dict[str, Any] = {
            str(field.get("name")): field.get("value")
            for field in fields.iter("input")
            if field.get("type") == "hidden"
        }
        return browser.post_plain(path, {**data, "kind": "denunciation", "reason": "Nêu tên một người.", **typed})

    def boxed(self) -> BoxedText:
        return self.session.scalars(select(BoxedText).execution_options(populate_existing=True)).one()

    def read(self, browser: Browser) -> Page:
        path = f"/restricted/{self.boxed().id}"
        return browser.post_plain(f"{path}/reading", {"csrf_token": browser.get("/restricted").csrf})


@pytest.fixture
def scene(app: Flask, make: Make, cast: Cast, session: Session, minh: Browser, thu: Browser, lan: Browser) -> Scene:
    province = make.office("Ủy ban nhân dân tỉnh", "tinh")
    cast.hoa_sen.superior_id = province.id
    case = make.case(cast.hoa_sen, SECRET_WORDS, contact={"phone": "0912 345 678"})
    case.place = "Quầy số 2"
    session.commit()
    cases.assign(session, case, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    write(session, case, "Hôm 20/11 ông ấy lại đòi.", key=hour_key(clock.now()))
    nga = make.official("Nga", cast.hoa_sen, "officer")
    make.session.add(
        Membership(official_id=nga.id, office_id=cast.hoa_sen.id, role="reception", valid_from=clock.today())
    )
    _ = cast.thu
    session.commit()
    found = Scene(session, app, cast, make, case, nga, make.official("Mai", province, "leader"))
    found.browsers = {cast.minh.id: minh, cast.thu.id: thu, cast.lan.id: lan}
    return found


def statuses(scene: Scene, *officials: Official) -> list[int]:
    path = f"/restricted/{scene.boxed().id}"
    return [scene.browser(official).get(path).status for official in officials]


def test_it_works(minh: Browser, thu: Browser, scene: Scene) -> None:
    assert "Chữ đáng chú ý: phong bì" in minh.get(f"/cases/{scene.case.id}").text
    assert scene.flag(minh).answer.location == "/cases"
    assert minh.get(f"/cases/{scene.case.id}").status == 404
    closed = thu.get(f"/restricted/{scene.boxed().id}")
    assert SECRET_WORDS not in closed.html
    opened = scene.read(thu)
    for words in (SECRET_WORDS, "Quầy số 2", "Hôm 20/11 ông ấy lại đòi.", "0912 345 678"):
        assert words in opened.text
    assert "Đọc nội dung trong hộp hạn chế" in thu.get("/restricted/readings").text


def test_the_words_stand_nowhere_else(minh: Browser, scene: Scene) -> None:
    scene.flag(minh)
    case = scene.session.get_one(Case, scene.case.id, populate_existing=True)
    assert (case.text, case.search, case.place, case.restricted) == ("", "", "", True)
    steps = select(Step.text).where(Step.case_id == case.id)
    assert set(scene.session.scalars(steps)) == {""}


def test_who_may_read_and_who_may_not(minh: Browser, scene: Scene) -> None:
    scene.flag(minh)
    cast = scene.cast
    assert statuses(scene, cast.thu, scene.nga) == [200, 200]
    assert statuses(scene, cast.lan, cast.minh, cast.hoa, cast.quan, scene.mai) == [404] * 5


def test_the_head_who_is_accused_does_not_read_and_the_office_above_does(
    minh: Browser, thu: Browser, scene: Scene
) -> None:
    scene.flag(minh, accused=[str(scene.cast.thu.id)])
    assert statuses(scene, scene.cast.thu, scene.nga) == [404, 404]
    assert SECRET_WORDS in scene.read(scene.browser(scene.mai)).text
    assert "Đọc nội dung" not in thu.get("/restricted/readings").text
    assert "Hộp đang trống" in thu.get("/restricted").text


def test_the_receiver_who_is_accused_does_not_read(minh: Browser, scene: Scene) -> None:
    scene.flag(minh, accused=[str(scene.nga.id)])
    assert statuses(scene, scene.cast.thu, scene.nga, scene.mai) == [200, 404, 200]


def test_a_whole_office_reads_nothing_about_itself(minh: Browser, scene: Scene) -> None:
    scene.flag(minh, whole_office="y", unit="Phòng Kinh tế")
    assert statuses(scene, scene.cast.thu, scene.nga, scene.mai) == [404, 404, 200]
    scene.session.add(
        Membership(
            official_id=scene.cast.thu.id, office_id=scene.boxed().above_id or 0, role="leader",
            valid_from=clock.today(),
        )
    )  # fmt: skip
    scene.session.commit()
    assert statuses(scene, scene.cast.thu) == [404]


def test_who_is_accused_and_becomes_head_still_does_not_read(minh: Browser, scene: Scene) -> None:
    scene.flag(minh, accused=[str(scene.cast.minh.id)])
    scene.session.add(
        Membership(
            official_id=scene.cast.minh.id, office_id=scene.cast.hoa_sen.id, role="leader", valid_from=clock.today()
        )
    )
    scene.session.commit()
    assert statuses(scene, scene.cast.minh, scene.cast.thu) == [404, 200]


def test_where_nobody_is_left_to_read_the_officer_is_told(minh: Browser, scene: Scene) -> None:
    scene.cast.hoa_sen.superior_id = None
    scene.session.commit()
    scene.flag(minh, accused=[str(scene.cast.thu.id)])
    assert "hiện chưa ai đọc được" in minh.get("/cases").text


def test_every_reading_is_written_down_for_those_concerned_alone(
    minh: Browser, thu: Browser, lan: Browser, scene: Scene
) -> None:
    scene.flag(minh)
    scene.read(thu)
    scene.read(thu)
    entries = scene.session.scalars(select(AuditEntry).where(AuditEntry.target.startswith("restricted:"))).all()
    assert [entry.official_id for entry in entries] == [scene.cast.minh.id, scene.cast.thu.id, scene.cast.thu.id]
    assert SECRET_WORDS not in str([entry.details for entry in entries])
    assert "hộp hạn chế" not in lan.get("/audit").text
    above = scene.browser(scene.mai).get("/restricted/readings")
    assert above.text.count("Đọc nội dung trong hộp hạn chế") == 2
    assert statuses(scene, scene.mai) == [404]


def test_words_go_back_with_a_reason(minh: Browser, thu: Browser, scene: Scene) -> None:
    scene.flag(minh)
    path = f"/restricted/{scene.boxed().id}"
    refused = thu.post_plain(f"{path}/removal", {**thu.get(path).fields(f"{path}/removal"), "lift-reason": " "})
    assert refused.status == 422
    assert "Hãy ghi lý do" in refused.text
    done = thu.post_plain(
        f"{path}/removal", {**thu.get(path).fields(f"{path}/removal"), "lift-reason": "Chỉ là góp ý."}
    )
    assert done.status == 303
    page = minh.get(f"/cases/{scene.case.id}")
    for words in (SECRET_WORDS, "Hôm 20/11 ông ấy lại đòi.", "Chỉ là góp ý."):
        assert words in page.text
    assert scene.boxed().content is None
    assert thu.get(path).status == 404
    assert minh.get("/cases", tray="all", q="phong bi").text.count("phong bì") >= 1


def test_what_was_done_is_noted_once_and_told_to_the_sender(minh: Browser, thu: Browser, scene: Scene) -> None:
    scene.flag(minh)
    path = f"/restricted/{scene.boxed().id}"
    fields = thu.get(path).fields(f"{path}/settlement")
    assert thu.post_plain(f"{path}/settlement", {**fields, "settle-outcome": "", "settle-note": "x"}).status == 422
    typed = {**fields, "settle-outcome": ["guided"], "settle-note": "Đã gọi điện hướng dẫn."}
    assert thu.post_plain(f"{path}/settlement", typed).status == 303
    again = thu.post_plain(f"{path}/settlement", typed, follow=True)
    assert "đã được ghi trước đó" in again.text
    assert "Đã gọi điện hướng dẫn." in thu.get(path).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": ""}, "Hãy chọn"),
        ({"reason": "  "}, "Hãy ghi lý do"),
        ({"reason": "x" * 2001}, "nhiều nhất 2000 ký tự"),
        ({"accused": ["999999"]}, "không thuộc cơ quan này"),
        ({"seen": "1"}, "Trong lúc bạn đang viết"),
    ],
)
def test_a_flag_that_says_too_little_is_refused(minh: Browser, scene: Scene, typed: dict[str, Any], says: str) -> None:
    page = scene.flag(minh, **typed)
    assert page.status in {409, 422}
    assert says in page.text
    assert not scene.session.get_one(Case, scene.case.id, populate_existing=True).restricted


def test_who_lost_the_right_a_second_ago_reads_nothing(minh: Browser, thu: Browser, scene: Scene) -> None:
    scene.flag(minh)
    token = thu.get("/restricted").csrf
    held = scene.session.scalars(select(Membership).where(Membership.official_id == scene.cast.thu.id)).one()
    held.valid_to = clock.today()
    scene.session.commit()
    page = thu.post_plain(f"/restricted/{scene.boxed().id}/reading", {"csrf_token": token})
    assert page.status == 404
    assert SECRET_WORDS not in page.html


def test_words_that_were_taken_back_cannot_be_read(minh: Browser, thu: Browser, scene: Scene) -> None:
    scene.flag(minh)
    withdraw(scene.session, scene.session.get_one(Case, scene.case.id, populate_existing=True))
    scene.session.commit()
    page = thu.post_plain(
        f"/restricted/{scene.boxed().id}/reading", {"csrf_token": thu.get("/restricted").csrf}, follow=True
    )
    assert "Người gửi đã rút" in page.text


def test_a_remark_goes_with_its_response_and_comes_back(
    minh: Browser, thu: Browser, hall: Hall, session: Session
) -> None:
    remark = hall.write(SECRET_WORDS)
    path = f"/remarks/{remark.id}/restriction"
    assert path in minh.get(f"/remarks/{remark.id}").links
    data = {"csrf_token": minh.get(path).csrf, "kind": "complaint", "reason": "Nêu tên."}
    assert minh.post_plain(path, data).status == 303
    assert minh.get(f"/remarks/{remark.id}").status == 404
    for page in (f"/tasks/{hall.held.id}/remarks", f"/plans/{hall.plan.id}/remarks", "/remarks"):
        assert SECRET_WORDS not in minh.get(page).html
    assert "0" in minh.get(f"/tasks/{hall.held.id}/remarks").text
    held = session.get_one(Remark, remark.id, populate_existing=True)
    response = session.get_one(Response, remark.response_id, populate_existing=True)
    assert (held.text, held.search, response.answers["y_kien"]) == ("", "", "")
    assert minh.post_plain(path, data).status == 404
    boxed = session.scalars(select(BoxedText)).one()
    token = thu.get("/").csrf
    assert SECRET_WORDS in thu.post_plain(f"/restricted/{boxed.id}/reading", {"csrf_token": token}).text
    lifted = thu.post_plain(f"/restricted/{boxed.id}/removal", {"csrf_token": token, "lift-reason": "Góp ý thường."})
    assert lifted.status == 303
    assert SECRET_WORDS in minh.get(f"/remarks/{remark.id}").text
    response = session.get_one(Response, remark.response_id, populate_existing=True)
    assert response.answers["y_kien"] == SECRET_WORDS


def test_a_case_made_of_a_remark_takes_both_along(minh: Browser, hall: Hall, cast: Cast, session: Session) -> None:
    remark = hall.write(SECRET_WORDS)
    case = cases.raise_case(session, remark, kind="petition", by=cast.minh.id, with_desk=True)
    session.commit()
    path = f"/remarks/{remark.id}/restriction"
    data = {"csrf_token": minh.get(path).csrf, "kind": "complaint", "reason": "Nêu tên."}
    assert minh.post_plain(path, data).status == 303
    assert session.get_one(Case, case.id, populate_existing=True).text == ""
    assert session.get_one(Remark, remark.id, populate_existing=True).restricted


def test_the_receiver_is_named_from_a_day_on(lan: Browser, minh: Browser, cast: Cast, session: Session) -> None:
    held = session.scalars(select(Membership).where(Membership.official_id == cast.minh.id)).one()
    path = f"/members/{held.id}/reception"
    assert path in lan.get("/members").links
    late = lan.post(path, {"since": str(clock.today() - timedelta(days=1))})
    assert late.status == 422
    assert minh.get("/restricted").status == 404
    assert lan.post(path, {"since": str(clock.today())}).status == 302
    assert minh.get("/restricted").status == 200
    assert "đã được giao tiếp công dân" in lan.post(path, {"since": str(clock.today())}).text
    assert "Giao tiếp công dân" in lan.get("/audit").text


def test_strangers_and_observers_do_not_learn_that_there_is_a_box(
    hoa: Browser, stranger: Browser, lan: Browser, scene: Scene
) -> None:
    for browser in (hoa, stranger, lan):
        assert browser.get("/restricted").status == 404
        assert "Hộp hạn chế" not in browser.get("/").text


def test_photos_of_the_case_are_opened_in_the_box_and_written_down(
    minh: Browser, thu: Browser, scene: Scene, make: Make
) -> None:
    photo = Ready("anh-1.jpg", b"\xff\xd8\xff", 1, 1)
    scene.case = make.case(scene.cast.hoa_sen, SECRET_WORDS, photos=[photo])
    cases.assign(scene.session, scene.case, holder_id=scene.cast.minh.id, unit="", by=scene.cast.lan.id, seen=None)
    scene.session.commit()
    file_id = scene.session.scalars(select(KeptFile.id)).one()
    scene.flag(minh)
    assert minh.get(f"/cases/{scene.case.id}/files/{file_id}").status == 404
    path = f"/restricted/{scene.boxed().id}/files/{file_id}"
    assert path in scene.read(thu).html
    token = {"csrf_token": thu.get("/restricted").csrf}
    assert thu.post_plain(path, token).answer.get_data() == b"\xff\xd8\xff"
    assert minh.post_plain(path, {"csrf_token": minh.get("/cases").csrf}).status == 404
    assert "Mở tệp trong hộp hạn chế" in thu.get("/restricted/readings").text
