"""What handling a ticket needs: customers' duties, tickets found by their threads, and what their time counts in."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_dead = sa.text("state = 'dead'")


def upgrade() -> None:
    op.add_column("customer", sa.Column("duties", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    op.add_column("ticket", sa.Column("next_calendar", sqltypes.AutoString(), nullable=True))
    op.create_index(op.f("ix_ticket_origin_channel_origin_ts"), "ticket", ["origin_channel", "origin_ts"])
    op.create_index(op.f("ix_ticket_triage_channel_card_ts"), "ticket", ["triage_channel", "card_ts"])
    op.create_index(op.f("ix_ticket_changed_at"), "ticket", ["changed_at"])
    op.create_index("ix_notice_dead", "notice", ["settled_at"], sqlite_where=_dead, postgresql_where=_dead)


def downgrade() -> None:
    op.drop_index("ix_notice_dead", "notice")
    for index in ("ix_ticket_changed_at", "ix_ticket_triage_channel_card_ts", "ix_ticket_origin_channel_origin_ts"):
        op.drop_index(index, "ticket")
    op.drop_column("ticket", "next_calendar")
    op.drop_column("customer", "duties")
