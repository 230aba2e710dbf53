"""What the demo office made of what people said: consultations, measures, initiatives, a case and one in the box.

Everything is done by the actions of the screens. They take no day that is over, so what lies in the past is done today
first, and its days are moved back before the next step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cli.demo.cases import add_cases, receive_people
from app.cli.demo.people import People, demo_key, people_of, tracking_code
from app.core import clock
from app.core.settings import Settings
from app.feedback.cases.actions import acknowledge, answer, assign, start
from app.feedback.cases.models import Case
from app.feedback.codes.actions import Sent, send_case
from app.feedback.consultations import actions as consultations
from app.feedback.consultations.models import Consultation, Contribution, Opinion
from app.feedback.consultations.rules import marked
from app.feedback.consultations.sheets.actions import Typed, type_in
from app.feedback.consultations.taking import Said, Sheet, contribute
from app.feedback.contact.vault import Vault
from app.feedback.initiatives.actions import Nomination, nominate, recognise, replicate
from app.feedback.measures.actions import Intent, complete, take_on
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.wordings.actions import adopt
from app.feedback.wordings.shipped import SHIPPED
from app.plans.models import Plan, Task

ROAD_CASE, BOXED_CASE = "case-road", "case-box"

ROAD = """Điều 1. Phạm vi nâng cấp
Nâng cấp 2,4 km đường liên thôn Đông Hạ - Phú Lâm, mặt đường bê tông rộng 5,5 m, có rãnh thoát nước hai bên.

Điều 2. Đất để mở rộng đường
Hai bên đường hiến hoặc được hỗ trợ phần đất rộng thêm 0,75 m theo phương án được từng hộ đồng ý bằng văn bản.

Điều 3. Thời gian thi công
Thi công từ tháng 01 đến tháng 5 năm 2027, từng đoạn 300 m, luôn để một nửa mặt đường cho xe đi lại."""

HALLS = """Điều 1. Giữ lại nhà văn hóa
Mỗi thôn mới nhập giữ một nhà văn hóa làm nơi họp chính; nhà còn lại làm điểm sinh hoạt của tổ liên gia.

Điều 2. Kinh phí sửa chữa
Ngân sách xã chi 70% kinh phí sửa chữa; phần còn lại vận động trên tinh thần tự nguyện, công khai từng khoản."""

_NOW = (
    ("agree", "", "agree", "", "change", "Đề nghị làm thêm hai điểm tránh xe ở đoạn gần trường mầm non."),
    ("agree", "", "disagree", "Nhà tôi đã lùi tường năm trước, nay không lùi được nữa.", "agree", ""),
    ("change", "Rãnh thoát nước cần có nắp đậy để người già, trẻ em khỏi ngã.", "agree", "", "", ""),
    ("agree", "", "", "", "change", "Nên tránh tháng gặt, xe chở lúa không qua được."),
    ("agree", "", "agree", "", "agree", ""),
    ("agree", "", "agree", "", "", ""),
)
"""Stance and words about each article in turn, one line for each person."""
_PAST = (
    ("agree", "", "agree", ""),
    ("agree", "", "agree", ""),
    ("change", "Điểm sinh hoạt tổ liên gia phải có người giữ chìa khóa và giờ mở cửa.", "agree", ""),
    ("agree", "", "change", "Hộ nghèo, hộ neo đơn không nên vận động đóng góp."),
    ("agree", "", "agree", ""),
    ("disagree", "Nhà văn hóa thôn Hạ rộng hơn, nên chọn làm nơi họp chính.", "agree", ""),
)
_PAST_TIMES = 5
_NOW_TYPED = (
    ("paper", "agree", "", "agree", "Chỉ xin giữ lại hàng cau trước cổng.", "agree", ""),
    ("meeting", "", "", "", "", "change", "Làm đoạn qua chợ vào ban đêm để không ảnh hưởng người bán hàng."),
)
_PAST_TYPED = (
    *(("paper", "agree", "", "agree", ""),) * 5,
    ("paper", "agree", "", "change", "Hộ nghèo trong thôn xin được miễn phần đóng góp."),
)
"""What was typed in from paper, or said at a meeting: the way, then as above."""
_ANSWERS: Mapping[str, tuple[str, str, str]] = {
    "Điểm sinh hoạt": (
        "Cần có người giữ chìa khóa và giờ mở cửa điểm sinh hoạt của tổ liên gia.",
        "taken",
        "Đã bổ sung vào Điều 1: tổ trưởng tổ liên gia giữ chìa khóa, giờ mở cửa niêm yết tại cửa.",
    ),
    "Nhà văn hóa": (
        "Đề nghị chọn nhà văn hóa thôn Hạ làm nơi họp chính vì rộng hơn.",
        "not_taken",
        "Nhà văn hóa thôn Hạ nằm trong hành lang thoát lũ, không được cơi nới; nơi họp chính phải chứa đủ 150 người.",
    ),
    "Hộ nghèo": (
        "Không vận động hộ nghèo, hộ neo đơn đóng góp.",
        "taken",
        "Đã bổ sung vào Điều 2: không vận động hộ nghèo, hộ cận nghèo, hộ neo đơn.",
    ),
}
"""The office's words, verdict and reason for the opinions that begin so."""


