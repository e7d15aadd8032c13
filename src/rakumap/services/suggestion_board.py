"""SuggestionBoard: the candidates of one channel's unlinked listings, kept in memory while a person works.

``refresh`` and ``work`` belong on a thread that may wait, one at a time; the rest answers at once, on any thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rakumap.core.aliases import with_alias
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, ItemText, ListingText, Suggestion, shown
from rakumap.store.suggestion_reads import SuggestionReads

if TYPE_CHECKING:
    from rakumap.matching.engine import Engine

MOST_ITEMS = 100_000
"""Inventories with more items take too much memory and time to be looked through beside a person's work."""
STEP = 32
"""Listings looked at in one go: the window draws in between."""
WHOLE = 200_000
"""Waiting listings of a channel above which only those asked for are looked at."""
SAMPLE = 500
"""Listings of the channel that every step sees, to know what SKUs are worth in it."""


class SuggestionBoard:
    """See the module."""

    def __init__(
        self, reads: SuggestionReads, make: Callable[[Job], Engine], whole: int = WHOLE, most_items: int = MOST_ITEMS
    ) -> None:
        """``make`` builds the engine, when it is first needed."""
        self._most_items = most_items
        self.too_many = False
        """Whether the inventory is too big, as of the last ``refresh``; nothing is suggested then."""
        self._reads, self._make, self._limit = reads, make, whole
        self._engine: Engine | None = None
        self._channel: ChannelId | None = None
        self._whole = False
        self._texts: dict[ListingKey, ListingText] = {}
        self._kin: dict[tuple[str, str], list[ListingKey]] = {}
        self._sample: list[ListingText] = []
        self._refused: dict[ListingKey, frozenset[ItemKey]] = {}
        self._aliases: Mapping[str, ItemKey] = {}
        self._found: dict[ListingKey, tuple[Suggestion, ...]] = {}
        self._fresh: set[ListingKey] = set()
        self._queue: deque[ListingKey] = deque()
        self._queued: set[ListingKey] = set()
        self._lock = threading.Lock()

    @property
    def found(self) -> Mapping[ListingKey, tuple[Suggestion, ...]]:
        """What is known now, best first; a listing looked at in vain has an empty entry."""
        return self._found

    @property
    def left(self) -> int:
        """How many listings wait to be looked at."""
        return len(self._queued)

    @property
    def ready(self) -> bool:
        """Whether the inventory was read."""
        return self._engine is not None

    def item(self, key: ItemKey) -> ItemText | None:
        """What an item is known by, as of the last ``refresh``."""
        engine = self._engine
        return None if engine is None else engine.index.items.get(key)

    def want(self, keys: Iterable[ListingKey], *, first: bool = True) -> None:
        """Have these listings looked at, anew if they were; ``first``: before all others."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            if first:
                self._queue.extendleft(reversed(wanted))
            else:
                self._queue.extend(wanted)
            self._queued.update(wanted)

    def drop(self, listing: ListingKey, item: ItemKey) -> None:
        """Suggest an item for a listing no longer: a person says no to it at this moment."""
        with self._lock:
            known = self._found.get(listing, ())
            self._found[listing] = tuple(one for one in known if one.item != item)

    def take_fresh(self) -> set[ListingKey]:
        """The listings whose candidates came since the last call."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            return fresh

    def refresh(self, channel_id: ChannelId, job: Job) -> None:
        """Know the channel and the inventory as they are now; what differs waits to be looked at.

        A changed listing costs itself and those with the same keys. A changed inventory has every listing looked at
        again, behind those asked for; until then what was found before is shown.
        """
        if channel_id != self._channel:
            self._forget()
            self._channel = channel_id
        self.too_many = self._reads.item_count() > self._most_items
        if self.too_many:
            self._forget()
            self._engine = None
            return
        changed_items = self._read_items(job)
        self._whole = self._reads.unlinked_count(channel_id) <= self._limit
        if not self._whole:
            self.want(list(self._found), first=False)
            return
        waiting = {text.key: text for text in self._reads.unlinked(channel_id)}
        everyone = {**waiting, **{text.key: text for text in self._reads.others(channel_id)}}
        refused = _by_listing(self._reads.refused(channel_id))
        differs = {key for key in waiting if self._texts.get(key) != waiting[key] or key not in self._found}
        differs |= {key for key in waiting if refused.get(key) != self._refused.get(key)}
        differs |= self._relate(everyone) & waiting.keys()
        aliases = self._reads.aliases(channel_id)
        learned = {sku for sku, _ in aliases.items() ^ self._aliases.items()}
        differs |= {key for key, text in waiting.items() if text.sku in learned}
        self._refused, self._aliases = refused, aliases
        gone = self._found.keys() - waiting.keys()
        for key in gone:
            self._found.pop(key, None)
        with self._lock:
            self._fresh |= gone
        self.want((key for key in waiting if changed_items or key in differs), first=False)

    def work(self, job: Job) -> None:
        """Look at what waits until nothing does. Raises ``StoreError`` when the store cannot be read."""
        done = 0
        while keys := self._next():
            self._look(keys)
            done += len(keys)
            job.checkpoint("suggesting", done, done + self.left)
            job.wait(0.001)  # the window's thread comes first

    def _forget(self) -> None:
        with self._lock:
            self._queue.clear()
            self._queued.clear()
            self._fresh.clear()
        for kept in (self._texts, self._kin, self._refused, self._found):
            kept.clear()
        self._sample, self._aliases = [], {}

    def _read_items(self, job: Job) -> bool:
        """Bring the engine up to the inventory; whether anything differs."""
        if self._engine is None:
            self._engine = self._make(job)
            return True
        now = {item.key: item for item in self._reads.items()}
        known = self._engine.index.items
        changed = [item for key, item in now.items() if known.get(key) != item]
        removed = known.keys() - now.keys()
        if changed or removed:
            self._engine.index = self._engine.index.updated(changed, removed, job)
        return bool(changed or removed)

    def _relate(self, everyone: dict[ListingKey, ListingText]) -> set[ListingKey]:
        """Note who shares a key with whom; the listings that share one with a listing that is new, changed or gone."""
        before = self._texts
        moved = [text for key, text in everyone.items() if before.get(key) != text]
        moved += [text for key, text in before.items() if everyone.get(key) != text]
        if not moved:
            return set()
        kin: dict[tuple[str, str], list[ListingKey]] = {}
        for key, text in everyone.items():
            for one in _keys(text):
                kin.setdefault(one, []).append(key)
        self._texts, self._kin = everyone, kin
        texts = list(everyone.values())
        self._sample = texts[:: max(1, len(texts) // SAMPLE)]
        return {key for text in moved for one in _keys(text) for key in kin.get(one, ())}

    def _next(self) -> list[ListingKey]:
        with self._lock:
            keys: list[ListingKey] = []
            while self._queue and len(keys) < STEP:
                key = self._queue.popleft()
                if key in self._queued:
                    self._queued.discard(key)
                    keys.append(key)
            return keys

    def _look(self, keys: Sequence[ListingKey]) -> None:
        engine = self._engine
        texts = [text for text in self._reads.waiting(keys) if engine is not None]
        found: dict[ListingKey, tuple[Suggestion, ...]] = dict.fromkeys(keys, ())
        if engine is not None and texts:
            refused = self._reads.refused_of([text.key for text in texts])
            for each in engine.suggest(texts, self._others(texts), refused):
                one = with_alias(each, self._aliases)
                best = shown(one.candidates)
                found[one.listing.key] = best if self._whole else tuple(_unsure(item) for item in best)
        with self._lock:
            self._found.update(found)
            self._fresh.update(found)

    def _others(self, texts: Sequence[ListingText]) -> list[ListingText]:
        """Of the channel's other listings those that share a key with one of these, and an even sample."""
        own = {text.key for text in texts}
        kin = {key for text in texts for one in _keys(text) for key in self._kin.get(one, ())}
        related = {key: self._texts[key] for key in kin if key in self._texts}
        return [text for key, text in {**related, **{one.key: one for one in self._sample}}.items() if key not in own]


def _keys(text: ListingText) -> list[tuple[str, str]]:
    """What no other listing may have where evidence is to be certain, as ``matching.engine`` counts it."""
    from rakumap.matching.keys import barcode_key, sku_key
    from rakumap.matching.text import normal

    found = ("barcode", barcode_key(text.barcode)), ("sku", sku_key(text.sku)), ("title", normal(text.title))
    return [(kind, key) for kind, key in (*found, ("exact", text.sku)) if key]


def _unsure(one: Suggestion) -> Suggestion:
    """Without the word that only the whole channel can give: whether the key is the only one of its kind."""
    sure = Confidence.LIKELY if one.confidence is Confidence.CERTAIN else one.confidence
    return Suggestion(one.item, one.sku, one.score, sure, "", one.reasons)


def _by_listing(pairs: Iterable[tuple[ListingKey, ItemKey]]) -> dict[ListingKey, frozenset[ItemKey]]:
    found: dict[ListingKey, set[ItemKey]] = {}
    for listing, item in pairs:
        found.setdefault(listing, set()).add(item)
    return {key: frozenset(items) for key, items in found.items()}


__all__ = ["SuggestionBoard"]
