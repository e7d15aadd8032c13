"""Reviewing: the listings that wait for a link, one by one, riskiest first, with what is suggested for each.

Any thread; blocks. Raises ``StoreError`` when the store cannot be read or written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rakumap.core.job import Job
from rakumap.core.model import Applied, ChannelId, EntryId, Listing, ListingKey
from rakumap.core.review import risk
from rakumap.core.suggestion import Suggested, Suggestion, shown
from rakumap.services.mapping import LinkPreview, MappingService, preview
from rakumap.services.suggesting import Suggesting
from rakumap.store.catalog import Catalog
from rakumap.store.families import family_of
from rakumap.store.queries import Queries

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Case:
    """A listing to decide on."""

    suggested: Suggested
    listed: int | None
    """What the channel has now."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate as it is now, and what linking it would send."""

    suggestion: Suggestion
    preview: LinkPreview


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as it is in the store now; ``family`` is how many of its variations are linked, and how many there are."""

    listing: Listing
    options: tuple[Option, ...]
    family: tuple[int, int] | None


class Reviewing:
    """The use cases of review mode."""

    def __init__(self, suggesting: Suggesting, mapping: MappingService, catalog: Catalog, queries: Queries) -> None:
        self._suggesting = suggesting
        self._mapping = mapping
        self._catalog = catalog
        self._queries = queries

    def cases(self, channel_id: ChannelId, job: Job) -> tuple[Case, ...]:
        """Every listing that waits for a link, riskiest first; those put off in an earlier session come last."""
        found = list(self._suggesting.suggest(channel_id, job))
        listed: dict[ListingKey, int | None] = {}
        for start in range(0, len(found), PAGE):
            job.checkpoint("judging", start, len(found))
            rows = self._queries.rows([one.listing.key for one in found[start : start + PAGE]])
            listed |= {key: row.channel_quantity for key, row in rows.items()}
        later = self._put_off(channel_id)
        cases = [Case(one, listed.get(one.listing.key)) for one in found]
        cases.sort(key=lambda one: (one.suggested.listing.key in later, *risk(one.suggested, one.listed)))
        return tuple(cases)

    def show(self, case: Case) -> Shown | None:
        """The case with its candidates as they are now, without those a person said no to since.

        ``None`` when it was decided or went meanwhile.
        """
        key = case.suggested.listing.key
        listing = self._queries.rows([key]).get(key)
        if listing is None or listing.item_key is not None or listing.no_item or listing.excluded:
            return None
        defaults = self._queries.channel(listing.channel_id).defaults
        refused = self._queries.rejected(key)
        candidates = shown(one for one in case.suggested.candidates if one.item not in refused)
        items = self._queries.items(one.item for one in candidates)
        options = [Option(one, preview(listing, items[one.item], defaults)) for one in candidates if one.item in items]
        family = family_of(self._queries.database, listing.channel_id, listing.parent_id) if listing.parent_id else None
        return Shown(listing, tuple(options), family)

    def undo_all(self, entries: Sequence[EntryId]) -> Applied:
        """Take a session back, newest step first; what was edited since stays."""
        last, skipped = Applied(None), 0
        for entry in reversed(entries):
            last = self._mapping.undo(entry)
            skipped += last.skipped
        return Applied(last.entry, count=len(entries), skipped=skipped, everything=bool(entries))

    def put_off(self, channel_id: ChannelId, keys: Collection[ListingKey]) -> None:
        """Remember the listings that a person wants to see last the next time."""
        self._catalog.put_meta(_name(channel_id), json.dumps(sorted(keys)))

    def _put_off(self, channel_id: ChannelId) -> frozenset[ListingKey]:
        kept = self._queries.meta(_name(channel_id))
        return frozenset(ListingKey(key) for key in json.loads(kept)) if kept else frozenset()


def _name(channel_id: ChannelId) -> str:
    return f"review_later.{channel_id}"
