"""SuggestionBoard: finds what the listings of a channel could be and keeps it beside the store; only what differs.

It lives in a process of its own, or in the command line's. One thread. Methods raise ``StoreError`` when the store or the
file of suggestions cannot be used, and ``Cancelled``.
"""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from rakumap.core.aliases import Learned, with_learned
from rakumap.core.errors import StoreError
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, ItemText, ListingText, Suggested, Suggestion, shown, stamp
from rakumap.store.sqlite_suggestions import KeptEntry, KeptSuggestions, Looked
from rakumap.store.suggestion_reads import SuggestionReads

if TYPE_CHECKING:
    from rakumap.matching.engine import Alone, Engine

_log = logging.getLogger(__name__)
MOST_ITEMS = 400_000
"""Above it nothing is looked at: the index of a million items takes 3 GB."""
WHOLE = 400_000
"""With more listings that wait only those asked for are looked at: the rest would take hours."""
STEP = 64
"""Listings looked at in one go."""
BATCH = 500
LESSON = 50
"""New links of persons that the ranking is learned anew from."""
FEW_ITEMS = 0.01
"""Part of the inventory that may change until every listing is looked at again, and not only those it may concern."""
SHARE = 0.5
"""Part of the shorter title's words that a listing and a changed item have in common where that concerns it."""


class SuggestionBoard:
    """See the module."""

    def __init__(
        self,
        reads: SuggestionReads,
        kept: KeptSuggestions,
        make: Callable[[Job], Engine],
        *,
        whole: int = WHOLE,
        most_items: int = MOST_ITEMS,
    ) -> None:
        """``make`` builds the engine, when it is first needed."""
        self._reads, self._kept, self._make = reads, kept, make
        self._limits = whole, most_items
        self._engine: Engine | None = None
        self._lessons = 0
        """What the engine had learned from."""
        self._ranking = 0
        """Of the weights that the program ships with: another version looks at all again."""
        self._channel: ChannelId | None = None
        self._stamps: Mapping[ItemKey, int] = {}
        self._changed: dict[ItemKey, ItemText | None] = {}
        """What differs in the inventory from what the engine knows; ``None``: it is gone."""
        self._alone: Alone | None = None
        self._learned = Learned({}, {})
        self._queue: deque[ListingKey] = deque()
        self.whole = False
        """Whether the whole channel is looked at, as of the last ``refresh``."""
        self.too_big = False
        """Whether the inventory is so big that its index would take gigabytes; then nothing is looked at."""

    @property
    def left(self) -> int:
        """How many listings wait to be looked at."""
        return len(self._queue)

    def refresh(self, channel_id: ChannelId, job: Job) -> None:
        """Know the channel and the inventory as they are now; what differs waits for ``work``."""
        self._channel = channel_id
        self._queue.clear()
        job.checkpoint("looking_for_changes")
        waiting_count, item_count = self._reads.unlinked_count(channel_id), self._reads.item_count()
        self.too_big = item_count > self._limits[1]
        self.whole = waiting_count <= self._limits[0] and not self.too_big
        if self.too_big:
            self._engine = self._alone = None
            return
        waiting = self._reads.unlinked(channel_id) if self.whole else []
        if self.whole or self._engine is not None:
            self._see_items(job)
        self._learned = self._reads.learned(channel_id)
        from rakumap.matching.engine import ENOUGH, Alone  # numpy and scipy are needed here and not before
        from rakumap.matching.weights import WEIGHTS

        self._ranking = stamp(repr(WEIGHTS))

        links = self._reads.confirmed_count()
        lessons = links // LESSON if links >= ENOUGH else 0
        if lessons != self._lessons:
            self._engine, self._lessons = None, lessons
        if not self.whole:
            self._alone = None
            return
        job.checkpoint("looking_for_changes")
        self._alone = Alone([*waiting, *self._reads.others(channel_id)])
        refused = _by_listing(self._reads.refused(channel_id))
        known = self._kept.entries(channel_id)
        self._kept.forget(known.keys() - {one.key for one in waiting})
        for one in waiting:
            if known.get(one.key) != self._entry(one, refused.get(one.key, frozenset())):
                self._queue.append(one.key)

    def work(self, job: Job) -> None:
        """Look at what waits until nothing does."""
        total = self.left
        while self.left:
            self.step(job)
            job.checkpoint("suggesting", total - self.left, total)

    def step(self, job: Job) -> list[ListingKey]:
        """Look at some of what waits; returns which."""
        keys = [self._queue.popleft() for _ in range(min(STEP, self.left))]
        self.look(keys, job)
        return keys

    def look(self, keys: Sequence[ListingKey], job: Job) -> None:
        """Look at these listings now; those that wait for no link are forgotten. Nothing where the shop is too big."""
        if self.too_big:
            return
        channel = self._asked()
        texts = self._reads.waiting(keys)
        pairs = self._reads.refused_of([one.key for one in texts])
        if texts:
            found = self._ready(job).suggest(texts, (), pairs, alone=self._alone)
            refused = _by_listing(pairs)
            self._keep(channel, (with_learned(one, self._learned) for one in found), refused)
        self._kept.forget(set(keys) - {one.key for one in texts})

    def keep(self, found: Iterable[Suggested], job: Job) -> Iterator[Suggested]:
        """Keep what was found elsewhere for the whole channel, as far as that can be, and hand it on."""
        channel = self._asked()
        refused = _by_listing(self._reads.refused(channel))
        rest = iter(found)
        able = True
        while batch := list(islice(rest, BATCH)):
            job.checkpoint()
            if able:
                try:
                    self._keep(channel, batch, refused)
                except StoreError as error:
                    able = False
                    _log.info("what was suggested is not kept: %s", error)
            yield from batch
        self._queue.clear()

    def close(self) -> None:
        """Let go of the file."""
        self._kept.close()

    def _asked(self) -> ChannelId:
        if self._channel is None:
            raise AssertionError("refresh comes first")
        return self._channel

    def _keep(
        self, channel: ChannelId, found: Iterable[Suggested], refused: Mapping[ListingKey, frozenset[ItemKey]]
    ) -> None:
        looked = []
        for one in found:
            best = shown(one.candidates)
            best = best if self._alone is not None else tuple(map(_unsure, best))
            entry = self._entry(one.listing, refused.get(one.listing.key, frozenset()))
            looked.append(Looked(one.listing.key, entry, [(each, self._stamp(each.item)) for each in best]))
        self._kept.put(channel, looked)

    def _entry(self, one: ListingText, refused: frozenset[ItemKey]) -> KeptEntry:
        alone = None if self._alone is None else self._alone.flags(one)
        basis = alone, sorted(refused), self._learned.of(one.sku), self._lessons, self._ranking
        return KeptEntry(stamp(one.sku, one.title, one.barcode), stamp(repr(basis)))

    def _stamp(self, item: ItemKey) -> int:
        """Of an item as it was compared."""
        known = None if self._engine is None else self._engine.index.items.get(item)
        return self._stamps.get(item, 0) if known is None else stamp(known.sku, known.title, known.barcode)

    # the inventory ------------------------------------------------------------------------------------------------

    def _see_items(self, job: Job) -> None:
        """Note what differs in the inventory from what it was when listings were looked at, and whom that concerns."""
        items = {one.key: one for one in self._reads.items()}
        stamps = {key: stamp(one.sku, one.title, one.barcode) for key, one in items.items()}
        if self._engine is not None:
            self._changed |= {key: items[key] for key, made in stamps.items() if self._stamps.get(key) != made}
            self._changed |= dict.fromkeys(self._stamps.keys() - stamps.keys())
        self._stamps = stamps
        known = self._kept.items()
        changed = {key: made for key, made in stamps.items() if known.get(key) != made}
        removed = known.keys() - stamps.keys()
        if not changed and not removed:
            return
        job.checkpoint("looking_for_changes")
        drift = self._kept.fact("drift") + len(changed) + len(removed)
        few = drift <= FEW_ITEMS * len(items)
        concerned: set[ListingKey] | None = None
        if few:
            concerned = concerning([items[key] for key in changed], self._reads.unlinked())
            concerned |= self._kept.having({*changed, *removed})
        self._kept.know_items(changed, removed, concerned, {"drift": drift if few else 0})

    def _ready(self, job: Job) -> Engine:
        """The engine, brought up to the inventory."""
        if self._engine is None:
            self._engine = self._make(job)
        elif self._changed:
            changed = [one for one in self._changed.values() if one is not None]
            removed = [key for key, one in self._changed.items() if one is None]
            self._engine.index = self._engine.index.updated(changed, removed, job)
        self._changed = {}
        return self._engine


