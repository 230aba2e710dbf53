"""What observers watched at the demo office: sheets, and recommendations in every state that a page shows.

Everything is done by the actions of the screens. They take no day to answer by that is over, so what lies in the past
is done today first, and its days are moved back after its last step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.people import People, demo_key, people_of
from app.core import clock
from app.desks.models import Desk
from app.feedback.supervision.actions import Line, Written, add_to_sheet, draft_sheet, file_sheet
from app.feedback.supervision.models import Recommendation, SupervisionSheet
from app.feedback.supervision.recommending import Asked, recommend, take
from app.plans.models import Plan, Task

INSPECTORS = "Ban Thanh tra nhân dân xã Bình Minh"
FRONT = "Ủy ban Mặt trận Tổ quốc Việt Nam xã Bình Minh"
CENTRE = "Trung tâm Phục vụ hành chính công xã"


def is_watched(session: Session, plan: Plan) -> bool:
    """Whether this is there already."""
    wanted = select(SupervisionSheet.id).where(SupervisionSheet.office_id == plan.office_id).limit(1)
    return session.scalar(wanted) is not None


def add_watching(session: Session, plan: Plan) -> None:
    """Fill the pages of supervision."""
    people = people_of(session)
    tasks = {task.label: task for task in plan.tasks}
    _desk_watched(session, tasks["4"], people)
    _dues_watched(session, tasks["3"], people)
    _draft(session, tasks["8"], people)


def _desk_watched(session: Session, task: Task, people: People) -> None:
    """Filed five weeks ago; one recommendation agreed with, one answered and waiting for the observers."""
    desk = session.scalars(select(Desk).where(Desk.office_id == task.plan.office_id).order_by(Desk.id)).first()
    watched = Written(
        body=FRONT,
        title="Việc tiếp nhận và trả kết quả hồ sơ tại Trung tâm Phục vụ hành chính công xã",
        from_on=_ago(40),
        to_on=_ago(38),
        task_id=task.id,
        desk_id=desk.id if desk else None,
        participants="Phó Chủ tịch Ủy ban Mặt trận Tổ quốc xã; 02 ủy viên; đại diện Hội Người cao tuổi, Hội Phụ nữ xã",
        conclusion="Hồ sơ được tiếp nhận đúng thành phần, trả đúng hẹn. Người cao tuổi còn phải đứng chờ lâu vào sáng "
        "thứ Hai; bảng niêm yết phí chưa cập nhật.",
        findings=(
            Line("Niêm yết thành phần hồ sơ, phí, lệ phí, thời hạn giải quyết", "unmet", "Mức phí ba thủ tục đã cũ."),
            Line("Trả kết quả đúng hẹn", "met", "Xem 30 hồ sơ của tháng trước: 30 hồ sơ đúng hẹn."),
            Line("Chỗ ngồi chờ, lối đi cho người cao tuổi, người khuyết tật", "unmet", "Sáng thứ Hai thiếu ghế."),
            Line("Việc nhận, trả hồ sơ tại nhà", "unseen", "Trong thời gian giám sát không có đề nghị nào."),
        ),
    )
    sheet = _filed(session, task, watched, days_ago=36, people=people)
    words = "Sáng thứ Hai vừa qua Trung tâm đã kê thêm 10 ghế; bảng phí thì chưa thay."
    added = add_to_sheet(session, sheet, words, key=demo_key("sheet-desk-more"), by=people.observer)
    added.added_at = _noon(_ago(29))
    fees = _recommended(session, sheet, "Thay bảng niêm yết phí, lệ phí đúng với mức đang thu.", CENTRE, people)
    _take(session, fees, "propose", "Bảng mới đã đặt in, thay trước cuối tuần này.", people.officer)
    reply = "Trung tâm đã thay bảng niêm yết tại bốn quầy và trên trang thông tin của xã; ảnh chụp gửi kèm biên bản."
    _take(session, fees, "answer", reply, people.leader)
    _take(session, fees, "accept", "", people.observer)
    _move_back(fees, sent=36, answered=(30, 28, 25), due=21)
    chairs = _recommended(session, sheet, "Bố trí ô tiếp riêng cho người cao tuổi vào sáng thứ Hai.", CENTRE, people)
    reply = (
        "Từ thứ Hai tuần tới, Quầy số 1 dành ô đầu tiên cho người cao tuổi, người khuyết tật từ 7 giờ 30 đến 10 giờ."
    )
    _take(session, chairs, "answer", reply, people.leader)
    _move_back(chairs, sent=36, answered=(2,), due=1)


def _dues_watched(session: Session, task: Task, people: People) -> None:
    """Filed three weeks ago; one recommendation overdue with a proposal for the leader, one to be answered soon."""
    watched = Written(
        body=INSPECTORS,
        title="Việc thu, chi các khoản Nhân dân đóng góp làm đường ở thôn Đông",
        from_on=_ago(26),
        to_on=_ago(24),
        task_id=task.id,
        place="Nhà văn hóa thôn Đông; công trình đường ngõ 3",
        participants="Trưởng ban; 03 ủy viên; đại diện Ban Giám sát đầu tư của cộng đồng",
        conclusion="Tiền thu đủ biên lai, chi đúng việc. Bảng công khai thu, chi treo chậm 20 ngày so với quy ước của "
        "thôn.",
        findings=(
            Line("Mức đóng góp được họp thôn thống nhất", "met", "Biên bản họp có 62 trên 71 hộ ký."),
            Line("Biên lai thu tiền", "met", "Đối chiếu 40 biên lai, không lệch."),
            Line("Công khai thu, chi tại nhà văn hóa thôn", "unmet", "Treo chậm 20 ngày, thiếu phần chi vật liệu."),
        ),
    )
    sheet = _filed(session, task, watched, days_ago=22, people=people)
    late = _recommended(
        session,
        sheet,
        "Công khai đủ phần chi vật liệu đường ngõ 3 tại nhà văn hóa thôn Đông và giữ bảng ít nhất 30 ngày.",
        "Phòng Kinh tế",
        people,
    )
    words = "Phòng Kinh tế đã có bảng chi vật liệu do thôn gửi; đề nghị cho niêm yết từ đầu tuần tới."
    _take(session, late, "propose", words, people.officer)
    _move_back(late, sent=22, answered=(5,), due=7)
    soon = _recommended(
        session, sheet, "Hướng dẫn 14 thôn dùng chung một mẫu bảng công khai thu, chi khoản đóng góp.", "", people
    )
    _move_back(soon, sent=6, answered=(), due=-9)


def _draft(session: Session, task: Task, people: People) -> None:
    """Begun and not finished: its page says what is missing."""
    begun = Written(
        body=INSPECTORS,
        title="Việc thay bóng đèn đường trước cổng trường tiểu học",
        from_on=_ago(1),
        to_on=_ago(0),
        task_id=task.id,
        place="Đường liên thôn, đoạn qua cổng trường tiểu học",
        findings=(Line("Số bóng đã thay so với số bóng hỏng", "", ""),),
    )
    office = task.plan.office_id
    made = draft_sheet(session, office, begun, key=demo_key("sheet-draft"), by=people.observer)
    made.created_at = _noon(_ago(1))
    session.flush()


def _filed(session: Session, task: Task, watched: Written, *, days_ago: int, people: People) -> SupervisionSheet:
    key = demo_key(f"sheet-{watched.title}")
    sheet = draft_sheet(session, task.plan.office_id, watched, key=key, by=people.observer)
    file_sheet(session, sheet, by=people.observer)
    sheet.created_at = sheet.filed_at = _noon(_ago(days_ago))
    session.flush()
    return sheet


def _recommended(session: Session, sheet: SupervisionSheet, text: str, unit: str, people: People) -> Recommendation:
    asked = Asked(sheet.body, text, clock.today(), unit=unit)
    key = demo_key(f"recommendation-{text}")
    return recommend(session, sheet.office_id, asked, sheet=sheet, key=key, by=people.observer)


def _take(session: Session, found: Recommendation, verb: str, text: str, by: int) -> None:
    take(session, found, verb, text, seen=found.last_number, by=by)


def _move_back(found: Recommendation, *, sent: int, answered: Sequence[int], due: int) -> None:
    """Let the days pass: so many days ago it was sent, each step taken, and (below nought: still to come) due."""
    found.created_at, found.due_on = _noon(_ago(sent)), _ago(due)
    for step, days in zip(found.steps, answered, strict=True):
        step.at = _noon(_ago(days))


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), clock.VIETNAM) + timedelta(hours=9, minutes=30)
