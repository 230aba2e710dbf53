"""One office with something behind every address, for walks along all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.access.actions import grant
from app.access.models import Membership
from app.access.queries import viewer_of
from app.core import clock
from app.core.tokens import fingerprint, hour_key
from app.desks.kiosks.actions import add_kiosk
from app.desks.kiosks.models import Kiosk
from app.desks.links.actions import open_link
from app.desks.links.models import WebLink
from app.desks.models import Desk, Placement
from app.desks.slips.actions import make_slips
from app.desks.slips.models import SlipBatch
from app.feedback.cases.models import Case
from app.feedback.consultations.models import OpinionGroup
from app.feedback.files.actions import Ready
from app.feedback.files.models import KeptFile
from app.feedback.initiatives.models import Initiative
from app.feedback.measures.models import Measure
from app.feedback.models import Remark
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.restricted.models import BoxedText
from app.feedback.supervision.actions import file_sheet
from app.feedback.supervision.models import Recommendation, SupervisionSheet
from app.feedback.supervision.proofs.actions import add_proofs
from app.feedback.supervision.proofs.queries import proofs_of
from app.feedback.wordings.models import Wording
from app.offices.models import Holiday
from app.plans.actions import import_plan
from app.plans.calendar.actions import add_file, add_holidays, renew_feed
from app.plans.calendar.asking import ask_for_report
from app.plans.calendar.models import Evidence, ReportRequest
from app.plans.calendar.queries import entry_for
from app.plans.family.actions import follow
from app.plans.models import Plan, Task
from app.reports.coverage.queries import key_of, topics_of
from app.reports.publication import deeds
from app.reports.publication.actions import change_page, publish
from app.reports.publication.models import Deed, Snapshot
from app.reports.publication.rules import period_around
from app.responses.actions import submit
from app.responses.asked import asked_by
from app.responses.keys import receipt_pass
from app.responses.paper.actions import print_sheets
from app.responses.paper.models import PaperBatch
from app.scores.alerts.actions import tell
from app.scores.alerts.models import Alert
from app.scores.alerts.rules import Finding
from app.scores.rules import Thresholds
from tests.cast import Cast
from tests.conftest import SECRET
from tests.make import Make
from tests.plans.samples import FILE, read
from tests.responses.scene import GOOD, NOON

KIOSK = "token-of-the-tablet-in-the-house"
"""What the cookie of the house's bound tablet holds."""
TRACKING = "0000000000000000"
"""The tracking code of the house's case; its check character is right."""
PHOTO = Ready("anh-1.jpg", b"\xff\xd8\xff", 1, 1)
"""A photo of the house's case."""
BOXED = "phong bì kẹp trong sổ hộ tịch"
"""What stands in the house's restricted box, and nowhere else."""
STATIC = {"static": "staff.css", "bootstrap.static": "css/bootstrap.min.css"}


class Watched(NamedTuple):
    """What observers wrote: a filed sheet with a photo, a draft, and a recommendation that is late."""

    sheet: SupervisionSheet
    draft: SupervisionSheet
    recommendation: Recommendation
    proof: KeptFile


CHOSEN = {"ending": "csv", "mode": "phone", "kind": "petition", "level": "normal"}
"""What stands for words of a fixed list."""


