"""The citizen's pages: the form behind a printed code, what was sent, and the receipt.

No session, no cookie, no CSRF token: the signed submission key in the page does that work. No address carries a key,
so nothing in a server's log leads to a row.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import current_app, g, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.display import choose_display
from app.core.errors import TooLarge
from app.core.guards import public
from app.core.haste import within
from app.core.remembered import Remembered
from app.core.session import session
from app.core.settings import Settings
from app.core.text import N_, SOURCE
from app.core.words import _, in_language
from app.desks.queries import desk_by_code, open_instead, placement_by_code
from app.forms.builder import Reading, read_answers
from app.forms.wording import say_frozen
from app.responses.actions import Answered
from app.responses.asked import Asked, asked_in, asked_kept, asked_with
from app.responses.facts import PlacementFacts, placement_facts
from app.responses.keys import SubmissionKey, new_key, opens_receipt, read_key, receipt_pass
from app.responses.page import Shown, filled_page, fresh_page, languages, plain_page
from app.responses.views import bp
from app.responses.views.counting import count_attempt, count_beginning, counts_opening
from app.responses.views.flood import held_back
from app.responses.views.noticing import leave_mark, suspicions
from app.responses.views.storing import is_busy, take_in

MODE = "phone"
"""What opens under ``/P/`` is answered on the citizen's own telephone. Other ways come in by doors of their own."""


SEEN = "thuocdo.placements"
ASK_SECONDS = 2.5
"""With two seconds more for a new connection a citizen hears within five seconds that the system is busy."""


@bp.record_once
def remember(state: BlueprintSetupState) -> None:
    """Give the application a memory of what stands behind the codes."""
    state.app.extensions[SEEN] = Remembered(1024, excuse=is_busy)


@bp.get("/p/<code>/responses")
@bp.get("/P/<code>/responses")
@bp.get("/p/<code>")
@bp.get("/P/<code>")
@public
def form(code: str) -> AnyResponse:
    """The form, with a fresh submission key."""
    facts = facts_of(code)
    if not facts.is_open:
        return closed(facts)
    asked = asked_now(facts)
    own_secret = secret()

    def fresh_key() -> str:
        return new_key(asked.digest, clock.now()).signed(own_secret)

    return fresh_page(
        facts, asked, locale_of(facts, asked), fresh_key, until=known_until(code), opened=counts_opening(facts, MODE)
    )


@bp.post("/p/<code>")
@bp.post("/P/<code>")
@bp.post("/p/<code>/responses")
@bp.post("/P/<code>/responses")
@public
def send(code: str) -> AnyResponse:
    """Store what was answered; whatever goes wrong, the page comes back with everything typed.

    The form is sent to an address of its own: a post makes a browser forget the page that it kept under the same
    address, and the way back would then lead to the answers under a fresh key, and to a second response.
    """
    posted = posted_form()
    facts = facts_of(code)
    key = read_key(secret(), posted.get("key", ""))
    if not facts.is_open and not (key and facts.was_open(key.opened_at)):
        return closed(facts)
    asked = asked_of(facts, key)
    locale = locale_of(facts, asked)
    reading = read_answers(asked.definition, asked.say(locale), posted)
    kept = (key or new_key(asked.digest, clock.now())).signed(secret())
    if asks_for_language(posted):
        return filled_page(facts, asked, locale, kept, count_attempt(facts, MODE, Shown(reading.typed)))
    with in_language(locale):
        status, problem = judge(key, reading)
        if key is not None and not problem:
            status, problem = store(facts, asked, key, reading, locale, mode=MODE)
    if not problem:
        return answered(facts, locale)
    shown = count_attempt(facts, MODE, Shown(reading.typed, reading.errors, problem))
    return filled_page(facts, asked, locale, kept, shown, status)


@bp.get("/p/<code>/receipt")
@bp.get("/P/<code>/receipt")
@public
def receipt(code: str) -> AnyResponse:
    """Thanks, and what becomes of the answers; ``?first=`` says that an earlier sending of the same form counts.

    Only after something was sent: an address without the pass that :func:`answered` gave leads to the form.
    """
    facts = facts_of(code)
    asked = asked_now(facts)
    locale = locale_of(facts, asked)
    if not opens_receipt(secret(), facts.code, clock.now(), request.args.get("sent", "")):
        return redirect(url_for("responses.form", code=facts.code, lang=lang_of(locale)))
    with in_language(locale):
        html = render_template(
            "responses/receipt.html",
            office={"name": facts.office_name},
            facts=facts,
            title=asked.say(locale)(asked.title),
            kept_first="first" in request.args,
            locale=locale,
            lang=lang_of(locale),
        )
    return plain_page(html, until=known_until(code))


def answered(facts: PlacementFacts, locale: str) -> AnyResponse:
    """Lead to the receipt after something was stored; the script that keeps forms on the device only wants to know."""
    first = "1" if g.get("kept_first") else None
    sent = receipt_pass(secret(), facts.code, clock.now())
    address = url_for("responses.receipt", code=facts.code, lang=lang_of(locale), first=first, sent=sent)
    is_script = request.headers.get("Accept") == "application/json"
    return AnyResponse(status=HTTPStatus.CREATED if is_script else HTTPStatus.SEE_OTHER, headers={"Location": address})


