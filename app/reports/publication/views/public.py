"""The public pages, files, badge and feed of an office. No session, no cookie, no script; kept by anybody who likes."""

from __future__ import annotations

import gzip
import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.errors import NotFound
from app.core.guards import public
from app.core.ready import takes_gzip
from app.core.session import session
from app.core.text import N_, SOURCE, STAFF_LOCALES, language_tag
from app.core.words import _, choose_locale, in_language
from app.desks.qr import svg
from app.feedback.doors.page import languages, locale_for
from app.offices.models import Office
from app.reports import pictures
from app.reports.publication import queries
from app.reports.publication.badge import badge as draw_badge
from app.reports.publication.canonical import checksum_of
from app.reports.publication.deeds import told_between
from app.reports.publication.facts import COLUMNS, LICENCE_URL, read
from app.reports.publication.feed import Item, rss
from app.reports.publication.models import Snapshot
from app.reports.publication.opendata import csv_of
from app.reports.publication.rules import period_of
from app.reports.publication.sheets import (
    SHORT,
    Sheet,
    absolute,
    grouped,
    period_name,
    version_url,
    withdrawn_words,
)

bp = Blueprint("public", "app.reports", template_folder="templates")

SECONDS = 300
"""So long an answer may be kept; then the checksum of its content says whether it is still the same."""
FEWEST_DIGITS = 8
_NOT_HEX = re.compile(r"[^0-9a-f]")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]")


@bp.get("/o/<code>")
@bp.get("/O/<code>")
@public
def office(code: str) -> AnyResponse:
    """Every period that an office has published, the newest first."""
    found = queries.public_office(session(), code)
    locale = locale_for(_switched_on(found))
    snapshots = queries.newest_of_each(queries.snapshots_of(session(), found.id))
    with in_language(locale):
        return _page(
            "reports/publication/office.html",
            found,
            locale,
            sheets=[(snapshot, Sheet(read(snapshot.facts))) for snapshot in snapshots],
        )


@bp.get("/o/<code>/<period>")
@bp.get("/O/<code>/<period>")
@public
def period(code: str, period: str) -> AnyResponse:
    """The newest version of a period's numbers."""
    return _period_page(code, period, None)


@bp.get("/O/<code>/<period>/<int:version>")
@public
def version(code: str, period: str, version: int) -> AnyResponse:
    """One version of a period's numbers; this address never shows anything else."""
    return _period_page(code, period, version)


@bp.get("/O/<code>/<period>/data.<ending>")
@public
def newest_data(code: str, period: str, ending: str) -> AnyResponse:
    """The newest version of a period's numbers as data."""
    return _data(code, period, None, ending)


@bp.get("/O/<code>/<period>/<int:version>/data.<ending>")
@public
def data(code: str, period: str, version: int, ending: str) -> AnyResponse:
    """One version as data. The JSON is the very text that the checksum is of."""
    return _data(code, period, version, ending)


@bp.get("/O/<code>/badge.svg")
@public
def badge(code: str) -> AnyResponse:
    """The newest number that stands, as a picture for other sites."""
    found = queries.public_office(session(), code)
    standing = next((each for each in queries.snapshots_of(session(), found.id) if each.withdrawal is None), None)
    with in_language(locale_for(_switched_on(found))):
        picture = draw_badge(
            found.name,
            period_name(standing.period) if standing else "",
            read(standing.facts) if standing else None,
        )
    answer = _answer(str(picture).encode(), "image/svg+xml")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@bp.get("/O/<code>/rss.xml")
@public
def feed(code: str) -> AnyResponse:
    """What was published and withdrawn, as RSS."""
    found = queries.public_office(session(), code)
    locale = locale_for(_switched_on(found))
    with in_language(locale):
        items = [item for each in queries.snapshots_of(session(), found.id) for item in _items(found, each, locale)]
        body = rss(
            f"{_('Mức hài lòng của người dân')} – {found.name}",
            _("Số liệu được công bố theo kỳ, kèm khoảng tin cậy và dữ liệu mở."),
            absolute("public.office", locale, code=found.code),
            absolute("public.feed", locale, code=found.code),
            language_tag(locale),
            items,
        )
    return _answer(body, "application/rss+xml")


@bp.get("/verify/")
@public
def verify() -> AnyResponse:
    """Where a printed code is typed in."""
    return _verification(request.args.get("code", ""))


@bp.get("/verify/<checksum>")
@public
def verification(checksum: str) -> AnyResponse:
    """Which snapshot a checksum belongs to, and whether what is stored still has it."""
    return _verification(checksum)


def _period_page(code: str, key: str, number: int | None) -> AnyResponse:
    found, versions, chosen = _chosen(code, key, number)
    locale = locale_for(_switched_on(found))
    with in_language(locale):
        return _page(
            "reports/publication/period.html",
            found,
            locale,
            snapshot=chosen,
            sheet=Sheet(read(chosen.facts)),
            versions=versions,
            own_url=version_url(found, chosen, locale),
            told=told_between(session(), found.id, chosen.first_day, chosen.last_day),
            check_url=absolute("public.verification", checksum=chosen.checksum[:SHORT]),
            code_picture=Markup(svg(absolute("public.verification", checksum=chosen.checksum[:SHORT]))),  # noqa: S704  drawn by us
            columns={name: _(words) for name, words in COLUMNS.items()},
            licence_url=LICENCE_URL,
            pictures=pictures,
        )