@dataclass(frozen=True)
class House:
    """Rows of phường Hoa Sen: a plan with its document, a surveyed task, form, desk, answers, a remark, due dates."""

    plan: Plan
    task: Task
    desk: Desk
    placement: Placement
    membership: Membership
    remark: Remark
    slips: SlipBatch
    slip: str
    earlier: Plan
    paper: PaperBatch
    evidence: Evidence
    holiday: Holiday
    request: ReportRequest
    token: str
    kiosk: Kiosk
    link: WebLink
    case: Case
    photo: KeptFile
    group: OpinionGroup
    boxed: BoxedText
    measure: Measure
    alert: Alert
    initiative: Initiative
    wording: Wording
    topic: str
    snapshot: Snapshot
    deed: Deed
    watched: Watched

    def value(self, endpoint: str, name: str) -> object:
        """What stands for a variable part of an address; one that is not known here has to be added."""
        if name == "code" and endpoint.startswith("tracking."):
            return TRACKING
        if name == "code" and "slip" in endpoint:
            return self.slip
        if name == "code" and ("kiosk" in endpoint or endpoint == "responses.heartbeat"):
            return self.kiosk.code
        if name == "code" and "link" in endpoint:
            return self.link.code
        if name == "code" and endpoint.startswith("opinions."):
            return self.group.consultation.code
        if name == "code" and endpoint.startswith("public."):
            return self.plan.office.code
        if name == "code":
            return self.desk.code if endpoint == "desks.chooser" else self.placement.code
        if name == "filename":
            return STATIC[endpoint]
        return {
            "office_id": self.plan.office_id,
            "plan_id": self.plan.id,
            "earlier_id": self.earlier.id,
            "task_id": self.task.id,
            "form_id": self.placement.form_id,
            "edition_id": self.placement.edition_id,
            "desk_id": self.desk.id,
            "placement_id": self.placement.id,
            "membership_id": self.membership.id,
            "remark_id": self.remark.id,
            "kiosk_id": self.kiosk.id,
            "batch_id": self.paper.id if endpoint.startswith("paper.") else self.slips.id,
            "placement": self.placement.code,
            "place": self.placement.code,
            "entry_key": f"d{self.plan.deadlines[0].id}.once",
            "evidence_id": self.evidence.id,
            "holiday_id": self.holiday.id,
            "request_id": self.request.id,
            "token": self.token,
            "case_id": self.case.id,
            "alert_id": self.alert.id,
            "period": self.snapshot.period,
            "key": self.snapshot.period,
            "version": self.snapshot.version,
            "checksum": self.snapshot.checksum,
            "snapshot_id": self.snapshot.id,
            "deed_id": self.deed.id,
            "file_id": (self.watched.proof if endpoint.startswith("proofs.") else self.photo).id,
            "consultation_id": self.group.consultation_id,
            "group_id": self.group.id,
            "boxed_id": self.boxed.id,
            "group": self.topic,
            "measure_id": self.measure.id,
            "initiative_id": self.initiative.id,
            "wording_id": self.wording.id,
            "sheet_id": (self.watched.draft if endpoint == "supervision.draft" else self.watched.sheet).id,
            "recommendation_id": self.watched.recommendation.id,
        }.get(name) or CHOSEN[name]


def build(make: Make, cast: Cast, session: Session) -> House:
    """Fill Hoa Sen."""
    plan = import_plan(session, cast.hoa_sen, read(), document=FILE, by=cast.lan.id)
    session.commit()
    task, other = [task for task in plan.tasks if task.surveyed][:2]
    desk = make.desk(cast.hoa_sen, "Quầy hộ tịch Hoa Sen")
    placement = make.placement(desk, make.form(task))
    make.placement(desk, make.form(other, "m6_tiep_cong_dan"))
    for number in range(6):
        answers = {**GOOD, "y_kien": "Cần thêm ghế ngồi."} if number else GOOD
        submit(
            session,
            asked_by(placement.edition),
            desk_id=desk.id,
            key=hour_key(NOON),
            answers=answers,
            mode="phone",
            hour=NOON,
            locale="vi",
        )
    session.commit()
    membership = session.scalars(select(Membership).where(Membership.official_id == cast.minh.id)).one()
    slip, *_more = make_slips(session, desk, count=3, secret=SECRET, by=cast.lan.id)
    earlier = make.plan(cast.hoa_sen, "Thực hiện công tác dân vận chính quyền năm 2025", number=None, year=2025)
    make.task(earlier, task.title)
    follow(session, plan, [earlier], by=cast.lan.id)
    kiosk, _binding = add_kiosk(session, desk, name="Máy ở cửa", secret=SECRET, by=cast.lan.id)
    kiosk.device_hash = fingerprint(KIOSK)
    paper = print_sheets(session, placement, sheets=2, by=cast.lan.id)
    open_link(session, placement, by=cast.lan.id)
    session.commit()
    return House(
        plan,
        task,
        desk,
        placement,
        membership,
        session.scalars(select(Remark)).first() or _none(),
        session.scalars(select(SlipBatch)).one(),
        slip,
        earlier,
        paper,
        *_calendar(session, plan, cast),
        kiosk,
        open_link(session, placement, by=cast.lan.id),
        make.case(cast.hoa_sen, code=TRACKING, task=task, contact={"phone": "0900000000"}, photos=[PHOTO]),
        session.scalars(select(KeptFile)).one(),
        _answered(make, cast),
        _boxed(make, cast, session),
        make.measure(task, by=cast.lan),
        _alert(session, cast, task),
        make.initiative(cast.hoa_sen),
        make.wording(cast.hoa_sen, by=cast.lan),
        key_of(topics_of(session, cast.hoa_sen)[0]),
        *_public(session, cast),
        _watched(make, cast, session, task),
    )


