"""What each edition promised citizens about their answers; those already published promised what is kept now."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.dialects import freeze_rows, unfreeze_rows

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = ("answers", "desk_id", "edition_id", "hour", "id", "locale", "mode")
TEXTS = ("short_text", "long_text")


def upgrade() -> None:
    promise = op.create_table(
        "promise",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_promise_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_promise")),
    )
    edition = sa.table("edition", sa.column("id", sa.Integer), sa.column("definition", sa.Text))
    rows = op.get_bind().execute(sa.select(edition.c.id, edition.c.definition)).all()
    if rows:
        op.bulk_insert(promise, [{"edition_id": row.id, "facts": _facts(row.definition)} for row in rows])
    for statement in freeze_rows(op.get_bind(), "promise"):
        op.execute(statement)


def downgrade() -> None:
    for statement in unfreeze_rows(op.get_bind(), "promise"):
        op.execute(statement)
    op.drop_table("promise")


def _facts(definition: str) -> str:
    facts = sorted({*KEPT, "texts"} if _asks_for_text(json.loads(definition)) else KEPT)
    return json.dumps(facts, separators=(",", ":"))


def _asks_for_text(part: Any) -> bool:
    if isinstance(part, dict):
        return part.get("kind") in TEXTS or any(map(_asks_for_text, part.values()))
    return isinstance(part, list) and any(map(_asks_for_text, part))
