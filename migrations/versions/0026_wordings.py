"""Texts that an office keeps ready for its answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('any', 'acknowledge', 'ask', 'extend', 'answer', 'close', 'forward', 'mark_duplicate', "
            "'refuse')",
            name=op.f("ck_wording_purpose"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_wording_office_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["official.id"], name=op.f("fk_wording_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_wording_office_id_name")),
    )
    op.create_index("ix_wording_office_id_purpose", "wording", ["office_id", "purpose"])


def downgrade() -> None:
    op.drop_table("wording")
