"""Who sees a text that lies in the restricted box, and where: ``python -m tests.feedback.who_sees`` prints the table.

Two unlikely words stand in a case that a citizen sent, in the question about it to a colleague and in his answer, and
in a remark of a form. Everybody looks everywhere. The search is for one word, and what is looked for in the answer is
the other: pages repeat what was searched for.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import grant
from app.accounts.models import Official
from app.cli import commands
from app.cli.database import upgrade
from app.core import clock
from app.core.settings import Settings
from app.core.text import fold
from app.core.tokens import hour_key
from app.feedback.cases import actions as cases
from app.feedback.cases.models import Case
from app.feedback.coordination.actions import contribute, invite
from app.feedback.models import Remark
from app.feedback.restricted.actions import Flag, box_case, box_remark
from app.feedback.restricted.models import BoxedText
from app.plans.models import Task
from app.responses.actions import submit
from app.responses.asked import asked_by
from app.web.factory import create_app
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import CONTACT_KEY, SECRET, Make

SEARCHED, PHRASE = "phong bì", "bảy bảy bốn một"
TEXT = f"Cán bộ kẹp {SEARCHED} vào hồ sơ số {PHRASE} của tôi."
CODE = "0000000000000000"
SEES, NOTHING, CLOSED = "thấy", "–", "không mở"
SENDER = "người gửi có mã"

BY_CODE = ("trang tra cứu bằng mã", "bản sao của người gửi")
"""What opens to whoever holds the code, whom nobody else is."""

Look = Callable[[Browser], Page]


@dataclass
class Scene:
    """An office with a boxed case and a boxed remark, and everybody who might look."""

    app: Flask
    session: Session
    people: Mapping[str, Official | None]
    plan_id: int
    task: Task
    case: Case
    remark: Remark
    boxed: list[BoxedText] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self, name: str) -> Browser:
        """One browser for each, signed in where it is an official's."""
        if name not in self.browsers:
            official, browser = self.people[name], Browser(self.app)
            self.browsers[name] = browser.signed_in_as(official) if official else browser
        return self.browsers[name]


