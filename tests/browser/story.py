"""A remark's whole story in a real Chromium: a poster is scanned, and at the end the second answer is rated.

Two sides, each in a browser of its own: the citizen's phone, that knows the code and nothing else, and the officials'
screens. ``python -m tests.browser.story --out DIR`` keeps a picture of every scene.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from app.access.models import Membership
from app.accounts.actions import add_official
from tests.browser.site import Site, phone_browser, site
from tests.feedback.files.pictures import from_a_telephone, picture

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PASSWORD = "mua xuan ve tren ban"
PEOPLE = {"minh": ("Lê Quang Minh", "officer"), "thu": ("Trần Thị Thu", "leader")}

WROTE = "Đèn đường ngõ 12 hỏng đã hai tuần, tối đi lại rất nguy hiểm."
ASKED = "Xin cho biết đèn hỏng ở đoạn đầu ngõ hay cuối ngõ."
TOLD = "Ba bóng ở cuối ngõ, gần nhà văn hóa."
FIRST = "Phường đã ghi nhận và sẽ xem xét trong thời gian tới."
AGAIN = "Trả lời chung chung, đèn vẫn hỏng, không nói bao giờ sửa."
SECOND = "Ngày 20/11/2026 đội điện đã thay ba bóng ở cuối ngõ 12; ảnh chụp sau khi thay kèm theo."
SAID_IN_PUBLIC = "Đèn đường ngõ 12 hỏng hai tuần."
DONE_IN_PUBLIC = "Đã thay ba bóng đèn ngày 20/11/2026 và kiểm tra các ngõ bên cạnh."


@dataclass
class Story:
    """What is happening, and where its pictures go."""

    place: Site
    browser: Browser
    folder: Path | None = None
    scenes: list[str] = field(default_factory=list)

    def picture(self, page: Page, name: str) -> None:
        """Remember that this scene was reached, and keep a picture of it where they are wanted."""
        self.scenes.append(name)
        if self.folder:
            page.screenshot(path=self.folder / f"{len(self.scenes):02d}-{name}.png", full_page=True)

    def sign_in(self, name: str) -> Page:
        """An official's browser, signed in."""
        page = self.browser.new_context(viewport=DESKTOP, locale="vi-VN").new_page()
        page.goto(f"{self.place.url}/sign-in")
        page.fill("#sign_in_name", name)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="Đăng xuất").first).to_be_attached()
        return page


def tell(place: Site, browser: Browser, folder: Path | None = None) -> Story:
    """The story from its beginning to its end; every scene is expected, not assumed."""
    story = Story(place, browser, folder)
    _hire(place)
    phone = browser.new_context(viewport=PHONE, locale="vi-VN", is_mobile=True, has_touch=True)
    head, officer = story.sign_in("thu"), story.sign_in("minh")
    citizen = phone.new_page()
    citizen.goto(_scanned(_poster(head, place)))
    _send(story, citizen)
    track = _slip(citizen)
    _hand_over(story, head)
    _take_on(story, officer)
    _tell_more(story, _opened(phone, track))
    _answer(story, officer, FIRST)
    _rate(story, _opened(phone, track), level=2)
    _ask_again(story, citizen=_opened(phone, track))
    _is_out_of_hand(story, officer)
    _answer_with_proof(story, head)
    _rate(story, _opened(phone, track), level=5)
    _publish(story, head)
    _see_both_ratings(story, head)
    return story


def _hire(place: Site) -> None:
    own, office = place.make.session, place.scene.placement.desk.office
    for name, (spoken, role) in PEOPLE.items():
        official = add_official(own, sign_in_name=name, name=spoken, password=PASSWORD)
        own.add(Membership(official_id=official.id, office_id=office.id, role=role, valid_from=date(2025, 7, 1)))
    own.commit()


def _poster(official: Page, place: Site) -> bytes:
    """The poster of the desk, as it is printed."""
    plan = place.scene.form.task.plan_id
    return official.request.get(f"{place.url}/plans/{plan}/posters.pdf?size=A4").body()


def _scanned(poster: bytes) -> str:
    """The address that a phone's camera reads off the first sheet."""
    sheet = pypdfium2.PdfDocument(poster)[0].render(scale=150 / 72).to_pil()
    address = zxingcpp.read_barcodes(sheet)[0].text
    return address.replace("HTTP://", "http://")


def _send(story: Story, page: Page) -> None:
    """From the form behind the poster through the third door to the code that is shown once."""
    story.picture(page, "quet-ma")
    page.get_by_role("link", name="Góp ý, phản ánh, kiến nghị hoặc khiếu nại, tố cáo").click()
    expect(page.get_by_role("heading", name="Ông/Bà muốn làm gì?")).to_be_visible()
    story.picture(page, "bon-cua")
    page.get_by_role("link", name="Phản ánh, kiến nghị").first.click()
    page.locator("#text").fill(WROTE)
    page.locator("#place").fill("Ngõ 12, tổ 4")
    page.locator("#photos").set_input_files(_file("den-hong.jpg", from_a_telephone()))
    story.picture(page, "viet-phan-anh")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_role("heading", name="Đã nhận. Cảm ơn Ông/Bà.")).to_be_visible()
    story.picture(page, "ma-tra-cuu")


def _slip(page: Page) -> str:
    """The page with the code, printed on paper, and the code read off it: where the case is followed."""
    sheets = pypdfium2.PdfDocument(page.pdf(format="A5", print_background=False))
    assert len(sheets) == 1, "the code fits on one small sheet"
    address = zxingcpp.read_barcodes(sheets[0].render(scale=150 / 72).to_pil())[0].text
    assert urlsplit(address).path.upper().startswith("/T")
    return address.replace("HTTP://", "http://")


