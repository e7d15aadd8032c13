"""The steps of P10 in a program of its own, without rakumap: NAME ITEMS REPORT OUT NEEDLE; a line of JSON for each step."""

from __future__ import annotations

import csv
import importlib
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

Steps = dict[str, Callable[[], int]]


def sqlite_steps(items: str, report: str, out: str, needle: str) -> Steps:
    """Tables in memory."""
    db = sqlite3.connect(":memory:")

    def table(name: str, path: str) -> int:
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = ", ".join(f'"{column}"' for column in next(rows))
            db.execute(f"CREATE TABLE {name} ({header})")
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * (header.count(',') + 1))})", rows)
        return int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0])

    def load() -> int:
        table("item", items)
        return table("listing", report)

    def join() -> int:
        db.execute("CREATE INDEX item_sku ON item (SKU)")
        query = "CREATE TABLE joined AS SELECT l.*, i.SKU AS linked FROM listing l LEFT JOIN item i ON i.SKU = l.sku"
        db.execute(query)
        return int(db.execute("SELECT count(linked) FROM joined").fetchone()[0])

    def export() -> int:
        with open(out, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(db.execute("SELECT * FROM joined"))
        return int(db.execute("SELECT count(*) FROM joined").fetchone()[0])

    query = "SELECT sku FROM listing WHERE title LIKE ?"
    return {
        "load": load,
        "filter": lambda: len(db.execute(query, (f"%{needle}%",)).fetchall()),
        "join": join,
        "export": export,
    }


def duckdb_steps(items: str, report: str, out: str, needle: str) -> Steps:
    """Tables in memory."""
    db: Any = importlib.import_module("duckdb").connect()

    def one(query: str) -> int:
        return int(db.execute(query).fetchone()[0])

    def load() -> int:
        for name, path in (("item", items), ("listing", report)):
            db.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar = true, header = true)")
        return one("SELECT count(*) FROM listing")

    def join() -> int:
        query = "CREATE TABLE joined AS SELECT l.*, i.SKU AS linked FROM listing l LEFT JOIN item i ON i.SKU = l.sku"
        db.execute(query)
        return one("SELECT count(linked) FROM joined")

    def export() -> int:
        db.execute(f"COPY joined TO '{out}' (HEADER)")
        return one("SELECT count(*) FROM joined")

    query = f"SELECT sku FROM listing WHERE title ILIKE '%{needle}%'"
    return {"load": load, "filter": lambda: len(db.execute(query).fetchall()), "join": join, "export": export}


def pandas_steps(items: str, report: str, out: str, needle: str) -> Steps:
    """Frames in memory."""
    pd: Any = importlib.import_module("pandas")
    frames: dict[str, Any] = {}

    def load() -> int:
        for name, path in (("item", items), ("listing", report)):
            frames[name] = pd.read_csv(path, dtype=str)
        return len(frames["listing"])

    def find() -> int:
        listing = frames["listing"]
        return len(listing[listing["title"].str.contains(needle, case=False, regex=False)])

    def join() -> int:
        item = frames["item"][["SKU"]].assign(linked=frames["item"]["SKU"])
        frames["joined"] = frames["listing"].merge(item, how="left", left_on="sku", right_on="SKU")
        return int(frames["joined"]["linked"].count())

    def export() -> int:
        frames["joined"].to_csv(out, index=False)
        return len(frames["joined"])

    return {"load": load, "filter": find, "join": join, "export": export}


TOOLS = {"sqlite": sqlite_steps, "duckdb": duckdb_steps, "pandas": pandas_steps}


def main() -> None:
    """Take the steps one after the other."""
    name, *paths = sys.argv[1:]
    for step, take in TOOLS[name](*paths).items():
        began = time.perf_counter()
        hits = take()
        print(json.dumps({"step": step, "seconds": time.perf_counter() - began, "hits": hits}), flush=True)


if __name__ == "__main__":
    main()
