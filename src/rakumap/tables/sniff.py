"""What a file is before it is read: kind, encoding, delimiter and decimal mark, by its content and never by its name."""

from __future__ import annotations

import codecs
import csv
import io
import re
import stat
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.tables.charset import OFFERED, Charset, find_charset, named_charset
from rakumap.tables.xlsx import refusal

__all__ = ["DELIMITERS", "OFFERED", "Format", "require_confident", "sniff"]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
"""Delimiters that are recognised, with the words a command line may use for them."""

_HEAD = 1 << 17
_RECORDS = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")
_BINARY = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00", b"{\\rtf", b"RIFF",
)  # fmt: skip
_CONTROL = bytes({*range(32), 127} - {9, 10, 12, 13, 26, 27})
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<!--|<(?:html|head|body|table|script|meta|rss|svg)\b)", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))')
_NO_RECORDS = re.compile(r"\s*\[\s*\[")
"""JSON that is no list of objects."""
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?')
_DECIMAL_COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+),[0-9]{1,2}")
_DECIMAL_POINT = re.compile(r"-?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)\.[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written.

    ``kind`` is ``csv``, ``json`` or ``xlsx`` (which needs nothing of the rest); ``encoding`` a codec without BOM, which
    ``has_bom`` tells apart; ``confident`` False asks a person to choose among ``encoding`` and ``alternatives``, which
    all decode the whole file; ``decimal`` is the mark that its numbers use.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    has_bom: bool = False
    confident: bool = True
    alternatives: tuple[str, ...] = ()
    decimal: str = "."


def sniff(path: Path, *, encoding: str | None = None, delimiter: str | None = None, job: Job | None = None) -> Format:
    """Recognise a file; ``encoding`` and ``delimiter`` are what a person said, and then they hold.

    Raises ``UserError``: ``file_missing``, ``file_is_folder``, ``file_unreadable``, ``file_empty``, ``file_html``,
    ``file_old_excel``, ``file_open_document``, ``file_encrypted``, ``file_packed``, ``file_not_table``,
    ``file_broken``, ``file_too_large``, ``encoding_unknown``, ``encoding_name``, ``encoding_wrong`` or
    ``delimiter_name``.
    """
    mark = None if delimiter is None else named_delimiter(delimiter)
    try:
        head = _head(path)
        if _is_workbook(path, head):
            return Format("xlsx")
        _refuse_what_is_no_text(path, head, sure=encoding is not None)
        charset = find_charset(path, job) if encoding is None else named_charset(path, encoding, job)
        return _text_format(path, head, charset, mark)
    except OSError as error:
        raise file_error(path, error) from error


def _head(path: Path) -> bytes:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UserError("file_is_folder", path=str(path))
    if not stat.S_ISREG(mode):
        # A pipe would wait for ever, and nothing but a file can be read twice.
        raise UserError("file_unreadable", path=str(path), detail="not a regular file")
    with path.open("rb") as file:
        return file.read(_HEAD)


def require_confident(found: Format, path: Path) -> None:
    """Refuse to guess where nobody can be asked: ``UserError`` ``encoding_ambiguous`` unless the format is sure."""
    if not found.confident:
        choices = ", ".join((found.encoding, *found.alternatives))
        raise UserError("encoding_ambiguous", name=path.name, encodings=choices)


def named_delimiter(name: str) -> str:
    """Return the character for a delimiter given as itself, as a word or as an escape; raises ``delimiter_name``."""
    words = {word: mark for mark, word in DELIMITERS.items()}
    mark = words.get(name.strip().lower() or name, "\t" if name == "\\t" else name)
    if len(mark) != 1 or mark in '"\r\n\x00':
        raise UserError("delimiter_name", delimiter=name, offered=", ".join(DELIMITERS.values()))
    return mark


def file_error(path: Path, error: OSError) -> UserError:
    """Return what the person is told when the system does not give us the file."""
    if isinstance(error, FileNotFoundError):
        return UserError("file_missing", path=str(path))
    return UserError("file_unreadable", path=str(path), detail=error.strerror or str(error))


def _is_workbook(path: Path, head: bytes) -> bool:
    if not head.startswith(_ZIP):
        return False
    if (code := refusal(path)) is not None:
        raise UserError(code, path=str(path))
    return True


def _refuse_what_is_no_text(path: Path, head: bytes, sure: bool) -> None:
    code = None
    if not head.strip(b" \t\r\n\x1a"):
        code = "file_empty"
    elif head.startswith(_OLE):
        code = "file_encrypted" if "EncryptedPackage".encode("utf-16-le") in head else "file_old_excel"
    elif head.startswith(_PACKED):
        code = "file_packed"
    elif head.startswith(_BINARY):
        code = "file_not_table"
    elif not sure and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # NUL may stand for every second byte of UTF-16 without a BOM, and for a damaged cell.
        controls = len(head) - len(head.translate(None, _CONTROL))
        if controls > 16 and controls * 20 > len(head) and not _looks_like_utf16(head):
            code = "file_not_table"
    if code is not None:
        raise UserError(code, path=str(path))


def _looks_like_utf16(head: bytes) -> bool:
    zeros, even = head.count(0), head[::2].count(0)
    return zeros * 10 > len(head) and min(even, zeros - even) * 20 < zeros


def _text_format(path: Path, head: bytes, charset: Charset, mark: str | None) -> Format:
    text = codecs.getincrementaldecoder(charset.encoding)().decode(head[charset.bom :], final=False)
    _refuse_markup(path, text)
    if not text.strip():
        raise UserError("file_empty", path=str(path))
    if _JSON.match(text):
        return Format("json", charset.encoding, "", charset.bom > 0, charset.confident, charset.alternatives)
    whole = len(head) < _HEAD
    named = _SEPARATOR_LINE.match(text)
    if named is not None:
        mark, text = mark or named[1], text[named.end() :]
    if mark is None and path.suffix.lower() in (".tsv", ".tab"):
        mark = "\t"
    if mark is None:
        mark = _best_delimiter(text, whole)
    return Format(
        "csv",
        charset.encoding,
        mark,
        charset.bom > 0,
        charset.confident,
        charset.alternatives,
        _decimal_mark(_records(text, mark, whole), mark),
    )


def _refuse_markup(path: Path, text: str) -> None:
    if _MARKUP.match(text):
        xml = text.lstrip().startswith("<?xml") and "<html" not in text.lower()
        raise UserError("file_not_table" if xml else "file_html", path=str(path))
    if _NO_RECORDS.match(text):
        raise UserError("file_not_table", path=str(path))


def _records(text: str, delimiter: str, whole: bool) -> list[list[str]]:
    """Return the first records of a head of a file, without the one that may be cut off."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        records.extend(islice(reader, _RECORDS + 1))
    except csv.Error:
        # A field too long for a record; what came before it will do.
        whole = True
    if not whole and len(records) <= _RECORDS:
        del records[-1:]
    return [cells for cells in records if cells]


def _best_delimiter(text: str, whole: bool) -> str:
    """Choose the delimiter that splits the header and most agrees with it in the records below."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = [len(cells) for cells in _records(text, delimiter, whole)]
        if not counts or counts[0] < 2:
            continue
        score = (round(counts.count(counts[0]) / len(counts), 2), counts[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _decimal_mark(records: list[list[str]], delimiter: str) -> str:
    """Tell decimal comma from decimal point by the numbers below the header; without evidence by the delimiter."""
    marks: Counter[str] = Counter()
    for cells in records[1:]:
        for cell in cells:
            cell = cell.strip()
            if _DECIMAL_COMMA.fullmatch(cell):
                marks[","] += 1
            elif _DECIMAL_POINT.fullmatch(cell):
                marks["."] += 1
    if marks[","] != marks["."]:
        return "," if marks[","] > marks["."] else "."
    return "," if delimiter == ";" else "."
