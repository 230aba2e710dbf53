"""What a tracking code opens: answers, messages both ways, one second look, a copy, and the end of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.tokens import ALPHABET, hour_key, is_checked
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.codes.queries import tracked
from app.feedback.codes.rules import CODE_LENGTH, code_of, grouped, hash_of, is_code, new_ticket
from app.feedback.codes.views import wrong_codes
from app.feedback.contact.models import CaseContact
from app.feedback.ratings.rules import ITEMS
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.restricted.models import BoxedText
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make

CODE = code_of(SECRET, UUID(int=7), "0" * 32)
PHONE = "0912 345 678"


@dataclass
class Sender:
    """Who holds the code."""

    browser: Browser
    session: Session
    cast: Cast
    case: Case

    def look(self) -> Page:
        return self.browser.get(f"/T/{CODE}")

    def say(self, to: str, text: str, **more: Any) -> Page:
        """Write into one of the boxes of the page."""
        path = f"/T/{CODE}/{to}"
        return self.browser.post_plain(path, {**self.look().fields(path), "text": text, **more}, follow=True)

    def rate(self, *levels: int) -> Page:
        """Rate the newest reply; 2, 2, 2 where nothing is said."""
        picks = dict(zip(ITEMS, map(str, levels or (2, 2, 2)), strict=True))
        return self.browser.post_plain(f"/T/{CODE}/rating", picks, follow=True)

    def office(self, verb: Any, *words: Any, **more: Any) -> None:
        """Minh does something."""
        verb(self.session, self.case, *words, **({"by": self.cast.minh.id, "seen": None} | more))
        self.session.commit()

    def fresh(self) -> Case:
        return self.session.get_one(Case, self.case.id, populate_existing=True)


@pytest.fixture
def sender(browser: Browser, make: Make, cast: Cast, session: Session) -> Sender:
    return Sender(browser, session, cast, make.case(cast.hoa_sen, code=CODE, contact={"phone": PHONE}))


def test_it_works(sender: Sender) -> None:
    """A question and an answer, a reply and a second look, without anybody knowing who writes."""
    assert "Đã nhận, chờ cơ quan xem" in sender.look().text
    sender.office(actions.ask, "Đèn ở cột số mấy?")
    page = sender.look()
    assert "Cơ quan chờ Ông/Bà trả lời" in page.text
    assert "Đèn ở cột số mấy?" in page.text
    assert "Cột số 4." in sender.say("messages", "Cột số 4.").text
    assert sender.fresh().state == "in_progress"
    sender.office(actions.note, "Nhắc anh Bảy đi xem.")
    sender.office(actions.answer, "Đã thay bóng ngày 20/11.")
    page = sender.look()
    assert "Đã thay bóng ngày 20/11." in page.text
    assert "anh Bảy" not in page.text
    sender.rate()
    assert "Cơ quan xem lại" in sender.say("reopening", "Tối qua vẫn không sáng.").text
    assert sender.fresh().state == "reopened"


def test_a_second_second_look_is_refused_and_the_words_stay(sender: Sender) -> None:
    sender.office(actions.answer, "Đã thay bóng.")
    sender.rate()
    sender.say("reopening", "Vẫn không sáng.")
    sender.office(actions.answer, "Đã thay cả dây.", by=sender.cast.thu.id)
    assert f"/T/{CODE}/reopening" not in [form.get("action") for form in sender.look().tree.iter("form")]
    path = f"/T/{CODE}/messages"
    key = sender.look().fields(path)["key"]
    page = sender.browser.post_plain(f"/T/{CODE}/reopening", {"key": key, "text": "Vẫn chưa."})
    assert page.status == 409
    assert "đã yêu cầu xem lại một lần" in page.text


def test_a_message_that_comes_twice_counts_once(sender: Sender) -> None:
    path = f"/T/{CODE}/messages"
    fields = {**sender.look().fields(path), "text": "Cột số 4."}
    for _time in range(3):
        assert sender.browser.post_plain(path, fields).status == 303
    steps = sender.session.scalars(select(Step).where(Step.verb == "write")).all()
    assert len(steps) == 1


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [("  ", {}, "chưa viết gì"), ("x" * 5001, {}, "dài 5001 ký tự"), ("Cột 4.", {"key": "forged"}, "bấm gửi một lần")],
)
def test_a_message_that_does_not_fit_comes_back(sender: Sender, text: str, more: dict[str, str], says: str) -> None:
    page = sender.say("messages", text, **more)
    assert page.status == 422
    assert says in page.text
    assert page.fields(f"/T/{CODE}/messages")["text"] == text
    assert sender.fresh().last_number == 1


def test_what_is_closed_takes_no_more_messages(sender: Sender) -> None:
    path = f"/T/{CODE}/messages"
    fields = {**sender.look().fields(path), "text": "Thêm nữa."}
    sender.office(actions.refuse, reason="unclear", text="Không rõ ngõ nào.")
    page = sender.browser.post_plain(path, fields)
    assert page.status == 409
    assert "Nội dung không rõ" in page.text
    assert sender.fresh().last_number == 2


def test_a_case_that_went_elsewhere_says_where(sender: Sender) -> None:
    sender.office(actions.forward, to="Điện lực Hoa Sen, 12 Trần Phú", text="Việc của ngành điện.")
    assert "Điện lực Hoa Sen, 12 Trần Phú" in sender.look().text


def test_a_duplicate_says_how_the_first_one_stands(sender: Sender, make: Make) -> None:
    first = make.case(sender.cast.hoa_sen, "Chuyện riêng của người khác.")
    sender.office(actions.mark_duplicate, first)
    page = sender.look()
    assert "trùng với một phản ánh đã có" in page.text
    assert "Chuyện riêng" not in page.text


def test_khieu_nai_to_cao_are_told_where_to_go(sender: Sender) -> None:
    sender.office(box_case, Flag("denunciation", "Người gửi tố cáo một cá nhân."))
    page = sender.look()
    for words in ("không xử lý nội dung này như phản ánh", "Ai giải quyết?", "Đơn cần có gì?", "Nơi tiếp công dân"):
        assert words in page.text
    assert "Người gửi tố cáo" not in page.text
    assert "Đèn đường ngõ 12" not in page.html
    assert f"/T/{CODE}/messages" not in page.html
    assert "Đèn đường ngõ 12" in sender.browser.get(f"/T/{CODE}/copy").html


def test_who_takes_his_words_back_takes_them_out_of_the_box_too(sender: Sender) -> None:
    sender.office(box_case, Flag("denunciation", "Tố cáo một cá nhân."))
    sender.browser.post_plain(f"/T/{CODE}/withdrawal", {"sure": "1"})
    assert sender.session.scalars(select(BoxedText.content)).all() == [None]
    assert "Đèn đường" not in sender.browser.get(f"/T/{CODE}/copy").html


def test_a_copy_has_everything_that_is_kept(sender: Sender) -> None:
    sender.office(actions.note, "Chỉ trong nhà.")
    answer = sender.browser.get(f"/T/{CODE}/copy")
    assert answer.answer.mimetype == "text/plain"
    assert "attachment" in answer.answer.headers["Content-Disposition"]
    assert "Đèn đường ngõ 12" in answer.html
    assert PHONE in answer.html
    assert "Chỉ trong nhà." not in answer.html


def test_contact_details_go_when_their_owner_says_so(sender: Sender) -> None:
    sender.browser.post_plain(f"/T/{CODE}/contact/removal")
    assert sender.session.scalars(select(CaseContact)).all() == []
    assert "Cách liên hệ" not in sender.look().text
    assert sender.fresh().text


def test_everything_written_goes_when_the_sender_withdraws(sender: Sender) -> None:
    sender.say("messages", "Cột số 4.")
    sender.office(actions.answer, "Đã thay bóng.")
    path = f"/T/{CODE}/withdrawal"
    unsure = sender.browser.post_plain(path)
    assert unsure.status == 422
    assert "đánh dấu vào ô xác nhận" in unsure.text
    assert sender.fresh().text
    for _time in range(2):
        assert sender.browser.post_plain(path, {"sure": "1"}).status == 303
    case = sender.fresh()
    assert (case.text, case.search, case.place, case.flag, case.state) == ("", "", "", "withdrawn", "closed")
    texts = {
        step.verb: step.text for step in sender.session.scalars(select(Step).execution_options(populate_existing=True))
    }
    assert texts == {"send": "", "write": "", "answer": "Đã thay bóng.", "withdraw": ""}
    assert sender.session.scalars(select(CaseContact)).all() == []
    assert "đã được xóa theo yêu cầu" in sender.look().text


def test_the_code_may_be_typed_as_people_type(sender: Sender) -> None:
    typed = f" {grouped(CODE).lower().replace('0', 'o').replace('1', 'l')} "
    page = sender.browser.post_plain("/T", {"code": typed}, follow=True)
    assert page.status == 200
    assert "Đèn đường ngõ 12" in page.text


@pytest.mark.parametrize("typed", ["", "abc", "0000-0000-0000-0001", "X" * 500, "'; drop table", CODE[:-1]])
def test_a_wrong_code_is_told_so_with_what_was_typed(sender: Sender, typed: str) -> None:
    page = sender.browser.post_plain("/T", {"code": typed})
    assert page.status == 404
    assert "Không có phản ánh nào mang mã này." in page.text
    assert page.fields("/T")["code"] == [typed[:60]]


def test_guessing_is_held_back_while_the_right_code_opens(sender: Sender) -> None:
    """A thousand guesses a minute: each gets a sentence, none a look, and the hall around them is not locked out."""
    statuses = [sender.browser.get(f"/T/{'7' * 15}{letter}").status for letter in ALPHABET]
    assert statuses == [404] * wrong_codes.limit + [429] * (len(ALPHABET) - wrong_codes.limit)
    guess = sender.browser.get("/T/7777777777777777")
    assert "mã đúng vẫn mở được" in guess.text
    assert sender.look().status == 200


def test_wrong_codes_cost_what_right_ones_cost(sender: Sender, statements: list[str]) -> None:
    """Wrong length, wrong check character, well-formed and unknown: the same statements, in the same order."""
    asked = []
    for typed in (CODE, CODE[:-1], CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "0" * 16, ""):
        statements.clear()
        tracked(sender.session, SECRET, typed)
        asked.append([re.sub(r"\s+", " ", statement) for statement in statements if "SAVEPOINT" not in statement])
    assert len(asked[0]) == 2
    assert all(each == asked[0] for each in asked)


def test_nothing_stored_leads_to_the_code(sender: Sender) -> None:
    case = sender.fresh()
    assert case.code_hash == hash_of(SECRET, CODE)
    assert case.code_hash not in {CODE, hash_of("another secret, so another hash", CODE)}
    assert CODE not in str(vars(case))


def test_a_code_has_75_bits_and_a_check() -> None:
    codes = {code_of(SECRET, hour_key(clock.now()), new_ticket()) for _time in range(500)}
    assert len(codes) == 500
    assert all(is_code(code) and len(code) == CODE_LENGTH for code in codes)
    assert {letter for code in codes for letter in code} == set(ALPHABET)


KEYS = st.uuids()
TICKETS = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(KEYS, TICKETS, st.data())
def test_the_same_page_always_gets_the_same_code_and_slips_are_noticed(
    key: Any, ticket: str, data: st.DataObject
) -> None:
    code = code_of(SECRET, key, ticket)
    assert code == code_of(SECRET, key, ticket)
    assert is_checked(code, CODE_LENGTH)
    assert hash_of(SECRET, grouped(code).lower()) == hash_of(SECRET, code)
    at = data.draw(st.integers(0, CODE_LENGTH - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(code[at], "")))
    assert not is_code(code[:at] + other + code[at + 1 :])
