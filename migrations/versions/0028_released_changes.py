"""What was told of batches that changed after they had been released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released_change",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("desk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_released_change_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "desk_id", "day", "mode", name=op.f("pk_released_change")),
    )


def downgrade() -> None:
    op.drop_table("released_change")
