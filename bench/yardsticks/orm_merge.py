"""Merging a report through an ORM in batches of 500 rows, as an ordinary program would; on a store of ``sql_merge``.

Prints how many rows were changed, new and gone.
"""

from __future__ import annotations

import csv
import json
import sys
from itertools import islice
from pathlib import Path

from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.yardsticks.sql_merge import COLUMNS

BATCH = 500


class Base(DeclarativeBase):
    """What the ORM asks for."""


class Listing(Base):
    """One row of the store."""

    __tablename__ = "listing"
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[int] = mapped_column(default=1)
    listing_id: Mapped[str]
    sku: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[str]
    unlimited: Mapped[str]
    price: Mapped[str]
    currency: Mapped[str]
    barcode: Mapped[str]
    updated: Mapped[str]
    gone: Mapped[int | None]


def merge(store: Path, report: Path) -> dict[str, int]:
    """Merge a report; the numbers of rows."""
    counts = {"changed": 0, "new": 0, "gone": 0}
    seen: set[str] = set()
    with Session(create_engine(f"sqlite:///{store.as_posix()}")) as session:
        with report.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            while batch := list(islice(rows, BATCH)):
                _merge_batch(session, batch, counts)
                seen.update(row["listing_id"] for row in batch)
        query = select(Listing.id, Listing.listing_id).where(Listing.gone.is_(None))
        lost = [key for key, listing_id in session.execute(query) if listing_id not in seen]
        for start in range(0, len(lost), BATCH):
            session.execute(update(Listing).where(Listing.id.in_(lost[start : start + BATCH])).values(gone=1))
        counts["gone"] = len(lost)
        session.commit()
    return counts


def _merge_batch(session: Session, batch: list[dict[str, str]], counts: dict[str, int]) -> None:
    keys = [row["listing_id"] for row in batch]
    known = {one.listing_id: one for one in session.scalars(select(Listing).where(Listing.listing_id.in_(keys)))}
    for row in batch:
        values = {name: row[name] for name in COLUMNS}
        one = known.get(row["listing_id"])
        if one is None:
            session.add(Listing(**values))
            counts["new"] += 1
        elif any(getattr(one, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(one, name, value)
            counts["changed"] += 1
    session.flush()
    session.expunge_all()


if __name__ == "__main__":
    print(json.dumps(merge(Path(sys.argv[1]), Path(sys.argv[2]))))
