"""Where an office prepares, publishes, corrects and withdraws what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, snapshot, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.reports import evidence, pictures
from app.reports.publication import actions, deeds, queries
from app.reports.publication.badge import HEIGHT, WIDTH
from app.reports.publication.facts import read
from app.reports.publication.inputs import CorrectionInput, DeedInput, PageInput, WithdrawalInput
from app.reports.publication.models import DELAY_DAYS, Snapshot
from app.reports.publication.rules import DEFAULT_KINDS, KINDS, Period, ended, kinds_in, period_of
from app.reports.publication.sheets import Sheet, absolute, grouped, period_name, version_url
from app.scores.suppression.rules import sees_live

bp = Blueprint("publication", "app.reports", template_folder="templates")

Answer = str | Response | tuple[str, int]
SEE, DECIDE = "results.prepare", "results.publish"


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period in the office's list; ``newest`` is its newest version, if there is any."""

    period: Period
    newest: Snapshot | None
    is_ready: bool


@bp.get("/publications")
@allow(SEE)
def offices() -> Answer:
    """The offices whose public page the viewer looks after."""
    mine = offices_with_ids(session(), viewer().offices(SEE))
    found = [(each, queries.publication_of(session(), each.id)) for each in mine]
    return render_template("reports/publication/offices.html", offices=found)


@bp.get("/offices/<int:office_id>/publication")
@allow(SEE)
def office(office_id: int) -> Answer:
    """The page's switch, every period, what to embed, and what was told."""
    return _office_page(_office(office_id, SEE))


