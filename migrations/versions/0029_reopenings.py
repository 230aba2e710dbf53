"""An index by which the reopenings of senders are found."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_step_by_verb", "case_step", ["by_id", "verb"])


def downgrade() -> None:
    op.drop_index("ix_case_step_by_verb", "case_step")
