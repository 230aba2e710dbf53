"""Initiatives, and where they were taken up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("made_with", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('nominated', 'recognised', 'replicated', 'ended')", name=op.f("ck_initiative_state")
        ),
        sa.CheckConstraint("kind IN ('initiative', 'model')", name=op.f("ck_initiative_kind")),
        sa.CheckConstraint("field IN ('economy', 'society', 'security', 'politics')", name=op.f("ck_initiative_field")),
        sa.CheckConstraint("person = '' OR consented", name=op.f("ck_initiative_consent")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_initiative_office_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_initiative_case_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["official.id"], name=op.f("fk_initiative_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("made_with", name=op.f("uq_initiative_made_with")),
    )
    op.create_index("ix_initiative_office_year", "initiative", ["office_id", "year"])
    op.create_table(
        "replication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_replication_initiative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication")),
        sa.UniqueConstraint("initiative_id", "unit", name=op.f("uq_replication_initiative_id_unit")),
    )


def downgrade() -> None:
    op.drop_table("replication")
    op.drop_table("initiative")
