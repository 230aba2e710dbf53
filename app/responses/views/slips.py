"""Answers with a visit slip: the page where a code is typed, the form behind a code, and what a spent code says.

A double tap of one submission finds its own response before the slip is looked at, so nothing is spent twice.
"""

from __future__ import annotations

from functools import cache, partial
from http import HTTPStatus
from pathlib import Path

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.clients import client_address, network_of
from app.core.errors import NotFound, Problem
from app.core.guards import public
from app.core.limiter import Limiter
from app.core.session import session
from app.core.text import LOCALES, N_, SOURCE
from app.core.tokens import is_checked, read_code
from app.core.words import _, choose_locale, in_language, sentence
from app.desks.models import Placement
from app.desks.queries import UNKNOWN_CODE, placements_at
from app.desks.slips.actions import SlipUsed, use_slip
from app.desks.slips.queries import SlipState, slip_state
from app.desks.slips.sheet import grouped
from app.forms.builder import read_answers
from app.forms.wording import say_frozen
from app.offices.queries import citizen_locales
from app.responses.facts import PlacementFacts, placement_facts
from app.responses.keys import new_key, read_key
from app.responses.page import Door, Shown, filled_page, plain_page
from app.responses.views import bp
from app.responses.views.counting import count_attempt, counts_opening
from app.responses.views.phone import (
    answered,
    asked_now,
    asked_of,
    asks_for_language,
    closed,
    judge,
    lang_of,
    locale_of,
    posted_form,
    secret,
    store,
)

MODE = "slip"

wrong_codes = Limiter(limit=60, seconds=600)
"""Wrong codes of one network in ten minutes, for each process. After that a wrong code is told to wait; a right one
always opens, so a full hall behind one address loses nothing. What makes guessing hopeless is the code itself (see
``docs/an-toan.md``): against thirty thousand unused slips, a thousand guesses a second find one in 38 years."""


class MistypedCode(Problem):
    """No slip ever had such a code: its check letter does not fit."""


class TooManyWrongCodes(Problem):
    """Somebody is guessing, or a whole hall mistypes; the poster's code always works."""

    status = HTTPStatus.TOO_MANY_REQUESTS


@bp.get("/v")
@bp.get("/V")
@public
def slip_entry() -> AnyResponse:
    """The page where a code is typed that could not be scanned."""
    return _entry_page("")


@bp.post("/v")
@bp.post("/V")
@public
def read_slip() -> AnyResponse:
    """Lead to the form behind a typed code; nothing is stored."""
    posted = posted_form()
    typed = posted.get("code", "")[:60]
    code = read_code(typed)
    if asks_for_language(posted):
        return _entry_page(typed)
    try:
        if not is_checked(code):
            raise MistypedCode(
                N_("Mã vừa gõ thiếu, thừa hoặc nhầm một chữ. Xin xem lại từng nhóm bốn chữ trên phiếu hẹn.")
            )
        _state(code)
    except (MistypedCode, NotFound, TooManyWrongCodes) as problem:
        return _entry_page(typed, problem)
    return redirect(url_for("responses.slip", code=code, lang=lang_of(choose_locale())), HTTPStatus.SEE_OTHER)


@bp.get("/v/<code>")
@bp.get("/V/<code>")
@public
def slip(code: str) -> AnyResponse:
    """The form behind a slip, or the tasks to choose from; for a spent slip, the way without one."""
    return _open(code, None)


@bp.get("/v/<code>/<placement>")
@bp.get("/V/<code>/<placement>")
@public
def slip_form(code: str, placement: str) -> AnyResponse:
    """The form that was chosen; where it is not asked any more, the tasks to choose from."""
    return _open(code, placement)


def _open(code: str, chosen: str | None) -> AnyResponse:
    state = _state(code)
    places = _places(state)
    if not state.is_good:
        return _page("responses/slip_spent.html", state, places, HTTPStatus.GONE)
    found = [place for place in places if chosen in (None, place.code)]
    if len(found) != 1:
        return _page("responses/slip_chooser.html", state, places, code=read_code(code))
    facts = placement_facts(session(), found[0].code)
    asked = asked_now(facts)
    key = new_key(asked.digest, clock.now()).signed(secret())
    locale = locale_of(facts, asked)
    counts_opening(facts, MODE)(request.environ)
    return filled_page(facts, asked, locale, key, Shown(), door=_door(code, facts, locale))


