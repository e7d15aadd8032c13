"""The source of inventory: how it is reached, and what is brought from it into the store. Any thread.

What comes goes the way of an imported file: staged, judged row by row, applied as one undo step. What is brought or
sent is a run in Automation Logs; only one at a time, for two that send would make channel SKUs twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from rakumap.channels.connector import Setting, TestResult
from rakumap.channels.sources import SOURCES, check_source, source_settings_of
from rakumap.core.errors import Cancelled, StaleChange, UserError
from rakumap.core.job import Job
from rakumap.core.model import MAX_QUANTITY, PULL_EVENT, ChannelId, ItemRow, Outcome, Problem
from rakumap.core.source import SourceItem
from rakumap.core.text import storable
from rakumap.core.words import name
from rakumap.services.running import Clock, conduct
from rakumap.services.secret_keeping import SecretKeeping, source_owner
from rakumap.store.catalog import Catalog
from rakumap.store.engine import Database
from rakumap.store.import_kinds import SourceItemStaging
from rakumap.store.imports import REFUSED, ImportCounts, ImportStaging, Verdict
from rakumap.store.queries import Queries
from rakumap.store.runs import Result, Runs

if TYPE_CHECKING:
    from rakumap.channels.linnworks import Linnworks

SOURCE = "source"
"""Fact of ``meta``: kind and settings of the source, as JSON; its secrets are in the vault."""
MOST_SHOWN = 10_000
"""So many refused rows are named at most."""

T = TypeVar("T")
Reach = Callable[[str, Mapping[str, str], Mapping[str, str]], "Linnworks"]
"""Makes the client of a kind of source with its secrets, those typed just now first.

Raises ``UserError`` for a secret that is needed and not known.
"""


@dataclass(frozen=True, slots=True)
class SourceSetup:
    """How the source is reached."""

    kind: str
    settings: Mapping[str, str]

    @property
    def name(self) -> str:
        """What people call it."""
        return name(f"source.{self.kind}")


@dataclass(frozen=True, slots=True)
class Brought:
    """What came from the source, or with ``dry_run`` would come."""

    counts: ImportCounts
    source: str = ""
    """What people call where it came from."""
    refused: tuple[Verdict, ...] = ()
    absent: int = 0
    """Items here that the source has not (any more); they are kept."""
    absent_skus: tuple[str, ...] = ()
    """Some of them, by SKU."""


class Source:
    """The use cases of the source; see the module."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        queries: Queries,
        secrets: SecretKeeping,
        reach: Reach,
        runs: Runs,
        clock: Clock,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._queries = queries
        self._secrets = secrets
        self._reach = reach
        self._runs = runs
        self._clock = clock

    def setup(self) -> SourceSetup:
        """How the source is reached. Raises ``UserError`` "source_none" while nobody said it."""
        found = self._queries.meta(SOURCE)
        if found is None:
            raise UserError("source_none")
        kept = json.loads(found)
        return SourceSetup(kept["kind"], kept["settings"])

    def configure(self, kind: str, given: Mapping[str, str], secrets: Mapping[str, str]) -> SourceSetup:
        """Change the given settings and secrets, the others stay; an empty one is taken away.

        Raises:
            UserError: a wrong setting, a secret the kind has not, or the vault refuses; nothing was changed then.
        """
        known = [setting.name for setting in source_settings_of(kind) if setting.secret]
        for key in secrets:
            if key not in known:
                raise UserError("secret_unknown", secret=key, kind=kind, known=", ".join(known))
        kept = self._queries.meta(SOURCE)
        before = json.loads(kept) if kept is not None else {}
        settings = before["settings"] if before.get("kind") == kind else {}
        settings = check_source(kind, {**settings, **given})
        if secrets:
            self._secrets.put(source_owner(kind), secrets)
        if before != (wanted := {"kind": kind, "settings": settings}):
            self._catalog.put_meta(SOURCE, json.dumps(wanted, ensure_ascii=False))
        return SourceSetup(kind, settings)

    def account(self) -> Linnworks:
        """The client of the source. Raises ``UserError`` while it is not set up, or a secret is missing."""
        setup = self.setup()
        return self._reach(setup.kind, setup.settings, {})

    @staticmethod
    def kinds() -> tuple[str, ...]:
        """The kinds there are."""
        return tuple(SOURCES)

    @staticmethod
    def settings_of(kind: str) -> tuple[Setting, ...]:
        """What a kind needs to know. Raises ``UserError`` for one that is not there."""
        return source_settings_of(kind)

    def secrets_known(self, kind: str) -> frozenset[str]:
        """Names of the secrets that are kept; blocks. Raises ``UserError`` when the vault refuses."""
        wanted = [setting.name for setting in source_settings_of(kind) if setting.secret]
        return frozenset(self._secrets.of(source_owner(kind), wanted))

    def test(self, kind: str, given: Mapping[str, str], job: Job, typed: Mapping[str, str]) -> TestResult:
        """Try settings, and secrets ``typed`` just now, without saving them."""
        try:
            return self._reach(kind, check_source(kind, given), typed).test(job)
        except UserError as error:
            return TestResult(False, error.code, error.values)

    def link_place(self) -> tuple[str, str]:
        """Source and sub source by which the source of inventory knows a channel; both have to be said.

        Raises:
            UserError: ``setting_missing``, ``source_none``.
        """
        setup = self.setup()
        for key in ("source", "sub_source"):
            if not setup.settings.get(key):
                raise UserError("setting_missing", setting=key, kind=setup.kind)
        return setup.settings["source"], setup.settings["sub_source"]

    def pull(self, job: Job, *, dry_run: bool = False) -> Brought:
        """Bring items, barcodes and levels, all of them or none, as one undo step; what the source lacks is kept.

        Raises:
            UserError: the source is not set up as it needs. ChannelError: it did not give all its items.
            RuleRefused: something is being done with it already. Cancelled: nothing was changed.
        """
        if dry_run:
            return self._bring_items(job, dry_run=True)

        def work() -> tuple[Brought, Result]:
            brought = self._bring_items(job, dry_run=False)
            return brought, result("pull_done", brought, absent=brought.absent)

        return self.record(PULL_EVENT, work)

    def record(self, event: str, work: Callable[[], tuple[T, Result]], channel_id: ChannelId | None = None) -> T:
        """Do ``work`` as a run of the source; its answer is logged by the result beside it.

        Raises:
            RuleRefused: something is being done with the source already. Whatever ``work`` raises, once it is logged.
        """
        done: list[T] = []

        def body(_: int) -> Result:
            found, how = work()
            done.append(found)
            return how

        kind = self.setup().kind
        ended = conduct(self._runs, self._clock, channel_id, event, "manual", body, source=kind)
        if done:
            return done[0]
        raise ended.error or Cancelled

    def _bring_items(self, job: Job, *, dry_run: bool) -> Brought:
        rows, where = _item_rows(self.account().items(job)), self.setup().name
        with self._database.staging() as connection:
            staging = SourceItemStaging(connection)
            brought = bring(staging, rows, job, where, dry_run=dry_run)
            absent, skus = staging.absent()
        return replace(brought, absent=absent, absent_skus=skus)


