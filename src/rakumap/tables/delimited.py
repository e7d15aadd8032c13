"""Records of a delimited text file, one at a time, with nothing swallowed.

Quotes are read strictly. A record that breaks their rules becomes a Problem for each of its lines; what was opened and
never closed refuses the file, because no one can say where the next record starts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TextIO

from rakumap.core.errors import UserError
from rakumap.core.model import Problem

MAX_FIELD = 32 * 1024
"""Characters of the longest field; a longer one is reported, not read."""
_PIECE = 1 << 17
"""Characters read at once: a line this long cannot be a record of ours, and no longer one is ever in memory."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]*')
_LINES_PER_TICK = 4096
_NO_MARKS: Mapping[int, str] = MappingProxyType({})


class Record(NamedTuple):
    """One record: the line (CSV) or row (XLSX) it starts at, its cells, and what is wrong with it.

    ``marks`` names the cells that a file holds as something else than text or a plain number: column ->
    ``damage_date``, ``damage_rounded``, ``damage_format``, ``damage_error`` or ``value_nested``.
    """

    line: int
    cells: tuple[str, ...]
    problem: Problem | None = None
    marks: Mapping[int, str] = _NO_MARKS


class _Giant(Exception):  # noqa: N818 - control flow within this module
    """The record in work is longer than is kept in memory."""


class _Swallowed(Exception):  # noqa: N818 - control flow within this module
    """The record in work only reads as one because a stray quote joins several."""


def read_delimited(file: TextIO, delimiter: str, tick: Callable[[], None]) -> Iterator[Record]:
    """Yield the records of a file opened with ``newline=""``, the header first.

    Blank lines and records of empty cells only are left out. Raises ``UserError`` ``file_bad_quotes``.
    """
    return _Delimited(file, delimiter, tick).records()


