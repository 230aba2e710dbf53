"""Screens of cases: the inbox, one case with its steps, and what can be done to it."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, _n, sentence
from app.feedback.cases import actions
from app.feedback.cases.deeds import DEEDS, Deed, open_to
from app.feedback.cases.inbox import COUNTED, LOOKED_THROUGH, around, inbox_of, units_of
from app.feedback.cases.inputs import SpokenInput, StepInput, wanted_in
from app.feedback.cases.models import Case
from app.feedback.cases.queries import case_for, cases_to_handle, rates_of
from app.feedback.cases.reopened import count_reopened, reopened_after
from app.feedback.cases.rules import FLAGS, ONE_UP, OPEN, PROOFS, REFUSALS, STATES, VERBS, show_reference
from app.feedback.cases.steps import KeptApart, RightLost
from app.feedback.clock.queries import clock_for
from app.feedback.clock.rules import KINDS, LEVELS, UNITS, Kind
from app.feedback.contact.actions import open_contact
from app.feedback.contact.models import CaseContact
from app.feedback.contact.rules import PARTS
from app.feedback.contact.vault import Vault
from app.feedback.coordination.queries import (
    CoordinationEnded,
    asked_of,
    case_to_read,
    count_asked,
    names_in,
    only_asked,
)
from app.feedback.coordination.rules import requests_in
from app.feedback.files.incoming import make_room, sent
from app.feedback.files.queries import file_of, files_of
from app.feedback.inputs import chosen_ids
from app.feedback.queries import remark_for
from app.feedback.ratings.queries import ratings_of
from app.feedback.ratings.rules import ITEMS
from app.feedback.ratings.rules import LEVELS as RATING_LEVELS
from app.feedback.replies.queries import public_reply_of
from app.feedback.restricted.queries import count_waiting
from app.feedback.restricted.rules import telling_words
from app.feedback.urgency.rules import urgent_words_in
from app.feedback.wordings.queries import ready_for, wordings_by_step
from app.offices.queries import offices_with_ids

bp = Blueprint("cases", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]
PERIOD = timedelta(days=90)
"""What the rates of the inbox look back on."""


@bp.get("/cases")
@allow("cases.read")
def inbox() -> Page:
    """What is to be done, what is late, what waits."""
    now, wanted = clock.now(), wanted_in(request.args)
    found = inbox_of(session(), viewer(), wanted, now=now)

    def address(**changes: object) -> str:
        """The inbox with other choices; a choice that is the default is not written out."""
        choices = {"tray": wanted.tray, "q": wanted.text, "unit": wanted.unit, "older": int(wanted.older)} | changes
        if not choices["q"]:
            choices["older"] = 0
        defaults = {"tray": "todo", "page": 1}
        named = {name: value for name, value in choices.items() if value and value != defaults.get(name)}
        return url_for("cases.inbox") + (f"?{urlencode(named)}" if named else "")

    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "feedback/cases/inbox.html",
        found=found,
        wanted=wanted,
        counted=COUNTED,
        looked_through=LOOKED_THROUGH,
        now=now,
        rates=rates_of(session(), viewer(), since=now - PERIOD, now=now),
        address=address,
        handled=set(viewer().offices("cases.handle")),
        offices=offices_with_ids(session(), viewer().offices("cases.read")),
        public_url=settings.public_url,
        held_by=units_of(session(), viewer()),
        may_set_clock=viewer().may_somewhere("cases.clock"),
        may_take_over=viewer().may_somewhere("accounts.manage"),
        asked=count_asked(session(), viewer()) if viewer().may_somewhere("cases.handle") else None,
        again=count_reopened(session(), viewer()) if viewer().may_somewhere("cases.handle") else None,
        boxed=count_waiting(session(), viewer()) if viewer().may_somewhere("cases.restricted") else None,
        **_words(),
    )


@bp.get("/cases/<uuid:case_id>")
@allow("cases.read")
def case(case_id: UUID) -> Page:
    """One case with its steps, and what may be done to it now.

    ``step`` opens the form of a verb whose words the sender reads. With ``wording`` it is begun: from a text kept
    ready, or with 0 from nothing. The text is chosen here, before there is anything that could be lost by choosing.
    """
    found = case_to_read(session(), viewer(), case_id)
    verb, wording_id = request.args.get("step", ""), request.args.get("wording", type=int)
    asked_only = only_asked(session(), viewer(), found)
    if verb not in open_to(viewer(), found, only_asked=asked_only) or not issubclass(DEEDS[verb].form, SpokenInput):
        return _page(found)
    if wording_id is None:
        return _page(found, opened=verb)
    form, ready = _blank(verb, found), ready_for(session(), found, verb, wording_id) if wording_id else ""
    if ready is None:
        problem = _("Mẫu vừa chọn không còn, hoặc không dùng cho bước này. Hãy chọn mẫu khác, hoặc tự viết.")
        return _page(found, opened=verb, problem=problem), HTTPStatus.NOT_FOUND
    form["text"].data = ready
    return _page(found, begun=(verb, form), filled=bool(ready))


@bp.get("/cases/coordination")
@allow("cases.handle")
def coordination() -> Page:
    """What the viewer is asked about cases that others handle."""
    return render_template(
        "feedback/cases/coordination.html",
        found=asked_of(session(), viewer()),
        now=clock.now(),
        today=clock.today(),
        **_words(),
    )


@bp.get("/cases/reopened")
@allow("cases.handle")
def reopened() -> Page:
    """What the viewer had answered before its sender had it reopened."""
    found = reopened_after(session(), viewer())
    return render_template("feedback/cases/reopened.html", found=found, one_up=ONE_UP, **_words())


@bp.get("/cases/<uuid:case_id>/files/<uuid:file_id>")
@allow("cases.read")
def file(case_id: UUID, file_id: UUID) -> Response:
    """A photo or a document of a case."""
    found = case_to_read(session(), viewer(), case_id)
    return sent(file_of(session(), found.id, file_id))


@bp.url_value_preprocessor
def make_room_for_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let proofs in before anything asks for the token, and thereby reads the page."""
    if endpoint in {"cases.answer", "cases.close"}:
        make_room()


