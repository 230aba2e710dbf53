"""Alerts of offices, and the rules by which they open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_alert_rules_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_alert_rules")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("open_key", sa.String(length=80), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "rule IN ('below', 'drop', 'gather', 'urgent', 'group', 'reopened')", name=op.f("ck_alert_rule")
        ),
        sa.CheckConstraint(
            "open_key IS NOT NULL OR (acknowledged_at IS NOT NULL AND cleared_at IS NOT NULL)",
            name=op.f("ck_alert_open"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_alert_office_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_alert_task_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_alert_desk_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_alert_case_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["acknowledged_by_id"], ["official.id"], name=op.f("fk_alert_acknowledged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("open_key", name=op.f("uq_alert_open_key")),
    )
    op.create_index("ix_alert_office_acknowledged", "alert", ["office_id", "acknowledged_at"])
    op.create_index(op.f("ix_alert_task_id"), "alert", ["task_id"])
    op.create_index(op.f("ix_alert_case_id"), "alert", ["case_id"])


def downgrade() -> None:
    op.drop_table("alert")
    op.drop_table("alert_rules")
