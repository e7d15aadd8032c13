"""Which encoding a text file is written in: proof where there is one (BOM, strict UTF-8), else the likeliest reading.

Nothing here replaces or drops a byte: an encoding is only named when it decodes the whole file strictly.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rakumap.core.errors import UserError
from rakumap.core.job import Job

OFFERED = ("utf-8", "utf-16", "cp1252", "cp932", "euc_jp")
"""Encodings to offer where a person may choose."""

_CHUNK = 1 << 18
_SAMPLE = 20_000
_SURE = 0.8
_AHEAD = 0.2

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# People say Shift_JIS and mean Microsoft's superset of it; its extra characters are in every Japanese shop's file.
_MEANT = {"shift_jis": "cp932", "utf_8_sig": "utf-8", "utf_8": "utf-8", "iso8859-1": "cp1252", "ascii": "utf-8"}
# Names from HTTP and from Windows that Python does not know everywhere.
_ALIASES = {"windows-31j": "cp932", "x-sjis": "cp932", "ms932": "cp932", "cp51932": "euc_jp", "x-euc-jp": "euc_jp"}
_NOT_FOR_FILES = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"})

_RUN = re.compile(r"[^\x00-\x7f]+")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Charset:
    """How to decode a file: codec, length of its BOM, whether that is sure, what else decodes it, likeliest first."""

    encoding: str
    bom: int = 0
    confident: bool = True
    alternatives: tuple[str, ...] = ()


def find_charset(path: Path, job: Job | None = None) -> Charset:
    """Detect the encoding of a whole file, read as a stream.

    Raises ``UserError`` ``encoding_unknown`` when no known encoding decodes it.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            check_decodes(path, encoding, len(bom), job)
            return Charset(encoding, len(bom))
    if (utf16 := _utf16_without_bom(head)) is not None and _decodes(path, utf16, job):
        return Charset(utf16)
    utf8 = _Utf8(path, job)
    if utf8.valid:
        if utf8.escapes and _decodes(path, "iso2022_jp", job):
            return Charset("iso2022_jp")
        return Charset("utf-8")
    return _judged(path, utf8, job)


def named_charset(path: Path, encoding: str, job: Job | None = None) -> Charset:
    """Take the encoding a person named, proven over the whole file.

    Raises ``UserError`` ``encoding_name`` (no such encoding) or ``encoding_wrong`` (it does not decode the file).
    """
    try:
        known = codecs.lookup(_ALIASES.get(encoding.strip().lower(), encoding.strip()))
    except (LookupError, ValueError):
        raise UserError("encoding_name", encoding=encoding, offered=", ".join(OFFERED)) from None
    # The flag tells texts from transforms such as base64; it has no public name.
    if known.name in _NOT_FOR_FILES or not getattr(known, "_is_text_encoding", True):
        raise UserError("encoding_name", encoding=encoding, offered=", ".join(OFFERED))
    name = _MEANT.get(known.name.replace("-", "_"), _MEANT.get(known.name, known.name))
    with path.open("rb") as file:
        head = file.read(4)
    bom = 0
    for mark, of in _BOMS:
        if head.startswith(mark) and (of == name or of.startswith(f"{name}-")):
            name, bom = of, len(mark)
            break
    if name in ("utf-16", "utf-32"):
        name = f"{name}-le"
    check_decodes(path, name, bom, job)
    return Charset(name, bom)


def check_decodes(path: Path, encoding: str, bom: int, job: Job | None = None) -> None:
    """Raise ``UserError`` ``encoding_wrong``, naming about which line, unless the encoding decodes the whole file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    for chunk in _chunks(path, bom, job):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            lines += error.object[: error.start].count(b"\n")
            raise UserError("encoding_wrong", path=str(path), encoding=encoding, line=lines) from None
        lines += chunk.count(b"\n")


def _chunks(path: Path, skip: int = 0, job: Job | None = None) -> Iterator[bytes]:
    """Yield the file in pieces, an empty one last."""
    with path.open("rb") as file:
        file.seek(skip)
        while True:
            if job is not None:
                job.checkpoint()
            chunk = file.read(_CHUNK)
            yield chunk
            if not chunk:
                return


def _decodes(path: Path, encoding: str, job: Job | None) -> bool:
    try:
        check_decodes(path, encoding, 0, job)
    except UserError:
        return False
    return True


def _utf16_without_bom(head: bytes) -> str | None:
    """Name the byte order of UTF-16 that came without a BOM: ASCII (delimiters, digits) leaves every second byte 0."""
    zeros = head.count(0)
    if zeros * 10 < len(head):
        return None
    even = head[::2].count(0)
    if even * 20 < zeros:
        return "utf-16-le"
    return "utf-16-be" if (zeros - even) * 20 < zeros else None


class _Utf8:
    """One strict pass as UTF-8: whether it holds, and what a file of another encoding can be judged by."""

    def __init__(self, path: Path, job: Job | None) -> None:
        self.valid = True
        self.escapes = False
        self.mostly = False
        decoder = codecs.getincrementaldecoder("utf-8")()
        clean = True
        for chunk in _chunks(path, 0, job):
            if clean and chunk.isascii():
                self.escapes = self.escapes or b"\x1b$" in chunk
                continue
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                self.valid = False
                self.mostly = _mostly_utf8(chunk)
                return
            clean = not decoder.getstate()[0]
        if not clean:
            self.valid, self.mostly = False, True


def _mostly_utf8(chunk: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8: a UTF-8 file with a few bytes broken, or two files in one."""
    good = sum(map(len, _UTF8_SEQUENCE.findall(chunk)))
    all_bytes = len(chunk.translate(None, bytes(range(128))))
    return good * 4 > all_bytes * 3


