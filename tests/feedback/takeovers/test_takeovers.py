"""Cases of an office that ended: who may take them over, what becomes of them, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import grant
from app.access.models import AuditEntry, Membership
from app.access.queries import viewer_of
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases import actions as cases
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, STATES, VERBS
from app.feedback.cases.steps import RightLost
from app.feedback.codes.rules import code_of
from app.feedback.coordination.actions import invite
from app.feedback.coordination.models import Coordination
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.restricted.queries import boxed_for
from app.feedback.takeovers.actions import NoHeir, take_over
from app.offices.actions import succeed
from app.offices.models import Office, Succession
from app.offices.queries import all_heirs, heirs_of
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make

CODE = code_of(SECRET, UUID(int=9), "0" * 32)
REASON = "Nghị quyết số 12/NQ-HĐND về sắp xếp đơn vị hành chính."
PAGE = "/cases/takeovers"


@dataclass
class Scene:
    """Xã Cũ went into phường Hoa Sen; Minh worked in both, Tư only in the old one. Both lie below a province."""

    session: Session
    cast: Cast
    make: Make
    old: Office
    province: Office
    tu: Official
    kept: Case
    left: Case

    def on(self) -> str:
        return f"{PAGE}/{self.old.id}"

    def send(self, browser: Browser, *chosen: Case, **other: Any) -> Page:
        """Tick these cases and press the button."""
        prefix = f"of{self.old.id}-"
        fields = browser.get(PAGE).fields(self.on())
        typed = {f"{prefix}reason": REASON, f"{prefix}heir": str(self.cast.hoa_sen.id)}
        typed |= {f"{prefix}{name}": value for name, value in other.items()}
        plain = {name: value for name, value in fields.items() if name not in {"case", f"{prefix}with_box"}}
        return browser.post_plain(self.on(), plain | typed | {"case": [str(case.id) for case in chosen]}, follow=True)

    def take(self, *chosen: Case, by: Official, heir: Office | None = None, with_box: bool = False) -> int:
        ids = [case.id for case in chosen]
        heir = heir or self.cast.hoa_sen
        return take_over(self.session, self.old, heir, ids, REASON, with_box=with_box, by=by.id)


@pytest.fixture
def scene(make: Make, cast: Cast, session: Session) -> Scene:
    province = make.office("Ủy ban nhân dân tỉnh Đông Sơn", "tinh")
    old = make.office("Ủy ban nhân dân xã Cũ", "xa-cu")
    cast.hoa_sen.superior_id = old.superior_id = province.id
    tu = make.official("Tư", old, "administrator")
    grant(session, cast.minh, old, "officer", since=clock.today() - timedelta(days=30))
    kept, left = make.case(old, "Đèn đường hỏng.", code=CODE), make.case(old, "Cống tắc.")
    for case, holder in ((kept, cast.minh), (left, tu)):
        cases.assign(session, case, holder_id=holder.id, unit="Tổ địa chính", by=tu.id, seen=None)
    invite(session, left, "Tổ nào quản lý?", official_id=cast.minh.id, due_on=None, by=tu.id, seen=None)
    session.commit()
    return Scene(session, cast, make, old, province, tu, kept, left)


@pytest.fixture
def merged(scene: Scene) -> Scene:
    """The day of the merger is today; the rights in the old office have ended."""
    succeed(scene.session, scene.old, scene.cast.hoa_sen, on=clock.today())
    for row in scene.session.scalars(select(Membership).where(Membership.office_id == scene.old.id)):
        row.valid_to = clock.today()
    scene.session.commit()
    return scene


def test_it_works(lan: Browser, minh: Browser, browser: Browser, merged: Scene) -> None:
    """Holders of the new office keep their cases, the others let go; clock and code go on; the sender reads why."""
    kept, left = merged.kept, merged.left
    before = kept.first_due_at, kept.due_at
    assert PAGE in lan.get("/cases").html
    assert lan.get(f"/cases/{kept.id}").status == 404
    assert "2 phản ánh chưa đóng" in lan.get(PAGE).text
    page = merged.send(lan, kept, left)
    assert "Đã nhận 2 phản ánh" in page.text
    assert "Không còn phản ánh nào chưa đóng." in page.text
    merged.session.expire_all()
    hoa_sen = merged.cast.hoa_sen.id
    assert [(case.office_id, case.holder_id, case.unit) for case in (kept, left)] == [
        (hoa_sen, merged.cast.minh.id, ""),
        (hoa_sen, None, ""),
    ]
    assert (kept.first_due_at, kept.due_at) == before
    assert merged.session.scalars(select(Coordination)).all() == []
    page = minh.get(f"/cases/{kept.id}")
    for words in ("Chuyển theo sắp xếp cơ quan", "Lan", "Ủy ban nhân dân xã Cũ → ", REASON):
        assert words in page.text
    read = browser.get(f"/T/{CODE}")
    assert REASON in read.text
    assert merged.cast.hoa_sen.name in read.text
    entry = merged.session.scalars(select(AuditEntry).where(AuditEntry.verb == "Nhận phản ánh của cơ quan cũ")).one()
    assert (entry.office_id, entry.details["cases_taken"]) == (hoa_sen, 2)
    cases.answer(merged.session, kept, "Đã thay bóng.", by=merged.cast.minh.id, seen=None)


def test_the_restricted_box_goes_to_the_head_uncounted(lan: Browser, merged: Scene) -> None:
    """Who is accused stays blocked; where he is a head now, or the whole old office is, the office above reads."""
    session, cast = merged.session, merged.cast
    boss = merged.make.official("Năm", merged.old, "leader")
    grant(session, merged.tu, merged.old, "officer", since=clock.today())
    whole, heads = merged.make.case(merged.old, "Cả xã."), merged.make.case(merged.old, "Ông chủ tịch.")
    for case, flag in (
        (merged.kept, Flag("denunciation", "Nêu tên.", accused=[merged.tu.id])),
        (heads, Flag("denunciation", "Nêu tên.", accused=[boss.id])),
        (whole, Flag("denunciation", "Cả cơ quan.", whole_office=True)),
    ):
        box_case(session, case, flag, by=merged.tu.id, seen=None)
    grant(session, boss, cast.hoa_sen, "leader", since=clock.today())
    above = merged.make.official("Mai", merged.province, "leader")
    session.commit()
    page = lan.get(PAGE)
    assert "1 phản ánh chưa đóng" in page.text
    assert merged.kept.reference not in page.html
    assert "Đã nhận 0 phản ánh" in merged.send(lan, with_box="y").text
    session.expire_all()
    assert {merged.kept.office_id, heads.office_id, whole.office_id} == {cast.hoa_sen.id}
    assert merged.left.office_id == merged.old.id

    def reads(official: Official) -> set[UUID | None]:
        return {each.case_id for each in boxed_for(session, viewer_of(session, official, on=clock.today()))}

    assert reads(cast.thu) == {merged.kept.id}
    assert reads(boss) == {merged.kept.id}
    assert reads(above) == {heads.id, whole.id}
    assert reads(cast.lan) == set()


def test_who_may_take_over(lan: Browser, minh: Browser, stranger: Browser, app: Flask, merged: Scene) -> None:
    """The administrator of the heir and of the office directly above; nobody else."""
    assert minh.get(PAGE).status == 404
    token = {"csrf_token": minh.get("/").csrf}
    assert minh.post_plain(merged.on(), token).status == 404
    assert "không tiếp nhận công việc" in stranger.get(PAGE).text
    assert stranger.post_plain(merged.on(), {"csrf_token": stranger.get("/").csrf}).status == 404
    for official in (merged.cast.minh, merged.cast.thu, merged.tu):
        with pytest.raises(RightLost):
            merged.take(merged.kept, by=official)
    above = merged.make.official("Bảy", merged.province, "administrator")
    assert "Đã nhận 1 phản ánh" in merged.send(Browser(app).signed_in_as(above), merged.kept).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "Hãy viết nội dung"),
        ({"reason": "x" * 6000}, "hãy rút gọn"),
        ({"heir": "0"}, "Hãy chọn cơ quan tiếp nhận"),
    ],
)
def test_what_is_missing_comes_back(lan: Browser, merged: Scene, typed: dict[str, str], words: str) -> None:
    page = merged.send(lan, merged.left, **typed)
    assert page.status == 422
    assert words in page.text
    assert page.fields(merged.on())[f"of{merged.old.id}-reason"] == typed.get("reason", REASON)
    assert page.html.count(" checked") == 1
    merged.session.expire_all()
    assert merged.left.office_id == merged.old.id


def test_nothing_ticked_is_refused_and_twice_is_once(lan: Browser, merged: Scene) -> None:
    page = merged.send(lan)
    assert page.status == 422
    assert "Chưa chọn gì để nhận" in page.text
    assert merged.take(merged.kept, by=merged.cast.lan) == 1
    assert merged.take(merged.kept, by=merged.cast.lan) == 0
    assert merged.session.scalars(select(Step).where(Step.verb == "take_over")).one().case_id == merged.kept.id


def test_an_office_that_works_still_keeps_its_cases(lan: Browser, scene: Scene) -> None:
    assert "không tiếp nhận công việc" in lan.get(PAGE).text
    with pytest.raises(NoHeir):
        scene.take(scene.kept, by=scene.cast.lan)
    succeed(scene.session, scene.old, scene.cast.an_binh, on=clock.today())
    with pytest.raises(NoHeir):
        scene.take(scene.kept, by=scene.cast.lan)


def test_of_a_divided_office_nothing_is_ticked(lan: Browser, merged: Scene) -> None:
    succeed(merged.session, merged.old, merged.cast.an_binh, on=clock.today())
    merged.session.commit()
    page = lan.get(PAGE)
    assert "chia cho nhiều cơ quan" in page.text
    assert " checked" not in page.html
    found = all_heirs(merged.session, on=clock.today())
    heirs = heirs_of(merged.session, merged.old, on=clock.today())
    assert found == {merged.old.id: {heir.id for heir in heirs}}
    assert len(heirs) == 2


def test_every_state_but_the_end_can_be_taken_over() -> None:
    assert VERBS["take_over"].states == set(STATES) - {"closed"}
    assert VERBS["take_over"].states > OPEN


def test_the_command_writes_down_who_follows_whom(command: Callable[..., Result], scene: Scene) -> None:
    new, day = scene.cast.hoa_sen, clock.today()
    for wrong, words in (
        (("xa-cu", "khong-co", "--on", day.isoformat()), "Không có cơ quan"),
        (("xa-cu", "xa-cu", "--on", day.isoformat()), "phải khác"),
        (("xa-cu", new.code, "--on", "2020-01-01"), "đã có trước ngày đó"),
    ):
        answer = command("offices", "succeed", *wrong)
        assert answer.exit_code != 0
        assert words in answer.output
    for _time in range(2):
        answer = command("offices", "succeed", "xa-cu", new.code, "--on", day.isoformat())
        assert answer.exit_code == 0
        assert "tiếp nhận công việc của" in answer.output
    scene.session.expire_all()
    assert scene.old.valid_to == day
    assert len(scene.session.scalars(select(Succession)).all()) == 1
    tomorrow = (day + timedelta(days=1)).isoformat()
    assert "đã kết thúc ngày" in command("offices", "succeed", "xa-cu", new.code, "--on", tomorrow).output
    scene.old.valid_to, new.valid_from = None, day + timedelta(days=2)
    scene.session.commit()
    assert "chưa có" in command("offices", "succeed", "xa-cu", new.code, "--on", tomorrow).output
