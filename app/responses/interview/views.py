"""The interview: an official reads the questions out to a citizen and writes the answers down.

The page is the citizens' own, with a banner that never leaves the screen. Who asks is signed in; the response knows
only its mode. It is no entry in the record of changes: the minute would say when the response came to be.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Gone
from app.core.guards import allow
from app.core.session import session
from app.core.text import N_
from app.core.words import _, in_language
from app.desks.queries import placement_for
from app.forms.builder import read_answers
from app.responses.asked import Asked
from app.responses.facts import PlacementFacts
from app.responses.keys import new_key, read_key
from app.responses.page import Door, Shown, filled_page
from app.responses.views.phone import (
    asked_now,
    asked_of,
    asks_for_language,
    facts_of,
    judge,
    lang_of,
    locale_of,
    posted_form,
    secret,
    store,
)

bp = Blueprint("interview", "app.responses.interview")

MODE = "assisted"


@bp.get("/placements/<int:placement_id>/interview")
@allow("responses.enter")
def form(placement_id: int) -> AnyResponse:
    """The form, to be read out."""
    facts = _facts(placement_id)
    asked = asked_now(facts)
    key = new_key(asked.digest, clock.now()).signed(secret())
    return _page(placement_id, facts, asked, key, Shown())


@bp.post("/placements/<int:placement_id>/interview")
@allow("responses.enter")
def send(placement_id: int) -> AnyResponse:
    """Store what was answered; the next person's form follows at once."""
    posted = posted_form()
    facts = _facts(placement_id)
    key = read_key(secret(), posted.get("key", ""))
    asked = asked_of(facts, key)
    locale = locale_of(facts, asked)
    reading = read_answers(asked.definition, asked.say(locale), posted)
    kept = (key or new_key(asked.digest, clock.now())).signed(secret())
    if asks_for_language(posted):
        return _page(placement_id, facts, asked, kept, Shown(reading.typed))
    with in_language(locale):
        status, problem = judge(key, reading)
        if key is not None and not problem:
            status, problem = store(facts, asked, key, reading, locale, mode=MODE)
    if not problem:
        address = url_for("interview.form", placement_id=placement_id, lang=lang_of(locale), stored=1)
        if request.headers.get("Accept") == "application/json":
            return AnyResponse(status=HTTPStatus.CREATED, headers={"Location": address})
        return redirect(address, HTTPStatus.SEE_OTHER)
    return _page(placement_id, facts, asked, kept, Shown(reading.typed, reading.errors, problem), status)


def _facts(placement_id: int) -> PlacementFacts:
    found = placement_for(session(), viewer(), placement_id, permission="responses.enter")
    facts = facts_of(found.code)
    if not facts.is_open:
        raise Gone(N_("Phiếu này đã thu hồi khỏi điểm tiếp nhận nên không hỏi được nữa."))
    return facts


def _page(
    placement_id: int, facts: PlacementFacts, asked: Asked, key: str, shown: Shown, status: int = HTTPStatus.OK
) -> AnyResponse:
    locale = locale_of(facts, asked)
    with in_language(locale):
        banner = _("Cán bộ hỏi và ghi hộ. Đọc nguyên văn từng câu và cả năm mức trả lời, không gợi ý.")
        notice = _(
            "Đọc trước khi hỏi: “Tôi xin hỏi Ông/Bà mấy câu về việc này. Tôi không ghi tên. Câu nào không muốn "
            "trả lời, Ông/Bà cứ nói bỏ qua.”"
        )
        stored = _("Đã ghi phiếu vừa rồi. Đây là phiếu trống cho người tiếp theo.") if "stored" in request.args else ""
    door = Door(
        url_for("interview.send", placement_id=placement_id),
        notice=f"{stored} {notice}".strip() if not shown.problem else notice,
        banner=banner,
        token=generate_csrf(),
    )
    page = filled_page(facts, asked, locale, key, shown, status, door=door)
    page.headers["Cache-Control"] = "no-store"
    return page
