"""The ZIP package of an Excel workbook: its parts, how they refer to each other, and limits on all of it.

Nothing is unpacked to disk, no part is held in memory, no XML may bring entities of its own.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from rakumap.core.errors import UserError

MAX_BYTES = 4 << 30
"""What all parts together may unpack to. Rows are read as they come; a million of a report's are 600 MB of XML."""
MAX_HELD = 512 << 20
"""What a part may unpack to whose content is held in memory, such as the texts that cells share."""
MAX_DEPTH = 64
"""Of elements within elements."""
_MAX_RATIO = 100
_RATIO_FROM = 1 << 20
_CHUNK = 1 << 16

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class BrokenPackage(Exception):  # noqa: N818 - becomes a UserError at the border of this module
    """The package does not hold what its format demands."""


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what a broken package makes the standard library raise into ``UserError`` ``file_broken``."""
    try:
        yield
    except (
        BrokenPackage,
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        struct.error,
        EOFError,
        LookupError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise UserError("file_broken", path=str(path), detail=str(error)[:200]) from error


class Package:
    """An open package; close it when done.

    Raises ``UserError`` ``file_encrypted`` or ``file_too_large`` (a ZIP bomb); what else is wrong comes out as the
    standard library's errors, to be read within ``refusing``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path)
        self.names = frozenset(self._zip.namelist())
        try:
            self._check()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def _check(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UserError("file_encrypted", path=str(self.path))
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if total > MAX_BYTES or (total > _RATIO_FROM and total > packed * _MAX_RATIO):
            self.too_large()

    def too_large(self) -> None:
        """Refuse the file as a ZIP bomb."""
        raise UserError("file_too_large", path=str(self.path), most=MAX_BYTES >> 20)

    def check_held(self, part: str) -> None:
        """Refuse a part that would not fit into memory."""
        if self._zip.getinfo(part).file_size > MAX_HELD:
            self.too_large()

    def chunks(self, part: str, tick: Callable[[float], None] | None = None) -> Generator[bytes, None, None]:
        """Unpack a part piece by piece; ``tick`` gets the share done. Close it, or the package stays open.

        A part cannot unpack to more than the directory says (checked above), and its checksum is verified at its end.
        """
        info = self._zip.getinfo(part)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BrokenPackage("unusual compression")
        done = 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                yield chunk
                if tick is not None:
                    tick(done / info.file_size)
        if done != info.file_size:
            raise BrokenPackage("a part is cut off")

    def parse(self, part: str, start: Start) -> None:
        """Call ``start`` with local name and attributes of each element of a part."""
        parser = new_parser()
        depth = 0

        def begin(name: str, attributes: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise BrokenPackage("elements too deep")
            start(local(name), attributes)

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        with closing(self.chunks(part)) as chunks:
            for chunk in chunks:
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def related(self, part: str = "") -> list[tuple[str, str, str]]:
        """Return (id, kind, part) of what a part, or the package as a whole, refers to within the package."""
        folder = PurePosixPath(part).parent
        rels = str(folder / "_rels" / f"{PurePosixPath(part).name}.rels")
        found: list[tuple[str, str, str]] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((attributes.get("Id", ""), kind, _joined(folder, attributes.get("Target", ""))))

        if rels in self.names:
            self.parse(rels, start)
        return found


def new_parser() -> expat.XMLParserType:
    """Make a parser that refuses document type declarations, and so a file's own entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def local(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise BrokenPackage("a document type declaration")


def _joined(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = [part for part in folder.parts if part != "."]
    for step in PurePosixPath(target).parts:
        if step == "..":
            del parts[-1:]
        else:
            parts.append(step)
    return "/".join(parts)
