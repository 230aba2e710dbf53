"""Fills an empty database with the demo office, through the same actions as the screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import grant
from app.access.viewer import Viewer
from app.accounts.actions import add_official
from app.accounts.models import Official
from app.cli.demo.family import add_family
from app.core import clock
from app.desks.actions import add_desk, place
from app.desks.models import Placement
from app.forms.actions import generate_drafts, publish
from app.forms.models import Form
from app.offices.actions import add_office
from app.offices.models import Office
from app.plans.actions import import_plan
from app.plans.calendar.actions import add_reference, complete
from app.plans.calendar.asking import ask_for_report
from app.plans.calendar.queries import entries_for, entry_for
from app.plans.models import Plan, TaskHolder
from app.plans.reading import read_plan

FOLDER = Path(__file__).parent
PLAN_FILE = FOLDER / "ke-hoach-mau.txt"
OFFICE_CODE = "demo"
DONE_BEFORE = 10
"""What was due so many days ago is done in the demo."""

TARGETS = {"2": 0.8, "4": 0.75, "5": 0.9}
"""What the office aims at, by the task's number: with the demo's answers one is missed, one open, one reached."""


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One demo account; the pass phrase is public on purpose and exists in the demo only."""

    sign_in_name: str
    name: str
    role: str
    password: str


SIGN_INS = (
    DemoSignIn("quantri", "Nguyễn Thị Lan", "administrator", "thuoc do quan tri"),
    DemoSignIn("lanhdao", "Trần Văn Thu", "leader", "thuoc do lanh dao"),
    DemoSignIn("congchuc", "Lê Quang Minh", "officer", "thuoc do cong chuc"),
    DemoSignIn("giamsat", "Phạm Thị Hoa", "observer", "thuoc do giam sat"),
)
PROVINCE_SIGN_IN = DemoSignIn("captinh", "Hoàng Thị Mai", "leader", "thuoc do cap tinh")
"""An account of the level above: it sees which communes have carried the province's plan down."""
NEIGHBOURS = (("demo-phu-lam", "Ủy ban nhân dân xã Phú Lâm"), ("demo-tan-hoa", "Ủy ban nhân dân xã Tân Hòa"))
DESKS = (
    ("Quầy số 1: Tư pháp, hộ tịch", "Trung tâm Phục vụ hành chính công xã, tầng 1"),
    ("Quầy số 2: Đất đai, xây dựng", "Trung tâm Phục vụ hành chính công xã, tầng 1"),
    ("Phòng tiếp công dân", "Trụ sở UBND xã, phòng 102"),
    ("Nhà văn hóa thôn Đông", "Thôn Đông"),
)


def is_loaded(session: Session) -> bool:
    """Whether the demo office is there."""
    return session.scalar(select(Office.id).where(Office.code == OFFICE_CODE)) is not None


def load_demo(session: Session, say: Callable[[str], None]) -> Plan:
    """Add office, officials, plan, published forms and desks; answers come from ``responses fake`` afterwards."""
    province = add_office(
        session, code="demo-tinh", name="Ủy ban nhân dân tỉnh Đông Sơn", kind="tỉnh", valid_from=date(2025, 7, 1)
    )
    office = add_office(
        session,
        code=OFFICE_CODE,
        name="Ủy ban nhân dân xã Bình Minh",
        kind="xã",
        valid_from=date(2025, 7, 1),
        superior=province,
    )
    office.citizen_locales = ["vi", "en"]
    for code, name in NEIGHBOURS:
        add_office(session, code=code, name=name, kind="xã", valid_from=date(2025, 7, 1), superior=province)
    officials = _add_officials(session, office)
    _add_province_official(session, province, office)
    grant(session, officials["administrator"], province, "observer", since=clock.today())
    say("đã lập cơ quan mẫu và 5 tài khoản")
    content = PLAN_FILE.read_bytes()
    plan = import_plan(
        session,
        office,
        read_plan(content, PLAN_FILE.name).as_json(),
        document=(PLAN_FILE.name, content),
        by=officials["administrator"].id,
    )
    for task in plan.tasks:
        task.target_share = TARGETS.get(task.label)
        session.add(TaskHolder(task_id=task.id, official_id=officials["officer"].id))
    say(f"đã đọc kế hoạch mẫu: {len(plan.tasks)} nhiệm vụ")
    forms = generate_drafts(session, plan)
    for form in forms:
        publish(session, form, by=officials["administrator"].id)
    desks = [add_desk(session, office, name=name, location=location) for name, location in DESKS]
    for desk in desks:
        for form in forms:
            place(session, desk, form)
    session.flush()
    say(f"đã phát hành {len(forms)} mẫu phiếu, đặt tại {len(desks)} điểm tiếp nhận")
    add_family(session, plan, province, desks, by=officials["administrator"].id)
    say("đã gắn kế hoạch của tỉnh và kế hoạch năm trước")
    _fill_calendar(session, plan, officials)
    say("đã ghi kết quả các việc đến hạn trước đây và một yêu cầu báo cáo đột xuất")
    return plan


def _fill_calendar(session: Session, plan: Plan, officials: dict[str, Official]) -> None:
    """What was due long ago is done with its evidence; the rest is left for whoever tries the calendar."""
    today, by = clock.today(), officials["administrator"]
    offices = session.scalars(select(Office.id))
    everywhere = Viewer(by.id, by.name, {office: frozenset({"plans.read"}) for office in offices})
    for line in entries_for(session, everywhere, today=today):
        if line.last_on and line.last_on < today - timedelta(days=DONE_BEFORE):
            add_reference(session, line, f"{line.last_on:%d}/BC-UBND ngày {line.last_on:%d/%m/%Y}", by=by.id)
            line = entry_for(session, everywhere, line.key, today=today)
            complete(session, line, done_on=line.last_on or today, note="Đã gửi đúng hạn.", by=by.id)
    ask_for_report(
        session,
        plan.office_id,
        subject="Báo cáo nhanh kết quả lấy ý kiến người dân tại các thôn",
        what="Số phiếu thu được ở từng thôn; việc đã làm sau khi nghe góp ý; khó khăn cần xã hỗ trợ.",
        due_on=today + timedelta(days=5),
        officials=[officials["officer"].id],
        units=["Trưởng các thôn"],
        plan=plan,
        by=officials["leader"].id,
    )


def first_placement(session: Session) -> Placement:
    """The placement that the demo's citizen link opens: the one-stop desk's form, the most familiar one."""
    return (
        session.scalars(
            select(Placement)
            .join(Placement.desk)
            .join(Placement.form)
            .join(Office)
            .where(Office.code == OFFICE_CODE)
            .order_by(Form.template, Placement.id)
        ).first()
        or _missing()
    )


def _missing() -> Placement:
    raise LookupError("the demo office has no placement")


def _add_province_official(session: Session, province: Office, office: Office) -> None:
    demo = PROVINCE_SIGN_IN
    official = add_official(session, sign_in_name=demo.sign_in_name, name=demo.name, password=demo.password)
    grant(session, official, province, demo.role, since=clock.today())
    grant(session, official, office, "observer", since=clock.today())


def _add_officials(session: Session, office: Office) -> dict[str, Official]:
    officials = {}
    for demo in SIGN_INS:
        official = add_official(session, sign_in_name=demo.sign_in_name, name=demo.name, password=demo.password)
        grant(session, official, office, demo.role, since=clock.today())
        officials[demo.role] = official
    return officials
