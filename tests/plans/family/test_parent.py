"""The plan above: suggested from what is cited, confirmed, set by hand, awaited and resolved; and the plans below."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.core import clock
from app.offices.models import Office
from app.plans.actions import import_plan, remove_plan
from app.plans.corrections.actions import correct_plan
from app.plans.corrections.verbs import Change
from app.plans.events import PlanNamed
from app.plans.family.actions import ParentCircle, SymbolMissing, await_parent, resolve_awaited, set_parent, tie_tasks
from app.plans.family.models import PlanParent, TaskImplementation
from app.plans.models import Citation, Plan
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.plans.samples import FILE, read

TITLE = "Công tác dân vận của tỉnh năm 2026"


@pytest.fixture
def province(make: Make, cast: Cast, session: Session) -> Office:
    """The office above Hoa Sen."""
    office = make.office("Ủy ban nhân dân tỉnh Đông Sơn", "tinh")
    cast.hoa_sen.superior = office
    session.commit()
    return office


@pytest.fixture
def plan(province: Office, cast: Cast, session: Session) -> Plan:
    """Hoa Sen's plan, which cites 07/KH-UBND of 12/01/2026 of the province."""
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.commit()
    return plan


@pytest.fixture
def above(make: Make, province: Office, session: Session) -> Plan:
    plan = make.plan(province, TITLE, number="7/KH-UBND", year=2026)
    plan.issued_text = "ngày 12 tháng 01 năm 2026"
    session.commit()
    return plan


def reads_province(session: Session, cast: Cast, province: Office, role: str = "observer") -> None:
    session.add(Membership(official_id=cast.lan.id, office_id=province.id, role=role, valid_from=date(2025, 7, 1)))
    session.commit()


def choose(browser: Browser, plan: Plan, **fields: str) -> Page:
    path = f"/plans/{plan.id}/parent"
    return browser.post_plain(path, browser.get(path).fields(path) | fields)


def decision(session: Session, plan: Plan) -> PlanParent | None:
    session.expire_all()
    return session.get(PlanParent, plan.id)


def test_it_works(lan: Browser, plan: Plan, above: Plan, session: Session) -> None:
    """The document is cited, the superior's plan is stored: one click confirms, nothing of its content is shown."""
    page = lan.get(f"/plans/{plan.id}/family")
    assert "07/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Đông Sơn" in page.text
    assert "đang có trong hệ thống" in page.text
    assert TITLE not in page.text
    path = f"/plans/{plan.id}/parent"
    assert lan.post_plain(path, page.fields(path)).status == 302
    found = decision(session, plan)
    assert found is not None
    assert (found.parent_id, found.how) == (above.id, "suggested")
    after = lan.get(f"/plans/{plan.id}/family")
    assert "tài khoản của bạn chưa được xem" in after.text
    assert TITLE not in after.text
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.target) == ("Ghi kế hoạch cấp trên", f"plan:{plan.id}")


def test_who_reads_the_plan_above_gets_a_link(
    lan: Browser, plan: Plan, above: Plan, province: Office, cast: Cast, session: Session
) -> None:
    reads_province(session, cast, province)
    assert choose(lan, plan).status == 302
    for path in (f"/plans/{plan.id}", f"/plans/{plan.id}/family"):
        assert f"/plans/{above.id}" in lan.get(path).links
        assert TITLE in lan.get(path).text


def test_another_year_another_office_or_another_number_is_not_suggested(
    lan: Browser, make: Make, plan: Plan, province: Office, cast: Cast, session: Session
) -> None:
    make.plan(province, number="7/KH-UBND", year=2024)
    make.plan(province, number="8/KH-UBND", year=2026)
    make.plan(cast.an_binh, number="7/KH-UBND", year=2026)
    assert "chưa có trong hệ thống" in lan.get(f"/plans/{plan.id}/family").text
    assert choose(lan, plan).status == 302
    found = decision(session, plan)
    assert found is not None
    assert (found.parent_id, found.symbol, found.issued_on) == (None, "07/KH-UBND", date(2026, 1, 12))


def test_a_strangers_equal_number_is_not_given_away(
    lan: Browser, make: Make, plan: Plan, cast: Cast, session: Session
) -> None:
    """An office that is neither above nor readable: stored and not stored look the same."""
    session.add(Citation(plan_id=plan.id, position=9, kind="Kế hoạch", symbol="99/KH-UBND", issuer="UBND xã An Bình"))
    session.commit()
    session.expire_all()
    before = lan.get(f"/plans/{plan.id}/parent").text
    make.plan(cast.an_binh, "Kế hoạch riêng", number="99/KH-UBND", year=2026)
    assert lan.get(f"/plans/{plan.id}/parent").text == before


