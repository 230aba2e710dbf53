"""The rows of links: main tabs, pages about one plan, pages about one task."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.navigation import PLAN_PAGES, TABS, TASK_PAGES
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make


def entries(page: Page, name: str) -> dict[str, bool]:
    """The links of the navigation called ``name``: address, and whether it is marked as this page."""
    [nav] = [nav for nav in page.tree.iter("nav") if nav.get("aria-label") == name]
    return {link.get("href") or "": link.get("aria-current") == "page" for link in nav.iter("a")}


def test_it_works(lan: Browser, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    page = lan.get(f"/plans/{plan.id}")
    assert entries(page, "Trong kế hoạch này")[f"/plans/{plan.id}"]
    assert entries(page, "Điều hướng chính")["/plans"]


@pytest.mark.parametrize("who", ["lan", "minh", "thu", "hoa"])
def test_every_link_leads_to_a_page_that_opens(
    request: pytest.FixtureRequest, make: Make, cast: Cast, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    task = make.task(make.plan(cast.hoa_sen))
    for start in ("/", f"/plans/{task.plan_id}", f"/tasks/{task.id}"):
        page = browser.get(start)
        for link in page.links:
            if link.startswith("/"):
                assert browser.get(link).status in {200, 302}, (start, link)


def test_an_observer_finds_no_way_to_what_is_not_for_observers(hoa: Browser, make: Make, cast: Cast) -> None:
    task = make.task(make.plan(cast.hoa_sen))
    links = hoa.get(f"/plans/{task.plan_id}").links + hoa.get(f"/tasks/{task.id}").links
    assert not [link for link in links if "remarks" in link or "exports" in link or "members" in link]


def test_remarks_are_offered_to_who_answers_for_the_task(minh: Browser, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    mine, other = make.task(plan, holder=cast.minh), make.task(plan)
    assert f"/tasks/{mine.id}/remarks" in minh.get(f"/tasks/{mine.id}").links
    assert f"/tasks/{other.id}/remarks" not in minh.get(f"/tasks/{other.id}").links


def test_who_is_not_signed_in_sees_no_tabs(browser: Browser) -> None:
    assert not [nav for nav in browser.get("/sign-in").tree.iter("nav")]


def test_what_belongs_together_has_a_row_of_its_own(thu: Browser) -> None:
    page = thu.get("/measures")
    assert "/measures" not in entries(page, "Điều hướng chính")
    assert "/remarks" not in entries(page, "Điều hướng chính")
    inner = entries(page, "Tiếp thu ý kiến")
    assert {"/cases", "/remarks", "/measures", "/consultations", "/initiatives"} <= set(inner)
    assert [url for url, current in inner.items() if current] == ["/measures"]
    assert not [nav for nav in thu.get("/plans").tree.iter("nav") if nav.get("aria-label") == "Tiếp thu ý kiến"]


def test_a_group_of_one_is_that_tab(hoa: Browser) -> None:
    page = hoa.get("/desks")
    assert entries(page, "Điều hướng chính")["/desks"]
    assert "Thu phiếu" not in page.text


def test_the_pages_of_a_plan_stand_in_named_rows(lan: Browser, make: Make, cast: Cast) -> None:
    page = lan.get(f"/plans/{make.plan(cast.hoa_sen).id}")
    rows = [row.text for row in page.tree.iter("span") if row.get("class") == "subnav-name"]
    assert rows == ["Chuẩn bị", "Theo dõi"]


def test_every_page_in_the_rows_exists(whole_app: Flask) -> None:
    named = {page.endpoint for page in (*TABS, *PLAN_PAGES, *TASK_PAGES)}
    assert named <= set(whole_app.view_functions)
