"""The command line of the long suites: `python -m faults [NAME]`, as `python3 dev.py faults` calls it."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from faults import report
from faults.running import ROOT, Run, Tally
from faults.suites import SUITES, Suite

EVERY = 60.0
"""Seconds between two lines of progress where there is no terminal."""
BAR = 30


def main(words: Sequence[str]) -> int:
    """Run the suites that are asked for; 1 when a promise was broken."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = _arguments(words)
    failed = False
    for suite in SUITES:
        if asked.name in (suite.name, "all"):
            failed |= _run(suite, asked)
    return 1 if failed else 0


def _run(suite: Suite, asked: argparse.Namespace) -> bool:
    run = Run(suite, asked.count or suite.count, asked.seed, asked.kept)
    if asked.resume and run.resume():
        print(f"{suite.name}: goes on after {run.tally.cases:,} {suite.cases}", file=sys.stderr)
    try:
        run.go(asked.jobs, asked.part, _progress(run))
    except KeyboardInterrupt:
        print(f"\n{suite.name}: ended early", file=sys.stderr)
    for text in run.tally.failures:
        print(text, file=sys.stderr)
    print(report.summary(run))
    if asked.write:
        report.write(run, asked.docs / "reliability.md")
    return bool(run.tally.failures)


def _progress(run: Run) -> Callable[[Tally], None]:
    """A bar on a terminal, a line a minute elsewhere; failures are said at once."""
    terminal, said, told = sys.stderr.isatty(), time.monotonic() - EVERY, 0
    begun, first = time.monotonic(), run.tally.cases

    def show(tally: Tally) -> None:
        nonlocal said, told
        if not terminal and len(tally.failures) == told and time.monotonic() - said < EVERY:
            return
        if len(tally.failures) > told:
            print(f"\n{tally.failures[-1]}" if terminal else tally.failures[-1], file=sys.stderr, flush=True)
        said, told = time.monotonic(), len(tally.failures)
        rate = max(1e-9, (tally.cases - first) / max(1e-9, time.monotonic() - begun))
        left = max(0, run.count - tally.cases) / rate
        text = f"{run.suite.name}: {tally.cases:,} of {run.count:,}, {told} failures, {rate:,.0f} a second, "
        text += f"{left / 60:,.0f} min left"
        if terminal:
            filled = BAR * tally.cases // max(1, run.count)
            print(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {text}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    return show


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    names = (*(suite.name for suite in SUITES), "all")
    parser = argparse.ArgumentParser(prog="dev.py faults", description="Try to break what the program promises.")
    parser.add_argument("name", nargs="?", default="all", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--count", type=int, metavar="N", help="how many cases; by default a suite's own number")
    parser.add_argument("--seed", default="1", metavar="S", help="another seed makes other cases")
    parser.add_argument("--jobs", type=int, default=1, metavar="J", help="processes side by side")
    parser.add_argument("--part", type=int, metavar="P", help="only this part, as a failure names it")
    parser.add_argument("--resume", action="store_true", help="go on with a run of the same code that was ended")
    parser.add_argument("--write", action="store_true", help="put the result into docs/reliability.md")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where reliability.md is")
    parser.add_argument("--kept", type=Path, default=ROOT / ".faults", help="where is kept what is done")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
