"""How long a citizen on a weak network waits until the form can be filled in, and what has to come over the wire.

Run ``python bench/first_view.py [--rounds 5]``. A real Chromium of a phone's size, its network held to 400 kbit/s with
400 ms before every answer and its processor made four times slower, opens our form and the same questions as other
systems send them, in turn, with nothing in its cache. Every page comes from a granian server over HTTP/1.1 that keeps
its connections, compressed with gzip.

**The others are of our own making** (``bench/pages.py``), filler in place of anybody's program. How heavy they are:

- 1.4 MB in 29 files is what LimeSurvey 6.14 sent for its first view, 543 kB what the ONS runner sent, both as measured
  by us elsewhere (their files, and how they share the weight out, are not copied: only the sums are theirs);
- Google Forms could not be reached from where this was written: 300 kB in eight files, a form that a bundle draws, is
  an assumption, not a measurement.

*It can be filled in* when the first rating can be seen and clicked and the button that sends is there; the clock starts
with the navigation. Afterwards the rating is really clicked, and the questions of all pages are counted against ours.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from bench import show
from bench.filling import ground
from bench.pages import Recipe, write
from bench.server import Shape, serve
from bench.show import Ratio
from tests.browser.whole_way import chromium

RECIPES = (
    Recipe("drawn, 300 kB", 300_000, scripts=5, sheets=1, pictures=1, is_drawn=True),
    Recipe("drawn, 1.4 MB", 1_400_000, scripts=18, sheets=6, pictures=4, is_drawn=True),
    Recipe("sent, 543 kB", 543_000, scripts=6, sheets=2, pictures=2, is_drawn=False),
    Recipe("sent, 1.4 MB", 1_400_000, scripts=18, sheets=6, pictures=4, is_drawn=False),
)
PHONE: ViewportSize = {"width": 360, "height": 740}
PATIENCE = 180_000
WATCH = """
window.seen = {usable: 0, lcp: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.lcp = entry.startTime; }))
  .observe({type: 'largest-contentful-paint', buffered: true});
function painted(then) {
  const channel = new MessageChannel();
  channel.port1.onmessage = then;
  channel.port2.postMessage(0);
}
(function look() {
  const radio = document.querySelector('input[type=radio]');
  const button = document.querySelector('form[method=post] button');
  if (radio && button && !radio.disabled && !button.disabled) {
    const box = radio.closest('label').getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const there = document.elementFromPoint(x, y);
    if (box.width && box.height && (y > innerHeight || radio.closest('label').contains(there)))
      return painted(() => { seen.usable = performance.now(); });
  }
  requestAnimationFrame(look);
})();
"""
FIELDS = "[...document.querySelectorAll('form[method=post] :is([type=radio], [type=checkbox])')].length"
PAINTED = "(performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime"


@dataclass(frozen=True, slots=True)
class Network:
    """What the browser is held to."""

    kilobits: int
    latency_ms: int
    slower: float

    def hold(self, session: CDPSession) -> None:
        """Hold the page of ``session`` to it."""
        rate = self.kilobits * 1000 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": self.latency_ms, "downloadThroughput": rate, "uploadThroughput": rate},
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": self.slower})


@dataclass(frozen=True, slots=True)
class View:
    """One first view: times in milliseconds from the start of the navigation, bytes on the wire with their heads."""

    usable: float
    painted: float
    largest: float
    document_bytes: int
    all_bytes: int
    requests: int
    fields: int


@dataclass
class Wire:
    """What Chromium tells about its requests while a page loads; without slots, for the driver marks who listens."""

    requests: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    protocols: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        """Note every request that goes to a server."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.responseReceived", lambda event: self.protocols.add(event["response"]["protocol"]))
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self.requests[event["requestId"]] = event["timestamp"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.requests:
            self.bytes[event["requestId"]] = int(event["encodedDataLength"])


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=1, help="first views of each page; the median counts")
    options.add_argument("--kilobits", type=int, default=400, help="per second, in both directions")
    options.add_argument("--latency", type=int, default=400, help="milliseconds before every answer")
    options.add_argument("--slower", type=float, default=4, help="how many times slower the processor is made")
    chosen = options.parse_args()
    network = Network(chosen.kilobits, chosen.latency, chosen.slower)
    with ExitStack() as stack:
        site = stack.enter_context(ground(tasks=1, desks=1))
        (definition,) = site.definitions.values()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thuocdo-pages-")))
        for number, recipe in enumerate(RECIPES):
            write(folder / str(number), recipe, definition)
        shape = Shape()
        ours = stack.enter_context(serve("wsgi:app", shape, site.environment))
        theirs = stack.enter_context(serve("bench.bare:files()", shape, {"BENCH_FOLDER": str(folder)}))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium(), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        stack.callback(browser.close)
        addresses = {"ours": f"http://127.0.0.1:{ours.port}/P/{site.placements[0][2]}"}
        for number, recipe in enumerate(RECIPES):
            addresses[recipe.name] = f"http://127.0.0.1:{theirs.port}/{number}/"
        alone = {name: _is_usable_alone(browser, address) for name, address in addresses.items()}
        views = _measure(browser, addresses, network, chosen.rounds)
    if not alone["ours"]:
        raise RuntimeError("our form needs more than one request before it can be filled in")
    shown = {name: _medians(found) for name, found in views.items()}
    found = _ratios(shown)
    _print(shown, alone, found, network)
    show.result("first_view", network=network, recipes=RECIPES, views=shown, usable_alone=alone, ratios=found)


