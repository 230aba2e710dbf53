"""Who is asked to coordinate on which case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coordination",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_coordination_case_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_coordination_official_id")),
        sa.PrimaryKeyConstraint("case_id", "official_id", name=op.f("pk_coordination")),
    )
    op.create_index("ix_coordination_official_answered", "coordination", ["official_id", "answered_at"])


def downgrade() -> None:
    op.drop_table("coordination")
