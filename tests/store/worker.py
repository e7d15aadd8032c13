"""A process that works on a store until it is killed; it says on standard output what it was told is done."""

from __future__ import annotations

import sys
from pathlib import Path

from rakumap.core.errors import StoreError
from rakumap.core.model import ItemRow
from rakumap.store.engine import open_database
from rakumap.store.queries import Queries
from tests.store.shop import Shop, row

ROWS = 200


def say(*words: object) -> None:
    print(*words, flush=True)


def opened(folder: Path) -> Shop:
    return Shop(folder, open_database(folder / "store.db", folder / "backups"))


def work(folder: Path) -> None:
    """Merge, import, link and undo, over and over; every step touches every row."""
    shop = opened(folder)
    shop.clock = max((one.started_at for one in shop.queries.runs(limit=1)), default=shop.clock)
    step = int(Queries(shop.database).meta("step") or 0)
    say("ready")
    while True:
        step += 1
        shop.report(*(row(f"S{n}", str(n), title=f"title {step}", quantity=step) for n in range(ROWS)))
        say("merged", step)
        shop.import_items(*(ItemRow(n, f"S{n}", f"item {step}", "", step, 0) for n in range(2, ROWS)))
        say("imported", step)
        shop.catalog.link_equal_skus(shop.channel)
        say("linked", step)
        shop.catalog.set_listings([one.key for one in shop.shown()], {"max_listed": step, "end_when": step})
        say("set", step)
        shop.catalog.undo()
        shop.catalog.undo()
        say("undone", step)
        shop.catalog.put_meta("step", str(step))


def set_values(folder: Path, name: str) -> None:
    """Set fields of all listings, as one of several processes; wait again where the store was busy."""
    shop = opened(folder)
    keys = [one.key for one in shop.shown()]
    say("ready")
    sys.stdin.readline()
    done = 0
    for value in range(1, 41):
        try:
            entry = shop.catalog.set_listings(keys, {"max_listed": value, name: value}).entry
            if value % 10 == 0:
                shop.catalog.undo(entry)
            done += 1
        except StoreError as error:
            if error.code != "store_busy":
                raise
    say("done", done)
    shop.database.close()


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(Path(sys.argv[2]))
    else:
        set_values(Path(sys.argv[2]), sys.argv[3])
