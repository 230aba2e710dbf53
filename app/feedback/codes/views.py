"""A case by its tracking code: read the answers, write more, have one looked at again, take a copy, delete everything.

Right codes always open. Wrong ones are counted; too many from one make of browser in one network are told to wait, in
the same time and after the same look-up as any other.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import public
from app.core.limiter import Limiter
from app.core.session import session, transaction
from app.core.text import N_, SOURCE
from app.core.tokens import read_code
from app.core.words import _, in_language, sentence
from app.feedback.cases.rules import (
    CITIZENS_REOPENINGS,
    FLAGS,
    ONE_UP,
    PROOFS,
    REFUSALS,
    TOLD,
    VERBS,
    show_reference,
    told_as,
)
from app.feedback.clock.queries import table_for
from app.feedback.clock.rules import KINDS, UNITS
from app.feedback.codes import actions
from app.feedback.codes.queries import Tracked, tracked
from app.feedback.codes.rising import may_ask_again
from app.feedback.codes.rules import grouped
from app.feedback.contact import actions as contact
from app.feedback.contact.rules import PARTS
from app.feedback.doors.page import Typed, fresh_key, key_in, languages, locale_for, sender, settings, sheet, vault
from app.feedback.doors.queries import reception_of
from app.feedback.files.actions import PER_STEP, Ready, photos_of
from app.feedback.files.incoming import PHOTO_TYPES, posted_with_photos, sent, uploads_in
from app.feedback.files.queries import file_of, files_of
from app.feedback.ratings import actions as rating
from app.feedback.ratings.queries import ratings_of
from app.feedback.ratings.rules import ITEMS, rated_step
from app.feedback.ratings.rules import LEVELS as RATING_LEVELS
from app.feedback.replies.queries import published_words_of
from app.feedback.restricted.queries import outcome_of, words_kept
from app.feedback.restricted.rules import OUTCOMES
from app.offices.queries import citizen_locales
from app.responses.page import plain_page
from app.responses.views.phone import asks_for_language, posted_form
from app.responses.views.storing import is_busy

bp = Blueprint("tracking", "app.feedback", template_folder="templates")

wrong_codes = Limiter(limit=30, seconds=600)
"""Wrong codes of one make of browser in one network in ten minutes, for each process; 75 bits stop guessing."""

WRONG = N_(
    "Không có phản ánh nào mang mã này. Xin xem lại từng nhóm bốn chữ trên ảnh chụp hoặc tờ in; chữ O và số 0, chữ I "
    "và số 1 được hiểu như nhau."
)
KEPT_APART = N_("Đã chuyển riêng cho người có trách nhiệm về khiếu nại, tố cáo")
_CODE_LENGTH = 60


class TooManyWrongCodes(Problem):
    """Somebody is guessing."""

    status = HTTPStatus.TOO_MANY_REQUESTS


@bp.get("/t")
@bp.get("/T")
@public
def entry() -> AnyResponse:
    """The page where a code is typed."""
    return _entry("")


@bp.post("/t")
@bp.post("/T")
@public
def look_up() -> AnyResponse:
    """Lead to the case behind a typed code."""
    posted = posted_form()
    typed = posted.get("code", "")[:_CODE_LENGTH]
    if asks_for_language(posted):
        return _entry(typed)
    try:
        _found(typed)
    except (NotFound, TooManyWrongCodes) as problem:
        return _entry(typed, problem)
    return redirect(
        url_for("tracking.case", code=read_code(typed), lang=request.args.get("lang")), HTTPStatus.SEE_OTHER
    )


@bp.get("/t/<code>")
@bp.get("/T/<code>")
@public
def case(code: str) -> AnyResponse:
    """What has become of a case."""
    return _page(_found(code), code, Typed())


@bp.post("/T/<code>/messages")
@public
def write(code: str) -> AnyResponse:
    """Write something to the office."""
    return _say(code, actions.write)


@bp.post("/T/<code>/reopening")
@public
def ask_again(code: str) -> AnyResponse:
    """Have the answer looked at again, once."""
    return _say(code, actions.ask_again)


@bp.post("/T/<code>/rating")
@public
def rate(code: str) -> AnyResponse:
    """Rate the newest reply."""
    found, posted = _found(code), posted_form()
    picks = {item: posted.get(item, "") for item in ITEMS}
    with in_language(locale_for(found.case.office.citizen_locales)):
        status, problem = _kept(lambda: rating.rate(session(), found.case, picks))
    if problem:
        return _page(_found(code), code, Typed(picks, problem, "timely"), status)
    return _back(code)


@bp.post("/T/<code>/contact/removal")
@public
def forget_contact(code: str) -> AnyResponse:
    """Delete the contact details; the case goes on without them."""
    found = _found(code)
    with transaction():
        contact.forget(session(), found.case)
    return _back(code)


@bp.post("/T/<code>/withdrawal")
@public
def withdraw(code: str) -> AnyResponse:
    """Delete everything that the sender wrote and left."""
    found = _found(code)
    if "sure" not in posted_form():
        with in_language(locale_for(found.case.office.citizen_locales)):
            typed = Typed({}, _("Muốn xóa, xin đánh dấu vào ô xác nhận rồi bấm lại."), "sure")
        return _page(found, code, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    with transaction():
        actions.withdraw(session(), found.case)
    return _back(code)


@bp.get("/T/<code>/files/<uuid:file_id>")
@public
def file(code: str, file_id: UUID) -> AnyResponse:
    """A photo or a document that its sender may see."""
    found = _found(code)
    return sent(file_of(session(), found.case.id, file_id, steps={step.id for step in found.steps}))


@bp.get("/T/<code>/copy")
@public
def copy(code: str) -> AnyResponse:
    """Everything that is kept about the sender's case, as a text to take along."""
    found = _found(code)
    with in_language(locale_for(found.case.office.citizen_locales)):
        left = vault().open(found.contact.sealed) if found.contact else {}
        kept = words_kept(session(), found.case)
        text = render_template(
            "feedback/tracking/copy.txt", **_told(found), left=left, parts_of_contact=PARTS, kept=kept
        )
    answer = make_response(text)
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="phan-anh-{found.case.reference}.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _say(code: str, verb: Callable[..., bool]) -> AnyResponse:
    """Store what was written, once; or the page again with the words still in it."""
    posted = posted_with_photos()
    found = _found(code)
    key = key_in(posted, "message")
    typed = {verb.__name__: posted.get("text", "")}
    with in_language(locale_for(found.case.office.citizen_locales)):
        if key is None:
            problem = _("Mã của trang bị thiếu hoặc bị sửa nên chưa gửi được. Xin bấm gửi một lần nữa.")
            return _page(found, code, Typed(typed, problem, verb.__name__), HTTPStatus.UNPROCESSABLE_ENTITY)
        status, problem = _stored(verb, found, posted.get("text", ""), key.id)
    if problem:
        return _page(_found(code), code, Typed(typed, problem, verb.__name__), status)
    return _back(code)


