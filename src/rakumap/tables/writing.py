"""Tables into files and onto the clipboard: CSV, XLSX and TSV that spreadsheets open without damage, and JSON.

A file is written beside its target under another name, synced, and renamed: whoever looks finds the old file or the
whole new one. What reads as a number is one only where it was one: texts stay texts.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import chain
from json.encoder import encode_basestring
from pathlib import Path
from typing import BinaryIO, TextIO

from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.tables.guard import STARTS, guarded, unguarded
from rakumap.tables.reading import Table
from rakumap.tables.sheet import MAX_COLUMNS, MAX_ROWS

__all__ = ["REASON", "Value", "guarded", "reject_rows", "to_tsv", "unguarded", "write_csv", "write_json", "write_xlsx"]

Value = str | int | Decimal | None
REASON = "Reason"
"""Header of the column that says why a row was refused."""

_BATCH = 1_000
_MAX_XLSX_TEXT = 32_767
_MAX_XLSX_DIGITS = 15
_TOO_LARGE_FOR_XLSX = 1_000_000_000_000_000
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_csv(
    target: Path | TextIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    guard: bool = True,
    job: Job | None = None,
    total: int | None = None,
) -> int:
    """Write header and rows as CSV; a path whole or not at all, a stream (opened with ``newline=""``) as they come.

    Returns the number of rows; ``total`` is what ``job`` says of it beforehand.

    ``guard`` makes texts safe that a spreadsheet would run as a formula; reading takes it off again. Lines end in CR
    LF. Raises ``UserError`` ``cannot_encode`` (a character that the encoding lacks), ``file_in_use``, ``disk_full`` or
    ``file_not_writable``.
    """
    prepared: Callable[[Sequence[Value]], Sequence[str | int | None]] = _guarded_row if guard else _plain_row
    counted = _Counted(rows, job, total)
    lines = map(prepared, chain((header,), counted))
    if not isinstance(target, Path):
        csv.writer(target, delimiter=delimiter).writerows(lines)
        return counted.number
    with _replacing(target) as raw:
        text = io.TextIOWrapper(raw, encoding, errors="strict", newline="")
        try:
            csv.writer(text, delimiter=delimiter).writerows(lines)
            text.flush()
        except UnicodeEncodeError as error:
            values = {"path": str(target), "encoding": encoding, "char": error.object[error.start]}
            raise UserError("cannot_encode", **values) from error
        finally:
            with suppress(UnicodeEncodeError, OSError):
                text.detach()
    return counted.number


def write_json(
    target: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    lines: bool = False,
    job: Job | None = None,
    total: int | None = None,
) -> int:
    """Write rows as an array of objects, or one object a line, whole or not at all; return how many.

    The header gives the keys. Numbers keep their digits, what is not there is ``null``. Raises as ``write_csv`` does.
    """
    keys = [f"{encode_basestring(name)}: " for name in header]
    counted = _Counted(rows, job, total)
    before, between, after = ("", "\n", "\n") if lines else ("[\n", ",\n", "\n]\n")
    with _replacing(target) as raw:
        text = io.TextIOWrapper(raw, "utf-8", errors="surrogatepass", newline="")
        try:
            text.write(before)
            for number, row in enumerate(counted):
                values = [key + _json(cell) for key, cell in zip(keys, row, strict=True)]
                text.write(f"{between if number else ''}{{{', '.join(values)}}}")
            text.write(after)
            text.flush()
        finally:
            with suppress(OSError):
                text.detach()
    return counted.number


def _json(cell: Value) -> str:
    if cell is None:
        return "null"
    return encode_basestring(cell) if isinstance(cell, str) else _text(cell)


class _Counted:
    """Rows as they are written, counted and told to the job."""

    def __init__(self, rows: Iterable[Sequence[Value]], job: Job | None, total: int | None) -> None:
        self.number = 0
        self._rows, self._job, self._total = rows, job, total

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            if self._job is not None and not self.number % _BATCH:
                self._job.checkpoint("writing", self.number, self._total)
            self.number += 1
            yield row


def _guarded_row(row: Sequence[Value]) -> list[str | int | None]:
    return [
        (cell if cell[:1] not in STARTS else guarded(cell))
        if isinstance(cell, str)
        else (f"{cell:f}" if isinstance(cell, Decimal) else cell)
        for cell in row
    ]


def _plain_row(row: Sequence[Value]) -> list[str | int | None]:
    return [f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row]


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    job: Job | None = None,
    total: int | None = None,
) -> int:
    """Write header and rows as one sheet, whole or not at all: texts as text, numbers as numbers; return how many.

    A number of more digits than a spreadsheet keeps is written as text. Raises ``UserError`` ``xlsx_too_many_rows``,
    ``xlsx_too_many_columns``, ``xlsx_text_too_long``, ``xlsx_bad_character``, ``file_in_use``, ``disk_full`` or
    ``file_not_writable``.
    """
    if len(header) > MAX_COLUMNS:
        raise UserError("xlsx_too_many_columns", path=str(path), most=MAX_COLUMNS)
    with _replacing(path) as raw, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # One row at a time: finished ones wait in a file of that folder.
        book = Workbook(_Stoppable(raw, job), {"constant_memory": True, "tmpdir": folder})
        try:
            counted = _Counted(rows, job, total)
            _fill(book, path, header, counted)
            book.close()
        except XlsxWriterException as error:
            if error.args and isinstance(error.args[0], OSError):
                raise error.args[0] from error
            raise UserError("file_not_writable", path=str(path), detail=str(error)) from error
        finally:
            for sheet in book.worksheets():
                # There is no public way to give up a workbook.
                sheet._opt_close()
    return counted.number


class _Stoppable:
    """A file that asks the job at each write: packing a big workbook takes long after its last row."""

    def __init__(self, raw: BinaryIO, job: Job | None) -> None:
        self._raw, self._job = raw, job

    def write(self, data: bytes) -> int:
        if self._job is not None:
            self._job.checkpoint()
        return self._raw.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._raw, name)


def _fill(book: Workbook, path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet = book.add_worksheet()
    text_format = book.add_format({"num_format": "@"})
    heading = book.add_format({"num_format": "@", "bold": True})
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(chain((header,), rows)):
        if number >= MAX_ROWS:
            raise UserError("xlsx_too_many_rows", path=str(path), most=MAX_ROWS - 1)
        form = text_format if number else heading
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, column, _checked(path, number, cell), form)
            elif _fits(cell):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, f"{cell:f}" if isinstance(cell, Decimal) else str(cell), form)


def _checked(path: Path, row: int, text: str) -> str:
    if len(text) > _MAX_XLSX_TEXT:
        raise UserError("xlsx_text_too_long", path=str(path), line=row + 1, most=_MAX_XLSX_TEXT)
    if _NOT_XML.search(text):
        raise UserError("xlsx_bad_character", path=str(path), line=row + 1)
    return text


def _fits(number: int | Decimal) -> bool:
    if isinstance(number, int):
        return abs(number) < _TOO_LARGE_FOR_XLSX
    if not number.is_finite() or abs(number.adjusted()) > _MAX_XLSX_DIGITS:
        return False
    return len(number.as_tuple().digits) <= _MAX_XLSX_DIGITS


def reject_rows(table: Table, reasons: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """Yield the records at the lines of ``reasons`` as they stand in the file, each with its reason at the end.

    The header for them is ``(*table.header, REASON)``. Cells beyond the header stand behind the reason.
    """
    width = len(table.header)
    for record in table.records():
        reason = reasons.get(record.line)
        if reason is not None:
            cells = record.cells
            yield (*cells[:width], *("",) * (width - len(cells)), reason, *cells[width:])


def to_tsv(header: Sequence[str] | None, rows: Iterable[Sequence[Value]]) -> str:
    """Return cells for the clipboard, as spreadsheets read them: tabs between, line ends between rows.

    A cell with a tab, a line end or a quote at its start is quoted; a single cell is its own text. Nothing is guarded:
    a copy is what is on the screen.
    """
    table = [] if header is None else [list(header)]
    table.extend([["" if cell is None else _text(cell) for cell in row] for row in rows])
    if len(table) == 1 and len(table[0]) == 1:
        return table[0][0]
    return "\n".join("\t".join(map(_tsv_cell, row)) for row in table)


def _text(cell: str | int | Decimal) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _tsv_cell(text: str) -> str:
    if text[:1] == '"' or "\t" in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


# ---- whole or not at all


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """Give a file to write that takes the target's place at the end, if nothing fails."""
    try:
        # A link keeps pointing where it does; a device or a pipe cannot be replaced.
        place = target.resolve()
        mode = place.stat().st_mode if place.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            if stat.S_ISDIR(mode):
                raise UserError("file_is_folder", path=str(target))
            with place.open("wb") as stream:
                yield stream
            return
        with _written(place, mode) as stream:
            yield stream
    except OSError as error:
        raise _write_error(target, error) from error


@contextmanager
def _written(place: Path, mode: int | None) -> Iterator[BinaryIO]:
    beside = place.with_name(f".{place.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as stream:
            if mode is not None:
                with suppress(OSError):
                    beside.chmod(stat.S_IMODE(mode))
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(place)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where folders can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_error(target: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("disk_full", path=str(target))
    # Windows: 5 and 32 are what another program's hold on the file gives.
    if getattr(error, "winerror", None) in (5, 32) and target.exists():
        return UserError("file_in_use", path=str(target))
    return UserError("file_not_writable", path=str(target), detail=error.strerror or str(error))
