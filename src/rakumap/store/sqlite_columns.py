"""Whole columns out of SQLite: one JSON array for each, made inside the database.

A loop over rows in Python would hold the interpreter's lock and with it the window; this leaves no row to Python.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select


def as_arrays(connection: Connection, query: Select[Any]) -> dict[str, str]:
    """The columns of a query by name, each as the text of a JSON array; all in the same order."""
    rows = query.subquery()
    arrays = [func.json_group_array(column).label(column.name) for column in rows.c]
    return dict(connection.execute(select(*arrays)).mappings().one())
