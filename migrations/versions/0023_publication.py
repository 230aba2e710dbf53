"""The public page of an office: its settings, snapshots that never change, withdrawals, and what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.core.dialects import freeze_rows, unfreeze_rows

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.CheckConstraint("delay_days >= 0", name=op.f("ck_publication_delay")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_publication_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_publication")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("minimum_n", sa.Integer(), nullable=False),
        sa.Column("publish_n", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_snapshot_version")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_snapshot_span")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_snapshot_office_id")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_snapshot_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("office_id", "period", "version", name=op.f("uq_snapshot_office_id_period_version")),
        sa.UniqueConstraint("checksum", name=op.f("uq_snapshot_checksum")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("snapshot_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_withdrawal_snapshot_id")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_withdrawal_by_id")),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_withdrawal")),
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_deed_office_id")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_deed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index("ix_deed_office_id_done_on", "deed", ["office_id", "done_on"])
    for table in ("snapshot", "withdrawal"):
        for statement in freeze_rows(op.get_bind(), table):
            op.execute(statement)


def downgrade() -> None:
    for table in ("withdrawal", "snapshot"):
        for statement in unfreeze_rows(op.get_bind(), table):
            op.execute(statement)
        op.drop_table(table)
    op.drop_table("deed")
    op.drop_table("publication")
