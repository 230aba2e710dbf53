"""Visit slips: batches of printed one-time codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.core.dialects import UNORDERED

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slip_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=True),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("printed > 0", name=op.f("ck_slip_batch_printed")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_slip_batch_desk_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["official.id"], name=op.f("fk_slip_batch_made_by_id")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_slip_batch_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_batch")),
    )
    with op.batch_alter_table("slip_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_batch_desk_id"), ["desk_id"], unique=False)

    op.create_table(
        "slip",
        sa.Column("code_hash", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["slip_batch.id"], name=op.f("fk_slip_batch_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_slip")),
        **UNORDERED,
    )
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "unused_slip",
        sa.Column("code_hash", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["slip_batch.id"], name=op.f("fk_unused_slip_batch_id")),
        sa.ForeignKeyConstraint(["code_hash"], ["slip.code_hash"], name=op.f("fk_unused_slip_code_hash")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_unused_slip")),
        **UNORDERED,
    )
    with op.batch_alter_table("unused_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unused_slip_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("unused_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unused_slip_batch_id"))

    op.drop_table("unused_slip")
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_batch_id"))

    op.drop_table("slip")
    with op.batch_alter_table("slip_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_batch_desk_id"))

    op.drop_table("slip_batch")
