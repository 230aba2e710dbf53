"""Drafting forms for a plan and publishing them as editions that nobody can change."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import dialects
from app.core.session import session as current_session
from app.core.session import transaction
from app.forms import wording
from app.forms.actions import (
    AlreadyDrafted,
    FormBroken,
    NothingNew,
    NotSurveyed,
    change_draft,
    change_template,
    change_title,
    digest_of,
    draft_form,
    frozen_words,
    generate_drafts,
    publish,
    publish_ready,
    survey,
)
from app.forms.definition import from_data
from app.forms.models import Edition, EditionFrozen, Form
from app.forms.queries import UnknownTemplate, forms_of_plan, template_called
from app.forms.wording import WordsMissing
from app.plans.actions import PlanInUse, remove_plan
from app.plans.models import Plan
from tests.cast import Cast
from tests.make import Make

ONE_STOP = "m1_thu_tuc_mot_cua"


@pytest.fixture
def form(make: Make, cast: Cast) -> Form:
    return make.form(make.task(make.plan(cast.hoa_sen)))


@pytest.fixture
def no_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no catalog knew any word."""
    monkeypatch.setattr(wording, "_catalog_of", lambda _locale, _folder: None)


def states(session: Session, plan: Plan) -> list[str]:
    return [line.state for line in forms_of_plan(session, plan)]


def test_it_works(session: Session, form: Form, cast: Cast) -> None:
    edition = publish(session, form, by=cast.lan.id)
    session.flush()
    assert (edition.number, edition.title, edition.template) == (1, form.title, ONE_STOP)
    assert edition.definition == form.definition
    assert edition.words["vi"]["@face_5"] == "Rất hài lòng"
    assert edition.digest == digest_of(from_data(edition.definition), edition.words)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.details["number"]) == ("Phát hành phiếu", 1)