def _measure(browser: Browser, addresses: dict[str, str], network: Network, rounds: int) -> dict[str, list[View]]:
    views: dict[str, list[View]] = {name: [] for name in addresses}
    open_air = Network(100_000, 0, 1)
    for address in addresses.values():  # the servers and the browser have started by then
        _view(browser, address, open_air)
    for number in range(rounds):
        show.note(f"round {number + 1} of {rounds} ...")
        for name, address in addresses.items():
            views[name].append(_view(browser, address, network))
    counted = {name: {view.fields for view in found} for name, found in views.items()}
    if any(fields != counted["ours"] for fields in counted.values()):
        raise RuntimeError(f"the pages do not ask the same: {counted}")
    return views


def _is_usable_alone(browser: Browser, address: str) -> bool:
    """Whether the form can be filled in when nothing but the page itself comes through."""
    context = browser.new_context(viewport=PHONE, is_mobile=True)
    context.add_init_script(WATCH)
    context.route("**/*", lambda route: route.continue_() if route.request.url == address else route.abort())
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(1500)
    found = bool(page.evaluate("seen.usable"))
    context.close()
    return found


def _view(browser: Browser, address: str, network: Network) -> View:
    """Open a page in a browser that has seen nothing, until everything is there."""
    context = browser.new_context(viewport=PHONE, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    page, wire = context.new_page(), Wire()
    session = context.new_cdp_session(page)
    wire.listen(session)
    network.hold(session)
    page.goto(address, wait_until="networkidle", timeout=PATIENCE)
    page.wait_for_function("window.seen.usable")
    view = _seen(page, wire)
    page.locator("input[type=radio]").first.check(force=True)
    if wire.protocols != {"http/1.1"}:
        raise RuntimeError(f"not over HTTP/1.1: {wire.protocols}")
    context.close()
    return view


def _seen(page: Page, wire: Wire) -> View:
    document = min(wire.requests, key=lambda name: wire.requests[name])
    painted = float(page.evaluate(PAINTED))
    return View(
        usable=max(painted, float(page.evaluate("seen.usable"))),
        painted=painted,
        largest=float(page.evaluate("seen.lcp")),
        document_bytes=wire.bytes[document],
        all_bytes=sum(wire.bytes.values()),
        requests=len(wire.requests),
        fields=int(page.evaluate(FIELDS)),
    )


def _medians(views: Sequence[View]) -> dict[str, float]:
    return {name: statistics.median(getattr(view, name) for view in views) for name in View.__slots__}


def _ratios(shown: dict[str, dict[str, float]]) -> list[Ratio]:
    ours = shown["ours"]
    waits = [
        Ratio(f"{recipe.name} / ours, until it can be filled in", shown[recipe.name]["usable"] / ours["usable"], 2)
        for recipe in RECIPES
    ]
    return [
        Ratio("our form, kB (1,024 bytes) on the wire", ours["document_bytes"] / 1024, 14, at_least=False),
        *waits,
    ]


def _print(
    shown: dict[str, dict[str, float]], alone: dict[str, bool], found: Sequence[Ratio], network: Network
) -> None:
    show.table(
        f"First view at {network.kilobits} kbit/s, {network.latency_ms} ms, processor {network.slower:g} times slower",
        ("", "usable s", "first paint s", "largest paint s", "page kB", "in all kB", "requests", "page alone"),
        [
            (
                *(name, *(f"{view[time] / 1000:.2f}" for time in ("usable", "painted", "largest"))),
                *(f"{view['document_bytes'] / 1000:.1f}", f"{view['all_bytes'] / 1000:.1f}"),
                *(int(view["requests"]), "enough" if alone[name] else "not enough"),
            )
            for name, view in shown.items()
        ],
    )
    show.ratios(found)


if __name__ == "__main__":
    main()
