"""The page of a task: both methods, every question, every breakdown, and what is hidden."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from app.plans.models import Task
from app.responses.actions import set_aside
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.reports.test_overview import descriptions
from tests.scores.survey import CHUNG, DONT_KNOW, Survey, level, set_up


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    return set_up(make, make.task(make.plan(cast.hoa_sen), "Giải quyết thủ tục hành chính", label="II.4"))


def page_of(browser: Browser, task: Task, by: str = "week") -> Page:
    page = browser.get(f"/tasks/{task.id}/scores", by=by)
    assert page.status == 200
    return page


def test_it_works(lan: Browser, survey: Survey) -> None:
    """32 of 40 satisfied; CHUNG 30 of 40. The mean of items (8 * 2 + 32 * 4)/200 = 72,0 %."""
    survey.answer(level(4), 30)
    survey.answer(level(4, **{CHUNG: 1}), 2)
    survey.answer(level(2), 8)
    page = page_of(lan, survey.task)
    assert "80,0 % tham khảo 40 phiếu; khoảng tin cậy 95 %: 65,2–89,5 %; tham khảo, vì khoảng tin cậy rộng" in page.text
    assert "Điểm của nhiệm vụ: trung bình 7 câu" in page.text
    assert "80,0 % 65,2–89,5 % 72,0 %" in page.text
    assert "không tính vào điểm" in page.text
    assert "75,0 % 59,8–85,8 %" in page.text
    assert "không thay thế Chỉ số SIPAS" in page.text


def test_each_question_has_its_picture_and_its_counts(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 8)
    survey.answer(level(4, de_tim=DONT_KNOW), 3)
    page = page_of(lan, survey.task)
    assert "Nơi làm thủ tục dễ tìm, thuận tiện. Tiếp cận dịch vụ" in page.text
    assert "100,0 % 67,6–100,0 %" in page.text
    row = next(row for row in page.tree.iter("tr") if "Nơi làm thủ tục dễ tìm" in "".join(row.itertext()))
    assert ["".join(cell.itertext()).strip() for cell in row.findall("td")][-4:] == ["8", "3", "0", "0"]
    assert sum("Rất hài lòng" in told for told in descriptions(page)) >= 8


def test_factors_have_names(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 8)
    assert "Tiếp nhận, xử lý phản ánh, kiến nghị 1 " in page_of(lan, survey.task).text


def test_questions_outside_the_score_are_shown_as_bars(lan: Browser, survey: Survey) -> None:
    survey.answer({**level(4), "so_lan_den": 1}, 6)
    survey.answer({**level(4), "so_lan_den": 3}, 2)
    page = page_of(lan, survey.task)
    assert "1 lần" in page.text
    assert "6 75,0 %" in page.text
    assert "8 người trả lời; 0 bỏ trống." in page.text
    assert "75,0 %" in descriptions(page)


def test_small_groups_of_people_are_not_shown(lan: Browser, survey: Survey) -> None:
    for age, times in ((1, 20), (2, 9), (3, 15), (4, 3)):
        survey.answer({**level(4), "nhom_tuoi": age}, times)
    text = page_of(lan, survey.task).text
    assert "Nhóm quá ít người được ẩn để không ai bị nhận ra." in text
    assert " 9 19,1 %" not in text
    assert " 3 6,4 %" not in text


def test_desks_modes_and_weeks_stand_apart(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12, desk=0, mode="phone", days=0)
    survey.answer(level(1), 9, desk=1, mode="paper", days=8)
    page = page_of(lan, survey.task)
    first, second = (placement.desk.name for placement in survey.placements)
    for name in (first, "Điện thoại, quét mã QR", "16/11/2026"):
        assert f"{name} tham khảo" in page.text
    for name in (second, "Phiếu giấy, nhập hộ", "23/11/2026"):
        assert f"{name} tham khảo" in page.text
    assert "16/11: 100,0 %" in " ".join(descriptions(page))


def chart(page: Page, section: str) -> str:
    """The lines of the five levels in a section, as they are sent."""
    (found,) = (part for part in page.tree.iter("section") if part.get("aria-labelledby") == section)
    return ElementTree.tostring(next(each for each in found.iter("figure") if each.get("class") == "levels"), "unicode")


@pytest.mark.parametrize("by", ["week", "day"])
def test_a_hidden_week_is_drawn_like_an_empty_one(lan: Browser, survey: Survey, by: str) -> None:
    for days in (0, 7, 35, 42):
        survey.answer(level(4), 12, days=days)
    for days in (14, 28):
        survey.answer(level(1), 4, days=days)
    before = chart(page_of(lan, survey.task, by), "course")
    survey.answer(level(1), 2, days=24)
    assert chart(page_of(lan, survey.task, by), "course") == before


def test_desks_that_are_hidden_and_desks_without_answers_are_dashes(lan: Browser, survey: Survey) -> None:
    """The first is hidden with the second, or the sum of both would give the second away."""
    survey.answer(level(4), 12, desk=0)
    before = page_of(lan, survey.task)
    survey.answer(level(4), 2, desk=1)
    after = page_of(lan, survey.task)
    first, second = (placement.desk.name for placement in survey.placements)
    assert f"{second} ––– –" in before.text
    assert f"{first} ––– – {second} ––– –" in after.text
    assert "Dấu “–”: không có phiếu, có quá ít phiếu" in before.text
    assert "<title>–</title><desc>–</desc>" in after.html


def test_all_charts_of_the_page_turn_around_one_line(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4, dung_hen=1), 12, desk=0, mode="phone", days=0)
    survey.answer(level(2), 9, desk=1, mode="paper", days=8)
    page = page_of(lan, survey.task)
    centres = [
        {mark.get("x1") for mark in picture.iter() if str(mark.tag).endswith("line")}
        for picture in page.tree.iter()
        if picture.get("class") == "wide-chart"
    ]
    assert {centre for found in centres for centre in found} == {"52.63%"}


def test_a_leader_meets_the_score_first_then_questions_then_the_rest(thu: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    page = page_of(thu, survey.task)
    order = [part.get("aria-labelledby") for part in page.tree.iter("section")]
    assert order == ["whole", "questions", "factors", "desks", "modes", "course", "others"]


def test_months_have_an_address_of_their_own(lan: Browser, survey: Survey) -> None:
    """A month is made of whole weeks: 30/11/2026 to 06/12/2026 has its Thursday in December."""
    survey.answer(level(4), 12, days=0)
    survey.answer(level(4), 12, days=14)
    page = page_of(lan, survey.task, by="month")
    assert "11/2026 tham khảo" in page.text
    assert "12/2026 tham khảo" in page.text
    assert "11/2026: 100,0 %" in " ".join(descriptions(page))
    assert f"/tasks/{survey.task.id}/scores?by=month#course" in page_of(lan, survey.task).links


def test_a_desk_may_be_called_anything(lan: Browser, survey: Survey) -> None:
    survey.placements[0].desk.name = "Quầy 50% & <b>giảm</b> %(giờ)s"
    survey.placements[1].desk.name = "100 %"
    survey.answer(level(4), 12, desk=0)
    page = page_of(lan, survey.task)
    assert "Quầy 50% & <b>giảm</b> %(giờ)s tham khảo" in page.text
    assert "100 % ––– –" in page.text
    assert "Quầy 50% & <b>giảm</b> %(giờ)s" in [
        "".join(found.itertext()) for found in page.tree.iter() if str(found.tag).endswith("title")
    ]


def test_days_are_one_click_away(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12, days=0)
    survey.answer(level(4), 12, days=2)
    assert "18/11/2026" not in page_of(lan, survey.task).text
    page = page_of(lan, survey.task, by="day")
    assert "18/11/2026 tham khảo" in page.text
    assert f"/tasks/{survey.task.id}/scores?by=day#course" not in page.links


def test_responses_set_aside_are_shown_apart(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 15)
    for key in survey.answer(level(1), 5):
        set_aside(survey.session, key, "Gửi ngoài giờ làm việc", by=None)
    survey.session.commit()
    text = page_of(lan, survey.task).text
    assert "5 phiếu đang tạm loại để xem xét" in text
    assert "Nếu tính cả phiếu đang tạm loại" in text
    assert "75,0 %" in text


def test_a_change_of_questions_is_marked(lan: Browser, survey: Survey) -> None:
    survey.answer(level(4), 12)
    survey.reword("de_tim")
    survey.answer(level(4), 12, days=7)
    page = page_of(lan, survey.task)
    assert "Từ bản phát hành số 2" in page.text
    assert "chỉ tính từ bản phát hành số 2, là bản bắt đầu hỏi như trên" in page.text
    assert "câu hỏi đã đổi từ đây" in page.text
    assert "Từ 23/11/2026 câu hỏi đã khác, nên không nối với phần trước." in page.text


@pytest.mark.parametrize("times", [0, 4])
def test_too_few_responses_show_nothing(lan: Browser, survey: Survey, times: int) -> None:
    survey.answer(level(1), times)
    page = page_of(lan, survey.task)
    assert "Chưa đủ phiếu: cần ít nhất 5 phiếu mới hiện kết quả. In tờ mã QR để mời thêm người trả lời" in page.text
    assert not [svg for svg in page.tree.iter("svg") if svg.get("role") == "img"]
    assert not list(page.tree.iter("table"))


def test_responses_that_answer_too_little_are_explained(lan: Browser, survey: Survey) -> None:
    survey.answer(level(DONT_KNOW), 40)
    assert "40 phiếu đã gửi trả lời quá ít câu nên không tính." in page_of(lan, survey.task).text


def test_a_task_without_a_form_says_so(lan: Browser, make: Make, survey: Survey) -> None:
    page = page_of(lan, make.task(survey.task.plan, "Xây dựng đội ngũ"))
    assert "Chưa có mẫu phiếu, nên chưa ai được hỏi. Soạn mẫu phiếu" in page.text
    assert f"/plans/{survey.task.plan_id}/forms" in page.links


def test_an_unsurveyed_task_gives_its_reason(lan: Browser, make: Make, survey: Survey) -> None:
    page = page_of(lan, make.task(survey.task.plan, surveyed=False))
    assert "Việc nội bộ, người dân không trực tiếp biết." in page.text
    assert "nên không có kết quả. Bật khảo sát cho nhiệm vụ" in page.text


def test_the_office_method_leads(lan: Browser, survey: Survey) -> None:
    survey.make.policy(survey.task.plan.office)
    survey.answer(level(4), 30)
    page = page_of(lan, survey.task)
    assert "Điểm hài lòng quy đổi 80,0 % đủ tin cậy" in page.text
    assert "Kết quả công bố theo cách tính “Điểm hài lòng quy đổi”." in page.text
    assert "mean-1" not in page.text


def test_an_observer_may_read(hoa: Browser, survey: Survey) -> None:
    assert page_of(hoa, survey.task).status == 200


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, survey: Survey) -> None:
    assert stranger.get(f"/tasks/{survey.task.id}/scores").status == 404


def test_each_mode_tells_its_share_of_the_forms(lan: Browser, survey: Survey) -> None:
    """How many answers came with a slip, of all that are scored."""
    survey.answer(level(4), 24, mode="phone")
    survey.answer(level(5), 8, mode="slip")
    page = page_of(lan, survey.task)
    rows = [" ".join("".join(row.itertext()).split()) for row in page.tree.iter("tr")]
    assert any("hẹn" in row and "8 25,0 %" in row for row in rows), rows
    assert any("24 75,0 %" in row for row in rows)
