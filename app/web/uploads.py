"""Hearing somebody out before saying that it was too much.

A server that answers and closes while a browser is still sending makes the browser show a broken connection in place of
the answer: the person never learns what happened. So what is left of a body is read and thrown away, within bounds.
"""

from __future__ import annotations

import time

from flask import request

MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 10.0
_CHUNK = 64 * 1024


def hear_out() -> None:
    """Read the rest of this request's body and forget it; a larger or slower one is cut off after all."""
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, MOST_BYTES)
    until = time.monotonic() + MOST_SECONDS
    while left > 0 and time.monotonic() < until:
        try:
            read = len(stream.read(min(_CHUNK, left)))
        except OSError:
            return  # the other side has gone
        if not read:
            return
        left -= read
