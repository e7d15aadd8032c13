"""Real product lists, kept beside the repository, as the report and the inventory of a shop."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data" / "matching"
REPORT_HEADER = ["listing_id", "sku", "title", "quantity", "price", "barcode"]
Rows = list[dict[str, str]]


def rows_of(name: str, side: str) -> Rows:
    """One side of a list; without the lists the test is skipped."""
    path = DATA / name / f"{side}.csv"
    if not path.exists():
        pytest.skip("the product lists are not here: shared/data/matching beside the repository")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listings_of(name: str) -> Rows:
    """The listings: one without a SKU has its id as SKU."""
    return [{**row, "sku": row["sku"] or row["id"]} for row in rows_of(name, "left")]


def items_of(name: str) -> Rows:
    """The inventory: an item without a SKU gets one."""
    return [{**row, "sku": row["sku"] or f"I:{row['id']}"} for row in rows_of(name, "right")]


def write_report(path: Path, listings: Rows) -> None:
    """Write listings as a report."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REPORT_HEADER)
        writer.writerows([row["id"], row["sku"], row["title"], "5", row["price"], row["barcode"]] for row in listings)


def write_items(path: Path, items: Rows) -> None:
    """Write items as an inventory, five of each in stock."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["SKU", "Title", "Barcode", "Level"])
        writer.writerows([row["sku"], row["title"], row["barcode"], 5] for row in items)
