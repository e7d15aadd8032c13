"""The tables: on the terminal what was counted, in ``docs/reliability.md`` a row for each suite."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from faults.running import Run

HEADER = ("suite", "promise", "cases", "seed", "failures", "seconds", "tried", "command")
INTRODUCTION = """\
# What rakumap promises, and how often it was tried

The table is written by `python3 dev.py faults NAME --write`; a run that was ended early says how many cases it came to.
Every case is made from the seed, so a failure comes again with the command that the run names. Seconds are those of the
work, of all processes together. *Tried* is the day and the git tree of `src`. A short version of each suite is part of
`python3 dev.py test`.

"""


def row(run: Run) -> tuple[str, ...]:
    """The row of a suite."""
    suite, tally = run.suite, run.tally
    return (
        suite.name,
        suite.promise,
        f"{tally.cases:,} {suite.cases}",
        run.seed,
        str(len(tally.failures)),
        f"{tally.seconds:,.0f}",
        f"{datetime.now(UTC):%Y-%m-%d}, {tally.code}",
        f"`python3 dev.py faults {suite.name} --count {tally.cases} --seed {run.seed}`",
    )


def write(run: Run, file: Path) -> None:
    """Put the row of a run into the document, in the place of the one before; the others stay."""
    old = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    rows = {line.split("|")[1].strip(): line for line in old if line.startswith("| ")}
    for name in (HEADER[0], "---"):
        rows.pop(name, None)
    rows[run.suite.name] = _line(row(run))
    lines = [_line(HEADER), _line(("---",) * len(HEADER)), *(rows[name] for name in sorted(rows))]
    file.write_text(INTRODUCTION + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def summary(run: Run) -> str:
    """What a run came to, for the terminal."""
    counted = [f"{count:>12,}  {name}" for name, count in sorted(run.tally.counts.items())]
    return "\n".join((*counted, _line(HEADER), _line(row(run))))


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