def build(app: Flask, make: Make, cast: Cast, session: Session) -> Scene:
    """The office before anything is in the box: everybody at work sees both texts."""
    province = make.office("Ủy ban nhân dân tỉnh Đông Sơn", "tinh")
    cast.hoa_sen.superior_id = province.id
    nga = make.official("Nga", cast.hoa_sen, "officer")
    grant(session, nga, cast.hoa_sen, "reception", since=clock.today())
    plan = make.plan(cast.hoa_sen)
    task = make.task(plan, holder=cast.minh)
    placement = make.placement(make.desk(cast.hoa_sen), make.form(task))
    yesterday = clock.now() - timedelta(days=1)
    for text in (TEXT, *(f"Việc khác, số {number}." for number in range(4))):
        submit(
            session,
            asked_by(placement.edition),
            desk_id=placement.desk_id,
            key=hour_key(yesterday),
            answers={"de_tim": 4, "niem_yet": 4, "huong_dan_du": 4, "cach_noi_nang": 4, "dung_hen": 4, "y_kien": text},
            mode="phone",
            hour=yesterday,
            locale="vi",
        )
    session.commit()
    case = make.case(cast.hoa_sen, TEXT, code=CODE, task=task)
    cases.assign(session, case, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    long = make.official("Long", cast.hoa_sen, "officer")
    question = f"Hồ sơ số {PHRASE} do ai nhận?"
    invite(session, case, question, official_id=long.id, due_on=None, by=cast.minh.id, seen=None)
    contribute(session, case, f"Tôi nhận hồ sơ {PHRASE}.", by=long.id, seen=None)
    for official in (cast.lan, cast.thu, cast.minh, nga, long):
        official.email = f"{official.sign_in_name}@example.gov.vn"
    session.commit()
    remark = session.scalars(select(Remark).where(Remark.text == TEXT)).one()
    people: dict[str, Official | None] = {
        SENDER: None,
        "quản trị": cast.lan,
        "lãnh đạo": cast.thu,
        "công chức": cast.minh,
        "tiếp công dân": nga,
        "người phối hợp": long,
        "giám sát": cast.hoa,
        "cơ quan khác": cast.quan,
        "lãnh đạo cấp trên": make.official("Mai", province, "leader"),
    }
    return Scene(app, session, people, plan.id, task, case, remark)


def put_into_the_box(scene: Scene, cast: Cast, *, accused: Official | None) -> None:
    """A person flags both."""
    flag = Flag("denunciation", f"Tố cáo: {PHRASE}.", accused=[accused.id] if accused else [])
    by = cast.minh.id
    found = [
        box_case(scene.session, scene.case, flag, by=by, seen=None),
        box_remark(scene.session, scene.remark, flag, by=by),
    ]
    scene.session.commit()
    scene.boxed = found


def surfaces(scene: Scene) -> dict[str, list[Look]]:
    """Every place where the words could stand, by name."""
    plan, task, case, remark = scene.plan_id, scene.task.id, scene.case.id, scene.remark.id
    return {
        "trang chính": [got("/")],
        "danh sách phản ánh": [got("/cases?tray=all"), got("/cases"), got("/cases?tray=mine")],
        "tìm phản ánh": [got(f"/cases?tray=all&q={SEARCHED}"), got(f"/cases?q={scene.case.reference}")],
        "trang phản ánh": [got(f"/cases/{case}"), got(f"/cases/{case}/restriction")],
        "cần phối hợp": [got("/cases/coordination"), got("/cases/reopened")],
        "danh sách ý kiến": [
            got(f"/plans/{plan}/remarks"), got(f"/tasks/{task}/remarks"), got("/remarks"),
        ],
        "tìm ý kiến": [got(f"/plans/{plan}/remarks?q={SEARCHED}"), got(f"/tasks/{task}/remarks?q={fold(SEARCHED)}")],
        "trang ý kiến": [got(f"/remarks/{remark}"), got(f"/remarks/{remark}/restriction")],
        "kết quả, phiếu tạm loại": [got(f"/plans/{plan}/scores"), got(f"/tasks/{task}/scores"),
                                    got(f"/plans/{plan}/quarantine")],
        "tệp XLSX": [sent(f"/plans/{plan}/export.xlsx", {"values": "labels"})],
        "tệp CSV": [
            sent(f"/plans/{plan}/export.csv", {"table": "data", "values": "labels", "delimiter": ";"})
        ],
        "nhật ký": [got("/audit")],
        "nhật ký hộp hạn chế": [got("/restricted/readings")],
        "hộp hạn chế, chưa đọc": [got("/restricted"), *(got(f"/restricted/{one.id}") for one in scene.boxed)],
        "hộp hạn chế, bấm đọc": [sent(f"/restricted/{one.id}/reading", {}) for one in scene.boxed],
        BY_CODE[0]: [got(f"/T/{CODE}")],
        BY_CODE[1]: [got(f"/T/{CODE}/copy")],
    }  # fmt: skip


def got(path: str) -> Look:
    """Open a page."""
    return lambda browser: browser.get(path)


def sent(path: str, data: Mapping[str, str]) -> Look:
    """Send a form, with a good token whoever one is."""

    def look(browser: Browser) -> Page:
        token = browser.get("/", follow=True).csrf
        return browser.post_plain(path, {"csrf_token": token, **data})

    return look


def told(page: Page) -> str:
    """Everything that an answer says, without marks; of a workbook, everything in its parts."""
    content = page.answer.get_data()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return fold(content.decode("utf-8", "replace"))


def shows(page: Page) -> bool:
    """Whether the words stand there, with marks or without."""
    return fold(PHRASE) in told(page)


def looked(looks: list[Look], browser: Browser) -> str:
    """What comes of looking there: seen, not seen, or nothing to be opened."""
    pages = [look(browser) for look in looks]
    if any(shows(page) for page in pages):
        return SEES
    opened = any(page.status < 300 for page in pages)
    return NOTHING if opened else CLOSED


def table_of(scene: Scene, about: str = "") -> dict[str, dict[str, str]]:
    """What everybody sees, place by place; only the places with ``about`` in their names."""
    return {
        name: {
            person: looked(looks, scene.browser(person)) if person == SENDER or name not in BY_CODE else CLOSED
            for person in scene.people
        }
        for name, looks in surfaces(scene).items()
        if about in name
    }


def commands_say(app: Flask, plan_id: int) -> Iterator[tuple[str, str]]:
    """What the commands print or write that read an office's data."""
    if "plans" not in app.cli.commands:
        commands.add(app)
    with tempfile.TemporaryDirectory() as folder:
        for shape in ("xlsx", "csv"):
            file = Path(folder) / f"so-lieu.{shape}"
            words = ("reports", "export", str(plan_id), "--texts", "--table", "data", "--format", shape)
            done = app.test_cli_runner().invoke(args=[*words, "--out", str(file)])
            content = file.read_bytes() if file.exists() else b""
            if content.startswith(b"PK"):
                with zipfile.ZipFile(BytesIO(content)) as parts:
                    content = b"\n".join(parts.read(name) for name in parts.namelist())
            yield f"flask {' '.join(words)}", done.output + content.decode("utf-8", "replace")
    for line in (
        f"scores show {plan_id}",
        f"scores show {plan_id} --json",
        f"scores verify {plan_id}",
        "cases clock --office hoa-sen --json",
        "cases recount --office hoa-sen",
        "cases purge",
        "calendar remind --dry-run",
    ):
        yield f"flask {line}", app.test_cli_runner().invoke(args=line.split()).output


def lines(table: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The table as it is printed."""
    people = list(next(iter(table.values())))
    width = max(len(name) for name in table)
    yield " | ".join([" " * width, *people])
    for name, row in table.items():
        yield " | ".join([name.ljust(width), *(row[person].center(len(person)) for person in people)])


def main() -> None:
    """Print the tables: before, in the box, and in the box with the head accused."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for title, accuses_head in (("Không ai trong số người đọc bị nói đến", False), ("Người đứng đầu bị tố cáo", True)):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(
                database_url=f"sqlite:///{folder}/x.sqlite3",
                secret_key=SECRET,
                public_url="http://localhost",
                testing=True,
                instance=Path(folder),
                count_seconds=0,
                contact_keys=(CONTACT_KEY,),
                remember_seconds=0,
            )
            app = create_app(settings)
            upgrade(app.extensions["thuocdo.engine"])
            heard = StringIO()
            logging.getLogger().addHandler(logging.StreamHandler(heard))
            with app.extensions["thuocdo.sessions"]() as session:
                make = Make(session)
                cast = Cast(make)
                scene = build(app, make, cast, session)
                if not accuses_head:
                    show("Trước khi chuyển vào hộp", table_of(scene))
                put_into_the_box(scene, cast, accused=cast.thu if accuses_head else None)
                show(title, table_of(scene))
                for name, said in commands_say(app, scene.plan_id):
                    write(f"{name}: {SEES if fold(PHRASE) in fold(said) else NOTHING}")
                write(f"log: {SEES if fold(PHRASE) in fold(heard.getvalue()) else NOTHING}")
            app.extensions["thuocdo.engine"].dispose()


def show(title: str, table: Mapping[str, Mapping[str, str]]) -> None:
    """One table under its heading."""
    write(f"\n{title}")
    for line in lines(table):
        write(line)


def write(line: str) -> None:
    """One line to the terminal."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
