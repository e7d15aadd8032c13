"""Records of a JSON file: an array of objects, or one object after another (NDJSON), never whole in memory.

The standard library's decoder takes one object at a time out of a window on the text. Numbers keep the digits that
stand in the file; ``true`` and ``false`` are those words, ``null`` is blank, what is nested is marked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

from rakumap.core.errors import UserError
from rakumap.tables.cells import NESTED
from rakumap.tables.delimited import MAX_FIELD, Record, long_record
from rakumap.tables.sheet import MAX_COLUMNS

_PIECE = 1 << 16
_MAX_OBJECT = 1 << 20
"""Characters of the longest object; a longer one is no record of ours."""
_BETWEEN = re.compile(r"[\s,\ufeff]*")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def object_records(file: TextIO, names: Sequence[str], tick: Callable[[], None]) -> Iterator[Record]:
    """Yield the records of a file, the header first; a record's line is its number, from 2.

    Without ``names`` only the header comes: every key of every object, in the order of appearance. Objects without a
    value are left out. Raises ``UserError`` ``file_broken`` (no JSON to its end, or values that are no objects).
    """
    if not names:
        if found := _keys(file, tick):
            yield Record(1, found)
        return
    yield Record(1, tuple(names))
    for number, one in enumerate(_objects(file, tick), 2):
        cells = tuple([_text(one.get(name)) for name in names])
        marks = {column: NESTED for column, name in enumerate(names) if isinstance(one.get(name), dict | list)}
        if max(map(len, cells)) > MAX_FIELD:
            field = next(name for name, cell in zip(names, cells, strict=True) if len(cell) > MAX_FIELD)
            yield long_record(number, cells, field)
        elif any(cells):
            yield Record(number, cells, None, marks) if marks else Record(number, cells)


def _keys(file: TextIO, tick: Callable[[], None]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for one in _objects(file, tick):
        if not one.keys() <= keys.keys():
            keys |= dict.fromkeys(one)
            if len(keys) > MAX_COLUMNS:
                raise UserError("file_too_large", path=str(file.name))
    return tuple(keys)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _objects(file: TextIO, tick: Callable[[], None]) -> Iterator[Mapping[str, object]]:
    window, place = file.read(_PIECE), 0
    end = ""
    if window.lstrip("\ufeff \t\r\n").startswith("["):
        end, place = "]", window.index("[") + 1
    ended = not window
    while True:
        place = _BETWEEN.match(window, place).end()  # type: ignore[union-attr]  # matches everywhere
        try:
            value, place = _DECODER.raw_decode(window, place)
        except (ValueError, RecursionError) as error:
            rest = window[place:]
            if not ended and len(rest) <= _MAX_OBJECT:
                more = file.read(max(_PIECE, len(rest)))
                tick()
                window, place, ended = rest + more, 0, not more
                continue
            if rest.strip() == end:
                return
            raise UserError("file_broken", path=str(file.name)) from error
        if not isinstance(value, dict):
            raise UserError("file_broken", path=str(file.name))
        yield value
