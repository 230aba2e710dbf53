"""Consultations on drafts: articles, opinions, and what was taken up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=300), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_consultation_days")),
        sa.CheckConstraint("published_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_consultation_order")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_consultation_office_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["official.id"], name=op.f("fk_consultation_created_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["official.id"], name=op.f("fk_consultation_opened_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["official.id"], name=op.f("fk_consultation_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("code", name=op.f("uq_consultation_code")),
    )
    op.create_index("ix_consultation_office_closes", "consultation", ["office_id", "closes_on"])
    op.create_table(
        "consultation_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_article_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_article")),
        sa.UniqueConstraint(
            "consultation_id", "position", name=op.f("uq_consultation_article_consultation_id_position")
        ),
    )
    _opinions()


def _opinions() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_contribution_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contribution_consultation_id", "contribution", ["consultation_id"])
    op.create_table(
        "opinion_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('taken', 'partly', 'not_taken', 'aside')",
            name=op.f("ck_opinion_group_verdict"),
        ),
        sa.CheckConstraint("(verdict IS NULL) = (why IS NULL)", name=op.f("ck_opinion_group_why")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_opinion_group_consultation_id")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["consultation_article.id"], name=op.f("fk_opinion_group_article_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["official.id"], name=op.f("fk_opinion_group_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_group")),
    )
    op.create_index("ix_opinion_group_consultation_id", "opinion_group", ["consultation_id"])
    op.create_table(
        "opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("stance IN ('agree', 'change', 'disagree', 'comment')", name=op.f("ck_opinion_stance")),
        sa.CheckConstraint("stance <> 'comment' OR text <> ''", name=op.f("ck_opinion_said")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_opinion_contribution_id")),
        sa.ForeignKeyConstraint(["article_id"], ["consultation_article.id"], name=op.f("fk_opinion_article_id")),
        sa.ForeignKeyConstraint(["group_id"], ["opinion_group.id"], name=op.f("fk_opinion_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("contribution_id", "article_id", name=op.f("uq_opinion_contribution_id_article_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opinion_article_id_stance", "opinion", ["article_id", "stance"])
    op.create_index("ix_opinion_group_id", "opinion", ["group_id"])


def downgrade() -> None:
    for table in ("opinion", "opinion_group", "contribution", "consultation_article", "consultation"):
        op.drop_table(table)
