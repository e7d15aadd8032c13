"""Temporary tables that take many rows: filled by the driver directly, their indexes made once they are full."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, insert
from sqlalchemy.schema import CreateTable, DropTable


def make(connection: Connection, *tables: Table) -> None:
    """Make the tables anew, empty and without indexes."""
    for table in tables:
        connection.execute(DropTable(table, if_exists=True))
        connection.execute(CreateTable(table))


def fill(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Add rows of values as they are stored; ``columns`` in the order of the table.

    SQLAlchemy would look at each value of each row, which takes longer than SQLite does.
    """
    if rows:
        compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
        values = rows if compiled.positional else [dict(zip(columns, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(compiled), values)


def index(connection: Connection, table: Table) -> None:
    """Make the indexes of a table that is full, those that are not there yet."""
    for one in sorted(table.indexes, key=lambda found: str(found.name)):
        one.create(connection, checkfirst=True)
