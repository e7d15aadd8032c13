"""Links as channel SKUs of the source of inventory, out and in; where the two disagree, a person decides. Any thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, Listing, ListingKey, Problem
from rakumap.core.source import SourceLink
from rakumap.core.text import storable
from rakumap.core.words import name
from rakumap.services.source import Brought, Source, bring
from rakumap.store.engine import Database
from rakumap.store.import_kinds import LinkRow, SourceLinkStaging
from rakumap.store.imports import Verdict
from rakumap.store.queries import Queries

if TYPE_CHECKING:
    from rakumap.channels.linnworks import Linnworks

PAGE = 500
_CHOOSABLE = frozenset({"linked_elsewhere", "pair_rejected"})
BATCH = 100
"""So many channel SKUs are written at a time: what was written is counted when it was."""


@dataclass(frozen=True, slots=True)
class LinkConflict:
    """A link that was left alone, with the item on either side ("" for none)."""

    listing_id: str
    sku: str
    here: str
    there: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    key: ListingKey | None = None
    """The listing, where it is known and coming in can replace what is decided here."""


@dataclass(slots=True)
class Pushed:
    """What went out, or with ``dry_run`` would go. ``error`` says why it ended early; what is counted was done."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    only_there: int = 0
    """Channel SKUs there that no link here belongs to; they are left alone."""
    conflicts: list[LinkConflict] = field(default_factory=list)
    error: UserError | Cancelled | None = None


class SourceLinks:
    """The use cases; see the module."""

    def __init__(self, database: Database, queries: Queries, source: Source) -> None:
        self._database = database
        self._queries = queries
        self._source = source

    def push(self, channel_id: ChannelId, job: Job, *, dry_run: bool = False, replace: bool = False) -> Pushed:
        """Make and change channel SKUs until the source has the channel's links; nothing is taken away there.

        Limits and Ignore Sync that are set here go along; what is set only there stays. ``replace`` makes everything
        there as it is here.

        Raises:
            UserError: the source is not set up for links. ChannelError, Cancelled: before anything was written.
        """
        place, account = self._source.link_place(), self._source.account()
        there: dict[str, list[SourceLink]] = {}
        for page in account.links(job):
            for one in page:
                there.setdefault(one.channel_sku, []).append(one)
        found = Pushed()
        work = _Push(account, place, self._source.setup().name, there, found, replace)
        keys = self._queries.link_keys(channel_id)
        try:
            for start in range(0, len(keys), PAGE):
                job.checkpoint("sending", start, len(keys))
                page_keys = [ListingKey(key) for key in keys[start : start + PAGE]]
                work.page(list(self._queries.rows(page_keys).values()), job, dry_run=dry_run)
        except (UserError, Cancelled) as error:
            if not found.new and not found.changed and getattr(error, "code", "") != "submit_unknown":
                raise
            found.error = error
        found.only_there = sum(map(len, there.values())) - len(work.used)
        return found

    def pull(
        self,
        channel_id: ChannelId,
        job: Job,
        *,
        dry_run: bool = False,
        replace: bool = False,
        take: Collection[LinkConflict] = (),
    ) -> tuple[Brought, list[LinkConflict]]:
        """Take over the links that the source has, as one undo step; also what was left alone, side by side.

        Listings linked to another item here, and pairs that a person said no to, are left alone unless ``replace``,
        but for those of ``take`` that still are on both sides as they were shown.

        Raises:
            UserError: the source is not set up for links. ChannelError, Cancelled: nothing was changed.
        """
        self._source.link_place()
        account, where = self._source.account(), self._source.setup().name
        links = (one for page in account.links(job) for one in page)
        rows = (self._row(channel_id, line, one) for line, one in enumerate(links, 1))
        chosen = [(one.key, one.here, one.there) for one in take if one.key is not None]
        with self._database.staging() as connection:
            staging = SourceLinkStaging(connection, channel_id, replace=replace, take=chosen)
            brought = bring(staging, rows, job, where, dry_run=dry_run)
        return brought, [self._side_by_side(channel_id, one) for one in brought.refused]

    def _row(self, channel_id: ChannelId, line: int, one: SourceLink) -> LinkRow | Problem:
        for label, text in (("channel_sku", one.channel_sku), ("item_sku", one.item_sku)):
            code = storable(text)
            if code is not None:
                return Problem(line, label, code, {"field": name(f"field.{label}")})
        if not one.channel_sku and not one.reference:
            return Problem(line, "channel_sku", "no_sku")
        known = one.reference and storable(one.reference) is None
        # A reference that is not of this channel's ids says nothing: the SKU does.
        by_id = known and self._queries.find_listings(channel_id, one.channel_sku, one.reference)
        return LinkRow(line, one.channel_sku, one.reference if by_id else None, one.item_sku)

    def _side_by_side(self, channel_id: ChannelId, one: Verdict) -> LinkConflict:
        listings = self._queries.find_listings(channel_id, one.sku, one.values.get("listing_id"))
        here = listings[0] if listings else None
        return LinkConflict(
            listing_id="" if here is None else here.listing_id,
            sku=one.sku,
            here="" if here is None else here.linked_to or "",
            there=one.values.get("item", ""),
            code=one.code or "",
            values=one.values,
            key=here.key if here is not None and one.code in _CHOOSABLE else None,
        )


