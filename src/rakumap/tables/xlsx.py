"""Rows of an Excel workbook (XLSX, ECMA-376), streamed: bounded memory, cells as the seller sees them.

Read with the standard library's expat rather than with a ready-made reader: numbers keep the digits that stand in the
file, formats that show leading zeros are honoured, a cell far out costs nothing (calamine makes the whole rectangle and
takes the process down with it), and reading can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from rakumap.core.errors import UserError
from rakumap.tables.cells import DATE, ERROR, PLAIN, NumberFormat, number_format, number_text, unescaped
from rakumap.tables.package import MAX_DEPTH, Attributes, BrokenPackage, Package, local, new_parser, refusing

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_STRINGS = 4_000_000
_MAX_TEXT = 32 * 1024 + 1
"""Longer texts are cut to this, which is too long to be used: Excel's own limit is 32,767."""

Cell = tuple[int, str, str | None]
"""Column from 0, text, and the mark of what is no plain text or number."""


def refusal(path: Path) -> str | None:
    """Return the code why a ZIP file is no workbook that can be read, None if it is one; raises as ``Workbook``."""
    with refusing(path):
        package = Package(path)
        try:
            if _main_part(package) is not None:
                return None
        finally:
            package.close()
    if "mimetype" in package.names:
        return "file_open_document"
    if "[Content_Types].xml" not in package.names:
        return "file_packed"
    return "file_old_excel" if "xl/workbook.bin" in package.names else "file_not_table"