def _chosen(code: str, key: str, number: int | None) -> tuple[Office, list[Snapshot], Snapshot]:
    """The office, every version of the period, and the one that is asked for."""
    found = queries.public_office(session(), code)
    versions = queries.snapshots_of(session(), found.id, key) if period_of(key) else []
    chosen = next((each for each in versions if number in (None, each.version)), None)
    if chosen is None:
        raise NotFound(N_("Cơ quan chưa công bố số liệu của kỳ này. Các kỳ đã công bố ở trang công khai của cơ quan."))
    return found, versions, chosen


def _data(code: str, key: str, number: int | None, ending: str) -> AnyResponse:
    if ending not in ("csv", "json"):
        raise NotFound(N_("Dữ liệu mở có hai tệp: data.csv và data.json."))
    found, _versions, chosen = _chosen(code, key, number)
    if chosen.withdrawal is not None:
        with in_language(locale_for(_switched_on(found))):
            told = f"{withdrawn_words(chosen)} {chosen.withdrawal.reason}\n"
        return _answer(told.encode(), "text/plain", HTTPStatus.GONE)
    body = chosen.facts.encode() if ending == "json" else csv_of(read(chosen.facts))
    answer = _answer(body, "application/json" if ending == "json" else "text/csv")
    name = f"{_NOT_IN_A_NAME.sub('_', found.code)}-{chosen.period}-{chosen.version}.{ending}"
    answer.headers["Content-Disposition"] = f'{"inline" if ending == "json" else "attachment"}; filename="{name}"'
    answer.headers["Link"] = f'<{LICENCE_URL}>; rel="license", <{version_url(found, chosen)}>; rel="describedby"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _items(found: Office, snapshot: Snapshot, locale: str) -> list[Item]:
    """The announcement of a snapshot, and of its withdrawal."""
    url = version_url(found, snapshot, locale)
    name = period_name(snapshot.period)
    if snapshot.version > 1:
        title = _("%(period)s: bản đính chính số %(version)d", period=name, version=snapshot.version)
        told = snapshot.reason
    else:
        title, told = _("%(period)s: đã công bố số liệu", period=name), _("Số liệu, cách tính và dữ liệu mở của kỳ.")
    items = [Item(title, told, url, snapshot.made_at, snapshot.checksum)]
    if snapshot.withdrawal is not None:
        gone = _("%(period)s: đã thu hồi bản số %(version)d", period=name, version=snapshot.version)
        guid = f"{snapshot.checksum}-withdrawn"
        items.append(Item(gone, snapshot.withdrawal.reason, url, snapshot.withdrawal.at, guid))
    return items


def _verification(typed: str) -> AnyResponse:
    wanted = choose_locale()
    locale = wanted if wanted in STAFF_LOCALES else SOURCE
    digits = _NOT_HEX.sub("", typed.lower())
    found = queries.snapshots_with_checksum(session(), digits) if FEWEST_DIGITS <= len(digits) <= 64 else []
    snapshot = found[0] if len(found) == 1 else None
    with in_language(locale):
        html = render_template(
            "reports/publication/verification.html",
            office=None,
            locale=locale,
            languages=STAFF_LOCALES,
            path=request.path,
            typed=typed,
            digits=digits,
            fewest=FEWEST_DIGITS,
            several=len(found) > 1,
            snapshot=snapshot,
            matches=snapshot is not None and checksum_of(snapshot.facts) == snapshot.checksum,
            recomputed=checksum_of(snapshot.facts) if snapshot else "",
            **_words(locale),
        )
    missing = bool(typed) and snapshot is None
    answer = _answer(html.encode(), "text/html", HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _switched_on(found: Office) -> list[str]:
    """What the office has switched on, of the languages that numbers are published in: those of officials."""
    return [code for code in found.citizen_locales if code in STAFF_LOCALES]


def _page(template: str, found: Office, locale: str, **context: Any) -> AnyResponse:
    html = render_template(
        template,
        office=found,
        locale=locale,
        languages=languages(_switched_on(found)),
        path=request.path,
        successors=queries.successors_of(session(), found.id) if found.valid_to else [],
        feed_url=absolute("public.feed", locale, code=found.code),
        page_url=absolute("public.office", locale, code=found.code),
        **_words(locale),
        **context,
    )
    return _answer(html.encode(), "text/html")


def _words(locale: str) -> dict[str, Any]:
    query = {"lang": locale} if locale != SOURCE else {}
    return {
        "lead": lambda endpoint, **values: url_for(endpoint, **{**values, **query}),
        "grouped": grouped,
        "period_name": period_name,
        "withdrawn_words": withdrawn_words,
        "day_of": clock.day_of,
    }


def _answer(body: bytes, mimetype: str, status: int = HTTPStatus.OK) -> Response:
    """An answer that caches may keep, and that is not sent again to whoever has it already."""
    tag = checksum_of(body.decode())[:32]
    headers = {"Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={SECONDS}"}
    if takes_gzip(request.environ):
        body, tag = gzip.compress(body, 6, mtime=0), f"{tag}-gzip"
        headers["Content-Encoding"] = "gzip"
    answer = Response(body, status, headers, mimetype=mimetype)
    if status == HTTPStatus.OK:
        answer.set_etag(tag)
        answer.make_conditional(request.environ)
    return answer