@dataclass(slots=True)
class _Push:
    """One push on its way."""

    account: Linnworks
    place: tuple[str, str]
    name: str
    there: Mapping[str, Sequence[SourceLink]]
    found: Pushed
    replace: bool
    used: set[str | None] = field(default_factory=set)
    """Row ids of channel SKUs that belong to links here."""

    def page(self, rows: Sequence[Listing], job: Job, *, dry_run: bool) -> None:
        """Compare some links and write what differs."""
        linked = [row for row in rows if row.linked_to]
        ids = self.account.ids(sorted({row.linked_to or "" for row in linked}), job)
        new: list[SourceLink] = []
        changed: list[SourceLink] = []
        for row in linked:
            wanted, known = self._wanted(row, ids.get(row.linked_to or "", ""))
            if wanted is None:
                continue
            if known is None:
                new.append(wanted)
            elif wanted != known:
                changed.append(wanted)
            else:
                self.found.unchanged += 1
        for start in range(0, len(new), BATCH):
            part = new[start : start + BATCH]
            if not dry_run:
                self.account.push(job, new=part)
            self.found.new += len(part)
        for start in range(0, len(changed), BATCH):
            part = changed[start : start + BATCH]
            if not dry_run:
                self.account.push(job, changed=part)
            self.found.changed += len(part)

    def _wanted(self, row: Listing, item_id: str) -> tuple[SourceLink | None, SourceLink | None]:
        """What the source should have for a link and what it has; nothing where a person has to decide."""
        reference = "" if row.listing_id == f"sku:{row.sku}" else row.listing_id
        same, certain = self._same(row, reference)
        self.used.update(one.row_id for one in same)
        known = same[0] if same else None
        code = self._refusal(row, item_id)
        if not code and not certain:
            code = "source_repeats"
        if not code and known is not None and known.item_id != item_id and not self.replace:
            code = "source_linked_elsewhere"
        here = row.linked_to or ""
        if code:
            other = "" if known is None else known.item_sku
            values = {"source": self.name, "item": here}
            self.found.conflicts.append(LinkConflict(row.listing_id, row.sku, here, other, code, values))
            return None, None
        base = known or SourceLink(item_id, here, row.sku, *self.place, reference=reference)
        limits, kept = row.limits, not self.replace
        wanted = dataclasses.replace(
            base,
            item_id=item_id,
            item_sku=here,
            ignore_sync=row.ignore_sync or (base.ignore_sync and kept),
            max_listed=limits.max_listed or (base.max_listed if kept else 0),
            end_when=limits.end_when or (base.end_when if kept else 0),
            percentage=limits.percentage or (base.percentage if kept else Decimal(0)),
        )
        return wanted, known

    @staticmethod
    def _refusal(row: Listing, item_id: str) -> str:
        if not row.sku:
            return "source_no_sku"
        if not item_id:
            return "source_item_unknown"
        # There 0 is no limit: everything would be sold.
        return "source_no_zero" if 0 in (row.limits.max_listed, row.limits.percentage) else ""

    def _same(self, row: Listing, reference: str) -> tuple[list[SourceLink], bool]:
        """The channel SKUs there that may be the listing's, and whether it is certain which."""
        named = self.there.get(row.sku, ())
        exact = [one for one in named if reference and one.reference == reference]
        if exact or not row.duplicate:
            found = exact or list(named)
            return found, len(found) <= 1
        # One without an id may be any of the listings of this SKU.
        found = [one for one in named if not one.reference]
        return found, not found