@bp.post("/offices/<int:office_id>/publication")
@allow(DECIDE)
def change(office_id: int) -> Answer:
    """Switch the page on or off, and say what the schedule publishes."""
    found = _office(office_id, DECIDE)
    form = PageInput()
    if not form.validate():
        return _office_page(found, page_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.change_page(
            session(),
            session().get_one(Office, office_id),
            is_open=bool(form.is_open.data),
            delay_days=form.delay_days.data or 0,
            kinds=form.kinds.data or [],
            by=viewer().official_id,
        )
    flash(_("Trang công khai đang bật.") if form.is_open.data else _("Trang công khai đang tắt."))
    return redirect(url_for("publication.office", office_id=office_id))


@bp.post("/offices/<int:office_id>/publication/deeds")
@allow(DECIDE)
def tell(office_id: int) -> Answer:
    """Put what was said and done on the public page."""
    found = _office(office_id, DECIDE)
    form = DeedInput()
    if not form.validate():
        return _office_page(found, deed_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    day = form.done_on.data
    assert day is not None  # noqa: S101  validated above
    try:
        with transaction():
            deeds.tell(
                session(),
                session().get_one(Office, office_id),
                said=form.said.data or "",
                did=form.did.data or "",
                on=day,
                by=viewer().official_id,
            )
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _office_page(found, deed_form=form), problem.status
    flash(_("Đã đưa lên trang công khai."))
    return redirect(url_for("publication.office", office_id=office_id, _anchor="told"))


@bp.post("/deeds/<int:deed_id>/removal")
@allow(DECIDE)
def take_down(deed_id: int) -> Answer:
    """Take it off again."""
    with transaction():
        office_id = deeds.take_down(session(), viewer(), deed_id, permission=DECIDE)
    flash(_("Đã gỡ khỏi trang công khai."))
    return redirect(url_for("publication.office", office_id=office_id, _anchor="told"))


@bp.get("/offices/<int:office_id>/publication/<key>")
@allow(SEE)
def preview(office_id: int, key: str) -> Answer:
    """What publishing this period now would show."""
    return _preview_page(_office(office_id, SEE), _period(key), CorrectionInput(formdata=None))


@bp.post("/offices/<int:office_id>/publication/<key>")
@allow(DECIDE)
def publish(office_id: int, key: str) -> Answer:
    """Publish the period, or correct what was published."""
    found, period = _office(office_id, DECIDE), _period(key)
    form = CorrectionInput()
    if not form.validate():
        return _preview_page(found, period, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            made = actions.publish(
                session(),
                session().get_one(Office, office_id),
                period,
                thresholds=evidence.thresholds(),
                by=viewer().official_id,
                reason=form.reason.data or "",
            )
            version = made.version
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _preview_page(_office(office_id, DECIDE), period, form), problem.status
    flash(
        _("Đã công bố %(period)s.", period=period_name(key))
        if version == 1
        else _("Đã công bố bản đính chính số %(version)d của %(period)s.", version=version, period=period_name(key))
    )
    return redirect(url_for("publication.preview", office_id=office_id, key=key))


@bp.post("/snapshots/<int:snapshot_id>/withdrawal")
@allow(DECIDE)
def withdrawal(snapshot_id: int) -> Answer:
    """Withdraw what was published."""
    found = queries.snapshot_for(session(), viewer(), snapshot_id, permission=DECIDE)
    form = WithdrawalInput()
    problem_status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.validate():
        try:
            with transaction():
                fresh = queries.snapshot_for(session(), viewer(), snapshot_id, permission=DECIDE)
                actions.withdraw(session(), fresh, reason=form.reason.data or "", by=viewer().official_id)
        except Problem as problem:
            flash(sentence(problem), "error")
            problem_status = problem.status
        else:
            flash(_("Đã thu hồi. Trang công khai nói rõ ngày và lý do thu hồi."))
            return redirect(url_for("publication.preview", office_id=found.office_id, key=found.period))
    page = _preview_page(
        _office(found.office_id, DECIDE), _period(found.period), CorrectionInput(formdata=None), withdrawal_form=form
    )
    return page, problem_status


def _office(office_id: int, permission: str) -> Office:
    return queries.office_for(session(), viewer(), office_id, permission=permission)


def _period(key: str) -> Period:
    found = period_of(key)
    if found is None:
        raise NotFound(N_("Không có kỳ này. Kỳ được viết như 2026-07, 2026-Q3, 2026-H1 hoặc 2026."))
    return found


def _office_page(found: Office, page_form: PageInput | None = None, deed_form: DeedInput | None = None) -> str:
    today = clock.today()
    page = queries.publication_of(session(), found.id)
    kinds = kinds_in(page.kinds) if page else DEFAULT_KINDS
    delay = page.delay_days if page else DELAY_DAYS
    newest = {each.period: each for each in queries.newest_of_each(queries.snapshots_of(session(), found.id))}
    periods = {period.key: period for period in ended(kinds or KINDS, today)}
    periods |= {key: each for key in newest if (each := period_of(key))}
    ordered = sorted(periods.values(), key=lambda each: (each.last, KINDS.index(each.kind)), reverse=True)
    return render_template(
        "reports/publication/manage.html",
        office=found,
        page=page,
        lines=[PeriodLine(each, newest.get(each.key), each.is_over(today, delay)) for each in ordered],
        delay=delay,
        page_form=page_form or PageInput(formdata=None, obj=page),
        deed_form=deed_form or DeedInput(formdata=None, done_on=today),
        told=deeds.all_told(session(), found.id),
        may_decide=viewer().may(DECIDE, found.id),
        url=absolute("public.office", code=found.code),
        feed_url=absolute("public.feed", code=found.code),
        snippet=_snippet(found),
        period_name=period_name,
    )


def _preview_page(
    found: Office, period: Period, form: CorrectionInput, withdrawal_form: WithdrawalInput | None = None
) -> str:
    """The newest version beside what a new one would say; nothing is counted before the period is over."""
    page = queries.publication_of(session(), found.id)
    delay = page.delay_days if page else DELAY_DAYS
    limits = evidence.thresholds()
    over = period.is_over(clock.today())
    with snapshot():
        versions = queries.snapshots_of(session(), found.id, period.key)
        prepared = queries.prepare(session(), found, period, limits) if over else None
        latest = versions[0] if versions else None
        live = sees_live(viewer(), found.id)
        judged = queries.judged_since(session(), found, period, latest.made_at) if latest and live else None
    facts = None
    if prepared is not None:
        facts = actions.facts_of(
            prepared, found, limits, latest=latest, reason="", by=viewer().official_id, at=clock.now()
        )
    return render_template(
        "reports/publication/preview.html",
        office=found,
        page=page,
        period=period,
        name=period_name(period.key),
        is_over=over,
        is_ready=period.is_over(clock.today(), delay),
        delay=delay,
        versions=versions,
        latest=latest,
        judged=judged,
        minimum=limits.minimum_n,
        tomorrow=clock.today() + timedelta(days=1),
        is_same=facts is not None and latest is not None and read(latest.facts).tasks == facts.tasks,
        sheet=Sheet(facts) if facts else None,
        withheld=[line.numbers for line in prepared.lines if line.withheld] if prepared else [],
        form=form,
        withdrawal_form=withdrawal_form or WithdrawalInput(formdata=None),
        may_decide=viewer().may(DECIDE, found.id),
        version_url=version_url,
        grouped=grouped,
        pictures=pictures,
        day_of=clock.day_of,
    )


def _snippet(found: Office) -> str:
    """What the office pastes into its portal: a picture that leads to the public page, and nothing that runs."""
    words = _("Mức hài lòng của người dân: %(office)s", office=found.name)
    return str(
        Markup('<a href="{}"><img src="{}" alt="{}" width="{}" height="{}"></a>').format(
            absolute("public.office", code=found.code), absolute("public.badge", code=found.code), words, WIDTH, HEIGHT
        )
    )