def result(code: str, brought: Brought, **more: int) -> Result:
    """How what was brought stands in Automation Logs."""
    counts = brought.counts
    total = counts.applied + counts.unchanged + counts.refused
    numbers = {"total": total, "new": counts.new, "changed": counts.changed, "problems": counts.refused}
    values = {name: getattr(counts, name) for name in ("applied", "unchanged", "refused")}
    return Result(Outcome.DONE, code=code, values={**values, **more}, numbers=numbers)


def bring(staging: ImportStaging[Any], rows: Iterable[Any], job: Job, where: str, *, dry_run: bool) -> Brought:
    """Stage rows, judge them and apply the accepted ones; judged anew, once, when somebody wrote meanwhile."""
    with staging.stoppable(job):
        for _ in staging.add(rows):
            job.checkpoint()
    for last in (False, True):
        job.checkpoint("judging")
        with staging.stoppable(job):
            counts = staging.judge()
        refused = tuple(staging.verdicts(limit=MOST_SHOWN, only=REFUSED))
        if not dry_run and counts.applied:
            job.checkpoint("applying")
            try:
                with staging.stoppable(job):
                    staging.apply(where)
            except StaleChange:
                if last:
                    raise
                continue
        return Brought(counts, where, refused)
    raise AssertionError("the second round ends with an answer or an error")


def _item_rows(pages: Iterator[tuple[SourceItem, ...]]) -> Iterator[ItemRow | Problem]:
    items = (one for page in pages for one in page)
    return (_item_row(place, one) for place, one in enumerate(items, 1))


def _item_row(place: int, one: SourceItem) -> ItemRow | Problem:
    for field, text in (("sku", one.sku), ("title", one.title), ("barcode", one.barcode or "")):
        code = storable(text)
        if code is not None:
            sku = None if field == "sku" else one.sku
            return Problem(place, field, code, {"field": name(f"field.{field}")}, sku)
    for field, number in (("level", one.level), ("in_open_orders", one.in_open_orders)):
        if abs(number) > MAX_QUANTITY:
            return Problem(place, field, "bad_level", {"value": str(number)}, one.sku)
    return ItemRow(place, one.sku, one.title, one.barcode or "", one.level, one.in_open_orders)
