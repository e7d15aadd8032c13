"""Bootstrap: paths, logs, store and services put together, without Qt; used by the command line and the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rakumap.channels.connector import Connector
from rakumap.services.channel_setup import ChannelSetup
from rakumap.services.exporting import Exporting
from rakumap.services.importing import Importing
from rakumap.services.mapping import MappingService
from rakumap.services.sample import Sample
from rakumap.services.sync import Clock, ReportSync
from rakumap.store.catalog import Catalog
from rakumap.store.engine import Database, open_database, parse_url
from rakumap.store.queries import Queries
from rakumap.system import clock, locks
from rakumap.system.paths import Paths


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a front end needs; built once per process."""

    paths: Paths
    database: Database
    queries: Queries
    mapping: MappingService
    channels: ChannelSetup
    sync: ReportSync
    importing: Importing
    exporting: Exporting
    sample: Sample


def store_path(paths: Paths, url: str | None) -> Path:
    """The store's file: of the ``--store`` URL, else in the profile."""
    return parse_url(url, paths.store)


def lock_path(store: Path) -> Path:
    """The lock file beside a store; the same for everyone who uses the store, from whatever profile."""
    return store.parent / "store.lock"


@contextmanager
def open_services(
    paths: Paths, store_url: str | None = None, secrets: Mapping[str, str] | None = None
) -> Iterator[Services]:
    """Open the profile and its store, and build the services.

    Raises:
        StoreError: the profile or the store cannot be used.
    """
    paths.ensure()
    path = store_path(paths, store_url)
    with locks.shared(lock_path(path)):
        database = open_database(path, paths.backups)
        try:
            yield _build(paths, database, secrets or {})
        finally:
            database.close()


def _build(paths: Paths, database: Database, secrets: Mapping[str, str]) -> Services:
    catalog, queries = Catalog(database), Queries(database)

    def connect(kind: str, settings: Mapping[str, str]) -> Connector:
        from rakumap.channels.kinds import connector  # requests is needed where a report is fetched, and only there

        return connector(kind, settings, secrets)

    times = Clock(clock.now, clock.stamp)
    channels = ChannelSetup(catalog, queries, connect)
    sync = ReportSync(database, queries, paths, connect, times)
    importing = Importing(database)
    return Services(
        paths=paths,
        database=database,
        queries=queries,
        mapping=MappingService(catalog, queries),
        channels=channels,
        sync=sync,
        importing=importing,
        exporting=Exporting(queries),
        sample=Sample(paths, catalog, queries, channels, importing, sync),
    )
