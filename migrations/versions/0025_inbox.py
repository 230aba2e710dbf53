"""Indices by which the inbox reads cases in the order in which it shows them."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NEW = {
    "ix_feedback_case_office_newest": ["office_id", "restricted", "hour", "id"],
    "ix_feedback_case_office_state": ["office_id", "restricted", "state", "hour", "id"],
    "ix_feedback_case_unit_newest": ["unit", "office_id", "restricted", "hour", "id"],
    "ix_feedback_case_holder_newest": ["holder_id", "restricted", "hour", "id"],
    "ix_feedback_case_task_newest": ["task_id", "restricted", "hour", "id"],
}
OLD = {
    "ix_feedback_case_office_state_due": ["office_id", "state", "due_at"],
    "ix_feedback_case_holder_id": ["holder_id"],
    "ix_feedback_case_task_id": ["task_id"],
}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(gone: dict[str, list[str]], made: dict[str, list[str]]) -> None:
    for name, columns in made.items():
        op.create_index(name, "feedback_case", columns)
    for name in gone:
        op.drop_index(name, "feedback_case")
