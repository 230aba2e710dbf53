"""Signing in and out, one's own password, and where one's letters go."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.actions import SamePassword, WeakPassword, WrongPassword, change_password, choose_mail, end_sign_in
from app.accounts.actions import sign_in as open_sign_in
from app.accounts.inputs import MailInput, PasswordInput, SignInInput
from app.accounts.models import Official
from app.accounts.queries import open_sign_in as open_sign_in_of
from app.core import clock
from app.core.guards import public, signed_in
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, sentence

bp = Blueprint("accounts", __name__, template_folder="templates")

SIGN_IN_COOKIE = "thuocdo_signin"
SEEN = "seen"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> AnyResponse | tuple[str, int] | str:
    """Show and answer the sign-in form."""
    form = SignInInput(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        opened = open_sign_in(
            session(),
            sign_in_name=form.sign_in_name.data or "",
            password=form.password.data or "",
            at=clock.now(),
            hours=settings.session_hours,
        )
    if opened is None:
        form.form_errors.append(
            _("Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa 15 phút sau 5 lần nhập sai.")
        )
        return render_template("accounts/sign_in.html", form=form), HTTPStatus.UNAUTHORIZED
    cookie.clear()
    cookie[SEEN] = int(clock.now().timestamp())
    answer = redirect(_inside(form.next.data or "") or url_for("web.home"))
    answer.set_cookie(
        SIGN_IN_COOKIE,
        opened[1],
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
    )
    return answer


@bp.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """End this browser's sign-in; a second click does no harm."""
    token = request.cookies.get(SIGN_IN_COOKIE)
    if token:
        with transaction():
            end_sign_in(session(), token)
    cookie.clear()
    flash(_("Đã đăng xuất."))
    answer: Response = redirect(url_for("accounts.sign_in"))  # type: ignore[assignment]
    answer.delete_cookie(SIGN_IN_COOKIE)
    return answer


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> AnyResponse | tuple[str, int] | str:
    """Change one's own password; every browser has to sign in again afterwards."""
    form = PasswordInput()
    here = open_sign_in_of(session(), request.cookies.get(SIGN_IN_COOKIE, ""), at=clock.now())
    if here is None:
        return redirect(url_for("accounts.sign_in"))
    forced = here.official.credential is not None and here.official.credential.temporary
    if not form.validate_on_submit():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render_template("accounts/password.html", form=form, forced=forced), status
    try:
        with transaction():
            change_password(session(), here.official, present=form.present.data or "", new=form.new.data or "")
    except WrongPassword as problem:
        form.present.errors = [sentence(problem)]
    except (WeakPassword, SamePassword) as problem:
        form.new.errors = [sentence(problem)]
    else:
        flash(_("Đã đổi mật khẩu. Hãy đăng nhập lại bằng mật khẩu mới."))
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/password.html", form=form, forced=forced), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.route("/account/mail", methods=["GET", "POST"])
@signed_in
def mail() -> AnyResponse | tuple[str, int] | str:
    """One's own address for letters, in which language, and whether any are wanted."""
    here = open_sign_in_of(session(), request.cookies.get(SIGN_IN_COOKIE, ""), at=clock.now())
    if here is None:
        return redirect(url_for("accounts.sign_in"))
    settings: Settings = current_app.config["SETTINGS"]
    official = here.official
    form = MailInput(email=official.email, wanted=official.mail_wanted, locale=official.mail_locale)
    if form.validate_on_submit():
        with transaction():
            official = session().get_one(Official, official.id)
            choose_mail(
                session(), official, email=form.email.data or "", wanted=form.wanted.data, locale=form.locale.data
            )
        flash(_("Đã lưu lựa chọn nhận thư."))
        return redirect(url_for("accounts.mail"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return render_template("accounts/mail.html", form=form, sender=settings.sender), status


def _inside(target: str) -> str | None:
    """``target`` if it is a path of this site: no other host, no scheme, no ``//``."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    return target
