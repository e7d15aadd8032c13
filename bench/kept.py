"""What was measured so far, kept per measure and size, so that the documents are whole after a part is measured again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure, from_values


@dataclass(frozen=True, slots=True)
class Taken:
    """One measure at one size, with when and of which commit it was taken."""

    name: str
    rows: int
    seconds: int
    day: str
    commit: str
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class PeerRow:
    """What one program needed for one thing; ``said`` instead when it could not be measured."""

    tool: str
    step: str
    seconds: float | None = None
    peak: float | None = None
    hits: int | None = None
    said: str = ""


class Kept:
    """The file of results."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._all: dict[str, Any] = {"measures": {}, "peers": {}}
        if file.is_file():
            self._all |= json.loads(file.read_text(encoding="utf-8"))

    def put(self, taken: Taken) -> None:
        """Keep a measure in the place of an older one."""
        self._all["measures"][f"{taken.name} {taken.rows}"] = asdict(taken)
        self._write()

    def put_peers(self, rows: int, found: Iterable[PeerRow]) -> None:
        """Keep what the peers needed at a size."""
        self._all["peers"][str(rows)] = [asdict(row) for row in found]
        self._write()

    def put_matching(self, rows: Sequence[Sequence[str]], day: str, commit: str) -> None:
        """Keep the table of suggestions."""
        self._all["matching"] = {"rows": [list(row) for row in rows], "day": day, "commit": commit}
        self._write()

    def matching(self) -> tuple[list[list[str]], str]:
        """The table of suggestions, and when and of which commit it was taken; empty before it was."""
        found = self._all.get("matching") or {"rows": [], "day": "", "commit": ""}
        return found["rows"], f"{found['day']}, commit {found['commit']}"

    def taken(self, sizes: Sequence[int]) -> list[Taken]:
        """The measures of these sizes, by size."""
        found = [
            Taken(**{**values, "figures": [from_values(one) for one in values["figures"]]})
            for values in self._all["measures"].values()
            if values["rows"] in sizes
        ]
        return sorted(found, key=lambda one: one.rows)

    def figures(self, sizes: Sequence[int]) -> list[Figure]:
        """All figures of these sizes."""
        return [figure for one in self.taken(sizes) for figure in one.figures]

    def peers(self) -> dict[int, list[PeerRow]]:
        """What the peers needed, by size."""
        return {int(rows): [PeerRow(**one) for one in found] for rows, found in self._all["peers"].items()}

    def _write(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self._all, indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(self._file)