def test_a_document_is_named_by_hand_and_tied_when_it_is_imported(
    lan: Browser, plan: Plan, make: Make, province: Office, session: Session
) -> None:
    written = {"choice": "written", "symbol": "12/KH-UBND", "issuer": "UBND tỉnh", "issued_on": ""}
    assert choose(lan, plan, **written).status == 302
    assert "Kế hoạch số 12/KH-UBND của UBND tỉnh chưa có trong hệ thống" in lan.get(f"/plans/{plan.id}/family").text
    fields = lan.get(f"/plans/{plan.id}/parent").fields(f"/plans/{plan.id}/parent")
    assert (fields["choice"], fields["symbol"], fields["issuer"]) == (["written"], ["12/KH-UBND"], ["UBND tỉnh"])
    later = make.plan(province, TITLE, number=None, year=2026)
    make.task(later)
    correct_plan(session, later, [Change("head", "number", "12/KH-UBND")], by=None)
    session.commit()
    found = decision(session, plan)
    assert found is not None
    assert (found.parent_id, found.how) == (later.id, "resolved")
    assert "Tự gắn ngày" in lan.get(f"/plans/{plan.id}/family").text


def test_an_import_ties_the_plans_that_wait_for_it(plan: Plan, province: Office, session: Session) -> None:
    await_parent(
        session, plan, symbol="15/KH-UBND", issuer=province.name, issued_on=date(2026, 2, 12), how="by_hand", by=None
    )
    stored = import_plan(session, province, read(), FILE, by=None)
    session.commit()
    found = decision(session, plan)
    assert found is not None
    assert found.parent_id == stored.id


@pytest.mark.parametrize(
    ("issuer", "year"),
    [("UBND tỉnh Bắc Sơn", 2026), ("UBND tỉnh Đông Sơn", 2025)],
    ids=["another province", "another year"],
)
def test_an_import_ties_nothing_that_does_not_fit(
    plan: Plan, make: Make, province: Office, session: Session, issuer: str, year: int
) -> None:
    await_parent(session, plan, symbol="12/KH-UBND", issuer=issuer, issued_on=None, how="by_hand", by=None)
    resolve_awaited(session, PlanNamed(make.plan(province, number="12/KH-UBND", year=year)))
    found = decision(session, plan)
    assert found is not None
    assert found.parent_id is None


def test_a_plan_of_an_office_that_is_not_above_is_tied_only_for_who_may_read_it(
    plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    other = make.plan(cast.an_binh, number="12/KH-UBND", year=2026)
    named = {"symbol": "12/KH-UBND", "issuer": "UBND xã An Bình", "issued_on": None, "how": "by_hand"}
    await_parent(session, plan, **named, by=cast.lan.id)  # type: ignore[arg-type]
    resolve_awaited(session, PlanNamed(other))
    found = decision(session, plan)
    assert found is not None
    assert found.parent_id is None
    reads_province(session, cast, cast.an_binh)
    resolve_awaited(session, PlanNamed(other))
    found = decision(session, plan)
    assert found is not None
    assert found.parent_id == other.id


@pytest.mark.parametrize("words", ["dan van cua tinh", "Dân VẬN tỉnh 2026", "7/kh-ubnd", "dong son"])
def test_a_plan_is_found_with_and_without_marks(
    lan: Browser, plan: Plan, above: Plan, province: Office, cast: Cast, session: Session, words: str
) -> None:
    above.number = "7/KH-UBND"
    plan.citations.clear()
    session.commit()
    assert TITLE not in lan.get(f"/plans/{plan.id}/parent", q=words).text  # not readable yet
    reads_province(session, cast, province)
    assert TITLE in lan.get(f"/plans/{plan.id}/parent", q=words).text
    assert choose(lan, plan, choice=f"plan-{above.id}").status == 302
    found = decision(session, plan)
    assert found is not None
    assert (found.parent_id, found.how) == (above.id, "by_hand")


def test_a_search_without_a_hit_says_so(lan: Browser, plan: Plan) -> None:
    assert "Không tìm thấy kế hoạch nào có “zzz”" in lan.get(f"/plans/{plan.id}/parent", q="zzz").text


@pytest.mark.parametrize("choice", ["plan-{id}", "plan-999999", "plan-9999999999999", "plan-", "cited-0", ""])
def test_what_was_not_on_offer_is_refused(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session, choice: str
) -> None:
    foreign = make.plan(cast.an_binh, number="1/KH-UBND")
    assert choose(lan, plan, choice=choice.format(id=foreign.id)).status == 422
    assert decision(session, plan) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"symbol": "KH-UBND"}, "Hãy ghi số, ký hiệu"),
        ({"symbol": "12/KH-UBND", "issued_on": "hôm qua"}, "Hãy ghi ngày như 12/01/2026"),
        ({"symbol": "x" * 81}, "nhiều nhất 80 ký tự"),
    ],
    ids=["no number", "no day", "too long"],
)
def test_a_document_typed_wrong_is_refused_and_comes_back(
    lan: Browser, plan: Plan, session: Session, fields: dict[str, str], sentence: str
) -> None:
    page = choose(lan, plan, choice="written", issuer="UBND tỉnh đã gõ", **fields)
    assert page.status == 422
    assert sentence in page.text
    assert "UBND tỉnh đã gõ" in page.html
    assert decision(session, plan) is None