@bp.post("/cases/acknowledgements")
@allow("cases.handle")
def acknowledge_several() -> Page:
    """Acknowledge the ticked cases."""
    ids = chosen_ids(request.form.getlist("case"))
    try:
        with transaction():
            chosen = cases_to_handle(session(), viewer(), ids)
            done = actions.acknowledge_several(session(), chosen, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
    else:
        flash(_n("Đã tiếp nhận %(num)d phản ánh.", "Đã tiếp nhận %(num)d phản ánh.", done))
    return redirect(url_for("cases.inbox", tray="new"), HTTPStatus.SEE_OTHER)


@bp.post("/cases/<uuid:case_id>/contact")
@allow("cases.handle")
def contact(case_id: UUID) -> Page:
    """Open what the sender left to be reached by; that it was opened is written down."""
    settings: Settings = current_app.config["SETTINGS"]
    found = case_for(session(), viewer(), case_id, permission="cases.handle")
    try:
        with transaction():
            left = open_contact(session(), found, Vault(settings.contact_keys), by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("cases.case", case_id=case_id), HTTPStatus.SEE_OTHER)
    return _page(case_for(session(), viewer(), case_id), left=left)


@bp.post("/remarks/<uuid:remark_id>/case")
@allow("cases.handle")
def raise_case(remark_id: UUID) -> Page:
    """Make a case of a remark."""
    line = remark_for(session(), viewer(), remark_id, permission="remarks.handle")
    kind: Kind = "suggestion" if request.form.get("kind") == "suggestion" else "petition"
    try:
        with transaction():
            made = actions.raise_case(
                session(), line.remark, kind=kind, by=viewer().official_id, with_desk=line.desk is not None
            )
            case_id = made.id
    except Problem as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("feedback.remark", remark_id=remark_id), HTTPStatus.SEE_OTHER)
    flash(_("Đã lập phản ánh từ ý kiến này."))
    return redirect(url_for("cases.case", case_id=case_id), HTTPStatus.SEE_OTHER)


def _add(verb: str, deed: Deed) -> None:
    """Give a verb its address."""

    def view(case_id: UUID) -> Page:
        return _do(verb, deed, case_id)

    view.__doc__ = f"{verb} a case"
    permission = deed.permission(verb)
    bp.add_url_rule(f"/cases/<uuid:case_id>/{deed.noun}", verb, allow(permission)(view), methods=["POST"])


for _verb, _deed in DEEDS.items():
    _add(_verb, _deed)


