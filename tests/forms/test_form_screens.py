"""The screens of forms: a plan's list, one form with its editor and preview, an edition."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.forms.actions import change_title, mark_of
from app.forms.definition import from_data
from app.forms.models import Edition, Form
from app.forms.queries import latest_edition
from app.plans.models import Plan, Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen)


@pytest.fixture
def task(make: Make, plan: Plan) -> Task:
    return make.task(plan, "Cải cách thủ tục hành chính", label="II.2")


@pytest.fixture
def form(make: Make, task: Task) -> Form:
    return make.form(task)


def draft_of(form: Form, **changed: object) -> dict[str, object]:
    """What the editor's fields hold, with some of them changed."""
    definition = from_data(form.definition)
    return {"title": form.title, "intro": definition.intro or "", "asked": list(definition.by_id), **changed}


def boxes(page: Page, name: str) -> dict[str, bool]:
    return {
        box.get("value") or "": box.get("checked") is not None
        for box in page.tree.iter("input")
        if box.get("type") == "checkbox" and box.get("name") == name
    }


def publish_all(browser: Browser, plan: Plan) -> Page:
    """Open the page that asks, and agree."""
    asked = f"/plans/{plan.id}/editions"
    return browser.post_plain(asked, browser.get(asked).fields(asked), follow=True)


def test_it_works(lan: Browser, plan: Plan, task: Task, session: Session) -> None:
    """From an empty list to published forms."""
    page = lan.get(f"/plans/{plan.id}/forms")
    assert "Soạn mẫu phiếu cho 1 nhiệm vụ còn thiếu" in page.text
    page = lan.post(f"/plans/{plan.id}/forms", follow=True)
    assert "Đã soạn 1 mẫu phiếu." in page.text
    assert "bản nháp, chưa phát hành" in page.text
    page = publish_all(lan, plan)
    assert "Đã phát hành 1 phiếu." in page.text
    assert "bản phát hành số 1" in page.text
    assert session.scalars(select(Edition.title)).one() == "Làm thủ tục, giấy tờ tại bộ phận Một cửa"


def test_a_plan_without_surveyed_tasks_says_so(lan: Browser, plan: Plan) -> None:
    assert "chưa có nhiệm vụ nào khảo sát" in lan.get(f"/plans/{plan.id}/forms").text


def test_a_second_click_on_drafting_and_publishing_does_no_harm(lan: Browser, form: Form, session: Session) -> None:
    path = f"/plans/{form.task.plan_id}/forms"
    assert "đều đã có mẫu phiếu" in lan.post(path, follow=True).text
    asked = f"/plans/{form.task.plan_id}/editions"
    listed = lan.get(asked).fields(asked)
    lan.post_plain(asked, listed)
    again = lan.post_plain(asked, listed, follow=True)
    assert "Không có phiếu nào mới hoặc đã sửa để phát hành." in again.text
    assert session.scalar(select(func.count()).select_from(Edition)) == 1


def test_what_cannot_be_published_is_listed_beside_what_was(
    lan: Browser, make: Make, form: Form, session: Session
) -> None:
    bad = make.form(make.task(form.task.plan), "m3_thai_do_cong_vu", title="Phiếu hỏng")
    bad.definition = {**bad.definition, "surprise": 1}
    session.commit()
    asked = f"/plans/{form.task.plan_id}/editions"
    page = lan.get(asked)
    assert "Cần sửa trước khi phát hành" in page.text
    assert "surprise" in page.text
    both = [*page.fields(asked)["form"], f"{bad.id}-{mark_of(bad)}"]
    answer = lan.post(asked, {"form": both})
    assert answer.status == 422
    assert "Đã phát hành 1 phiếu." in answer.text
    assert "Phiếu hỏng" in answer.text
    assert "surprise" in answer.text
    assert session.scalars(select(Edition.form_id)).all() == [form.id]