def concerning(items: Collection[ItemText], listings: Iterable[ListingText]) -> set[ListingKey]:
    """The listings that one of these items may be: by a key, or by half the words of the shorter title."""
    from rakumap.matching.keys import barcode_key, sku_cores, sku_key

    by_word: defaultdict[str, list[int]] = defaultdict(list)
    lengths, keys = [], set()
    for place, item in enumerate(items):
        words = _words(item.title)
        lengths.append(len(words))
        keys |= {("sku", sku_key(item.sku)), ("barcode", barcode_key(item.barcode) or "")}
        for word in words:
            by_word[word].append(place)
    keys -= {("sku", ""), ("barcode", "")}
    found = set()
    for one in listings:
        mine = {("sku", key) for key in (sku_key(one.sku), *sku_cores(one.sku))}
        if not keys.isdisjoint(mine | {("barcode", barcode_key(one.barcode) or "")}):
            found.add(one.key)
            continue
        words = _words(one.title)
        shared = Counter(place for word in words & by_word.keys() for place in by_word[word])
        if any(count >= SHARE * min(len(words), lengths[place]) for place, count in shared.items()):
            found.add(one.key)
    return found


def _words(title: str) -> set[str]:
    if title.isascii():
        return set(re.findall("[a-z0-9]+", title.lower()))
    from rakumap.matching.text import read

    return set(read(title).words)


def _unsure(one: Suggestion) -> Suggestion:
    """Without the word that only the whole channel can give: whether the key is the only one of its kind."""
    sure = Confidence.LIKELY if one.confidence is Confidence.CERTAIN else one.confidence
    return replace(one, confidence=sure, auto="")


def _by_listing(pairs: Iterable[tuple[ListingKey, ItemKey]]) -> dict[ListingKey, frozenset[ItemKey]]:
    found: dict[ListingKey, set[ItemKey]] = {}
    for listing, item in pairs:
        found.setdefault(listing, set()).add(item)
    return {key: frozenset(items) for key, items in found.items()}


__all__ = ["SuggestionBoard", "concerning"]
