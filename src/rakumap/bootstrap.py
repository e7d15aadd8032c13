"""Bootstrap: paths, logs, store and services put together, without Qt; used by the command line and the window.

What is heavy is imported where it is needed: a window shows its first rows without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rakumap.core.errors import StoreError, UserError
from rakumap.core.model import ChannelId, ListingKey
from rakumap.system import locks

if TYPE_CHECKING:
    from rakumap.channels.connector import Seller, Setting
    from rakumap.channels.linnworks import Linnworks
    from rakumap.services.alerts import Alerts
    from rakumap.services.autolinking import Autolinking
    from rakumap.services.backups import Backups
    from rakumap.services.channel_setup import ChannelSetup
    from rakumap.services.exporting import Exporting
    from rakumap.services.importing import Importing
    from rakumap.services.learned_rules import LearnedRules
    from rakumap.services.mapping import MappingService
    from rakumap.services.orders import Orders
    from rakumap.services.reviewing import Reviewing
    from rakumap.services.round import Round
    from rakumap.services.sample import Sample
    from rakumap.services.secret_keeping import SecretKeeping
    from rakumap.services.source import Source
    from rakumap.services.source_links import SourceLinks
    from rakumap.services.submission import Submission
    from rakumap.services.suggesting import Suggesting
    from rakumap.services.sync import ReportSync
    from rakumap.services.upkeep import Upkeep
    from rakumap.store.catalog import Catalog
    from rakumap.store.engine import Database
    from rakumap.store.first_page import FirstPage
    from rakumap.store.queries import Queries
    from rakumap.system.paths import Paths


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a front end needs; built once per process."""

    paths: Paths
    database: Database
    queries: Queries
    mapping: MappingService
    suggesting: Suggesting
    rules: LearnedRules
    autolinking: Autolinking
    reviewing: Reviewing
    secrets: SecretKeeping
    channels: ChannelSetup
    sync: ReportSync
    orders: Orders
    submission: Submission
    alerts: Alerts
    round: Round
    importing: Importing
    exporting: Exporting
    source: Source
    source_links: SourceLinks
    sample: Sample
    upkeep: Upkeep
    backups: Backups


def store_path(paths: Paths, url: str | None) -> Path:
    """The store's file: of the ``--store`` URL, else in the profile. Raises ``StoreError`` when its folder is not there."""
    from rakumap.store.engine import parse_url

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
    from rakumap.services.upkeep import restore
    from rakumap.store.engine import open_database

    paths.ensure()
    path = store_path(paths, store_url)
    with locks.alone(lock_path(path)):
        kept = restore(source, path, paths.backups_of(path))
        open_database(
            path, paths.backups_of(path)
        ).close()  # an older backup becomes current now, not at the next start
        return kept


def first_page(paths: Paths, channel: ChannelId, keys: Sequence[ListingKey]) -> FirstPage | None:
    """These listings as the profile's own store has them, before the store's code is loaded; ``None``: open it first.

    Any thread; waits for nobody.
    """
    from rakumap.store import first_page as reader

    try:
        with locks.shared(lock_path(paths.store), timeout=0):
            return reader.read(paths.store, channel, keys)
    except StoreError:  # opening it says what is wrong
        return None


@contextmanager
def open_services(
    paths: Paths, store_url: str | None = None, secrets: Mapping[str, str] | None = None, *, alone: bool = False
) -> Iterator[Services]:
    """Open the profile and its store, and build the services; ``alone`` keeps every other process out.

    Raises:
        StoreError: the profile or the store cannot be used.
    """
    from rakumap.store.engine import open_database

    paths.ensure()
    path = store_path(paths, store_url)
    with (locks.alone if alone else locks.shared)(lock_path(path)):
        database = open_database(path, paths.backups_of(path))
        try:
            yield _build(paths, database, secrets or {})
        finally:
            database.close()


