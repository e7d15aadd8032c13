"""The rows of one sheet of a workbook, from its XML as it comes.

Rows that are written the way all known programs write them are taken apart with regular expressions, which account for
every character of a row or leave it alone. Everything else goes to expat: what stands before and behind the rows, each
row that is unusual in any way, and the whole rest of a sheet with comments, control characters or another encoding.
Both ways give the same, and a test compares them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from rakumap.tables.cells import DATE, ERROR, PLAIN, NumberFormat, number_text, unescaped
from rakumap.tables.package import MAX_DEPTH, Attributes, BrokenPackage, local, new_parser

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_TEXT = 32 * 1024 + 1
"""Longer texts are cut to this, which is too long to be used: Excel's own limit is 32,767."""
_MAX_WAIT = 1 << 21
"""How much of one row, or of what precedes the rows, is looked at before expat takes over."""

Cell = tuple[int, str, str | None]
"""Column from 0, text, and the mark of what is no plain text or number."""
Row = tuple[int, list[Cell]]
"""Number from 1, and the cells that hold something."""

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_CONTROLS = bytes({*range(32)} - {9, 10})
_ROW = re.compile(r'\s*<row((?: [A-Za-z0-9:.]+="[^"<>&]*")*)>')
_NUMBER = re.compile(r' r="([0-9]{1,7})"')
_CELLS = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?'
    r'(?:/>|>(?:<f(?: [a-z]+="[^"<>&]*")*(?:/>|>[^<&]*</f>))?'
    r'(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
    r"|(.)",
    re.DOTALL,
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))


class Values:
    """What cells refer to: shared texts, number formats, the first day; and the text of a cell in their light."""

    def __init__(self, strings: Sequence[str], formats: Sequence[NumberFormat], date1904: bool) -> None:
        self.strings = strings
        self._formats = formats
        self._date1904 = date1904
        self.columns: dict[str, int] = {}
        """Columns of letters that occurred."""

    def column(self, letters: str) -> int:
        """Return the column of letters that did not occur yet."""
        column = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z":
                raise BrokenPackage("a cell without a place")
            column = column * 26 + ord(letter) - 64
        if not 0 < column <= MAX_COLUMNS:
            raise BrokenPackage("a cell out of bounds")
        self.columns[letters] = column - 1
        return column - 1

    def text(self, kind: str, style: str, raw: str) -> tuple[str, str | None]:
        """Return text and mark of a cell by its type, its style and what it holds."""
        raw = raw[:MAX_TEXT]
        if kind == "s":
            return self.strings[index(raw)], None
        if kind in ("", "n"):
            form = self._formats[index(style)] if style and self._formats else PLAIN
            return number_text(raw.strip(), form, self._date1904)
        if kind == "b":
            return ("TRUE" if raw.strip() in ("1", "true") else "FALSE"), None
        if kind in ("e", "d"):
            return raw, ERROR if kind == "e" else DATE
        return unescaped(raw), None


def index(text: str) -> int:
    """Read a place in a list."""
    place = int(text)
    if place < 0:
        raise BrokenPackage("an index below zero")
    return place


def bound(pieces: list[str]) -> None:
    """Keep no more of one text than shows that it is too long."""
    if len(pieces) > 8 and sum(map(len, pieces)) > 2 * MAX_TEXT:
        pieces[:] = ["".join(pieces)[: 2 * MAX_TEXT]]


def sheet_rows(chunks: Iterable[bytes], values: Values, quick: bool = True) -> Iterator[Row]:
    """Yield the rows of a sheet that hold something; ``quick`` False leaves all to expat."""
    expat = _Expat(values)
    pieces = iter(chunks)
    if quick:
        yield from _quick_rows(pieces, expat, values)
    for chunk in pieces:
        yield from expat.feed(chunk)
    yield from expat.feed(b"", last=True)


def _quick_rows(chunks: Iterator[bytes], expat: _Expat, values: Values) -> Iterator[Row]:
    """Yield rows until the chunks end or something unusual comes; what is left by then went to expat."""
    before, found = _upto_rows(chunks)
    yield from expat.feed(before[:found] if found > 0 else before)
    if found < 0:
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    text = decoder.decode(before[found:])
    chunk: bytes | None = before[found:]
    while chunk is not None:
        if len(chunk) != len(chunk.translate(None, _CONTROLS)) or _is_unusual(text) or len(text) > _MAX_WAIT:
            # Expat gets the rest as it is, half a character at its end included.
            yield from expat.feed(text.encode() + decoder.getstate()[0])
            return
        end = text.rfind("</row>") + 6
        if end > 5:
            for piece in text[: end - 6].split("</row>"):
                row = _quick_row(piece, expat.number, values)
                if row is None:
                    yield from expat.feed(f"{piece}</row>".encode())
                else:
                    expat.number = row[0]
                    if row[1]:
                        yield row
            text = text[end:]
        chunk = next(chunks, None)
        if chunk is not None:
            text += decoder.decode(chunk)
    yield from expat.feed(text.encode() + decoder.getstate()[0])


