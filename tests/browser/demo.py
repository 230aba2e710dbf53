"""The demo, loaded into a folder of its own, served, and opened in a real Chromium by those who use it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.cli.demo.load import NEIGHBOURS, OFFICE_CODE, PLAN_FILE, PROVINCE_SIGN_IN, SIGN_INS, first_placement
from app.cli.demo.people import tracking_code
from app.cli.responses import fill
from app.core.session import session, transaction
from app.core.settings import ROOT, Settings
from app.desks.actions import add_desk, place
from app.desks.rules import placement_path
from app.feedback.cases.models import Case
from app.feedback.codes.rules import TRACKING_PATH
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.page import PATH as CONSULTATION_PATH
from app.feedback.supervision.models import SupervisionSheet
from app.forms.actions import generate_drafts, publish
from app.offices.queries import office_with_code
from app.plans.actions import import_plan
from app.plans.models import Task
from app.plans.reading import read_plan
from app.reports.publication.models import Snapshot
from app.web.factory import create_app
from tests.browser import warm
from tests.browser.site import phone_browser

ADDRESS = "https://thuocdo.binhminh.example"
"""The address that pages and prints carry: one that nobody can own (RFC 2606)."""
PASSWORDS = {each.sign_in_name: each.password for each in (*SIGN_INS, PROVINCE_SIGN_IN)}
WIDE, HIGH = 1200, 860
ANSWERS_NEXT_DOOR = (420, 60)
"""How many answers the neighbouring communes have: enough to be ranked."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of what officials open, and addresses that citizens open."""

    plan: int
    task: int
    desk: int
    sheet: int
    form: str
    doors: str
    published: str
    consulted: str


@dataclass
class Demo:
    """The running demo; ``found`` says where what is shown stands."""

    app: Flask
    url: str
    browser: Browser
    found: Found
    signed_in: dict[str, Page] = field(default_factory=dict)

    def phone(self, width: int) -> Page:
        """A citizen's browser of this width, never used before."""
        size = {"width": width, "height": 760}
        return self.browser.new_context(viewport=size, locale="vi-VN", base_url=self.url).new_page()  # type: ignore[arg-type]

    def official(self, name: str) -> Page:
        """The browser of one of the demo's officials, signed in."""
        if name not in self.signed_in:
            size = {"width": WIDE, "height": HIGH}
            page = self.browser.new_context(viewport=size, locale="vi-VN", base_url=self.url).new_page()  # type: ignore[arg-type]
            page.goto("/sign-in")
            page.fill("#sign_in_name", name)
            page.fill("#password", PASSWORDS[name])
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
            self.signed_in[name] = page
        return self.signed_in[name]

    def track(self, name: str) -> str:
        """Where the sender of a case of the demo follows it."""
        return f"{TRACKING_PATH}/{tracking_code(self.app.config['SETTINGS'], name)}"

    def case(self, beginning: str) -> str:
        """The case whose words begin so, as officials open it."""
        with self.app.app_context():
            return f"/cases/{session().scalars(select(Case.id).where(Case.text.startswith(beginning))).one()}"

    def other_plan(self) -> str:
        """The demo's plan under another name and without a number yet, so that it is not known."""
        words = PLAN_FILE.read_text(encoding="utf-8").replace("Số: 18/", "Số: /")
        return words.replace("xã Bình Minh năm 2026\n", "xã Bình Minh năm 2026 (dự thảo)\n", 1)

    def offer(self, locale: str) -> None:
        """Switch a language on for citizens."""
        page = self.official("quantri")
        page.goto("/languages")
        box = page.locator(f"form:has([name=locale][value={locale}]) [name=answered_for]")
        if box.count():
            box.check()
            with page.expect_navigation():
                page.locator(f"form:has([name=locale][value={locale}]) button").click()


@contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    """Load it, serve it, and end the server when the block ends."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        "THUOCDO_DEMO": "1",
        "THUOCDO_LOG": "console",
        "THUOCDO_INSTANCE": str(folder),
        "THUOCDO_PUBLIC_URL": ADDRESS,
    }
    loading = [sys.executable, "-m", "flask", "demo", "load"]
    subprocess.run(loading, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        _answer_next_door()
        found = _look_up()
    server = warm.start(port, environment)
    try:
        with phone_browser() as browser:
            _wait_for(port)
            yield Demo(app, f"http://127.0.0.1:{port}", browser, found)
    finally:
        os.kill(server, signal.SIGKILL)
        app.extensions["thuocdo.engine"].dispose()


def _look_up() -> Found:
    placement, own = first_placement(session()), session()
    office, plan = placement.desk.office_id, placement.form.task.plan_id
    written = select(SupervisionSheet.id).where(SupervisionSheet.office_id == office).order_by(SupervisionSheet.id)
    told = select(Consultation.code).where(Consultation.published_at.is_not(None), Consultation.office_id == office)
    period = own.scalars(select(Snapshot.period).where(Snapshot.office_id == office)).one()
    return Found(
        plan=plan,
        task=own.scalars(select(Task.id).where(Task.plan_id == plan, Task.label == "4")).one(),
        desk=placement.desk_id,
        sheet=own.scalars(written.limit(1)).one(),
        form=placement_path(placement.code),
        doors=f"/C/{placement.desk.code}",
        published=f"/O/{OFFICE_CODE}/{period}",
        consulted=f"{CONSULTATION_PATH}/{own.scalars(told).one()}",
    )


def _answer_next_door() -> None:
    """The neighbouring communes ask about the same plan, so that there is something to compare."""
    for (code, name), answers in zip(NEIGHBOURS, ANSWERS_NEXT_DOOR, strict=True):
        words = PLAN_FILE.read_text(encoding="utf-8").replace("xã Bình Minh", name.removeprefix("Ủy ban nhân dân "))
        content = words.replace("XÃ BÌNH MINH", name.removeprefix("Ủy ban nhân dân ").upper()).encode()
        with transaction():
            office = office_with_code(session(), code)
            read = read_plan(content, PLAN_FILE.name).as_json()
            plan = import_plan(session(), office, read, document=(PLAN_FILE.name, content), by=None)
            desk = add_desk(session(), office, name="Bộ phận Một cửa", location="")
            for form in generate_drafts(session(), plan):
                publish(session(), form, by=None)
                place(session(), desk, form)
            plan_id = plan.id
        fill(plan_id, count=answers, seed=answers, days=60)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")
