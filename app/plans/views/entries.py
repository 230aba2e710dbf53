"""One due date: its words and its day, who waits for whom, whether it is done, and with which evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem
from app.core.guards import allow
from app.core.inputs import ScreenInput
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, sentence
from app.offices.holidays import working_days_of
from app.offices.rules import WorkingDays
from app.plans.calendar import actions
from app.plans.calendar.entries import Chain, Entry, chains_in, may_handle
from app.plans.calendar.inputs import CompletionInput, DayInput, EvidenceInput, RuleInput
from app.plans.calendar.models import Evidence
from app.plans.calendar.occurrences import suggested_on
from app.plans.calendar.queries import NOT_FOUND, entries_for, entry_for, evidence_for, settings_of
from app.plans.calendar.rules import internal_day
from app.plans.views.calendar import bp
from app.plans.views.files import as_uploaded

Page = str | Response | tuple[str, int]

SETTLED = N_("Việc này do quản trị viên của cơ quan hoặc người phụ trách đánh dấu. Hãy liên hệ người đó.")


class Forms:
    """The forms of an entry's page: those that were not sent stand as the page begins."""

    def __init__(self, sent: ScreenInput | None = None) -> None:
        self.day = sent if isinstance(sent, DayInput) else DayInput(formdata=None, prefix="own-")
        self.rule = sent if isinstance(sent, RuleInput) else RuleInput(formdata=None, prefix="rule-")
        self.more = sent if isinstance(sent, EvidenceInput) else EvidenceInput(formdata=None, prefix="more-")
        fresh = CompletionInput(formdata=None, done_on=clock.today())
        self.done = sent if isinstance(sent, CompletionInput) else fresh
        self.sent = sent


@bp.get("/calendar/entries/<entry_key>")
@allow("plans.read")
def entry(entry_key: str) -> Page:
    """One due date."""
    return _page(_entry(entry_key), Forms())


@bp.post("/calendar/entries/<entry_key>/day")
@allow("plans.change")
def own_day(entry_key: str) -> Page:
    """Set the last day of this occurrence."""
    form = DayInput(prefix="own-")
    found = _entry_to_change(entry_key)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.set_day(session(), _entry(entry_key), _given(form.day.data), by=viewer().official_id)
        except Problem as problem:
            form.day.errors = [sentence(problem)]
        else:
            flash(_("Đã đặt hạn cuối là ngày %(day)s.", day=clock.show_day(_given(form.day.data))))
            return _back(entry_key)
    return _page(found, Forms(form)), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/calendar/entries/<entry_key>/day/removal")
@allow("plans.change")
def own_day_removal(entry_key: str) -> Page:
    """Go back to the day of the document."""
    _entry_to_change(entry_key)
    with transaction():
        actions.clear_day(session(), _entry(entry_key), by=viewer().official_id)
    flash(_("Hạn cuối trở lại như văn bản."))
    return _back(entry_key)