def _upto_rows(chunks: Iterator[bytes]) -> tuple[bytes, int]:
    """Read on to where the rows start; -1 for the place if they do not soon, or not in UTF-8."""
    before = b""
    for chunk in chunks:
        before += chunk
        place = before.find(b"<sheetData>")
        declared = _DECLARED.match(before.removeprefix(codecs.BOM_UTF8))
        if declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii"):
            return before, -1
        if place >= 0 and b"<!" not in before[:place]:
            return before, place + len(b"<sheetData>")
        if place >= 0 or len(before) > _MAX_WAIT:
            return before, -1
    return before, -1


def _is_unusual(text: str) -> bool:
    return "<!" in text or "<?" in text or "]]>" in text or "\ufffe" in text or "\uffff" in text


def _quick_row(piece: str, last: int, values: Values) -> Row | None:
    """Take a row apart, given up to its end tag; None when it is written in an unusual way."""
    opening = _ROW.match(piece)
    if opening is None:
        return None
    named = _NUMBER.search(opening[1])
    number = int(named[1]) if named is not None else last + 1
    if not 0 < number <= MAX_ROWS:
        return None
    cells: list[Cell] = []
    columns, strings, text_of = values.columns, values.strings, values.text
    for letters, style, kind, value, inline, unusual in _CELLS.findall(piece, opening.end()):
        if unusual:
            return None
        raw = value or inline
        if not raw:
            continue
        if "&" in raw:
            if raw.count("&") != len(_ENTITY.findall(raw)):
                return None
            raw = _ENTITY.sub(lambda found: _ENTITIES[found[0]], raw)
        text, mark = (strings[index(raw)], None) if kind == "s" else text_of(kind, style, raw)
        if text:
            cells.append((columns[letters] if letters in columns else values.column(letters), text, mark))
    return number, cells


class _Expat:
    """Takes the sheet apart with expat; ``number`` is that of the last row, whoever read it."""

    def __init__(self, values: Values) -> None:
        self.number = 0
        self._values = values
        self._rows: list[Row] = []
        self._pieces: list[str] = []
        self._cell: Attributes | None = None
        self._column = -1
        self._cells: list[Cell] = []
        self._depth = self._guides = 0
        # Names of elements as the root's prefix makes them.
        self._c = self._v = self._t = self._row = self._guide = ""
        self._parser = new_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes, last: bool = False) -> list[Row]:
        """Go on over a piece of the XML; returns the rows that ended in it."""
        self._parser.Parse(chunk, last)
        bound(self._pieces)
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._c:
            if self._cell is not None:
                raise BrokenPackage("a cell in a cell")
            self._cell = attributes
            return
        if name == self._v:
            if self._parser.CharacterDataHandler is not None:
                raise BrokenPackage("a value in a value")
            self._pieces.clear()
            self._parser.CharacterDataHandler = self._pieces.append
            return
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BrokenPackage("elements too deep")
        if name == self._t:
            if not self._guides:
                self._parser.CharacterDataHandler = self._pieces.append
        elif name == self._row:
            at = attributes.get("r")
            self.number = self.number + 1 if at is None else int(at)
            if not 0 < self.number <= MAX_ROWS:
                raise BrokenPackage("a row out of bounds")
            self._column, self._cells = -1, []
        elif name == self._guide:
            self._guides += 1
        elif self._depth == 1:
            prefix = name[: -len(local(name))]
            self._c, self._v, self._t, self._row, self._guide = (prefix + of for of in ("c", "v", "t", "row", "rPh"))

    def _end(self, name: str) -> None:
        if name == self._c:
            self._end_cell()
            return
        if name == self._v:
            self._parser.CharacterDataHandler = None
            return
        self._depth -= 1
        if name == self._t:
            self._parser.CharacterDataHandler = None
        elif name == self._row:
            if self._cells:
                self._rows.append((self.number, self._cells))
        elif name == self._guide:
            self._guides -= 1

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell or {}, None
        at = attributes.get("r")
        if at is None:
            self._column += 1
        else:
            letters = at.rstrip("0123456789")
            known = self._values.columns.get(letters)
            self._column = self._values.column(letters) if known is None else known
        if self._pieces:
            raw = "".join(self._pieces)
            self._pieces.clear()
            text, mark = self._values.text(attributes.get("t", ""), attributes.get("s", ""), raw)
            if text:
                self._cells.append((self._column, text, mark))
