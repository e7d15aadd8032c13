"""One run of a suite: its parts one after the other or side by side, what is done kept so that it can go on later."""

from __future__ import annotations

import json
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from faults.suites import SUITES, Suite

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Tally:
    """How far a run has come. ``seconds`` are those of the work, of all processes together."""

    code: str
    cases: int = 0
    parts: list[int] = field(default_factory=list)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One part of a run, as a process gets it."""

    suite: str
    number: int
    cases: int
    seed: str


@dataclass(frozen=True)
class Ended:
    """What came of a part; ``failure`` says what does not hold."""

    part: Part
    seconds: float
    counts: Counter[str]
    failure: str | None = None


def code() -> str:
    """The commit that is tried, with a plus when files differ from it."""

    def git(*words: str) -> str:
        found = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return found.stdout.strip()

    return git("rev-parse", "--short", "HEAD:src") + ("+" if git("status", "--porcelain", "--", "src") else "")


def parts(suite: Suite, count: int, seed: str) -> list[Part]:
    """What a run of so many cases consists of; the last part may be smaller."""
    sizes = [min(suite.part, count - start) for start in range(0, count, suite.part)]
    return [Part(suite.name, number, size, f"{seed}/{number}") for number, size in enumerate(sizes)]


def one(part: Part) -> Ended:
    """Do one part."""
    (suite,) = (suite for suite in SUITES if suite.name == part.suite)
    begun = time.monotonic()
    try:
        counts = suite.run(part.cases, part.seed)
    except Exception as error:  # noqa: BLE001 - what does not hold is the result
        told = "".join(traceback.format_exception(error))
        return Ended(part, time.monotonic() - begun, Counter(), told)
    return Ended(part, time.monotonic() - begun, counts)


def ended(wanted: list[Part], jobs: int) -> Iterator[Ended]:
    """Do the parts; with one job in this process, so that stopping it stops the work."""
    if jobs == 1:
        yield from map(one, wanted)
        return
    waiting = iter(wanted)
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        running = [pool.submit(one, part) for part in islice(waiting, 2 * jobs)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(one, part) for part in islice(waiting, 1)]


class Run:
    """A run with what is done of it in ``kept``, which a later run with the same code and seed can go on from."""

    def __init__(self, suite: Suite, count: int, seed: str, kept: Path) -> None:
        self.suite = suite
        self.count = count
        self.seed = seed
        self._file = kept / f"{suite.name}-{seed}.json"
        self.tally = Tally(code())

    def resume(self) -> bool:
        """Go on where a run of the same code was ended; whether there was one."""
        try:
            found = Tally(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return False
        if found.code != self.tally.code:
            return False
        self.tally = found
        return True

    def go(self, jobs: int, only: int | None, progress: Callable[[Tally], None]) -> None:
        """Do what is not done yet, or only one part, anew."""
        done = set(self.tally.parts)
        wanted = [one for one in parts(self.suite, self.count, self.seed) if one.number not in done]
        if only is not None:
            wanted = [one for one in parts(self.suite, self.count, self.seed) if one.number == only]
        for end in ended(wanted, jobs):
            self._add(end)
            progress(self.tally)

    def _add(self, end: Ended) -> None:
        tally = self.tally
        tally.cases += end.part.cases
        tally.parts.append(end.part.number)
        tally.seconds += end.seconds
        tally.counts = dict(Counter(tally.counts) + end.counts)
        if end.failure is not None:
            again = f"python3 dev.py faults {self.suite.name} --seed {self.seed} --part {end.part.number}"
            tally.failures.append(f"{end.failure}\nagain: {again}")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(tally)), encoding="utf-8")
        fresh.replace(self._file)
