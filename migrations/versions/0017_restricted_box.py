"""The restricted box: texts that contain a khiếu nại or tố cáo, and whom they accuse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("remark", recreate="never") as table:
        table.add_column(sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "boxed_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("own_reads", sa.Boolean(), nullable=False),
        sa.Column("above_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("remark_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("whole_office", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("boxed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boxed_by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("outcome_note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lift_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("kind IN ('complaint', 'denunciation', 'unclear')", name=op.f("ck_boxed_text_kind")),
        sa.CheckConstraint("case_id IS NOT NULL OR remark_id IS NOT NULL", name=op.f("ck_boxed_text_source")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('guided', 'accepted', 'checked', 'passed_on', 'filed')",
            name=op.f("ck_boxed_text_outcome"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_boxed_text_office_id")),
        sa.ForeignKeyConstraint(["above_id"], ["office.id"], name=op.f("fk_boxed_text_above_id")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_boxed_text_case_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_boxed_text_remark_id")),
        sa.ForeignKeyConstraint(["boxed_by_id"], ["official.id"], name=op.f("fk_boxed_text_boxed_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["official.id"], name=op.f("fk_boxed_text_settled_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["official.id"], name=op.f("fk_boxed_text_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boxed_text")),
        sqlite_with_rowid=False,
    )
    for column in ("office_id", "above_id", "case_id", "remark_id"):
        op.create_index(op.f(f"ix_boxed_text_{column}"), "boxed_text", [column])
    op.create_table(
        "accused",
        sa.Column("boxed_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["boxed_id"], ["boxed_text.id"], name=op.f("fk_accused_boxed_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_accused_official_id")),
        sa.PrimaryKeyConstraint("boxed_id", "official_id", name=op.f("pk_accused")),
    )


def downgrade() -> None:
    """Refused while words lie in the box: an older version would lose them, or show them to everybody."""
    held = "SELECT count(*) FROM boxed_text WHERE lifted_at IS NULL AND content IS NOT NULL"
    if op.get_bind().execute(sa.text(held)).scalar_one():
        raise RuntimeError("boxed_text holds words that stand nowhere else: take them out of the box first")
    op.drop_table("accused")
    op.drop_table("boxed_text")
    with op.batch_alter_table("remark", recreate="never") as table:
        table.drop_column("restricted")
