"""The measures: each name of `bench NAME` with what it does at one size; `python -m bench.measures NAME ROWS WORK OUT`.

Every figure is written to OUT as soon as it is known, so that a measure that dies leaves what it had.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from bench import children, profiles
from bench.children import Broke, Ended
from bench.data import Shop
from bench.figures import FASTER, RATIO, VALUE, Figure, to_line
from bench.raw import LockWatch
from bench.scenes import NEEDLES
from bench.search import search
from rakumap.bootstrap import open_services
from rakumap.core.model import ListingKey, ListingQuery
from rakumap.system.paths import Paths

Measure = Callable[["Setting"], Iterator[Figure]]
FORCE = ("refresh", "--json", "--force", "--reason=other: bench", "--", profiles.CHANNEL)
LINK_EVERY = 0.1


ORM_LIMIT = 120.0
"""Seconds after which the ORM is ended: what it needs for a million rows teaches nobody more than that it is more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a measure works with."""

    shop: Shop
    work: Path

    @property
    def rows(self) -> int:
        """The size."""
        return self.shop.rows

    @property
    def repeats(self) -> int:
        """How often what takes long is done: less often the longer it takes."""
        return 5 if self.rows <= 10_000 else 3 if self.rows <= 100_000 else 2

    def scene(self, name: str, *files: Path, second: bool = False) -> dict[str, Any]:
        """Play a scene on a copy of the profile."""
        with profiles.copied(self.shop, self.work, second=second) as profile:
            ended = children.run(children.python("bench.scenes", name, profile, *files))
        found: dict[str, Any] = json.loads(ended.output.splitlines()[-1])
        return found

    def scenes(self, name: str, times: int, *files: Path, second: bool = False) -> dict[str, list[float]]:
        """Play a scene several times, each on a fresh copy; the values of each key."""
        found: dict[str, list[float]] = {}
        for _ in range(times):
            for key, value in self.scene(name, *files, second=second).items():
                found.setdefault(key, []).append(value)
        return found


# ---- merge: P1, P2, P3 -----------------------------------------------------------------------------------------------


def merge(setting: Setting) -> Iterator[Figure]:
    """A full report, beside a raw script and an ORM; the write lock; links meanwhile; the window meanwhile."""
    ours, raw, orm, held, rows = list[Ended](), list[Ended](), list[Ended](), list[float](), setting.rows
    for _ in range(setting.repeats):  # in turns, so that a busy moment meets all of them
        with profiles.copied(setting.shop, setting.work, second=True) as profile:
            with LockWatch(profile / "rakumap.db") as watch:
                ours.append(children.run(children.rakumap(profile, *FORCE)))
            _check(setting.shop, ours[-1])
            held.append(watch.held)
        raw.append(_raw(setting, "bench.yardsticks.sql_merge", "merge"))
        if not orm or rows <= 100_000:
            orm.append(_raw(setting, "bench.yardsticks.orm_merge", limit=ORM_LIMIT))
    what = "report merged by the program (a process of its own)"
    whole, floor = _seconds(ours), _seconds(raw)
    yield Figure("P1", what, rows, "s", whole, "median", "raw script with set SQL", floor, "", RATIO, 1.5)
    yield Figure("P1", what, rows, "s", whole, "median", _orm_name(orm), _seconds(orm), "", FASTER, 2.5)
    times = [one.processor for one in ours if one.processor], [one.processor for one in raw if one.processor]
    yield Figure("", "processor time of the merge", rows, "s", times[0], "median", "of the raw script", times[1])
    yield Figure("P2", "write lock held by the merge", rows, "s", held, "median", "the merge", whole, "", RATIO, 0.15)
    yield Figure("", "most memory of the merge", rows, "MB", [one.peak for one in ours if one.peak])
    yield _links_meanwhile(setting)
    gaps = setting.scenes("merging", 1 if rows > 100_000 else 2, second=True)
    yield _gap("while a report is merged", setting, gaps["merge"], gaps["idle"])
    yield _gap("while the window takes in what was merged", setting, gaps["news"], gaps["idle"])


def _orm_name(orm: list[Ended]) -> str:
    cut = any(one.cut for one in orm)
    return f"the same by batched ORM, ended after {ORM_LIMIT:.0f} s" if cut else "the same by batched ORM"


def _seconds(all_of_them: list[Ended]) -> list[float]:
    return [one.seconds for one in all_of_them]


def _gap(what: str, setting: Setting, gaps: list[float], idle: list[float]) -> Figure:
    """A gap has an absolute goal; what the busy machine does to an idle window stands beside it."""
    name = "the same window, only scrolled"
    return Figure("P3", f"longest gap {what}", setting.rows, "ms", gaps, "max", name, idle, "", VALUE, 50)


def _check(files: Shop, ended: Ended) -> None:
    """A merge that did something else than it should is not measured."""
    answer = json.loads(ended.output)
    wanted = {"changed": files.changed, "new": files.new, "gone": files.gone}
    found = {name: answer.get(name) for name in wanted}
    if found != wanted:
        raise Broke(f"merged {found} instead of {wanted}")


def _raw(setting: Setting, module: str, *words: str, limit: float | None = None) -> Ended:
    """A yardstick that merges the second report into a store that holds the first one."""
    store = profiles.run_folder(setting.work) / "raw.db"
    try:
        children.run(children.python("bench.yardsticks.sql_merge", "prepare", store, setting.shop.first))
        ended = children.run(children.python(module, *words, store, setting.shop.second), limit=limit)
        if not ended.cut:
            _check(setting.shop, ended)
        return ended
    finally:
        for file in store.parent.glob("raw.db*"):
            file.unlink()


def _links_meanwhile(setting: Setting) -> Figure:
    """How long a person's link takes while a report is merged by another process."""
    taken: list[float] = []
    with (
        profiles.copied(setting.shop, setting.work, second=True) as profile,
        open_services(Paths.of(profile)) as services,
        ThreadPoolExecutor(1) as pool,
    ):
        channel = services.channels.named(profiles.CHANNEL)
        keys = iter(services.queries.ids(ListingQuery(channel.id, "is:unlinked", "sku"), UTC))
        items = services.queries.search("steel", 1)
        refresh = pool.submit(children.run, children.rakumap(profile, *FORCE))
        while not refresh.done():
            began = time.perf_counter()
            services.mapping.link(ListingKey(next(keys)), items[0].key)
            taken.append(time.perf_counter() - began)
            time.sleep(LINK_EVERY)
        refresh.result()
    return Figure("P2", "link made during a merge", setting.rows, "s", taken, "max", sense=VALUE, limit=1)


