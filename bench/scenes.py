"""What happens in the window, one scene a process: `python -m bench.scenes SCENE PROFILE [FILE]` prints JSON.

Times are in milliseconds, from what the person does to the end of the paint that shows all of what came of it.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from bench.children import Broke
from bench.data import sku_of
from bench.window import LONG, Driver, Gaps, highest, play, resident
from rakumap.core.model import ForceReason, ItemKey, ListingKey, Outcome
from rakumap.gui.cells import Column

NEEDLES = ("steel", "mug", "lantern", "kw_3", "magnetic")
"""What is typed into the filter, letter by letter."""
SEEN = 150
"""Milliseconds that a person looks at what came before the next click."""
LINKS, SORTS, WHEELS, JUMPS, REPAINTS, SELECTS = 30, 5, 200, 60, 30, 5
SORTED = (Column.SKU, Column.LINKED_TO, Column.TITLE)

Found = dict[str, Any]


def opening(profile: Path) -> Found:
    """The longest gaps while the program starts, and while it loads keys and builds indexes."""
    found: Found = {}
    gaps = Gaps()

    def first(driver: Driver) -> None:
        gaps.start()
        driver.until(lambda: driver.window.channel is not None, "the channel")
        found["start"] = gaps.stop()
        gaps.start()

    def script(driver: Driver) -> None:
        driver.settle()
        found["keys"] = gaps.stop()
        found["idle"] = _idle(driver)

    play(profile, script, first=first)
    return found


def _idle(driver: Driver) -> float:
    gaps = Gaps()
    with scrolling(driver):
        gaps.start()
        driver.pause(1500)
        return gaps.stop()


@contextmanager
def scrolling(driver: Driver) -> Iterator[None]:
    """Let the table be scrolled every 50 ms, as by a person who works on."""
    timer = QTimer()
    timer.setInterval(50)
    bar = driver.view.verticalScrollBar()
    timer.timeout.connect(lambda: bar.setValue((bar.value() + 3) % max(1, bar.maximum())))
    timer.start()
    try:
        yield
    finally:
        timer.stop()


def merging(profile: Path) -> Found:
    """The longest gap while a report is merged and its rows come into the window."""
    found: Found = {}

    def script(driver: Driver) -> None:
        from rakumap.gui.force_dialog import ForceChoice

        sync, channel = driver.window.sync, driver.window.channel
        if channel is None:
            raise Broke("there is no channel")
        driver.settle()
        found["idle"] = _idle(driver)
        gaps, began = Gaps(), time.perf_counter()
        with scrolling(driver):
            gaps.start()
            sync.force_now(channel, ForceChoice(ForceReason.OTHER, "bench"))
            driver.until(lambda: not sync.running, "the merge", LONG)
            found["merge"] = gaps.stop()
            gaps.start()
        driver.settle()
        found["news"] = gaps.stop()
        found["seconds"] = time.perf_counter() - began
        queries = driver.window._context.services.queries
        run = driver.elsewhere(lambda: queries.runs(limit=1))[0]
        if run.outcome is not Outcome.DONE:
            raise Broke(f"the report was not merged: {run.outcome}")

    play(profile, script)
    return found


def importing(profile: Path, file: Path) -> Found:
    """The longest gap while an inventory is imported through the wizard."""
    found: Found = {}

    def script(driver: Driver) -> None:
        from rakumap.gui.import_wizard import CHECK, ImportWizard

        window = driver.window
        driver.settle()
        found["idle"] = _idle(driver)
        gaps, began = Gaps(), time.perf_counter()
        with scrolling(driver):
            gaps.start()
            wizard = ImportWizard(window._context, window, "inventory", window.channel)
            button = wizard.ui.next_button
            wizard.show()
            driver.pause(SEEN)
            wizard.open_file(file)
            for _ in range(2):
                driver.until(button.isEnabled, "the wizard")
                driver.pause(SEEN)
                button.click()
            driver.until(lambda: wizard.ui.pages.currentIndex() == CHECK and button.isEnabled(), "the verdicts", LONG)
            driver.pause(SEEN)
            button.click()
            driver.until(lambda: wizard.applied is not None, "the import", LONG)
            found["import"] = gaps.stop()
            found["seconds"] = time.perf_counter() - began
            wizard.deleteLater()

    play(profile, script)
    return found


def filtering(profile: Path) -> Found:
    """Keystrokes in the filter field, and the longest gap meanwhile."""
    found: Found = {"keystrokes": [], "questions": []}

    def script(driver: Driver) -> None:
        driver.settle()
        driver.window.activateWindow()
        driver.field.setFocus()
        asked: list[float] = []
        driver.window.panel.filter_bar.wanted.connect(lambda _: asked.append(time.perf_counter()))
        for needle in NEEDLES:
            for key in needle:
                found["keystrokes"].append(driver.type_key(key))
                found["questions"].append((driver.paints.last - asked[-1]) * 1000)
                driver.pause(30)
            driver.filter("")
        gaps = Gaps()  # apart: its timer takes the interpreter from the work
        gaps.start()
        for key in NEEDLES[0]:
            driver.type_key(key)
        found["gap"] = gaps.stop()

    play(profile, script)
    return found


def working(profile: Path) -> Found:
    """Wheel, far jumps, select all, links, sorting."""
    found: Found = {}

    def script(driver: Driver) -> None:
        driver.settle()
        chance = random.Random(1)  # noqa: S311 - invented data, not a secret
        driver.jump(0.1)
        found["repaint"] = [driver.repaint() for _ in range(REPAINTS)]
        found["wheel"] = [driver.wheel(1) for _ in range(WHEELS)]
        found["jump"] = [driver.jump(chance.random()) for _ in range(JUMPS)]
        driver.jump(0.5)
        found["select"] = [driver.select_all() for _ in range(SELECTS)]
        driver.view.clearSelection()
        columns = [column for column in SORTED if not driver.view.isColumnHidden(column)]
        clicks = [column for _ in range(SORTS) for column in columns for _ in range(2)]
        found["sort"] = [_pausing(driver, partial(driver.sort, column)) for column in clicks]
        driver.sort(Column.LINKED_TO)  # what is not linked comes last
        driver.jump(1.0)
        driver.settle()
        found["link"] = [_pausing(driver, partial(driver.link, *pair)) for pair in _pairs(driver)]

    play(profile, script)
    return found


def _pausing(driver: Driver, act: Callable[[], float]) -> float:
    """Do it, then look at it for a moment, as a person would."""
    taken = act()
    driver.pause(SEEN)
    return taken


def _pairs(driver: Driver) -> list[tuple[ListingKey, ItemKey]]:
    """Listings in sight, each with an item that may be linked without a question."""
    services = driver.window._context.services
    first, last = driver.view.rowAt(0) + 1, driver.model.rowCount()
    rows = [driver.model.listing(driver.model.key_at(row)) for row in range(first, last)]
    keys = [row.key for row in rows if row is not None and row.item_key is None][:LINKS]

    def work() -> list[tuple[ListingKey, ItemKey]]:
        items = [services.queries.item_named(sku_of(number)) for number in range(60)]
        there = [one.key for one in items if one is not None]
        found = []
        for key in keys:
            item = next((one for one in there if services.mapping.preview_link(key, one).plain), None)
            if item is not None:
                found.append((key, item))
        return found

    return driver.elsewhere(work)


def memory(profile: Path) -> Found:
    """Resident memory with the list open, after it was used, and the most there was."""
    found: Found = {}

    def script(driver: Driver) -> None:
        driver.settle()
        found["open"] = resident()
        for share in (1.0, 0.5, 0.01):
            driver.jump(share)
        for text in ("steel", "mug", ""):
            driver.filter(text)
        driver.sort(Column.SKU)
        driver.settle()
        found["used"], found["highest"] = resident(), highest()

    play(profile, script)
    return found


SCENES: dict[str, Callable[..., Found]] = {
    scene.__name__: scene for scene in (opening, merging, importing, filtering, working, memory)
}


def main() -> int:
    """Play the scene that the arguments name."""
    name, *paths = sys.argv[1:]
    try:
        found = SCENES[name](*map(Path, paths))
    except Broke as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
