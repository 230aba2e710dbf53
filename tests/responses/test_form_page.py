"""The form behind a printed code."""

from __future__ import annotations

import gzip
import re

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.responses.integrity.rules import TRAP
from app.responses.keys import read_key, receipt_pass
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.scene import Scene


def key_in(html: str) -> str:
    found = re.search(r'name="key" value="([^"]*)"', html)
    assert found
    return found[1]


def without_key(html: str) -> str:
    return re.sub(r'name="key" value="[^"]*"', "", html)


def open_form(browser: Browser, scene: Scene, lang: str | None = None) -> Page:
    return browser.get(f"/P/{scene.placement.code}" + (f"?lang={lang}" if lang else ""))


def test_it_works(browser: Browser, scene: Scene) -> None:
    page = open_form(browser, scene)
    assert page.status == 200
    for words in (
        scene.placement.desk.office.name,
        scene.placement.desk.name,
        scene.definition.title,
        "Phiếu này không ghi tên.",
        "Gửi phiếu",
    ):
        assert words in page.text
    for question in scene.definition.questions:
        assert question.text in page.text


def test_every_question_can_be_answered_and_none_is_answered_beforehand(browser: Browser, scene: Scene) -> None:
    page = open_form(browser, scene)
    names = {field.get("name") for tag in ("input", "textarea") for field in page.tree.iter(tag)}
    assert names == {f"q_{question.id}" for question in scene.definition.questions} | {"key", "display", TRAP}
    assert not [field for field in page.tree.iter("input") if field.get("checked") is not None]


def test_every_face_has_its_words(browser: Browser, scene: Scene) -> None:
    page = open_form(browser, scene)
    faces = [question for question in scene.definition.questions if question.kind == "faces"]
    for label in ("Rất không hài lòng", "Bình thường", "Rất hài lòng", "Không biết / không liên quan"):
        spoken = [element for element in page.tree.iter("label") if "".join(element.itertext()).strip() == label]
        assert len(spoken) == len(faces)


def test_the_promise_says_what_is_stored(browser: Browser, scene: Scene) -> None:
    assert "Hệ thống chỉ lưu các câu trả lời, điểm tiếp nhận, hình thức trả lời, ngôn ngữ và giờ gửi" in (
        open_form(browser, scene).text
    )


def test_every_visit_gets_a_signed_key_of_its_own(browser: Browser, scene: Scene) -> None:
    found = [read_key(SECRET, key_in(open_form(browser, scene).html)) for _visit in range(3)]
    keys = [key for key in found if key]
    assert len({key.id for key in keys}) == 3
    assert {key.digest for key in keys} == {scene.edition.digest[:16]}


def test_it_sets_no_cookie_and_opens_no_session(browser: Browser, scene: Scene) -> None:
    answer = open_form(browser, scene).answer
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_going_back_may_show_the_page_as_it_was_left(browser: Browser, scene: Scene) -> None:
    assert open_form(browser, scene).answer.headers["Cache-Control"] == "private, no-cache"


def test_the_compressed_page_is_the_same_page(browser: Browser, scene: Scene) -> None:
    plain = open_form(browser, scene).html
    path = f"/P/{scene.placement.code}"
    answers = [browser.client.get(path, headers={"Accept-Encoding": "br, gzip"}) for _visit in range(2)]
    for answer in answers:
        assert answer.content_encoding == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        html = gzip.decompress(answer.data).decode()
        assert read_key(SECRET, key_in(html))
        assert html.replace(key_in(html), key_in(plain)) == plain


