"""Every picture of ``docs/images``, taken again from the demo in one go, so that none grows old without a sound.

    python -m tests.browser.pictures --out docs/images [NAME ...]

Loads the demo into a database of its own, serves it, and walks it in a real Chromium as the citizen and as the demo's
officials. Each picture is a function here; it fails where the page no longer has what the picture is about.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

from app.cli.demo.listening import ROAD_CASE
from tests.browser.demo import Demo, demo

LARGEST = 70_000
"""Bytes of one picture: a page of the guide loads on a slow line."""
COLOURS = (128, 64, 40, 24)
"""How many colours are tried in turn until a picture is small enough."""
HAS_KHMER = """async () => {
  document.fonts.add(await new FontFace('Khmer of this phone', 'url(/fonts/khmer.ttf)').load());
  const named = document.querySelectorAll('[lang=km]');
  named.forEach(node => { node.style.fontFamily = "'Khmer of this phone', sans-serif"; });
}"""
"""The name of the language in its own letters, as every phone shows it where Khmer is read."""
EDGE = 16
"""Pixels that are left around what matters."""

Picture = Callable[[Demo], Image.Image]


def overview(on: Demo) -> Image.Image:
    """One page for the head of the office: every task of the plan in one line."""
    page = on.official("lanhdao")
    page.goto(f"/plans/{on.found.plan}/overview?order=need")
    return _between(page, "header.top", "ul.legend")


def form(on: Demo) -> Image.Image:
    """The citizen's form as a phone shows it first."""
    page = on.phone(380)
    page.goto(on.found.form)
    page.locator("input[type=radio][value='4']").first.check()
    return _screen(page)


def poster(on: Demo) -> Image.Image:
    """The sheet that hangs at a desk."""
    return _sheet(on.official("quantri").request.get(f"/plans/{on.found.plan}/posters.pdf?size=A5").body(), 500)


def case_citizen(on: Demo) -> Image.Image:
    """A case as its sender sees it: the answer with its proof, and what the sender thought of it."""
    page = on.phone(440)
    page.goto(on.track("case-bench"))
    return _between(page, "h1", "ol.steps")


def rating(on: Demo) -> Image.Image:
    """Where the sender of a case rates the answer."""
    page = on.phone(380)
    page.goto(on.track(ROAD_CASE))
    return _between(page, "#rating", "#rating")


def home(on: Demo) -> Image.Image:
    """The first page of the head of the office."""
    page = on.official("lanhdao")
    page.goto("/")
    return _between(page, "header.top", "main table")


def review(on: Demo) -> Image.Image:
    """What the program is not sure of, beside the document, before anything is stored."""
    page = _read_again(on)
    page.get_by_role("link", name="xem trong văn bản").first.click()
    return _screen(page, "section.doubts")


def review_task(on: Demo) -> Image.Image:
    """A task that was just split from another."""
    page = _read_again(on)
    card = page.locator("details.card-task:has(> summary .label:text-is('3'))")
    card.locator("summary").first.click()
    tools = card.locator("li.paragraph details.tools").nth(1)
    tools.locator("summary").click()
    with page.expect_navigation():
        tools.get_by_role("button", name="Tách thành nhiệm vụ con từ đây").click()
    page.locator("details.card-task.below").first.get_by_role("link", name="xem trong văn bản").first.click()
    return _screen(page, "details.card-task.below")


def placements(on: Demo) -> Image.Image:
    """Which task is asked about at which desk."""
    page = on.official("quantri")
    page.goto(f"/plans/{on.found.plan}/desks")
    return _between(page, "h1", "main table")


