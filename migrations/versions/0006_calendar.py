"""What people set and do about due dates; working days; reminders by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_calendar_feed_official_id")),
        sa.PrimaryKeyConstraint("official_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "calendar_setting",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.Text(), nullable=False),
        sa.Column("remind_overdue", sa.Boolean(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("lead_days >= 1 AND lead_days <= 60", name=op.f("ck_calendar_setting_lead_days")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_calendar_setting_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_calendar_setting")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_holiday_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("office_id", "falls_on", name=op.f("uq_holiday_office_id_falls_on")),
    )
    op.create_table(
        "reminder_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_reminder_mail_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mail")),
        sa.UniqueConstraint("official_id", "sent_on", name=op.f("uq_reminder_mail_official_id_sent_on")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["reminder_mail.id"], name=op.f("fk_reminder_mail_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_reminder_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "official_id", "entry", "due_on", "stage", name=op.f("uq_reminder_official_id_entry_due_on_stage")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_mail_id", ["mail_id"], unique=False)

    op.create_table(
        "report_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["official.id"], name=op.f("fk_report_request_created_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_report_request_office_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_report_request_plan_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_request")),
    )
    with op.batch_alter_table("report_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_request_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_request_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=300), nullable=True),
        sa.CheckConstraint("(official_id IS NULL) <> (unit IS NULL)", name=op.f("ck_asked_one")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_asked_official_id")),
        sa.ForeignKeyConstraint(["request_id"], ["report_request.id"], name=op.f("fk_asked_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
        sa.UniqueConstraint("request_id", "official_id", name=op.f("uq_asked_request_id_official_id")),
        sa.UniqueConstraint("request_id", "unit", name=op.f("uq_asked_request_id_unit")),
    )
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_official_id"), ["official_id"], unique=False)

    op.create_table(
        "due_day",
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_due_day_deadline_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["official.id"], name=op.f("fk_due_day_set_by_id")),
        sa.PrimaryKeyConstraint("deadline_id", "occurrence", name=op.f("pk_due_day")),
    )
    op.create_table(
        "due_rule",
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("following", sa.Boolean(), nullable=False),
        sa.Column("dayless", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(day IS NULL) = dayless", name=op.f("ck_due_rule_day_or_none")),
        sa.CheckConstraint("day IS NULL OR (day >= 1 AND day <= 31)", name=op.f("ck_due_rule_day")),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_due_rule_deadline_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["official.id"], name=op.f("fk_due_rule_set_by_id")),
        sa.PrimaryKeyConstraint("deadline_id", name=op.f("pk_due_rule")),
    )
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("occurrence", sa.String(length=12), nullable=True),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(deadline_id IS NULL) <> (asked_id IS NULL)", name=op.f("ck_completion_one")),
        sa.CheckConstraint("(deadline_id IS NULL) = (occurrence IS NULL)", name=op.f("ck_completion_occurrence")),
        sa.ForeignKeyConstraint(["asked_id"], ["asked.id"], name=op.f("fk_completion_asked_id")),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_completion_deadline_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["official.id"], name=op.f("fk_completion_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("asked_id", name=op.f("uq_completion_asked_id")),
        sa.UniqueConstraint("deadline_id", "occurrence", name=op.f("uq_completion_deadline_id_occurrence")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=500), nullable=True),
        sa.Column("filename", sa.String(length=255), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(reference IS NULL) <> (sha256 IS NULL)", name=op.f("ck_evidence_one")),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (content IS NULL) AND (sha256 IS NULL) = (filename IS NULL)"
            " AND (sha256 IS NULL) = (size IS NULL)",
            name=op.f("ck_evidence_file"),
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["official.id"], name=op.f("fk_evidence_added_by_id")),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_evidence_completion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("completion_id", "sha256", name=op.f("uq_evidence_completion_id_sha256")),
    )
    # by the database itself, here and below: a table made anew would meet the rows that point to the old one
    with op.batch_alter_table("official", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("mail_wanted", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("mail_locale", sa.String(length=5), server_default="vi", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("official", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("mail_locale")
        batch_op.drop_column("mail_wanted")
        batch_op.drop_column("email")

    op.drop_table("evidence")
    op.drop_table("completion")
    op.drop_table("due_rule")
    op.drop_table("due_day")
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_official_id"))

    op.drop_table("asked")
    with op.batch_alter_table("report_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_request_plan_id"))
        batch_op.drop_index(batch_op.f("ix_report_request_office_id"))

    op.drop_table("report_request")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_reminder_mail_id")

    op.drop_table("reminder")
    op.drop_table("reminder_mail")
    op.drop_table("holiday")
    op.drop_table("calendar_setting")
    op.drop_table("calendar_feed")