def test_a_draft_for_each_surveyed_task_and_no_second_one(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    make.task(plan, theme="propaganda")
    make.task(plan, theme="policy_institutionalisation", surveyed=False)
    make.task(plan, "Đẩy mạnh chuyển đổi số, dịch vụ công trực tuyến")
    made = generate_drafts(session, plan)
    assert [form.template for form in made] == ["m4_tuyen_truyen", "m2_dich_vu_cong_truc_tuyen"]
    assert generate_drafts(session, plan) == []
    assert states(session, plan) == ["draft", "unsurveyed", "draft"]


def test_two_tasks_of_one_theme_get_different_titles(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    make.task(plan, "Niêm yết thủ tục")
    make.task(plan, "Trả kết quả đúng hẹn " * 20)
    first, second = generate_drafts(session, plan)
    assert first.title == template_called(ONE_STOP).title
    assert second.title.startswith("Trả kết quả đúng hẹn")
    assert len(second.title) <= 200


def test_a_second_draft_of_a_task_is_refused(session: Session, form: Form) -> None:
    with pytest.raises(AlreadyDrafted, match="đã có mẫu phiếu"):
        draft_form(session, form.task)


def test_a_task_that_is_not_surveyed_gets_no_form(session: Session, make: Make) -> None:
    with pytest.raises(NotSurveyed, match="Hãy bật khảo sát"):
        draft_form(session, make.task(surveyed=False))


def test_switching_the_survey_on_drafts_a_form(session: Session, make: Make, cast: Cast) -> None:
    task = make.task(make.plan(cast.hoa_sen), surveyed=False, holder=cast.minh)
    form = survey(session, task, by=cast.lan.id)
    assert (task.surveyed, task.unsurveyed_reason, form.task) == (True, None, task)
    assert [holder.official_id for holder in task.holders] == [cast.minh.id]
    assert survey(session, task) is form


def test_a_form_of_a_task_that_was_switched_off_is_not_published(session: Session, form: Form) -> None:
    form.task.surveyed, form.task.unsurveyed_reason = False, "Việc nội bộ."
    session.flush()
    with pytest.raises(NotSurveyed, match="không khảo sát người dân"):
        publish(session, form)


def test_the_same_content_is_not_published_twice(session: Session, form: Form) -> None:
    publish(session, form)
    with pytest.raises(NothingNew, match="Nội dung không thay đổi so với bản phát hành số 1"):
        publish(session, form)
    assert session.scalar(select(func.count()).select_from(Edition)) == 1


def test_a_changed_form_becomes_the_next_edition_and_the_first_stays(session: Session, form: Form) -> None:
    first = publish(session, form)
    before = copy.deepcopy((first.title, first.definition, first.words, first.digest))
    change_title(session, form, "Nộp hồ sơ tại phường")
    second = publish(session, form)
    session.commit()
    session.expire_all()
    assert (second.number, second.title) == (2, "Nộp hồ sơ tại phường")
    assert (first.title, first.definition, first.words, first.digest) == before
    assert second.digest != first.digest


def test_going_back_to_what_was_asked_before_is_a_new_edition(session: Session, form: Form) -> None:
    title = form.title
    first = publish(session, form)
    for number, changed in enumerate(("Tên khác", title), start=2):
        change_title(session, form, changed)
        assert publish(session, form).number == number
    digests = session.scalars(select(Edition.digest).order_by(Edition.number)).all()
    assert digests[0] == digests[2] == first.digest
    assert digests[1] != first.digest


def test_the_list_says_how_far_each_form_has_come(session: Session, form: Form) -> None:
    plan = form.task.plan
    assert states(session, plan) == ["draft"]
    publish(session, form)
    assert states(session, plan) == ["published"]
    change_title(session, form, "Tên khác")
    assert states(session, plan) == ["changed"]
    publish(session, form)
    assert states(session, plan) == ["published"]
    assert [line.latest.number for line in forms_of_plan(session, plan) if line.latest] == [2]


def test_an_edited_edition_is_refused_by_the_program(session: Session, form: Form) -> None:
    edition = publish(session, form)
    session.commit()
    edition.title = "Tên sửa lén"
    with pytest.raises(EditionFrozen, match="Bản phát hành không sửa được") as refusal:
        session.flush()
    assert refusal.value.status == 409
    session.rollback()
    session.delete(session.get_one(Edition, edition.id))
    with pytest.raises(EditionFrozen):
        session.flush()
    session.rollback()
    assert session.get_one(Edition, edition.id).title == form.title


def test_an_edited_edition_is_refused_by_the_database(session: Session, form: Form) -> None:
    edition = publish(session, form)
    session.commit()
    for statement in (update(Edition).values(title="Tên sửa lén"), text("DELETE FROM edition")):
        with pytest.raises(IntegrityError) as refusal, session.begin_nested():
            session.execute(statement)
        assert dialects.is_frozen(refusal.value)
    session.expire_all()
    assert edition.title == form.title


def test_that_refusal_is_a_page_with_409_and_the_same_sentence(app: Flask, session: Session, form: Form) -> None:
    publish(session, form)
    session.commit()
    with app.test_request_context("/editions/1", method="POST"):
        with pytest.raises(IntegrityError) as refusal, transaction():
            current_session().execute(update(Edition).values(title="Tên sửa lén"))
        answer = app.make_response(app.handle_user_exception(refusal.value))
    assert answer.status_code == 409
    assert "Bản phát hành không sửa được vì đã có người dân trả lời" in answer.get_data(as_text=True)


def test_a_broken_rule_of_another_table_stays_an_error_of_ours(app: Flask, make: Make) -> None:
    plan = make.plan()
    with app.test_request_context("/plans", method="POST"):
        with pytest.raises(IntegrityError) as refusal, transaction():
            current_session().execute(update(Plan).where(Plan.id == plan.id).values(title=None))
        answer = app.make_response(app.handle_user_exception(refusal.value))
    assert not dialects.is_frozen(refusal.value)
    assert answer.status_code == 500


def test_a_form_that_fails_the_checks_is_not_published(session: Session, form: Form) -> None:
    data = copy.deepcopy(form.definition)
    questions = data["sections"][0]["questions"]
    questions[1]["id"] = questions[0]["id"]
    form.definition = data
    session.flush()
    with pytest.raises(FormBroken, match="mỗi mã chỉ dùng một lần"):
        publish(session, form)


def test_a_form_of_a_shape_that_nobody_knows_is_not_published(session: Session, form: Form) -> None:
    form.definition = {**form.definition, "surprise": 1}
    session.flush()
    with pytest.raises(FormBroken, match="surprise"):
        publish(session, form)


def test_every_language_with_a_whole_catalog_is_frozen_along(session: Session, form: Form) -> None:
    edition = publish(session, form)
    assert set(edition.words) >= {"vi", "en"}
    assert edition.words["en"]["@face_5"] == "Very satisfied"


def test_a_declared_language_without_words_is_refused_with_the_list(
    session: Session, form: Form, no_translations: None
) -> None:
    form.task.plan.office.citizen_locales = ["vi", "km"]
    session.flush()
    with pytest.raises(WordsMissing) as refusal:
        publish(session, form)
    assert "ភាសាខ្មែរ: “Rất không hài lòng”" in str(refusal.value)
    assert str(refusal.value).endswith("\n…")
    assert all(locale == "km" for locale, _path in refusal.value.missing)
    assert session.scalar(select(func.count()).select_from(Edition)) == 0


def test_a_language_that_is_not_declared_and_not_whole_is_left_out(
    session: Session, form: Form, no_translations: None
) -> None:
    assert set(publish(session, form).words) == {"vi"}


def test_the_offices_own_words_need_its_own_translation(session: Session, form: Form) -> None:
    form.task.plan.office.citizen_locales = ["vi", "en"]
    session.flush()
    asked = list(from_data(form.definition).by_id)
    change_draft(session, form, title="Nộp hồ sơ tại phường", intro="", asked=asked)
    with pytest.raises(WordsMissing) as refusal:
        publish(session, form)
    assert refusal.value.missing == [("en", f"{ONE_STOP}.title")]
    own = {"en": {"Nộp hồ sơ tại phường": "Handing in papers"}}
    change_draft(session, form, title="Nộp hồ sơ tại phường", intro="", asked=asked, words=own)
    edition = publish(session, form)
    assert edition.words["en"]["Nộp hồ sơ tại phường"] == "Handing in papers"
    assert states(session, form.task.plan) == ["published"]


def test_an_old_translation_does_not_stand_for_a_new_title(session: Session, form: Form) -> None:
    definition = from_data(form.definition)
    words = frozen_words(definition, {"en": {"Một tên đã bỏ": "A title given up"}}, ["en"])
    assert "Một tên đã bỏ" not in words["en"]


def test_a_new_translation_is_something_new(session: Session, form: Form) -> None:
    publish(session, form)
    asked = list(from_data(form.definition).by_id)
    intro = from_data(form.definition).intro or ""
    own = {"en": {form.title: "Papers at the counter"}}
    change_draft(session, form, title=form.title, intro=intro, asked=asked, words=own)
    assert states(session, form.task.plan) == ["changed"]
    assert publish(session, form).number == 2


def test_the_digest_does_not_depend_on_the_order_of_words(form: Form) -> None:
    definition = from_data(form.definition)
    one = {"vi": {"a": "1", "b": "2"}, "en": {"c": "3"}}
    other = {"en": {"c": "3"}, "vi": {"b": "2", "a": "1"}}
    assert digest_of(definition, one) == digest_of(definition, other)
    assert digest_of(definition, one) != digest_of(definition, {"vi": {"a": "1", "b": "3"}, "en": {"c": "3"}})


def test_another_template_brings_its_questions_and_its_title(session: Session, form: Form) -> None:
    change_template(session, form, "m3_thai_do_cong_vu")
    template = template_called("m3_thai_do_cong_vu")
    assert (form.template, form.title) == (template.key, template.title)
    assert from_data(form.definition) == template


def test_another_template_keeps_the_offices_own_title(session: Session, form: Form) -> None:
    change_title(session, form, "Nộp hồ sơ tại phường")
    change_template(session, form, "m3_thai_do_cong_vu")
    assert form.title == "Nộp hồ sơ tại phường"


def test_an_unknown_template_is_refused(session: Session, form: Form) -> None:
    with pytest.raises(UnknownTemplate, match="Không có mẫu “m9”"):
        change_template(session, form, "m9")


def test_everything_that_is_ready_is_published_and_refusals_are_told(session: Session, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    good, bad = make.form(make.task(plan)), make.form(make.task(plan), "m3_thai_do_cong_vu")
    bad.definition = {**bad.definition, "surprise": 1}
    session.flush()
    done = publish_ready(session, plan)
    assert [edition.form for edition in done.editions] == [good]
    assert [(form, type(problem)) for form, problem in done.refused] == [(bad, FormBroken)]
    assert publish_ready(session, plan).editions == []


def test_drafts_go_with_their_plan_and_published_forms_keep_it(session: Session, form: Form, make: Make) -> None:
    plan = form.task.plan
    remove_plan(session, plan, by=None)
    assert session.scalar(select(func.count()).select_from(Form)) == 0
    kept = make.edition().form
    with pytest.raises(PlanInUse, match="đã có mẫu phiếu"):
        remove_plan(session, kept.task.plan, by=None)


def test_two_clicks_at_once_make_one_edition(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as session:
        form_id = Make(session).form().id
    together = Barrier(4)

    def click(_number: int) -> str:
        with live.app_context():
            together.wait()
            try:
                with transaction():
                    publish(current_session(), current_session().get_one(Form, form_id))
            except NothingNew:
                return "nothing new"
            return "published"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert sorted(answers) == ["nothing new", "nothing new", "nothing new", "published"]
    with live.extensions["thuocdo.sessions"]() as session:
        assert session.scalars(select(Edition.number)).all() == [1]
