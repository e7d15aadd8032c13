"""Profiles of the invented shop, made by the program's own use cases, kept per size, and copied for every run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import children, data
from bench.data import Shop
from rakumap.bootstrap import Services, open_services
from rakumap.channels.connector import REPORT_FILE
from rakumap.core.job import Job
from rakumap.services.reading import ReadOptions
from rakumap.store.catalog import Catalog
from rakumap.store.revisions import LATEST
from rakumap.system.paths import Paths

CHANNEL = "Rakuten UK"


def prepared(shop: Shop, work: Path) -> Path:
    """The profile with the inventory, the first report and the links by equal SKU; made now unless it is there.

    The channel is not enabled, so that no report comes in between on the half hour.
    """
    folder = work / f"profile-{shop.rows}-{data.VERSION}-{LATEST}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        with open_services(Paths.of(part)) as services:
            _fill(services, shop)
        part.rename(folder)
    return folder


def _fill(services: Services, shop: Shop) -> None:
    with services.importing.open("inventory", shop.items, ReadOptions(), Job()) as judged:
        judged.apply()
    channel = services.channels.add(REPORT_FILE, CHANNEL, {"path": str(shop.first)})
    result = services.sync.fetch_now(channel.id, Job())
    if result.error is not None:
        raise result.error
    Catalog(services.database).link_equal_skus(channel.id)


def run_folder(work: Path) -> Path:
    """Where this process puts what it needs for a run only; `bench` removes it when a measure died."""
    folder = work / f"run-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def copied(shop: Shop, work: Path, *, second: bool = False) -> Iterator[Path]:
    """A copy of the prepared profile for one run; with ``second`` the next report is the second one."""
    source, target = prepared(shop, work), run_folder(work) / "profile"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    target.chmod(0o700)
    try:
        if second:
            with open_services(Paths.of(target)) as services:
                channel = services.channels.named(CHANNEL)
                services.channels.configure(channel.id, settings={**channel.settings, "path": str(shop.second)})
                services.channels.enable(channel.id, True)
        yield target
    finally:
        shutil.rmtree(target.parent, ignore_errors=True)


@contextmanager
def empty(work: Path) -> Iterator[Path]:
    """A new profile with nothing in it."""
    target = run_folder(work) / "profile"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, mode=0o700)
    try:
        yield target
    finally:
        shutil.rmtree(target.parent, ignore_errors=True)


def apart(rows: int, work: Path) -> Shop:
    """The files and the prepared profile, made by a process of its own: its memory shall not count with a measure's."""
    children.run(children.python("bench.profiles", str(rows), work))
    return data.shop(rows, work)


if __name__ == "__main__":
    prepared(data.shop(int(sys.argv[1]), Path(sys.argv[2])), Path(sys.argv[2]))
