"""Problems become pages: the right status, one clear sentence, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from flask import Flask, render_template
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from app.access.gate import UNKNOWN_PAGE, current_viewer
from app.core import dialects
from app.core.errors import Problem
from app.core.haste import within
from app.core.session import session
from app.core.text import SOURCE
from app.core.words import _, _l, choose_locale, in_language, is_open_page, sentence
from app.forms.models import FROZEN, EditionFrozen
from app.offices.queries import citizen_locales
from app.web.logs import log
from app.web.uploads import hear_out

LOOK_SECONDS = 1.0
"""So long a page about an error may look for the languages that are switched on."""

_FOR_CITIZENS = {
    404: _l("Không có trang này. Có thể địa chỉ bị gõ thiếu; xin quét lại mã QR tại điểm tiếp nhận."),
    405: _l("Trang này không mở trực tiếp được. Xin quét lại mã QR tại điểm tiếp nhận."),
    500: _l(
        "Hệ thống gặp lỗi nên phiếu có thể chưa được ghi. Xin đợi ít phút rồi gửi lại; gửi hai lần vẫn chỉ tính một."
    ),
}
_HEADINGS = {
    0: _l("Chưa thực hiện được"),
    403: _l("Không được phép"),
    404: _l("Không tìm thấy"),
    410: _l("Điểm này không còn nhận phiếu"),
    413: _l("Nội dung quá lớn"),
    500: _l("Hệ thống gặp lỗi"),
    503: _l("Hệ thống đang bận"),
}
_SENTENCES = {
    400: _l("Yêu cầu không hợp lệ. Hãy quay lại trang trước và thử lại."),
    403: _l("Tài khoản của bạn không được làm việc này. Nếu cần, hãy liên hệ quản trị viên của cơ quan."),
    404: _l(UNKNOWN_PAGE),
    405: _l(
        "Địa chỉ này chỉ dùng để gửi biểu mẫu, không mở trực tiếp được. Hãy quay lại trang trước rồi thao tác lại."
    ),
    413: _l("Nội dung gửi lên quá lớn. Hãy chọn tệp nhỏ hơn hoặc viết ngắn lại."),
    429: _l("Có quá nhiều lượt gửi trong thời gian ngắn. Hãy chờ một phút rồi thử lại."),
    500: _l("Hệ thống gặp lỗi; lỗi đã được ghi lại để khắc phục. Hãy thử lại sau ít phút."),
    503: _l("Hệ thống đang bận. Nội dung chưa được ghi; hãy thử lại sau ít giây."),
}


def handle(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IntegrityError, _constraint)
    app.register_error_handler(TimeoutError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def _spoken(handler: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Answer in the language of :func:`_locale`."""

    @wraps(handler)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        with in_language(_locale()):
            return handler(*args, **kwargs)

    return answer


def _locale() -> str:
    """The language asked for; on the citizens' pages only if some office has switched it on.

    Where the database cannot say, the address is believed: it was printed or linked by an office that had.
    """
    wanted = choose_locale()
    if wanted == SOURCE or not is_open_page():
        return wanted
    try:
        with within(LOOK_SECONDS):
            return wanted if wanted in citizen_locales(session()) else SOURCE
    except Exception:  # the page about an error must not raise one
        return wanted


@_spoken
def _problem(problem: Problem) -> tuple[str, int]:
    return _page(problem.status, sentence(problem))


@_spoken
def _expired(_problem: CSRFError) -> tuple[str, int]:
    return _page(
        HTTPStatus.BAD_REQUEST,
        _("Phiên làm việc đã hết hạn nên chưa ghi được. Hãy quay lại trang trước, tải lại trang rồi gửi lại."),
    )


@_spoken
def _database(problem: OperationalError | TimeoutError) -> tuple[str, int]:
    if not dialects.is_busy(problem):
        return _unexpected(problem)
    log.warning("database busy", error=type(getattr(problem, "orig", problem)).__name__)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, str(_SENTENCES[503]), retry=True)


def _constraint(problem: IntegrityError) -> tuple[str, int]:
    """A trigger that guards published rows speaks for itself; any other broken rule is a fault of ours."""
    return _problem(EditionFrozen(FROZEN)) if dialects.is_frozen(problem) else _unexpected(problem)


@_spoken
def _http(problem: HTTPException) -> tuple[str, int] | HTTPException:
    code = problem.code or 500
    if code < 400:
        return problem
    return _page(code, _sentence_of(code))


@_spoken
def _unexpected(problem: Exception) -> tuple[str, int]:
    log.error("unexpected", error=type(problem).__name__, exc_info=problem)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, _sentence_of(500))


def _sentence_of(code: int) -> str:
    if is_open_page() and code in _FOR_CITIZENS:
        return str(_FOR_CITIZENS[code])
    return str(_SENTENCES.get(code, _SENTENCES[400 if code < 500 else 500]))


def _page(status: int, message: str, *, retry: bool = False) -> tuple[str, int]:
    heading = str(_HEADINGS.get(int(status), _HEADINGS[0]))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        hear_out()
    if is_open_page():
        page = render_template("web/citizen_error.html", heading=heading, message=message, locale=str(get_locale()))
        return page, int(status)
    viewer = _viewer_or_none()
    return render_template("web/error.html", heading=heading, message=message, viewer=viewer), int(status)


def _viewer_or_none() -> object:
    try:
        return current_viewer()
    except Exception:  # the page about an error must not raise one
        return None
