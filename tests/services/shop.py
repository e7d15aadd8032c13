"""A shop on a real store in a temporary profile: a channel that reads a file, a clock that tests set."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rakumap.bootstrap import Services, open_services
from rakumap.channels.connector import Connector
from rakumap.channels.kinds import connector
from rakumap.core.job import Job
from rakumap.core.model import Channel, ChannelId, Listing, ListingQuery
from rakumap.core.schedule import ForceStamp, half_hour
from rakumap.services.reading import ReadOptions
from rakumap.services.running import Clock
from rakumap.services.sync import ReportSync
from rakumap.store.engine import open_database
from rakumap.system.paths import Paths

NAME = "Rakuten UK"
HALF_HOUR = timedelta(minutes=30)
HEADER = "listing_id,sku,title,quantity,unlimited,price,currency,barcode,parent_id,variation,updated"


@dataclass
class FakeClock:
    """A wall clock and a machine's own count of seconds, both moved by hand."""

    at: datetime
    seconds: float = 1000.0
    boot: str = "first"

    def now(self) -> datetime:
        """The wall clock."""
        return self.at

    def stamp(self) -> ForceStamp:
        """Both clocks."""
        return ForceStamp(self.at, self.seconds, self.boot)

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self.at += time
        self.seconds += time.total_seconds()

    def to_next_half_hour(self) -> None:
        """Let time pass until a half hour begins."""
        self.wait(half_hour(self.at) + HALF_HOUR - self.at)


@dataclass
class Shop:
    """One open profile with one enabled channel."""

    services: Services
    clock: FakeClock
    sync: ReportSync
    report: Path

    @property
    def channel(self) -> Channel:
        """The channel as it is now."""
        return self.services.channels.named(NAME)

    def write(self, rows: Sequence[str], *, header: str = HEADER) -> None:
        """Put a report in place, a little younger than the one before."""
        before = self.report.stat().st_mtime if self.report.exists() else datetime.now(UTC).timestamp() - 10_000
        self.report.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="\n")
        os.utime(self.report, (before + 10, before + 10))

    def listings(self, text: str = "") -> list[Listing]:
        """The listings of a filter."""
        return list(self.services.queries.listings(ListingQuery(self.channel.id, text, sort="sku"), UTC))

    def skus(self, text: str = "") -> list[str]:
        """The SKUs of a filter."""
        return [row.sku for row in self.listings(text)]

    def items(self, *skus: str) -> None:
        """Stock ten of each."""
        path = self.report.with_name("items.csv")
        path.write_text("SKU,Title,Level\n" + "".join(f"{sku},Item {sku},10\n" for sku in skus), encoding="utf-8")
        with self.services.importing.open("inventory", path, ReadOptions(), Job()) as judged:
            judged.apply()

    def link(self, sku: str, item: str | None = None) -> None:
        """Link a listing to the item of its SKU, or of another."""
        listing = self.services.queries.find_listings(self.channel.id, sku)[0]
        found = self.services.queries.item_named(item or sku)
        assert found is not None
        self.services.mapping.link(listing.key, found.key)


def rows(*skus: str, quantity: int = 5) -> list[str]:
    """Rows of a report, ids made from the SKUs."""
    return [f"id-{sku},{sku},Title {sku},{quantity},no,9.99,GBP,,,," for sku in skus]


def many(count: int, start: int = 0) -> list[str]:
    """That many SKUs."""
    return [f"S{number:04d}" for number in range(start, start + count)]


@contextmanager
def opened(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Shop]:
    """Open a shop below a folder; its channel is enabled and its clock stands where it was enabled."""
    report = folder / "in" / "report.csv"
    report.parent.mkdir(parents=True, exist_ok=True)
    profile(folder / "profile")
    with open_services(Paths.of(folder / "profile")) as services:
        if services.queries.channel_named(NAME) is None:
            services.channels.add("report-file", NAME, {"path": str(report), **(settings or {})}, enable=True)
        at = services.channels.named(NAME).enabled_at
        assert at is not None
        clock = FakeClock(at)
        yield Shop(services, clock, sync_of(services, clock), report)


def profile(folder: Path) -> Path:
    """A profile with an empty store, copied from one that is made once, since making one takes a second."""
    paths = Paths.of(folder)
    if not paths.store.exists():
        paths.ensure()
        shutil.copyfile(_empty_store(), paths.store)
    return folder


@functools.cache
def _empty_store() -> Path:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "store.db"
    open_database(path, path.parent).close()
    return path


def sync_of(services: Services, clock: FakeClock) -> ReportSync:
    """The report service with a clock of ours."""

    def connect(
        kind: str,
        settings: Mapping[str, str],
        channel: ChannelId | None = None,  # noqa: ARG001
        typed: Mapping[str, str] | None = None,  # noqa: ARG001
    ) -> Connector:
        return connector(kind, settings, {})

    return ReportSync(
        services.database,
        services.queries,
        services.paths,
        connect,
        Clock(clock.now, clock.stamp),
    )
