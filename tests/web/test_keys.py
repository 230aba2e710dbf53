"""Numbers in addresses."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from app.core.db import LARGEST_KEY
from app.core.guards import public
from app.core.settings import Settings
from app.web.factory import create_app


def test_a_number_that_no_key_can_have_leads_nowhere(settings: Settings) -> None:
    app: Flask = create_app(settings)

    @public
    def view(key: int) -> str:
        return str(key)

    app.add_url_rule("/things/<int:key>", "web.thing", view)
    addresses = app.url_map.bind("localhost")
    assert addresses.match(f"/things/{LARGEST_KEY}") == ("web.thing", {"key": LARGEST_KEY})
    with pytest.raises(NotFound):
        addresses.match(f"/things/{LARGEST_KEY + 1}")
