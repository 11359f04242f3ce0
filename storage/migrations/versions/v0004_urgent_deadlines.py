"""The most urgent deadlines are found among however many that have come."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deadline", sa.Column("priority_rank", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(
        "UPDATE deadline SET priority_rank = "
        "(SELECT ticket.priority_rank FROM ticket WHERE ticket.id = deadline.ticket_id)"
    )
    op.create_index(op.f("ix_deadline_priority_rank_due"), "deadline", ["priority_rank", "due"])


def downgrade() -> None:
    op.drop_index(op.f("ix_deadline_priority_rank_due"), table_name="deadline")
    op.drop_column("deadline", "priority_rank")
