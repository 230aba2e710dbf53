"""Structured logs: one JSON line per request, without anything that could lead to a citizen.

No address, no user agent, no referrer, no query string, no body. On the citizens' paths not even the code in the
path is kept: the endpoint's name says enough.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import structlog
from flask import Flask, Response, g, request

from app.core.settings import Settings

log = structlog.get_logger("thuocdo")
# Where a fault happened, without local variables: those hold the form, the address and the citizen's words.
_traceback = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def configure(app: Flask, settings: Settings) -> None:
    """Set up structlog and one line per request."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _traceback if settings.log_json else structlog.dev.set_exc_info,
            structlog.processors.JSONRenderer(_as_json)
            if settings.log_json
            else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if settings.testing else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    lines = log.bind()  # put together once, not for every line

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def line(answer: Response) -> Response:
        if request.endpoint not in _QUIET:
            lines.info(
                "request",
                endpoint=request.endpoint or "unknown",
                method=request.method,
                status=answer.status_code,
                milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
            )
        return answer


def _as_json(event: object, default: Callable[[Any], Any]) -> str:
    return _encoder(default).encode(event)


@lru_cache(maxsize=1)
def _encoder(default: Callable[[Any], Any]) -> json.JSONEncoder:
    """Made once: ``json.dumps`` makes one for each line."""
    return json.JSONEncoder(ensure_ascii=False, default=default)


_QUIET = frozenset({"static", "bootstrap.static", "web.health"})
