"""The four doors, as citizens open them: rate, suggest, report, or learn where a khiếu nại or tố cáo is lodged.

No session, no cookie, no script needed. What is sent is stored once, however often it comes; whatever goes wrong, the
page comes back with everything typed. The fourth door stores nothing.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.errors import Problem
from app.core.guards import public
from app.core.session import session, transaction
from app.core.text import SOURCE
from app.core.words import _, in_language, sentence
from app.desks.qr import svg
from app.desks.queries import desks_of
from app.feedback.cases.models import Case
from app.feedback.cases.rules import PLACE_LENGTH, TEXT_LENGTH, show_reference
from app.feedback.clock.queries import table_for
from app.feedback.clock.rules import UNITS, Kind
from app.feedback.codes.actions import Sent, TextUnfit, send_case, words
from app.feedback.codes.rules import code_of, grouped, is_ticket, new_ticket, tracking_url
from app.feedback.consultations.queries import consultations_in_public
from app.feedback.consultations.states import state_now
from app.feedback.contact.rules import CONSENT, PART_LENGTH, PARTS, ConsentMissing, contact_in
from app.feedback.doors.page import (
    Typed,
    fresh_key,
    is_flooded,
    key_in,
    languages,
    locale_for,
    settings,
    sheet,
    vault,
)
from app.feedback.doors.queries import Place, place_behind, reception_of
from app.feedback.files.actions import PER_STEP, Ready, photos_of
from app.feedback.files.incoming import PHOTO_TYPES, posted_with_photos, uploads_in
from app.feedback.traces.rules import NUMBERS, traces_in
from app.forms.wording import say_frozen
from app.offices.queries import heirs_of
from app.responses.keys import SubmissionKey
from app.responses.page import plain_page
from app.responses.views.phone import asks_for_language
from app.responses.views.storing import is_busy

bp = Blueprint("doors", "app.feedback", template_folder="templates")

_NUMBERS_SHOWN = 3
_FIELDS = ("text", "place", *PARTS, "agreed", "as_is", "ticket")


@bp.get("/c/<place>")
@bp.get("/C/<place>")
@public
def doors(place: str) -> AnyResponse:
    """The four doors of a placement, a desk or an office."""
    here = place_behind(session(), place)
    moved = _moved(here)
    if moved is not None:
        return moved
    locale = locale_for(here.office.citizen_locales)
    placement = here.placement if here.placement and here.placement.is_open else None
    asking = [line.desk for line in desks_of(session(), [here.office.id]) if line.placed and line.desk.is_open]
    return _page(
        "feedback/doors/doors.html",
        here,
        locale,
        placement=placement,
        title=say_frozen(placement.edition.words, locale)(placement.edition.title) if placement else "",
        desk=here.desk if here.desk in asking else None,
        desks=asking,
        consultations=[one for one in consultations_in_public(session(), here.office.id) if state_now(one) == "open"],
    )


@bp.route("/c/<place>/suggestion", methods=["GET", "POST"])
@bp.route("/C/<place>/suggestion", methods=["GET", "POST"])
@public
def suggestion(place: str) -> AnyResponse:
    """The second door: a proposal."""
    return _form(place_behind(session(), place), "suggestion")


@bp.route("/c/<place>/petition", methods=["GET", "POST"])
@bp.route("/C/<place>/petition", methods=["GET", "POST"])
@public
def petition(place: str) -> AnyResponse:
    """The third door: something is wrong."""
    return _form(place_behind(session(), place), "petition")


@bp.get("/c/<place>/guidance")
@bp.get("/C/<place>/guidance")
@public
def guidance(place: str) -> AnyResponse:
    """The fourth door: where a khiếu nại or tố cáo is lodged, and what it has to contain. Nothing can be sent here."""
    here = place_behind(session(), place)
    reception = reception_of(session(), here.office.id)
    return _page("feedback/doors/guidance.html", here, locale_for(here.office.citizen_locales), reception=reception)


@bp.get("/C/<place>/letters/complaint")
@public
def complaint_letter(place: str) -> AnyResponse:
    """A letter of khiếu nại to be printed and filled in by hand, in Vietnamese for everybody."""
    return _letter(place, "complaint")


@bp.get("/C/<place>/letters/denunciation")
@public
def denunciation_letter(place: str) -> AnyResponse:
    """A letter of tố cáo, as above."""
    return _letter(place, "denunciation")


def _moved(here: Place) -> AnyResponse | None:
    """Where to go instead, once the office is no more; what is sent from a page opened before is still taken."""
    heirs = heirs_of(session(), here.office, on=clock.today())
    if not heirs:
        return None
    locale = locale_for(here.office.citizen_locales)
    return _page("feedback/doors/moved.html", here, locale, HTTPStatus.GONE, heirs=heirs)


def _letter(place: str, kind: str) -> AnyResponse:
    return _page("feedback/doors/letter.html", place_behind(session(), place), SOURCE, kind=kind)


def _form(here: Place, kind: Kind) -> AnyResponse:
    locale = locale_for(here.office.citizen_locales)
    if request.method in {"GET", "HEAD"}:
        return _moved(here) or _writing(here, kind, locale, Typed({"ticket": new_ticket()}))
    posted = posted_with_photos()
    key = key_in(posted, "case")
    kept = {name: posted.get(name, "") for name in _FIELDS}
    if key is None or not is_ticket(kept["ticket"]):
        key, kept["ticket"] = None, new_ticket()
    if asks_for_language(posted):
        return _writing(here, kind, locale, Typed(kept), key=key)
    with in_language(locale):
        photos, status, problem, at = _photos()
        if not problem:
            status, problem, at = _refusal(here, key, posted)
        if key is not None and not problem:
            code = code_of(settings().secret_key, key.id, posted["ticket"])
            case, status, problem = _store(_sent(here, kind, key, code, posted, locale, photos))
            if case is not None:
                return _received(here, case, code, locale)
    return _writing(here, kind, locale, Typed(kept, problem, at), status, key)


def _photos() -> tuple[list[Ready], int, str, str]:
    """The photos that came with a page, drawn again; or what is wrong with one of them."""
    try:
        return photos_of(uploads_in(request.files.getlist("photos"))), HTTPStatus.OK, "", ""
    except Problem as problem:
        return [], problem.status, sentence(problem), "photos"


def _refusal(here: Place, key: SubmissionKey | None, posted: MultiDict[str, str]) -> tuple[int, str, str]:
    """The status, the sentence and the field of what is wrong with a page; an empty sentence where nothing is."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        words(posted.get("text", ""), TEXT_LENGTH)
        contact_in(posted, agreed="agreed" in posted)
    except TextUnfit as problem:
        return status, sentence(problem), "text"
    except ConsentMissing as problem:
        return status, sentence(problem), "agreed"
    if key is None:
        return status, _("Mã của trang bị thiếu hoặc bị sửa nên chưa gửi được. Xin bấm gửi một lần nữa."), "text"
    numbers = [trace.text for trace in traces_in(posted.get("text", "")) if trace.kind in NUMBERS]
    if numbers and "as_is" not in posted:
        seen = _(
            "Nội dung có chỗ giống số điện thoại, số căn cước hoặc thư điện tử: %(numbers)s. Nếu là của người khác, "
            "xin xóa đi; của mình thì ghi ở phần cách liên hệ. Vẫn muốn gửi như vậy thì đánh dấu ô dưới đây rồi bấm "
            "gửi.",
            numbers=", ".join(numbers[:_NUMBERS_SHOWN]),
        )
        return status, seen, "as_is"
    if is_flooded(here.office.id):
        busy = _("Có quá nhiều nội dung được gửi đến trong ít phút. Nội dung vẫn còn đây; xin gửi lại sau mười phút.")
        return HTTPStatus.TOO_MANY_REQUESTS, busy, "text"
    return HTTPStatus.OK, "", ""