def _do(verb: str, deed: Deed, case_id: UUID) -> Page:
    """Take a step; where it is refused, the page as it is now with the words still in their box."""
    try:
        found = deed.find(session(), viewer(), case_id, permission=deed.permission(verb))
    except CoordinationEnded as problem:
        return _lost(problem, deed.form(prefix=f"{verb}-"))
    form = _form(verb, found)
    if not form.validate():
        return _page(found, begun=(verb, form)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        form.read_files()
        with transaction():
            deed.do(session(), found, form, viewer())
    except (RightLost, KeptApart, CoordinationEnded) as problem:
        return _lost(problem, form)
    except Problem as problem:
        now = case_to_read(session(), viewer(), case_id)
        form.form_errors.append(sentence(problem))
        form.seen.data = str(now.last_number)
        return _page(now, begun=(verb, form)), problem.status
    flash(_("Đã ghi: %(deed)s.", deed=_(VERBS[verb].name)))
    return redirect(url_for("cases.case", case_id=case_id), HTTPStatus.SEE_OTHER)


def _lost(problem: Problem, form: StepInput) -> Page:
    """The words of somebody who cannot open the case any more."""
    written = [field.data for field in form if field.type in {"TextAreaField", "StringField"} and field.data]
    page = render_template("feedback/cases/lost.html", problem=sentence(problem), written=written)
    return page, problem.status


def _form(verb: str, case: Case) -> StepInput:
    """The form of a verb, with the choices that this case has, filled with what was posted."""
    form = DEEDS[verb].form(prefix=f"{verb}-")
    if "holder_id" in form:
        officials = officials_with(session(), case.office_id, "cases.handle", on=clock.today())
        form["holder_id"].choices = [(0, _("Chưa giao ai")), *((each.id, each.name) for each in officials)]
    if "official_id" in form:
        form["official_id"].choices = [(0, _("Chọn một người")), *_askable(verb, case)]
    return form


def _askable(verb: str, case: Case) -> list[tuple[int, str]]:
    """Who can be asked to coordinate, or whose request can be recalled."""
    asked = requests_in(case.steps)
    if verb == "recall":
        names = names_in(session(), case.steps)
        return [(official_id, names[official_id]) for official_id in asked]
    waiting = {official_id for official_id, request in asked.items() if request.answered_at is None}
    left_out = waiting | {viewer().official_id, case.holder_id}
    officials = officials_with(session(), case.office_id, "cases.handle", on=clock.today())
    return [(each.id, each.name) for each in officials if each.id not in left_out]


def _blank(verb: str, case: Case) -> StepInput:
    """The same form as it stands in the page before anybody touched it."""
    form = _form(verb, case)
    form.process(formdata=None)
    form.seen.data = str(case.last_number)
    for name, value in (("holder_id", case.holder_id or 0), ("unit", case.unit), ("kind", case.kind)):
        if name in form:
            form[name].data = value
    if "level" in form:
        form["level"].data = case.level
    return form


def _forms(case: Case, begun: tuple[str, StepInput] | None, *, asked_only: bool) -> dict[str, StepInput]:
    """The form of every verb that is open; the one that was begun as it was typed."""
    verbs = open_to(viewer(), case, only_asked=asked_only)
    if begun and begun[0] not in verbs:
        verbs = [begun[0], *verbs]
    forms = {verb: _blank(verb, case) for verb in verbs}
    if begun:
        forms[begun[0]] = begun[1]
    return forms


def _page(
    case: Case,
    *,
    begun: tuple[str, StepInput] | None = None,
    filled: bool = False,
    opened: str = "",
    problem: str = "",
    left: dict[str, str] | None = None,
) -> str:
    table, _hours = clock_for(session(), case.office_id)
    asked_only = only_asked(session(), viewer(), case)
    may_handle = viewer().may("cases.handle", case.office_id) and not asked_only
    forms = _forms(case, begun, asked_only=asked_only)
    is_spoken = any(isinstance(form, SpokenInput) for form in forms.values())
    return render_template(
        "feedback/cases/case.html",
        case=case,
        forms=forms,
        starts=wordings_by_step(session(), case.office_id) if is_spoken else {},
        deeds=DEEDS,
        begun=begun[0] if begun else None,
        filled=filled,
        opened=opened,
        problem=problem,
        left=left,
        only_asked=asked_only,
        asked=requests_in(case.steps),
        names=names_in(session(), case.steps),
        me=viewer().official_id,
        today=clock.today(),
        may_handle=may_handle,
        beside=around(session(), viewer(), case, now=clock.now()) if may_handle else None,
        may_measure=may_handle and viewer().may("measures.handle", case.office_id),
        files=files_of(session(), case.id),
        hints=telling_words(case.text),
        ratings=ratings_of(session(), case.id),
        public_reply=public_reply_of(session(), case.id),
        urgent=urgent_words_in(case.text) if case.state in OPEN and case.level == "normal" else [],
        items=ITEMS,
        rating_levels=RATING_LEVELS,
        one_up=ONE_UP,
        has_contact=session().get(CaseContact, case.id) is not None,
        parts_of_contact=PARTS,
        checked=table.checked,
        limits=table.limits[case.kind, case.level],  # type: ignore[index]
        now=clock.now(),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "states": STATES,
        "flags": FLAGS,
        "kinds": KINDS,
        "levels": LEVELS,
        "units": UNITS,
        "verbs": VERBS,
        "proofs": PROOFS,
        "refusals": REFUSALS,
        "open_states": OPEN,
        "show": show_reference,
    }
