"""Supervision sheets of observers, and their recommendations with every answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _sheets()
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("made_with", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'insisted', 'answered_again', 'agreed', 'disagreed')",
            name=op.f("ck_recommendation_state"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_recommendation_office_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["supervision_sheet.id"], name=op.f("fk_recommendation_sheet_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_recommendation_official_id")),
        sa.ForeignKeyConstraint(["author_id"], ["official.id"], name=op.f("fk_recommendation_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("made_with", name=op.f("uq_recommendation_made_with")),
    )
    op.create_index("ix_recommendation_office_state_due", "recommendation", ["office_id", "state", "due_on"])
    op.create_index("ix_recommendation_sheet_id", "recommendation", ["sheet_id"])
    op.create_table(
        "recommendation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "verb IN ('propose', 'answer', 'accept', 'insist', 'refuse')", name=op.f("ck_recommendation_step_verb")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_recommendation_step_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_recommendation_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_step")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_recommendation_step_recommendation_id_number")
        ),
    )


def _sheets() -> None:
    op.create_table(
        "supervision_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("filed_at", INSTANT, nullable=True),
        sa.Column("made_with", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_supervision_sheet_days")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_supervision_sheet_office_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_supervision_sheet_task_id")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_supervision_sheet_desk_id")),
        sa.ForeignKeyConstraint(["author_id"], ["official.id"], name=op.f("fk_supervision_sheet_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_sheet")),
        sa.UniqueConstraint("made_with", name=op.f("uq_supervision_sheet_made_with")),
    )
    op.create_index("ix_supervision_sheet_office_filed", "supervision_sheet", ["office_id", "filed_at"])
    op.create_index("ix_supervision_sheet_task_id", "supervision_sheet", ["task_id"])
    op.create_index("ix_supervision_sheet_author_id", "supervision_sheet", ["author_id"])
    op.create_table(
        "supervision_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('', 'met', 'unmet', 'unseen')", name=op.f("ck_supervision_finding_verdict")),
        sa.ForeignKeyConstraint(["sheet_id"], ["supervision_sheet.id"], name=op.f("fk_supervision_finding_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_finding")),
        sa.UniqueConstraint("sheet_id", "position", name=op.f("uq_supervision_finding_sheet_id_position")),
    )
    op.create_table(
        "supervision_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("made_with", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["supervision_sheet.id"], name=op.f("fk_supervision_addendum_sheet_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["official.id"], name=op.f("fk_supervision_addendum_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_addendum")),
        sa.UniqueConstraint("made_with", name=op.f("uq_supervision_addendum_made_with")),
    )
    op.create_index("ix_supervision_addendum_sheet_id", "supervision_addendum", ["sheet_id"])


def downgrade() -> None:
    for table in (
        "recommendation_step",
        "recommendation",
        "supervision_addendum",
        "supervision_finding",
        "supervision_sheet",
    ):
        op.drop_table(table)