def is_listening(session: Session, plan: Plan) -> bool:
    """Whether this is there already."""
    return session.scalar(select(Consultation.id).where(Consultation.office_id == plan.office_id).limit(1)) is not None


def add_listening(session: Session, plan: Plan, settings: Settings) -> None:
    """Fill the pages of what became of people's words."""
    people = people_of(session)
    tasks = {task.label: task for task in plan.tasks}
    _open_consultation(session, plan, people)
    _published_consultation(session, plan, people)
    road = _cases(session, plan, tasks["8"], settings, people)
    add_cases(session, plan, settings, people)
    receive_people(session, plan.office, people.administrator)
    _measures(session, tasks, road, people)
    _initiatives(session, plan, people)
    adopt(session, plan.office, [each.name for each in SHIPPED], by=people.administrator)


def _prepared(session: Session, plan: Plan, draft: consultations.Draft, by: int) -> Consultation:
    made = consultations.prepare(session, plan.office, draft, by=by)
    consultations.open_for_opinions(session, made, by=by)
    return made


def _contribute(session: Session, made: Consultation, people: Sequence[Sequence[str]]) -> None:
    for at, said in enumerate(people):
        contribute(session, made, _sheet(f"{made.title}-{at}", said))


def _type_in(session: Session, made: Consultation, sheets: Sequence[Sequence[str]], by: int) -> None:
    for at, (mode, *said) in enumerate(sheets):
        type_in(session, made, Typed(_sheet(f"{made.title}-paper-{at}", said), mode, clock.today()), by=by)


