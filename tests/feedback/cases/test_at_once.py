"""Several at the same moment, on a database of their own with real commits: one wins, the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.access.models import Membership
from app.access.viewer import Viewer
from app.core import clock
from app.core.session import session, transaction
from app.feedback.cases.actions import answer, assign
from app.feedback.cases.models import Case, Step
from app.feedback.cases.queries import case_for
from app.feedback.cases.steps import SomebodyElse
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

PEOPLE = 4


def test_of_several_officers_who_answer_one_does(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        cast = Cast(Make(own))
        case_id, office_id = cast.make.case(cast.hoa_sen).id, cast.hoa_sen.id
        officers = [cast.make.official(f"Minh {number}", cast.hoa_sen).id for number in range(PEOPLE)]
        assert own.scalar(select(func.count()).select_from(Membership)) == PEOPLE
    start = Barrier(PEOPLE)

    def try_it(official_id: int) -> str:
        rights = frozenset({"cases.read", "cases.read-all"})
        with live.app_context():
            case = case_for(session(), Viewer(official_id, "", {office_id: rights}), case_id)
            seen = case.last_number
            start.wait()
            try:
                with transaction():
                    answer(session(), case, f"Trả lời của {official_id}.", by=official_id, seen=seen)
            except SomebodyElse as problem:
                return str(problem)
            return "answered"

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(try_it, officers))
    assert said.count("answered") == 1
    assert all("đã ghi một bước mới lúc" in words for words in said if words != "answered")
    with live.extensions["thuocdo.sessions"]() as own:
        assert own.scalar(select(func.count()).select_from(Step).where(Step.verb == "answer")) == 1
        assert own.get_one(Case, case_id).last_number == 2


def test_one_page_sent_many_times_at_once_is_one_case(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        code = Make(own).placement().code
    path = f"/C/{code}/petition"
    fields = {**Browser(live).get(path).fields(path), "text": "Đèn hỏng."}
    start = Barrier(PEOPLE)

    def send(_number: int) -> str:
        start.wait()
        page = Browser(live).post_plain(path, fields)
        assert page.status == 200
        return page.html[page.html.index('class="code"') :][:60]

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert len(set(pool.map(send, range(PEOPLE)))) == 1
    with live.extensions["thuocdo.sessions"]() as own:
        keys: list[UUID] = list(own.scalars(select(Case.id)))
        assert len(keys) == 1


def test_who_lost_the_right_a_second_ago_gets_his_words_back(live: Flask) -> None:
    """Between the gate, which still knows the role, and the step the role ends; the words are not lost with it."""
    with live.extensions["thuocdo.sessions"]() as own:
        cast = Cast(Make(own))
        case = cast.make.case(cast.hoa_sen, "Cống tắc trước chợ.")
        assign(own, case, holder_id=cast.minh.id, unit="", by=cast.minh.id, seen=None)
        own.commit()
        case_id, official_id = case.id, cast.minh.id
        minh = Browser(live).signed_in_as(cast.minh)
    action = f"/cases/{case_id}/answer"
    opened = minh.get(f"/cases/{case_id}").fields(action)

    def just_then() -> None:
        with live.extensions["thuocdo.sessions"]() as other:
            held = other.scalars(select(Membership).where(Membership.official_id == official_id)).one()
            held.valid_to = clock.today()
            other.commit()

    live.before_request_funcs[None].append(just_then)
    page = minh.post_plain(action, {**opened, "answer-text": "Đã nạo vét cả đoạn."})
    assert page.status == 403
    assert "vừa hết, quyền" in page.text
    assert "Đã nạo vét cả đoạn." in page.html
    assert "Cống tắc trước chợ." not in page.text
    with live.extensions["thuocdo.sessions"]() as own:
        assert own.get_one(Case, case_id).state == "received"
