"""Temporary tables that take many rows: filled by the driver directly, their indexes made once they are full."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Executable, Table, func, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, DropIndex, DropTable

from rakumap.store.scratch import SCHEMA


def make(connection: Connection, *tables: Table) -> None:
    """Make the tables anew, empty and without indexes."""
    for table in tables:
        connection.execute(DropTable(table, if_exists=True))
        _define(connection, CreateTable(table))


def ensure(connection: Connection, *tables: Table) -> None:
    """Make the tables with their indexes where they are not there."""
    for table in tables:
        _define(connection, CreateTable(table, if_not_exists=True))
        index(connection, table)


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
        _define(connection, CreateIndex(one, if_not_exists=True))


def insert_many(connection: Connection, table: Table, statement: Executable, rows: int) -> None:
    """Carry out an insert of so many rows; when they outnumber those there, the table's indexes are made anew.

    Entering a row into an index of a million others costs a page of it each time; sorting them all does not.
    """
    if not rows:
        return
    if rows < connection.execute(select(func.count()).select_from(table)).scalar_one():
        connection.execute(statement)
        return
    indexes = sorted((one for one in table.indexes if not one.unique), key=lambda found: str(found.name))
    for one in indexes:
        connection.execute(DropIndex(one))
    connection.execute(statement)
    for one in indexes:
        connection.execute(CreateIndex(one))


def _define(connection: Connection, element: DDLElement) -> None:
    """Carry out a definition, in the scratch file where the connection has one."""
    if SCHEMA not in connection.info:
        connection.execute(element)
        return
    text = str(element.compile(dialect=connection.dialect)).replace("CREATE TEMPORARY", "CREATE", 1)
    for words in ("TABLE IF NOT EXISTS ", "INDEX IF NOT EXISTS ", "TABLE "):
        if words in text:
            connection.exec_driver_sql(text.replace(words, f"{words}{SCHEMA}.", 1))
            return
    raise ValueError(text)
