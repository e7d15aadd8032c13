"""Whole columns out of SQLite: one text for each, its values one behind the other, joined inside the database.

A loop over rows in Python would hold the interpreter's lock and with it the window; this leaves no row to Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, select

_BETWEEN = "\x1f"
"""Stands between two values of a column."""


def read(
    connection: Connection, query: Select[Any], kinds: Mapping[str, pl.DataType], together: Mapping[str, str]
) -> pl.DataFrame:
    """The columns of a query, in whatever order the database has its rows.

    ``together`` says of a column which other one is absent in the same rows. The connection sees one snapshot: what the
    first statement cannot tell, the ones after it ask for.
    """
    rows = query.subquery()
    wanted: list[Any] = [func.count()]
    for column in rows.c:
        wanted += [func.group_concat(column, _BETWEEN), func.count(column)]
    total, *found = connection.execute(select(*wanted)).one()
    texts = dict(zip(kinds, found[::2], strict=True))
    counts = dict(zip(kinds, found[1::2], strict=True))
    some = sorted({together.get(name, name) for name in kinds if 0 < counts[name] < total})
    there = _present(connection, query, some)
    odd: list[str] = []
    columns: list[pl.Series] = []
    for name, kind in kinds.items():
        values = _split(texts[name], kind)
        if len(values) != counts[name]:  # a text that holds what should stand between
            odd.append(name)
            values = pl.Series([], dtype=kind)
        elif counts[name] < total:
            values = _spread(values, there.get(together.get(name, name)), total)
        columns.append(values.alias(name))
    return pl.DataFrame(columns) if not odd else _decoded(connection, query, kinds)


def _split(text: str | None, kind: pl.DataType) -> pl.Series:
    if text is None:
        return pl.Series([], dtype=kind)
    values = pl.Series([text]).str.split(_BETWEEN).explode(empty_as_null=False)
    return values if kind == pl.String else values.cast(kind)


def _present(connection: Connection, query: Select[Any], names: Sequence[str]) -> dict[str, pl.Series]:
    """In which rows these columns have a value."""
    if not names:
        return {}
    rows = query.subquery()
    masks = [func.group_concat(rows.c[name].is_not(None), _BETWEEN) for name in names]
    found = connection.execute(select(*masks)).one()
    return {name: _split(text, pl.String()) == "1" for name, text in zip(names, found, strict=True)}


def _spread(values: pl.Series, there: pl.Series | None, total: int) -> pl.Series:
    """The values in the rows that have one."""
    if there is None:  # none has
        return pl.Series([None], dtype=values.dtype).new_from_index(0, total)
    places = pl.DataFrame({"there": there}).select(pl.when("there").then(pl.col("there").cum_sum() - 1)).to_series()
    return values.gather(places)


def _decoded(connection: Connection, query: Select[Any], kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The same by JSON, which can hold every text and takes twice as long."""
    rows = query.subquery()
    arrays = connection.execute(select(*(func.json_group_array(column) for column in rows.c))).one()
    raw = pl.DataFrame({name: [text] for name, text in zip(kinds, arrays, strict=True)})
    parsed = [pl.col(name).str.json_decode(pl.List(kind)) for name, kind in kinds.items()]
    return raw.lazy().select(parsed).explode(list(kinds)).collect()
