"""The report: the table on the terminal, `benchmarks.md` and its plots. Names no machine and no path."""

from __future__ import annotations

import importlib.metadata
import math
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import plots
from bench.children import ROOT
from bench.figures import Figure, number, shown
from bench.kept import Kept, PeerRow, Taken

HEADER = ("goal", "what", "rows", "rakumap", "yardstick", "ratio", "goal asks", "verdict")
INTRODUCTION = """\
# Benchmarks

Written by `python3 dev.py bench`; do not edit. Each figure is the median (or the 95th percentile, or the longest) of
several runs, with the least and the most in brackets; each ratio compares figures of one run on one machine. A shop of
N rows has N listings and N inventory items, 85 of 100 with an equal SKU; data are invented, the same for everybody.
Times of the window go from what the person does to the end of the paint that shows all of what came of it. The goals
were set for 1,000,000 rows; at other sizes the last column only says how much of the limit is used up.
"""


def today() -> str:
    """The day in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def commit() -> str:
    """The commit that is measured, with a plus when files differ from it."""

    def git(*words: str) -> str:
        found = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return found.stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--", "src", "bench") else "")


def cells(figure: Figure) -> tuple[str, ...]:
    """One figure as the cells of a table."""
    ratio = figure.ratio
    against = shown(figure.against, figure.against_statistic or figure.statistic, figure.unit)
    return (
        figure.goal,
        figure.what,
        f"{figure.rows:,}",
        shown(figure.samples, figure.statistic, figure.unit),
        f"{figure.yardstick}: {against}" if against else "",
        f"{number(ratio)}x" if ratio is not None else "",
        figure.asked,
        figure.verdict,
    )


def text_table(figures: Iterable[Figure]) -> str:
    """The table for a terminal."""
    return aligned([HEADER, *(cells(figure) for figure in figures)])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """A table for a terminal; the first row is its header."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; the first row is its header."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


# ---- growth ----------------------------------------------------------------------------------------------------------


def growth_rows(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """P9: each cost at all sizes, and whether it grows faster than n log n from the smallest to the largest."""
    costs: dict[tuple[str, str], dict[int, Figure]] = {}
    for figure in figures:
        if figure.ours and figure.unit in ("s", "ms", "MB"):
            costs.setdefault((figure.what, figure.unit), {})[figure.rows] = figure
    sizes = sorted({rows for one in costs.values() for rows in one})
    found = [("what", *(f"{rows:,}" for rows in sizes), "grew", "n log n would", "verdict (P9)")]
    for (what, unit), by_rows in costs.items():
        ours = {rows: figure.ours or 0.0 for rows, figure in by_rows.items()}
        shown_values = [f"{number(ours[rows])} {unit}" if rows in ours else "" for rows in sizes]
        least, most = min(ours), max(ours)
        if least == most:
            continue
        grew = ours[most] / ours[least]
        allowed = most * math.log(most) / (least * math.log(least))
        verdict = "met" if grew <= allowed else "MISSED"
        found.append((what, *shown_values, f"{number(grew)}x", f"{number(allowed)}x", verdict))
    return found


def growth_table(figures: Iterable[Figure]) -> str:
    """The table of growth for a terminal."""
    return aligned(growth_rows(figures))


# ---- peers -----------------------------------------------------------------------------------------------------------


def peer_rows(peers: Iterable[PeerRow]) -> list[tuple[str, ...]]:
    """P10: what others need."""
    rows: list[tuple[str, ...]] = [("program", "what", "seconds", "hits", "most memory, MB", "")]
    for one in peers:
        seconds = "" if one.seconds is None else number(one.seconds)
        hits = "" if one.hits is None else f"{one.hits:,}"
        rows.append((one.tool, one.step, seconds, hits, "" if one.peak is None else f"{one.peak:,.0f}", one.said))
    return rows


def peer_table(peers: Iterable[PeerRow]) -> str:
    """The table of the peers for a terminal."""
    return aligned(peer_rows(peers))


# ---- the documents ---------------------------------------------------------------------------------------------------


def machine() -> str:
    """What the figures were measured on, without a name."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    from bench.raw import VERSION

    parts = [
        f"{os.cpu_count()} cores ({platform.machine()})",
        f"{pages / (1 << 30):.0f} GB RAM" if pages else "",
        platform.system(),
        f"Python {platform.python_version()}",
        f"PySide6 {importlib.metadata.version('PySide6-Essentials')}",
        f"SQLite {VERSION}",
    ]
    return ", ".join(part for part in parts if part)


def write(kept: Kept, sizes: Sequence[int], docs: Path) -> None:
    """Write the document and its plots."""
    taken = kept.taken(sizes)
    figures = [figure for one in taken for figure in one.figures]
    images = docs / "images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "bench-cost.svg").write_text(plots.costs(figures), encoding="utf-8")
    (images / "bench-gaps.svg").write_text(plots.gaps(figures), encoding="utf-8")
    parts = [INTRODUCTION, f"Measured on: {machine()}.\n", "![Cost against size](images/bench-cost.svg)\n"]
    parts.append("![Longest gap of the event loop against work](images/bench-gaps.svg)\n")
    for rows in sorted({one.rows for one in taken}, reverse=True):
        parts += [f"## {rows:,} rows\n", markdown([HEADER, *_of_size(figures, rows)]) + "\n"]
    parts += ["## Growth (P9)\n", markdown(growth_rows(figures)) + "\n"]
    for rows, peers in sorted(kept.peers().items(), reverse=True):
        parts += [
            f"## Beside what a user would take instead (P10), {rows:,} rows\n",
            PEERS,
            markdown(peer_rows(peers)) + "\n",
        ]
    rows_of_sets, when = kept.matching()
    if rows_of_sets:
        parts += [f"## Suggestions ({when})\n", MATCHING, markdown(rows_of_sets) + "\n"]
    parts += ["## When it was measured\n", markdown(_when(taken))]
    (docs / "benchmarks.md").write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(f"bench: wrote {docs.name}/benchmarks.md", file=sys.stderr)


def _of_size(figures: Iterable[Figure], rows: int) -> list[tuple[str, ...]]:
    """The figures of a size, those with a goal first, in the order of the goals."""
    mine = [figure for figure in figures if figure.rows == rows]
    return [cells(figure) for figure in sorted(mine, key=lambda one: one.goal or "Z")]


def _when(taken: Iterable[Taken]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("measure", "rows", "day", "commit", "took, s")]
    return rows + [(one.name, f"{one.rows:,}", one.day, one.commit, str(one.seconds)) for one in taken]


PEERS = """\
Load: inventory and report. Filter: "steel" in the title. Join: listings to items by equal SKU. Export: all listings as
CSV. rakumap is timed as a person gets it: commands that each start, with results kept, checked and undoable in the
store; the others hold results in memory only and are timed within one process that runs already.
"""
MATCHING = """\
Each set goes through the command line: inventory imported, report refreshed, `suggest`; seconds and memory are those of
`suggest`, with the start of the program. Nothing is learned from the set itself. Automatic links count over all
listings, so that one for a listing without an item is an error.
"""
