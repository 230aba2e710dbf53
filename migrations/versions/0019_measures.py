"""Measures: what is done on a task because somebody said something."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("remark_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("made_with", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_measure_state")),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f("ck_measure_ended")),
        sa.CheckConstraint("owner_id IS NOT NULL OR unit <> ''", name=op.f("ck_measure_owner")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_measure_office_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_measure_task_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_measure_case_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_measure_remark_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["official.id"], name=op.f("fk_measure_owner_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["official.id"], name=op.f("fk_measure_ended_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["official.id"], name=op.f("fk_measure_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("made_with", name=op.f("uq_measure_made_with")),
    )
    op.create_index("ix_measure_office_state_due", "measure", ["office_id", "state", "due_on"])
    op.create_index("ix_measure_task_id", "measure", ["task_id"])


def downgrade() -> None:
    op.drop_table("measure")
