"""Officials prepare, open, answer and publish a consultation; each refusal says what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.consultations.models import Consultation, Opinion, OpinionGroup
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

TEXT = "## Điều 1. Tên\nNội dung một.\n\n## Điều 2. Khác\nNội dung hai."


def typed(cast: Cast, **other: object) -> dict[str, object]:
    today = clock.today()
    return {
        "office": cast.hoa_sen.id,
        "title": "Quy ước",
        "purpose": "Để hỏi.",
        "asked": "Cả xã",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=9)).isoformat(),
        "text": TEXT,
    } | other


def press(browser: Browser, path: str, page: str, **more: object) -> Page:
    return browser.post(path, dict(more), page=page, follow=True)


def test_it_works(minh: Browser, cast: Cast, session: Session, browser: Browser) -> None:
    """Written down, looked at, opened: from then on citizens see it and nobody changes it."""
    page = minh.post("/consultations/new", typed(cast), follow=True)
    made = session.scalars(select(Consultation)).one()
    assert "Bản soạn, người dân chưa thấy" in page.text
    assert browser.get(f"/L/{made.code}").status == 404
    page = press(minh, f"/consultations/{made.id}/opening", f"/consultations/{made.id}")
    assert f"/L/{made.code}".upper() in page.text.upper()
    assert "<svg" in page.html
    assert "Điều 2. Khác" in browser.get(f"/L/{made.code}").text
    page = minh.post(f"/consultations/{made.id}/draft", typed(cast, title="Khác"))
    assert page.status == 409
    assert "Dự thảo đã mở lấy ý kiến nên không sửa" in page.text
    page = press(minh, f"/consultations/{made.id}/removal", f"/consultations/{made.id}")
    assert "không sửa, không bỏ được nữa" in page.text
    assert minh.get(f"/consultations/{made.id}/poster").status == 200


def test_a_pasted_text_is_shown_cut_before_it_is_stored(minh: Browser, cast: Cast, session: Session) -> None:
    page = minh.post("/consultations/new", typed(cast, text="Điều 1. Một\na\nĐiều 2. Hai\nb"))
    assert page.status == 422
    assert "Đã chia dự thảo thành 2 phần, chưa lưu" in page.text
    assert session.scalar(select(func.count()).select_from(Consultation)) == 0
    again = page.fields("/consultations/new")
    assert again["text"].startswith("## Điều 1. Một")
    assert minh.post_plain("/consultations/new", {k: v for k, v in again.items() if k != "file"}).status == 302


def test_a_file_is_read_and_shown(minh: Browser, cast: Cast) -> None:
    content = "# Điều 1. Một\n\nViệc một.\n\n# Điều 2. Hai\n\nViệc hai.\n".encode()
    page = minh.post("/consultations/new", typed(cast, text="", file=Browser.file(content, "du-thao.md")))
    assert "## Điều 2. Hai" in page.fields("/consultations/new")["text"]


def test_a_picture_is_no_draft(minh: Browser, cast: Cast) -> None:
    page = minh.post("/consultations/new", typed(cast, file=Browser.file(b"\x89PNG\r\n", "du-thao.docx")))
    assert page.status == 422
    assert "ảnh chụp" in page.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Tên dự thảo phải có"),
        ({"title": ""}, "Hãy điền ô này."),
        ({"text": " "}, "Hãy chọn tệp dự thảo hoặc dán nội dung"),
        ({"closes_on": "2020-01-01"}, "Ngày kết thúc phải từ hôm nay trở đi"),
        ({"title": "x" * 400}, "dài nhất 300 ký tự"),
        ({"purpose": "x" * 3000}, "dài nhất 2000 ký tự"),
        ({"text": "## a\n" + "x" * 200_001}, "nhiều hơn 200000"),
        ({"text": "## a\n" * 101}, "từ 1 đến 100"),
    ],
)
def test_what_does_not_fit_comes_back(minh: Browser, cast: Cast, wrong: dict[str, str], words: str) -> None:
    page = minh.post("/consultations/new", typed(cast, **wrong))
    assert page.status == 422
    assert words in page.text
    assert page.fields("/consultations/new")["asked"] == ["Cả xã"]


def test_opinions_are_grouped_answered_and_published(
    minh: Browser, thu: Browser, browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    first, second = (make.contribution(asked, a1=("change", f"Quét cả ngõ {n}."))[0] for n in (1, 2))
    at, page = f"/consultations/{asked.id}", f"/consultations/{asked.id}/opinions"
    refused = thu.post(f"{at}/publication", page=at)
    assert refused.status == 409
    assert "Còn 2 ý kiến chưa được tổng hợp" in refused.text
    group = minh.post(
        f"{at}/groups",
        {"opinion": [first.id, second.id], "summary": "Quét ngõ, nhà bà Lê Thị Bé"},
        page=page,
        follow=True,
    )
    assert "bà Lê Thị Bé" in group.text
    found = session.scalars(select(OpinionGroup)).one()
    answered = {"summary": "Quét ngõ, nhà bà Lê Thị Bé", "verdict": "partly", "why": "Thêm ngõ chung."}
    minh.post(f"/consultations/groups/{found.id}", answered)
    refused = thu.post(f"{at}/publication", page=at)
    assert refused.status == 422
    assert "giống thông tin cá nhân" in refused.text
    assert minh.post(f"{at}/publication", page=at).status == 404
    assert "Đã công bố" in thu.post(f"{at}/publication", {"looked": "y"}, page=at, follow=True).text
    public = browser.get(f"/L/{asked.code}").text
    assert "Tiếp thu một phần" in public
    assert "Thêm ngõ chung." in public
    assert "Quét cả ngõ 1." not in public
    refused = minh.post(f"/consultations/groups/{found.id}", answered)
    assert refused.status == 409
    assert "Kết quả đã công bố" in refused.text
    thu.post(f"{at}/publication/removal", page=at)
    assert "Cơ quan đang tổng hợp" in browser.get(f"/L/{asked.code}").text


def test_a_group_is_of_one_article(minh: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    ids = [opinion.id for opinion in make.contribution(asked, a1=("change", "Một."), a2=("change", "Hai."))]
    path, page = f"/consultations/{asked.id}/groups", f"/consultations/{asked.id}/opinions"
    refused = minh.post(path, {"opinion": ids, "summary": "Cả hai"}, page=page)
    assert refused.status == 422
    assert "cùng một điều" in refused.text
    assert "Chưa chọn ý kiến nào" in minh.post(path, {"summary": "Không có gì"}, page=page).text
    assert "Hãy viết nội dung" in minh.post(path, {"opinion": ids[:1], "summary": " "}, page=page).text


def test_more_opinions_join_a_group_and_a_group_can_be_taken_apart(
    minh: Browser, make: Make, cast: Cast, session: Session
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    group = make.group(make.contribution(asked, a1=("change", "Một.")), "taken")
    late = make.contribution(asked, a1=("disagree", "Hai."))[0]
    page = f"/consultations/{asked.id}/opinions"
    minh.post(f"/consultations/{asked.id}/groups", {"opinion": [late.id], "group": group.id}, page=page)
    session.expire_all()
    assert session.get_one(Opinion, late.id).group_id == group.id
    minh.post(f"/consultations/groups/{group.id}/removal", page=f"/consultations/groups/{group.id}")
    session.expire_all()
    assert session.scalars(select(Opinion.group_id).distinct()).all() == [None]
    assert session.scalar(select(func.count()).select_from(OpinionGroup)) == 0


def test_an_answer_needs_a_verdict_and_its_reason(minh: Browser, make: Make, cast: Cast) -> None:
    group = make.group(make.contribution(make.consultation(cast.hoa_sen, "ended"), a1=("change", "Một.")))
    path = f"/consultations/groups/{group.id}"
    assert "Hãy chọn tiếp thu" in minh.post(path, {"summary": "Một", "why": "Vì thế"}).text
    assert "Hãy viết nội dung" in minh.post(path, {"summary": "Một", "verdict": "taken", "why": ""}).text


def test_nothing_is_answered_while_people_still_write(minh: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen)
    opinion = make.contribution(asked, a1=("change", "Một."))[0]
    page = f"/consultations/{asked.id}/opinions"
    assert "Một." in minh.get(page).text
    refused = minh.post_plain(
        f"/consultations/{asked.id}/groups",
        {"csrf_token": minh.get("/consultations/new").csrf, "opinion": opinion.id, "summary": "Sớm"},
    )
    assert refused.status == 409
    assert "sau khi hết hạn" in refused.text


def test_counts_wait_until_there_are_enough(minh: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen)
    make.contribution(asked, times=4, a1=("agree", ""))
    assert "Số đếm hiện khi có từ 5 người" in minh.get(f"/consultations/{asked.id}").text
    make.contribution(asked, a1=("agree", ""))
    assert "Đồng ý: 5" in minh.get(f"/consultations/{asked.id}").text


def test_an_observer_reads_and_a_stranger_does_not_learn_it_exists(
    hoa: Browser, stranger: Browser, make: Make, cast: Cast
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    assert hoa.get(f"/consultations/{asked.id}").status == 200
    assert hoa.get(f"/consultations/{asked.id}/opinions").status == 404
    for path in ("", "/opinions", "/draft", "/poster"):
        assert stranger.get(f"/consultations/{asked.id}{path}").status == 404
    assert asked.title not in stranger.get("/consultations").text
