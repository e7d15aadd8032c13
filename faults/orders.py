"""The suite ``orders``: a shop in bad weather for a million steps, many small worlds of some steps each."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from faults.shop_world import World, make_template
from faults.weather import Weather

STEPS = 1_000
"""Steps of one world; then a new one begins, so that its journal does not slow the rest down."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory; what the program syncs is another suite's


def run(count: int, seed: str) -> Counter[str]:
    """Simulate one world; raises ``AssertionError`` with seed, step and last actions when something does not hold."""
    weather = Weather()
    where = IN_MEMORY if sys.platform == "linux" and IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="rakumap-faults-", dir=where) as folder:
        template = _template(Path(folder))
        with weather.over():
            world, number = World(seed, Path(folder), template, weather), 0
            try:
                for number in range(count):  # noqa: B007 - the note names it
                    world.step()
                number = count
                world.settle()
            except BaseException as error:
                error.add_note(f"seed {seed}, step {number}, after: {', '.join(world.did)}")
                raise
            finally:
                world.close()
    return world.counts


_made: list[bytes] = []


def _template(folder: Path) -> Path:
    """The store that worlds begin with; made once in a process."""
    path = folder / "template.db"
    if not _made:
        making = folder / "making"
        making.mkdir()
        _made.append(make_template(making).read_bytes())
        shutil.rmtree(making)
    path.write_bytes(_made[0])
    return path