def _build(paths: Paths, database: Database, given: Mapping[str, str]) -> Services:
    from rakumap.services.alerts import Alerts
    from rakumap.services.autolinking import Autolinking
    from rakumap.services.backups import Backups
    from rakumap.services.channel_setup import ChannelSetup
    from rakumap.services.exporting import Exporting
    from rakumap.services.importing import Importing
    from rakumap.services.learned_rules import LearnedRules
    from rakumap.services.mapping import MappingService
    from rakumap.services.orders import Orders
    from rakumap.services.reviewing import Reviewing
    from rakumap.services.round import Round
    from rakumap.services.running import Clock
    from rakumap.services.sample import Sample
    from rakumap.services.secret_keeping import owner_of, source_owner
    from rakumap.services.source import Source
    from rakumap.services.source_links import SourceLinks
    from rakumap.services.submission import Submission
    from rakumap.services.suggesting import Suggesting
    from rakumap.services.sync import ReportSync
    from rakumap.services.upkeep import Upkeep
    from rakumap.store.catalog import Catalog
    from rakumap.store.order_book import OrderBook
    from rakumap.store.outbox import Outbox
    from rakumap.store.queries import Queries
    from rakumap.store.runs import Runs
    from rakumap.store.suggestion_reads import SuggestionReads
    from rakumap.system import clock

    catalog, queries = Catalog(database), Queries(database)
    secrets = _secrets(paths, catalog, queries, given)

    def connect(
        kind: str,
        settings: Mapping[str, str],
        channel: ChannelId | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> Seller:
        # requests is needed where a report is fetched, and only there
        from rakumap.channels.connector import settings_of
        from rakumap.channels.kinds import connector
        from rakumap.services.order_files import order_records

        owner = "" if channel is None else owner_of(channel)
        return connector(kind, settings, _known(secrets, owner, settings_of(kind), typed or {}), order_records)

    def reach(kind: str, settings: Mapping[str, str], typed: Mapping[str, str]) -> Linnworks:
        from rakumap.channels import kinds
        from rakumap.channels.sources import source_settings_of

        return kinds.source(kind, settings, _known(secrets, source_owner(kind), source_settings_of(kind), typed))

    times = Clock(clock.now, clock.stamp)
    backups = Backups(paths, database, times)
    channels = ChannelSetup(catalog, queries, connect, secrets)
    sync = ReportSync(database, queries, paths, connect, times)
    runs = Runs(database)
    orders = Orders(runs, OrderBook(database), queries, connect, times)
    submission = Submission(runs, Outbox(database), queries, connect, times)
    alerts = Alerts(runs, queries, connect, times)
    reads = SuggestionReads(database)
    suggesting = Suggesting(catalog, reads, database.path)
    mapping = MappingService(catalog, queries)
    autolinking = Autolinking(suggesting, queries, runs, times)
    importing = Importing(database)
    source = Source(database, catalog, queries, secrets, reach, runs, times)
    return Services(
        paths=paths,
        database=database,
        queries=queries,
        mapping=mapping,
        suggesting=suggesting,
        rules=LearnedRules(catalog, reads),
        autolinking=autolinking,
        reviewing=Reviewing(suggesting, mapping, catalog, queries),
        secrets=secrets,
        channels=channels,
        sync=sync,
        orders=orders,
        submission=submission,
        alerts=alerts,
        round=Round(sync, orders, submission, alerts, queries, times, autolinking),
        importing=importing,
        exporting=Exporting(queries),
        source=source,
        source_links=SourceLinks(database, queries, source),
        sample=Sample(paths, catalog, queries, channels, importing, sync),
        upkeep=Upkeep(paths, database, queries, backups, times),
        backups=backups,
    )


def _known(
    secrets: SecretKeeping, owner: str, settings: Sequence[Setting], typed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The secrets that settings ask for, those ``typed`` just now first; ``UserError`` when a needed one is missing."""
    wanted = [setting for setting in settings if setting.secret]
    known = secrets.of(owner, [one.name for one in wanted])
    known |= {key: secret for key, secret in (typed or {}).items() if secret}
    for setting in wanted:
        if setting.required and setting.name not in known:
            raise UserError("secret_needed", secret=setting.name)
    return known


def _secrets(paths: Paths, catalog: Catalog, queries: Queries, given: Mapping[str, str]) -> SecretKeeping:
    from rakumap.services.secret_keeping import STORE_ID, SecretKeeping, new_store_id
    from rakumap.system import settings as settings_file

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
