"""Links as channel SKUs of the source of inventory, out and in; where the two disagree, a person decides. Any thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from rakumap.core.errors import Cancelled, UserError
from rakumap.core.job import Job
from rakumap.core.model import PULL_LINKS_EVENT, PUSH_LINKS_EVENT, ChannelId, Listing, ListingKey, Outcome, Problem
from rakumap.core.source import SourceLink
from rakumap.core.text import storable
from rakumap.core.words import name
from rakumap.services.source import Brought, Source, bring, result
from rakumap.store.engine import Database
from rakumap.store.import_kinds import LinkRow, SourceLinkStaging
from rakumap.store.imports import Verdict
from rakumap.store.queries import Queries
from rakumap.store.runs import Result

if TYPE_CHECKING:
    from rakumap.channels.linnworks import Linnworks

PAGE = 500
_CHOOSABLE = frozenset({"linked_elsewhere", "pair_rejected"})
"""Refusals of a link coming in that a person may decide."""
_ELSEWHERE, _LIMITS = "source_linked_elsewhere", "source_limits_differ"
"""Refusals of a link going out that a person may decide."""
SHOWN = 500
"""So many links that go out without a question are named."""
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
    """The listing, where it is known and a person can decide."""
    row_id: str | None = None
    """The channel SKU there, where a person can decide what goes out."""

    @property
    def takes(self) -> bool:
        """Whether the item there can become the listing's here."""
        return self.key is not None and bool(self.there) and self.here != self.there


@dataclass(slots=True)
class Pushed:
    """What went out, or with ``dry_run`` would go. ``error`` says why it ended early; what is counted was done."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    only_there: int = 0
    """Channel SKUs there that no link here belongs to; they are left alone."""
    conflicts: list[LinkConflict] = field(default_factory=list)
    going: list[LinkConflict] = field(default_factory=list)
    """The first ``SHOWN`` of what is made and changed."""
    error: UserError | Cancelled | None = None


class SourceLinks:
    """The use cases; see the module."""

    def __init__(self, database: Database, queries: Queries, source: Source) -> None:
        self._database = database
        self._queries = queries
        self._source = source

    def push(
        self,
        channel_id: ChannelId,
        job: Job,
        *,
        dry_run: bool = False,
        replace: bool = False,
        send: Collection[LinkConflict] = (),
    ) -> Pushed:
        """Make and change channel SKUs until the source has the channel's links; nothing is taken away there.

        Limits and Ignore Sync that are set here go along where none are set there; what is set only there stays. Other
        items and other limits there are left alone, but for those of ``send`` that still are on both sides as they were
        shown. ``replace`` makes everything there as it is here.

        Raises:
            UserError: the source is not set up for links. ChannelError, Cancelled: before anything was written.
            RuleRefused: something is being done with the source already.
        """
        self._source.link_place()
        if dry_run:
            return self._push(channel_id, job, dry_run=True, replace=replace, send=send)
        where = self._source.setup().name

        def work() -> tuple[Pushed, Result]:
            found = self._push(channel_id, job, dry_run=False, replace=replace, send=send)
            return found, _result(found, where)

        return self._source.record(PUSH_LINKS_EVENT, work, channel_id)

    def _push(
        self, channel_id: ChannelId, job: Job, *, dry_run: bool, replace: bool, send: Collection[LinkConflict]
    ) -> Pushed:
        place, account = self._source.link_place(), self._source.account()
        there: dict[str, list[SourceLink]] = {}
        for page in account.links(job):
            for one in page:
                there.setdefault(one.channel_sku, []).append(one)
        found = Pushed()
        work = _Push(account, place, self._source.setup().name, there, found, replace, frozenset(map(_sides, send)))
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
            RuleRefused: something is being done with the source already.
        """
        self._source.link_place()

        def bring_in() -> Brought:
            links = (one for page in self._source.account().links(job) for one in page)
            rows = (self._row(channel_id, line, one) for line, one in enumerate(links, 1))
            return self._bring(channel_id, rows, job, take, replace=replace, dry_run=dry_run)

        def work() -> tuple[Brought, Result]:
            found = bring_in()
            return found, result("pull_links_done", found)

        brought = bring_in() if dry_run else self._source.record(PULL_LINKS_EVENT, work, channel_id)
        return brought, [self._side_by_side(channel_id, one) for one in brought.refused]

    def take(self, channel_id: ChannelId, conflicts: Collection[LinkConflict], job: Job) -> Brought:
        """Link these listings as the source has them, as one undo step; those that are no longer as shown are left.

        The source is not asked again. Raises ``Cancelled``: nothing was changed.
        """
        rows = (
            LinkRow(line, one.sku, None if one.listing_id == f"sku:{one.sku}" else one.listing_id, one.there)
            for line, one in enumerate(conflicts, 1)
        )

        def work() -> tuple[Brought, Result]:
            found = self._bring(channel_id, rows, job, conflicts, replace=False, dry_run=False)
            return found, result("pull_links_done", found)

        return self._source.record(PULL_LINKS_EVENT, work, channel_id)

    def _bring(
        self,
        channel_id: ChannelId,
        rows: Iterable[LinkRow | Problem],
        job: Job,
        take: Collection[LinkConflict],
        *,
        replace: bool,
        dry_run: bool,
    ) -> Brought:
        chosen = [(one.key, one.here, one.there) for one in take if one.key is not None]
        with self._database.staging() as connection:
            staging = SourceLinkStaging(connection, channel_id, replace=replace, take=chosen)
            return bring(staging, rows, job, self._source.setup().name, dry_run=dry_run)

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
    send: frozenset[object]
    """What a person decided to send, by both sides as they were shown."""
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
                continue
            self._name(row, known)
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
        if not code and known is not None and not self.replace:
            code = self._question(row, item_id, known)
        here = row.linked_to or ""
        if code:
            self._conflict(row, known, code)
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

    def _question(self, row: Listing, item_id: str, known: SourceLink) -> str:
        """What only a person decides: another item, or other limits than those that are set there."""
        if known.item_id != item_id:
            code = _ELSEWHERE
        elif any(ours and theirs and ours != theirs for ours, theirs in zip(_here(row), _there(known), strict=True)):
            code = _LIMITS
        else:
            return ""
        return "" if _sides(self._seen(row, known, code)) in self.send else code

    def _conflict(self, row: Listing, known: SourceLink | None, code: str) -> None:
        self.found.conflicts.append(self._seen(row, known, code))

    def _name(self, row: Listing, known: SourceLink | None) -> None:
        if len(self.found.going) < SHOWN:
            self.found.going.append(self._seen(row, known, "source_new" if known is None else "source_changed"))

    def _seen(self, row: Listing, known: SourceLink | None, code: str) -> LinkConflict:
        values = {"source": self.name, "item": row.linked_to or ""}
        if code == _LIMITS and known is not None:
            values |= {"ours": _limits_text(_here(row)), "theirs": _limits_text(_there(known))}
        choice = known is not None and code in (_ELSEWHERE, _LIMITS)
        return LinkConflict(
            listing_id=row.listing_id,
            sku=row.sku,
            here=row.linked_to or "",
            there="" if known is None else known.item_sku,
            code=code,
            values=values,
            key=row.key if choice else None,
            row_id=known.row_id if choice and known is not None else None,
        )

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


