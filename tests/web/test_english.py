"""Somebody who reads English finds no Vietnamese left on any page, except names, documents and citizens' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import grant
from app.access.models import Membership
from app.core import clock
from app.desks.actions import retire_desk, retire_placement
from app.desks.models import Placement
from app.feedback.models import Remark
from app.feedback.restricted.actions import Flag, box_case
from app.feedback.restricted.models import BoxedText
from app.forms.definition import texts_of
from app.forms.queries import templates
from app.plans.family.actions import follow
from app.plans.models import Task
from app.plans.rules import REASONS
from app.reports.coverage.queries import key_of, topics_of
from app.reports.publication.rules import period_around
from app.responses.paper.actions import print_sheets
from app.scores.alerts.actions import tell
from app.scores.alerts.models import Alert
from app.scores.alerts.rules import Finding
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.plans.samples import FILE, read
from tests.scores.survey import Survey, level

LETTERS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
# The name of the program, and how a Vietnamese document writes a day.
OWN = ("Thước Đo", "ngày 12 tháng 02 năm 2026")
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-label", "value", "content")


@dataclass
class Place:
    """What a walk needs: an example for each part of an address, and the words that are the office's own."""

    examples: dict[str, Any]
    words: set[str] = field(default_factory=set)


def told(element: Element) -> Iterator[str]:
    """All that an element says, read or heard; what is marked as Vietnamese may be Vietnamese."""
    if element.tag not in {"script", "style"} and element.get("lang") != "vi":
        yield element.text or ""
        for name in ATTRIBUTES:
            yield element.get(name) or ""
        for child in element:
            yield from told(child)
    yield element.tail or ""


def left_over(page: Page, words: set[str] | tuple[str, ...] = ()) -> list[str]:
    """The pieces of text that still have Vietnamese letters once the office's own words are taken out."""
    own = sorted({*OWN, *words}, key=len, reverse=True)
    found = []
    for text in told(page.tree):
        plain = " ".join(text.split())
        for word in own:
            plain = plain.replace(" ".join(word.split()), "")
        if LETTERS.search(plain):
            found.append(" ".join(text.split()))
    return found


@pytest.fixture
def place(make: Make, cast: Cast, session: Session) -> Place:
    """An office at work: a plan, forms in every state, desks, answers, an open and a closed placement."""
    plan = make.plan(cast.hoa_sen, "Annual plan")
    task = make.task(plan, "Better procedures", items=("Answer on time.",), holder=cast.minh)
    task.target_share = 0.9
    make.task(plan, "Internal meetings", items=(), surveyed=False).unsurveyed_reason = "Internal work."
    make.task(plan, "Clean roads", items=())
    form = make.form(task)
    edition = make.edition(form)
    desks = [make.desk(cast.hoa_sen, f"Desk {number}", "Ground floor") for number in (1, 2)]
    placements = [make.placement(desk, form) for desk in desks]
    survey = Survey(make, form, placements)
    survey.answer(level(5), 30)
    survey.answer(level(2, age=1), 10, desk=1, mode="paper", days=8)
    survey.reword("dung_hen", text="In other words.")
    survey.answer({**level(4), "y_kien": "More chairs, please."}, 10, days=15)
    membership = session.scalars(select(Membership).where(Membership.official_id == cast.minh.id)).one()
    earlier = make.plan(cast.hoa_sen, "Plan of last year", year=2025)
    make.task(earlier, "Procedures", items=("Answer soon.",))
    follow(session, plan, [earlier], by=None)
    deadline = make.deadline(plan, "before 20/11/2026", from_unit="Office", to_unit="Department")
    batch = print_sheets(session, placements[0], sheets=2, by=cast.lan.id)
    boxed, alert = _boxed(make, cast, session), _alerted(cast, task, session)
    words = {cast.hoa_sen.name, form.title, edition.title, "Tiếng Việt"}
    for template in templates().values():
        words |= {text for _path, text in texts_of(template)}
    examples: dict[str, Any] = {
        "office_id": cast.hoa_sen.id,
        "key": period_around("month", clock.today()).before.key,
        "plan_id": plan.id,
        "earlier_id": earlier.id,
        "task_id": task.id,
        "form_id": form.id,
        "edition_id": edition.id,
        "desk_id": desks[0].id,
        "placement_id": placements[0].id,
        "membership_id": membership.id,
        "batch_id": batch.id,
        "group": key_of(topics_of(session, cast.hoa_sen)[0]),
        "entry_key": f"{deadline.id}-once",
        "alert_id": alert.id,
        "case_id": make.case(cast.hoa_sen, "The lamp is broken.", task=task).id,
        "boxed_id": boxed.id,
        "remark_id": session.scalars(select(Remark.id)).first(),
        "wording_id": make.wording(cast.hoa_sen, "It is [what].", name="Done", by=cast.lan).id,
    }
    _consult(make, cast, examples)
    _work(make, cast, task, examples)
    words |= _supervise(make, cast, session, examples)
    words.add("Mua thêm mười ghế.")  # what the audit keeps of how it began
    return Place(examples, words)


