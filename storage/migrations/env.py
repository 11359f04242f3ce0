"""Runs the migration scripts on the connection that `storage.schema` hands over, in its transaction."""

from alembic import context
from sqlmodel import SQLModel

import storage.duty_tables  # The tables are known once they are imported.
import storage.tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite can alter a table only by copying it.
    render_as_batch=True,
    user_module_prefix="sqltypes.",
)
context.run_migrations()
