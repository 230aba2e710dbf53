"""Pages opened and begun, and visits served: what a response rate is made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_count",
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('phone', 'kiosk', 'slip', 'web')", name=op.f("ck_page_count_mode")),
        sa.CheckConstraint("opened >= 0 AND begun >= 0", name=op.f("ck_page_count_counts")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_page_count_placement_id")),
        sa.PrimaryKeyConstraint("placement_id", "day", "mode", name=op.f("pk_page_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visits_served",
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.CheckConstraint("visits >= 0", name=op.f("ck_visits_served_visits")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_visits_served_desk_id")),
        sa.PrimaryKeyConstraint("desk_id", "day", name=op.f("pk_visits_served")),
    )


def downgrade() -> None:
    op.drop_table("visits_served")
    op.drop_table("page_count")
