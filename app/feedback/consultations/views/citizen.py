"""What everybody sees of a consultation: the draft with its questions, the receipt, and the table of what was taken up.

No session, no cookie, no script needed. What is sent is stored once, however often it comes; whatever goes wrong, the
page comes back with everything typed. Nothing here is a vote: the page says so before and after.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.cells import guarded
from app.core.errors import Problem
from app.core.guards import public
from app.core.session import session, transaction
from app.core.text import SOURCE
from app.core.words import _, in_language, sentence
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.page import PATH, address_of, fresh_key, is_flooded, key_in, sheet, sheet_in, typed_in
from app.feedback.consultations.queries import Outcome, consultation_behind, outcome_of
from app.feedback.consultations.rules import CHOICES, MODES, OPINION_LENGTH, STANCES, VERDICTS
from app.feedback.consultations.states import state_now
from app.feedback.consultations.taking import NothingSaid, OpinionUnfit, contribute, refuse_outside_days
from app.feedback.consultations.views import public_bp as bp
from app.feedback.doors.page import Typed, languages, locale_for, settings
from app.responses.integrity.rules import TRAP
from app.responses.keys import SubmissionKey, opens_receipt, receipt_pass
from app.responses.page import plain_page
from app.responses.views.phone import asks_for_language, posted_form
from app.responses.views.storing import is_busy

LONG = 700
"""Letters of an article that are shown unfolded."""


@bp.get("/L/<code>/opinions")
@bp.get("/l/<code>")
@bp.get("/L/<code>")
@public
def page(code: str) -> AnyResponse:
    """The draft: to be read before, answered within, and compared with its outcome after the days it is open."""
    found = consultation_behind(session(), code)
    locale = locale_for(found.office.citizen_locales)
    state = state_now(found)
    if state == "open":
        return _form(found, locale, Typed())
    if state == "published":
        outcome = outcome_of(session(), found, minimum=settings().minimum_n)
        return _page("feedback/opinions/published.html", found, locale, outcome=outcome, modes=MODES, verdicts=VERDICTS)
    return _page("feedback/opinions/closed.html", found, locale, state=state)


@bp.post("/l/<code>")
@bp.post("/L/<code>")
@bp.post("/L/<code>/opinions")
@public
def send(code: str) -> AnyResponse:
    """Store what was said; a page that was opened in time is taken a day longer."""
    found = consultation_behind(session(), code)
    locale = locale_for(found.office.citizen_locales)
    posted = posted_form()
    key = key_in(posted, found)
    typed = typed_in(posted, found)
    try:
        refuse_outside_days(found, key.opened_at if key else clock.now())
    except Problem as problem:
        return _page(
            "feedback/opinions/closed.html", found, locale, problem.status, state=state_now(found), typed=typed
        )
    if asks_for_language(posted):
        return _form(found, locale, Typed(typed), key=key)
    with in_language(locale):
        status, problem_words, at = _refusal(found, key, posted)
        if key is not None and not problem_words:
            status, problem_words, at = _store(found, typed, key, locale)
    if problem_words:
        return _form(found, locale, Typed(typed, problem_words, at), status, key)
    sent = receipt_pass(settings().secret_key, found.code, clock.now())
    lang = None if locale == SOURCE else locale
    address = url_for("opinions.receipt", code=found.code, sent=sent, lang=lang)
    is_script = request.headers.get("Accept") == "application/json"
    return AnyResponse(status=HTTPStatus.CREATED if is_script else HTTPStatus.SEE_OTHER, headers={"Location": address})


@bp.get("/L/<code>/receipt")
@public
def receipt(code: str) -> AnyResponse:
    """Thanks, and when the outcome is published; only after something was sent."""
    found = consultation_behind(session(), code)
    if not opens_receipt(settings().secret_key, found.code, clock.now(), request.args.get("sent", "")):
        return redirect(url_for("opinions.page", code=found.code))
    return _page("feedback/opinions/receipt.html", found, locale_for(found.office.citizen_locales))


@bp.get("/L/<code>/table.csv")
@public
def table(code: str) -> AnyResponse:
    """The published table as CSV, in Vietnamese, with a mark that Excel knows UTF-8 by."""
    found = consultation_behind(session(), code)
    if found.published_at is None:
        return redirect(url_for("opinions.page", code=found.code))
    outcome = outcome_of(session(), found, minimum=settings().minimum_n)
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    with in_language(SOURCE):
        for row in _rows(outcome):
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    answer = AnyResponse(b"\xef\xbb\xbf" + file.getvalue().encode(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="tiep-thu-giai-trinh-{found.code}.csv"'
    return answer


def _rows(outcome: Outcome) -> list[list[str | int]]:
    """The table: a line for each group, and one for an article that nobody wrote about."""
    few = _("dưới %(minimum)d", minimum=outcome.minimum)
    rows: list[list[str | int]] = [
        [
            *(_("Điều, phần"), _("Số người có ý kiến"), *(_(STANCES[stance]) for stance in STANCES)),
            *(_("Nội dung góp ý"), _("Số ý kiến"), _("Kết quả"), _("Lý do")),
        ]
    ]
    for stand in outcome.stands:
        heading = stand.article.heading if stand.article else _("Về cả dự thảo")
        counts = [few if stand.n is None else stand.n, *_counted(stand.counts, few)]
        groups = [
            [
                one.group.summary,
                one.size if one.size >= outcome.minimum else few,
                *_verdict(one.group.verdict),
                one.group.why or "",
            ]
            for one in stand.groups
        ]
        if stand.article or groups:
            rows += [[heading, *counts, *group] for group in groups or [["", "", "", ""]]]
    rows.append([_("Số lượt gửi ý kiến"), few if outcome.n is None else outcome.n])
    rows += [[_(MODES[mode]), _told(number)] for mode, number in (outcome.modes or {}).items()]
    rows.append([_("Ý kiến để tham khảo; người góp ý tự nguyện, không phải mẫu chọn ngẫu nhiên, không phải bỏ phiếu.")])
    return rows


def _counted(counts: Mapping[Any, int | None] | None, few: str) -> list[str | int]:
    if counts is None:
        return [few for _stance in STANCES]
    return [_told(counts[stance]) for stance in STANCES]


def _told(number: int | None) -> str | int:
    return _("không nêu") if number is None else number


def _verdict(verdict: str | None) -> list[str]:
    return [_(VERDICTS[verdict]) if verdict else ""]


def _refusal(found: Consultation, key: SubmissionKey | None, posted: Mapping[str, str]) -> tuple[int, str, str]:
    """The status, the sentence and the field of what is wrong with a page; an empty sentence where nothing is."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if posted.get(TRAP, "").strip():
        return status, _("Máy đã tự điền một ô ẩn nên trang chưa được gửi. Nội dung vẫn còn đây; xin bấm gửi lại."), ""
    if key is None:
        return status, _("Mã của trang bị thiếu hoặc bị sửa nên chưa gửi được. Xin bấm gửi một lần nữa."), ""
    if is_flooded(found):
        busy = _("Có quá nhiều nội dung được gửi đến trong ít phút. Nội dung vẫn còn đây; xin gửi lại sau mười phút.")
        return HTTPStatus.TOO_MANY_REQUESTS, busy, ""
    return HTTPStatus.OK, "", ""


