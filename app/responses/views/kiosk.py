"""A tablet at a desk: bound once, then one citizen after the other, none of whom sees anything of the one before.

The one cookie names the tablet. Every page is ``no-store``; the script (``static/kiosk.js``) keeps the browser's
history at a single entry, goes back to the start when nobody touches the screen, and keeps forms while there is no
network. Without it the pages still work: plain forms, and a refresh that goes back to the start. So does a page that
only says what is wrong: a tablet has nobody who reloads it.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.display import display, forget_display
from app.core.errors import Forbidden, Gone, NotFound, Problem
from app.core.guards import public
from app.core.limiter import Limiter
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import LOCALES, N_, SOURCE
from app.core.tokens import fingerprint
from app.core.words import choose_locale, in_language, sentence
from app.desks.kiosks.actions import bind, hear
from app.desks.kiosks.models import Kiosk
from app.desks.kiosks.queries import kiosk_by_code
from app.desks.kiosks.rules import HEARTBEAT_SECONDS, is_receiving, opens_next
from app.desks.models import Placement
from app.desks.queries import UNKNOWN_CODE, placements_at
from app.forms.builder import read_answers
from app.forms.rendering import style
from app.forms.wording import say_frozen
from app.responses.asked import Asked
from app.responses.facts import PlacementFacts, placement_facts
from app.responses.keys import SubmissionKey, new_key, read_key
from app.responses.page import Shown, languages, plain_page, questions
from app.responses.promise import PROMISE
from app.responses.views import bp
from app.responses.views.counting import count_attempt, count_opened, counts_opening
from app.responses.views.phone import (
    asked_now,
    asked_of,
    asks_for_language,
    judge,
    lang_of,
    locale_of,
    posted_form,
    secret,
    store,
)

MODE = "kiosk"
COOKIE = "kiosk"
COOKIE_SECONDS = 400 * 24 * 3600
IDLE_SECONDS = 20
THANKS_SECONDS = 8
CLOSED_SECONDS = 300
ERROR_SECONDS = 30
WITHOUT_SCRIPT_SECONDS = 180
OPENED = "X-Opened"
"""With this header the script asks for a page that somebody wants to see; it also looks ahead, for nobody."""
SPARE_KEYS = 40
"""So many people can answer in a row while there is no network."""

wrong_bindings = Limiter(limit=30, seconds=600)
"""Wrong binding codes for one kiosk in ten minutes, for each process. Only who knows the kiosk's address can spend
them; in the hour of a code (35 bits) they find it once in a hundred million times."""


class TooManyBindings(Problem):
    """Somebody is guessing binding codes."""

    status = HTTPStatus.TOO_MANY_REQUESTS


@bp.get("/K/<code>")
@public
def kiosk(code: str) -> AnyResponse:
    """The start: the form of the desk, or the tasks to choose from; the binding page on a tablet not bound yet."""
    found = _kiosk(code)
    if not _is_bound(found):
        return _page("responses/kiosk_binding.html", found, problem="")
    hours, at = found.desk.hours, clock.now()
    if hours and not is_receiving(hours, at):
        return _page("responses/kiosk_closed.html", found, again=CLOSED_SECONDS, opens=opens_next(hours, at))
    places = _places(found)
    if len(places) == 1:
        return _form_page(found, places[0].code)
    return _page(
        "responses/kiosk_chooser.html",
        found,
        again=CLOSED_SECONDS,
        places=places,
        say=lambda place: say_frozen(place.edition.words, _locale(found)),
    )


@bp.post("/K/<code>")
@public
def bind_kiosk(code: str) -> AnyResponse:
    """Bind this tablet with the code that the administrator gave."""
    found = _kiosk(code)
    if wrong_bindings.is_spent(found.code):
        raise TooManyBindings(N_("Có quá nhiều mã ghép sai. Hãy đợi mười phút rồi xin quản trị viên mã mới."))
    try:
        with transaction():
            token = bind(session(), kiosk_by_code(session(), code), posted_form().get("code", "")[:60], secret=secret())
    except Problem as problem:
        wrong_bindings.mistake(found.code)
        return _page("responses/kiosk_binding.html", found, problem.status, problem=sentence(problem))
    answer = redirect(url_for("responses.kiosk", code=found.code), HTTPStatus.SEE_OTHER)
    settings: Settings = current_app.config["SETTINGS"]
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=f"/K/{found.code}",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return _unstored(answer)


@bp.get("/K/<code>/<placement>")
@public
def kiosk_form(code: str, placement: str) -> AnyResponse:
    """The form that was chosen."""
    found = _bound(code)
    if not is_receiving(found.desk.hours, clock.now()):
        return _to_start(found)
    return _form_page(found, placement)


@bp.post("/K/<code>/<placement>")
@public
def send_at_kiosk(code: str, placement: str) -> AnyResponse:
    """Store what was answered, also after closing time: the form may have waited for the network."""
    posted = posted_form()
    found = _bound(code)
    facts = _facts(found, placement)
    key = read_key(secret(), posted.get("key", ""))
    asked = asked_of(facts, key)
    locale = locale_of(facts, asked)
    reading = read_answers(asked.definition, asked.say(locale), posted)
    if asks_for_language(posted):
        return _filled(found, facts, asked, locale, count_attempt(facts, MODE, Shown(reading.typed)), first=key)
    with in_language(locale):
        status, problem = judge(key, reading)
        if key is not None and not problem:
            status, problem = store(facts, asked, key, reading, locale, mode=MODE)
    if problem:
        shown = count_attempt(facts, MODE, Shown(reading.typed, reading.errors, problem))
        return _filled(found, facts, asked, locale, shown, status)
    address = url_for("responses.kiosk_thanks", code=found.code, lang=lang_of(locale))
    if request.headers.get("Accept") == "application/json":
        return _unstored(AnyResponse(status=HTTPStatus.CREATED, headers={"Location": address}))
    return _unstored(redirect(address, HTTPStatus.SEE_OTHER))


@bp.get("/K/<code>/thanks")
@public
def kiosk_thanks(code: str) -> AnyResponse:
    """Thanks, then back to the start by itself; the next person begins with the plain page."""
    found = _bound(code)
    answer = _page("responses/kiosk_thanks.html", found, again=THANKS_SECONDS)
    if display():
        forget_display(answer)
    return answer


@bp.post("/K/<code>/heartbeat")
@public
def heartbeat(code: str) -> AnyResponse:
    """The tablet is alive; nothing else is said or kept."""
    _bound(code)
    with transaction():
        hear(session(), kiosk_by_code(session(), code))
    return _unstored(AnyResponse(status=HTTPStatus.NO_CONTENT))


@bp.after_request
def try_again(answer: AnyResponse) -> AnyResponse:
    """A tablet that was shown an error goes back to its start by itself."""
    if (
        request.method == "GET"
        and answer.status_code >= HTTPStatus.BAD_REQUEST
        and request.path.upper().startswith("/K/")
    ):
        answer.headers["Refresh"] = f"{ERROR_SECONDS}; url=/K/{quote(request.path.split('/')[2])}"
    return answer


def _kiosk(code: str) -> Kiosk:
    found = kiosk_by_code(session(), code)
    if found.revoked_on is not None:
        raise Gone(N_("Máy này đã ngừng dùng. Ông/Bà vẫn có thể cho ý kiến bằng mã QR treo tại điểm tiếp nhận."))
    return found


def _is_bound(found: Kiosk) -> bool:
    token = request.cookies.get(COOKIE, "")
    return found.device_hash is not None and found.device_hash == fingerprint(token)


def _bound(code: str) -> Kiosk:
    found = _kiosk(code)
    if not _is_bound(found):
        raise Forbidden(N_("Máy này chưa được ghép với điểm tiếp nhận. Hãy báo quản trị viên của cơ quan."))
    return found


def _places(found: Kiosk) -> list[Placement]:
    return [place for place in placements_at(session(), [found.desk], "words") if place.is_open]


def _facts(found: Kiosk, placement: str) -> PlacementFacts:
    facts = placement_facts(session(), placement)
    if facts.desk_id != found.desk_id:
        raise NotFound(UNKNOWN_CODE)
    return facts


def _form_page(found: Kiosk, placement: str) -> AnyResponse:
    facts = _facts(found, placement)
    if not facts.is_open:
        return _to_start(found)
    asked = asked_now(facts)
    if OPENED in request.headers:
        count_opened(facts, MODE)
    else:
        counts_opening(facts, MODE)(request.environ)
    return _filled(found, facts, asked, locale_of(facts, asked), Shown())


def _filled(
    found: Kiosk,
    facts: PlacementFacts,
    asked: Asked,
    locale: str,
    shown: Shown,
    status: int = HTTPStatus.OK,
    *,
    first: SubmissionKey | None = None,
) -> AnyResponse:
    """The form; ``first`` is the key that it keeps in another language."""
    say = asked.say(locale)
    spare = [new_key(asked.digest, clock.now()) for _place in range(SPARE_KEYS)]
    keys = [key.signed(secret()) for key in ([first, *spare[1:]] if first else spare)]
    with in_language(locale):
        return _page(
            "responses/kiosk_form.html",
            found,
            status,
            locale=locale,
            facts=facts,
            title=say(asked.title),
            intro=say(asked.definition.intro) if asked.definition.intro else "",
            questions=questions(asked, say, shown),
            labels={question.id: say(question.text) for question in asked.definition.questions},
            shown=shown,
            keys=keys,
            promise=asked.promise(),
            languages=languages(facts, asked),
            again=WITHOUT_SCRIPT_SECONDS,
        )


def _to_start(found: Kiosk) -> AnyResponse:
    return _unstored(redirect(url_for("responses.kiosk", code=found.code)))


def _locale(found: Kiosk) -> str:
    chosen = choose_locale()
    return chosen if chosen in found.desk.office.citizen_locales else SOURCE


def _page(template: str, found: Kiosk, status: int = HTTPStatus.OK, **context: object) -> AnyResponse:
    locale = str(context.pop("locale", "")) or _locale(found)
    with in_language(locale):
        html = render_template(
            template,
            kiosk=found,
            office=found.desk.office,
            locale=locale,
            lang=lang_of(locale),
            locales=LOCALES,
            start=url_for("responses.kiosk", code=found.code),
            idle=IDLE_SECONDS,
            beat=HEARTBEAT_SECONDS,
            sheet=_sheet(),
            **{"promise": (PROMISE,), **context},
        )
    return _unstored(plain_page(html, status))


def _unstored(answer: AnyResponse) -> AnyResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer


@cache
def _sheet() -> str:
    return style() + (Path(__file__).parent.parent / "templates" / "responses" / "kiosk.css").read_text(
        encoding="utf-8"
    )
