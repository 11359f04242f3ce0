"""The first tables: tickets, ledgers, deadlines, the outbox and what they need."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_row_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_text = sqltypes.AutoString()
_instant = sqltypes.UTCDateTime()
_json = sa.JSON(none_as_null=True)
_still_open = sa.text("state IN ('pending', 'sending')")


def upgrade() -> None:
    op.create_table(
        "contract_version",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("contract", _text, nullable=False),
        sa.Column("version", _text, nullable=False),
        sa.Column("digest", _text, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stored_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_contract_version_digest")),
    )
    op.create_table(
        "customer",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("key", _text, nullable=False),
        sa.Column("name", _text, nullable=False),
        sa.Column("contract", _text, nullable=False),
        sa.Column("plan", _text, nullable=False),
        sa.Column("term_starts", sa.Date(), nullable=True),
        sa.Column("term_ends", sa.Date(), nullable=True),
        sa.Column("tam", _text, nullable=True),
        sa.Column("channels", _json, nullable=False),
        sa.Column("contacts", _json, nullable=False),
        sa.Column("seed", _text, nullable=True),
        sa.Column("created_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("key", name=op.f("uq_customer_key")),
    )
    op.create_table(
        "on_call_override",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("schedule", _text, nullable=False),
        sa.Column("person", _text, nullable=False),
        sa.Column("starts", _instant, nullable=False),
        sa.Column("ends", _instant, nullable=False),
        sa.Column("by", _text, nullable=False),
        sa.Column("created_at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_override")),
    )
    op.create_index(op.f("ix_on_call_override_schedule_ends"), "on_call_override", ["schedule", "ends"])
    op.create_table(
        "ticket",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("customer_id", _row_number, nullable=False),
        sa.Column("contract_version_id", _row_number, nullable=False),
        sa.Column("plan", _text, nullable=False),
        sa.Column("title", _text, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("severity", _text, nullable=False),
        sa.Column("priority_rank", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "waiting",
                "resolved",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", _instant, nullable=False),
        sa.Column("opened_by", _text, nullable=False),
        sa.Column("origin_channel", _text, nullable=True),
        sa.Column("origin_ts", _text, nullable=True),
        sa.Column("contact", _json, nullable=False),
        sa.Column("assignee", _text, nullable=True),
        sa.Column("triage_channel", _text, nullable=False),
        sa.Column("card_ts", _text, nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("next_due", _instant, nullable=True),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_version_id"],
            ["contract_version.id"],
            name=op.f("fk_ticket_contract_version_id_contract_version"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ticket_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_customer_id"), "ticket", ["customer_id"])
    op.create_index(op.f("ix_ticket_state_next_due_id"), "ticket", ["state", "next_due", "id"])
    op.create_table(
        "deadline",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("ticket_id", _row_number, nullable=False),
        sa.Column("clock", _text, nullable=False),
        sa.Column("due", _instant, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_deadline_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("ticket_id", "clock", name=op.f("uq_deadline_ticket_id_clock")),
    )
    op.create_index(op.f("ix_deadline_due"), "deadline", ["due"])
    op.create_table(
        "ledger_entry",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("ticket_id", _row_number, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _instant, nullable=False),
        sa.Column("kind", _text, nullable=False),
        sa.Column("by", _text, nullable=False),
        sa.Column("body", _json, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ledger_entry_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("ticket_id", "seq", name=op.f("uq_ledger_entry_ticket_id_seq")),
    )
    op.create_table(
        "notice",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("key", _text, nullable=False),
        sa.Column("ticket_id", _row_number, nullable=True),
        sa.Column("kind", _text, nullable=False),
        sa.Column("place", _text, nullable=False),
        sa.Column("lane", _text, nullable=False),
        sa.Column("priority_rank", sa.Integer(), nullable=False),
        sa.Column("body", _json, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sending",
                "sent",
                "dropped",
                "dead",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("put_at", _instant, nullable=False),
        sa.Column("planned_at", _instant, nullable=False),
        sa.Column("not_before", _instant, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", _instant, nullable=True),
        sa.Column("claim", _text, nullable=True),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("channel", _text, nullable=True),
        sa.Column("ts", _text, nullable=True),
        sa.Column("settled_at", _instant, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notice_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(
        "ix_notice_open_by_lane", "notice", ["lane", "id"], sqlite_where=_still_open, postgresql_where=_still_open
    )
    op.create_index(
        "ix_notice_open_by_rank",
        "notice",
        ["priority_rank", "id"],
        sqlite_where=_still_open,
        postgresql_where=_still_open,
    )
    op.create_index(op.f("ix_notice_ticket_id"), "notice", ["ticket_id"])
    op.create_table(
        "received_request",
        sa.Column("key", _text, nullable=False),
        sa.Column("received_at", _instant, nullable=False),
        sa.Column("ticket_id", _row_number, nullable=True),
        sa.Column("answer", _json, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_received_request_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_received_request")),
    )


def downgrade() -> None:
    op.drop_table("received_request")
    op.drop_table("notice")
    op.drop_table("ledger_entry")
    op.drop_table("deadline")
    op.drop_table("ticket")
    op.drop_table("on_call_override")
    op.drop_table("customer")
    op.drop_table("contract_version")