def _store(found: Consultation, typed: Mapping[str, str], key: SubmissionKey, locale: str) -> tuple[int, str, str]:
    """Store it, or say why not. Two that come at once with one key meet at the row: the second try finds it."""
    positions = [article.position for article in found.articles]
    for _attempt in range(2):
        try:
            with transaction():
                contribute(session(), found, sheet_in(typed, key, positions, locale))
        except IntegrityError:
            continue
        except (OperationalError, TimeoutError) as problem:
            if not is_busy(problem):
                raise
            break
        except OpinionUnfit as problem:
            return problem.status, sentence(problem), problem.at
        except NothingSaid as problem:
            return problem.status, sentence(problem), ""
        except Problem as problem:
            return problem.status, sentence(problem), ""
        return HTTPStatus.OK, "", ""
    return (
        HTTPStatus.SERVICE_UNAVAILABLE,
        _(
            "Hệ thống đang bận nên chưa ghi được. Nội dung vẫn còn đây; xin đợi một lát rồi bấm gửi lại. Gửi nhiều "
            "lần cũng chỉ tính một lần."
        ),
        "",
    )


def _form(
    found: Consultation, locale: str, typed: Typed, status: int = HTTPStatus.OK, key: SubmissionKey | None = None
) -> AnyResponse:
    return _page(
        "feedback/opinions/form.html",
        found,
        locale,
        status,
        typed=typed,
        key=(key or fresh_key(found)).signed(settings().secret_key),
        choices=CHOICES,
        trap=TRAP,
        limit=settings().answer_bytes,
        longest=OPINION_LENGTH,
    )


def _page(template: str, found: Consultation, locale: str, status: int = HTTPStatus.OK, **context: Any) -> AnyResponse:
    query = {"lang": locale} if locale != SOURCE else {}
    with in_language(locale):
        html = render_template(
            template,
            office=found.office,
            consultation=found,
            locale=locale,
            languages=languages(found.office.citizen_locales),
            path=f"{PATH}/{found.code}",
            address=address_of(found),
            send_to=f"{PATH}/{found.code}/opinions",
            stances=STANCES,
            sheet=sheet(),
            long=LONG,
            lead=lambda endpoint, **values: url_for(endpoint, **{**values, **query}),
            **context,
        )
    return plain_page(html, status)
