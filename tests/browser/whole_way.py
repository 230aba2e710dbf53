"""The whole way, for real: from a plan document to a score with its evidence, in one run that anybody can repeat.

    python -m tests.browser.whole_way [PLAN.txt ...] [--answers 60] [--keep FOLDER]

For each document, on an empty database of its own: read and score the reading (where a gold file lies beside the
document), import, publish a form for every surveyed task, set up two desks, print the posters, decode every code on
the printed sheets with an independent decoder, open each decoded address in a real Chromium of a phone's size with
scripts off and answer it, add more answers through the same action, fold, and compare what the terminal, the screen,
the workbook and the CSV file say. Ends with exit status 1 when anything does not agree.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pypdfium2
import zxingcpp
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app.cli.demo.load import PLAN_FILE
from app.core.settings import ROOT

REAL_PLANS = ROOT.parent / "shared" / "plans"
OFFICE = "don-vi"
SIGN_IN, PASSWORD = "quantri", "mua xuan ve tren ban"  # an account of a database that is thrown away
PHONE: ViewportSize = {"width": 360, "height": 740}
PLACES = 5.1e-7  # the text file rounds to six places
DESKS = ("Quầy số 1", "Phòng tiếp công dân")


@dataclass
class Finding:
    """What one document's journey showed; ``faults`` is empty when everything agreed."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def expect(self, true: bool, fault: str) -> None:
        if not true:
            self.faults.append(fault)


class Installation:
    """One throw-away installation: an empty folder, its own port, the same commands as anybody's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = dict(
            os.environ,
            THUOCDO_DEMO="1",
            THUOCDO_INSTANCE=str(folder),
            THUOCDO_PUBLIC_URL=self.url,
            THUOCDO_LOG="json",
            PYTHONPATH=str(ROOT),
        )
        self.environment.pop("THUOCDO_DATABASE_URL", None)

    def flask(self, *words: str, parse: bool = False) -> Any:
        """Run a command as a person would; its output, parsed where JSON was asked for."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)}: {done.stderr[-2000:]}")
        return json.loads(done.stdout) if parse else done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The real server on this installation's port."""
        server = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("granian")),
                *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
                *("--workers", "1", "--blocking-threads", "8", "--no-access-log", "--log-level", "warning", "wsgi:app"),
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"{self.url}/health")
            yield
        finally:
            server.terminate()
            server.wait()


def main() -> int:
    """Walk every document's way and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--answers", type=int, default=60, help="answers added to those of the browser (default 60)")
    parser.add_argument("--keep", type=Path, help="keep posters, exports and screenshots in this folder")
    chosen = parser.parse_args()
    documents = chosen.documents or [PLAN_FILE, *sorted(REAL_PLANS.glob("*.txt"))]
    findings = [walk(document, answers=chosen.answers, keep=chosen.keep) for document in documents]
    for finding in findings:
        print(f"\n== {finding.name}")  # noqa: T201  this script's report
        for name, value in finding.facts.items():
            print(f"   {name:<34} {value}")  # noqa: T201
        for fault in finding.faults:
            print(f"   KHÔNG KHỚP: {fault}")  # noqa: T201
    print(f"\n{sum(not f.faults for f in findings)} passed, {sum(bool(f.faults) for f in findings)} failed")  # noqa: T201
    return 1 if any(finding.faults for finding in findings) else 0


def walk(document: Path, *, answers: int, keep: Path | None = None) -> Finding:
    """One document's way from its bytes to its exports."""
    finding = Finding(document.name)
    with tempfile.TemporaryDirectory(prefix="thuocdo-way-") as name:
        place = Installation(Path(name))
        _read(place, document, finding)
        plan = _set_up(place, document, finding)
        with place.serving(), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--headless", "--no-sandbox", "--disable-gpu"]
            )
            _set_up_desks(place, browser, plan)
            before = place.flask("scores", "show", str(plan), "--json", parse=True)
            urls = _decode_posters(place, plan, finding)
            sent = _answer_each(browser, urls, finding, place.folder)
            browser.close()
        place.flask("responses", "fake", str(plan), "--count", str(answers), "--seed", "33")
        after = place.flask("scores", "show", str(plan), "--json", parse=True)
        finding.facts["điểm trước"] = _line(before)
        finding.facts["điểm sau"] = _line(after)
        _compare_exports(place, plan, after, finding, stored=sent + answers)
        finding.facts["flask scores verify"] = place.flask("scores", "verify", str(plan)).strip()
        if keep:
            shutil.copytree(place.folder, keep / document.stem, dirs_exist_ok=True)
    return finding


