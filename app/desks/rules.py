"""Addresses that are printed, and which of two placements a citizen is led to. Pure.

A printed address is ``HTTPS://HOST/P/CODE`` for one form at one desk and ``HTTPS://HOST/D/CODE`` for the chooser of a
desk. Scheme and host are in capitals, so that a QR code stores all of it in its alphanumeric mode, with fewer and
larger modules; browsers do not mind. Whoever answers ``/P/`` and ``/D/`` takes small letters too, and reads the code
with :func:`app.core.tokens.read_code`: people type it from paper, with dashes.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def placement_url(public_url: str, code: str) -> str:
    """The address that opens one form at one desk.

    >>> placement_url("https://danvan.hoasen.gov.vn", "7K3M9PQR2XYZ")
    'HTTPS://DANVAN.HOASEN.GOV.VN/P/7K3M9PQR2XYZ'
    """
    return f"{_front(public_url)}{placement_path(code)}"


def desk_url(public_url: str, code: str) -> str:
    """The address that opens the chooser of a desk.

    >>> desk_url("http://127.0.0.1:8000/", "7K3M9PQR2XYZ")
    'HTTP://127.0.0.1:8000/D/7K3M9PQR2XYZ'
    """
    return f"{_front(public_url)}{desk_path(code)}"


def placement_path(code: str) -> str:
    """The path of :func:`placement_url`, for leading on within the site."""
    return f"/P/{code}"


def desk_path(code: str) -> str:
    """The path of :func:`desk_url`."""
    return f"/D/{code}"


def _front(public_url: str) -> str:
    """Scheme and host in capitals; a path in front of ours keeps its letters, since servers tell them apart."""
    parts = urlsplit(public_url)
    return f"{parts.scheme.upper()}://{parts.netloc.upper()}{parts.path.rstrip('/')}"
