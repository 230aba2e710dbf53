"""Corrections that are kept, the reading they correct, and who leads a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# SQLite adds a column in place; nothing here may make it build a table anew, for rows of other tables point to these.
ADDED = {
    "task": ("key", "owner_unit", "coordinating_units"),
    "deadline": ("key",),
    "plan_document": ("source", "reading", "reader"),
}


def upgrade() -> None:
    op.add_column("task", sa.Column("key", sa.String(length=20), nullable=True))
    op.add_column("task", sa.Column("owner_unit", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("coordinating_units", sa.Text(), server_default="[]", nullable=False))
    op.add_column("deadline", sa.Column("key", sa.String(length=20), nullable=True))
    op.add_column("plan_document", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("plan_document", sa.Column("reading", sa.Text(), nullable=True))
    op.add_column("plan_document", sa.Column("reader", sa.Integer(), nullable=True))
    op.create_index("ix_task_plan_key", "task", ["plan_id", "key"], unique=True)
    op.create_table(
        "plan_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_plan_correction_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_plan_correction_office_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_correction_plan_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_correction")),
    )
    op.create_index("ix_plan_correction_document", "plan_correction", ["office_id", "document_sha256"])
    op.create_index(op.f("ix_plan_correction_plan_id"), "plan_correction", ["plan_id"])


def downgrade() -> None:
    op.drop_table("plan_correction")
    op.drop_index("ix_task_plan_key", "task")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column)