def _stored(verb: Callable[..., bool], found: Tracked, text: str, key: UUID) -> tuple[int, str]:
    try:
        photos: list[Ready] = photos_of(uploads_in(request.files.getlist("photos")))
    except Problem as problem:
        return problem.status, sentence(problem)
    return _kept(lambda: verb(session(), found.case, text, key=key, photos=photos))


def _kept(do: Callable[[], object]) -> tuple[int, str]:
    """Do it in a transaction; the status, and the sentence where it was refused.

    Two that come at once with one key meet at the row: the second try finds it.
    """
    for _attempt in range(2):
        try:
            with transaction():
                do()
        except IntegrityError:
            continue
        except (OperationalError, TimeoutError) as problem:
            if not is_busy(problem):
                raise
            break
        except Problem as problem:
            return problem.status, sentence(problem)
        return HTTPStatus.OK, ""
    return HTTPStatus.SERVICE_UNAVAILABLE, _("Hệ thống đang bận nên chưa ghi được. Xin đợi một lát rồi bấm gửi lại.")


def _found(code: str) -> Tracked:
    """What stands behind a code. A wrong one is counted after it was looked up, and refused in one of two sentences."""
    found = tracked(session(), settings().secret_key, code[:_CODE_LENGTH])
    if found is not None:
        return found
    who = sender()
    if wrong_codes.is_spent(who):
        raise TooManyWrongCodes(
            N_("Có quá nhiều mã sai trong thời gian ngắn. Xin đợi mười phút; mã đúng vẫn mở được ngay bây giờ.")
        )
    wrong_codes.mistake(who)
    raise NotFound(WRONG)


