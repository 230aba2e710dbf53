"""Opinions on paper: the way in which a contribution came, and which sheets were typed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # both databases add a column with its check in one go, and drop the check with the column
    op.execute(
        "ALTER TABLE contribution ADD COLUMN mode VARCHAR(8) DEFAULT 'phone' NOT NULL"
        " CONSTRAINT ck_contribution_mode CHECK (mode IN ('phone', 'paper', 'meeting'))"
    )
    op.create_table(
        "opinion_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=True),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_on", sa.Date(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mode IN ('paper', 'meeting')", name=op.f("ck_opinion_sheet_mode")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_opinion_sheet_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_opinion_sheet_contribution_id")
        ),
        sa.ForeignKeyConstraint(["typed_by_id"], ["official.id"], name=op.f("fk_opinion_sheet_typed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_sheet")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_opinion_sheet_consultation_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opinion_sheet_contribution_id", "opinion_sheet", ["contribution_id"])


def downgrade() -> None:
    op.drop_table("opinion_sheet")
    op.execute("ALTER TABLE contribution DROP COLUMN mode")
