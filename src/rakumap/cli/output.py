"""What the command line prints: one JSON document or a table on standard output, the rest on standard error."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from itertools import chain, islice
from json.encoder import encode_basestring
from typing import TextIO, cast

from rakumap.core.errors import UserError
from rakumap.core.text import visible
from rakumap.core.words import sentence

WIDTHS_FROM = 1_000
"""A table's columns are as wide as its first so many rows need."""
NARROWEST = 3
WIDEST = 60
"""How wide a column is made at most where nothing is cut; longer texts push what follows to the right."""


def local_zone() -> tzinfo:
    """The time zone of this computer, with its daylight saving at this moment."""
    return datetime.now(UTC).astimezone().tzinfo or UTC


def prepare_streams() -> None:
    """Text goes out as UTF-8, whatever the locale; what is no text at all appears escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def csv_output() -> TextIO:
    """Standard output for CSV, which brings its own line ends."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(newline="")
    return sys.stdout


class Output:
    """Prints the answer of one command."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def answer(self, value: object, lines: Iterable[str] = ()) -> None:
        """Print the answer: the value as JSON, or the lines that say the same."""
        if self.as_json:
            print(json_text(value))
            return
        for line in lines:
            print(visible(line))

    def rows(self, header: Sequence[str], rows: Iterable[Sequence[object]], documents: Iterable[object]) -> None:
        """Print many rows: the documents as a JSON list, or the rows as a table; only one of the two is read."""
        if self.as_json:
            write_json_list(sys.stdout, documents)
        else:
            write_table(sys.stdout, header, rows)

    def note(self, text: str) -> None:
        """Say something beside the answer."""
        note(text)

    def fail(self, code: str, message: str) -> None:
        """Say why it failed: one line, and with JSON the error document."""
        if self.as_json:
            print(json_text(error_document(code, message)))
        note(message)


def error_document(code: str, message: str) -> dict[str, object]:
    """The JSON form of a failure."""
    return {"error": {"code": code, "message": message}}


def note(text: str) -> None:
    """Print one line to standard error."""
    print(f"rakumap: {visible(' '.join(text.split()))}", file=sys.stderr, flush=True)


def message(error: UserError) -> str:
    """The sentence of an error, with times of this computer's zone."""
    return sentence(error.code, error.values, local_zone())


# ---- JSON ------------------------------------------------------------------------------------------------------------


def json_text(value: object) -> str:
    """Write a value as JSON; decimals exactly as they are, times as ISO 8601 UTC.

    ``json`` alone would make floats of decimals, and is too slow for single values of half a million listings.
    """
    kind = type(value)
    if kind is str:
        return encode_basestring(cast("str", value))
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is dict:
        found = cast("dict[str, object]", value)
        return "{" + ", ".join([f"{encode_basestring(key)}: {json_text(one)}" for key, one in found.items()]) + "}"
    return _other_json(value)


def _other_json(value: object) -> str:
    if isinstance(value, str):  # an enumeration
        return encode_basestring(str(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return encode_basestring(iso(value))
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Mapping):
        return json_text(dict(value))
    if isinstance(value, Iterable):
        return "[" + ", ".join([json_text(one) for one in value]) + "]"
    raise TypeError(type(value).__name__)


def write_json_list(target: TextIO, values: Iterable[object]) -> None:
    """Write a JSON list, one element a line, as the elements come."""
    source = iter(values)
    first = next(source, None)  # an error of the source comes before the first character is out
    if first is None:
        target.write("[]\n")
        return
    target.write("[" + json_text(first))
    for value in source:
        target.write(",\n " + json_text(value))
    target.write("]\n")


def iso(time: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---- tables ----------------------------------------------------------------------------------------------------------


def write_table(target: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write aligned columns; on a terminal cut to its width, elsewhere in full."""
    cells = (tuple(map(_cell, row)) for row in rows)
    first = list(islice(cells, WIDTHS_FROM))
    widths = [max(map(width, column)) for column in zip(header, *first, strict=True)]
    limit = _terminal_width(target)
    widths = [min(one, WIDEST) for one in widths] if limit is None else shrunk(widths, limit)
    numeric = [
        all(row[n].lstrip("-").isdigit() or not row[n] for row in first) and bool(first) for n in range(len(header))
    ]
    for row in chain([tuple(header)], first, cells):
        target.write(_line(row, widths, numeric, cut=limit is not None) + "\n")


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], *, cut: bool) -> str:
    parts = []
    for text, room, right in zip(row, widths, numeric, strict=True):
        shown = _cut(text, room) if cut else text
        blank = " " * (room - width(shown))
        parts.append(blank + shown if right else shown + blank)
    return "  ".join(parts).rstrip()


def _terminal_width(target: TextIO) -> int | None:
    if not target.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        return None
    return max(20, shutil.get_terminal_size().columns)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return f"{value.astimezone(local_zone()):%Y-%m-%d %H:%M}"
    return visible(f"{value:f}" if isinstance(value, Decimal) else str(value))


def shrunk(widths: Sequence[int], limit: int) -> list[int]:
    """Take room from the widest columns until the line fits, two spaces between columns."""
    found = list(widths)
    over = sum(found) + 2 * (len(found) - 1) - limit
    while over > 0 and max(found) > NARROWEST:
        found[found.index(max(found))] -= 1
        over -= 1
    return found


def width(text: str) -> int:
    """How many places of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_places(char) for char in text)


def _places(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    return "".join(_fitting(text, room - 1)) + "…"


def _fitting(text: str, room: int) -> Iterator[str]:
    for char in text:
        room -= _places(char)
        if room < 0:
            return
        yield char
