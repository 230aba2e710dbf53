"""The citizens' pages, one module for each way to come in: their own telephone (``phone``), visit slips (``slips``),
a tablet at the desk (``kiosk``), a link on a portal (``link``).

No session, no cookie, no CSRF token: the signed submission key in the page does that work.
"""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("responses", "app.responses", template_folder="templates")

from app.responses.views import beginnings, kiosk, link, phone, slips  # noqa: E402, F401  they hang their screens onto the blueprint