def _sides(one: LinkConflict) -> tuple[object, ...]:
    """A conflict as a person saw it: decided once, it counts as long as nothing of this changes."""
    return one.key, one.row_id, one.here, one.there, one.code, one.values.get("ours"), one.values.get("theirs")


def _here(row: Listing) -> tuple[int | Decimal | None, ...]:
    return row.limits.max_listed, row.limits.end_when, row.limits.percentage


def _there(known: SourceLink) -> tuple[int | Decimal | None, ...]:
    return known.max_listed, known.end_when, known.percentage


def _limits_text(limits: Iterable[int | Decimal | None]) -> str:
    """Max Listed, End when and Percentage; what is unset as a dash."""
    return " / ".join(f"{one:f}" if isinstance(one, Decimal) and one else str(one) if one else "–" for one in limits)


def _result(found: Pushed, where: str) -> Result:
    """How a push stands in Automation Logs; what was written before it ended early is counted."""
    left = len(found.conflicts)
    total = found.new + found.changed + found.unchanged + left
    numbers = {"total": total, "new": found.new, "changed": found.changed, "problems": left}
    if isinstance(found.error, UserError):
        return Result(Outcome.FAILED, code=found.error.code, values=found.error.values, numbers=numbers)
    if found.error is not None:
        return Result(Outcome.CANCELLED, code="source_cancelled", numbers=numbers)
    values = {"new": found.new, "changed": found.changed, "unchanged": found.unchanged, "left": left, "source": where}
    return Result(Outcome.DONE, code="push_links_done", values=values, numbers=numbers)
