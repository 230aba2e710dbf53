"""What officials do with a case, verb by verb: the state that follows, the step that stays, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.core import clock
from app.core.errors import Conflict, Forbidden, Gone, Problem
from app.core.tokens import hour_key
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, PROOFS, REFUSALS, STATES, VERBS, added_up, why_not
from app.feedback.codes import actions as citizen
from app.feedback.restricted.actions import Flag, box_case
from tests.cast import Cast
from tests.feedback.conftest import Hall
from tests.make import Make

DONE = date(2026, 11, 20)


@dataclass
class Desk:
    """One case, and Minh who deals with it."""

    session: Session
    cast: Cast
    case: Case

    def do(self, verb: Callable[..., Step], *words: Any, **more: Any) -> Step:
        """Minh does something, having seen everything, unless told otherwise."""
        named = {"by": self.cast.minh.id, "seen": self.case.last_number} | more
        step = verb(self.session, self.case, *words, **named)
        self.session.commit()
        return step

    def refused(self, kind: type[Problem], verb: Callable[..., Any], /, *words: Any, **more: Any) -> str:
        """Minh is refused; nothing is left of it, and the sentence is whole."""
        before = self.case.last_number
        with pytest.raises(kind) as caught:
            self.do(verb, *words, **more)
        self.session.rollback()
        assert self.steps()[-1].number == before
        sentence = str(caught.value)
        assert sentence.endswith(".")
        assert "%(" not in sentence
        return sentence

    def steps(self) -> list[Step]:
        return list(self.session.scalars(select(Step).where(Step.case_id == self.case.id).order_by(Step.number)))

    def write(self, text: str = "Ở cột số 4.") -> None:
        """The sender writes more."""
        citizen.write(self.session, self.case, text, key=hour_key(clock.now()))
        self.session.commit()


@pytest.fixture
def desk(make: Make, cast: Cast, session: Session) -> Desk:
    return Desk(session, cast, make.case(cast.hoa_sen))


def fresh(desk: Desk) -> Case:
    return desk.session.get_one(Case, desk.case.id, populate_existing=True)


def test_it_works(desk: Desk) -> None:
    """From receipt to the end, each step with who and when; the columns say what the steps say."""
    desk.do(actions.acknowledge)
    desk.do(actions.assign, holder_id=desk.cast.minh.id, unit="Công chức xây dựng")
    desk.do(actions.start)
    desk.do(actions.ask, "Đèn ở cột số mấy?")
    desk.write()
    desk.do(actions.answer, "Đã thay bóng ngày 21/11/2026.")
    desk.do(actions.close, proof="done", done_on=DONE, text="Biên bản nghiệm thu số 12.")
    steps = desk.steps()
    assert [(step.verb, step.state) for step in steps] == [
        ("send", "received"),
        ("acknowledge", "acknowledged"),
        ("assign", "acknowledged"),
        ("start", "in_progress"),
        ("ask", "waiting"),
        ("write", "in_progress"),
        ("answer", "answered"),
        ("close", "closed"),
    ]
    assert [step.number for step in steps] == list(range(1, 9))
    assert {step.by_id for step in steps if step.author == "official"} == {desk.cast.minh.id}
    assert {step.by_id for step in steps if step.author == "citizen"} == {None}
    told = added_up(steps)
    case = desk.case
    assert (case.state, case.holder_id, case.unit) == ("closed", desk.cast.minh.id, "Công chức xây dựng")
    assert (case.answered_at, case.closed_at) == (steps[6].at, steps[7].at)
    assert case.first_replied_at == steps[1].at
    assert told.done_at == case.answered_at
    assert case.took is not None


def test_a_citizens_step_has_no_minute(desk: Desk) -> None:
    desk.write()
    assert all(step.at == clock.hour_of(step.at) for step in desk.steps() if step.author == "citizen")


def test_the_clock_stands_still_while_the_office_waits(desk: Desk) -> None:
    assert desk.case.due_at is not None
    desk.do(actions.ask, "Đèn ở cột số mấy?")
    assert fresh(desk).due_at is None
    assert fresh(desk).half_at is None
    desk.do(actions.resume, "Đã tự tìm ra cột đèn.")
    assert fresh(desk).state == "in_progress"
    assert fresh(desk).due_at is not None


@pytest.mark.parametrize("verb", [verb for verb in VERBS if VERBS[verb].states])
def test_every_state_either_allows_a_verb_or_says_why_not(verb: str) -> None:
    for state in STATES:
        sentence = why_not(verb, state)
        assert (sentence is None) == (state in VERBS[verb].states)
        assert sentence is None or sentence.endswith(".")


def test_what_is_acknowledged_is_not_acknowledged_again(desk: Desk) -> None:
    desk.do(actions.acknowledge)
    assert "đã được tiếp nhận" in desk.refused(Conflict, actions.acknowledge)


def test_what_nobody_answered_is_not_closed(desk: Desk) -> None:
    desk.do(actions.start)
    assert "Chưa có câu trả lời" in desk.refused(Conflict, actions.close, proof="done", done_on=DONE, text="Xong.")


@pytest.mark.parametrize("proof", ["", "because"])
def test_closing_needs_a_proof_of_the_list(desk: Desk, proof: str) -> None:
    desk.do(actions.answer, "Đã thay bóng.")
    assert "minh chứng" in desk.refused(Problem, actions.close, proof=proof, text="Xong.")
    assert "done" in PROOFS


def test_what_was_done_has_a_day_that_is_not_to_come(desk: Desk) -> None:
    desk.do(actions.answer, "Đã thay bóng.")
    for day in (None, clock.today() + timedelta(days=1)):
        assert "ngày đã làm xong" in desk.refused(Problem, actions.close, proof="done", done_on=day, text="Xong.")
    assert desk.do(actions.close, proof="done", done_on=DONE, text="Xong.").details["on"] == "2026-11-20"


def test_a_closed_case_is_reopened_before_anything_else(desk: Desk) -> None:
    desk.do(actions.answer, "Đã thay bóng.")
    desk.do(actions.close, proof="done", done_on=DONE, text="Xong.")
    assert "đã đóng" in desk.refused(Conflict, actions.answer, "Thêm nữa.")
    desk.do(actions.reopen, "Đèn lại hỏng.")
    assert (desk.case.state, desk.case.answered_at, desk.case.closed_at) == ("reopened", None, None)
    desk.do(actions.answer, "Đã thay cả chao đèn.")


def test_what_is_open_is_not_reopened(desk: Desk) -> None:
    assert "không cần mở lại" in desk.refused(Conflict, actions.reopen, "Vì sao?")


def test_who_waits_does_not_ask_again_nor_resumes_without_waiting(desk: Desk) -> None:
    assert "không ở trạng thái chờ" in desk.refused(Conflict, actions.resume, "Thôi.")
    desk.do(actions.ask, "Cột số mấy?")
    assert "Đang chờ người dân" in desk.refused(Conflict, actions.ask, "Ngõ nào?")


@pytest.mark.parametrize("verb", [actions.answer, actions.ask, actions.note])
@pytest.mark.parametrize(("text", "says"), [(" \n ", "Hãy viết nội dung"), ("x" * 30_001, "Nội dung dài 30001")])
def test_an_answer_says_something_and_not_too_much(desk: Desk, verb: Callable[..., Step], text: str, says: str) -> None:
    assert says in desk.refused(actions.WordsUnfit, verb, text)


def test_two_who_answer_at_once_do_not_both_answer(desk: Desk) -> None:
    """Lan has the page open while Minh answers; she is told by whom and when, and nothing is stored twice."""
    seen = desk.case.last_number
    desk.do(actions.answer, "Đã thay bóng.")
    sentence = desk.refused(Conflict, actions.answer, "Sẽ thay bóng.", by=desk.cast.lan.id, seen=seen)
    assert "Minh đã ghi một bước mới lúc" in sentence
    assert [step.text for step in desk.steps() if step.verb == "answer"] == ["Đã thay bóng."]


def test_who_answers_while_the_sender_writes_is_told(desk: Desk) -> None:
    seen = desk.case.last_number
    desk.write()
    assert "người dân đã viết thêm" in desk.refused(Conflict, actions.answer, "Đã thay bóng.", seen=seen)


def test_a_right_that_ended_a_second_ago_is_gone(desk: Desk) -> None:
    held = desk.session.scalars(select(Membership).where(Membership.official_id == desk.cast.minh.id)).one()
    held.valid_to = clock.today()
    desk.session.commit()
    assert "vừa hết" in desk.refused(Forbidden, actions.answer, "Đã thay bóng.")


def test_an_account_that_was_closed_a_second_ago_does_nothing(desk: Desk) -> None:
    desk.cast.minh.active = False
    desk.session.commit()
    assert "vừa hết" in desk.refused(Forbidden, actions.note, "Đã xem.")


@pytest.mark.parametrize("who", ["hoa", "quan"])
def test_observers_and_strangers_do_nothing(desk: Desk, who: str) -> None:
    desk.refused(Forbidden, actions.acknowledge, by=getattr(desk.cast, who).id)


def test_only_the_head_gives_more_time(desk: Desk) -> None:
    before = desk.case.due_at
    assert before is not None
    desk.refused(Forbidden, actions.extend, amount=5, text="Chờ vật tư.")
    step = desk.do(actions.extend, amount=5, text="Chờ vật tư.", by=desk.cast.thu.id)
    assert step.details == {"amount": 5, "unit": "working_days"}
    assert desk.case.due_at is not None
    assert desk.case.due_at >= before + timedelta(days=5)
    assert "từ 1 đến 5" in desk.refused(Problem, actions.extend, amount=6, text="Chờ.", by=desk.cast.thu.id)
    assert "từ 1 đến 5" in desk.refused(Problem, actions.extend, amount=0, text="Chờ.", by=desk.cast.thu.id)
    desk.do(actions.extend, amount=5, text="Chờ vật tư.", by=desk.cast.thu.id)
    assert "hết mức" in desk.refused(Problem, actions.extend, amount=1, text="Chờ.", by=desk.cast.thu.id)


def test_a_case_goes_to_somebody_who_may_handle_it(desk: Desk) -> None:
    assert "không còn quyền" in desk.refused(Problem, actions.assign, holder_id=desk.cast.hoa.id, unit="")
    assert "không còn quyền" in desk.refused(Problem, actions.assign, holder_id=desk.cast.quan.id, unit="")
    assert "Hãy chọn người" in desk.refused(Problem, actions.assign, holder_id=None, unit="  ")
    desk.do(actions.assign, holder_id=None, unit="Tổ dân phố số 4")
    assert (desk.case.holder_id, desk.case.unit) == (None, "Tổ dân phố số 4")


def test_what_is_not_ours_goes_on_with_an_address(desk: Desk) -> None:
    assert "có thẩm quyền" in desk.refused(Problem, actions.forward, to=" ", text="")
    desk.do(actions.forward, to="Điện lực Hoa Sen, 12 Trần Phú", text="Việc của ngành điện.")
    assert (desk.case.state, desk.case.flag) == ("closed", "not_ours")


@pytest.mark.parametrize(("reason", "flag"), [("unclear", "refused"), ("settled", "refused"), ("advertising", "spam")])
def test_a_refusal_has_a_reason_of_the_list_and_a_sentence(desk: Desk, reason: str, flag: str) -> None:
    assert "lý do" in desk.refused(Problem, actions.refuse, reason="boring", text="Không.")
    assert "Hãy viết" in desk.refused(Problem, actions.refuse, reason=reason, text=" ")
    assert reason in REFUSALS
    desk.do(actions.refuse, reason=reason, text="Không xác định được nơi xảy ra.")
    assert (desk.case.state, desk.case.flag) == ("closed", flag)


def test_a_duplicate_goes_on_under_the_first_one(desk: Desk, make: Make) -> None:
    first, third = make.case(desk.cast.hoa_sen), make.case(desk.cast.hoa_sen)
    elsewhere = make.case(desk.cast.an_binh)
    assert "Không tìm thấy" in desk.refused(Conflict, actions.mark_duplicate, None)
    assert "Không tìm thấy" in desk.refused(Conflict, actions.mark_duplicate, elsewhere)
    assert "chính nó" in desk.refused(Conflict, actions.mark_duplicate, desk.case)
    desk.do(actions.mark_duplicate, first)
    assert (desk.case.flag, desk.case.duplicate_of_id) == ("duplicate", first.id)
    with pytest.raises(actions.NotDuplicate):
        actions.mark_duplicate(desk.session, third, desk.case, by=desk.cast.minh.id, seen=None)
    with pytest.raises(actions.NotDuplicate):
        actions.mark_duplicate(desk.session, first, third, by=desk.cast.minh.id, seen=None)
    desk.do(actions.reopen, "Không phải cùng một cột đèn.")
    assert (desk.case.flag, desk.case.duplicate_of_id) == (None, None)


def test_another_kind_or_level_has_another_limit(desk: Desk) -> None:
    normal = desk.case.due_at
    assert normal is not None
    assert "loại và mức độ" in desk.refused(Problem, actions.classify, kind="petition", level="soon")
    desk.do(actions.classify, kind="petition", level="urgent")
    assert desk.case.due_at is not None
    assert desk.case.due_at < normal


def test_what_lies_in_the_box_is_no_case_any_more(desk: Desk) -> None:
    box_case(desk.session, desk.case, Flag("denunciation", "Tố cáo một cá nhân."), by=desk.cast.minh.id, seen=None)
    desk.session.commit()
    assert "hộp hạn chế" in desk.refused(Conflict, actions.answer, "Đã sửa.", seen=None)
    with pytest.raises(Conflict, match="xem hướng dẫn ở trang này"):
        desk.write()


def test_a_withdrawn_case_is_left_alone(desk: Desk) -> None:
    citizen.withdraw(desk.session, desk.case)
    desk.session.commit()
    assert "đã rút" in desk.refused(Gone, actions.note, "Tiếc quá.")


def test_several_are_acknowledged_at_once(desk: Desk, make: Make) -> None:
    cases = [desk.case, make.case(desk.cast.hoa_sen), make.case(desk.cast.hoa_sen)]
    desk.do(actions.acknowledge)
    assert actions.acknowledge_several(desk.session, cases, by=desk.cast.minh.id) == 2
    assert {case.state for case in cases} == {"acknowledged"}
    with pytest.raises(actions.NothingChosen):
        actions.acknowledge_several(desk.session, [], by=desk.cast.minh.id)


def test_a_remark_becomes_a_case_once(hall: Hall, cast: Cast, session: Session) -> None:
    """The remark stays where it is; the case knows it, and nobody can be asked back."""
    remark = hall.write("Cống trước nhà văn hóa bị tắc.")
    case = actions.raise_case(session, remark, kind="petition", by=cast.minh.id, with_desk=True)
    session.commit()
    assert (case.text, case.task_id, case.desk_id) == (remark.text, remark.task_id, remark.desk_id)
    assert (case.code_hash, case.state, case.office_id) == (None, "received", cast.hoa_sen.id)
    with pytest.raises(actions.AlreadyRaised, match=case.reference):
        actions.raise_case(session, remark, kind="petition", by=cast.minh.id, with_desk=True)
    with pytest.raises(actions.NobodyReads):
        actions.ask(session, case, "Ở đâu?", by=cast.minh.id, seen=None)
    with pytest.raises(Forbidden):
        actions.raise_case(session, remark, kind="petition", by=cast.hoa.id, with_desk=True)


def test_open_and_done_states_are_all_states() -> None:
    assert OPEN | {"answered", "closed"} == set(STATES)
