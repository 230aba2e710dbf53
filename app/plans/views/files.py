"""Files that people uploaded, on their way back to them."""

from __future__ import annotations

import io

from flask import send_file
from werkzeug.wrappers import Response


def as_uploaded(content: bytes, filename: str) -> Response:
    """``content`` byte for byte; always saved by the browser, never shown by it, whatever it is."""
    answer = send_file(
        io.BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=filename
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer
