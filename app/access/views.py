"""Screens about an office's officials, their roles and passwords, and the record of what was done."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actions import add_member, change_role, end_membership, name_receiver, reset_password
from app.access.gate import viewer
from app.access.inputs import MemberInput, ReceptionInput, RoleInput
from app.access.models import Membership
from app.access.queries import audit_for, members_for, membership_for
from app.access.roles import ROLES
from app.accounts.actions import NameTaken
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.inputs import ScreenInput
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids

bp = Blueprint("access", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
ENTRIES_A_PAGE = 100


@bp.app_template_global("role_name")
def role_name(key: str) -> str:
    """The name of a role in the language of this request; a key of an older version stands for itself."""
    return str(_(ROLES[key].name)) if key in ROLES else key


@bp.get("/members")
@allow("accounts.manage")
def members() -> str:
    """Who works in the offices that the viewer administers, and as what."""
    held = members_for(session(), viewer(), on=clock.today())
    offices = [(office, list(rows)) for office, rows in groupby(held, key=lambda membership: membership.office)]
    return render_template("access/members.html", offices=offices, me=viewer().official_id)


@bp.route("/members/new", methods=["GET", "POST"])
@allow("accounts.manage")
def new_member() -> Page:
    """Add an official; the first password is shown once, on the answer to this very post."""
    form = MemberInput()
    form.offer(_offices())
    if form.validate_on_submit():
        try:
            with transaction():
                membership, password = add_member(
                    session(),
                    session().get_one(Office, form.office.data),
                    sign_in_name=form.sign_in_name.data or "",
                    name=form.name.data or "",
                    role=form.role.data,
                    by=viewer().official_id,
                )
        except NameTaken as problem:
            form.sign_in_name.errors = [sentence(problem)]
        else:
            return _password_page(membership, password)
    return render_template("access/new_member.html", form=form), _status(form)


@bp.route("/members/<int:membership_id>/role", methods=["GET", "POST"])
@allow("accounts.manage")
def role(membership_id: int) -> Page:
    """Give an official another role in the same office."""
    membership = _membership(membership_id)
    form = RoleInput(role=membership.role)
    if form.validate_on_submit():
        try:
            with transaction():
                change_role(session(), membership, form.role.data, by=viewer().official_id)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã lưu vai trò của %(name)s.", name=membership.official.name))
            return _back(membership)
    return render_template("access/role.html", form=form, membership=membership), _status(form)


@bp.route("/members/<int:membership_id>/reception", methods=["GET", "POST"])
@allow("accounts.manage")
def reception(membership_id: int) -> Page:
    """Name who receives citizens, from a day on."""
    membership = _membership(membership_id)
    form = ReceptionInput(since=clock.today())
    if form.validate_on_submit() and form.since.data is not None:
        try:
            with transaction():
                name_receiver(session(), membership, since=form.since.data, by=viewer().official_id)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            name, day = membership.official.name, clock.show_day(form.since.data)
            flash(_("%(name)s tiếp công dân từ ngày %(day)s.", name=name, day=day))
            return redirect(url_for("access.members"))
    return render_template("access/reception.html", form=form, membership=membership), _status(form)


@bp.route("/members/<int:membership_id>/ending", methods=["GET", "POST"])
@allow("accounts.manage")
def ending(membership_id: int) -> Page:
    """Ask, and take a role back."""
    membership = _membership(membership_id)
    refusal = None
    if request.method == "POST":
        try:
            with transaction():
                end_membership(session(), membership, by=viewer().official_id)
        except Problem as problem:
            refusal = problem
        else:
            flash(_("%(name)s không còn vai trò này từ hôm nay.", name=membership.official.name))
            return _back(membership)
    return _asking("access/ending.html", membership, refusal)


@bp.route("/members/<int:membership_id>/password", methods=["GET", "POST"])
@allow("accounts.manage")
def password(membership_id: int) -> Page:
    """Ask, and give an official a new first password, shown once."""
    membership = _membership(membership_id)
    refusal = None
    if request.method == "POST":
        try:
            with transaction():
                fresh = reset_password(
                    session(),
                    membership,
                    administered=viewer().offices("accounts.manage"),
                    by=viewer().official_id,
                )
        except Problem as problem:
            refusal = problem
        else:
            return _password_page(membership, fresh)
    return _asking("access/reset.html", membership, refusal)


@bp.get("/audit")
@allow("accounts.manage")
def audit() -> str:
    """The record of what officials did, newest first."""
    before = request.args.get("before", type=int)
    lines = audit_for(session(), viewer(), before=before, limit=ENTRIES_A_PAGE + 1)
    shown = lines[:ENTRIES_A_PAGE]
    return render_template(
        "access/audit.html",
        lines=shown,
        offices=len(viewer().offices("accounts.manage")),
        next_before=shown[-1].entry.id if len(lines) > ENTRIES_A_PAGE else None,
        first_page=before is None,
    )


def _membership(membership_id: int) -> Membership:
    return membership_for(session(), viewer(), membership_id, on=clock.today())


def _offices() -> list[Office]:
    return offices_with_ids(session(), viewer().offices("accounts.manage"))


def _back(membership: Membership) -> Response:
    """To the list; whoever changed the own role may not be able to open it any more, and goes home."""
    return redirect(url_for("web.home" if membership.official_id == viewer().official_id else "access.members"))


def _password_page(membership: Membership, fresh: str) -> str:
    return render_template("access/password.html", official=membership.official, password=fresh)


def _asking(template: str, membership: Membership, refusal: Problem | None) -> tuple[str, int]:
    page = render_template(template, membership=membership, refusal=sentence(refusal) if refusal else None)
    return page, refusal.status if refusal else HTTPStatus.OK


def _status(form: ScreenInput) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
