"""The application factory: settings, database, guards, packages, and the checks that stop an unsafe start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from app.access import gate
from app.access import views as access
from app.accounts import views as accounts
from app.core import db, display, fonts
from app.core import session as sessions
from app.core.guards import mark_of
from app.core.ready import ReadyAnswers
from app.core.settings import Settings
from app.core.words import choose_locale
from app.desks import listeners as desk_listeners
from app.desks import views as desks
from app.feedback import listeners as feedback_listeners
from app.feedback import views as feedback
from app.feedback.cases import views as cases
from app.feedback.clock import views as clock_pages
from app.feedback.codes import views as tracking
from app.feedback.consultations import views as consultations
from app.feedback.doors import views as doors
from app.feedback.initiatives import views as initiatives
from app.feedback.measures import listeners as measure_listeners
from app.feedback.measures import views as measures
from app.feedback.phrases import views as phrases
from app.feedback.replies import views as replies
from app.feedback.restricted import views as restricted
from app.feedback.supervision import listeners as supervision_listeners
from app.feedback.supervision import views as supervision
from app.feedback.supervision.proofs import views as proofs
from app.feedback.takeovers import views as takeovers
from app.feedback.wordings import views as wordings
from app.forms import listeners as form_listeners
from app.forms import views as forms
from app.forms.languages import views as languages
from app.plans import views as plans
from app.plans.calendar import listeners as calendar_listeners
from app.plans.family import listeners as family_listeners
from app.plans.views import calendar
from app.reports import views as reports
from app.reports.alerts import views as alerts
from app.reports.change import views as change
from app.reports.comparison import views as comparison
from app.reports.coverage import views as coverage
from app.reports.funnel import views as funnel
from app.reports.overview import views as overview
from app.reports.publication.views import office as publication
from app.reports.publication.views import public as public_pages
from app.reports.quarantine import views as quarantine
from app.reports.replies import views as reply_scores
from app.reports.units import views as units
from app.responses import listeners as response_listeners
from app.responses import views as responses
from app.responses.integrity import views as integrity
from app.responses.integrity.mark import COOKIE as MARK
from app.responses.interview import views as interview
from app.responses.paper import views as paper
from app.responses.promise import refuse_untold
from app.scores.policies import views as policies
from app.web import citizen, cookies, errors, headers, logs, navigation, views
from app.web.endpoints import ENDPOINTS

csrf = CSRFProtect()


class UnlistedEndpoint(RuntimeError):
    """An endpoint is missing from ``web/endpoints.py``, or its mark says something else."""


class Site(Flask):
    """Flask without looking at every call whether it is a coroutine: nothing here is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """``func`` as it is."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; raises where settings are insecure or an endpoint has no permission."""
    settings = settings or Settings.from_environment()
    app = Site("app.web", root_path=views.ROOT, static_folder="static")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SESSION_COOKIE_NAME="thuocdo",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: a form left open is not lost
        WTF_CSRF_SSL_STRICT=False,  # no referrer is sent by us, on purpose
        MAX_CONTENT_LENGTH=settings.upload_bytes * 2,
        MAX_FORM_MEMORY_SIZE=settings.upload_bytes * 2,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(views.TRANSLATIONS),
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    app.url_map.converters["int"] = partial(IntegerConverter, max=db.LARGEST_KEY)  # type: ignore[assignment]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    app.session_interface = cookies.OnlyWhereBrought()
    fonts.use(settings.fonts)
    engine = db.open_engine(settings.database_url)
    app.extensions["thuocdo.engine"] = engine
    sessions.connect(app, db.session_maker(engine))
    Babel(app, locale_selector=choose_locale)
    Bootstrap5(app)
    csrf.init_app(app)

    logs.configure(app, settings)
    gate.guard(app)
    headers.add(app)
    errors.handle(app)
    navigation.add(app)
    citizen.add(app)
    display.add(app)
    register(app)
    refuse_unlisted(app)
    refuse_untold(db.Base.metadata)
    app.wsgi_app = ReadyAnswers(app.wsgi_app, indifferent={MARK})  # type: ignore[method-assign]
    return app


def register(app: Flask) -> None:
    """Hang every package's screens into the application, and connect those who listen downstream."""
    for package in (
        views,
        accounts,
        access,
        plans,
        calendar,
        forms,
        languages,
        desks,
        responses,
        paper,
        integrity,
        policies,
        interview,
        feedback,
        cases,
        clock_pages,
        restricted,
        replies,
        wordings,
        doors,
        tracking,
        consultations,
        measures,
        initiatives,
        supervision,
        proofs,
        takeovers,
        reports,
        quarantine,
        alerts,
        change,
        reply_scores,
        funnel,
        overview,
        comparison,
        units,
        coverage,
        phrases,
        publication,
        public_pages,
    ):
        app.register_blueprint(package.bp)
    app.register_blueprint(consultations.public_bp)
    family_listeners.connect()
    calendar_listeners.connect()
    form_listeners.connect()
    desk_listeners.connect()
    response_listeners.connect()
    feedback_listeners.connect()
    measure_listeners.connect()
    supervision_listeners.connect()
    csrf.exempt(views.display)  # it only keeps how a page looks, for people without a session
    for citizens in (responses.bp, doors.bp, tracking.bp, consultations.public_bp):
        csrf.exempt(citizens)  # their pages have no session; a signed submission key or a secret code does this work


def refuse_unlisted(app: Flask) -> None:
    """Raise :class:`UnlistedEndpoint` unless table, marks and endpoints agree."""
    app.config["ENDPOINTS"] = ENDPOINTS  # the command that prints who may open what reads it here
    app.config["PUBLIC_ENDPOINTS"] = frozenset({"static", "bootstrap.static"})
    found = set(app.view_functions)
    missing, stale = found - ENDPOINTS.keys(), ENDPOINTS.keys() - found
    if missing or stale:
        raise UnlistedEndpoint(f"not in web/endpoints.py: {sorted(missing)}; in it without a view: {sorted(stale)}")
    for endpoint in found - app.config["PUBLIC_ENDPOINTS"]:
        mark = mark_of(app.view_functions[endpoint])
        if mark != ENDPOINTS[endpoint]:
            raise UnlistedEndpoint(f"{endpoint}: the table says {ENDPOINTS[endpoint]!r}, the view {mark!r}")