@bp.post("/calendar/entries/<entry_key>/rule")
@allow("plans.change")
def own_rule(entry_key: str) -> Page:
    """Set the day of every period of this deadline."""
    form = RuleInput(prefix="rule-")
    found = _entry_to_change(entry_key)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.set_rule(
                    session(),
                    _entry(entry_key),
                    day=form.day.data,
                    following=form.month.data == "following",
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.day.errors = [sentence(problem)]
        else:
            flash(_("Đã đặt ngày cho mọi kỳ của thời hạn này."))
            return _back(entry_key)
    return _page(found, Forms(form)), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/calendar/entries/<entry_key>/rule/absence")
@allow("plans.change")
def no_day(entry_key: str) -> Page:
    """Keep the words of the document; no day is wanted."""
    _entry_to_change(entry_key)
    with transaction():
        actions.set_rule(session(), _entry(entry_key), day=None, following=False, by=viewer().official_id)
    flash(_("Giữ thời hạn như văn bản, không đặt ngày. Hệ thống không hỏi lại."))
    return _back(entry_key)


@bp.post("/calendar/entries/<entry_key>/rule/removal")
@allow("plans.change")
def own_rule_removal(entry_key: str) -> Page:
    """Ask about the day again."""
    _entry_to_change(entry_key)
    with transaction():
        actions.clear_rule(session(), _entry(entry_key), by=viewer().official_id)
    flash(_("Đã bỏ ngày đặt cho các kỳ."))
    return _back(entry_key)


@bp.post("/calendar/entries/<entry_key>/completion")
@allow("deadlines.handle")
def completion(entry_key: str) -> Page:
    """Say that it is done; evidence may come along."""
    form = CompletionInput()
    found = _entry_to_handle(entry_key)
    if form.validate_on_submit():
        try:
            with transaction():
                line = _entry(entry_key)
                done = actions.complete(
                    session(), line, done_on=_given(form.done_on.data), note=form.note.data or "", by=_me()
                )
                known = _attach(_entry(entry_key), form)
        except actions.DayUnfit as problem:
            form.done_on.errors = [sentence(problem)]
        except (actions.EvidenceUnfit, actions.EvidenceTooLarge) as problem:
            form.file.errors = [sentence(problem)]
        except actions.AlreadyDone as problem:
            flash(sentence(problem), "error")
            return _back(entry_key)
        else:
            flash(_("Đã đánh dấu xong ngày %(day)s.", day=clock.show_day(done.done_on or clock.today())))
            _tell_known(known)
            return _back(entry_key)
    return _page(found, Forms(form)), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/calendar/entries/<entry_key>/completion/removal")
@allow("deadlines.handle")
def reopening(entry_key: str) -> Page:
    """Take back that it is done; note and evidence stay."""
    _entry_to_handle(entry_key)
    try:
        with transaction():
            actions.reopen(session(), _entry(entry_key), by=_me())
    except actions.NotDone as problem:
        flash(sentence(problem), "error")
    else:
        flash(_("Đã mở lại việc này. Ghi chú và minh chứng vẫn được giữ."))
    return _back(entry_key)


@bp.post("/calendar/entries/<entry_key>/evidence")
@allow("deadlines.handle")
def evidence(entry_key: str) -> Page:
    """Attach one more file or reference."""
    form = EvidenceInput(prefix="more-")
    found = _entry_to_handle(entry_key)
    if form.validate_on_submit():
        try:
            with transaction():
                known = _attach(_entry(entry_key), form)
        except Problem as problem:
            form.file.errors = [sentence(problem)]
        else:
            if len(known) < _given_in(form):
                flash(_("Đã thêm minh chứng."))
            _tell_known(known)
            return _back(entry_key)
    return _page(found, Forms(form)), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/calendar/evidence/<int:evidence_id>")
@allow("plans.read")
def evidence_file(evidence_id: int) -> Response:
    """The file as it was uploaded."""
    _line, found = evidence_for(session(), viewer(), evidence_id, today=clock.today())
    if found.content is None:
        raise NotFound(NOT_FOUND)
    return as_uploaded(found.content, found.filename or "minh-chung")


@bp.post("/calendar/evidence/<int:evidence_id>/removal")
@allow("deadlines.handle")
def evidence_removal(evidence_id: int) -> Page:
    """Take away what was attached by mistake."""
    line, _found = evidence_for(session(), viewer(), evidence_id, today=clock.today())
    _refuse_others(line)
    try:
        with transaction():
            line, found = evidence_for(session(), viewer(), evidence_id, today=clock.today())
            actions.remove_evidence(session(), line, found, by=_me())
    except actions.AlreadyDone as problem:
        flash(sentence(problem), "error")
    else:
        flash(_("Đã gỡ minh chứng."))
    return _back(line.key)


def _attach(line: Entry, form: CompletionInput | EvidenceInput) -> list[str]:
    """Attach what came along; the names of what had been there before, and was not added again."""
    settings: Settings = current_app.config["SETTINGS"]
    before = {evidence.id for evidence in line.completion.evidence} if line.completion else set()
    kept: list[Evidence] = []
    if form.file.data:
        name, content = form.file.data.filename or "", form.file.data.read()
        kept.append(actions.add_file(session(), line, name, content, limit=settings.upload_bytes, by=_me()))
        line = _entry(line.key)
    if (form.reference.data or "").strip():
        kept.append(actions.add_reference(session(), line, form.reference.data or "", by=_me()))
    return [one.filename or one.reference or "" for one in kept if one.id in before]


def _given_in(form: CompletionInput | EvidenceInput) -> int:
    """How many pieces of evidence came along."""
    return bool(form.file.data) + bool((form.reference.data or "").strip())


def _tell_known(names: Sequence[str]) -> None:
    for name in names:
        flash(_("Minh chứng “%(name)s” đã có từ trước nên không thêm lần nữa.", name=name))


def _page(line: Entry, forms: Forms) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    days = working_days_of(session(), [line.office.id])[line.office.id]
    every = entries_for(session(), viewer(), today=clock.today(), plan_id=line.plan.id) if line.plan else [line]
    return render_template(
        "plans/calendar/entry.html",
        entry=line,
        forms=forms,
        chains=_chains(line, every),
        suggestion=_suggestion(line, every, days),
        last_working=days.last_until(line.last_on) if line.last_on else None,
        others=[other for other in every if _is_sibling(line, other)],
        today=clock.today(),
        may_change=line.deadline is not None and viewer().may("plans.change", line.office.id),
        may_handle=may_handle(viewer(), line),
        may_request=viewer().may("reports.request", line.office.id),
        may_cancel=line.asked is not None and viewer().may("reports.request", line.office.id),
        megabytes=settings.upload_bytes // (1024 * 1024),
    )


def _is_sibling(line: Entry, other: Entry) -> bool:
    """Another period of the same deadline, or somebody else who was asked for the same report."""
    if line.asked and other.asked:
        return line.asked.request_id == other.asked.request_id
    return line.deadline is not None and other.deadline is line.deadline


def _chains(line: Entry, every: list[Entry]) -> list[Chain]:
    """The chains in which this entry stands, on either end."""
    return [
        chain
        for chain in chains_in(every)
        if chain.outward.key == line.key or line.key in {inner.key for inner, _late in chain.inner}
    ]


def _suggestion(line: Entry, every: list[Entry], days: WorkingDays) -> dict[str, object] | None:
    """A day to take over with one click: before the outward report, else the usual one where the document has none."""
    lead = settings_of(session(), [line.office.id])[line.office.id].lead_days
    for chain in _chains(line, every):
        late = line.last_on is None or any(late for inner, late in chain.inner if inner.key == line.key)
        if chain.outward.key != line.key and chain.outward.last_on and late:
            return {"day": internal_day(chain.outward.last_on, lead, days), "outward": chain.outward, "lead": lead}
    usual = suggested_on(line.occurrence)
    if line.deadline and line.last_on is None and usual:
        return {"day": days.last_until(usual), "outward": None, "lead": lead}
    return None


def _entry(entry_key: str) -> Entry:
    return entry_for(session(), viewer(), entry_key, today=clock.today())


def _entry_to_change(entry_key: str) -> Entry:
    found = _entry(entry_key)
    if found.deadline is None or not viewer().may("plans.change", found.office.id):
        raise NotFound(NOT_FOUND)
    return found


def _entry_to_handle(entry_key: str) -> Entry:
    found = _entry(entry_key)
    _refuse_others(found)
    return found


def _refuse_others(line: Entry) -> None:
    if not may_handle(viewer(), line):
        raise Forbidden(SETTLED)


def _me() -> int:
    return viewer().official_id


def _back(entry_key: str) -> Response:
    return redirect(url_for("calendar.entry", entry_key=entry_key))


def _given(day: date | None) -> date:
    """A day that validation has asked for."""
    if day is None:
        raise actions.DayUnfit(N_("Hãy chọn ngày."))
    return day
