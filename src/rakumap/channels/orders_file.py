"""Order lines out of CSV, TSV or XLSX files: one file, or all those of a folder that came since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job
from rakumap.core.numbers import whole_number
from rakumap.core.trade import OrderLine, OrderState

ReadOrders = Callable[[Path, Job], Iterator[tuple[int, Mapping[str, str]]]]
"""Reads a file of orders: the line and the cells by field, record by record. Raises ``UserError``."""

_PAGE = 500
_COARSE = timedelta(seconds=2)
"""How coarse the times of files can be."""
_SHIPPED = {"shipped", "dispatched", "despatched", "sent", "complete", "completed", "closed", "delivered", "fulfilled"}
_CANCELLED = {"cancelled", "canceled", "refunded", "void", "cancelledandrefund"}


def order_lines(
    path: Path, since: datetime, suffixes: tuple[str, ...], read: ReadOrders, job: Job
) -> Iterator[tuple[OrderLine, ...]]:
    """Give the lines of the file, or of the folder's files (by ``suffixes``) that were written or put there since then.

    Raises:
        ChannelError: ``orders_missing``, ``orders_unreadable``; ``orders_bad_row`` after all good lines, so that one bad
        row does not keep the others waiting.
    """
    bad: ChannelError | None = None
    page: list[OrderLine] = []
    for file in _files(path, since, suffixes):
        numbers: dict[tuple[str, str], int] = {}
        try:
            for line, cells in read(file, job):
                found = _line(file, line, cells, numbers)
                if isinstance(found, OrderLine):
                    page.append(found)
                else:
                    bad = bad or found
                if len(page) >= _PAGE:
                    yield tuple(page)
                    page = []
        except UserError as error:
            raise ChannelError(error.code, **error.values) from error
    if page:
        yield tuple(page)
    if bad is not None:
        raise bad


def _files(path: Path, since: datetime, suffixes: tuple[str, ...]) -> list[Path]:
    try:
        if not path.is_dir():
            if not path.exists():
                raise ChannelError("orders_missing", path=str(path))
            return [path]
        found: list[tuple[int, str]] = []
        oldest = (since - _COARSE).timestamp()
        for file in path.iterdir():
            if file.name.startswith((".", "~$")) or not file.name.lower().endswith(suffixes) or not file.is_file():
                continue
            status = file.stat()
            # A file that was copied here keeps its old time, but not that of its entry.
            if max(status.st_mtime, status.st_ctime) >= oldest:
                found.append((status.st_mtime_ns, file.name))
    except (OSError, ValueError) as error:
        raise ChannelError("orders_unreadable", path=str(path)) from error
    return [path / name for _, name in sorted(found)]


def _line(
    file: Path, line: int, cells: Mapping[str, str], numbers: dict[tuple[str, str], int]
) -> OrderLine | ChannelError:
    order_id, sku, listing_id = (cells.get(name, "") for name in ("order_id", "sku", "listing_id"))
    moment = _moment(cells.get("date", ""))
    try:
        quantity = whole_number(cells.get("quantity", ""))
    except UserError:
        quantity = -1
    if not order_id or not (sku or listing_id) or quantity < 0 or moment is None:
        return ChannelError("orders_bad_row", name=file.name, line=line)
    line_id = cells.get("line_id", "")
    if not line_id:  # what is ordered, and how many times it stood in this order before
        what = listing_id or sku
        numbers[order_id, what] = numbers.get((order_id, what), 0) + 1
        line_id = what if numbers[order_id, what] == 1 else f"{what}#{numbers[order_id, what]}"
    return OrderLine(
        order_id=order_id,
        line_id=line_id,
        time=moment,
        sku=sku,
        title=cells.get("title", ""),
        quantity=quantity,
        state=_state(cells.get("status", "")),
        listing_ids=(listing_id,) if listing_id else (),
    )


def _state(status: str) -> OrderState:
    word = "".join(char for char in status.casefold() if char.isalpha())
    if word in _CANCELLED:
        return OrderState.CANCELLED
    return OrderState.SHIPPED if word in _SHIPPED else OrderState.OPEN


def _moment(written: str) -> datetime | None:
    """Read a time; one without an offset is UTC."""
    try:
        moment = datetime.fromisoformat(written.strip())
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