def test_the_action_itself_refuses_a_symbol_without_a_number(plan: Plan, session: Session) -> None:
    with pytest.raises(SymbolMissing, match="12/KH-UBND"):
        await_parent(session, plan, symbol="KH", issuer=None, issued_on=None, how="by_hand", by=None)


def test_no_plan_above_is_an_answer_too(lan: Browser, plan: Plan, above: Plan, session: Session) -> None:
    assert choose(lan, plan, choice="none").status == 302
    assert "Không có kế hoạch cấp trên." in lan.get(f"/plans/{plan.id}/family").text
    assert lan.get(f"/plans/{plan.id}/parent").fields(f"/plans/{plan.id}/parent")["choice"] == ["none"]


def test_circles_are_refused(lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session) -> None:
    child = make.plan(cast.hoa_sen, "Kế hoạch của phòng", number="3/KH-PNV")
    set_parent(session, child, plan, how="by_hand", by=None)
    session.commit()
    page = choose(lan, plan, choice=f"plan-{child.id}")
    assert page.status == 422
    assert "đang là kế hoạch cấp dưới của chính kế hoạch này" in page.text
    with pytest.raises(ParentCircle):
        set_parent(session, plan, plan, how="by_hand", by=None)


def test_removing_the_plan_above_leaves_its_name_behind(
    lan: Browser, plan: Plan, above: Plan, session: Session
) -> None:
    assert choose(lan, plan).status == 302
    remove_plan(session, session.get_one(Plan, above.id), by=None)
    session.commit()
    found = decision(session, plan)
    assert found is not None
    assert (found.parent_id, found.symbol) == (None, "7/KH-UBND")
    assert "chưa có trong hệ thống" in lan.get(f"/plans/{plan.id}/family").text


def test_another_plan_above_takes_the_ties_of_tasks_away(
    plan: Plan, above: Plan, make: Make, province: Office, session: Session
) -> None:
    set_parent(session, plan, above, how="by_hand", by=None)
    upper = make.task(above)
    tie_tasks(session, plan, above, {plan.tasks[1].id: [upper.id]}, by=None)
    set_parent(session, plan, above, how="by_hand", by=None)
    assert len(session.scalars(select(TaskImplementation)).all()) == 1
    set_parent(session, plan, make.plan(province, "Khác"), how="by_hand", by=None)
    assert session.scalars(select(TaskImplementation)).all() == []


def test_the_level_above_sees_which_offices_have_a_plan(
    app: Flask, plan: Plan, above: Plan, province: Office, make: Make, cast: Cast, session: Session
) -> None:
    """The state of each office right below, its plan only for who may read it, and nothing of any other office."""
    set_parent(session, plan, above, how="by_hand", by=None)
    set_parent(session, make.plan(cast.an_binh, "Kế hoạch An Bình"), above, how="by_hand", by=None)
    without = make.office("Ủy ban nhân dân xã Phú Lâm")
    gone = make.office("Ủy ban nhân dân xã Đã Giải Thể")
    without.superior = gone.superior = province
    gone.valid_to = date(2025, 8, 1)
    session.commit()
    leader = make.official("Mai", province, "leader")
    mai = Browser(app).signed_in_as(leader)
    page = mai.get(f"/plans/{above.id}/family")
    assert "1 trên 2 cơ quan cấp dưới" in page.text
    assert "xã Phú Lâm chưa có" in page.text
    assert "phường Hoa Sen đã có" in page.text
    for secret in (plan.title, "An Bình", "Đã Giải Thể"):
        assert secret not in page.text
    session.add(Membership(official_id=leader.id, office_id=cast.hoa_sen.id, role="observer", valid_from=clock.today()))
    session.commit()
    for path in (f"/plans/{above.id}/family", f"/plans/{above.id}"):
        assert plan.title in mai.get(path).text


def test_a_readable_plan_of_another_office_is_listed_apart(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    reads_province(session, cast, cast.an_binh)
    set_parent(session, make.plan(cast.an_binh, "Kế hoạch An Bình"), plan, how="by_hand", by=None)
    session.commit()
    assert "Kế hoạch An Bình" in lan.get(f"/plans/{plan.id}/family").text


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_who_may_only_read_sees_the_family_and_no_way_to_change_it(
    request: pytest.FixtureRequest, plan: Plan, session: Session, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    page = browser.get(f"/plans/{plan.id}/family")
    assert page.status == 200
    assert not any("/parent" in link or "/earlier" in link for link in page.links)
    token = browser.get("/").csrf
    for path in ("parent", "earlier", "implementation"):
        assert browser.get(f"/plans/{plan.id}/{path}").status == 404
        assert browser.post_plain(f"/plans/{plan.id}/{path}", {"csrf_token": token, "choice": "none"}).status == 404
    assert decision(session, plan) is None


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, plan: Plan) -> None:
    for path in ("family", "parent", "earlier", "implementation"):
        assert stranger.get(f"/plans/{plan.id}/{path}").status == 404
