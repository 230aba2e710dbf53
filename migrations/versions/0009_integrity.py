"""Checks that set responses aside, and what each office has chosen for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "integrity_rules",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_integrity_rules_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_integrity_rules")),
    )
    op.add_column("quarantine", sa.Column("checks", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("quarantine", "checks")
    op.drop_table("integrity_rules")
