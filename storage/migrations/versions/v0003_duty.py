"""What being on call needs: exchanged shifts, imported calendars, drills, what became of a notice, its places."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_text = sqltypes.AutoString()
_instant = sqltypes.UTCDateTime()
_row_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "on_call_swap",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("schedule", _text, nullable=False),
        sa.Column("asker", _text, nullable=False),
        sa.Column("asked", _text, nullable=False),
        sa.Column("gives_starts", _instant, nullable=False),
        sa.Column("gives_ends", _instant, nullable=False),
        sa.Column("takes_starts", _instant, nullable=True),
        sa.Column("takes_ends", _instant, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", _instant, nullable=False),
        sa.Column("answered_at", _instant, nullable=True),
        sa.Column("answered_by", _text, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_swap")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("schedule", _text, nullable=False),
        sa.Column("source", _text, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_at", _instant, nullable=False),
        sa.Column("tried_at", _instant, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("schedule", name=op.f("pk_calendar_feed")),
    )
    op.create_table(
        "drill",
        sa.Column("id", _row_number, nullable=False),
        sa.Column("schedule", _text, nullable=False),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("channel", _text, nullable=False),
        sa.Column("started_at", _instant, nullable=False),
        sa.Column("started_by", _text, nullable=False),
        sa.Column("answered_at", _instant, nullable=True),
        sa.Column("answered_by", _text, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
    )
    op.create_table(
        "place",
        sa.Column("place", _text, nullable=False),
        sa.Column("taken_at", _instant, nullable=False),
        sa.Column("free_at", _instant, nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("storm", _text, nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_place")),
    )
    with op.batch_alter_table("on_call_override") as override:
        override.add_column(sa.Column("withdrawn_at", _instant, nullable=True))
        override.add_column(sa.Column("swap_id", _row_number, nullable=True))
        override.create_foreign_key(
            op.f("fk_on_call_override_swap_id_on_call_swap"), "on_call_swap", ["swap_id"], ["id"]
        )
    op.add_column("notice", sa.Column("bundle", _text, nullable=True))
    op.add_column("notice", sa.Column("seen_at", _instant, nullable=True))
    op.add_column("notice", sa.Column("seen_by", _text, nullable=True))
    posted = sa.text("ts IS NOT NULL")
    op.create_index(op.f("ix_notice_posted"), "notice", ["ts", "channel"], sqlite_where=posted, postgresql_where=posted)
    told_by_another = sa.text("bundle IS NOT NULL")
    op.create_index(
        op.f("ix_notice_bundle"),
        "notice",
        ["bundle"],
        sqlite_where=told_by_another,
        postgresql_where=told_by_another,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_bundle"), "notice")
    op.drop_index(op.f("ix_notice_posted"), "notice")
    for column in ("seen_by", "seen_at", "bundle"):
        op.drop_column("notice", column)
    with op.batch_alter_table("on_call_override") as override:
        override.drop_constraint(op.f("fk_on_call_override_swap_id_on_call_swap"), type_="foreignkey")
        override.drop_column("swap_id")
        override.drop_column("withdrawn_at")
    for table in ("place", "drill", "calendar_feed", "on_call_swap"):
        op.drop_table(table)