def slips(on: Demo) -> Image.Image:
    """A corner of a sheet of visit slips."""
    page = on.official("quantri")
    page.goto(f"/desks/{on.found.desk}/slips")
    page.fill("[name=count]", "10")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tạo và tải tệp PDF").click()
    sheet = _sheet(coming.value.path().read_bytes(), 1060)
    return sheet.crop((0, 0, sheet.width, sheet.height * 2 // 5))


def paper(on: Demo) -> Image.Image:
    """A form on paper."""
    page = on.official("congchuc")
    page.goto("/paper")
    page.fill("[name=sheets]", "1")
    with page.expect_navigation():
        page.get_by_role("button", name="Tạo đợt phiếu giấy").click()
    file = page.get_by_role("link", name="Tải tệp PDF để in").get_attribute("href") or ""
    return _sheet(page.request.get(file).body(), 700)


def task(on: Demo) -> Image.Image:
    """The scores of one task, with the five levels of every question."""
    page = on.official("lanhdao")
    page.goto(f"/tasks/{on.found.task}/scores")
    return _between(page, "#whole", "section[aria-labelledby=questions] figure >> nth=1")


def comparison(on: Demo) -> Image.Image:
    """The offices below one, ranked only as far as the answers tell them apart."""
    page = on.official("captinh")
    page.goto("/offices/compare")
    return _between(page, "h1", "section[aria-labelledby=kind-1]")


def public(on: Demo) -> Image.Image:
    """What an office publishes of a quarter."""
    page = on.phone(760)
    page.goto(on.found.published)
    return _between(page, "header", "main section >> nth=1", most=1000)


def deeds(on: Demo) -> Image.Image:
    """What people said and what was done, on the public page."""
    page = on.phone(760)
    page.goto(on.found.published)
    return _between(page, "#told", "section[aria-labelledby=told]")


def doors(on: Demo) -> Image.Image:
    """The four doors."""
    page = on.phone(380)
    page.goto(on.found.doors)
    return _between(page, "h1", "ul.list >> nth=0")


def inbox(on: Demo) -> Image.Image:
    """The cases that wait, the most pressing first."""
    page = on.official("lanhdao")
    page.goto("/cases")
    return _between(page, "h1", "article.case >> nth=2")


def case(on: Demo) -> Image.Image:
    """A case with what can be done about it and the steps taken so far."""
    page = on.official("congchuc")
    page.goto(on.case("Bãi rác tạm"))
    return _between(page, "h1", "ol.case-steps")


def measure(on: Demo) -> Image.Image:
    """What is being done about what people said."""
    page = on.official("lanhdao")
    page.goto("/measures")
    return _between(page, "h1", "article >> nth=-1")


def consultation(on: Demo) -> Image.Image:
    """What was taken up of the opinions about a draft, and why the rest was not."""
    page = on.phone(760)
    page.goto(on.found.consulted)
    return _between(page, "h2", "section.draft-part >> nth=0")


def supervision(on: Demo) -> Image.Image:
    """A sheet of those who watch the office."""
    page = on.official("giamsat")
    page.goto(f"/supervision/sheets/{on.found.sheet}")
    return _between(page, "h1", "main table")


def calendar(on: Demo) -> Image.Image:
    """What is due."""
    page = on.official("quantri")
    page.goto("/calendar")
    return _between(page, "h1", "main table >> nth=1", most=900)


def form_vi_km(on: Demo) -> Image.Image:
    """The same questions in Vietnamese and in Khmer, once the office has switched Khmer on."""
    on.offer("km")
    both = []
    for language in ("vi", "km"):
        page = on.phone(360)
        page.goto(f"{on.found.form}?lang={language}")
        page.evaluate(HAS_KHMER)
        both.append(_screen(page))
    found = Image.new("RGB", (sum(each.width for each in both) + EDGE, both[0].height), "white")
    found.paste(both[0], (0, 0))
    found.paste(both[1], (both[0].width + EDGE, 0))
    return found


def poster_km(on: Demo) -> Image.Image:
    """The sheet at a desk in Khmer."""
    on.offer("km")
    return _sheet(
        on.official("quantri").request.get(f"/plans/{on.found.plan}/posters.pdf?size=A5&language=km").body(), 500
    )


PICTURES: dict[str, Picture] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(overview, form, poster, case_citizen, rating, home, review, review_task, placements, slips, paper, task),
        *(comparison, public, deeds, doors, inbox, case, measure, consultation, supervision, calendar),
        *(form_vi_km, poster_km),  # last, because they switch a language on
    )
}


def _read_again(on: Demo) -> Page:
    """The review of the demo's plan as if it were next year's, not stored."""
    page = on.official("quantri")
    page.goto("/plans/import")
    page.fill("#text", on.other_plan())
    with page.expect_navigation():
        page.get_by_role("button", name="Đọc và xem lại").click()
    return page


def _screen(page: Page, from_the_top_of: str = "") -> Image.Image:
    """What the window shows, below what stays at its upper edge."""
    if from_the_top_of:
        page.locator(from_the_top_of).first.evaluate("node => scrollBy(0, node.getBoundingClientRect().top - 72)")
    return Image.open(io.BytesIO(page.screenshot()))


def _between(page: Page, first: str, last: str, *, most: int = 1400) -> Image.Image:
    """The page from the top of one element to the end of another, at most so many pixels high."""
    top = page.locator(first).first.bounding_box()
    end = page.locator(last).last.bounding_box()
    assert top is not None
    assert end is not None
    scrolled = page.evaluate("window.scrollY")
    above = max(0, int(top["y"] + scrolled) - EDGE)
    below = min(int(end["y"] + end["height"] + scrolled) + EDGE, above + most)
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return whole.crop((0, above, whole.width, min(below, whole.height)))


def _sheet(pdf: bytes, width: int) -> Image.Image:
    """The first sheet of a printed document."""
    sheet = pypdfium2.PdfDocument(pdf)[0]
    drawn: Image.Image = sheet.render(scale=width / sheet.get_width()).to_pil()
    return drawn


def keep(picture: Image.Image, path: Path) -> int:
    """Write a picture with as many colours as it may have; how many bytes it took."""
    for colours in COLOURS:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    path.write_bytes(out.getvalue())
    return out.tell()


def main() -> None:
    """Take them, and say how large each became."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder of the pictures")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these, by default all")
    wanted = parser.parse_args()
    unknown = set(wanted.names) - set(PICTURES)
    if unknown:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(PICTURES)}")
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as on:
        for name, take in PICTURES.items():
            if not wanted.names or name in wanted.names:
                size = keep(take(on), wanted.out / f"{name}.png")
                print(f"{size:7d}  {name}{'  TOO LARGE' if size > LARGEST else ''}", flush=True)  # noqa: T201  this script's report


if __name__ == "__main__":
    main()
