"""Rows of an Excel workbook (XLSX, ECMA-376), streamed: bounded memory, cells as the seller sees them.

Read with the standard library's expat rather than with a ready-made reader: numbers keep the digits that stand in the
file, formats that show leading zeros are honoured, a cell far out costs nothing (calamine makes the whole rectangle and
takes the process down with it), and reading can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from xml.parsers import expat

from rakumap.core.errors import UserError
from rakumap.tables.cells import NumberFormat, number_format, unescaped
from rakumap.tables.package import MAX_DEPTH, Attributes, BrokenPackage, Package, local, new_parser, refusing
from rakumap.tables.sheet import MAX_TEXT, Row, Values, bound, sheet_rows

_MAX_STRINGS = 4_000_000


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
        self._package.check_held(part)
        parser = new_parser()
        pieces: list[str] = []

        def finished() -> None:
            if len(strings) >= _MAX_STRINGS:
                self._package.too_large()
            strings.append(unescaped("".join(pieces)[:MAX_TEXT]))
            pieces.clear()

        _on_strings(parser, pieces, finished)
        with closing(self._package.chunks(part)) as chunks:
            for chunk in chunks:
                parser.Parse(chunk, False)
                bound(pieces)
        parser.Parse(b"", True)

    def rows(self, tick: Callable[[float], None] | None = None) -> Generator[Row, None, None]:
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

    def _sheet_rows(self, part: str, tick: Callable[[float], None] | None) -> Iterator[Row]:
        values = Values(self._shared(), self._formats, self._date1904)
        with closing(self._package.chunks(part, tick)) as chunks:
            yield from sheet_rows(chunks, values)


def _on_strings(parser: expat.XMLParserType, pieces: list[str], finished: Callable[[], None]) -> None:
    """Gather the texts of ``si``: its runs joined, its phonetic guides (``rPh``) left out."""
    depth = guides = 0
    t = si = guide = ""

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal depth, guides, t, si, guide
        depth += 1
        if name == t:
            if not guides:
                parser.CharacterDataHandler = pieces.append
        elif name == guide:
            guides += 1
        elif depth == 1:
            # The root; its prefix is everyone's.
            prefix = name[: -len(local(name))]
            t, si, guide = (prefix + plain for plain in ("t", "si", "rPh"))
        if depth > MAX_DEPTH:
            raise BrokenPackage("elements too deep")

    def end(name: str) -> None:
        nonlocal depth, guides
        depth -= 1
        if name == t:
            parser.CharacterDataHandler = None
        elif name == si:
            finished()
        elif name == guide:
            guides -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
