"""Security headers on every answer: nothing from elsewhere, no inline script, no referrer, no framing.

A page that carries its own style sheet inside (the citizen's page, one round trip) names it by hash in
``g.style_hashes``; nobody else may inline anything.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from flask import Flask, Response, g

from app.core.settings import Settings


def add(app: Flask) -> None:
    """Attach the headers."""
    settings: Settings = app.config["SETTINGS"]
    fixed = _ALWAYS + _SECURE * settings.secure_cookies

    @app.after_request
    def protect(answer: Response) -> Response:
        present = {name.lower() for name, _value in answer.headers}
        answer.headers.extend([(name, value) for name, value in fixed if name.lower() not in present])
        if "content-security-policy" not in present:
            answer.headers.add("Content-Security-Policy", _policy(frozenset(g.get("style_hashes", ()))))
        if "viewer" in g and "cache-control" not in present:
            answer.headers.add("Cache-Control", "no-store")
        return answer


def style_hash(css: str) -> str:
    """The CSP source that allows exactly this inline style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


@lru_cache(maxsize=64)
def _policy(style_hashes: frozenset[str]) -> str:
    styles = " ".join(("'self'", *sorted(style_hashes)))
    return (
        f"default-src 'self'; style-src {styles}; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_SECURE = (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)