# ---- import, filter, start, table, memory ----------------------------------------------------------------------------


def imports(setting: Setting) -> Iterator[Figure]:
    """An inventory into an empty profile, and the window during an import."""
    seconds, peaks = [], list[float]()
    for _ in range(1 if setting.rows > 100_000 else 3):
        with profiles.empty(setting.work) as profile:
            ended = children.run(children.rakumap(profile, "inventory", "import", "--json", str(setting.shop.items)))
        seconds.append(ended.seconds)
        peaks += [] if ended.peak is None else [ended.peak]
    yield Figure("", "inventory imported by the command line, all new", setting.rows, "s", seconds)
    yield Figure("", "most memory of that import", setting.rows, "MB", peaks)
    found = setting.scenes("importing", 1 if setting.rows > 100_000 else 2, setting.shop.levels)
    yield _gap("while an inventory is imported", setting, found["import"], found["idle"])
    yield Figure("", "inventory imported by the window, a fifth changed", setting.rows, "s", found["seconds"])


def _objects(setting: Setting) -> tuple[float, list[float]]:
    """The yardstick of objects in a list: seconds to the first rows, milliseconds of each keystroke."""
    store = profiles.prepared(setting.shop, setting.work) / "rakumap.db"
    began = time.monotonic()
    ended = children.run(children.python("bench.yardsticks.objects", store, "/".join(NEEDLES)))
    found = json.loads(ended.output)
    return found["first"] - began, found["keystrokes"]


def filtering(setting: Setting) -> Iterator[Figure]:
    """Keystrokes in the filter field, beside a Python list that is filtered."""
    found = setting.scene("filtering")
    _, listed = _objects(setting)
    what, rows = "filter keystroke to repaint", setting.rows
    yield Figure("P4", what, rows, "ms", found["keystrokes"], "p95", sense=VALUE, limit=75)
    yield Figure("P4", what, rows, "ms", found["keystrokes"], "p95", "filter of a Python list", listed, "", FASTER, 3)
    yield Figure("", "of it, from the question to the repaint", rows, "ms", found["questions"], "p95")
    yield Figure("", "longest gap while filtering", rows, "ms", [found["gap"]], "max")


