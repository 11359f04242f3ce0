"""What the columns of all tables have in common: names of constraints, row numbers, JSON, and enums as text."""

from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Enum, Integer
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# 64 bits on PostgreSQL; SQLite numbers rows by itself only in a column that is called INTEGER.
row_number = BigInteger().with_variant(Integer, "sqlite")
# Python's None is the database's NULL, not the JSON word null.
json = JSON(none_as_null=True)


def one_of(kind: type[StrEnum], name: str) -> Enum:
    """A text column that takes the enum's values only, checked here and by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