@bp.post("/v/<code>/<placement>")
@bp.post("/V/<code>/<placement>")
@public
def send_with_slip(code: str, placement: str) -> AnyResponse:
    """Store what was answered and spend the slip, both or neither."""
    posted = posted_form()
    state = _state(code)
    facts = placement_facts(session(), placement)
    if facts.desk_id != state.desk.id:
        raise NotFound(UNKNOWN_CODE)
    key = read_key(secret(), posted.get("key", ""))
    if not facts.is_open and not (key and facts.was_open(key.opened_at)):
        return closed(facts)
    asked = asked_of(facts, key)
    locale = locale_of(facts, asked)
    reading = read_answers(asked.definition, asked.say(locale), posted)
    door: Door | None = _door(code, facts, locale)
    kept = (key or new_key(asked.digest, clock.now())).signed(secret())
    if asks_for_language(posted):
        return filled_page(facts, asked, locale, kept, count_attempt(facts, MODE, Shown(reading.typed)), door=door)
    with in_language(locale):
        status, problem = judge(key, reading)
        if key is not None and not problem:
            try:
                spend = partial(use_slip, secret=secret(), code=code)
                status, problem = store(facts, asked, key, reading, locale, mode=MODE, also=spend)
            except SlipUsed as refusal:
                status, problem, door = refusal.status, sentence(refusal), None
    if not problem:
        return answered(facts, locale)
    shown = count_attempt(facts, MODE, Shown(reading.typed, reading.errors, problem))
    return filled_page(facts, asked, locale, kept, shown, status, door=door)


def _state(code: str) -> SlipState:
    """What stands behind a code; a wrong one is counted, and looked up like a right one, in the same time."""
    state = slip_state(session(), secret(), code[:60])
    if state is not None:
        return state
    network = network_of(client_address())
    if wrong_codes.is_spent(network):
        raise TooManyWrongCodes(
            N_(
                "Không có phiếu hẹn nào mang mã này, và vừa có quá nhiều mã sai. Ông/Bà xem lại mã trên phiếu hẹn rồi "
                "thử lại; hoặc quét mã QR treo tại điểm tiếp nhận để cho ý kiến ngay."
            )
        )
    wrong_codes.mistake(network)
    raise NotFound(
        N_(
            "Không có phiếu hẹn nào mang mã này. Xin gõ lại đúng như trên phiếu hẹn, hoặc quét mã QR treo tại điểm "
            "tiếp nhận để cho ý kiến không cần phiếu hẹn."
        )
    )


def _places(state: SlipState) -> list[Placement]:
    """Where an answer may go: the slip's own placement, or whatever is open at its desk."""
    open_here = [place for place in placements_at(session(), [state.desk], "words") if place.is_open]
    if state.placement_id is None:
        return open_here
    return [place for place in open_here if place.id == state.placement_id] or open_here


def _door(code: str, facts: PlacementFacts, locale: str) -> Door:
    code = read_code(code)
    with in_language(locale):
        notice = _("Phiếu hẹn %(code)s: dùng một lần, không gắn với tên hay hồ sơ của Ông/Bà.", code=grouped(code))
    return Door(url_for("responses.send_with_slip", code=code, placement=facts.code), notice=notice, mode=MODE)


def _entry_page(typed: str, problem: Problem | None = None) -> AnyResponse:
    """Any office's slips are typed here, so the page speaks whatever one of them has switched on."""
    offered = citizen_locales(session())
    locale = choose_locale() if choose_locale() in offered else SOURCE
    with in_language(locale):
        page = render_template(
            "responses/slip_entry.html",
            typed=typed,
            problem=sentence(problem) if problem else "",
            languages=[code for code in LOCALES if code == SOURCE or code in offered],
            locale=locale,
            lang=lang_of(locale),
            sheet=_sheet(),
        )
    return plain_page(page, problem.status if problem else HTTPStatus.OK)


def _page(
    template: str, state: SlipState, places: list[Placement], status: int = HTTPStatus.OK, **more: str
) -> AnyResponse:
    office = state.desk.office
    locale = choose_locale() if choose_locale() in office.citizen_locales else SOURCE
    with in_language(locale):
        page = render_template(
            template,
            state=state,
            office=office,
            places=places,
            say=lambda place: say_frozen(place.edition.words, locale),
            locale=locale,
            lang=lang_of(locale),
            **more,
        )
    return plain_page(page, status)


@cache
def _sheet() -> str:
    return (Path(__file__).parent.parent / "templates" / "responses" / "slips.css").read_text(encoding="utf-8")
