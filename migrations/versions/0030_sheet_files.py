"""Files that belong to a supervision sheet lie in the table of files that came with the steps of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_OWNER = "(sheet_id IS NULL) <> (step_id IS NULL) AND (case_id IS NULL) = (step_id IS NULL)"
_UNORDERED = {"sqlite_with_rowid": False}
_OF_SHEET = "(sheet_id IS NULL) = (sha256 IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("case_file", copy_from=_before(), table_kwargs=_UNORDERED) as table:
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("step_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("sheet_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
        table.create_foreign_key(op.f("fk_case_file_sheet_id"), "supervision_sheet", ["sheet_id"], ["id"])
        table.create_check_constraint(op.f("ck_case_file_owner"), _OWNER)
        table.create_check_constraint(op.f("ck_case_file_digest"), _OF_SHEET)
        table.create_unique_constraint(op.f("uq_case_file_sheet_id_number"), ["sheet_id", "number"])
        table.create_unique_constraint(op.f("uq_case_file_sheet_id_sha256"), ["sheet_id", "sha256"])


def downgrade() -> None:
    """Refused while sheets have files: an older version would lose what a filed sheet rests on."""
    filed = "SELECT count(*) FROM case_file WHERE sheet_id IS NOT NULL"
    if op.get_bind().execute(sa.text(filed)).scalar_one():
        raise RuntimeError("case_file holds files of supervision sheets, which stand nowhere else: save them first")
    with op.batch_alter_table("case_file", copy_from=_after(), table_kwargs=_UNORDERED) as table:
        table.drop_constraint(op.f("uq_case_file_sheet_id_sha256"), type_="unique")
        table.drop_constraint(op.f("uq_case_file_sheet_id_number"), type_="unique")
        table.drop_constraint(op.f("ck_case_file_digest"), type_="check")
        table.drop_constraint(op.f("ck_case_file_owner"), type_="check")
        table.drop_constraint(op.f("fk_case_file_sheet_id"), type_="foreignkey")
        table.drop_column("sha256")
        table.drop_column("sheet_id")
        table.alter_column("step_id", existing_type=sa.Uuid(), nullable=False)
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)


def _before() -> sa.Table:
    """The table as migration 0013 made it: a copy that is built from what SQLite tells would number its rows."""
    return sa.Table("case_file", sa.MetaData(), *_columns(needed=True), *_rules(), **_UNORDERED)


def _after() -> sa.Table:
    """The table as this migration makes it."""
    return sa.Table(
        "case_file",
        sa.MetaData(),
        *_columns(needed=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        *_rules(),
        sa.ForeignKeyConstraint(["sheet_id"], ["supervision_sheet.id"], name=op.f("fk_case_file_sheet_id")),
        sa.CheckConstraint(_OWNER, name=op.f("ck_case_file_owner")),
        sa.CheckConstraint(_OF_SHEET, name=op.f("ck_case_file_digest")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_case_file_sheet_id_number")),
        sa.UniqueConstraint("sheet_id", "sha256", name=op.f("uq_case_file_sheet_id_sha256")),
        **_UNORDERED,
    )


def _columns(*, needed: bool) -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=not needed),
        sa.Column("step_id", sa.Uuid(), nullable=not needed),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    ]


def _rules() -> list[sa.Constraint | sa.Index]:
    return [
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name=op.f("ck_case_file_sides")),
        sa.ForeignKeyConstraint(["case_id"], ["feedback_case.id"], name=op.f("fk_case_file_case_id")),
        sa.ForeignKeyConstraint(["step_id"], ["case_step.id"], name=op.f("fk_case_file_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("step_id", "number", name=op.f("uq_case_file_step_id_number")),
        sa.Index(op.f("ix_case_file_case_id"), "case_id"),
    ]