def _work(make: Make, cast: Cast, task: Task, examples: dict[str, Any]) -> None:
    """Work on what was said, and an initiative; and which limit of the clock is looked at."""
    measure = make.measure(task, said="Too few chairs.", by=cast.lan)
    measure.doing, measure.unit = "Buy chairs", "Office"
    initiative = make.initiative(cast.hoa_sen, "Green lane")
    initiative.unit, initiative.description = "East village", "A flower each."
    make.session.commit()
    examples |= {"measure_id": measure.id, "initiative_id": initiative.id, "kind": "petition", "level": "normal"}


def _boxed(make: Make, cast: Cast, session: Session) -> BoxedText:
    """A case in the restricted box, and somebody who may open it."""
    found = box_case(
        session, make.case(cast.hoa_sen, "It stinks."), Flag("unclear", "Guilt."), by=cast.lan.id, seen=None
    )
    grant(session, cast.lan, cast.hoa_sen, "reception", since=clock.today())
    session.commit()
    return found


def _alerted(cast: Cast, task: Task, session: Session) -> Alert:
    """A target that was missed, told."""
    finding = Finding("below", str(task.id), task_id=task.id, details={"value": 50, "target": 80})
    tell(session, cast.hoa_sen, [finding], now=clock.now())
    found = session.scalars(select(Alert)).one()
    session.commit()
    return found


def _supervise(make: Make, cast: Cast, session: Session, examples: dict[str, Any]) -> set[str]:
    """What observers wrote in English; gives what the audit keeps of how it began."""
    grant(session, cast.lan, cast.hoa_sen, "observer", since=clock.today())
    sheet = make.sheet(cast.hoa_sen, filed=False, by=cast.lan)
    sheet.body, sheet.title, sheet.participants, sheet.conclusion = "Inspectors", "Fees", "Head", "Too late."
    for finding in sheet.findings:
        finding.what, finding.words = "Fees on the board", "Late."
    found = make.recommendation(cast.hoa_sen, due_in=-2, by=cast.lan)
    found.body, found.text = "Inspectors", "Put them up sooner."
    session.commit()
    examples |= {"sheet_id": sheet.id, "recommendation_id": found.id}
    return {"Niêm yết mức thu trước khi thu.", "Thu đóng góp ở thôn"}


def _consult(make: Make, cast: Cast, examples: dict[str, Any]) -> None:
    """A consultation whose opinions are being answered, in the words of an office that writes English."""
    asked = make.consultation(cast.hoa_sen, "ended", title="Village rules", articles=(("Article 1", "Sweep."),))
    asked.purpose, asked.asked = "To hear everybody.", "Everybody"
    group = make.group(make.contribution(asked, a1=("change", "Sweep twice."), times=6)[:1], "taken")
    group.summary, group.why = "Sweep twice", "Done"
    make.session.commit()
    examples |= {"consultation_id": asked.id, "group_id": group.id}


CITIZENS_WORDS = {"interview.form", "paper.entry", "paper.check", "responses.slip_entry", "tracking.entry"}
CITIZENS_WORDS = {
    "public.verify",
    "interview.form",
    "paper.entry",
    "paper.check",
    "responses.slip_entry",
    "tracking.entry",
}
"""Pages that repeat a form as a citizen has it: in the language of the office or of the printed sheet; and the
ones where codes are typed."""
NOT_A_PAGE = {"checksum", "code", "place", "filename", "picture", "evidence_id", "file_id", "token", "ending"}
"""Arguments of citizens' pages, which have tests of their own, and of files."""


