"""One due date: its day, whether it is done, and with which evidence."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.access.queries import viewer_of
from app.core import clock
from app.plans.calendar.entries import Entry
from app.plans.calendar.models import Completion, DueDay, DueRule, Evidence
from app.plans.calendar.queries import entries_for, entry_for, recorded_deadlines
from app.plans.models import Deadline
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.plans.calendar.scene import Scene

PDF = b"%PDF-1.7\nbao cao"


@pytest.fixture
def entry(session: Session, cast: Cast, scene: Scene) -> EntryOf:
    return EntryOf(session, cast, scene)


class EntryOf:
    """Reads an entry afresh, as Lan sees it."""

    def __init__(self, session: Session, cast: Cast, scene: Scene) -> None:
        self.session, self.cast, self.scene = session, cast, scene

    def __call__(self, deadline: Deadline) -> Entry:
        self.session.expire_all()
        looking = viewer_of(self.session, self.cast.lan, on=clock.today())
        return entry_for(self.session, looking, self.scene.key(deadline), today=clock.today())


def verbs(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_it_works(minh: Browser, scene: Scene, entry: EntryOf, session: Session) -> None:
    path = scene.path(scene.of_task)
    page = minh.post(
        f"{path}/completion",
        {
            "done_on": scene.today.isoformat(),
            "note": "Đã treo ở 5 tổ dân phố.",
            "reference": "45/BC-UBND",
            "file": Browser.file(PDF, "Báo cáo.pdf"),
        },
        page=path,
        follow=True,
    )
    for words in ("Đã treo ở 5 tổ dân phố.", "45/BC-UBND", "Báo cáo.pdf", hashlib.sha256(PDF).hexdigest(), "Minh"):
        assert words in page.text
    done = entry(scene.of_task)
    assert done.state == "done"
    assert verbs(session) == ["Đánh dấu đã xong", "Thêm minh chứng", "Thêm minh chứng"]


def test_the_words_stand_beside_the_day_that_follows_from_them(lan: Browser, scene: Scene, make: Make) -> None:
    strict = make.deadline(scene.plan, "trước ngày 20/10/2026", due_on=date(2026, 10, 20), before=True)
    text = lan.get(scene.path(strict)).text
    assert "“trước ngày 20/10/2026”" in text
    assert "“Trước ngày 20/10/2026” nghĩa là hạn cuối là ngày 19/10/2026." in text


def test_a_day_of_rest_is_named(lan: Browser, scene: Scene, make: Make) -> None:
    sunday = make.deadline(scene.plan, "ngày 22/11/2026", due_on=date(2026, 11, 22))
    assert "ngày làm việc cuối cùng trước đó là 20/11/2026" in lan.get(scene.path(sunday)).text


def test_the_administrator_sets_a_day_and_takes_it_back(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    path, wanted = scene.path(scene.undated), scene.today + timedelta(days=30)
    assert "Cơ quan có muốn đặt ngày không?" in lan.get(path).text
    page = lan.post(f"{path}/day", {"own-day": wanted.isoformat()}, page=path, follow=True)
    assert f"Đã đặt hạn cuối là ngày {clock.show_day(wanted)}." in page.text
    assert entry(scene.undated).last_on == wanted
    lan.post(f"{path}/day/removal", page=path)
    assert entry(scene.undated).state == "asking"


def test_a_day_may_be_typed_as_offices_write_it(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    lan.post(f"{scene.path(scene.undated)}/day", {"own-day": "20/12/2027"}, page=scene.path(scene.undated))
    assert entry(scene.undated).last_on == date(2027, 12, 20)


@pytest.mark.parametrize("typed", ["", "hôm nào đó", "31/02/2026", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused(lan: Browser, scene: Scene, session: Session, typed: str) -> None:
    page = lan.post(f"{scene.path(scene.undated)}/day", {"own-day": typed}, page=scene.path(scene.undated))
    assert page.status == 422
    assert "Cần xem lại" in page.text
    assert session.scalars(select(DueDay)).all() == []


def test_a_day_for_every_period(lan: Browser, scene: Scene, make: Make, cast: Cast, session: Session) -> None:
    monthly = make.deadline(scene.plan, "hằng tháng", period="tháng")
    path = f"/calendar/entries/d{monthly.id}.{scene.year}-M03"
    page = lan.post(f"{path}/rule", {"rule-day": "31", "rule-month": "last"}, page=path, follow=True)
    assert "Cơ quan đã đặt ngày 31 của tháng cuối mỗi kỳ báo cáo." in page.text
    looking = viewer_of(session, cast.lan, on=clock.today())
    lines = [line for line in entries_for(session, looking, today=clock.today(), deadline_id=monthly.id)]
    assert [line.last_on.day for line in lines if line.last_on][1:4] == [
        29 if scene.year % 4 == 0 else 28,
        31,
        30,
    ]
    lan.post(f"{path}/rule/removal", page=path)
    assert "cần đặt ngày" in lan.get(path).text


@pytest.mark.parametrize("typed", ["0", "32", "", "x"])
def test_no_month_has_such_a_day(lan: Browser, scene: Scene, make: Make, session: Session, typed: str) -> None:
    monthly = make.deadline(scene.plan, "hằng tháng", period="tháng")
    path = f"/calendar/entries/d{monthly.id}.{scene.year}-M03"
    assert lan.post(f"{path}/rule", {"rule-day": typed, "rule-month": "last"}, page=path).status == 422
    assert session.scalars(select(DueRule)).all() == []


def test_words_without_a_day_may_be_kept(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    path = scene.path(scene.undated)
    lan.post(f"{path}/rule/absence", page=path)
    kept = entry(scene.undated)
    assert (kept.state, kept.question) == ("later", None)
    assert "không đặt ngày" in lan.get(path).text


def test_an_odd_day_is_asked_about_until_somebody_keeps_it(lan: Browser, scene: Scene, make: Make) -> None:
    odd = make.deadline(
        scene.plan, "6 tháng (trước ngày 01/4)", period="6 tháng", due_on=date(scene.year, 4, 1), before=True
    )
    path = f"/calendar/entries/d{odd.id}.{scene.year}-H1"
    page = lan.get(path)
    assert f"Văn bản ghi hạn 01/04/{scene.year} cho báo cáo 6 tháng đầu năm {scene.year}" in page.text
    assert "cần xem lại" in lan.get("/calendar").text
    lan.post(f"{path}/day", {"own-day": f"{scene.year}-03-31"}, page=path)
    assert "Cơ quan giữ ngày này hay đặt ngày khác?" not in lan.get(path).text


def test_a_late_internal_day_comes_with_a_better_one(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    path = scene.path(scene.inner)
    page = lan.get(path)
    assert "Hạn nội bộ này không trước hạn gửi cấp trên." in page.text
    assert "trước hạn gửi cấp trên" in page.text
    suggested = page.fields(f"{path}/day")["own-day"]
    lan.post(f"{path}/day", {"own-day": suggested}, page=path)
    inner, outward = entry(scene.inner), entry(scene.outward)
    assert inner.last_on
    assert outward.last_on
    assert inner.last_on < outward.last_on
    assert "không trước hạn gửi cấp trên" not in lan.get(path).text


def test_an_outward_report_nobody_prepares_leads_to_a_request(lan: Browser, scene: Scene, make: Make) -> None:
    alone = make.deadline(scene.plan, "cuối năm", period="6 tháng", from_unit="Công chức", to_unit="Tỉnh")
    path = f"/calendar/entries/d{alone.id}.{scene.year}-H1"
    lan.post(f"{path}/day", {"own-day": f"{scene.year + 1}-06-18"}, page=path)
    page = lan.get(f"/calendar/requests/new?before=d{alone.id}.{scene.year}-H1")
    assert f"Báo cáo 6 tháng đầu năm {scene.year}" in page.html
    assert f'value="{scene.year + 1}-06-' in page.html


def test_an_officer_sets_no_days(minh: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    assert minh.post(f"{path}/day", {"own-day": "2027-01-01"}, page=path).status == 404
    assert session.scalars(select(DueDay)).all() == []


def test_an_officer_marks_only_what_he_answers_for(minh: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.inner)
    assert "Quản trị viên của cơ quan hoặc người phụ trách" in minh.get(path).text
    page = minh.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path)
    assert page.status == 403
    assert session.scalars(select(Completion)).all() == []


def test_the_leader_looks_on(thu: Browser, scene: Scene) -> None:
    path = scene.path(scene.of_task)
    assert thu.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path).status == 403


def test_a_second_click_is_told_so(lan: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    for _again in range(2):
        page = lan.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path, follow=True)
    assert "đã được đánh dấu xong" in page.text
    assert len(session.scalars(select(Completion)).all()) == 1


def test_nothing_is_done_tomorrow(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    path = scene.path(scene.of_task)
    tomorrow = (scene.today + timedelta(days=1)).isoformat()
    page = lan.post(f"{path}/completion", {"done_on": tomorrow, "note": "Giữ lại chữ này"}, page=path)
    assert page.status == 422
    assert "Ngày làm xong không thể sau hôm nay." in page.text
    assert "Giữ lại chữ này" in page.text
    assert entry(scene.of_task).state == "due"


def test_reopening_keeps_note_and_evidence(lan: Browser, scene: Scene, entry: EntryOf, session: Session) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat(), "reference": "45/BC"}, page=path)
    page = lan.post(f"{path}/completion/removal", page=path, follow=True)
    assert "Đã mở lại việc này." in page.text
    assert "45/BC" in page.text
    assert entry(scene.of_task).state == "due"
    assert "chưa được đánh dấu xong" in lan.post(f"{path}/completion/removal", page=path, follow=True).text
    assert verbs(session)[-1] == "Mở lại việc đã xong"


def test_evidence_comes_back_byte_for_byte_and_is_never_shown(lan: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    name = "../../<script>\u202egnp.pdf"
    lan.post(f"{path}/evidence", {"more-file": Browser.file(PDF, name)}, page=path)
    kept = session.scalars(select(Evidence)).one()
    assert (kept.filename, kept.sha256) == ("<script>gnp.pdf", hashlib.sha256(PDF).hexdigest())
    answer = lan.get(f"/calendar/evidence/{kept.id}").answer
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_is_kept_once(lan: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    for _again in range(2):
        lan.post(f"{path}/evidence", {"more-file": Browser.file(PDF, "a.pdf"), "more-reference": "1/BC"}, page=path)
    assert len(session.scalars(select(Evidence)).all()) == 2


def test_what_was_there_before_is_said_not_to_be_added_again(lan: Browser, scene: Scene) -> None:
    path = scene.path(scene.of_task)
    first = lan.post(f"{path}/evidence", {"more-file": Browser.file(PDF, "a.pdf")}, page=path, follow=True)
    assert "Đã thêm minh chứng." in first.text
    again = lan.post(f"{path}/evidence", {"more-file": Browser.file(PDF, "b.pdf")}, page=path, follow=True)
    assert "Minh chứng “a.pdf” đã có từ trước nên không thêm lần nữa." in again.text
    assert "Đã thêm minh chứng." not in again.text
    both = {"more-file": Browser.file(PDF, "c.pdf"), "more-reference": "1/BC"}
    mixed = lan.post(f"{path}/evidence", both, page=path, follow=True)
    assert "Đã thêm minh chứng." in mixed.text
    assert "Minh chứng “a.pdf” đã có từ trước" in mixed.text


def test_evidence_known_before_does_not_keep_the_work_from_being_done(lan: Browser, scene: Scene) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/evidence", {"more-reference": "1/BC"}, page=path)
    day = clock.today().isoformat()
    done = lan.post(f"{path}/completion", {"done_on": day, "reference": "1/BC"}, page=path, follow=True)
    assert "Đã đánh dấu xong" in done.text
    assert "Minh chứng “1/BC” đã có từ trước" in done.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html>", "a.pdf"),
        (b"", "a.pdf"),
        (PDF, "a.docx"),
        (PDF, ""),
        (b"MZ", "a.exe"),
        (b"%PDF-" + b"x" * 6_000_000, "a.pdf"),
    ],
)
def test_other_files_are_refused(lan: Browser, scene: Scene, session: Session, content: bytes, name: str) -> None:
    path = scene.path(scene.of_task)
    page = lan.post(f"{path}/evidence", {"more-file": Browser.file(content, name)}, page=path)
    assert page.status in {413, 422}
    assert session.scalars(select(Evidence)).all() == []


def test_a_refused_file_leaves_the_work_open(lan: Browser, scene: Scene, entry: EntryOf) -> None:
    path = scene.path(scene.of_task)
    data = {"done_on": scene.today.isoformat(), "file": Browser.file(b"<html>", "a.pdf")}
    assert lan.post(f"{path}/completion", data, page=path).status == 422
    assert entry(scene.of_task).state == "due"
    assert entry(scene.of_task).completion is None


def test_evidence_needs_something(lan: Browser, scene: Scene) -> None:
    path = scene.path(scene.of_task)
    page = lan.post(f"{path}/evidence", {"more-reference": "  "}, page=path)
    assert page.status == 422
    assert "Hãy chọn tệp, hoặc ghi số, ký hiệu" in page.text


def test_there_is_room_for_ten_pieces(lan: Browser, scene: Scene) -> None:
    path = scene.path(scene.of_task)
    for number in range(10):
        lan.post(f"{path}/evidence", {"more-reference": f"{number}/BC"}, page=path)
    page = lan.post(f"{path}/evidence", {"more-reference": "11/BC"}, page=path)
    assert "Mỗi việc giữ nhiều nhất 10 minh chứng." in page.text


def test_evidence_is_removed_while_the_work_is_open(lan: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/evidence", {"more-reference": "1/BC"}, page=path)
    kept = session.scalars(select(Evidence)).one()
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path)
    page = lan.post(f"/calendar/evidence/{kept.id}/removal", page=path, follow=True)
    assert "Việc đã xong thì minh chứng được giữ nguyên." in page.text
    lan.post(f"{path}/completion/removal", page=path)
    lan.post(f"/calendar/evidence/{kept.id}/removal", page=path)
    session.expire_all()
    assert session.scalars(select(Evidence)).all() == []
    assert "Gỡ minh chứng" in verbs(session)


def test_others_remove_no_evidence(
    lan: Browser, thu: Browser, stranger: Browser, scene: Scene, session: Session
) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/evidence", {"more-file": Browser.file(PDF, "a.pdf")}, page=path)
    kept = session.scalars(select(Evidence)).one()
    assert thu.post(f"/calendar/evidence/{kept.id}/removal", page=path).status == 403
    assert stranger.post(f"/calendar/evidence/{kept.id}/removal", page="/").status == 404
    assert stranger.get(f"/calendar/evidence/{kept.id}").status == 404
    assert len(session.scalars(select(Evidence)).all()) == 1


@pytest.mark.parametrize("key", ["d0.once", "d1", "r0", "x", "d99999999999.once", "d987654321.once", "r987654321"])
def test_a_key_of_nothing_is_not_found(lan: Browser, scene: Scene, key: str) -> None:
    assert lan.get(f"/calendar/entries/{key}").status == 404


def test_what_people_did_survives_another_reading(lan: Browser, scene: Scene, session: Session) -> None:
    """The document is read again and the deadline has become a half-yearly one: its record stays in sight."""
    path = scene.path(scene.of_task)
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat(), "note": "Đã gửi."}, page=path)
    assert recorded_deadlines(session, scene.plan) == {scene.of_task.id}
    deadline = session.get_one(Deadline, scene.of_task.id)
    deadline.due_on, deadline.period, deadline.due_text = None, "6 tháng", "định kỳ 6 tháng"
    session.commit()
    page = lan.get(path)
    assert "không còn trong văn bản" in page.text
    assert "Đã gửi." in page.text


def test_removing_a_plan_with_finished_work_is_refused(lan: Browser, scene: Scene, session: Session) -> None:
    path = scene.path(scene.of_task)
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat(), "note": "Đã gửi."}, page=path)
    page = lan.post(f"/plans/{scene.plan.id}/removal")
    assert page.status == 409
    assert "đã có việc được đánh dấu xong" in page.text
    assert f"/calendar?plan={scene.plan.id}&state=done" in page.links
    assert "Đã gửi" not in lan.get(f"/calendar?plan={scene.plan.id}&state=overdue").text
    lan.post(f"{path}/completion/removal", page=path)
    assert lan.post(f"/plans/{scene.plan.id}/removal").status == 302
    session.expire_all()
    assert session.scalars(select(Completion)).all() == []


def test_the_record_can_be_read_by_people(lan: Browser, scene: Scene) -> None:
    path = scene.path(scene.undated)
    lan.post(f"{path}/day", {"own-day": "2027-03-04"}, page=path)
    lan.post(f"{path}/completion", {"done_on": scene.today.isoformat(), "reference": "45/BC"}, page=path)
    page = lan.get("/audit")
    for words in ("Đặt ngày đến hạn Thời hạn kịp thời Hạn cuối: 04/03/2027", "Minh chứng: 45/BC"):
        assert words in page.text
    assert path in page.links
