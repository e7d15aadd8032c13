"""The command line of the benchmark: `python -m bench [NAME] [--rows N]`, as `python3 dev.py bench` calls it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.children import ROOT, python
from bench.figures import Figure, from_values
from bench.kept import Kept, PeerRow, Taken

SIZES = (10_000, 100_000, 1_000_000)
NAMES = ("merge", "import", "filter", "search", "start", "table", "memory")
GOALS = {
    "merge": "P1 P2 P3",
    "import": "P3",
    "filter": "P4",
    "search": "P5",
    "start": "P3 P6",
    "table": "P7",
    "memory": "P8",
}
CHOICES = (*NAMES, "growth", "peers", "matching", "all")
BASE_LIMIT, LIMIT_PER_ROW = 600.0, 0.0024
"""Seconds that a measure may take before it is ended, and so much more for each row: 50 minutes at a million."""


def main() -> int:
    """Take the measures that are asked for, print the table, write the documents."""
    asked = _arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work: Path = asked.work
    work.mkdir(parents=True, exist_ok=True)
    kept = Kept(work / "results.json")
    if asked.name == "matching":
        return _matching(asked, kept)
    names = NAMES if asked.name in ("all", "growth") else () if asked.name == "peers" else (asked.name,)
    sizes = SIZES if asked.rows is None else (asked.rows,)
    fresh: list[Figure] = []
    for rows in sizes:
        for name in names:
            taken = take(name, rows, work)
            kept.put(taken)
            fresh += taken.figures
    peers: list[PeerRow] = []
    if asked.name in ("peers", "all"):
        peers = _peers(max(sizes), work)
    if fresh:
        print(report.text_table(fresh))
    if asked.name in ("growth", "all") and len(sizes) > 1:
        print(report.growth_table(kept.figures(SIZES)))
    if peers:
        kept.put_peers(max(sizes), peers)
        print(report.peer_table(peers))
    if asked.docs is not None and (asked.rows is None or asked.rows in SIZES):
        report.write(kept, SIZES, asked.docs)
    return 1 if any(figure.failed for figure in fresh) else 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the program beside plain yardsticks.")
    parser.add_argument("name", nargs="?", default="all", choices=CHOICES, metavar="NAME", help=", ".join(CHOICES))
    parser.add_argument("--rows", type=int, metavar="N", help="one size instead of 10,000, 100,000 and 1,000,000")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="matching: the folder of sets (default: the shared one)"
    )
    parser.add_argument("--set", dest="sets", action="append", metavar="NAME", help="matching: only this set")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", help="where data and profiles are kept")
    parser.add_argument(
        "--docs", type=Path, default=ROOT / "docs", help="where benchmarks.md and its plots are written"
    )
    parser.add_argument("--no-docs", dest="docs", action="store_const", const=None, help="write nothing, only print")
    return parser.parse_args(words)


def take(name: str, rows: int, work: Path) -> Taken:
    """Take one measure in a process of its own; one that dies is said in the table."""
    print(f"bench: {name}, {rows:,} rows ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=work) as folder:
        out = Path(folder) / "figures"
        why = _run(python("bench.measures", name, str(rows), work, out), work, BASE_LIMIT + LIMIT_PER_ROW * rows)
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    figures = [from_values(json.loads(line)) for line in lines]
    if why:
        figures.append(Figure(GOALS[name], f"{name}: what is missing above", rows, failed=why))
        print(f"bench: {name} failed: {why}", file=sys.stderr, flush=True)
    return Taken(name, rows, round(time.monotonic() - began), report.today(), report.commit(), figures)


def _run(command: Sequence[str], work: Path, limit: float) -> str:
    """Run a measure; why it failed, or nothing."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("DISPLAY", None)
    if env.pop("PYTHONDONTWRITEBYTECODE", None):
        # An installed program does not compile itself at every start; the checkout stays as it is.
        env["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        try:
            _, errors = child.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            _end(child)
            return f"ended after {limit:.0f} s"
        except BaseException:
            _end(child)
            raise
        finally:
            shutil.rmtree(work / f"run-{child.pid}", ignore_errors=True)
    if child.returncode < 0:
        return f"killed by {signal.Signals(-child.returncode).name}"
    return errors.strip().splitlines()[-1][-200:] if child.returncode and errors.strip() else ""


def _end(child: subprocess.Popen[str]) -> None:
    """End a measure with everything it started."""
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)


def _matching(asked: argparse.Namespace, kept: Kept) -> int:
    from bench import matching, matching_sets

    place = matching_sets.folder(asked.data)
    names = [name for name in matching_sets.names(place) if asked.sets is None or name in asked.sets]
    if not names:
        print(f"bench: no sets in {place}; name their folder with --data", file=sys.stderr)
        return 1
    results = matching.measure(place, asked.work, names)
    rows = matching.table(results)
    print(report.aligned(rows))
    kept.put_matching(rows, report.today(), report.commit())
    if asked.docs is not None and asked.sets is None and asked.data is None:
        report.write(kept, SIZES, asked.docs)
    return 1 if any(one.score is None for one in results if one.method == "rakumap") else 0


def _peers(rows: int, work: Path) -> list[PeerRow]:
    from bench import peers, profiles

    print(f"bench: peers, {rows:,} rows ...", file=sys.stderr, flush=True)
    try:
        return peers.measure(profiles.apart(rows, work), work)
    finally:
        shutil.rmtree(profiles.run_folder(work), ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
