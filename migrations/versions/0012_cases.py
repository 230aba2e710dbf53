"""Cases with their steps, sealed contact details, the clock and the reception of each office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_rules",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_clock_rules_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_clock_rules")),
    )
    op.create_table(
        "reception",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_reception_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_reception")),
    )
    _case()
    op.create_table(
        "case_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.CheckConstraint("author IN ('citizen', 'official')", name=op.f("ck_case_step_author")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_case_step_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_step_case_id_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_contact",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_case_contact_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_contact")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_case_contact_delete_on"), "case_contact", ["delete_on"])


def _case() -> None:
    op.create_table(
        "feedback_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("remark_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(length=32), nullable=True),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("flag", sa.String(length=12), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_took", sa.Integer(), nullable=True),
        sa.Column("half_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nearly_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'acknowledged', 'in_progress', 'waiting', 'answered', 'closed', 'reopened')",
            name=op.f("ck_feedback_case_state"),
        ),
        sa.CheckConstraint("kind IN ('suggestion', 'petition', 'regulation')", name=op.f("ck_feedback_case_kind")),
        sa.CheckConstraint("level IN ('normal', 'urgent', 'complex')", name=op.f("ck_feedback_case_level")),
        sa.CheckConstraint(
            "flag IS NULL OR flag IN ('not_ours', 'duplicate', 'refused', 'spam', 'withdrawn')",
            name=op.f("ck_feedback_case_flag"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_feedback_case_office_id")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_feedback_case_desk_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_feedback_case_task_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_feedback_case_remark_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["official.id"], name=op.f("fk_feedback_case_holder_id")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["feedback_case.id"], name=op.f("fk_feedback_case_duplicate_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_feedback_case_reference")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_feedback_case_code_hash")),
        sa.UniqueConstraint("remark_id", name=op.f("uq_feedback_case_remark_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feedback_case_office_state_due", "feedback_case", ["office_id", "state", "due_at"])
    op.create_index(op.f("ix_feedback_case_task_id"), "feedback_case", ["task_id"])
    op.create_index(op.f("ix_feedback_case_holder_id"), "feedback_case", ["holder_id"])


def downgrade() -> None:
    for table in ("case_contact", "case_step", "feedback_case", "reception", "clock_rules"):
        op.drop_table(table)
