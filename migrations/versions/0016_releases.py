"""What has been released to those who may not read single responses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_release_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_release")),
    )
    op.create_table(
        "released_tally",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grain", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("desk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.CheckConstraint("grain IN ('day', 'desk', 'desk_day')", name=op.f("ck_released_tally_grain")),
        sa.CheckConstraint("state IN ('counted', 'quarantined')", name=op.f("ck_released_tally_state")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_released_tally_edition_id")),
        sa.PrimaryKeyConstraint(
            "edition_id", "grain", "state", "desk_id", "day", "mode", name=op.f("pk_released_tally")
        ),
    )


def downgrade() -> None:
    op.drop_table("released_tally")
    op.drop_table("release")