def _judged(path: Path, utf8: _Utf8, job: Job | None) -> Charset:
    candidates = {name: _Candidate(name) for name in ("cp932", "cp1252", "euc_jp", "euc_jis_2004")}
    for chunk in _chunks(path, 0, job):
        for name in [name for name, candidate in candidates.items() if not candidate.feed(chunk)]:
            del candidates[name]
        if not candidates:
            raise UserError("encoding_unknown", path=str(path), offered=", ".join(OFFERED))
    if "euc_jp" in candidates:
        candidates.pop("euc_jis_2004", None)
    scores = sorted(((candidate.score(), name) for name, candidate in candidates.items()), reverse=True)
    best, name = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    sure = best >= _SURE and best - second >= _AHEAD and not utf8.mostly
    return Charset(name, 0, sure, tuple(other for _, other in scores[1:]))


class _Candidate:
    """One encoding decoding the file strictly, keeping a sample of the runs that are not ASCII."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._decoder = codecs.getincrementaldecoder(name)()
        self._clean = True
        self._sample: list[tuple[str, str, str]] = []
        self._room = _SAMPLE

    def feed(self, chunk: bytes) -> bool:
        """Decode one piece (the empty one ends the file); False when it does not decode."""
        if self._clean and chunk.isascii():
            return True
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            return False
        self._clean = not self._decoder.getstate()[0]
        if self._room > 0:
            self._take(text)
        return True

    def _take(self, text: str) -> None:
        for match in _RUN.finditer(text):
            run = match[0][: self._room]
            self._sample.append(
                (text[max(match.start() - 1, 0) : match.start()], run, text[match.end() : match.end() + 1])
            )
            self._room -= len(run)
            if self._room <= 0:
                return

    def score(self) -> float:
        """Return the share of the sample, 0 to 1, that is plausible writing in this encoding's languages."""
        judge = _western if self._name == "cp1252" else _japanese
        good, total = 0.0, 0
        for before, run, after in self._sample:
            good += judge(before, run, after)
            total += len(run)
        return good / total if total else 0.0


_LOWER = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž")
_UPPER = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŒŠŽŸ")
_SIGNS = frozenset("£€®™©°·–—‘’“”…«»½¼¾²³µ×¡¿•ªº§´¥±\xa0")


def _western(before: str, run: str, _after: str) -> float:
    """Return how many characters of the run are plausible in Western European text: short runs, capitals first."""
    if all(char in _SIGNS for char in run):
        return 0.0 if _is_utf8(run) else float(len(run))
    if len(run) > 3 or _is_utf8(run):
        return 0.0
    good = 0
    last = before
    for char in run:
        if char in _LOWER or char in _SIGNS or (char in _UPPER and not last.islower()):
            good += 1
        last = char
    return float(good)


def _is_utf8(run: str) -> bool:
    """Whether the run is UTF-8 read as Windows-1252, such as ``Ã©``."""
    try:
        raw = run.encode("cp1252")
        return len(raw) > 1 and bool(raw.decode("utf-8"))
    except UnicodeError:
        return False


_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_VOICED_WRONGLY = re.compile("(?:^|[^ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?:^|[^ﾊ-ﾎ])ﾟ|^[ｧ-ｰ]")
_COMMON_SIGNS = frozenset("×÷±°′″℃￥¥…‥―‐–—“”‘’→←↑↓⇒★☆◆◇■□●○◎△▲▽▼※♪♀♂§¶〒〜～∞№℡")


def _japanese(before: str, run: str, after: str) -> float:
    """Return how many characters of the run are plausible in Japanese text: kana, everyday kanji, full-width forms."""
    if len(run) == 1 and (after.islower() or (before.isalpha() and after.isalpha())):
        # An accented letter and what follows it, read as one kanji in the middle of a word.
        return 0.3
    good = sum(_japanese_weight(char) for char in _HALF_WIDTH.sub("", run))
    for half in _HALF_WIDTH.findall(run):
        if len(half) < 2 or sum(char <= "\uff65" for char in half) * 4 > len(half):
            continue
        good += len(half) * (0.2 if _VOICED_WRONGLY.search(half) else 0.8)
    return good


def _japanese_weight(char: str) -> float:
    if "\u3041" <= char <= "\u30ff" or char in "々〆〇":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        try:
            lead = char.encode("euc_jp")[0]
        except UnicodeEncodeError:
            return 0.3
        return 1.0 if 0xB0 <= lead <= 0xCF else 0.4
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or "\uffe0" <= char <= "\uffe6":
        return 0.9
    if "\u2460" <= char <= "\u24ff" or "\u2150" <= char <= "\u217f" or "\u3200" <= char <= "\u33ff":
        return 0.9
    if char in _COMMON_SIGNS:
        return 0.9
    return 0.3 if char.isalpha() and not "\ue000" <= char <= "\uf8ff" else 0.0
