"""How many people live in each group that forms ask about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "population_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_population_figure_people")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_population_figure_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_figure")),
        sa.UniqueConstraint("office_id", "topic", "label", name=op.f("uq_population_figure_office_id_topic_label")),
    )


def downgrade() -> None:
    op.drop_table("population_figure")
