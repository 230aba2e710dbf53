"""What each office publishes by, from which day on; what was set so far becomes the first choice.

``office.score_method`` stays for the program that still runs while this one is brought up, and goes with a later
release.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from app.core.dialects import freeze_rows, unfreeze_rows

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FIRST_REASON = "Cách tính đã dùng trước khi có lịch sử lựa chọn."
EVER = date(2000, 1, 1)
"""Before anything that was ever asked: what was set held for every year, and goes on to do so."""
OFFICE = sa.table("office", sa.column("id", sa.Integer), sa.column("score_method", sa.String))


def upgrade() -> None:
    policy = op.create_table(
        "score_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["official.id"], name=op.f("fk_score_policy_chosen_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_score_policy_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_policy")),
    )
    op.create_index(op.f("ix_score_policy_office_id_valid_from"), "score_policy", ["office_id", "valid_from"])
    chosen = sa.select(
        OFFICE.c.id,
        sa.literal(EVER, sa.Date()),
        OFFICE.c.score_method + "-1",
        sa.literal('{"factors": {}, "items": {}}'),
        sa.literal(FIRST_REASON),
        sa.func.current_timestamp(),
    )
    columns = ["office_id", "valid_from", "method", "weights", "reason", "chosen_at"]
    op.execute(policy.insert().from_select(columns, chosen))
    for statement in freeze_rows(op.get_bind(), "score_policy"):
        op.execute(statement)


def downgrade() -> None:
    """The newest choice goes back into the office; older ones and weights are lost."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT office_id, method FROM score_policy ORDER BY valid_from, id")).all()
    for office_id, method in rows:
        connection.execute(
            OFFICE.update().where(OFFICE.c.id == office_id).values(score_method=method.rpartition("-")[0])
        )
    for statement in unfreeze_rows(connection, "score_policy"):
        op.execute(statement)
    op.drop_table("score_policy")
