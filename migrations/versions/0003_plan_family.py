"""The family of plans: the plan above, the plans before, and which task is which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_earlier",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("earlier_id <> plan_id", name=op.f("ck_plan_earlier_itself")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["official.id"], name=op.f("fk_plan_earlier_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["plan.id"], name=op.f("fk_plan_earlier_earlier_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_earlier_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "earlier_id", name=op.f("pk_plan_earlier")),
    )
    with op.batch_alter_table("plan_earlier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_earlier_earlier_id"), ["earlier_id"], unique=False)

    op.create_table(
        "plan_parent",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_none", sa.Boolean(), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("how IN ('suggested', 'by_hand', 'resolved')", name=op.f("ck_plan_parent_how")),
        sa.CheckConstraint("NOT is_none OR (parent_id IS NULL AND symbol IS NULL)", name=op.f("ck_plan_parent_none")),
        sa.CheckConstraint("parent_id <> plan_id", name=op.f("ck_plan_parent_itself")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["official.id"], name=op.f("fk_plan_parent_decided_by_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan.id"], name=op.f("fk_plan_parent_parent_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_parent_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_parent")),
    )
    with op.batch_alter_table("plan_parent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_parent_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "task_continuation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("earlier_plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("earlier_task_id", sa.Integer(), nullable=True),
        sa.Column("likeness", sa.Double(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "task_id IS NOT NULL OR earlier_task_id IS NOT NULL", name=op.f("ck_task_continuation_something")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["official.id"], name=op.f("fk_task_continuation_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["earlier_task_id"], ["task.id"], name=op.f("fk_task_continuation_earlier_task_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "earlier_plan_id"],
            ["plan_earlier.plan_id", "plan_earlier.earlier_id"],
            name="fk_task_continuation_plans",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_task_continuation_task_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_continuation")),
        sa.UniqueConstraint("earlier_task_id", "plan_id", name=op.f("uq_task_continuation_earlier_task_id_plan_id")),
        sa.UniqueConstraint("task_id", "earlier_plan_id", name=op.f("uq_task_continuation_task_id_earlier_plan_id")),
    )
    with op.batch_alter_table("task_continuation", schema=None) as batch_op:
        batch_op.create_index("ix_task_continuation_plans", ["plan_id", "earlier_plan_id"], unique=False)

    op.create_table(
        "task_implementation",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("upper_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["official.id"], name=op.f("fk_task_implementation_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_task_implementation_task_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["upper_id"], ["task.id"], name=op.f("fk_task_implementation_upper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "upper_id", name=op.f("pk_task_implementation")),
    )
    with op.batch_alter_table("task_implementation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_implementation_upper_id"), ["upper_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_implementation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_implementation_upper_id"))

    op.drop_table("task_implementation")
    with op.batch_alter_table("task_continuation", schema=None) as batch_op:
        batch_op.drop_index("ix_task_continuation_plans")

    op.drop_table("task_continuation")
    with op.batch_alter_table("plan_parent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_parent_parent_id"))

    op.drop_table("plan_parent")
    with op.batch_alter_table("plan_earlier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_earlier_earlier_id"))

    op.drop_table("plan_earlier")
