"""Titles that were read before, kept in a file beside the store, so that an index needs only what is new.

The file holds numbers only. A damaged one, or one of another version, is as good as none.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from rakumap.core.job import Job
from rakumap.matching import arrays
from rakumap.matching.arrays import Texts

VERSION = 4
"""To be raised whenever a title is read in another way than before."""
_log = logging.getLogger(__name__)


class Shelf:
    """Texts by the digest of their title."""

    def __init__(self, digests: npt.NDArray[np.uint64] | None = None, texts: Texts | None = None) -> None:
        self._texts = texts if texts is not None else arrays.texts([])
        self._digests = digests if digests is not None else np.zeros(0, dtype=np.uint64)
        self.fresh = 0
        """How many titles had to be read since it was loaded."""

    def texts(self, titles: Sequence[str], job: Job | None = None, phase: str = "") -> Texts:
        """What the titles say, in their order; those not on the shelf are read and put there, the others leave it."""
        wanted = np.asarray([_digest(title) for title in titles], dtype=np.uint64)
        here = {int(digest): row for row, digest in enumerate(self._digests.tolist())}
        rows = np.asarray([here.get(int(digest), -1) for digest in wanted.tolist()], dtype=np.int64)
        missing = np.flatnonzero(rows < 0)
        self.fresh += len(missing)
        read = arrays.texts([titles[place] for place in missing.tolist()], job, phase)
        rows[missing] = len(self._digests) + np.arange(len(missing))
        self._texts = Texts.joined([self._texts, read]).take(rows)
        self._digests = wanted
        return self._texts

    @classmethod
    def load(cls, path: Path) -> Shelf:
        """The shelf of a file; an empty one when there is none that can be used."""
        try:
            with path.open("rb") as source, np.load(source, allow_pickle=False) as found:
                if int(found["version"][0]) != VERSION:
                    return cls()
                texts = Texts(*(_unpacked(found, field.name) for field in fields(Texts)))
                digests = found["digests"]
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, EOFError, IndexError, zipfile.BadZipFile) as error:
            _log.info("the file of read titles cannot be used and is made anew: %s", type(error).__name__)
            return cls()
        usable = digests.dtype == np.uint64 and _fits(texts, len(digests))
        return cls(digests, texts) if usable else cls()

    def save(self, path: Path) -> None:
        """Write the shelf, whole or not at all. A place that cannot be written is no failure: it is only memory."""
        content: dict[str, npt.NDArray[np.generic]] = {"version": np.asarray([VERSION]), "digests": self._digests}
        for field in fields(Texts):
            value = getattr(self._texts, field.name)
            if sparse.issparse(value):
                content[f"{field.name}.ends"], content[f"{field.name}.columns"] = value.indptr, value.indices
            else:
                content[field.name] = value
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                np.savez(target, **content)  # type: ignore[arg-type]
            part.replace(path)
        except OSError as error:
            _log.info("the file of read titles was not written: %s", type(error).__name__)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


_COLUMNS = {
    "words": arrays.WORDS,
    "grams": arrays.GRAMS,
    "digits": arrays.DIGITS,
    "codes": arrays.CODES,
    "code_grams": arrays.DIGITS,
    "numbers": arrays.NUMBERS,
    "measures": arrays.MEASURES,
}


def _unpacked(found: np.lib.npyio.NpzFile, name: str) -> arrays.Matrix:
    if name not in _COLUMNS:
        return found[name]
    ends, columns = found[f"{name}.ends"], found[f"{name}.columns"]
    width = _COLUMNS[name]
    if len(columns) and not 0 <= int(columns.min()) <= int(columns.max()) < width:
        raise ValueError(name)
    made = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(ends) - 1, width))
    made.check_format(full_check=True)
    return made


def _fits(texts: Texts, count: int) -> bool:
    return all(getattr(texts, field.name).shape[0] == count for field in fields(Texts))


def _digest(title: str) -> int:
    return int.from_bytes(hashlib.blake2b(title.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


__all__ = ["VERSION", "Shelf"]