def test_one_task_is_drafted_and_one_form_published_from_the_list(
    lan: Browser, plan: Plan, task: Task, session: Session
) -> None:
    page = lan.post(f"/tasks/{task.id}/form", page=f"/plans/{plan.id}/forms", follow=True)
    assert "Đã soạn mẫu phiếu" in page.text
    form = session.scalars(select(Form)).one()
    asked = f"/plans/{plan.id}/editions"
    assert f"{asked}?form={form.id}" in lan.get(f"/plans/{plan.id}/forms").links
    page = lan.post_plain(asked, lan.get(asked, form=form.id).fields(asked), follow=True)
    assert "Đã phát hành 1 phiếu." in page.text
    assert "Nhiệm vụ được khảo sát" in page.text


def test_a_second_draft_of_a_task_is_refused(lan: Browser, form: Form) -> None:
    answer = lan.post(f"/tasks/{form.task_id}/form", page=f"/plans/{form.task.plan_id}/forms")
    assert answer.status == 409
    assert "Nhiệm vụ này đã có mẫu phiếu." in answer.text


def test_a_task_that_is_not_surveyed_is_listed_with_its_reason_and_can_be_switched_on(
    lan: Browser, make: Make, plan: Plan, session: Session
) -> None:
    task = make.task(plan, "Quán triệt nghị quyết", surveyed=False)
    page = lan.get(f"/plans/{plan.id}/forms")
    assert "Nhiệm vụ không khảo sát người dân" in page.text
    assert "Việc nội bộ, người dân không trực tiếp biết." in page.text
    page = lan.post(f"/tasks/{task.id}/survey", page=f"/plans/{plan.id}/forms", follow=True)
    assert "Đã bật khảo sát. Mẫu phiếu" in page.text
    session.expire_all()
    assert (task.surveyed, task.unsurveyed_reason) == (True, None)
    assert session.scalars(select(Form.task_id)).one() == task.id


def test_a_task_switched_on_again_is_to_be_placed_again(lan: Browser, make: Make, form: Form, session: Session) -> None:
    make.edition(form)
    form.task.surveyed, form.task.unsurveyed_reason = False, "Việc nội bộ."
    session.commit()
    page = lan.post(f"/tasks/{form.task_id}/survey", page=f"/plans/{form.task.plan_id}/forms", follow=True)
    assert "hãy đặt lại tại điểm tiếp nhận" in page.text


def test_the_draft_is_saved_and_seen_by_citizens_only_after_publishing(
    lan: Browser, make: Make, form: Form, session: Session
) -> None:
    placement = make.placement(form=form)
    changed = draft_of(form, title="Nộp hồ sơ <b>tại phường</b>", intro="Xin chào.", asked=["de_tim", "niem_yet"])
    page = lan.post(f"/forms/{form.id}", changed, follow=True)
    assert "Đã lưu bản nháp. Người dân chỉ thấy thay đổi sau khi phát hành." in page.text
    assert "đã sửa, chưa phát hành lại" in page.text
    assert "<b>tại phường" not in page.html
    session.expire_all()
    assert [question.id for question in from_data(form.definition).questions] == ["de_tim", "niem_yet", "nhin_chung"]
    assert placement.edition.title == "Làm thủ tục, giấy tờ tại bộ phận Một cửa"
    page = lan.post(f"/forms/{form.id}/editions", changed, page=f"/forms/{form.id}", follow=True)
    assert "Đã phát hành bản số 2" in page.text
    session.expire_all()
    assert placement.edition.title == "Nộp hồ sơ <b>tại phường</b>"


def test_a_question_that_was_switched_off_can_be_switched_on_again(lan: Browser, form: Form, session: Session) -> None:
    path = f"/forms/{form.id}"
    lan.post(path, draft_of(form, asked=["de_tim"]))
    session.expire_all()
    shown = boxes(lan.get(path), "asked")
    assert (shown["de_tim"], shown["niem_yet"], shown["nhin_chung"]) == (True, False, True)
    lan.post(path, draft_of(form, asked=["de_tim", "niem_yet"]))
    session.expire_all()
    assert boxes(lan.get(path), "asked")["niem_yet"]


