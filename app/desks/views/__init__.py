"""Screens of desks: the office's desks (``office``), where a plan is asked (``plan``), what is printed (``downloads``),
visit slips (``slips``), tablets (``kiosks``), links for portals (``links``), the
numbers of visits served (``visits``), and the chooser that citizens see (``citizen``).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from app.core.settings import Settings
from app.desks import posters, rules

bp = Blueprint("desks", "app.desks", template_folder="templates")


def public_url() -> str:
    """What printed addresses begin with."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url


def addresses() -> dict[str, Any]:
    """How templates write the citizens' addresses: as they are opened, and as people type them."""
    url = public_url()
    return {
        "open_placement": lambda placement: rules.placement_url(url, placement.code),
        "open_desk": lambda desk: rules.desk_url(url, desk.code),
        "printed": posters.printed_address,
    }


from app.desks.views import citizen, downloads, kiosks, links, office, plan, slips, visits  # noqa: E402, F401  they hang their screens onto the blueprint