def _answered(make: Make, cast: Cast) -> OpinionGroup:
    """The answer to what was said in a consultation that is published."""
    consultation = make.consultation(cast.hoa_sen, "published")
    return make.group(make.contribution(consultation, a1=("change", "Quét cả ngõ chung."), times=6)[:1], "taken")


def _boxed(make: Make, cast: Cast, session: Session) -> BoxedText:
    """A case in the restricted box; Lan, who administers, receives citizens too, so that every page opens for her."""
    case = make.case(cast.hoa_sen, f"Người viết tố cáo: {BOXED}.")
    found = box_case(session, case, Flag("denunciation", "Nêu tên một người."), by=cast.lan.id, seen=None)
    grant(session, cast.lan, cast.hoa_sen, "reception", since=clock.today())
    session.commit()
    return found


def _alert(session: Session, cast: Cast, task: Task) -> Alert:
    details = {"value": 50, "target": 80}
    finding = Finding("below", str(task.id), task_id=task.id, details=details)
    tell(session, cast.hoa_sen, [finding], now=clock.now())
    session.commit()
    return session.scalars(select(Alert)).one()


def _public(session: Session, cast: Cast) -> tuple[Snapshot, Deed]:
    """The office's public page with the last month that is over, and something that was done."""
    office, lan = cast.hoa_sen, cast.lan.id
    change_page(session, office, is_open=True, delay_days=0, kinds=["month"], by=lan)
    month = period_around("month", clock.today()).before
    snapshot = publish(session, office, month, thresholds=Thresholds(), by=lan)
    deed = deeds.tell(session, office, said="Thiếu ghế.", did="Đã kê thêm ghế.", on=month.last, by=lan)
    session.commit()
    return snapshot, deed


def _watched(make: Make, cast: Cast, session: Session, task: Task) -> Watched:
    """What observers wrote; Lan watches too, so that every page opens for her."""
    grant(session, cast.lan, cast.hoa_sen, "observer", since=clock.today())
    sheet = make.sheet(cast.hoa_sen, filed=False, task=task, by=cast.lan)
    add_proofs(session, sheet, [PHOTO], by=cast.lan.id)
    file_sheet(session, sheet, by=cast.lan.id)
    [proof] = proofs_of(session, sheet)
    draft = make.sheet(cast.hoa_sen, "Cấp đổi biên lai", filed=False, by=cast.lan)
    return Watched(sheet, draft, make.recommendation(cast.hoa_sen, sheet=sheet, due_in=-1, by=cast.lan), proof)


def _calendar(session: Session, plan: Plan, cast: Cast) -> tuple[Evidence, Holiday, ReportRequest, str]:
    """A due date with a file, a day of rest, a request, and the address of Lan's calendar."""
    office, lan = plan.office_id, cast.lan.id
    looking = viewer_of(session, cast.lan, on=clock.today())
    line = entry_for(session, looking, f"d{plan.deadlines[0].id}.once", today=clock.today())
    evidence = add_file(session, line, "bao-cao.pdf", b"%PDF-1.7 x", limit=1000, by=lan)
    first = date(2027, 2, 5)
    add_holidays(session, office, first=first, last=first, name="Tết Nguyên đán", working=False, by=lan)
    request = ask_for_report(
        session,
        office,
        subject="Báo cáo nhanh",
        what="Số liệu tháng này",
        due_on=clock.today(),
        officials=[cast.minh.id],
        units=["Công chức tư pháp"],
        plan=plan,
        by=lan,
    )
    token = renew_feed(session, lan)
    session.commit()
    return evidence, session.scalars(select(Holiday)).one(), request, token


def addresses(app: Flask, house: House, method: str = "GET") -> Iterator[tuple[str, str]]:
    """Every endpoint that answers to ``method``, with an address of Hoa Sen; each way of writing it once."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            variable = rule.arguments - (rule.defaults or {}).keys()
            values = {name: house.value(rule.endpoint, name) for name in variable}
            path = _path(rule, values)
            if rule.endpoint in {"responses.receipt", "opinions.receipt"}:
                path += f"?sent={receipt_pass(SECRET, str(values['code']), clock.now())}"
            yield rule.endpoint, path


def _path(rule: Rule, values: dict[str, object]) -> str:
    """The address by this very rule: an endpoint may have several."""
    built = rule.build({**values, **(rule.defaults or {})}, append_unknown=False)
    assert built is not None, rule
    return built[1]


def _none() -> Remark:
    raise LookupError("the answers left no remark")
