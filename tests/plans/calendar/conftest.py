"""The scene of the calendar's tests, and an outbox in place of the mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.mail import Outbox
from tests.cast import Cast
from tests.make import Make
from tests.plans.calendar.scene import Scene, build


@pytest.fixture
def scene(make: Make, cast: Cast, session: Session) -> Scene:
    return build(make, cast, session)


@pytest.fixture
def outbox(app: Flask) -> Iterator[Outbox]:
    """What would have been sent."""
    before, kept = app.config["SETTINGS"], Outbox()
    app.config["SETTINGS"] = replace(before, sender=kept, mail_from="thuocdo@hoa-sen.gov.vn")
    yield kept
    app.config["SETTINGS"] = before