def test_a_refused_draft_comes_back_as_typed(lan: Browser, form: Form, session: Session) -> None:
    before = dict(form.definition)
    for changed, sentence in (
        ({"title": " "}, "Hãy ghi tên việc mà người dân sẽ đọc."),
        ({"title": "a" * 201, "intro": "Lời của tôi"}, "Tên việc dài 201 ký tự"),
        ({"intro": "b" * 601}, "Lời mở đầu dài 601 ký tự"),
        ({"asked": ["so_lan_den"], "intro": "Lời của tôi"}, "ít nhất một câu chấm điểm"),
    ):
        answer = lan.post(f"/forms/{form.id}", draft_of(form, **changed))
        assert answer.status == 422
        assert sentence in answer.text
        for typed in ("a" * 201, "b" * 601, "Lời của tôi"):
            assert (typed in answer.html) == (typed in changed.values())
    answer = lan.post(f"/forms/{form.id}", draft_of(form, asked=["so_lan_den"]))
    assert {box for box, ticked in boxes(answer, "asked").items() if ticked} == {"so_lan_den", "nhin_chung"}
    session.expire_all()
    assert form.definition == before


def test_control_characters_never_reach_the_draft(lan: Browser, form: Form, session: Session) -> None:
    form.task.plan.office.citizen_locales = ["vi", "en"]
    session.commit()
    typed = draft_of(form, title="Nộp\0 hồ sơ", intro="Xin\x1b chào", **{"title-en": "Filing\0 papers"})
    assert lan.post(f"/forms/{form.id}", typed).status == 302
    session.expire_all()
    assert (form.title, from_data(form.definition).intro) == ("Nộp hồ sơ", "Xin chào")
    assert form.words == {"en": {"Nộp hồ sơ": "Filing papers"}}


def test_a_question_that_others_hang_on_cannot_be_left_out_alone(lan: Browser, make: Make, task: Task) -> None:
    form = make.form(task, "m2_dich_vu_cong_truc_tuyen")
    asked = [name for name in from_data(form.definition).by_id if name != "da_lam"]
    answer = lan.post(f"/forms/{form.id}", draft_of(form, asked=asked))
    assert answer.status == 422
    assert "hãy bỏ cả hai hoặc giữ cả hai" in answer.text


def test_the_office_translates_its_own_words(lan: Browser, form: Form, session: Session) -> None:
    form.task.plan.office.citizen_locales = ["vi", "en"]
    session.commit()
    path = f"/forms/{form.id}"
    lan.post(path, draft_of(form, title="Nộp hồ sơ"))
    answer = lan.post(f"{path}/editions", draft_of(form, title="Nộp hồ sơ"), page=path)
    assert answer.status == 422
    assert "thiếu bản dịch" in answer.text
    assert "English: “Nộp hồ sơ”" in answer.text
    lan.post(path, {**draft_of(form, title="Nộp hồ sơ"), "title-en": "Handing in papers"})
    assert "Handing in papers" in lan.get(path).html
    assert "Handing in papers" in lan.get(f"{path}/preview", locale="en").text
    assert lan.post_plain(f"{path}/editions", lan.get(path).fields(path)).status == 302
    edition = latest_edition(session, form)
    assert edition is not None
    assert edition.words["en"]["Nộp hồ sơ"] == "Handing in papers"


def test_publishing_takes_what_stands_on_the_screen(lan: Browser, form: Form, session: Session) -> None:
    typed = draft_of(form, title="Vừa gõ, chưa lưu", asked=["de_tim"])
    page = lan.post(f"/forms/{form.id}/editions", typed, page=f"/forms/{form.id}", follow=True)
    assert "Đã phát hành bản số 1 của phiếu “Vừa gõ, chưa lưu”." in page.text
    edition = latest_edition(session, form)
    assert edition is not None
    assert edition.title == "Vừa gõ, chưa lưu"
    assert [question.id for question in from_data(edition.definition).questions] == ["de_tim", "nhin_chung"]