@pytest.mark.parametrize("path", ["", "/receipt"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_page_that_says_it_is_compressed_is(
    browser: Browser, session: Session, scene: Scene, path: str, closed: bool
) -> None:
    if closed:
        close(session, scene, moved=True)
    address = f"/P/{scene.placement.code}{path}?sent={receipt_pass(SECRET, scene.placement.code, clock.now())}"
    plain, zipped = browser.client.get(address), browser.client.get(address, headers={"Accept-Encoding": "gzip"})
    assert zipped.content_encoding == "gzip"
    assert zipped.status_code == plain.status_code
    assert without_key(gzip.decompress(zipped.data).decode()) == without_key(plain.text)


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0"])
def test_a_browser_that_does_not_take_gzip_gets_none(browser: Browser, scene: Scene, encoding: str) -> None:
    answer = browser.client.get(f"/P/{scene.placement.code}", headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"<!doctype html>")


def test_the_policy_allows_the_one_style_sheet_and_no_script_inside(browser: Browser, scene: Scene) -> None:
    policies = {open_form(browser, scene).answer.headers["Content-Security-Policy"] for _visit in range(2)}
    assert len(policies) == 1
    policy = policies.pop()
    assert "'sha256-" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy, "what is not named falls back on default-src 'self'"
    assert policy.startswith("default-src 'self';")
    assert re.findall(r"<script[^>]*>[^<]*", open_form(browser, scene).html) == [
        '<script src="/static/display.js" defer>',
        '<script src="/static/queue.js" defer>',
        '<script src="/static/begun.js" defer>',
    ]


@pytest.mark.parametrize(
    "misread", [str.lower, lambda code: code.replace("0", "O").replace("1", "l"), lambda code: f"{code[:4]}-{code[4:]}"]
)
def test_a_code_that_was_typed_from_paper_is_understood(browser: Browser, scene: Scene, misread: object) -> None:
    assert callable(misread)
    assert browser.get(f"/p/{misread(scene.placement.code)}").status == 200


@pytest.mark.parametrize("code", ["KHONGCO", "0" * 12, "../../etc", "%00", "x" * 400])
def test_an_unknown_code_is_not_found_in_a_sentence(browser: Browser, code: str) -> None:
    page = browser.get(f"/P/{code}")
    assert page.status == 404
    assert "<h1>" in page.html
    assert "Đăng nhập" not in page.text


def test_a_number_instead_of_a_code_opens_nothing(browser: Browser, scene: Scene) -> None:
    assert browser.get(f"/P/{scene.placement.id}").status == 404


def close(session: Session, scene: Scene, *, moved: bool) -> None:
    scene.placement.retired_at = clock.now()
    scene.placement.moved_to_id = scene.placements[1].id if moved else None
    session.commit()


def test_a_moved_placement_says_where_to_go(browser: Browser, session: Session, scene: Scene) -> None:
    close(session, scene, moved=True)
    page = open_form(browser, scene)
    assert page.status == 410
    assert scene.placements[1].desk.name in page.text
    assert any(scene.placements[1].code in link for link in page.links)


def test_a_closed_placement_speaks_the_language_that_was_chosen(
    browser: Browser, session: Session, scene: Scene
) -> None:
    scene.placement.desk.office.citizen_locales = ["vi", "en"]
    close(session, scene, moved=True)
    page = open_form(browser, scene, lang="en")
    assert '<html lang="en">' in page.html
    assert f"/P/{scene.placements[1].code}?lang=en" in page.links


def test_a_closed_desk_closes_its_placements(browser: Browser, session: Session, scene: Scene) -> None:
    scene.placement.desk.retired_at = clock.now()
    session.commit()
    page = open_form(browser, scene)
    assert page.status == 410
    assert scene.placements[1].desk.name in page.text


def test_a_title_that_is_not_published_yet_is_not_shown(browser: Browser, session: Session, scene: Scene) -> None:
    scene.form.title = "Tên mới soạn"
    close(session, scene, moved=True)
    page = open_form(browser, scene)
    assert "Tên mới soạn" not in page.text
    assert page.text.count(scene.edition.title) == 2


def test_a_form_that_is_asked_nowhere_any_more_says_so(browser: Browser, session: Session, scene: Scene) -> None:
    close(session, scene, moved=False)
    scene.placements[1].retired_at = clock.now()
    session.commit()
    page = open_form(browser, scene)
    assert page.status == 410
    assert "Hiện không có điểm nào khác nhận phiếu này." in page.text


def test_a_new_edition_is_shown_at_once(browser: Browser, scene: Scene, make: Make) -> None:
    open_form(browser, scene)
    make.edition(scene.form, title="Nộp và nhận hồ sơ")
    assert "Nộp và nhận hồ sơ" in open_form(browser, scene).text


def test_a_renamed_desk_is_shown_at_once(browser: Browser, session: Session, scene: Scene) -> None:
    open_form(browser, scene)
    scene.placement.desk.name = "Quầy tư pháp"
    session.commit()
    assert "Quầy tư pháp" in open_form(browser, scene).text


def test_a_language_is_offered_only_where_the_office_switched_it_on(
    browser: Browser, session: Session, scene: Scene
) -> None:
    page = open_form(browser, scene, lang="en")
    assert 'lang="vi"' in page.html
    assert "English" not in page.text
    scene.placement.desk.office.citizen_locales = ["vi", "en"]
    session.commit()
    page = open_form(browser, scene, lang="en")
    assert '<html lang="en">' in page.html
    assert "Very satisfied" in page.text
    assert f'formaction="/P/{scene.placement.code}/responses" name="language" value="vi"' in page.html


@pytest.mark.parametrize("lang", ["zh", "xx", "vi'--", "../vi"])
def test_a_language_that_there_is_not_is_vietnamese(browser: Browser, scene: Scene, lang: str) -> None:
    assert '<html lang="vi">' in open_form(browser, scene, lang=lang).html


def test_the_language_of_an_official_does_not_change_the_citizens_page(browser: Browser, scene: Scene) -> None:
    browser.client.set_cookie("lang", "en")
    assert '<html lang="vi">' in open_form(browser, scene).html


def test_it_is_one_query(browser: Browser, scene: Scene, statements: list[str]) -> None:
    open_form(browser, scene)
    statements.clear()
    open_form(browser, scene)
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 1


def test_words_are_shown_as_words(browser: Browser, session: Session, scene: Scene) -> None:
    scene.placement.desk.name = "<script>alert(1)</script>"
    session.commit()
    page = open_form(browser, scene)
    assert "<script>" not in page.html
    assert "<script>alert(1)</script>" in page.text
