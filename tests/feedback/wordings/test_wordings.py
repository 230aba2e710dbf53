"""The page of texts kept ready, and beginning an answer with one: chosen first, so that nothing can be lost by it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import show_reference
from app.feedback.cases.steps import RightLost
from app.feedback.wordings.actions import adopt
from app.feedback.wordings.models import Wording
from app.feedback.wordings.shipped import SHIPPED
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

READY = "Về phản ánh [số hồ sơ]: cơ quan đã kiểm tra và [việc đã làm]."


@pytest.fixture
def case(make: Make, cast: Cast, session: Session) -> Case:
    made = make.case(cast.hoa_sen, "Cống tắc.", contact={"phone": "0912 345 678"})
    actions.assign(session, made, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    session.commit()
    return made


def keep(cast: Cast, text: str = READY, purpose: str = "answer", name: str = "Đã xong") -> int:
    return cast.make.wording(cast.hoa_sen, text, purpose=purpose, name=name, by=cast.lan).id


def save(browser: Browser, path: str, **typed: str) -> Page:
    fields = browser.get(path).fields(path)
    return browser.post_plain(path, {**fields, **{f"wording-{name}": value for name, value in typed.items()}})


def begin(browser: Browser, case: Case, verb: str, wording: object = 0) -> Page:
    return browser.get(f"/cases/{case.id}", step=verb, wording=wording)


def send(browser: Browser, case: Case, noun: str, verb: str, wording: object = 0, **typed: Any) -> Page:
    path = f"/cases/{case.id}/{noun}"
    fields = begin(browser, case, verb, wording).fields(path)
    return browser.post_plain(path, {**fields, **{f"{verb}-{name}": value for name, value in typed.items()}})


def steps(session: Session, case: Case) -> int:
    return session.scalar(select(func.count()).select_from(Step).where(Step.case_id == case.id)) or 0


def test_it_works(minh: Browser, lan: Browser, case: Case, session: Session, cast: Cast) -> None:
    """An administrator keeps a text ready; an officer begins with it, fills it in, and sends it."""
    assert "chưa có mẫu trả lời nào" in minh.get("/cases/wordings").text
    new = f"/cases/wordings/new?office={cast.hoa_sen.id}"
    assert save(lan, new, purpose="answer", name="Đã xong", text=READY).status == 303
    wording = session.scalars(select(Wording)).one()
    assert READY in minh.get("/cases/wordings").text
    before = steps(session, case)
    start = f"/cases/{case.id}?step=answer&wording={wording.id}#answer"
    assert start in minh.get(f"/cases/{case.id}").links
    page = minh.get(start)
    assert page.status == 200
    assert "Đã chèn mẫu, chưa gửi gì." in page.text
    back = page.fields(f"/cases/{case.id}/answer")
    number = show_reference(case.reference)
    assert back["answer-text"] == f"Về phản ánh {number}: cơ quan đã kiểm tra và [việc đã làm]."
    assert "0912" not in page.html
    assert steps(session, case) == before
    refused = minh.post_plain(f"/cases/{case.id}/answer", back)
    assert refused.status == 422
    assert "Còn chỗ chưa điền: [việc đã làm]." in refused.text
    back = refused.fields(f"/cases/{case.id}/answer")
    back["answer-text"] = back["answer-text"].replace("[việc đã làm]", "nạo vét 40 mét cống")
    assert minh.post_plain(f"/cases/{case.id}/answer", back).status == 303
    assert steps(session, case) == before + 1


def test_the_text_is_chosen_before_there_is_anything_to_lose(minh: Browser, case: Case, cast: Cast) -> None:
    """While a text is chosen there is no box and no file; once there are, the step's own button is the only one."""
    ready = keep(cast)
    action = f"/cases/{case.id}/answer"
    for page in (minh.get(f"/cases/{case.id}"), minh.get(f"/cases/{case.id}", step="answer")):
        assert not [form for form in page.tree.iter("form") if form.get("action") == action]
        assert f"/cases/{case.id}?step=answer&wording=0#answer" in page.links
    actions.answer(cast.make.session, case, "Cống đã nạo vét.", by=cast.minh.id, seen=None)
    cast.make.session.commit()
    for verb, noun, wording in (("close", "closure", 0), ("reopen", "reopening", 0), ("close", "closure", ready)):
        page = begin(minh, case, verb, wording)
        if wording:
            assert page.status == 404, "a text for another step is no text for this one"
            continue
        (form,) = [form for form in page.tree.iter("form") if form.get("action") == f"/cases/{case.id}/{noun}"]
        sends = [each for each in form.iter() if each.tag == "button" or each.get("type") in {"submit", "image"}]
        assert [(each.tag, each.get("formaction")) for each in sends] == [("button", None)]


def test_a_text_that_is_not_there_is_said(minh: Browser, case: Case, session: Session, cast: Cast) -> None:
    ready = keep(cast, name="Chỉ để gia hạn", purpose="extend")
    keep(cast)
    for wrong in (ready, "9" * 30, -1):
        page = begin(minh, case, "answer", wrong)
        assert page.status == 404
        assert "Hãy chọn mẫu khác, hoặc tự viết." in page.text
        assert f"/cases/{case.id}?step=answer&wording=0#answer" in page.links
    for step in ("answer", "assign", "extend", "x"):
        assert minh.get(f"/cases/{case.id}", step=step, wording="x").status == 200
    assert "Chỉ để gia hạn" not in minh.get(f"/cases/{case.id}").text


