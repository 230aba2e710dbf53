"""A surveyed task of phường Hoa Sen with answers of the third quarter of 2026, and its public page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forms.models import Edition
from app.offices.models import Office
from app.reports.publication.actions import change_page, publish
from app.reports.publication.models import Snapshot
from app.reports.publication.queries import Prepared, prepare
from app.reports.publication.rules import Period, period_of
from app.scores.rules import Thresholds
from app.scores.suppression.actions import release as release_edition
from tests.cast import Cast
from tests.make import Make
from tests.scores.survey import Survey, level, set_up

LIMITS = Thresholds()
AUTUMN = -60
"""Days from the survey's Monday back to 17/09/2026."""
SUMMER = -110
"""Back to 29/07/2026."""
OCTOBER = datetime(2026, 10, 20, 3, tzinfo=UTC)
QUARTER = "2026-Q3"


def period(key: str = QUARTER) -> Period:
    """The period of a key."""
    found = period_of(key)
    assert found is not None
    return found


def survey(make: Make, cast: Cast, title: str = "Cải cách thủ tục hành chính") -> Survey:
    """A task with a form at two desks, not answered yet."""
    plan = make.plan(cast.hoa_sen)
    return set_up(make, make.task(plan, title))


def open_page(session: Session, office: Office, **more: int) -> None:
    """The public page is on, with nothing to wait for."""
    change_page(session, office, is_open=True, delay_days=more.get("delay", 5), kinds=["quarter", "year"], by=None)
    session.commit()


def release(session: Session) -> None:
    """Release what is complete, as happens every night."""
    for edition_id in session.scalars(select(Edition.id)):
        release_edition(session, edition_id, date(2026, 12, 31), minimum_n=LIMITS.minimum_n)
    session.commit()


def prepared(session: Session, office: Office, key: str = QUARTER) -> Prepared:
    """What would be published after this night."""
    release(session)
    return prepare(session, office, period(key), LIMITS)


def publish_quarter(session: Session, office: Office, reason: str = "", key: str = QUARTER) -> Snapshot:
    """Publish, or correct, as the schedule does."""
    release(session)
    found = publish(session, office, period(key), thresholds=LIMITS, by=None, reason=reason, now=OCTOBER)
    session.commit()
    return found


def published(make: Make, cast: Cast, session: Session, good: int = 40) -> tuple[Survey, Snapshot]:
    """The page is on, and a quarter with ``good`` answers is published."""
    found = survey(make, cast)
    if good:
        found.answer(level(4), good - good // 4, days=AUTUMN)
        found.answer(level(2), good // 4, days=SUMMER)
    open_page(session, cast.hoa_sen)
    return found, publish_quarter(session, cast.hoa_sen)
