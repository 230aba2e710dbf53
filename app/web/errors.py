"""Problems become pages: the right status, one clear sentence, and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from app.access.gate import UNKNOWN_PAGE, current_viewer
from app.core import dialects
from app.core.errors import Problem
from app.core.words import _, _l, sentence
from app.forms.models import FROZEN, EditionFrozen
from app.web.logs import log
from app.web.uploads import hear_out

CITIZEN_PATHS = ("/p/", "/d/", "/v/", "/k/", "/w/")
"""Under these paths, in small or capital letters, citizens are reading; their pages know no tabs and no sign-in."""

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


def _problem(problem: Problem) -> tuple[str, int]:
    return _page(problem.status, sentence(problem))


def _expired(_problem: CSRFError) -> tuple[str, int]:
    return _page(
        HTTPStatus.BAD_REQUEST,
        _("Phiên làm việc đã hết hạn nên chưa ghi được. Hãy quay lại trang trước, tải lại trang rồi gửi lại."),
    )


def _database(problem: OperationalError | TimeoutError) -> tuple[str, int]:
    if not dialects.is_busy(problem):
        return _unexpected(problem)
    log.warning("database busy", error=type(getattr(problem, "orig", problem)).__name__)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, str(_SENTENCES[503]), retry=True)


def _constraint(problem: IntegrityError) -> tuple[str, int]:
    """A trigger that guards published rows speaks for itself; any other broken rule is a fault of ours."""
    return _problem(EditionFrozen(FROZEN)) if dialects.is_frozen(problem) else _unexpected(problem)


def _http(problem: HTTPException) -> tuple[str, int] | HTTPException:
    code = problem.code or 500
    if code < 400:
        return problem
    return _page(code, _sentence_of(code))


def _unexpected(problem: Exception) -> tuple[str, int]:
    log.error("unexpected", error=type(problem).__name__, exc_info=problem)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, _sentence_of(500))


def _sentence_of(code: int) -> str:
    if _is_citizen() and code in _FOR_CITIZENS:
        return str(_FOR_CITIZENS[code])
    return str(_SENTENCES.get(code, _SENTENCES[400 if code < 500 else 500]))


def _is_citizen() -> bool:
    return f"{request.path.lower()}/".startswith(CITIZEN_PATHS)


def _page(status: int, message: str, *, retry: bool = False) -> tuple[str, int]:
    heading = str(_HEADINGS.get(int(status), _HEADINGS[0]))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        hear_out()
    if _is_citizen():
        return render_template("web/citizen_error.html", heading=heading, message=message), int(status)
    viewer = _viewer_or_none()
    return render_template("web/error.html", heading=heading, message=message, viewer=viewer), int(status)


def _viewer_or_none() -> object:
    try:
        return current_viewer()
    except Exception:  # the page about an error must not raise one
        return None
