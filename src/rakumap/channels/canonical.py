"""Listings that were asked for page by page, as one report file with the headers every report may have."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from rakumap.channels.arrival import Arrival
from rakumap.channels.connector import FetchedReport
from rakumap.core.guard import guarded
from rakumap.core.job import Job

_CAP = 1 << 30
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing as its channel says it; the fields are the headers of the report. ``price`` is exact, as text."""

    listing_id: str
    sku: str = ""
    title: str = ""
    quantity: int | None = None
    unlimited: bool = False
    price: str = ""
    currency: str = ""
    barcode: str = ""
    parent_id: str = ""
    variation: str = ""
    updated: datetime | None = None


HEADER = tuple(field.name for field in fields(Listed))


def write_report(pages: Iterable[tuple[Listed, ...]], into: Path, name: str, job: Job) -> FetchedReport:
    """Write pages of listings into a file of the folder ``into``, whole or not at all; ``name`` is what it is called.

    Raises what ``pages`` raise, and ``StoreError`` when there is no room.
    """
    path = into / f"report-{uuid.uuid4().hex}.csv"
    done = 0
    with Arrival(path, name, _CAP) as arrival:
        arrival.write(b"\xef\xbb\xbf" + _lines([HEADER]))
        for page in pages:
            for start in range(0, len(page), _ROWS):
                arrival.write(_lines(map(_cells, page[start : start + _ROWS])))
            done += len(page)
            job.checkpoint("listings", done)
        arrival.keep()
        size, mark = arrival.size, arrival.fingerprint
        return FetchedReport(path, f"{name}.csv", None, mark, size, charset="utf-8", live=True)


def _cells(row: Listed) -> tuple[str, ...]:
    return tuple(_text(value) for value in astuple(row))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return guarded(str(value))


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
