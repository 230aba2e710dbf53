"""Asking a colleague for his part of a case: what he sees and may do, what the others see, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Problem
from app.core.session import session as open_session
from app.core.session import transaction
from app.feedback.cases import actions
from app.feedback.cases.deeds import DEEDS
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import VERBS
from app.feedback.cases.steps import NotInThisState, RightLost, SomebodyElse
from app.feedback.codes.actions import withdraw
from app.feedback.coordination.actions import (
    AskedBefore,
    NotAsked,
    RequestUnfit,
    contribute,
    invite,
    recall,
)
from app.feedback.coordination.models import Coordination
from app.feedback.coordination.queries import CoordinationEnded
from app.feedback.coordination.rules import requests_in
from app.feedback.restricted.actions import Flag, box_case, lift
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

QUESTION = "Cống này thuộc tổ nào quản lý?"


@dataclass
class Scene:
    """A case that Lan deals with; Minh, who sees nothing of it, can be asked."""

    session: Session
    cast: Cast
    case: Case

    def ask(self, official: Official | None = None, **more: Any) -> Step:
        asked = (official or self.cast.minh).id
        named = {"official_id": asked, "due_on": None, "by": self.cast.lan.id, "seen": None} | more
        return self.do(invite, QUESTION, **named)

    def do(self, verb: Callable[..., Step], *words: Any, **more: Any) -> Step:
        step = verb(self.session, self.case, *words, **({"by": self.cast.lan.id, "seen": None} | more))
        self.session.commit()
        return step

    def refused(self, kind: type[Problem], verb: Callable[..., Any], *words: Any, **more: Any) -> str:
        """The sentence of a refusal; nothing is left of what was tried."""
        before = self.case.last_number
        with pytest.raises(kind) as caught:
            verb(*words, **more)
        self.session.rollback()
        assert self.case.last_number == before
        assert str(caught.value).endswith(".")
        return str(caught.value)

    def asked(self) -> dict[int, tuple[date | None, bool]]:
        """What the table remembers; the steps say the same."""
        self.session.expire_all()
        rows = self.session.scalars(select(Coordination).where(Coordination.case_id == self.case.id))
        found = {row.official_id: (row.due_on, row.answered_at is not None) for row in rows}
        steps = self.session.scalars(select(Step).where(Step.case_id == self.case.id).order_by(Step.number))
        folded = {each: (one.due_on, one.answered_at is not None) for each, one in requests_in(steps).items()}
        assert found == folded
        return found


@pytest.fixture
def scene(make: Make, cast: Cast, session: Session) -> Scene:
    case = make.case(cast.hoa_sen, "Cống tắc trước chợ.", contact={"phone": "0900 000 000"}, code="MA1")
    made = Scene(session, cast, case)
    assert {cast.minh.name, cast.thu.name} == {"Minh", "Thu"}
    made.do(actions.assign, holder_id=cast.lan.id, unit="")
    return made


def test_it_works(lan: Browser, minh: Browser, scene: Scene) -> None:
    """Lan asks on the page, Minh reads and contributes, Lan reads it; the sender hears nothing and no clock stops."""
    address, due = f"/cases/{scene.case.id}", scene.case.due_at
    assert minh.get(address).status == 404
    assert "Không ai đang đề nghị bạn phối hợp" in minh.get("/cases/coordination").text
    fields = lan.get(address).fields(f"{address}/invitation")
    typed = {"invite-official_id": str(scene.cast.minh.id), "invite-text": QUESTION, "invite-due_on": "2026-12-01"}
    assert lan.post_plain(f"{address}/invitation", {**fields, **typed}).status == 303
    assert "chờ ý kiến" in lan.get(address).text
    assert "Cần phối hợp 1" in " ".join(minh.get("/cases").text.split())
    assert QUESTION in minh.get("/cases/coordination").text
    page = minh.get(address)
    assert "Cống tắc trước chợ." in page.text
    assert QUESTION in page.text
    fields = page.fields(f"{address}/contribution")
    said = {**fields, "contribute-text": "Tổ 5 quản lý."}
    assert minh.post_plain(f"{address}/contribution", said).status == 303
    page = lan.get(address)
    assert "Tổ 5 quản lý." in page.text
    assert "đã có ý kiến" in page.text
    assert minh.post_plain(f"{address}/contribution", said).status == 409, "sent twice"
    assert scene.asked() == {scene.cast.minh.id: (date(2026, 12, 1), True)}
    told = [VERBS[step.verb].told for step in scene.session.scalars(select(Step)) if step.verb in DEEDS]
    assert told == [False] * 3
    assert (scene.case.state, scene.case.due_at, scene.case.first_replied_at) == ("received", due, None)


def test_who_is_asked_does_nothing_but_contribute(minh: Browser, scene: Scene) -> None:
    """Every other address of the case stays shut, and the page offers none of them."""
    scene.ask()
    address, before = f"/cases/{scene.case.id}", scene.case.last_number
    page = minh.get(address)
    token = page.fields(f"{address}/contribution")
    assert page.html.count("<form") == minh.get("/cases/coordination").html.count("<form") + 1
    for hidden in ("contact", "restriction", "public-reply", "measures/new"):
        assert hidden not in page.html
    shut = [f"{address}/{deed.noun}" for verb, deed in DEEDS.items() if verb != "contribute"]
    for path in [*shut, f"{address}/contact", f"{address}/restriction", f"{address}/public-reply"]:
        assert minh.post_plain(path, {"csrf_token": token["contribute-csrf_token"]}).status == 404, path
    assert minh.get(f"{address}/restriction").status == 404
    assert minh.get(f"{address}/public-reply").status == 404
    other = scene.cast.make.case(scene.cast.hoa_sen, "Việc khác.")
    assert minh.get(f"/cases/{other.id}").status == 404
    assert "Cống tắc" not in minh.get("/cases", tray="all").text
    scene.session.expire_all()
    assert scene.case.last_number == before


@pytest.mark.parametrize("end", ["recall", "close", "restrict", "withdraw"])
def test_it_ends_and_the_words_come_back(minh: Browser, scene: Scene, end: str) -> None:
    """Minh was writing when the request ended: he reads the case no longer, and his words are still there."""
    scene.ask()
    address = f"/cases/{scene.case.id}"
    typed = {**minh.get(address).fields(f"{address}/contribution"), "contribute-text": "Tổ 5 quản lý."}
    lan, boxed = scene.cast.lan.id, None
    if end == "recall":
        scene.do(recall, official_id=scene.cast.minh.id)
    elif end == "close":
        scene.do(actions.refuse, reason="settled", text="Đã thông cống hôm qua.")
    elif end == "restrict":
        boxed = box_case(scene.session, scene.case, Flag("unclear", "Nêu tên cán bộ."), by=lan, seen=None)
    else:
        withdraw(scene.session, scene.case)
    scene.session.commit()
    page = minh.post_plain(f"{address}/contribution", typed)
    assert page.status == 409
    assert "Tổ 5 quản lý." in page.html
    assert "đã được rút hoặc đã kết thúc" in page.text
    assert "tố cáo" not in page.text, "who was asked does not learn that it lies in the box"
    assert minh.get(address).status == 404
    assert "Không ai đang đề nghị" in minh.get("/cases/coordination").text
    assert scene.asked() == {}
    words = scene.session.scalars(select(Step.text).where(Step.verb == "invite")).one()
    assert words == (QUESTION if end in {"recall", "close"} else "")
    if boxed:
        lift(scene.session, boxed, "Không phải.", by=scene.cast.thu.id)
        scene.session.commit()
        assert scene.asked() == {}, "who is still needed is asked again"


def test_a_question_to_nobody_who_can_answer_is_refused(scene: Scene) -> None:
    cast, today = scene.cast, clock.today()
    assert "chính mình" in scene.refused(RequestUnfit, scene.ask, cast.lan)
    assert "đang được giao" in scene.refused(RequestUnfit, scene.ask, cast.lan, by=cast.thu.id)
    for official in (cast.hoa, cast.quan):
        assert "không có quyền" in scene.refused(actions.NotHolder, scene.ask, official)
    assert "Hãy chọn" in scene.refused(actions.NotChosen, scene.ask, official_id=0)
    for day in (today - timedelta(days=1), date.max):
        assert "từ hôm nay" in scene.refused(RequestUnfit, scene.ask, due_on=day)
    scene.ask()
    assert "chưa trả lời" in scene.refused(AskedBefore, scene.ask)
    nobody = cast.thu.id
    assert "không còn" in scene.refused(NotAsked, scene.do, recall, official_id=nobody)
    scene.refused(CoordinationEnded, scene.do, contribute, "Tôi biết.", by=nobody)
    scene.do(contribute, "Tổ 5.", by=cast.minh.id)
    scene.ask()
    assert scene.asked() == {cast.minh.id: (None, False)}, "who has answered may be asked something else"
    scene.do(actions.assign, holder_id=cast.minh.id, unit="")
    assert scene.asked() == {}, "who is given the case needs no request"
    scene.do(actions.refuse, reason="settled", text="Đã thông cống hôm qua.")
    assert "đã đóng" in scene.refused(NotInThisState, scene.ask, cast.thu)


def test_a_day_that_is_over_shows_and_a_lost_right_shuts(lan: Browser, minh: Browser, scene: Scene) -> None:
    step = scene.ask()
    step.details = step.details | {"due_on": (clock.today() - timedelta(days=1)).isoformat()}
    scene.ask(scene.cast.thu, due_on=clock.today())
    assert "Quá ngày cần có ý kiến" in minh.get("/cases/coordination").text
    assert lan.get(f"/cases/{scene.case.id}").text.count("Quá ngày cần có ý kiến") == 1
    held = scene.session.scalars(select(Membership).where(Membership.official_id == scene.cast.minh.id)).one()
    held.role = "observer"
    scene.session.commit()
    page = minh.get(f"/cases/{scene.case.id}")
    assert "Gửi ý kiến phối hợp" not in page.text
    scene.refused(RightLost, scene.do, contribute, "Tổ 5.", by=scene.cast.minh.id)


def test_of_two_who_ask_the_same_at_once_one_does(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        cast = Cast(Make(own))
        case_id, minh_id = cast.make.case(cast.hoa_sen).id, cast.minh.id
        askers = [cast.lan.id, cast.thu.id]
    start = Barrier(len(askers))

    def try_it(official_id: int) -> str:
        with live.app_context():
            case = open_session().get_one(Case, case_id)
            seen = case.last_number
            start.wait()
            try:
                with transaction():
                    invite(open_session(), case, QUESTION, official_id=minh_id, due_on=None, by=official_id, seen=seen)
            except SomebodyElse as problem:
                return str(problem)
            return "asked"

    with ThreadPoolExecutor(len(askers)) as pool:
        said = list(pool.map(try_it, askers))
    assert sorted(words == "asked" for words in said) == [False, True]
    with live.extensions["thuocdo.sessions"]() as own:
        assert own.scalar(select(func.count()).select_from(Coordination)) == 1
