"""Remarks that the demo office has in hand: new, late, waiting, answered well and badly, not its own, twice the same.

Everything is done by the actions of the screens, and each step is moved back to its day before the next is taken: the
clocks then run from there. Of three colleagues who are asked to coordinate, one has answered, one is late, one has
time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.people import People, demo_key, tracking_code
from app.core import clock
from app.core.settings import Settings
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.cases.steps import settle
from app.feedback.clock.rules import Kind
from app.feedback.codes.actions import Sent, ask_again, send_case, write
from app.feedback.contact.vault import Vault
from app.feedback.coordination.actions import contribute, invite
from app.feedback.doors.actions import set_reception
from app.feedback.ratings.actions import rate
from app.feedback.ratings.rules import ITEMS
from app.offices.models import Office
from app.plans.models import Plan

ECONOMY, CULTURE, CENTRE = "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công xã"


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody sent, where it happened, the task it is about, and how many days ago."""

    text: str
    place: str
    task: str
    days: int
    kind: Kind = "petition"


@dataclass(slots=True)
class _Hand:
    """One case, and the verbs that are done to it, each on its day."""

    session: Session
    case: Case
    people: People

    def did(self, days: int, act: Callable[[Case], object]) -> None:
        """Act, as it were so many days ago."""
        act(self.case)
        _move_back(self.session, self.case, days)

    def taken_on(self, days: int, unit: str) -> None:
        """Acknowledged by the officer, and given to them and their unit."""
        self.did(days, lambda case: actions.acknowledge(self.session, case, by=self.people.officer, seen=None))
        holder = self.people.officer
        self.did(
            days,
            lambda case: actions.assign(
                self.session, case, holder_id=holder, unit=unit, by=self.people.leader, seen=None
            ),
        )

    def answered(self, days: int, text: str, *, by: int | None = None) -> None:
        """A reply, by the officer unless somebody else is named."""
        speaker = by or self.people.officer
        self.did(days, lambda case: actions.answer(self.session, case, text, by=speaker, seen=None))

    def asked(self, days: int, question: str, official_id: int, *, by: int, answer_in: int) -> None:
        """A colleague is asked for his part; the day by which follows the asking so many days later."""
        due_on = clock.today() - timedelta(days=days - answer_in)
        self.did(
            days,
            lambda case: _due_then(
                invite(self.session, case, question, official_id=official_id, due_on=clock.today(), by=by, seen=None),
                due_on,
            ),
        )

    def rated(self, level: int) -> None:
        """The sender's three points about the reply, all the same."""
        rate(self.session, self.case, dict.fromkeys(ITEMS, str(level)))


def add_cases(session: Session, plan: Plan, settings: Settings, people: People) -> None:
    """Fill the inbox."""
    tasks = {task.label: task.id for task in plan.tasks}

    def sent(name: str, told: _Told) -> _Hand:
        case, _new = send_case(
            session,
            Sent(
                key=demo_key(name),
                code=tracking_code(settings, name),
                office_id=plan.office_id,
                kind=told.kind,
                text=told.text,
                place=told.place,
                task_id=tasks[told.task],
            ),
            secret=settings.secret_key,
            vault=Vault(settings.contact_keys),
        )
        _move_back(session, case, told.days)
        return _Hand(session, case, people)

    _new_ones(sent, people)
    _in_hand(session, sent, people)
    _answered_ones(session, sent, people)


def receive_people(session: Session, office: Office, by: int) -> None:
    """Say where and when the office receives people."""
    set_reception(
        session,
        office,
        address="Phòng Tiếp công dân, tầng 1, trụ sở Ủy ban nhân dân xã Bình Minh",
        schedule="Thứ Hai đến thứ Sáu: 7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ.\nChủ tịch tiếp: sáng thứ Năm.",
        contact="Công chức tiếp công dân, tại phòng trên",
        by=by,
    )


def _new_ones(sent: Callable[[str, _Told], _Hand], people: People) -> None:
    *_quiet, desk = [
        sent(f"case-new-{at}", told)
        for at, told in enumerate(
            (
                _Told("Mưa là đường vào thôn Đông ngập, rãnh trước nhà trẻ bị lấp đã lâu.", "Thôn Đông", "8", 0),
                _Told("Đề nghị in mẫu tờ khai cỡ chữ lớn cho người cao tuổi.", "", "4", 1, "suggestion"),
                _Told("Buổi chiều quầy số 2 thường không có người, dân phải chờ sang giờ.", "Quầy số 2", "4", 4),
            )
        )
    ]
    question = "Lịch trực quầy số 2 các buổi chiều trong tháng này phân công ai?"
    desk.asked(1, question, people.officer, by=people.leader, answer_in=3)