def _opened(phone: BrowserContext, track: str) -> Page:
    """The page of the case on the phone, opened by the code from the slip."""
    page = phone.new_page()
    page.goto(track)
    return page


def _case(story: Story, page: Page, tray: str) -> None:
    """Find the case in a tray of the inbox, by a word without its marks, and open it."""
    page.goto(f"{story.place.url}/cases?tray={tray}&q=den+duong")
    page.locator("h2.case-name a").first.click()
    expect(page.get_by_text(WROTE)).to_be_visible()


def _do(page: Page, verb: str, **fields: str) -> None:
    """Open the box of a verb on the case page, fill it in and press its button."""
    box = page.locator(f"details#{verb}")
    box.locator("summary").click()
    for name, words in fields.items():
        target = box.locator(f"[name='{verb}-{name}']")
        if target.evaluate("found => found.tagName") == "SELECT":
            target.select_option(words)
        else:
            target.fill(words)
    with page.expect_navigation():
        box.locator("button").last.click()


def _hand_over(story: Story, page: Page) -> None:
    """The head finds it among what nobody has, and gives it to the officer."""
    page.goto(f"{story.place.url}/cases?tray=unassigned")
    expect(page.locator("article.case")).to_have_count(1)
    story.picture(page, "hop-phan-anh")
    _case(story, page, "unassigned")
    _do(page, "assign", holder_id=PEOPLE["minh"][0])
    expect(page.get_by_text(PEOPLE["minh"][0]).first).to_be_visible()


def _take_on(story: Story, page: Page) -> None:
    _case(story, page, "mine")
    with page.expect_navigation():
        page.locator("form.deed-short button", has_text="Tiếp nhận").click()
    _do(page, "ask", text=ASKED)
    expect(page.get_by_text(ASKED)).to_be_visible()
    story.picture(page, "hoi-lai")


def _tell_more(story: Story, page: Page) -> None:
    expect(page.get_by_role("heading", name="Cơ quan chờ Ông/Bà trả lời")).to_be_visible()
    page.locator("#write").fill(TOLD)
    story.picture(page, "tra-loi-cau-hoi")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text(TOLD)).to_be_visible()


def _answer(story: Story, page: Page, words: str) -> None:
    _case(story, page, "todo")
    expect(page.get_by_text(TOLD)).to_be_visible()
    _do(page, "answer", text=words)
    expect(page.get_by_text(words)).to_be_visible()
    story.picture(page, "tra-loi-lan-dau")


def _rate(story: Story, page: Page, *, level: int) -> None:
    for item in ("timely", "relevant", "proven"):
        page.locator(f"#rating [name={item}][value='{level}']").check()
    story.picture(page, f"cham-cau-tra-loi-{level}")
    page.get_by_role("button", name="Gửi điểm").click()
    expect(page.get_by_text("Ông/Bà đã chấm:").last).to_be_visible()


def _ask_again(story: Story, citizen: Page) -> None:
    citizen.locator("#ask_again").fill(AGAIN)
    citizen.get_by_role("button", name="Đề nghị xem lại").click()
    expect(citizen.get_by_text("lãnh đạo cơ quan xem lại").first).to_be_visible()
    expect(citizen.locator("#ask_again")).to_have_count(0)
    story.picture(citizen, "de-nghi-xem-lai")


def _is_out_of_hand(story: Story, page: Page) -> None:
    """It has gone one level up: who answered first has it no longer."""
    page.goto(f"{story.place.url}/cases?tray=all")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("article.case")).to_have_count(0)


def _answer_with_proof(story: Story, page: Page) -> None:
    _case(story, page, "todo")
    story.picture(page, "lanh-dao-xem-lai")
    page.locator("details#answer [type=file]").set_input_files(_file("sau-khi-thay.jpg", picture(900, 600)))
    _do(page, "answer", text=SECOND)
    _do(page, "close", proof="document", text="Đã thay xong, ảnh kèm theo câu trả lời.")
    expect(page.get_by_text("Đã đóng").first).to_be_visible()
    story.picture(page, "dong-co-minh-chung")


def _publish(story: Story, page: Page) -> None:
    """What everybody may read is a text of its own, and is approved."""
    _case(story, page, "all")
    page.get_by_role("link", name="Trả lời công khai").click()
    page.locator("textarea[name$=said]").fill(SAID_IN_PUBLIC)
    page.locator("textarea[name$=done]").fill(DONE_IN_PUBLIC)
    page.get_by_role("button", name="Ghi văn bản").click()
    expect(page.get_by_text("Chờ duyệt")).to_be_visible()
    page.get_by_role("button", name="Duyệt để công khai").click()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()
    story.picture(page, "duyet-cong-khai")


def _see_both_ratings(story: Story, page: Page) -> None:
    _case(story, page, "all")
    expect(page.get_by_text("Người gửi chấm:")).to_have_count(2)
    story.picture(page, "ca-hai-lan-cham")


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@contextmanager
def _stage() -> Iterator[tuple[Site, Browser]]:
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as place, phone_browser() as browser:
        yield place, browser


def main() -> None:
    """Tell it, and keep the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder of the pictures")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with _stage() as (place, browser):
        for number, scene in enumerate(tell(place, browser, out).scenes, 1):
            print(f"{number:2d}  {scene}")  # noqa: T201  this script's report


if __name__ == "__main__":
    main()