def addresses(app: Flask, examples: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every address that can be opened, with its endpoint. A new kind of thing needs an example in ``place``."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.arguments & NOT_A_PAGE:
                values = {name: examples[name] for name in rule.arguments}
                yield rule.endpoint, url_for(rule.endpoint, **values)


def test_it_works(app: Flask, lan: Browser, place: Place) -> None:
    lan.client.set_cookie("lang", "en")
    found = {}
    opened = set()
    for endpoint, address in addresses(app, place.examples):
        page = lan.get(address)
        if page.status == 200 and page.answer.mimetype == "text/html" and endpoint not in CITIZENS_WORDS:
            assert '<html lang="en">' in page.html, endpoint
            opened.add(endpoint)
            found[endpoint] = left_over(page, place.words)
    assert {"web.home", "plans.plan", "forms.form", "desks.desk", "reports.task_scores", "access.audit"} <= opened
    assert not {endpoint: texts for endpoint, texts in found.items() if texts}


def strings(value: object) -> Iterator[str]:
    """Every text inside what was read from a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in strings(part))


def test_the_review_quotes_the_document_and_speaks_english(lan: Browser, cast: Cast) -> None:
    lan.client.set_cookie("lang", "en")
    name, content = FILE
    data = {"office": str(cast.hoa_sen.id), "file": (BytesIO(content), name)}
    review = lan.post("/plans/import", data)
    assert "Review before importing" in review.text
    words = {text for text in strings(read(content.decode())) if LETTERS.search(text)}
    assert not left_over(review, words | REASONS | {cast.hoa_sen.name})


def test_an_office_that_has_nothing_yet_is_told_so(app: Flask, lan: Browser, make: Make, cast: Cast) -> None:
    lan.client.set_cookie("lang", "en")
    plan = make.plan(cast.hoa_sen, "Annual plan")
    pages = ("/", "/plans", "/plans/import", "/desks", "/members", "/audit", f"/plans/{plan.id}")
    for address in (*pages, *(f"/plans/{plan.id}/{page}" for page in ("forms", "desks", "scores", "exports"))):
        page = lan.get(address)
        assert page.status == 200
        assert not left_over(page, {cast.hoa_sen.name}), address


def test_refusals_are_in_english_too(lan: Browser, place: Place, cast: Cast) -> None:
    lan.client.set_cookie("lang", "en")
    task = f"/tasks/{place.examples['task_id']}"
    refused = [
        lan.get("/plans/999999"),
        lan.get("/nowhere"),
        lan.post("/plans/import", {"office": str(cast.hoa_sen.id)}),
        lan.post(f"{task}/correction", {"title": "", "target": "much"}),
        lan.post("/desks", {"name": "", "office": str(cast.hoa_sen.id)}, page="/desks"),
        lan.post("/members/new", {"name": "", "sign_in_name": "a b"}),
        lan.post("/account/password", {"present": "wrong", "new": "short", "again": "other"}),
    ]
    assert [page.status for page in refused][:2] == [404, 404]
    for page in refused:
        assert page.status >= 400 or page.tree.findall(".//*[@role='alert']")
        assert not left_over(page, place.words)


def test_who_is_not_signed_in_reads_english_where_they_ask_for_it(browser: Browser) -> None:
    assert not left_over(browser.get("/sign-in", lang="en"))


@pytest.fixture
def placements(place: Place, cast: Cast, session: Session) -> list[Placement]:
    """What citizens come to, in an office that has switched English on."""
    cast.hoa_sen.citizen_locales = ["vi", "en"]
    session.commit()
    return list(session.scalars(select(Placement).order_by(Placement.id)))


def test_citizens_who_choose_english_read_english(
    browser: Browser, make: Make, place: Place, placements: list[Placement]
) -> None:
    own = {placements[0].desk.office.name, placements[0].form.title}
    second = make.placement(placements[0].desk, make.form(make.task(placements[0].form.task.plan, "Kind staff")))
    form, chooser = f"/P/{second.code}", f"/D/{second.desk.code}"
    key = next(box.get("value") for box in browser.get(form, lang="en").tree.iter("input") if box.get("name") == "key")
    pages = [
        browser.get(form, lang="en"),
        browser.get(chooser, lang="en"),
        browser.post_plain(f"{form}?lang=en", {"key": key}),
        browser.post_plain(f"{form}?lang=en", {"key": key, "q_nhin_chung": "5"}, follow=True),
    ]
    assert "Thank you" in pages[-1].text
    for page in pages:
        assert '<html lang="en">' in page.html
        assert not left_over(page, own)


def test_an_old_code_explains_itself_in_english(
    browser: Browser, session: Session, placements: list[Placement]
) -> None:
    own = {placements[0].desk.office.name, placements[0].form.title}
    retire_placement(session, placements[0])
    session.commit()
    moved = browser.get(f"/P/{placements[0].code}", lang="en")
    retire_desk(session, placements[0].desk)
    retire_desk(session, placements[1].desk)
    session.commit()
    pages = [moved, browser.get(f"/D/{placements[0].desk.code}", lang="en"), browser.get("/P/none", lang="en")]
    assert [page.status for page in pages] == [410, 410, 404]
    for page in pages:
        assert not left_over(page, own)