def _sent(
    here: Place,
    kind: Kind,
    key: SubmissionKey,
    code: str,
    posted: MultiDict[str, str],
    locale: str,
    photos: list[Ready],
) -> Sent:
    return Sent(
        key=key.id,
        code=code,
        office_id=here.office.id,
        kind=kind,
        text=posted.get("text", ""),
        place=posted.get("place", ""),
        desk_id=here.desk.id if here.desk else None,
        task_id=here.task_id,
        locale=locale,
        contact=contact_in(posted, agreed="agreed" in posted),
        photos=photos,
    )


def _store(sent: Sent) -> tuple[Case | None, int, str]:
    """The case, new or stored before; or the status and the sentence where that is not possible now.

    Two that come at once with one key meet at the row: the second try finds it.
    """
    for _attempt in range(2):
        try:
            with transaction():
                return send_case(session(), sent, secret=settings().secret_key, vault=vault())[0], HTTPStatus.OK, ""
        except IntegrityError:
            continue
        except (OperationalError, TimeoutError) as problem:
            if not is_busy(problem):
                raise
            break
        except Problem as problem:
            return None, problem.status, sentence(problem)
    return (
        None,
        HTTPStatus.SERVICE_UNAVAILABLE,
        _(
            "Hệ thống đang bận nên chưa ghi được. Nội dung vẫn còn đây; xin đợi một lát rồi bấm gửi lại. Gửi nhiều "
            "lần cũng chỉ tính một lần."
        ),
    )


def _writing(
    here: Place, kind: Kind, locale: str, typed: Typed, status: int = HTTPStatus.OK, key: SubmissionKey | None = None
) -> AnyResponse:
    table = table_for(session(), here.office.id)
    limits = table.of(kind, "normal")
    return _page(
        "feedback/doors/writing.html",
        here,
        locale,
        status,
        kind=kind,
        typed=typed,
        key=key.signed(settings().secret_key) if key else fresh_key("case"),
        limit=settings().answer_bytes,
        lengths={"place": PLACE_LENGTH, "part": PART_LENGTH},
        parts_of_contact=PARTS,
        consent=CONSENT,
        limits=limits if table.checked else None,
        units=UNITS,
        photo_types=PHOTO_TYPES,
        most_photos=PER_STEP,
    )


def _received(here: Place, case: Case, code: str, locale: str) -> AnyResponse:
    """What is shown once: the code, and nothing that could not be shown again to the same page.

    It has no address of its own, so no history leads to the code. The script that keeps pages on the device only wants
    to know that this one arrived; it then sends it again as a person would, and finds the case.
    """
    if request.headers.get("Accept") == "application/json":
        return AnyResponse(status=HTTPStatus.ACCEPTED)
    url = tracking_url(settings().public_url, code)
    with in_language(locale):
        picture = Markup(svg(url))  # noqa: S704  drawn by us, its one text escaped there
    answer = _page(
        "feedback/doors/received.html",
        here,
        locale,
        code=code,
        shown=grouped(code),
        reference=show_reference(case.reference),
        url=url,
        picture=picture,
        on=case.hour,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(template: str, here: Place, locale: str, status: int = HTTPStatus.OK, **context: Any) -> AnyResponse:
    query = {"lang": locale} if locale != SOURCE else {}
    with in_language(locale):
        html = render_template(
            template,
            office=here.office,
            spot=here,
            locale=locale,
            languages=languages(here.office.citizen_locales),
            path=request.path,
            sheet=sheet(),
            lead=lambda endpoint, **values: url_for(endpoint, **{**values, **query}),
            **context,
        )
    return plain_page(html, status)
