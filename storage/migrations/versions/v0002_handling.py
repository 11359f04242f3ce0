"""What handling a ticket needs: customers' duties, tickets found by their threads, and what their time counts in."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("customer") as customer:
        # The column is filled for customers who are there already; new rows name it themselves.
        customer.add_column(sa.Column("duties", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    with op.batch_alter_table("customer") as customer:
        customer.alter_column("duties", server_default=None)
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("next_calendar", sqltypes.AutoString(), nullable=True))
        ticket.create_index(op.f("ix_ticket_origin_channel"), ["origin_channel", "origin_ts"])
        ticket.create_index(op.f("ix_ticket_triage_channel"), ["triage_channel", "card_ts"])
