"""Runs migrations on the engine that the caller hands over, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from alembic import context

import app.access.models
import app.accounts.letters.models
import app.desks.kiosks.models
import app.desks.links.models
import app.desks.slips.models
import app.desks.visits.models
import app.feedback.cases.models
import app.feedback.clock.models
import app.feedback.consultations.models
import app.feedback.contact.models
import app.feedback.doors.models
import app.feedback.files.models
import app.feedback.initiatives.models
import app.feedback.measures.models
import app.feedback.models
import app.feedback.ratings.models
import app.feedback.replies.models
import app.feedback.restricted.models
import app.feedback.supervision.models
import app.plans.calendar.models
import app.plans.family.models
import app.reports.coverage.models
import app.reports.publication.models
import app.responses.funnel.models
import app.responses.integrity.models
import app.responses.models
import app.responses.paper.models
import app.scores.alerts.models
import app.scores.policies.models
import app.scores.suppression.models  # noqa: F401  every table has to be known
from app.core.db import Base, Instant, Json

config = context.config


def render_type(kind: str, value: object, _context: object) -> str | bool:
    """Write our column types as the plain ones beneath them: a migration must not depend on today's classes."""
    if kind == "type" and isinstance(value, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, Json):
        return "sa.Text()"
    return False


def run() -> None:
    """Migrate in one transaction, with a bound on how long a lock may be waited for."""
    with config.attributes["engine"].connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_type,
            compare_type=True,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET lock_timeout = '5s'")
            context.run_migrations()
        connection.commit()


run()