def _in_hand(session: Session, sent: Callable[[str, _Told], _Hand], people: People) -> None:
    rubbish = sent(
        "case-rubbish",
        _Told("Bãi rác tạm cạnh chợ không ai thu gom hai tuần nay, mùi rất khó chịu.", "Chợ Bình Minh", "8", 24),
    )
    rubbish.taken_on(23, ECONOMY)
    rubbish.did(22, lambda case: actions.start(session, case, by=people.officer, seen=None))
    question = "Hợp đồng thu gom rác chợ năm nay ký với đơn vị nào, thu mấy buổi một tuần?"
    rubbish.asked(7, question, people.administrator, by=people.officer, answer_in=4)
    again = sent("case-rubbish-again", _Told("Rác đầy ở cổng chợ, mong xã cho dọn.", "Cổng chợ Bình Minh", "8", 9))
    again.did(8, lambda case: actions.mark_duplicate(session, case, rubbish.case, by=people.officer, seen=None))
    speaker = sent(
        "case-speaker",
        _Told("Loa truyền thanh thôn Hạ phát từ 4 giờ 30 sáng, trẻ nhỏ không ngủ được.", "Thôn Hạ", "8", 11),
    )
    speaker.taken_on(10, CULTURE)
    question = "Khung giờ phát thanh của các thôn do văn bản nào quy định?"
    speaker.asked(9, question, people.administrator, by=people.officer, answer_in=3)
    words = "Quy chế truyền thanh của xã: sáng phát từ 5 giờ 30. Văn phòng đã gửi bản chụp cho Phòng Văn hóa - Xã hội."
    speaker.did(8, lambda case: contribute(session, case, words, by=people.administrator, seen=None))
    wall = sent("case-wall", _Told("Tường rào nghĩa trang bị đổ một đoạn, trâu bò vào phá mộ.", "", "8", 6))
    wall.taken_on(5, CULTURE)
    question = "Nghĩa trang thôn nào, đoạn tường ở phía đường hay phía đồng?"
    wall.did(4, lambda case: actions.ask(session, case, question, by=people.officer, seen=None))
    power = sent("case-power", _Told("Điện thôn Phú Lâm chập chờn vào giờ nấu cơm.", "Thôn Phú Lâm", "8", 7))
    owner = "Điện lực khu vực Bình Minh, trụ sở tại chợ huyện cũ"
    reason = "Lưới điện do ngành điện quản lý; xã đã gửi văn bản kèm nội dung này."
    power.did(6, lambda case: actions.forward(session, case, to=owner, text=reason, by=people.officer, seen=None))
    fee = sent("case-fee", _Told("Đổi giấy khai sinh phải nộp phí bao nhiêu, tôi được báo hai mức.", "", "4", 8))
    fee.taken_on(7, CENTRE)
    fee.answered(6, "Phí theo quy định của tỉnh, niêm yết tại quầy.")
    fee.rated(1)
    why = "Tôi hỏi mức nào đúng, trả lời không nói số tiền."
    fee.did(5, lambda case: ask_again(session, case, why, key=demo_key("case-fee-again")))


def _answered_ones(session: Session, sent: Callable[[str, _Told], _Hand], people: People) -> None:
    bench = sent(
        "case-bench", _Told("Sảnh chờ thiếu ghế, người già phải đứng.", "Trung tâm Phục vụ hành chính công", "4", 20)
    )
    bench.taken_on(20, CENTRE)
    asked = "Ông/Bà thấy thiếu ghế vào buổi nào?"
    bench.did(19, lambda case: actions.ask(session, case, asked, by=people.officer, seen=None))
    bench.did(
        18, lambda case: write(session, case, "Sáng thứ Hai và thứ Sáu đông nhất.", key=demo_key("case-bench-told"))
    )
    bench.answered(14, "Trung tâm đã kê thêm hai dãy ghế, 12 chỗ, cạnh quầy số 3 từ hôm nay.")
    done_on = clock.today() - timedelta(days=14)
    words = "Đã kê thêm hai dãy ghế, kiểm tra được tại sảnh."
    bench.did(
        13,
        lambda case: actions.close(
            session, case, proof="done", text=words, done_on=done_on, by=people.officer, seen=None
        ),
    )
    bench.rated(5)
    sign = sent("case-sign", _Told("Biển chỉ đường vào trạm y tế bị cây che khuất.", "Ngã ba trạm y tế", "8", 15))
    sign.taken_on(14, CULTURE)
    sign.answered(10, "Thôn đã phát quang cây che biển sáng nay; xã giao trạm y tế kiểm tra hằng tháng.")
    sign.rated(4)
    spam = sent("case-spam", _Told("Cho vay nhanh không thế chấp, lãi thấp.", "", "4", 3))
    why = "Nội dung quảng cáo."
    spam.did(
        3, lambda case: actions.refuse(session, case, reason="advertising", text=why, by=people.officer, seen=None)
    )


def _due_then(step: Step, due_on: date) -> None:
    """Let a request be due on a day, which may be over: nobody is asked for a day that is."""
    step.details = step.details | {"due_on": due_on.isoformat()}


def _move_back(session: Session, case: Case, days: int) -> None:
    """Move the newest step, and the case itself where it is its first, back to the morning of a day."""
    step = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number.desc()).limit(1)).one()
    day = clock.today() - timedelta(days=days)
    morning = datetime.combine(day, time(8, 10), tzinfo=clock.VIETNAM) + timedelta(minutes=11 * step.number)
    at = min(morning, clock.now())
    step.at = at if step.author == "official" else clock.hour_of(at)
    if step.number == 1:
        case.hour = clock.hour_of(at)
    session.flush()
    settle(session, case)
