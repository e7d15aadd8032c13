"""The sample shop: a profile of its own with items, a channel, a first report merged, and a second one waiting."""

from __future__ import annotations

import os
import time
from importlib.resources import files
from pathlib import Path

from rakumap.channels.connector import REPORT_FILE
from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Channel
from rakumap.services.channel_setup import ChannelSetup
from rakumap.services.importing import Importing
from rakumap.services.reading import ReadOptions
from rakumap.services.sync import ReportSync
from rakumap.store.catalog import Catalog
from rakumap.store.queries import Queries
from rakumap.system.files import write_whole
from rakumap.system.paths import Paths

NAME = "Rakuten UK – Hobby & Home"
MADE = "sample_made"
"""The fact in the store that the sample shop is there, whole."""
_REPORT_AGE = 3600.0
"""Seconds the first report is older than the second."""


class Sample:
    """Makes the sample shop in a profile, once; what is there already is left as it is."""

    def __init__(
        self,
        paths: Paths,
        catalog: Catalog,
        queries: Queries,
        channels: ChannelSetup,
        importing: Importing,
        sync: ReportSync,
    ) -> None:
        self._paths = paths
        self._catalog = catalog
        self._queries = queries
        self._channels = channels
        self._importing = importing
        self._sync = sync

    def ensure(self, job: Job) -> bool:
        """Make the sample shop unless it is there; whether it was made. One that was half made is finished."""
        if self._queries.meta(MADE) is not None:
            return False
        reports, imports = self._paths.data / "reports", self._paths.data / "files"
        for folder in (reports, imports):
            folder.mkdir(mode=0o700, exist_ok=True)
        for name in ("inventory.csv", "links.csv", "limits.csv"):
            _copy(name, imports)
        first = _copy("report-1.csv", reports)
        past = time.time() - _REPORT_AGE
        os.utime(first, (past, past))
        channel = self._channel(reports)
        self._import("inventory", imports / "inventory.csv", None, job)
        result = self._sync.fetch_now(channel.id, job)
        if result.error is not None:
            raise result.error
        self._import("links", imports / "links.csv", channel, job)
        self._import("limits", imports / "limits.csv", channel, job)
        _copy("report-2.csv", reports)
        self._catalog.put_meta(MADE, "1")
        return True

    def _channel(self, reports: Path) -> Channel:
        found = self._queries.channel_named(NAME)
        if found is not None:
            return found
        return self._channels.add(REPORT_FILE, NAME, {"path": str(reports)}, enable=True)

    def _import(self, kind: str, path: Path, channel: Channel | None, job: Job) -> None:
        channel_id = None if channel is None else channel.id
        with self._importing.open(kind, path, ReadOptions(), job, channel_id=channel_id) as judged:
            if judged.counts.applied:
                judged.apply(job)


def _copy(name: str, folder: Path) -> Path:
    """Put a file of the sample shop into a folder."""
    target = folder / name
    try:
        write_whole(target, (files("rakumap") / "sample" / name).read_bytes())
    except FileNotFoundError as error:
        raise UserError("sample_missing", name=name) from error
    return target
