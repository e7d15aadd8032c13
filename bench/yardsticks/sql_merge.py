"""Merging a report without the program: `prepare STORE REPORT` makes a store, `merge STORE REPORT` merges into it.

A staging table, a delta in temporary tables, one short transaction: the floor that set SQL reaches with the same driver.
Links stand in a table of their own, as in the program. Prints how many rows were changed, new and gone.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench.raw import connect

COLUMNS = ("listing_id", "sku", "title", "quantity", "unlimited", "price", "currency", "barcode", "updated")
BATCH = 5_000
TEXT = ", ".join(f"{name} TEXT" for name in COLUMNS)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "temp_store=FILE")


def records(report: Path) -> Iterator[tuple[str, ...]]:
    """The rows of the report in the order of ``COLUMNS``."""
    with report.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        places = [header.index(name) for name in COLUMNS]
        for row in rows:
            yield tuple(row[place] for place in places)


def fill(connection: Any, table: str, report: Path) -> None:
    """Put the report into a table."""
    marks = ", ".join("?" * len(COLUMNS))
    names = ", ".join(COLUMNS)
    rows = records(report)
    connection.execute("BEGIN")
    while batch := list(islice(rows, BATCH)):
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)
    connection.execute("COMMIT")


def opened(store: Path) -> Any:
    """The store with the pragmas of the program."""
    connection = connect(store)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def prepare(store: Path, report: Path) -> None:
    """Make a store that holds a report, two thirds of it linked."""
    connection = opened(store)
    connection.execute(
        f"CREATE TABLE listing (id INTEGER PRIMARY KEY, channel INTEGER DEFAULT 1, {TEXT}, gone INTEGER)"
    )
    connection.execute("CREATE TABLE link (listing INTEGER PRIMARY KEY, item INTEGER NOT NULL)")
    fill(connection, "listing", report)
    connection.execute("CREATE UNIQUE INDEX listing_key ON listing (channel, listing_id)")
    connection.execute("CREATE INDEX listing_sku ON listing (channel, sku)")
    connection.execute("INSERT INTO link SELECT id, id FROM listing WHERE id % 3")
    connection.close()


def merge(store: Path, report: Path) -> dict[str, int]:
    """Merge a report; the numbers of rows."""
    connection = opened(store)
    connection.execute(f"CREATE TEMP TABLE staged ({TEXT})")
    fill(connection, "staged", report)
    same = "l.channel = 1 AND l.listing_id = s.listing_id"
    left, right = (", ".join(f"{one}.{name}" for name in COLUMNS[1:]) for one in ("l", "s"))
    differs = f"({left}) IS NOT ({right}) OR l.gone"
    names = ", ".join(COLUMNS)
    connection.execute(
        "CREATE TEMP TABLE delta AS SELECT l.id, s.* FROM staged s JOIN listing l ON " + same + " WHERE " + differs
    )
    fresh = f"SELECT 1 FROM listing l WHERE {same}"
    connection.execute(f"CREATE TEMP TABLE fresh AS SELECT * FROM staged s WHERE NOT EXISTS ({fresh})")
    connection.execute("CREATE INDEX temp.staged_id ON staged (listing_id)")
    named = "SELECT 1 FROM staged s WHERE s.listing_id = l.listing_id"
    connection.execute(
        f"CREATE TEMP TABLE lost AS SELECT id FROM listing l WHERE channel = 1 AND gone IS NULL AND NOT EXISTS ({named})"
    )
    connection.execute("BEGIN IMMEDIATE")
    sets = ", ".join(f"{name} = d.{name}" for name in COLUMNS[1:])
    connection.execute(f"UPDATE listing SET gone = NULL, {sets} FROM delta d WHERE listing.id = d.id")
    connection.execute(f"INSERT INTO listing ({names}) SELECT {names} FROM fresh")
    connection.execute("UPDATE listing SET gone = 1 WHERE id IN (SELECT id FROM lost)")
    connection.execute("COMMIT")
    tables = {"changed": "delta", "new": "fresh", "gone": "lost"}
    counts = {name: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in tables.items()}
    connection.close()
    return counts


def main() -> None:
    """Carry out one of the two."""
    what, store, report = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "prepare":
        prepare(store, report)
    else:
        print(json.dumps(merge(store, report)))


if __name__ == "__main__":
    main()
