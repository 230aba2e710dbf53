"""Who works in an office, as what, and with which password."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.actions import AlreadyEnded, LastAdministrator, UnknownRole, end_membership, grant
from app.access.models import AuditEntry, Membership
from app.access.queries import officials_with, viewer_of
from app.accounts.actions import NameTaken, add_official
from app.accounts.models import Official, SignIn
from app.core import clock
from app.core.session import session as current_session
from app.core.session import transaction
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

NEW = {"name": "Phạm Văn Nam", "sign_in_name": "Nam.Pham", "role": "officer"}


def shown_password(page: Page) -> str:
    [field] = [field for field in page.tree.iter("dd") if field.get("id") == "password"]
    return field.text or ""


def membership_of(session: Session, official: Official) -> Membership:
    session.expire_all()
    return session.scalars(
        select(Membership).where(Membership.official_id == official.id, Membership.valid_to.is_(None))
    ).one()


def add(browser: Browser, **changes: str) -> Page:
    path = "/members/new"
    return browser.post_plain(path, browser.get(path).fields(path) | NEW | changes)


def replace_password(browser: Browser, sign_in_name: str, present: str) -> None:
    """As an official does at the first sign-in, and then signs in again."""
    own = "mot cau rieng de nho"
    browser.post("/account/password", {"present": present, "new": own, "again": own})
    assert browser.post("/sign-in", {"sign_in_name": sign_in_name, "password": own}).status == 302


def test_it_works(app: Flask, lan: Browser, cast: Cast, session: Session) -> None:
    password = shown_password(add(lan))
    somebody = Browser(app)
    assert somebody.post("/sign-in", {"sign_in_name": "nam.pham", "password": password}).status == 302
    replace_password(somebody, "nam.pham", password)
    assert "Xin chào, Phạm Văn Nam" in somebody.get("/").text
    membership = session.scalars(select(Membership).join(Official).where(Official.name == "Phạm Văn Nam")).one()
    assert (membership.office_id, membership.role) == (cast.hoa_sen.id, "officer")
    assert "Phạm Văn Nam nam.pham Công chức" in lan.get("/members").text


def test_the_list_names_everybody_of_the_office_and_nobody_else(lan: Browser, cast: Cast) -> None:
    people = [cast.minh, cast.thu, cast.hoa]
    text = lan.get("/members").text
    assert all(f"{official.name} {official.sign_in_name}" in text for official in people)
    assert cast.quan.sign_in_name not in text


def test_the_first_password_is_shown_once_and_kept_nowhere(lan: Browser, session: Session) -> None:
    page = add(lan)
    password = shown_password(page)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", password)
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert password not in lan.get("/members").html
    assert password not in lan.get("/audit").html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Hãy ghi họ và tên."),
        ({"sign_in_name": ""}, "Hãy ghi tên đăng nhập."),
        ({"sign_in_name": "năm"}, "Tên đăng nhập chỉ gồm chữ không dấu"),
        ({"sign_in_name": "a b c"}, "Tên đăng nhập chỉ gồm chữ không dấu"),
        ({"role": "king"}, "Hãy chọn một mục trong danh sách."),
    ],
    ids=["no name", "no sign-in name", "accents", "blanks", "role"],
)
def test_a_wrong_member_is_refused(lan: Browser, session: Session, change: dict[str, str], sentence: str) -> None:
    before = session.scalar(select(func.count()).select_from(Official))
    page = add(lan, **change)
    assert page.status == 422
    assert sentence in page.text
    assert session.scalar(select(func.count()).select_from(Official)) == before


def test_a_sign_in_name_that_is_taken_is_refused_beside_the_field(lan: Browser) -> None:
    add(lan)
    page = add(lan, name="Người khác")
    assert page.status == 422
    assert "“nam.pham” đã được sử dụng" in page.text
    assert page.fields("/members/new")["name"] == ["Người khác"]


def test_an_office_that_one_does_not_administer_is_refused(lan: Browser, cast: Cast, session: Session) -> None:
    page = add(lan, office=str(cast.an_binh.id))
    assert page.status == 422
    assert session.scalar(select(Official.id).where(Official.name == NEW["name"])) is None


def test_a_hostile_name_is_shown_as_a_name(lan: Browser) -> None:
    add(lan, name="<script>alert(1)</script>")
    page = lan.get("/members")
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.text


def test_a_role_can_be_changed_and_counts_at_once(lan: Browser, minh: Browser, cast: Cast, session: Session) -> None:
    assert minh.get("/plans/import").status == 404
    path = f"/members/{membership_of(session, cast.minh).id}/role"
    assert lan.get(path).fields(path)["role"] == ["officer"]
    answer = lan.post(path, {"role": "administrator"}, follow=True)
    assert "Đã lưu vai trò của Minh." in answer.text
    assert minh.get("/plans/import").status == 200
    assert membership_of(session, cast.minh).role == "administrator"


def test_a_role_can_be_taken_up_again(lan: Browser, cast: Cast, session: Session) -> None:
    first = membership_of(session, cast.minh).id
    lan.post(f"/members/{first}/role", {"role": "leader"})
    second = membership_of(session, cast.minh).id
    lan.post(f"/members/{second}/role", {"role": "officer"})
    assert membership_of(session, cast.minh).id == first


def test_choosing_the_present_role_changes_nothing(lan: Browser, cast: Cast, session: Session) -> None:
    membership = membership_of(session, cast.minh)
    lan.post(f"/members/{membership.id}/role", {"role": "officer"})
    assert membership_of(session, cast.minh).id == membership.id
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_an_ended_role_is_gone_at_once(lan: Browser, minh: Browser, cast: Cast, session: Session) -> None:
    membership = membership_of(session, cast.minh)
    path = f"/members/{membership.id}/ending"
    assert "Kết thúc vai trò của Minh?" in lan.get(path).text
    assert "không còn vai trò này từ hôm nay" in lan.post(path, follow=True).text
    assert minh.get("/plans").status == 404
    assert "chưa có vai trò" in minh.get("/").text
    assert lan.get(path).status == 404


def test_the_last_administrator_cannot_go(lan: Browser, cast: Cast, session: Session) -> None:
    membership = membership_of(session, cast.lan)
    for path, data in (
        (f"/members/{membership.id}/ending", {}),
        (f"/members/{membership.id}/role", {"role": "leader"}),
    ):
        page = lan.post(path, data)
        assert page.status in {409, 422}
        assert "quản trị viên duy nhất" in page.text
    assert membership_of(session, cast.lan).role == "administrator"


def test_a_role_that_has_ended_cannot_end_again(cast: Cast, session: Session) -> None:
    membership = membership_of(session, cast.minh)
    end_membership(session, membership, by=None)
    with pytest.raises(AlreadyEnded, match=f"đã kết thúc ngày {clock.show_day(clock.today())}"):
        end_membership(session, membership, by=None)


def test_granting_a_role_that_is_held_changes_nothing(cast: Cast, session: Session) -> None:
    membership = membership_of(session, cast.minh)
    since = membership.valid_from
    assert grant(session, cast.minh, cast.hoa_sen, "officer", since=clock.today()) is membership
    assert membership.valid_from == since


def test_a_second_administrator_may_go(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    second = make.official("Mai", cast.hoa_sen, "administrator")
    assert lan.post(f"/members/{membership_of(session, second).id}/ending").status == 302


def test_who_gives_the_own_role_away_goes_home(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    make.official("Mai", cast.hoa_sen, "administrator")
    page = lan.post(f"/members/{membership_of(session, cast.lan).id}/role", {"role": "leader"}, follow=True)
    assert "Xin chào, Lan" in page.text
    assert lan.get("/members").status == 404


def test_nobody_becomes_an_administrator_by_oversight(lan: Browser) -> None:
    assert lan.get("/members/new").fields("/members/new")["role"] == ["officer"]


def test_an_administrator_who_cannot_sign_in_does_not_count(
    lan: Browser, make: Make, cast: Cast, session: Session
) -> None:
    make.official("Mai", cast.hoa_sen, "administrator").active = False
    session.commit()
    assert lan.post(f"/members/{membership_of(session, cast.lan).id}/ending").status == 409


def test_two_administrators_cannot_end_each_other_at_the_same_moment(live: Flask) -> None:
    with live.app_context(), transaction() as current:
        make = Make(current)
        office = make.office()
        for name in ("Lan", "Mai"):
            make.official(name, office, "administrator")
        ids = list(current.scalars(select(Membership.id)))
    start = threading.Barrier(2)
    refused: list[int] = []

    def end(membership_id: int) -> None:
        with live.app_context():
            start.wait()
            try:
                with transaction():
                    end_membership(current_session(), current_session().get_one(Membership, membership_id), by=None)
            except LastAdministrator:
                refused.append(membership_id)

    both = [threading.Thread(target=end, args=(membership_id,)) for membership_id in ids]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(refused) == 1
    with live.app_context():
        assert list(current_session().scalars(select(Membership.id).where(Membership.valid_to.is_(None)))) == refused


def test_a_new_password_replaces_the_old_and_ends_every_sign_in(
    app: Flask, lan: Browser, minh: Browser, cast: Cast, session: Session
) -> None:
    path = f"/members/{membership_of(session, cast.minh).id}/password"
    assert "Cấp lại mật khẩu cho Minh?" in lan.get(path).text
    password = shown_password(lan.post(path))
    assert minh.get("/").status == 302
    assert (
        session.scalar(select(SignIn.id).where(SignIn.official_id == cast.minh.id, SignIn.ended_at.is_(None))) is None
    )
    signed_in = Browser(app).post("/sign-in", {"sign_in_name": cast.minh.sign_in_name, "password": password})
    assert signed_in.status == 302


def test_a_password_handed_over_opens_nothing_until_it_is_replaced(app: Flask, lan: Browser) -> None:
    password = shown_password(add(lan, role="administrator"))
    somebody = Browser(app)
    page = somebody.post("/sign-in", {"sign_in_name": "nam.pham", "password": password}, follow=True)
    assert "Đặt mật khẩu của riêng bạn" in page.text
    assert "do quản trị viên cấp" in page.text
    assert "Kế hoạch" not in page.text
    assert "Đăng xuất" in page.text
    for path in ("/", "/plans", "/members", "/audit"):
        assert somebody.get(path).answer.location == "/account/password"
    assert somebody.post("/members/new", page="/account/password").answer.location == "/account/password"
    replace_password(somebody, "nam.pham", password)
    assert somebody.get("/members").status == 200
    assert "Đổi mật khẩu" in somebody.get("/account/password").text


def test_a_password_handed_over_is_not_replaced_by_itself(app: Flask, lan: Browser) -> None:
    password = shown_password(add(lan))
    somebody = Browser(app)
    somebody.post("/sign-in", {"sign_in_name": "nam.pham", "password": password})
    page = somebody.post("/account/password", {"present": password, "new": password, "again": password})
    assert page.status == 422
    assert "Mật khẩu mới trùng với mật khẩu hiện tại." in page.text
    assert somebody.get("/").answer.location == "/account/password"


def test_a_password_given_anew_has_to_be_replaced_too(app: Flask, lan: Browser, cast: Cast, session: Session) -> None:
    fresh = shown_password(lan.post(f"/members/{membership_of(session, cast.minh).id}/password"))
    somebody = Browser(app)
    somebody.post("/sign-in", {"sign_in_name": cast.minh.sign_in_name, "password": fresh})
    assert somebody.get("/plans").answer.location == "/account/password"
    replace_password(somebody, cast.minh.sign_in_name, fresh)
    assert somebody.get("/plans").status == 200


def test_the_password_of_an_official_with_a_role_elsewhere_is_refused(
    lan: Browser, cast: Cast, session: Session
) -> None:
    mine = membership_of(session, cast.minh).id
    grant(session, cast.minh, cast.an_binh, "administrator", since=clock.today())
    session.commit()
    page = lan.post(f"/members/{mine}/password")
    assert page.status == 409
    assert "Minh còn có vai trò ở cơ quan khác" in page.text
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize("what", ["role", "ending", "password"])
def test_members_of_another_office_do_not_exist(stranger: Browser, cast: Cast, session: Session, what: str) -> None:
    path = f"/members/{membership_of(session, cast.minh).id}/{what}"
    assert stranger.get(path).status == 404
    data = {"csrf_token": stranger.get("/members").csrf, "role": "administrator"}
    assert stranger.post_plain(path, data).status == 404
    assert membership_of(session, cast.minh).role == "officer"


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_only_an_administrator_finds_these_pages(
    request: pytest.FixtureRequest, cast: Cast, session: Session, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    token = browser.get("/").csrf
    own = membership_of(session, getattr(cast, who)).id
    for path in ("/members", "/members/new", "/audit", f"/members/{own}/role", f"/members/{own}/password"):
        assert browser.get(path).status == 404
    assert browser.post_plain(f"/members/{own}/role", {"csrf_token": token, "role": "administrator"}).status == 404
    assert "/members" not in browser.get("/").links


def test_an_unknown_role_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(UnknownRole, match="“king”"):
        grant(session, cast.minh, cast.hoa_sen, "king", since=clock.today())


def test_a_role_of_an_older_version_stands_for_itself(lan: Browser, cast: Cast, session: Session) -> None:
    session.add(Membership(official_id=cast.lan.id, office_id=cast.hoa_sen.id, role="clerk", valid_from=clock.today()))
    session.commit()
    assert "clerk" in lan.get("/members").text


def test_a_role_begins_and_ends_on_its_days(cast: Cast, session: Session) -> None:
    today = clock.today()
    membership = membership_of(session, cast.minh)
    membership.valid_from, membership.valid_to = today, today + timedelta(days=1)
    session.commit()
    seen = [
        viewer_of(session, cast.minh, on=today + timedelta(days=days)).may("plans.read", cast.hoa_sen.id)
        for days in (-1, 0, 1)
    ]
    assert seen == [False, True, False]


def test_who_holds_a_permission_is_found_by_name(cast: Cast, session: Session) -> None:
    _everybody = (cast.lan, cast.minh, cast.thu, cast.hoa, cast.quan)
    found = officials_with(session, cast.hoa_sen.id, "remarks.read", on=clock.today())
    assert [official.name for official in found] == ["Lan", "Minh", "Thu"]


def test_two_officials_cannot_take_one_name_at_the_same_moment(live: Flask) -> None:
    start = threading.Barrier(3)
    outcomes: list[str] = []

    def run() -> None:
        with live.app_context():
            start.wait()
            try:
                with transaction():
                    add_official(current_session(), sign_in_name="nam", name="Nam", password="mot cau de nho")
            except NameTaken:
                outcomes.append("taken")
            else:
                outcomes.append("added")

    everybody = [threading.Thread(target=run) for _number in range(3)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    assert sorted(outcomes) == ["added", "taken", "taken"]
