"""Bootstrap: paths, logs, store and services put together, without Qt; used by the command line and the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rakumap.channels.connector import Connector, settings_of
from rakumap.core.errors import StoreError, UserError
from rakumap.core.model import ChannelId
from rakumap.services.channel_setup import ChannelSetup
from rakumap.services.exporting import Exporting
from rakumap.services.importing import Importing
from rakumap.services.mapping import MappingService
from rakumap.services.sample import Sample
from rakumap.services.secret_keeping import STORE_ID, SecretKeeping, new_store_id, owner_of
from rakumap.services.suggesting import Suggesting
from rakumap.services.sync import Clock, ReportSync
from rakumap.services.upkeep import Upkeep, restore
from rakumap.store.catalog import Catalog
from rakumap.store.engine import Database, open_database, parse_url
from rakumap.store.queries import Queries
from rakumap.store.suggestion_reads import SuggestionReads
from rakumap.system import clock, locks
from rakumap.system import settings as settings_file
from rakumap.system.paths import Paths


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a front end needs; built once per process."""

    paths: Paths
    database: Database
    queries: Queries
    mapping: MappingService
    suggesting: Suggesting
    secrets: SecretKeeping
    channels: ChannelSetup
    sync: ReportSync
    importing: Importing
    exporting: Exporting
    sample: Sample
    upkeep: Upkeep


def store_path(paths: Paths, url: str | None) -> Path:
    """The store's file: of the ``--store`` URL, else in the profile. Raises ``StoreError`` when its folder is not there."""
    path = parse_url(url, paths.store)
    if url is not None and not path.parent.is_dir():
        raise StoreError("store_cannot_open", path=str(path))
    return path


def lock_path(store: Path) -> Path:
    """The lock file beside a store; the same for everyone who uses the store, from whatever profile."""
    return store.parent / "store.lock"


def restore_backup(paths: Paths, store_url: str | None, source: Path) -> Path | None:
    """Put a backup in the place of the store, having it alone; returns where the store of before is kept.

    Raises:
        UserError: the backup cannot be used. StoreError: the store is in use, or there is no room.
    """
    paths.ensure()
    path = store_path(paths, store_url)
    with locks.alone(lock_path(path)):
        kept = restore(source, path, paths)
        open_database(path, paths.backups).close()  # an older backup becomes current now, not at the next start
        return kept


@contextmanager
def open_services(
    paths: Paths, store_url: str | None = None, secrets: Mapping[str, str] | None = None, *, alone: bool = False
) -> Iterator[Services]:
    """Open the profile and its store, and build the services; ``alone`` keeps every other process out.

    Raises:
        StoreError: the profile or the store cannot be used.
    """
    paths.ensure()
    path = store_path(paths, store_url)
    with (locks.alone if alone else locks.shared)(lock_path(path)):
        database = open_database(path, paths.backups)
        try:
            yield _build(paths, database, secrets or {})
        finally:
            database.close()


def _build(paths: Paths, database: Database, given: Mapping[str, str]) -> Services:
    catalog, queries = Catalog(database), Queries(database)
    secrets = _secrets(paths, catalog, queries, given)

    def connect(
        kind: str,
        settings: Mapping[str, str],
        channel: ChannelId | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> Connector:
        from rakumap.channels.kinds import connector  # requests is needed where a report is fetched, and only there

        wanted = [setting for setting in settings_of(kind) if setting.secret]
        known = secrets.of("" if channel is None else owner_of(channel), [one.name for one in wanted])
        known |= {key: secret for key, secret in (typed or {}).items() if secret}
        for setting in wanted:
            if setting.required and setting.name not in known:
                raise UserError("secret_needed", secret=setting.name)
        return connector(kind, settings, known)

    times = Clock(clock.now, clock.stamp)
    channels = ChannelSetup(catalog, queries, connect, secrets)
    sync = ReportSync(database, queries, paths, connect, times)
    importing = Importing(database)
    return Services(
        paths=paths,
        database=database,
        queries=queries,
        mapping=MappingService(catalog, queries),
        suggesting=Suggesting(catalog, SuggestionReads(database), database.path.with_suffix(".titles.npz")),
        secrets=secrets,
        channels=channels,
        sync=sync,
        importing=importing,
        exporting=Exporting(queries),
        sample=Sample(paths, catalog, queries, channels, importing, sync),
        upkeep=Upkeep(paths, database, queries, times),
    )


def _secrets(paths: Paths, catalog: Catalog, queries: Queries, given: Mapping[str, str]) -> SecretKeeping:
    def store_id() -> str:
        found = queries.meta(STORE_ID)
        if found is None:
            found = new_store_id()
            catalog.put_meta(STORE_ID, found)
        return found

    def choose(way: str) -> None:
        settings, _ = settings_file.load(paths.config)
        settings_file.save(paths.config, replace(settings, secrets=way))

    return SecretKeeping(given, paths.secrets, store_id, lambda: settings_file.load(paths.config)[0].secrets, choose)