def test_an_answer_of_ready_words_alone_is_not_sent(minh: Browser, case: Case, session: Session, cast: Cast) -> None:
    text = "Cơ quan cảm ơn Ông/Bà đã phản ánh và sẽ nghiêm túc xem xét."
    keep(cast, text)
    page = send(minh, case, "answer", "answer", text=f"{text} Trân trọng.")
    assert page.status == 422
    assert "Câu trả lời chỉ có chữ của mẫu." in page.text
    assert send(minh, case, "answer", "answer", text=f"{text} Cống đã nạo vét hôm qua.").status == 303


def test_an_answer_of_ready_words_alone_is_not_closed(case: Case, session: Session, cast: Cast) -> None:
    """It was sent before the office kept the text ready; a sentence at the closing makes good for it."""
    text = "Cơ quan đã kiểm tra và xử lý theo quy định."
    actions.answer(session, case, text, by=cast.minh.id, seen=None)
    keep(cast, text)
    with pytest.raises(Problem, match="chưa đóng được"), session.begin_nested():
        actions.close(session, case, proof="explained", text="Trân trọng.", by=cast.minh.id, seen=None)
    own = "Biên bản số 3: cống đã thông."
    assert actions.close(session, case, proof="explained", text=own, by=cast.minh.id, seen=None).state == "closed"


def test_a_word_goes_with_the_acknowledgement_and_the_repetition(
    minh: Browser, case: Case, session: Session, make: Make, cast: Cast
) -> None:
    keep(cast, "[cơ quan] đã tiếp nhận.", "any", "Tiếp nhận")
    other = make.case(cast.hoa_sen, "Cống tắc nữa.")
    actions.assign(session, other, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    session.commit()
    ready = str(session.scalars(select(Wording.id)).one())
    page = begin(minh, case, "acknowledge", ready)
    assert "Ủy ban nhân dân phường Hoa Sen đã tiếp nhận." in page.html
    assert send(minh, case, "acknowledgement", "acknowledge", text="Đã nhận, mai đến xem.").status == 303
    actions.mark_duplicate(session, other, case, "Giải quyết chung.", by=cast.minh.id, seen=None)
    said = session.scalars(select(Step.text).where(Step.verb.in_(("acknowledge", "mark_duplicate"))))
    assert set(said) == {"Đã nhận, mai đến xem.", "Giải quyết chung."}


def test_what_ships_is_taken_over_once(lan: Browser, session: Session, cast: Cast) -> None:
    names = [each.name for each in SHIPPED[:3]]
    typed = {"office": str(cast.hoa_sen.id), "shipped": names}
    for _time in range(2):
        assert lan.post("/cases/wordings/adoption", typed, page="/cases/wordings").status == 303
    assert set(session.scalars(select(Wording.name))) == set(names)
    page = lan.post("/cases/wordings/adoption", {"office": str(cast.hoa_sen.id)}, page="/cases/wordings")
    assert page.status == 422
    assert "đánh dấu ít nhất một mẫu" in page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "Đã xong"}, "đã có mẫu tên “Đã xong”"),
        ({"name": " "}, "Hãy ghi tên mẫu"),
        ({"text": ""}, "Hãy ghi tên mẫu"),
        ({"name": "x" * 121}, "dài 121 ký tự"),
        ({"purpose": "praise"}, "Hãy chọn bước dùng mẫu."),
    ],
)
def test_what_does_not_fit_comes_back(
    lan: Browser, session: Session, cast: Cast, typed: dict[str, str], says: str
) -> None:
    keep(cast)
    new = f"/cases/wordings/new?office={cast.hoa_sen.id}"
    page = save(lan, new, **({"purpose": "answer", "name": "Khác", "text": "Chữ riêng."} | typed))
    assert page.status in {409, 422}
    assert says in page.text
    assert page.fields(new)["wording-text"] == typed.get("text", "Chữ riêng.")


def test_of_two_who_change_it_the_second_sees_both(lan: Browser, thu: Browser, session: Session, cast: Cast) -> None:
    path = f"/cases/wordings/{keep(cast)}"
    opened = thu.get(path).fields(path)
    assert save(lan, path, text="Bản của Lan.").status == 303
    page = thu.post_plain(path, {**opened, "wording-text": "Bản của Thu."})
    assert page.status == 409
    assert "Bản của Lan." in page.text
    assert page.fields(path)["wording-text"] == "Bản của Thu."
    stale = thu.post(f"{path}/removal", {"version": "1"}, page="/cases/wordings", follow=True)
    assert "vừa được người khác sửa" in stale.text
    assert thu.post(f"{path}/removal", {"version": "2"}, page="/cases/wordings").status == 303
    assert session.scalars(select(Wording)).all() == []
    assert thu.post_plain(path, page.fields(path)).status == 404


def test_who_may_not_change_reads_only(
    minh: Browser, stranger: Browser, session: Session, cast: Cast, make: Make
) -> None:
    path = f"/cases/wordings/{keep(cast)}"
    page = minh.get("/cases/wordings")
    assert "Đã xong" in page.text
    assert path not in page.links
    for browser in (minh, stranger):
        assert browser.get(path).status == 404
        assert browser.post_plain(f"{path}/removal", {"csrf_token": page.csrf}).status in {400, 404}
    assert "Đã xong" not in stranger.get("/cases/wordings", office=cast.hoa_sen.id).text
    with pytest.raises(RightLost):
        adopt(session, cast.hoa_sen, [SHIPPED[0].name], by=cast.minh.id)