def judge(key: SubmissionKey | None, reading: Reading) -> tuple[int, str]:
    """The status and the sentence of a refusal; an empty sentence where nothing is wrong."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not reading.is_valid:
        return status, _("Có câu trả lời cần xem lại. Các câu khác vẫn còn nguyên.")
    if reading.is_empty:
        return status, _("Phiếu chưa có câu trả lời nào. Xin chọn hoặc viết ít nhất một câu rồi gửi.")
    if key is None:
        return status, _("Mã của tờ phiếu bị thiếu hoặc bị sửa nên chưa gửi được. Xin bấm gửi một lần nữa.")
    return HTTPStatus.OK, ""


def store(
    facts: PlacementFacts,
    asked: Asked,
    key: SubmissionKey,
    reading: Reading,
    locale: str,
    *,
    mode: str,
    also: Callable[[Session], None] | None = None,
) -> tuple[int, str]:
    """Store the response, or find that it is stored already; the status and the sentence where neither is possible.

    ``also`` belongs to the same transaction, and is not called for a response that is stored already.
    """
    if refusal := held_back(facts, key, mode):
        return HTTPStatus.TOO_MANY_REQUESTS, refusal
    answered = Answered(
        key=key.id,
        asked=asked,
        desk_id=facts.desk_id,
        answers=dict(reading.answers),
        mode=mode,
        hour=clock.now(),
        locale=locale,
        also=also,
        checks=suspicions(facts, asked, key, reading.answers, mode),
    )
    try:
        done = take_in(answered)
        g.kept_first = done.changed
        if not done.repeated:
            count_beginning(facts, mode)
            leave_mark(mode, asked.edition_id)
    except Exception as problem:
        if not is_busy(problem):
            raise
        return HTTPStatus.SERVICE_UNAVAILABLE, _(
            "Hệ thống đang bận nên chưa ghi được phiếu. Các câu trả lời vẫn còn đây; xin đợi một lát rồi bấm gửi lại. "
            "Gửi nhiều lần cũng chỉ tính một phiếu."
        )
    return HTTPStatus.OK, ""


def asks_for_language(posted: MultiDict[str, str]) -> bool:
    """Whether a form was posted for the page in another language (``?lang=``), not to be stored."""
    return "language" in posted


def posted_form() -> MultiDict[str, str]:
    settings: Settings = current_app.config["SETTINGS"]
    request.max_content_length = request.max_form_memory_size = settings.answer_bytes
    try:
        choose_display(request.form)
    except RequestEntityTooLarge as problem:
        raise TooLarge(
            N_(
                "Phần viết quá dài nên phiếu chưa được gửi. Nội dung vẫn còn ở trang trước: "
                "xin bấm quay lại, viết ngắn lại rồi gửi."
            )
        ) from problem
    return request.form


def facts_of(code: str) -> PlacementFacts:
    """What stands behind the code, or stood there a second ago (``Settings.remember_seconds``); while the database does
    not answer, what stood there when it last did.
    """
    settings: Settings = current_app.config["SETTINGS"]
    seen: Remembered[str, PlacementFacts] = current_app.extensions[SEEN]

    def ask() -> PlacementFacts:
        with within(ASK_SECONDS):
            return placement_facts(session(), code)

    return seen.get(code, ask, seconds=settings.remember_seconds)


def known_until(code: str) -> float:
    """Until when what stands behind the code is taken as known (``time.monotonic``)."""
    settings: Settings = current_app.config["SETTINGS"]
    seen: Remembered[str, PlacementFacts] = current_app.extensions[SEEN]
    return seen.known_until(code, seconds=settings.remember_seconds)


def asked_of(facts: PlacementFacts, key: SubmissionKey | None) -> Asked:
    """The edition that the citizen read, which the placement may no longer ask."""
    if key is not None and not facts.digest.startswith(key.digest):
        found = asked_with(session(), facts.form_id, key.digest)
        if found is not None:
            return found
    return asked_now(facts)


def asked_now(facts: PlacementFacts) -> Asked:
    """The edition that the placement asks now; the database is only needed on first sight."""
    return asked_kept(facts.edition_id, facts.digest) or asked_in(session(), facts.edition_id, facts.digest)


def closed(facts: PlacementFacts) -> AnyResponse:
    """The page of a closed placement: where to go instead."""
    asked = asked_now(facts)
    locale = locale_of(facts, asked)
    here = desk_by_code(session(), facts.desk_code)
    with in_language(locale):
        page = render_template(
            "responses/closed.html",
            asks_others=here.desk.is_open and bool(here.placements),
            office={"name": facts.office_name},
            facts=facts,
            title=asked.say(locale)(asked.title),
            instead=open_instead(session(), placement_by_code(session(), facts.code)),
            say=lambda place: say_frozen(place.edition.words, locale),
            locale=locale,
            lang=lang_of(locale),
        )
    return plain_page(page, HTTPStatus.GONE)


def locale_of(facts: PlacementFacts, asked: Asked) -> str:
    wanted = request.args.get("lang", SOURCE)
    return wanted if wanted in languages(facts, asked) else SOURCE


def lang_of(locale: str) -> str | None:
    """The value of ``?lang=`` that keeps the language; Vietnamese needs none."""
    return None if locale == SOURCE else locale


def secret() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key
