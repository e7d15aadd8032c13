"""Many texts as sparse matrices: a row a text, a column a hashed word or group of characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

from rakumap.core.job import Job
from rakumap.matching.lexicon import COLOURS, SIZES
from rakumap.matching.text import Read, read

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Matrix: TypeAlias = Any  # a scipy.sparse.csr_matrix; scipy comes without types

WORDS, GRAMS, DIGITS, CODES, NUMBERS, MEASURES = 1 << 21, 1 << 18, 1 << 20, 1 << 20, 1 << 16, 1 << 16
"""Columns of each kind; two words share one by chance about once in a thousand."""
MEASURE_KINDS = 16
GRAM = 3
LONG = 7
"""Characters from which a code is a long one: few makers share those. Its column is odd."""
_COLOUR_BITS = {name: 1 << place for place, name in enumerate(sorted(set(COLOURS.values())))}
_SIZE_BITS = {name: 1 << place for place, name in enumerate(sorted(set(SIZES.values())))}
_BASES = ("g", "oz", "ml", "gal", "mm", "in", "w", "v", "mah", "mb", "hz", "rpm", "mp", "n")


@dataclass(slots=True)
class Texts:
    """What many titles say, row by row."""

    words: Matrix
    grams: Matrix
    digits: Matrix
    codes: Matrix
    code_grams: Matrix
    """Four characters each of the codes; the same columns as ``digits``."""
    numbers: Matrix
    measures: Matrix
    colours: Ints
    sizes: Ints
    packs: Ints
    bundles: npt.NDArray[np.bool_]
    heads: Ints
    """Column of the first word, -1 without words."""

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def take(self, rows: Longs) -> Texts:
        """Only these rows, in this order."""
        return Texts(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """The rows of several, one after the other."""
        if len(parts) == 1:
            return parts[0]
        columns = [[getattr(part, field.name) for part in parts] for field in fields(cls)]
        return cls(*(_stack(column) for column in columns))


def _stack(parts: list[Matrix]) -> Matrix:
    return sparse.vstack(parts, format="csr") if sparse.issparse(parts[0]) else np.concatenate(parts)


class _Rows:
    """Collects one sparse matrix row by row."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.found: list[int] = []
        self.ends: list[int] = [0]

    def add(self, row: Iterable[int]) -> None:
        self.found.extend(row)
        self.ends.append(len(self.found))

    def matrix(self) -> Matrix:
        indices = np.asarray(self.found, dtype=np.int32)
        return _tidy(indices, np.asarray(self.ends, dtype=np.int32), self.columns)


def _tidy(indices: Ints, ends: Ints, columns: int) -> Matrix:
    """A matrix of ones with sorted columns and no repeats."""
    data = np.ones(len(indices), dtype=np.float32)
    made = sparse.csr_matrix((data, indices, ends), shape=(len(ends) - 1, columns))
    made.sum_duplicates()
    made.data[:] = 1.0
    return made


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def texts(titles: Sequence[str], job: Job | None = None, phase: str = "") -> Texts:
    """Read the titles; the job is told every thousand."""
    parts: list[Texts] = []
    step = 20_000
    for start in range(0, max(1, len(titles)), step):
        parts.append(_texts(titles[start : start + step], job, phase, start, len(titles)))
    return Texts.joined(parts)


def _texts(titles: Sequence[str], job: Job | None, phase: str, start: int, total: int) -> Texts:
    words, codes, numbers, measures = _Rows(WORDS), _Rows(CODES), _Rows(NUMBERS), _Rows(MEASURES)
    seen: list[Read] = []
    for place, title in enumerate(titles):
        if job is not None and place % 500 == 0:
            job.checkpoint(phase, start + place, total)
        found = read(title)
        seen.append(found)
        words.add(_hash(word) % WORDS for word in found.words)
        codes.add(_hash(code) % (CODES // 2) * 2 + (len(code) >= LONG) for code in found.codes)
        numbers.add(_hash(number) % NUMBERS for number in found.numbers)
        measures.add(_BASES.index(base) * 4096 + _hash(value) % 4096 for base, value in found.measures)
    return Texts(
        words.matrix(),
        grams([f" {one.plain} " for one in seen], GRAM, GRAMS),
        grams([one.squeezed for one in seen], 4, DIGITS, digits=True),
        codes.matrix(),
        grams([" ".join(sorted(one.codes)) for one in seen], 4, DIGITS, inside=True),
        numbers.matrix(),
        measures.matrix(),
        _ints(sum(_COLOUR_BITS[name] for name in one.colours) for one in seen),
        _ints(sum(_SIZE_BITS[name] for name in one.sizes) for one in seen),
        _ints(one.pack for one in seen),
        np.asarray([one.bundle for one in seen], dtype=np.bool_),
        _ints(_hash(one.head) % WORDS if one.head else -1 for one in seen),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def grams(found: Sequence[str], length: int, columns: int, *, digits: bool = False, inside: bool = False) -> Matrix:
    """Groups of ``length`` characters of each text; only those with a digit, or only those without a blank."""
    lengths = np.asarray([len(text) for text in found], dtype=np.int64)
    points = np.frombuffer("".join(found).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(points) < length:
        return sparse.csr_matrix((len(found), columns), dtype=np.float32)
    count = len(points) - length + 1
    rows = np.repeat(np.arange(len(found), dtype=np.int64), lengths)
    hashed = np.zeros(count, dtype=np.uint64)
    numeric = np.zeros(count, dtype=np.bool_)
    blank = np.zeros(count, dtype=np.bool_)
    for place in range(length):
        part = points[place : place + count]
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + part
        numeric |= (part >= 48) & (part <= 57)
        blank |= part == 32
    keep = rows[:count] == rows[length - 1 :]
    if digits:
        keep &= numeric
    if inside:
        keep &= ~blank
    hashed ^= hashed >> np.uint64(29)
    hashed *= np.uint64(0xBF58476D1CE4E5B9)
    columns_of = (hashed[keep] >> np.uint64(64 - columns.bit_length() + 1)).astype(np.int32)
    ends = np.zeros(len(found) + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows[:count][keep], minlength=len(found)), out=ends[1:])
    return _tidy(columns_of, ends, columns)


def addresses(matrix: Matrix) -> Longs:
    """Every filled cell of a matrix as one number, ascending."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    return np.asarray(rows * matrix.shape[1] + matrix.indices, dtype=np.int64)