def _sheet(name: str, said: Sequence[str]) -> Sheet:
    on = {
        number + 1: Said(said[2 * number], said[2 * number + 1]) for number in range(len(said) // 2) if said[2 * number]
    }
    return Sheet(demo_key(name), clock.hour_of(clock.now()), on=on)


def _open_consultation(session: Session, plan: Plan, people: People) -> None:
    today = clock.today()
    draft = consultations.Draft(
        title="Phương án nâng cấp tuyến đường liên thôn Đông Hạ - Phú Lâm",
        purpose="Ủy ban nhân dân xã lấy ý kiến Nhân dân trước khi quyết định. Mỗi ý kiến đều được trả lời.",
        asked="Người dân thôn Đông Hạ và thôn Phú Lâm",
        opens_on=today,
        closes_on=today + timedelta(days=20),
        text=marked(ROAD),
    )
    made = _prepared(session, plan, draft, people.administrator)
    _contribute(session, made, _NOW)
    _type_in(session, made, _NOW_TYPED, people.officer)
    _move_back(session, made, today - timedelta(days=9), made.closes_on)


def _published_consultation(session: Session, plan: Plan, people: People) -> None:
    today = clock.today()
    draft = consultations.Draft(
        title="Phương án sắp xếp nhà văn hóa của các thôn mới nhập",
        purpose="Phương án dùng cho bốn thôn mới nhập; kết quả tiếp thu được niêm yết tại nhà văn hóa thôn.",
        asked="Người dân các thôn mới nhập",
        opens_on=today,
        closes_on=today,
        text=marked(HALLS),
    )
    made = _prepared(session, plan, draft, people.administrator)
    _contribute(session, made, _PAST * _PAST_TIMES)
    _type_in(session, made, _PAST_TYPED, people.officer)
    _move_back(session, made, today - timedelta(days=45), today - timedelta(days=15))
    for beginning, (summary, verdict, why) in _ANSWERS.items():
        chosen = session.scalars(
            select(Opinion.id)
            .join(Contribution, Contribution.id == Opinion.contribution_id)
            .where(Contribution.consultation_id == made.id, Opinion.text.startswith(beginning))
        ).all()
        group = consultations.group(session, made, chosen, summary=summary, by=people.officer)
        consultations.answer(session, group, summary=summary, verdict=verdict, why=why, by=people.officer)
    consultations.publish(session, made, looked=True, by=people.leader)


def _move_back(session: Session, made: Consultation, opens_on: date, closes_on: date) -> None:
    """Let the days pass that a real office waits."""
    noon = datetime.combine(opens_on, datetime.min.time(), clock.VIETNAM) + timedelta(hours=9)
    made.opens_on, made.closes_on, made.opened_at, made.created_at = opens_on, closes_on, noon, noon
    session.flush()
    session.execute(
        update(Contribution)
        .where(Contribution.consultation_id == made.id)
        .values(hour=clock.hour_of(noon + timedelta(days=3)))
    )


def _cases(session: Session, plan: Plan, task: Task, settings: Settings, people: People) -> Case:
    """One that was answered, which a measure comes from; and one in the restricted box."""
    road, boxed = (
        send_case(
            session,
            Sent(
                key=demo_key(name),
                code=tracking_code(settings, name),
                office_id=plan.office_id,
                kind="petition",
                text=text,
                place=where,
                task_id=on.id if on else None,
            ),
            secret=settings.secret_key,
            vault=Vault(settings.contact_keys),
        )[0]
        for name, text, where, on in (
            (
                ROAD_CASE,
                "Đèn đường đoạn qua cổng trường tiểu học hỏng ba tuần nay, tối các cháu đi học thêm về rất nguy hiểm.",
                "Đường liên thôn, trước cổng trường tiểu học",
                task,
            ),
            (
                BOXED_CASE,
                "Tôi muốn tố cáo việc thu tiền hỗ trợ làm đường không có biên lai ở thôn tôi. Mong được giữ kín.",
                "",
                None,
            ),
        )
    )  # fmt: skip
    acknowledge(session, road, by=people.officer, seen=None)
    assign(session, road, holder_id=people.officer, unit="Phòng Kinh tế", by=people.leader, seen=None)
    start(session, road, by=people.officer, seen=None)
    reply = (
        "Phòng Kinh tế đã kiểm tra ngày hôm nay: hỏng 4 bóng và một đoạn dây. Bóng mới sẽ được thay trong tuần này; "
        "Ông/Bà theo dõi kết quả bằng mã này."
    )
    answer(session, road, reply, by=people.officer, seen=None)
    reason = "Người viết nêu rõ muốn tố cáo việc thu tiền không có biên lai."
    box_case(session, boxed, Flag("denunciation", reason), by=people.officer, seen=None)
    return road


def _measures(session: Session, tasks: Mapping[str, Task], road: Case, people: People) -> None:
    today = clock.today()
    centre, economy = "Trung tâm Phục vụ hành chính công xã", "Phòng Kinh tế"
    sheets = Intent(
        "Nhiều người nói phải đi lại hai, ba lần vì được hướng dẫn thiếu giấy tờ.",
        "In phiếu hướng dẫn một trang cho 20 thủ tục có nhiều người làm nhất, trao ngay tại quầy",
        today,
        people.officer,
        centre,
    )
    speakers = Intent(
        "Người cao tuổi nghe không rõ loa gọi số, hay bị lỡ lượt.",
        "Thay loa gọi số và đặt thêm một bảng hiện số chữ lớn ở sảnh chờ",
        today,
        people.officer,
        centre,
    )
    lamps = Intent(
        "Đèn đường trước cổng trường tiểu học hỏng, buổi tối đi lại nguy hiểm.",
        "Thay 4 bóng đèn và đoạn dây hỏng trên đường liên thôn, trước cổng trường tiểu học",
        today + timedelta(days=5),
        people.officer,
        economy,
    )
    helpers = Intent(
        "Người dân thôn xa muốn có người hướng dẫn nộp hồ sơ trực tuyến vào buổi tối.",
        "Bố trí tổ công nghệ số cộng đồng trực tối thứ Ba, thứ Năm tại nhà văn hóa thôn",
        today + timedelta(days=30),
        None,
        "Tổ công nghệ số cộng đồng các thôn",
    )
    made = {
        at: take_on(session, tasks[label], intent, key=demo_key(f"measure-{at}"), by=people.administrator, case=case)
        for at, (label, intent, case) in enumerate(
            (("4", sheets, None), ("4", speakers, None), ("8", lamps, road), ("5", helpers, None))
        )
    }
    result = "Đã in 2.000 phiếu cho 20 thủ tục, đặt tại bốn quầy; cán bộ đánh dấu giấy tờ còn thiếu ngay trên phiếu."
    complete(session, made[0], result=result, public=True, looked=True, by=people.officer)
    made[1].due_on = today - timedelta(days=9)
    session.flush()


def _initiatives(session: Session, plan: Plan, people: People) -> None:
    since = clock.today() - timedelta(days=20)
    year = since.year
    for at, nomination in enumerate(
        (
            Nomination(
                kind="initiative",
                field="politics",
                year=year,
                name="Ngày thứ Sáu không giấy hẹn",
                unit="Trung tâm Phục vụ hành chính công xã",
                description="Thủ tục đơn giản nộp sáng thứ Sáu được trả ngay trong ngày, người dân không phải trở lại.",
            ),
            Nomination(
                kind="model",
                field="society",
                year=year,
                name="Tổ dân vận khéo “Ba sạch” thôn Đông",
                unit="Thôn Đông",
                description="Mỗi tuần một buổi, các hộ cùng dọn đường, khơi rãnh, phân loại rác tại nhà.",
                result="96% số hộ phân loại rác; hai điểm rác tự phát đã được xóa.",
                evidence="Biên bản kiểm tra của Ban công tác Mặt trận thôn.",
            ),
            Nomination(
                kind="model",
                field="economy",
                year=year,
                name="Hiến đất mở đường, công khai từng mét",
                unit="Thôn Phú Lâm",
                description="Danh sách hộ hiến đất, số mét đất và tiền vật liệu được ghi trên bảng ở đầu ngõ, cập nhật "
                "hằng tuần.",
                result="48 hộ hiến 1.260 m² đất, mở rộng 1,1 km đường ngõ, không có đơn thư.",
                evidence="Bảng công khai và biên bản nghiệm thu của Ban Giám sát đầu tư của cộng đồng.",
            ),
        )
    ):
        by = people.observer if at == 0 else people.officer
        made = nominate(session, plan.office, nomination, key=demo_key(f"initiative-{at}"), by=by)
        if at > 0:
            decision = f"Quyết định số 21{at}/QĐ-UBND ngày {since:%d/%m/%Y} của Chủ tịch Ủy ban nhân dân xã"
            recognise(session, made, decision=decision, by=people.leader)
        if at > 1:
            note = "Đã sang học cách lập bảng công khai, áp dụng cho hai ngõ."
            replicate(session, made, unit="Thôn Đông", since=since, note=note, by=people.officer)
            replicate(session, made, unit="Thôn Hạ", since=since + timedelta(days=7), note="", by=people.officer)
