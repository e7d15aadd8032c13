"""Temporary tables that take many rows: filled by the driver directly, their indexes made once they are full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Index, Table, func, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, DropIndex, DropTable

from rakumap.store.scratch import SCHEMA

_DEFINITIONS: dict[str, Callable[[Any], DDLElement]] = {
    "drop": partial(DropTable, if_exists=True),
    "create": CreateTable,
    "ensure": partial(CreateTable, if_not_exists=True),
    "index": partial(CreateIndex, if_not_exists=True),
}


def make(connection: Connection, *tables: Table) -> None:
    """Make the tables anew, empty and without indexes."""
    for table in tables:
        _define(connection, "drop", table)
        _define(connection, "create", table)


def ensure(connection: Connection, *tables: Table) -> None:
    """Make the tables with their indexes where they are not there."""
    for table in tables:
        _define(connection, "ensure", table)
        index(connection, table)


def fill(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Add rows of values as they are stored; ``columns`` in the order of the table.

    SQLAlchemy would look at each value of each row, which takes longer than SQLite does.
    """
    if rows:
        text, positional = _insert_text(table, tuple(columns), connection.dialect)
        values = rows if positional else [dict(zip(columns, row, strict=True)) for row in rows]
        connection.exec_driver_sql(text, values)


def index(connection: Connection, table: Table) -> None:
    """Make the indexes of a table that is full, those that are not there yet."""
    for one in sorted(table.indexes, key=lambda found: str(found.name)):
        _define(connection, "index", one)


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


@lru_cache(maxsize=64)
def _insert_text(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, bool]:
    """The text of an insert, and whether its values go by position."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), bool(compiled.positional)


def _define(connection: Connection, what: str, one: Table | Index) -> None:
    """Carry out a definition, in the scratch file where the connection has one."""
    connection.exec_driver_sql(_text(what, one, connection.dialect, scratch=SCHEMA in connection.info))


@lru_cache(maxsize=256)
def _text(what: str, one: Table | Index, dialect: Dialect, *, scratch: bool) -> str:
    """The text of a definition; they are few and the same every time."""
    text = str(_DEFINITIONS[what](one).compile(dialect=dialect))
    if what == "drop" or not scratch:
        return text
    text = text.replace("CREATE TEMPORARY", "CREATE", 1)
    for words in ("TABLE IF NOT EXISTS ", "INDEX IF NOT EXISTS ", "TABLE "):
        if words in text:
            return text.replace(words, f"{words}{SCHEMA}.", 1)
    raise ValueError(text)