def test_what_cannot_be_saved_is_not_published_and_nothing_typed_is_lost(
    lan: Browser, form: Form, session: Session
) -> None:
    typed = draft_of(form, title="  ", intro="Lời vừa gõ")
    answer = lan.post(f"/forms/{form.id}/editions", typed, page=f"/forms/{form.id}")
    assert answer.status == 422
    assert "Hãy ghi tên việc mà người dân sẽ đọc." in answer.text
    assert "Lời vừa gõ" in answer.text
    assert latest_edition(session, form) is None


def test_what_cannot_be_published_is_not_saved_either(lan: Browser, form: Form, session: Session) -> None:
    form.task.plan.office.citizen_locales = ["vi", "en"]
    session.commit()
    typed = draft_of(form, title="Không ai dịch")
    answer = lan.post(f"/forms/{form.id}/editions", typed, page=f"/forms/{form.id}")
    assert answer.status == 422
    assert "thiếu bản dịch" in answer.text
    assert "Không ai dịch" in answer.html
    session.expire_all()
    assert form.title != "Không ai dịch"


def test_publishing_everything_asks_first_and_names_what(lan: Browser, make: Make, form: Form, plan: Plan) -> None:
    make.edition(form)
    make.edition(other := make.form(make.task(plan), "m3_thai_do_cong_vu"))
    lan.post(f"/forms/{other.id}", draft_of(other, title="Cách tiếp dân"))
    make.form(make.task(plan), "m4_tuyen_truyen", title="Đưa tin")
    page = lan.get(f"/plans/{plan.id}/editions")
    assert "Phát hành 2 phiếu?" in page.text
    assert "Nội dung dưới đây được giữ nguyên mãi mãi" in page.text
    assert "Cách tiếp dân" in page.text
    assert "Bản số 2, thay bản số 1 ở mọi điểm đang dùng phiếu này." in page.text
    assert "Bản đầu tiên." in page.text
    assert form.title not in page.text


def test_asking_publishes_nothing(lan: Browser, form: Form, session: Session) -> None:
    lan.get(f"/plans/{form.task.plan_id}/editions")
    assert latest_edition(session, form) is None


def test_with_nothing_to_publish_there_is_nothing_to_ask(lan: Browser, plan: Plan) -> None:
    page = lan.get(f"/plans/{plan.id}/editions")
    assert "Không có phiếu nào mới hoặc đã sửa để phát hành." in page.text


def test_a_draft_changed_since_it_was_listed_is_refused(lan: Browser, form: Form, session: Session) -> None:
    asked = f"/plans/{form.task.plan_id}/editions"
    listed = lan.get(asked).fields(asked)
    lan.post(f"/forms/{form.id}", draft_of(form, title="Người khác vừa sửa"))
    answer = lan.post_plain(asked, listed)
    assert answer.status == 422
    assert "Mẫu phiếu này vừa được sửa sau khi bạn mở danh sách." in answer.text
    assert latest_edition(session, form) is None


def test_what_was_not_listed_is_left_alone(lan: Browser, form: Form, session: Session) -> None:
    asked = f"/plans/{form.task.plan_id}/editions"
    page = lan.post(asked, {"form": ["x", f"{2**40}-000000000000", "1-1"]}, follow=True)
    assert "Không có phiếu nào mới hoặc đã sửa để phát hành." in page.text
    assert latest_edition(session, form) is None


def test_saving_the_same_again_leaves_no_trace_in_the_record(lan: Browser, form: Form, session: Session) -> None:
    lan.post(f"/forms/{form.id}", draft_of(form))
    assert session.scalars(select(AuditEntry)).all() == []


def test_publishing_nothing_new_is_refused(lan: Browser, make: Make, form: Form) -> None:
    make.edition(form)
    answer = lan.post(f"/forms/{form.id}/editions", draft_of(form), page=f"/forms/{form.id}")
    assert answer.status == 409
    assert "Nội dung không thay đổi so với bản phát hành số 1." in answer.text


