"""Order files: read with the room of tables, for the channel kind that takes orders from files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rakumap.core.errors import UserError
from rakumap.core.guard import unguarded
from rakumap.core.job import Job
from rakumap.core.text import trimmed
from rakumap.services.reading import ReadOptions, open_rows


def order_records(path: Path, job: Job) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Read a file of orders: the line and the cells by field, record by record.

    Raises:
        UserError: it is no table, lacks a column, holds a record that cannot be read, or changes meanwhile.
    """
    with open_rows("orders", path, ReadOptions(ask=False), job) as rows:
        for record in rows.table.records():
            if record.problem is not None:
                raise UserError("orders_bad_row", name=path.name, line=record.line)
            cells = {field: unguarded(trimmed(record.cells[column])) for field, column in rows.columns.items()}
            if any(cells.values()):
                yield record.line, cells
        rows.check_complete()
