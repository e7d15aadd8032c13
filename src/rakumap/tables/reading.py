"""Tables out of files: one way to read CSV, TSV, XLSX and JSON, record by record in bounded memory."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.tables.delimited import MAX_FIELD, Record, long_record, read_delimited
from rakumap.tables.mapping import resolve
from rakumap.tables.objects import object_records
from rakumap.tables.sheet import Cell
from rakumap.tables.sniff import Format, file_error, require_confident, sniff
from rakumap.tables.xlsx import Workbook

__all__ = ["MAX_FIELD", "Record", "Table", "open_table"]

_BOM_BYTES = {"utf-8": 3, "utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_ROWS_PER_TICK = 4096


def open_table(
    path: Path,
    fmt: Format | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    kind: str | None = None,
    job: Job | None = None,
) -> Table:
    """Open a file whose first record is its header; without a format it is recognised, and has to be sure.

    ``kind`` is a ``rakumap.core.headers.FileKind``: with it, ``columns`` says which column is which field, by
    ``mapping`` (field -> header) first. Raises ``UserError``: see ``sniff``, ``require_confident``, ``resolve``, and
    ``file_bad_quotes`` or ``file_empty`` for a header that cannot be read.
    """
    if fmt is None:
        fmt = sniff(path, job=job)
        require_confident(fmt, path)
    return Table(path, fmt, mapping, kind, job)


class Table:
    """A file with a header. Reading opens it anew each time and holds one record at a time."""

    def __init__(
        self, path: Path, fmt: Format, mapping: Mapping[str, str] | None, kind: str | None, job: Job | None
    ) -> None:
        self.path = path
        self.format = fmt
        self.complete = False
        """Whether the last ``records()`` came to the end of a file that nobody changed meanwhile."""
        self._job = job
        with _translated(path):
            self._stamp = _stamp(path)
        self.size: int = self._stamp[0]
        """Bytes of the file."""
        self._names: tuple[str, ...] = ()
        """The header's cells as they are."""
        self.header = self._read_header()
        """The names of the columns as they stand in the file, without spaces around them."""
        self.columns: Mapping[str, int] = {} if kind is None else resolve(kind, self.header, mapping)
        """Field -> column, for the fields that the header has."""

    def __enter__(self) -> Table:
        """Return the table; no file stays open between readings, so there is nothing to close."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    def records(self) -> Iterator[Record]:
        """Yield every record below the header, the unusable ones with their problem.

        Reports the bytes read as the phase ``reading``. Raises ``UserError`` ``file_bad_quotes``, ``encoding_wrong``
        (the file changed since it was recognised), ``file_broken`` or ``file_unreadable``.
        """
        self.complete = False
        with closing(self._all()) as records:
            next(records, None)
            yield from records
        with _translated(self.path):
            self.complete = _stamp(self.path) == self._stamp

    def head(self, count: int) -> list[Record]:
        """Return the first records, for a preview."""
        with closing(self._all()) as records:
            return list(islice(records, 1, count + 1))

    def _read_header(self) -> tuple[str, ...]:
        with closing(self._all()) as records:
            first = next(records, None)
        if first is None:
            raise UserError("file_empty", path=str(self.path))
        if first.problem is not None:
            code = "file_bad_quotes" if first.problem.code == "bad_quotes" else "header_too_long"
            raise UserError(code, path=str(self.path), line=first.line)
        self._names = first.cells
        return tuple(name.strip("\ufeff \t\r\n\xa0\u3000") for name in first.cells)

    def _all(self) -> Generator[Record, None, None]:
        return self._workbook_records() if self.format.kind == "xlsx" else self._text_records()

    def _tick(self, done: int) -> None:
        if self._job is not None:
            self._job.checkpoint("reading", min(done, self.size), self.size)

    def _text_records(self) -> Generator[Record, None, None]:
        with _translated(self.path), self.path.open("rb") as raw:
            if self.format.has_bom:
                raw.seek(_BOM_BYTES.get(self.format.encoding, 0))
            with io.TextIOWrapper(raw, self.format.encoding, errors="strict", newline="") as file:
                if self.format.kind == "json":
                    yield from object_records(file, self._names, lambda: self._tick(_position(raw)))
                    return
                yield from read_delimited(file, self.format.delimiter, lambda: self._tick(_position(raw)))

    def _workbook_records(self) -> Generator[Record, None, None]:
        with _translated(self.path):
            book = Workbook(self.path)
            with closing(book), closing(book.rows(lambda share: self._tick(int(share * self.size)))) as rows:
                yield from _squared(rows)


def _position(raw: BinaryIO) -> int:
    return raw.tell()


def _squared(rows: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[Record]:
    """Give each row the header's number of cells; what stands beside the table, under no name, is no part of it."""
    width = 0
    for number, filled in rows:
        width = width or max(column for column, _, _ in filled) + 1
        cells = [""] * width
        marks: dict[int, str] = {}
        too_long = -1
        for column, text, mark in filled:
            if column < width:
                cells[column] = text
                if mark is not None:
                    marks[column] = mark
                if len(text) > MAX_FIELD:
                    too_long = column
        if too_long >= 0:
            yield long_record(number, tuple(cells), "")
        elif any(cells):
            yield Record(number, tuple(cells), None, marks) if marks else Record(number, tuple(cells))


def _stamp(path: Path) -> tuple[int, int, int, int]:
    """Size, time and identity of a file: equal before and after means that nobody wrote it in between."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns, state.st_ino, state.st_dev


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise UserError("encoding_wrong", path=str(path), encoding=error.encoding, line="?") from error
    except OSError as error:
        raise file_error(path, error) from error
