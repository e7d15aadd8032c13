"""A shop with real services on a temporary store, and what dialogs are handed."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication

from rakumap.bootstrap import Services, open_services
from rakumap.core.job import Job
from rakumap.core.model import Channel, ForceReason, Outcome
from rakumap.gui.context import Context, SettingsBox
from rakumap.gui.runner import Runner
from rakumap.services.reading import ReadOptions
from rakumap.system.paths import Paths
from rakumap.system.settings import Settings

SAMPLE = Path(__file__).parents[3] / "src" / "rakumap" / "sample"


@dataclass
class Shop:
    """Real services, one channel of kind report file with a folder of its own."""

    services: Services
    context: Context
    channel: Channel
    reports: Path
    sample: Path
    saved: list[Settings]

    @property
    def runner(self) -> Runner:
        return self.context.runner

    def report(self, name: str, lines: int | None = None) -> None:
        """Put a report of the sample shop (or its first lines) into the channel's folder."""
        text = (self.sample / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (self.reports / name).write_text("".join(text[:lines]), encoding="utf-8")

    def fetch(self) -> Outcome:
        """Fetch the newest report at once, however often."""
        with self.off_thread():
            self.services.sync._runs.stamp_force(self.channel.id, None)
            return self.services.sync.force(self.channel.id, Job(), ForceReason.OTHER, "test").outcome

    def put_in(self, kind: str, name: str) -> None:
        """Import a file of the sample shop."""
        with (
            self.off_thread(),
            self.services.importing.open(
                kind, self.sample / name, ReadOptions(), Job(), channel_id=self.channel.id
            ) as opened,
        ):
            opened.apply()

    def off_thread(self) -> _Allowed:
        """Let a test itself touch the store."""
        return _Allowed(self.services)

    def ready(self) -> bool:
        """Whether nothing runs any more."""
        return self.runner.idle()


class _Allowed:
    def __init__(self, services: Services) -> None:
        self._database = services.database

    def __enter__(self) -> None:
        self._database.forbid_thread = None

    def __exit__(self, *_: object) -> None:
        self._database.forbid_thread = threading.get_ident()


@pytest.fixture
def shop(qapp: QApplication, tmp_path: Path) -> Iterator[Shop]:
    """The store may not be touched on the window's thread, as in the program."""
    saved: list[Settings] = []
    reports = tmp_path / "reports"
    reports.mkdir()
    with open_services(Paths.of(tmp_path / "profile")) as services:
        runner = Runner()
        context = Context(services, runner, SettingsBox(Settings(), saved.append), ZoneInfo("Europe/London"))
        channel = services.channels.add("report-file", "Rakuten UK <b>", {"path": str(reports)}, enable=True)
        services.database.forbid_thread = threading.get_ident()
        yield Shop(services, context, channel, reports, SAMPLE, saved)
        services.database.forbid_thread = None
        runner.shutdown()
    shutil.rmtree(reports, ignore_errors=True)


@pytest.fixture
def full_shop(shop: Shop) -> Shop:
    """With the sample's inventory and first report."""
    shop.put_in("inventory", "inventory.csv")
    shop.report("report-1.csv")
    assert shop.fetch() is Outcome.DONE
    return shop