def _back(code: str) -> AnyResponse:
    """To the page of the case."""
    lang = request.args.get("lang")
    return redirect(url_for("tracking.case", code=read_code(code), lang=lang), HTTPStatus.SEE_OTHER)


def _told(found: Tracked) -> dict[str, Any]:
    """What the sender is told, with the words for it."""
    reopened = sum(step.verb == "reopen" and step.author == "citizen" for step in found.steps)
    reply, ratings = rated_step(found.steps), ratings_of(session(), found.case.id)
    original = found.case.duplicate_of
    return {
        "office": found.case.office,
        "case": found.case,
        "steps": found.steps,
        "contact": found.contact,
        "reference": show_reference(found.case.reference),
        "state": TOLD[found.case.state] if not found.case.restricted else KEPT_APART,
        "original": TOLD[original.state] if original else None,
        "published": published_words_of(session(), original.id) if original else None,
        "ratings": ratings,
        "may_rate": not found.case.restricted and reply is not None and reply.id not in ratings,
        "items": ITEMS,
        "rating_levels": RATING_LEVELS,
        "one_up": ONE_UP,
        "reopenings_left": reopened < CITIZENS_REOPENINGS,
        "may_reopen": not found.case.restricted
        and found.case.state in VERBS["reopen"].states
        and reopened < CITIZENS_REOPENINGS
        and may_ask_again(reply, ratings),
        "may_write": not found.case.restricted and found.case.state in VERBS["write"].states,
        "told_as": told_as,
        "kinds": KINDS,
        "flags": FLAGS,
        "proofs": PROOFS,
        "refusals": REFUSALS,
        "units": UNITS,
    }


def _page(found: Tracked, code: str, typed: Typed, status: int = HTTPStatus.OK) -> AnyResponse:
    locale = locale_for(found.case.office.citizen_locales)
    query = {"lang": locale} if locale != SOURCE else {}
    with in_language(locale):
        html = render_template(
            "feedback/tracking/case.html",
            **_told(found),
            checked=table_for(session(), found.case.office_id).checked,
            reception=reception_of(session(), found.case.office_id),
            outcome=outcome_of(session(), found.case),
            outcomes=OUTCOMES,
            typed=typed,
            code=read_code(code),
            shown=grouped(read_code(code)),
            key=fresh_key("message"),
            limit=settings().answer_bytes,
            locale=locale,
            sheet=sheet(),
            today=clock.today(),
            files=files_of(session(), found.case.id),
            photo_types=PHOTO_TYPES,
            most_photos=PER_STEP,
            lead=lambda endpoint, **values: url_for(endpoint, **{**values, **query}),
        )
    answer = plain_page(html, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _entry(typed: str, problem: Problem | None = None) -> AnyResponse:
    """Codes of any office are typed here, so the page speaks whatever one of them has switched on."""
    switched_on = citizen_locales(session())
    locale = locale_for(switched_on)
    with in_language(locale):
        html = render_template(
            "feedback/tracking/entry.html",
            typed=typed,
            problem=sentence(problem) if problem else "",
            languages=languages(switched_on),
            locale=locale,
            lang=None if locale == SOURCE else locale,
            sheet=sheet(),
        )
    return plain_page(html, problem.status if problem else HTTPStatus.OK)
