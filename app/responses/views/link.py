"""Answers that come by the link of a portal or a message: the same form under an address that tells where it stood."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.guards import public
from app.core.session import session
from app.core.words import in_language
from app.desks.links.models import WebLink
from app.desks.links.queries import link_by_code
from app.forms.builder import read_answers
from app.responses.keys import new_key, read_key
from app.responses.page import Door, Shown, filled_page
from app.responses.views import bp
from app.responses.views.counting import count_attempt, counts_opening
from app.responses.views.phone import (
    answered,
    asked_now,
    asked_of,
    asks_for_language,
    closed,
    facts_of,
    judge,
    lang_of,
    locale_of,
    posted_form,
    secret,
    store,
)

MODE = "web"


@bp.get("/w/<code>/responses")
@bp.get("/W/<code>/responses")
@bp.get("/w/<code>")
@bp.get("/W/<code>")
@public
def linked_form(code: str) -> AnyResponse:
    """The form behind a link; a closed link leads to the poster's page."""
    link = link_by_code(session(), code)
    facts = facts_of(link.placement.code)
    asked = asked_now(facts)
    locale = locale_of(facts, asked)
    if link.closed_on is not None or not facts.is_open:
        return redirect(url_for("responses.form", code=facts.code, lang=lang_of(locale)))
    key = new_key(asked.digest, clock.now()).signed(secret())
    counts_opening(facts, MODE)(request.environ)
    return filled_page(facts, asked, locale, key, Shown(), door=_door(link))


@bp.post("/w/<code>/responses")
@bp.post("/W/<code>/responses")
@public
def send_by_link(code: str) -> AnyResponse:
    """Store what was answered; a form that was opened before its link was closed is taken, too.

    The form is sent to an address of its own, for the reason told at :func:`app.responses.views.phone.send`.
    """
    posted = posted_form()
    link = link_by_code(session(), code)
    facts = facts_of(link.placement.code)
    key = read_key(secret(), posted.get("key", ""))
    if not facts.is_open and not (key and facts.was_open(key.opened_at)):
        return closed(facts)
    asked = asked_of(facts, key)
    locale = locale_of(facts, asked)
    reading = read_answers(asked.definition, asked.say(locale), posted)
    kept = (key or new_key(asked.digest, clock.now())).signed(secret())
    if asks_for_language(posted):
        return filled_page(
            facts, asked, locale, kept, count_attempt(facts, MODE, Shown(reading.typed)), door=_door(link)
        )
    with in_language(locale):
        status, problem = judge(key, reading)
        if key is not None and not problem:
            status, problem = store(facts, asked, key, reading, locale, mode=MODE)
    if not problem:
        return answered(facts, locale)
    shown = count_attempt(facts, MODE, Shown(reading.typed, reading.errors, problem))
    return filled_page(facts, asked, locale, kept, shown, status, door=_door(link))


def _door(link: WebLink) -> Door:
    return Door(
        url_for("responses.linked_form", code=link.code),
        action=url_for("responses.send_by_link", code=link.code),
        mode=MODE,
    )
