"""A number for each record, by which the rows of the last report are known again without reading their cells."""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

from rakumap import __version__

Recognise = Callable[[Sequence[int], Sequence[int]], list[bool]]
"""Of records with these lines and digests, which are rows of the last report; each row is recognised once."""


class Digests:
    """Makes digests: equal ones mean equal cells, read in the same way by the same program.

    64 bits: that one changed row of a million looks like another row happens once in ten million million reports.
    """

    def __init__(self, columns: Mapping[str, int], decimal: str) -> None:
        way = json.dumps([__version__, unicodedata.unidata_version, sorted(columns.items()), decimal])
        self._salt = blake2b(way.encode(), digest_size=16).digest()

    def of(self, table: Sequence[tuple[str, ...]]) -> Sequence[int] | None:
        """Return a digest for each record, all of equal width; None when a cell holds the joiner, NUL."""
        if not table:
            return ()
        salt = self._salt
        texts = list(map("\0".join, table))
        if "".join(texts).count("\0") != len(table) * (len(table[0]) - 1):
            return None
        made = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, salt=salt).digest() for text in texts]
        return struct.unpack(f"<{len(made)}q", b"".join(made))