def start(setting: Setting) -> Iterator[Figure]:
    """The first rows of a cold process, beside an empty window and beside loading everything."""
    first, ours, bare, loaded = [], [], [], []
    with profiles.copied(setting.shop, setting.work) as profile:
        # Not counted: it compiles what it loads, as an installer does.
        _since_start(children.python("bench.first_rows", profile))
    with profiles.copied(setting.shop, setting.work) as profile:
        first.append(_since_start(children.python("bench.first_rows", profile)))
        for _ in range(max(5, setting.repeats)):
            ours.append(_since_start(children.python("bench.first_rows", profile)))
            bare.append(_since_start(children.python("bench.yardsticks.empty_window")))
    for _ in range(1 if setting.rows > 100_000 else 3):
        loaded.append(_objects(setting)[0])
    yield Figure("", "first rows on a profile that no window has shown", setting.rows, "s", first)
    what, rows = "first rows painted, from a cold process", setting.rows
    yield Figure("P6", what, rows, "s", ours, "median", "start of an empty window", bare, "", RATIO, 3)
    yield Figure("P6", what, rows, "s", ours, "median", "all of them loaded as objects", loaded, "", FASTER, 5)
    gaps = setting.scenes("opening", min(3, setting.repeats))
    yield _gap("while keys are loaded and indexes built", setting, gaps["keys"], gaps["idle"])
    yield Figure("", "longest gap while the window starts", rows, "ms", gaps["start"], "max")


def _since_start(command: list[str]) -> float:
    """Seconds from the start of a process to the moment it prints, by a clock that all processes share."""
    began = time.monotonic()
    return float(children.run(command).output.splitlines()[0]) - began


def table(setting: Setting) -> Iterator[Figure]:
    """Wheel, far jumps, select all, links, sorting."""
    found, rows = setting.scene("working"), setting.rows
    for what, key, statistic, limit in (
        ("wheel, one notch", "wheel", "p95", 16),
        ("far jump, all rows there", "jump", "median", 20),
        ("link one row and repaint", "link", "p95", 50),
        ("sort by a header", "sort", "p95", 250),
    ):
        if not found[key]:
            raise Broke(f"{what}: nothing could be measured")
        yield Figure("P7", what, rows, "ms", found[key], statistic, sense=VALUE, limit=limit)
    plain = found["repaint"]
    yield Figure(
        "P7", "select all and repaint", rows, "ms", found["select"], "median", "plain repaint", plain, "", RATIO, 3
    )


def memory(setting: Setting) -> Iterator[Figure]:
    """Resident memory of the window."""
    found = setting.scenes("memory", 1 if setting.rows > 100_000 else 3)
    limit = 180 if setting.rows <= 10_000 else 650
    for what, key in (("with the list open", "open"), ("after it was filtered and sorted", "used")):
        yield Figure("P8", f"memory of the window {what}", setting.rows, "MB", found[key], sense=VALUE, limit=limit)
    yield Figure("", "most memory of the window", setting.rows, "MB", found["highest"])


def searching(setting: Setting) -> Iterator[Figure]:
    """The inventory search of the store; see ``bench.search``."""
    yield from search(profiles.prepared(setting.shop, setting.work), setting.rows)


MEASURES: dict[str, tuple[str, Measure]] = {
    "merge": ("P1 P2 P3", merge),
    "import": ("P3", imports),
    "filter": ("P4", filtering),
    "search": ("P5", searching),
    "start": ("P3 P6", start),
    "table": ("P7", table),
    "memory": ("P8", memory),
}
"""The measures by name, each with the goals it looks at."""


def main() -> int:
    """Take one measure at one size."""
    name, rows, work, out = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with out.open("a", encoding="utf-8") as file:
        try:
            setting = Setting(profiles.apart(rows, work), work)
            for figure in MEASURES[name][1](setting):
                file.write(to_line(figure) + "\n")
                file.flush()
        except Broke as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