def test_starting_over_from_another_template(lan: Browser, form: Form, session: Session) -> None:
    page = lan.post(
        f"/forms/{form.id}/template", {"template": "m3_thai_do_cong_vu"}, page=f"/forms/{form.id}", follow=True
    )
    assert "Đã soạn lại bản nháp theo mẫu “Thái độ phục vụ của cán bộ”" in page.text
    session.expire_all()
    assert form.template == "m3_thai_do_cong_vu"


def test_an_unknown_template_is_refused(lan: Browser, form: Form, session: Session) -> None:
    answer = lan.post(f"/forms/{form.id}/template", {"template": "m9"}, page=f"/forms/{form.id}")
    assert answer.status == 422
    assert "Không có mẫu “m9”." in answer.text
    session.expire_all()
    assert form.template == "m1_thu_tuc_mot_cua"


def test_the_preview_shows_what_citizens_will_see_and_sends_nothing(lan: Browser, form: Form) -> None:
    page = lan.get(f"/forms/{form.id}/preview")
    assert "Bản xem trước, không gửi được." in page.text
    assert "Nơi làm thủ tục dễ tìm, thuận tiện." in page.text
    assert [form.get("id") for form in page.tree.iter("form")] == ["display"]  # large letters, not answers
    assert "'sha256-" in page.answer.headers["Content-Security-Policy"]
    english = lan.get(f"/forms/{form.id}/preview", locale="en")
    assert "Very satisfied" in english.text
    assert "Rất hài lòng" in lan.get(f"/forms/{form.id}/preview", locale="xx").text


def test_an_edition_shows_every_word_in_every_language(lan: Browser, make: Make, form: Form, session: Session) -> None:
    edition = make.edition(form)
    change_title(session, form, "Tên đã đổi sau đó")
    session.commit()
    page = lan.get(f"/editions/{edition.id}")
    for text in (edition.title, edition.digest, "Tiếng Việt", "English", "5 = Rất hài lòng", "5 = Very satisfied"):
        assert text in page.text
    assert "<h1>Tên đã đổi sau đó" not in page.html
    assert "Bản số 1" in lan.get(f"/forms/{form.id}").text


def test_who_may_only_read_sees_no_button(hoa: Browser, make: Make, form: Form) -> None:
    edition = make.edition(form)
    for path in (f"/plans/{form.task.plan_id}/forms", f"/forms/{form.id}", f"/editions/{edition.id}"):
        page = hoa.get(path)
        assert page.status == 200
        main = page.tree.find(".//main")
        assert main is not None
        assert [button.text for button in main.iter("button")] == []
    assert "Nơi làm thủ tục dễ tìm" in hoa.get(f"/forms/{form.id}").text


def test_who_may_only_read_changes_nothing(minh: Browser, thu: Browser, hoa: Browser, form: Form) -> None:
    for browser in (minh, thu, hoa):
        for path in posts(form):
            assert browser.post(path, page=f"/forms/{form.id}").status == 404, path


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, make: Make, form: Form) -> None:
    edition = make.edition(form)
    for path in (
        f"/plans/{form.task.plan_id}/forms",
        f"/forms/{form.id}",
        f"/forms/{form.id}/preview",
        f"/editions/{edition.id}",
    ):
        assert stranger.get(path).status == 404, path
    for path in posts(form):
        assert stranger.post(path, page="/desks").status == 404, path


def posts(form: Form) -> list[str]:
    return [
        f"/plans/{form.task.plan_id}/forms",
        f"/plans/{form.task.plan_id}/editions",
        f"/tasks/{form.task_id}/form",
        f"/tasks/{form.task_id}/survey",
        f"/forms/{form.id}",
        f"/forms/{form.id}/template",
        f"/forms/{form.id}/editions",
    ]


def test_who_is_not_signed_in_is_asked_to(app: Flask, browser: Browser, form: Form) -> None:
    assert browser.get(f"/forms/{form.id}").status == 302