def chromium() -> str:
    """The Chromium of this machine; raises where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise RuntimeError("no Chromium on this machine")
    return found


def _read(place: Installation, document: Path, finding: Finding) -> None:
    """Read without storing; score the reading where somebody wrote down what a careful reader finds."""
    read = place.flask("plans", "read", str(document), "--json", parse=True)
    finding.facts["nhiệm vụ đọc được"] = len(read["tasks"])
    gold, scorer = document.parent / "gold" / f"{document.stem}.json", document.parent / "score.py"
    if not (gold.exists() and scorer.exists()):
        return
    predicted = place.folder / "read.json"
    predicted.write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predicted), "--json"], capture_output=True, text=True, check=True
    )
    scored = next(iter(json.loads(told.stdout)["documents"].values()))
    fields = {name: value["f1"] for name, value in scored["fields"].items() if value["f1"] is not None}
    finding.facts["score.py, tổng"] = f"{scored['overall']:.4f} (thấp nhất {min(fields.values()):.3f})"
    finding.expect(fields["sections"] == 1 and fields["tasks.title"] == 1, "sections or task titles are not exact")
    finding.expect(scored["overall"] >= 0.90, "the reading scores below 0.90")


def _set_up(place: Installation, document: Path, finding: Finding) -> int:
    """An office, its first account, the plan, and a published form for each surveyed task."""
    place.flask("db", "upgrade")
    offices = place.folder / "offices.csv"
    offices.write_text(f"code,name,kind\n{OFFICE},Đơn vị chạy thử,xã\n", encoding="utf-8")
    place.flask("offices", "load", str(offices))
    account = ("--sign-in-name", SIGN_IN, "--name", "Quản trị", "--password", PASSWORD)
    place.flask("accounts", "create-admin", "--office", OFFICE, *account)
    plan = place.flask("plans", "import", str(document), "--office", OFFICE, "--json", parse=True)
    forms = place.flask("forms", "generate", str(plan["id"]), "--publish", "--json", parse=True)
    surveyed = sum(task["surveyed"] for task in plan["tasks"])
    published = sum(form["state"] == "published" for form in forms)
    finding.facts["nhiệm vụ / có khảo sát / phiếu"] = f"{len(plan['tasks'])} / {surveyed} / {published}"
    finding.expect(surveyed == published, "a surveyed task has no published form")
    return int(plan["id"])


def _set_up_desks(place: Installation, browser: Browser, plan: int) -> None:
    """What the administrator does on the screen: sign in, add two desks, place every form at both."""
    page = browser.new_page()
    page.goto(f"{place.url}/sign-in")
    page.fill("#sign_in_name", SIGN_IN)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    for name in DESKS:
        page.goto(f"{place.url}/desks")
        page.fill("#name", name)
        page.get_by_role("button", name="Thêm điểm").click()
    page.goto(f"{place.url}/plans/{plan}/desks")
    page.get_by_role("button", name="Đặt tất cả phiếu tại mọi điểm").click()
    page.close()


def _decode_posters(place: Installation, plan: int, finding: Finding) -> list[str]:
    """Print the posters and read every code off the sheets, as a phone would."""
    file = place.folder / "posters.pdf"
    place.flask("desks", "posters", str(plan), "--out", str(file))
    sheets = pypdfium2.PdfDocument(file)
    urls = [found.text for sheet in sheets for found in zxingcpp.read_barcodes(sheet.render(scale=150 / 72).to_pil())]
    stored = place.flask("desks", "qr", str(plan), "--out", str(place.folder / "qr"))
    files = list((place.folder / "qr").glob("*.svg"))
    choosers = sum(_is_chooser(url) for url in urls)
    finding.facts["tờ in / mã đọc được"] = f"{len(sheets)} / {len(urls)} ({len(files)} phiếu, {choosers} điểm)"
    whole = len(urls) == len(set(urls)) == len(sheets) == len(files) + choosers and choosers == len(DESKS)
    finding.expect(whole, f"posters and codes differ: {stored}")
    return urls


def _is_chooser(url: str) -> bool:
    """Whether the address belongs to a desk with several forms."""
    return urlsplit(url).path.upper().startswith("/D/")


def _answer_each(browser: Browser, urls: list[str], finding: Finding, folder: Path, *, every: int = 6) -> int:
    """Open each printed address on a phone without scripts; answer one of ``every``, and arrive at the receipt."""
    phone = browser.new_context(viewport=PHONE, java_script_enabled=False, is_mobile=True, device_scale_factor=2)
    page = phone.new_page()
    weights, sent = [], 0
    for number, url in enumerate(urls):
        finding.expect(_status(page, url) == 200, f"{url} does not open")
        if _is_chooser(url):
            choices = page.locator("main a[href^='/P/']").count()
            finding.expect(choices * len(DESKS) == sum(not _is_chooser(other) for other in urls), f"{url} lacks a form")
            with page.expect_navigation():
                page.locator("main a[href^='/P/']").first.click()
        weights.append(_weight(page.url))
        if number % every:
            continue
        if number == 0:
            page.screenshot(path=folder / "form.png", full_page=True)
        for group in page.locator("fieldset:has(input[type=radio][value='5'])").all():
            group.locator("input[type=radio][value='5']").check(force=True)
        with page.expect_navigation():
            page.get_by_role("button", name="Gửi").first.click()
        arrived = "/receipt?" in page.url and "Cảm ơn" in page.content()
        finding.expect(arrived, f"{url}: no receipt")
        sent += arrived
    phone.close()
    finding.facts["địa chỉ mở được và đã trả lời"] = f"{sent} / {len(urls)}"
    finding.facts["trang nặng nhất trên đường truyền"] = f"{max(weights, default=0)} byte (gzip, cả CSS)"
    finding.expect(0 < max(weights, default=0) <= 14 * 1024, "a citizen's page is heavier than 14 kB")
    return sent


def _compare_exports(place: Installation, plan: int, scores: dict[str, Any], finding: Finding, *, stored: int) -> None:
    """The workbook, the CSV file and the terminal must say the same of every task."""
    said = {task["label"]: (task["score"]["n"], task["scores"]["share"]["value"]) for task in scores["tasks"]}
    book, text = place.folder / "export.xlsx", place.folder / "export.csv"
    place.flask("reports", "export", str(plan), "--format", "xlsx", "--out", str(book))
    place.flask("reports", "export", str(plan), "--format", "csv", "--table", "summary", "--out", str(text))
    workbook = openpyxl.load_workbook(book, read_only=True)
    in_book = _summary(list(workbook["Tổng hợp"].iter_rows(values_only=True)))
    in_text = _summary(list(csv.reader(io.StringIO(text.read_text(encoding="utf-8-sig")))))
    rows = sum(1 for _row in workbook["Dữ liệu"].iter_rows(values_only=True)) - 1
    workbook.close()
    counted = {label: value for label, value in said.items() if value[0]}
    finding.expect(_same(counted, in_book), f"workbook and terminal differ: {in_book} / {counted}")
    finding.expect(_same(counted, in_text), f"CSV and terminal differ: {in_text} / {counted}")
    finding.expect(rows == stored, f"the data sheet has {rows} rows, {stored} forms were sent")
    finding.facts["tổng phiếu màn hình / XLSX / CSV"] = (
        f"{sum(n for n, _share in counted.values())} / {sum(n for n, _share in in_book.values())} / "
        f"{sum(n for n, _share in in_text.values())} (dòng dữ liệu {rows})"
    )


def _summary(rows: list[Any]) -> dict[str, tuple[int, float | None]]:
    header = [str(cell) for cell in rows[0]]
    n, share = header.index("Phiếu tính điểm (n)"), header.index("Tỷ lệ hài lòng")
    found = {}
    for row in rows[1:]:
        if row[0] not in (None, "") and row[n] not in (None, "", 0, "0"):
            found[str(row[0])] = (int(row[n]), float(row[share]) if row[share] not in (None, "") else None)
    return found


def _same(said: dict[str, tuple[int, float | None]], found: dict[str, tuple[int, float | None]]) -> bool:
    return said.keys() == found.keys() and all(
        said[label][0] == found[label][0]
        and (said[label][1] is None) == (found[label][1] is None)
        and abs((said[label][1] or 0) - (found[label][1] or 0)) <= PLACES
        for label in said
    )


def _line(scores: dict[str, Any]) -> str:
    whole = scores["together"][scores["method"]["key"]]["weighted"]
    return str(whole["shown"] or "–") + f" (n = {whole['n']})"


def _status(page: Page, url: str) -> int:
    answer = page.goto(url)
    return answer.status if answer else 0


def _weight(url: str) -> int:
    """Bytes on the wire: head and body of the page as a phone asks for it. The page asks for nothing else."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310  our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        body = len(answer.read())
        head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return body + head


def _wait_for(url: str) -> None:
    for _attempt in range(150):
        try:
            urllib.request.urlopen(url)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
