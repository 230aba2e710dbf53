"""Security headers on every answer: nothing from elsewhere, no inline script, no referrer, no framing.

A page that carries its own style sheet inside (the citizen's page, one round trip) names it by hash in
``g.style_hashes``; nobody else may inline anything.
"""

from __future__ import annotations

import base64
import hashlib

from flask import Flask, Response, current_app, g

from app.core.settings import Settings


def add(app: Flask) -> None:
    """Attach the headers."""
    app.after_request(_protect)


def style_hash(css: str) -> str:
    """The CSP source that allows exactly this inline style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


def _protect(answer: Response) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    styles = " ".join(("'self'", *g.get("style_hashes", ())))
    answer.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; style-src {styles}; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    )
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    answer.headers.setdefault("X-Frame-Options", "DENY")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    answer.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if settings.secure_cookies:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "viewer" in g and "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer
