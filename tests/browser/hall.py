"""A hall with everything that a citizen may meet, and the way to each page and each state of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from app.accounts.views import SIGN_IN_COOKIE
from app.core import clock
from app.core.text import LOCALES
from app.core.tokens import fingerprint
from app.desks.actions import retire_desk, retire_placement
from app.desks.kiosks.actions import add_kiosk
from app.desks.links.actions import open_link
from app.desks.models import Desk
from app.desks.slips.actions import make_slips, use_slip
from app.forms.wording import offered_locales
from app.responses.keys import receipt_pass
from app.responses.views.kiosk import COOKIE
from tests.browser.site import Site, site
from tests.client import Browser
from tests.conftest import SECRET

SEND = "form[data-limit] > button:not([name]), #answers > button:not([name])"
TABLET = "token-of-the-tablet-in-the-hall"
NEVER = {"days": [], "opens": "07:30", "closes": "17:00"}

Walk = Callable[[Page, str], None]
"""Open a page in a language."""


@dataclass
class Hall:
    """``walks``: by the page's name, how a citizen comes to it; ``cookies``: what makes a browser the desk's tablet,
    and an official's.
    """

    site: Site
    walks: dict[str, Walk]
    cookies: list[dict[str, str]]

    def enter(self, context: BrowserContext) -> None:
        """Make this browser a tablet and an official's, so that it may open every page."""
        context.add_cookies([{**cookie, "domain": "127.0.0.1"} for cookie in self.cookies])  # type: ignore[typeddict-item]


def locales() -> list[str]:
    """The languages that the forms have words in."""
    return [locale for locale in LOCALES if locale in offered_locales()]


@contextmanager
def hall(folder: Path) -> Iterator[Hall]:
    """A served site with a page behind every kind of address."""
    with site(folder) as place:
        placement, make = place.scene.placement, place.make
        desk, office = placement.desk, placement.desk.office
        office.citizen_locales = locales()
        make.placement(desk, make.form(make.task(placement.form.task.plan), "m6_tiep_cong_dan"))
        walks = _pages(place, desk) | _tablets(place, desk)
        client = Browser(place.app).signed_in_as(make.official("Lan", office, "administrator")).client
        signed = [client.get_cookie(name) for name in (SIGN_IN_COOKIE, "thuocdo")]
        cookies = [{"name": kept.key, "value": kept.value, "path": "/"} for kept in signed if kept]
        yield Hall(place, walks, [*cookies, {"name": COOKIE, "value": TABLET, "path": "/K"}])


def _pages(place: Site, desk: Desk) -> dict[str, Walk]:
    """What opens on a telephone."""
    make, own, placement = place.make, place.make.session, place.scene.placement
    empty, closed = make.desk(desk.office), make.desk(desk.office)
    retire_desk(own, closed, by=None)
    gone = make.placement(make.desk(desk.office), placement.form)
    retire_placement(own, gone, by=None)
    slip, spent = make_slips(own, desk, count=2, secret=SECRET, by=None)
    use_slip(own, secret=SECRET, code=spent)
    link = open_link(own, placement, by=None)
    own.commit()
    form = f"/P/{placement.code}"
    sent = receipt_pass(SECRET, placement.code, clock.now())
    return {
        "form": _at(place, form),
        "form with errors": _sent(place, form, spoil),
        "form without an answer": _sent(place, form, lambda page: None),
        "form kept on the device": _offline(place, form),
        "receipt": _at(place, f"{form}/receipt?sent={sent}"),
        "receipt of a form sent before": _at(place, f"{form}/receipt?first=1&sent={sent}"),
        "closed placement": _at(place, f"/P/{gone.code}"),
        "unknown code": _at(place, "/P/KHONGCO"),
        "desk": _at(place, f"/D/{desk.code}"),
        "desk without forms": _at(place, f"/D/{empty.code}"),
        "closed desk": _at(place, f"/D/{closed.code}"),
        "slip entry": _at(place, "/V"),
        "slip entry with an error": _sent(place, "/V", lambda page: page.locator("#code").fill("ABCD")),
        "slip chooser": _at(place, f"/V/{slip}"),
        "form with a slip": _at(place, f"/V/{slip}/{placement.code}"),
        "spent slip": _at(place, f"/V/{spent}"),
        "form by a link": _at(place, f"/W/{link.code}"),
        "interview": _at(place, f"/placements/{placement.id}/interview"),
    }


def _tablets(place: Site, desk: Desk) -> dict[str, Walk]:
    """What opens on a tablet: at a desk with two forms, with one, out of hours, and where it is not bound yet."""
    make, own = place.make, place.make.session
    single, resting = make.desk(desk.office), make.desk(desk.office)
    only = make.placement(single, place.scene.placement.form)
    resting.hours = NEVER
    starts = []
    for where in (desk, single, resting, desk):
        kiosk, _code = add_kiosk(own, where, name="Máy ở cửa", secret=SECRET, by=None)
        starts.append(f"/K/{kiosk.code}")
        kiosk.device_hash = fingerprint(TABLET) if len(starts) < 4 else None
    own.commit()
    choosing, asking, closed, unbound = starts
    return {
        "tablet chooser": _at(place, choosing),
        "tablet form": _at(place, f"{asking}/{only.code}"),
        "tablet form with errors": _sent(place, f"{asking}/{only.code}", spoil),
        "tablet thanks": _at(place, f"{asking}/thanks"),
        "tablet closed": _at(place, closed),
        "tablet to be bound": _at(place, unbound),
        "tablet bound wrongly": _sent(place, unbound, lambda page: page.locator("#code").fill("ABCD")),
    }


def spoil(page: Page) -> None:
    """Answer some questions, one of them with more than it takes."""
    page.locator("input[name=q_de_tim][value='4']").check(force=True)
    page.locator("textarea[name=q_y_kien]").fill("Chờ lâu. " * 1000)


def _at(place: Site, path: str) -> Walk:
    def walk(page: Page, locale: str) -> None:
        page.goto(f"{place.url}{path}" + _lang(path, locale))

    return walk


def _sent(place: Site, path: str, fill: Callable[[Page], None]) -> Walk:
    """The page as it comes back after something was sent that cannot be accepted."""

    def walk(page: Page, locale: str) -> None:
        page.goto(f"{place.url}{path}" + _lang(path, locale))
        fill(page)
        page.locator("main form button:not([name])").last.click()
        page.locator(".errors").wait_for()

    return walk


def _offline(place: Site, path: str) -> Walk:
    def walk(page: Page, locale: str) -> None:
        page.goto(f"{place.url}{path}" + _lang(path, locale))
        spoil(page)
        page.context.set_offline(True)
        page.locator("main form button:not([name])").last.click()
        page.locator("#queue.note").wait_for()

    return walk


def _lang(path: str, locale: str) -> str:
    return "" if locale == "vi" else f"{'&' if '?' in path else '?'}lang={locale}"