def _main_part(package: Package) -> str | None:
    parts = [part for _, kind, part in package.related() if kind == "officeDocument"] or ["xl/workbook.xml"]
    kinds: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Override":
            kinds[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")

    if parts[0] not in package.names or "[Content_Types].xml" not in package.names:
        return None
    package.parse("[Content_Types].xml", start)
    kind = kinds.get(parts[0], "spreadsheetml" if parts[0].startswith("xl/") else "")
    # A binary workbook (.xlsb) says sheet.binary.
    return parts[0] if ("spreadsheetml" in kind or "ms-excel" in kind) and parts[0].endswith(".xml") else None


class Workbook:
    """An open workbook; close it when done.

    Raises ``UserError`` ``file_broken``, ``file_too_large`` (a ZIP bomb), ``file_encrypted`` or ``file_not_table``.
    """

    def __init__(self, path: Path) -> None:
        with refusing(path):
            self._package = Package(path)
        try:
            with refusing(path):
                self._open(path)
        except BaseException:
            self._package.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._package.close()

    def _open(self, path: Path) -> None:
        main = _main_part(self._package)
        if main is None:
            raise UserError("file_not_table", path=str(path))
        related = self._package.related(main)
        self._date1904 = False
        self._sheets = self._read_workbook(main, {at: part for at, kind, part in related if kind == "worksheet"})
        # Some programs refer to styles and texts they did not write, having none.
        there = [(kind, part) for _, kind, part in related if part in self._package.names]
        self._formats = self._read_formats([part for kind, part in there if kind == "styles"])
        self._string_parts = [part for kind, part in there if kind == "sharedStrings"]
        self._strings: list[str] | None = None

    def _read_workbook(self, main: str, worksheets: dict[str, str]) -> list[str]:
        visible: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr":
                self._date1904 = attributes.get("date1904", "") in ("1", "true")
            elif name == "sheet" and attributes.get("state", "visible") == "visible":
                ids = (value for key, value in attributes.items() if key.endswith(":id"))
                if (part := worksheets.get(next(ids, ""))) is not None:
                    visible.append(part)

        self._package.parse(main, start)
        return visible

    def _read_formats(self, parts: list[str]) -> list[NumberFormat]:
        codes: dict[str, str] = {}
        numbers: list[str] = []
        inside = False

        def start(name: str, attributes: Attributes) -> None:
            nonlocal inside
            if name == "numFmt":
                codes[attributes["numFmtId"]] = attributes["formatCode"]
            elif name == "xf":
                if inside:
                    numbers.append(attributes.get("numFmtId", "0"))
            elif name[:4] == "cell" or name == "dxfs":
                inside = name == "cellXfs"

        for part in parts:
            self._package.parse(part, start)
        known = {number: number_format(number, codes.get(number)) for number in set(numbers)}
        return [known[number] for number in numbers]

    def _shared(self) -> list[str]:
        if self._strings is None:
            strings: list[str] = []
            for part in self._string_parts:
                self._read_strings(part, strings)
            self._strings = strings
        return self._strings

    def _read_strings(self, part: str, strings: list[str]) -> None:
        parser = new_parser()
        pieces: list[str] = []

        def finished() -> None:
            if len(strings) >= _MAX_STRINGS:
                self._package.too_large()
            strings.append(_joined(pieces))
            pieces.clear()

        _on_strings(parser, pieces, finished)
        for chunk in self._package.chunks(part):
            parser.Parse(chunk, False)
            _bound(pieces)
        parser.Parse(b"", True)

    def rows(self, tick: Callable[[float], None] | None = None) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and filled cells of each row of the first visible sheet that has any; empty rows are left out.

        ``tick`` is called with the share that is read.
        """
        with refusing(self._package.path):
            for part in self._sheets:
                some = False
                for row in self._sheet_rows(part, tick):
                    some = True
                    yield row
                if some:
                    return

    def _sheet_rows(self, part: str, tick: Callable[[float], None] | None) -> Iterator[tuple[int, list[Cell]]]:
        parser = new_parser()
        sheet = _Sheet(parser, self._shared(), self._formats, self._date1904)
        for chunk in self._package.chunks(part, tick):
            parser.Parse(chunk, False)
            _bound(sheet.pieces)
            if sheet.rows:
                yield from sheet.rows
                sheet.rows.clear()
        parser.Parse(b"", True)


def _joined(pieces: list[str]) -> str:
    return unescaped("".join(pieces)[:_MAX_TEXT])


def _bound(pieces: list[str]) -> None:
    """Keep no more of one text than shows that it is too long."""
    if len(pieces) > 8 and sum(map(len, pieces)) > 2 * _MAX_TEXT:
        pieces[:] = ["".join(pieces)[: 2 * _MAX_TEXT]]


def _on_strings(parser: expat.XMLParserType, pieces: list[str], finished: Callable[[], None]) -> None:
    """Gather the texts of ``si``: its runs joined, its phonetic guides (``rPh``) left out."""
    depth = guide = 0

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal depth, guide
        depth += 1
        if depth > MAX_DEPTH:
            raise BrokenPackage("elements too deep")
        name = local(name)
        if name == "t" and not guide:
            parser.CharacterDataHandler = pieces.append
        elif name == "rPh":
            guide += 1

    def end(name: str) -> None:
        nonlocal depth, guide
        depth -= 1
        name = local(name)
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "si":
            finished()
        elif name == "rPh":
            guide -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end


class _Sheet:
    """Turns the XML of one sheet into rows, which ``rows`` gathers until someone takes them."""

    def __init__(
        self, parser: expat.XMLParserType, strings: list[str], formats: list[NumberFormat], date1904: bool
    ) -> None:
        self.rows: list[tuple[int, list[Cell]]] = []
        self.pieces: list[str] = []
        self._strings = strings
        self._formats = formats
        self._date1904 = date1904
        self._columns: dict[str, int] = {}
        self._handle(parser)

    def _handle(self, parser: expat.XMLParserType) -> None:
        # Closures over plain names, since they run several times for every cell.
        rows, pieces, gather = self.rows, self.pieces, self.pieces.append
        text_of, columns, column_of = self._text, self._columns, self._column
        c = v = t = row = guide = ""
        depth = number = column = guides = 0
        attributes_of_cell: Attributes | None = None
        cells: list[Cell] = []

        def start(name: str, attributes: Attributes) -> None:
            nonlocal depth, number, column, guides, attributes_of_cell, cells, c, v, t, row, guide
            if name == c:
                if attributes_of_cell is not None:
                    raise BrokenPackage("a cell in a cell")
                attributes_of_cell = attributes
            elif name == v:
                if parser.CharacterDataHandler is not None:
                    raise BrokenPackage("a value in a value")
                pieces.clear()
                parser.CharacterDataHandler = gather
            else:
                depth += 1
                if depth > MAX_DEPTH:
                    raise BrokenPackage("elements too deep")
                if name == t:
                    if not guides:
                        parser.CharacterDataHandler = gather
                elif name == row:
                    at = attributes.get("r")
                    number = number + 1 if at is None else int(at)
                    if not 0 < number <= MAX_ROWS:
                        raise BrokenPackage("a row out of bounds")
                    column, cells = -1, []
                elif name == guide:
                    guides += 1
                elif depth == 1:
                    # The root; its prefix is everyone's.
                    prefix = name[: -len(local(name))]
                    c, v, t, row, guide = (prefix + plain for plain in ("c", "v", "t", "row", "rPh"))

        def end(name: str) -> None:
            nonlocal depth, column, guides, attributes_of_cell
            if name == c:
                attributes = attributes_of_cell or {}
                attributes_of_cell = None
                at = attributes.get("r")
                if at is None:
                    column += 1
                elif (known := columns.get(letters := at.rstrip("0123456789"))) is not None:
                    column = known
                else:
                    column = column_of(letters)
                if pieces:
                    text, mark = text_of(attributes)
                    pieces.clear()
                    if text:
                        cells.append((column, text, mark))
            elif name == v:
                parser.CharacterDataHandler = None
            else:
                depth -= 1
                if name == t:
                    parser.CharacterDataHandler = None
                elif name == row:
                    if cells:
                        rows.append((number, cells))
                elif name == guide:
                    guides -= 1

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def _column(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z":
                raise BrokenPackage("a cell without a place")
            column = column * 26 + ord(letter) - 64
        if not 0 < column <= MAX_COLUMNS:
            raise BrokenPackage("a cell out of bounds")
        self._columns[letters] = column - 1
        return column - 1

    def _text(self, attributes: Attributes) -> tuple[str, str | None]:
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        kind = attributes.get("t", "n")
        if kind == "s":
            return self._strings[_index(raw)], None
        if kind == "n":
            style = attributes.get("s")
            form = self._formats[_index(style)] if style and self._formats else PLAIN
            return number_text(raw.strip(), form, self._date1904)
        if kind == "b":
            return ("TRUE" if raw.strip() in ("1", "true") else "FALSE"), None
        if kind in ("e", "d"):
            return raw, ERROR if kind == "e" else DATE
        return _joined(pieces), None


def _index(text: str) -> int:
    index = int(text)
    if index < 0:
        raise BrokenPackage("an index below zero")
    return index
