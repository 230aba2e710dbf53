"""Public replies, and how senders rate the replies they got."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_reply",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name=op.f("ck_public_reply_approval")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_public_reply_case_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["official.id"], name=op.f("fk_public_reply_proposed_by_id")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["official.id"], name=op.f("fk_public_reply_approved_by_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_public_reply")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_public_reply_approved_at"), "public_reply", ["approved_at"])
    op.create_table(
        "reply_rating",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("timely", sa.SmallInteger(), nullable=False),
        sa.Column("relevant", sa.SmallInteger(), nullable=False),
        sa.Column("proven", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("timely BETWEEN 1 AND 5", name=op.f("ck_reply_rating_timely")),
        sa.CheckConstraint("relevant BETWEEN 1 AND 5", name=op.f("ck_reply_rating_relevant")),
        sa.CheckConstraint("proven BETWEEN 1 AND 5", name=op.f("ck_reply_rating_proven")),
        sa.ForeignKeyConstraint(["step_id"], ["case_step.id"], name=op.f("fk_reply_rating_step_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_reply_rating_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_reply_rating_office_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_reply_rating")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reply_rating_case_id"), "reply_rating", ["case_id"])
    op.create_index("ix_reply_rating_office_day", "reply_rating", ["office_id", "rated_on"])


def downgrade() -> None:
    op.drop_table("reply_rating")
    op.drop_table("public_reply")
