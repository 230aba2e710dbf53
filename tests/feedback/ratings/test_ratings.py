"""Rating a reply: three items, once, without a default; and where a dissatisfied sender's case goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Forbidden
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.cases.steps import OneLevelUp
from app.feedback.codes.rules import code_of
from app.feedback.ratings.models import ReplyRating
from app.feedback.ratings.rules import ITEMS, LEVELS, NotRated, is_dissatisfied, levels_in, rated_step
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make

CODE = code_of(SECRET, UUID(int=31), "0" * 32)


@dataclass
class Sender:
    """Who holds the code of a case."""

    browser: Browser
    session: Session
    cast: Cast
    case: Case

    def look(self) -> Page:
        return self.browser.get(f"/T/{CODE}")

    def rate(self, *levels: int | None) -> Page:
        picks = {item: str(level) for item, level in zip(ITEMS, levels, strict=True) if level}
        return self.browser.post_plain(f"/T/{CODE}/rating", picks)

    def ask_again(self, text: str = "Vẫn tắc.") -> Page:
        path = f"/T/{CODE}/messages"
        key = self.look().fields(path)["key"]
        return self.browser.post_plain(f"/T/{CODE}/reopening", {"key": key, "text": text})

    def office(self, verb: Any, *words: Any, **more: Any) -> None:
        verb(self.session, self.fresh(), *words, **({"by": self.cast.minh.id, "seen": None} | more))
        self.session.commit()

    def fresh(self) -> Case:
        return self.session.get_one(Case, self.case.id, populate_existing=True)

    def newest(self) -> Step:
        return self.session.scalars(select(Step).order_by(Step.number.desc()).limit(1)).one()


@pytest.fixture
def sender(browser: Browser, make: Make, cast: Cast, session: Session) -> Sender:
    """Minh has answered; Thu leads the office."""
    assert cast.thu
    found = Sender(browser, session, cast, make.case(cast.hoa_sen, code=CODE))
    found.office(actions.answer, "Đã nạo vét.")
    return found


def test_it_works(sender: Sender, minh: Browser, lan: Browser) -> None:
    """Three items without a default; the office sees the levels and not who gave them."""
    radios = [field for field in sender.look().tree.iter("input") if field.get("type") == "radio"]
    assert len(radios) == len(ITEMS) * len(LEVELS)
    assert not any("checked" in field.attrib for field in radios)
    assert sender.rate(5, 4, 3).status == 303
    row = sender.session.scalars(select(ReplyRating)).one()
    assert (row.timely, row.relevant, row.proven, row.office_id) == (5, 4, 3, sender.cast.hoa_sen.id)
    mine, theirs = sender.look(), lan.get(f"/cases/{sender.case.id}")
    assert "Ông/Bà đã chấm: Trả lời kịp thời: Rất hài lòng" in mine.text
    assert "Người gửi chấm: Trả lời kịp thời: Rất hài lòng" in theirs.text
    assert f"/T/{CODE}/rating" not in mine.html
    assert f"/T/{CODE}/reopening" not in mine.html


@pytest.mark.parametrize("picks", [(None, 4, 4), (4, 4, None), (None, None, None), (4, 9, 4)])
def test_an_item_left_out_brings_the_page_back_with_the_others(sender: Sender, picks: tuple[int | None, ...]) -> None:
    page = sender.rate(*picks)
    assert page.status == 422
    assert "cho cả ba mục" in page.text
    kept = {item: [str(level)] for item, level in zip(ITEMS, picks, strict=True) if level in LEVELS}
    assert page.fields(f"/T/{CODE}/rating") == kept
    assert sender.session.scalar(select(func.count()).select_from(ReplyRating)) == 0


def test_a_reply_is_rated_once(sender: Sender) -> None:
    for _time in range(2):
        assert sender.rate(5, 5, 5).status == 303
    page = sender.rate(1, 1, 1)
    assert page.status == 409
    assert "chỉ chấm một lần" in page.text
    assert sender.session.scalars(select(ReplyRating.timely)).all() == [5]


def test_where_nobody_replied_there_is_nothing_to_rate(sender: Sender) -> None:
    sender.office(actions.reopen, "Xem lại.")
    assert f"/T/{CODE}/rating" not in sender.look().html
    page = sender.rate(3, 3, 3)
    assert page.status == 409
    assert "chưa có câu trả lời" in page.text


def test_only_who_is_dissatisfied_has_it_looked_at_again(sender: Sender) -> None:
    for levels in ((), (3, 3, 3)):
        if levels:
            sender.rate(*levels)
        page = sender.ask_again("Tôi viết dài.")
        assert page.status == 409
        assert "chấm điểm câu trả lời trước" in page.text
        assert sender.fresh().state == "answered"


def test_a_dissatisfied_senders_case_goes_to_the_head(sender: Sender, minh: Browser, thu: Browser) -> None:
    assert sender.rate(4, 2, 5).status == 303
    assert f"/T/{CODE}/reopening" in sender.look().html
    assert sender.ask_again().status == 303
    case = sender.fresh()
    assert (case.state, case.holder_id, case.office_id) == ("reopened", sender.cast.thu.id, sender.cast.hoa_sen.id)
    assert "lãnh đạo cơ quan xem lại và trả lời" in sender.look().text
    assert "lãnh đạo cơ quan xem lại và trả lời" in thu.get(f"/cases/{case.id}").text
    with pytest.raises(OneLevelUp, match="lần này lãnh đạo trả lời"):
        sender.office(actions.answer, "Đã xong rồi.")
    sender.session.rollback()
    assert issubclass(OneLevelUp, Forbidden)
    sender.office(actions.note, "Đã nạo vét hai lần.")
    sender.office(actions.answer, "Đã thay ống.", by=sender.cast.thu.id)
    assert sender.rate(1, 1, 1).status == 303
    assert sender.ask_again().status == 409
    assert sender.session.scalar(select(func.count()).select_from(ReplyRating)) == 2


def test_what_a_lower_officer_writes_meanwhile_comes_back(sender: Sender, lan: Browser) -> None:
    sender.rate(1, 1, 1)
    sender.ask_again()
    page = lan.get(f"/cases/{sender.case.id}")
    action = f"/cases/{sender.case.id}/answer"
    assert action not in page.html
    token = {"csrf_token": page.csrf, "answer-seen": str(sender.fresh().last_number)}
    refused = lan.post_plain(action, {**token, "answer-text": "Lan trả lời."})
    assert refused.status == 403
    assert refused.fields(action)["answer-text"] == "Lan trả lời."


def test_where_the_only_head_replied_it_goes_to_the_office_above(
    sender: Sender, make: Make, browser: Browser, minh: Browser
) -> None:
    above = make.office("Ủy ban nhân dân tỉnh", "tinh")
    sender.cast.hoa_sen.superior_id = above.id
    head = make.official("Mai", above, "leader")
    sender.office(actions.reopen, "Trả lời lại.", by=sender.cast.thu.id)
    sender.office(actions.answer, "Thu trả lời.", by=sender.cast.thu.id)
    sender.rate(2, 3, 3)
    assert sender.ask_again().status == 303
    case = sender.fresh()
    assert (case.office_id, case.holder_id) == (above.id, head.id)
    assert "cơ quan cấp trên xem lại và trả lời. Ủy ban nhân dân tỉnh." in sender.look().text
    sender.office(actions.answer, "Tỉnh trả lời.", by=head.id)
    assert "Tỉnh trả lời." in sender.look().text
    assert minh.get(f"/cases/{case.id}").status == 404


def test_where_there_is_nobody_above_the_office_looks_again_itself(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    found = Sender(browser, session, cast, make.case(cast.hoa_sen, code=CODE))
    found.office(actions.answer, "Đã nạo vét.")
    found.rate(1, 1, 1)
    assert found.ask_again().status == 303
    assert (found.fresh().holder_id, found.newest().details) == (None, {})
    found.office(actions.answer, "Đã nạo vét lại.")


@pytest.mark.parametrize(("levels", "dissatisfied"), [((3, 3, 3), False), ((5, 5, 2), True), ((1, 5, 5), True)])
def test_one_item_is_enough_to_be_dissatisfied(levels: tuple[int, ...], dissatisfied: bool) -> None:
    assert is_dissatisfied(dict(zip(ITEMS, levels, strict=True))) is dissatisfied


def test_levels_are_read_as_they_are_written() -> None:
    assert levels_in({"timely": "1", "relevant": "5", "proven": "3"}) == {"timely": 1, "relevant": 5, "proven": 3}
    with pytest.raises(NotRated):
        levels_in({"timely": "01", "relevant": "5", "proven": "3"})


def test_the_reply_that_counts_is_the_newest_since_the_last_reopening() -> None:
    def steps(*verbs: str) -> list[Step]:
        return [Step(verb=verb, number=number) for number, verb in enumerate(verbs)]

    for verbs, number in (
        (("send", "answer", "close"), 1),
        (("send", "forward"), 1),
        (("send", "answer", "reopen", "refuse"), 3),
    ):
        found = rated_step(steps(*verbs))
        assert found is not None
        assert found.number == number
    assert rated_step(steps("send", "answer", "reopen")) is None
    assert rated_step(steps("send", "mark_duplicate")) is None