class _Delimited:
    def __init__(self, file: TextIO, delimiter: str, tick: Callable[[], None]) -> None:
        self._file = file
        self._delimiter = delimiter
        self._tick = tick
        self._lines: list[str] = []
        """Physical lines of the record in work."""
        self._taken = 0
        """Physical lines of the records before it."""
        self._ended = False
        self._header: tuple[str, ...] | None = None

    def records(self) -> Iterator[Record]:
        while not self._ended:
            reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
            try:
                yield from self._good(reader)
            except _Giant:
                yield from self._too_long()
            except _Swallowed:
                yield from self._bad_quotes()
            except csv.Error:
                if self._ended:
                    raise UserError("file_bad_quotes", line=self._taken + 1) from None
                if sum(map(len, self._lines)) > csv.field_size_limit():
                    yield from self._too_long()
                else:
                    yield from self._bad_quotes()

    def _feed(self) -> Iterator[str]:
        lines, read = self._lines, self._file.readline
        weight = 0
        while text := read(_PIECE):
            lines.append(text)
            if not len(lines) % 64:
                # The limit of csv guards each field, unless someone raised it; this guards the record.
                weight = (weight if len(lines) > 64 else 0) + sum(map(len, lines[-64:]))
                if weight > 2 * _PIECE:
                    raise _Giant
            if len(text) == _PIECE:
                raise _Giant
            yield text
        self._ended = True

    def _good(self, reader: Iterator[list[str]]) -> Iterator[Record]:
        lines, new = self._lines, tuple.__new__
        width = len(self._header) if self._header is not None else 0
        taken = self._taken
        due = taken + _LINES_PER_TICK
        try:
            for cells in reader:
                line = taken + 1
                # Rare: more than one line, or one long enough to hold a field that is too long.
                record = self._checked(line, cells) if len(lines) > 1 or len(lines[0]) > MAX_FIELD else None
                taken += len(lines)
                if taken >= due:
                    due += _LINES_PER_TICK
                    self._tick()
                if not cells or (not cells[0] and not any(cells)):
                    lines.clear()
                    continue
                if not width:
                    if _SEPARATOR_LINE.fullmatch(lines[0]):
                        lines.clear()
                        continue
                    self._header = tuple(cells)
                    width = len(cells)
                lines.clear()
                if record is None:
                    if len(cells) == width:
                        yield new(Record, (line, tuple(cells), None, _NO_MARKS))
                        continue
                    if cells == ["\x1a"]:
                        # The end-of-file mark of old DOS programs.
                        continue
                    record = _ragged(line, cells, width)
                yield record
        finally:
            self._taken = taken

    def _checked(self, line: int, cells: list[str]) -> Record | None:
        """Look closer at a long record: the record if it cannot be used, None if it can; raises ``_Swallowed``."""
        header = self._header or ()
        if self._looks_like_records(len(header)):
            raise _Swallowed
        for column, cell in enumerate(cells):
            if len(cell) > MAX_FIELD:
                return long_record(line, tuple(cells), header[column] if column < len(header) else "")
        return None

    def _looks_like_records(self, width: int) -> bool:
        """Whether each physical line of the record would be a record of its own if quotes meant nothing.

        The fewer columns, the more such lines it takes: an address in a cell may well have one comma a line.
        """
        lines = self._lines
        if width < 2 or len(lines) < 2 or (width - 1) * len(lines) < 6:
            return False
        return all(line.count(self._delimiter) == width - 1 for line in lines)

    def _bad_quotes(self) -> Iterator[Record]:
        """Report each physical line of the record in work, its text as its only cell, and go on behind it."""
        first = self._taken + 1
        lines = tuple(self._lines)
        self._lines.clear()
        self._taken += len(lines)
        for line, text in enumerate(lines, first):
            problem = Problem(line, "", "bad_quotes", {"line": str(first)}, identity=True)
            yield Record(line, (text.rstrip("\r\n"),), problem)

    def _too_long(self) -> Iterator[Record]:
        """Pass over the rest of the record in work without keeping it."""
        line = self._taken + 1
        if self._mostly_records(self._lines[:-1]):
            raise UserError("file_bad_quotes", line=line)
        scan = _QuoteScan(self._delimiter)
        for text in self._lines:
            scan.feed(text)
        count = len(self._lines)
        last = self._lines[-1]
        self._lines.clear()
        while scan.open or last[-1] not in "\r\n":
            if len(last) == _PIECE or not count % _LINES_PER_TICK:
                self._tick()
            before, last = last, self._file.readline(_PIECE)
            if not last:
                self._ended = True
                if scan.open:
                    raise UserError("file_bad_quotes", line=line)
                break
            count += before[-1] == "\n" or (before[-1] == "\r" and last[0] != "\n")
            if not scan.open or '"' in last:
                scan.feed(last)
        self._taken += count
        yield long_record(line, (), "")

    def _mostly_records(self, lines: list[str]) -> bool:
        """Whether most of what a quote took in looks like records."""
        width = len(self._header) if self._header is not None else 0
        alike = sum(text.count(self._delimiter) == width - 1 for text in lines)
        return width > 1 and len(lines) > 2 and alike * 2 > len(lines)


class _QuoteScan:
    """Whether a place in delimited text is inside quotes, fed piece by piece from the start of a record."""

    def __init__(self, delimiter: str) -> None:
        self._opening = re.compile(f'[{re.escape(delimiter)}\r\n]"')
        self._quoted = re.compile('[^"]*(?:""[^"]*)*')
        self._last = "\n"
        self._inside = False
        self._half = False
        """The last piece ended in a quote: half of a doubled one, or the end of the field."""

    @property
    def open(self) -> bool:
        """Whether a quote was opened that nothing closed yet."""
        return self._inside and not self._half

    def feed(self, piece: str) -> None:
        """Go on over the next piece, which is not empty."""
        text = self._last + piece
        place = 1 if self._inside else 0
        if self._half:
            self._half = False
            self._inside = text[1] == '"'
            place = 1 + self._inside
        while place < len(text):
            if self._inside:
                place = self._quoted.match(text, place).end()  # type: ignore[union-attr]  # matches everywhere
                self._half = place == len(text) - 1
                self._inside = place >= len(text) - 1
                place += 1
            elif found := self._opening.search(text, place):
                self._inside = True
                place = found.end()
            else:
                break
        self._last = text[-1]


def _ragged(line: int, cells: list[str], width: int) -> Record:
    values = {"found": str(len(cells)), "expected": str(width)}
    return Record(line, tuple(cells), Problem(line, "", "ragged", values, identity=True))


def long_record(line: int, cells: tuple[str, ...], field: str) -> Record:
    """Return the record of a row with a field that is too long, or that is too long itself (no field)."""
    values = {"field": field or "row"}
    return Record(line, cells, Problem(line, field, "text_too_long", values, identity=True))
