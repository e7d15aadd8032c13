"""SuggestionDesk: what the window knows of suggestions: the rows in sight, no more. The finding is a helper's process.

What is kept beside the store is shown at once; what is not, or not any more, is asked of the helper, rows in sight
first. ``read`` and ``work`` belong on threads that may wait, one of each; the rest answers at once, on any.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job
from rakumap.core.model import ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Candidate, Suggestion
from rakumap.store.queries import Queries

MOST = 2_000
"""Listings whose candidates are in memory."""
AT_ONCE = 64
"""Listings asked for in one question."""


class Helper(Protocol):
    """``Resident``, or what stands for it."""

    @property
    def is_there(self) -> bool: ...
    def ask(self, question: object, job: Job) -> object: ...
    def end(self) -> None: ...


class SuggestionDesk:
    """See the module."""

    def __init__(self, queries: Queries, helper: Helper) -> None:
        self._queries, self._helper = queries, helper
        self._channel: ChannelId | None = None
        self._found: dict[ListingKey, tuple[Suggestion, ...]] = {}
        self._titles: dict[ItemKey, str] = {}
        self._dropped: set[tuple[ListingKey, ItemKey]] = set()
        """What a person just said no to, until the store knows."""
        self._wanted: dict[ListingKey, None] = {}
        self._fresh: set[ListingKey] = set()
        self._lock = threading.Lock()
        self.left = 0
        """How many listings of the channel wait to be looked at by the helper."""
        self.whole, self.too_big = True, False
        """Whether all of the channel is looked at, or only what is asked for, as far as that is known."""
        self.paused = False
        """A person stopped the looking through: only what is asked for is looked at."""
        self._stale = True

    @property
    def found(self) -> Mapping[ListingKey, tuple[Suggestion, ...]]:
        """What is known now, best first; a listing looked at in vain has an empty entry."""
        return self._found

    def title(self, item: ItemKey) -> str:
        """The title of an item among what is found."""
        return self._titles.get(item, "")

    @property
    def waits(self) -> bool:
        """Whether ``work`` has anything to do."""
        return bool(self._wanted or ((self.left or self._stale) and not self.paused))

    def open(self, channel_id: ChannelId) -> None:
        """Work for another channel from now on."""
        with self._lock:
            self._channel = channel_id
            self._wanted.clear()
            self._fresh.clear()
            self._found.clear()
            self._titles.clear()
        self.left, self.paused, self._stale = 0, False, True

    def catch_up(self) -> None:
        """Somebody may have changed the store: ``work`` finds out what."""
        self._stale = True

    def want(self, keys: Iterable[ListingKey]) -> None:
        """Have these listings looked at, before all others."""
        with self._lock:
            self._wanted = dict.fromkeys([*keys, *self._wanted])

    def drop(self, listing: ListingKey, item: ItemKey) -> None:
        """Suggest an item for a listing no longer: a person says no to it at this moment."""
        with self._lock:
            self._dropped.add((listing, item))
            known = self._found.get(listing, ())
            self._found[listing] = tuple(one for one in known if one.item != item)
            self._fresh.add(listing)

    def undrop(self) -> None:
        """The store knows by now what persons said no to."""
        with self._lock:
            self._dropped.clear()

    def take_fresh(self) -> set[ListingKey]:
        """The listings whose candidates came since the last call."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            return fresh

    def read(self, keys: list[ListingKey]) -> list[ListingKey]:
        """Take in what is kept of these listings; returns those that nothing is kept of, or nothing that still holds."""
        return self._take_in(keys, self._queries.candidates(keys))

    def work(self, job: Job, most: int | None = None) -> None:
        """Have the helper look at what is asked for, then at all that waits, until nothing does.

        ``most``: only if no more than that waits. ``Cancelled`` ends the helper.
        """
        done, channel = 0, self._channel
        while self.waits and channel == self._channel:
            if self._stale or not self._helper.is_there:  # it rests when nobody asks for a while
                self._stale = False
                self._take_answer(channel, {"refresh": channel}, job)
                self._read_again()
            with self._lock:
                keys = list(self._wanted)[:AT_ONCE]
                self._wanted = dict.fromkeys(key for key in self._wanted if key not in keys)
            if not keys and (not self.left or self.left > (most or self.left)):
                return
            looked = self._take_answer(channel, {"look": keys} if keys else {"step": True}, job)
            if channel == self._channel:
                known = [key for key in looked if key in keys or key in self._found]
                self._take_in(known, self._queries.candidates(known), looked=True)
            done += len(looked)
            job.checkpoint("suggesting", done, done + self.left)

    def _take_answer(self, channel: ChannelId | None, question: object, job: Job) -> list[ListingKey]:
        answer = self._ask(question, job)
        if channel == self._channel:
            self.left, self.whole, self.too_big = answer["left"], answer["whole"], answer["too_big"]
        return [ListingKey(key) for key in answer["looked"]]

    def _read_again(self) -> None:
        """What is in memory, as it is kept now."""
        with self._lock:
            keys = list(self._found)
        gone = self._take_in(keys, self._queries.candidates(keys))
        with self._lock:
            for key in gone:
                self._found.pop(key, None)
                self._fresh.add(key)

    def close(self) -> None:
        """End the helper."""
        self._helper.end()

    def _ask(self, question: object, job: Job) -> dict[str, Any]:
        try:
            answer = self._helper.ask(question, job)
        except Cancelled:
            self.paused = self._stale = True
            raise
        except StoreError:
            self._stale = True
            raise
        if not isinstance(answer, dict):
            raise StoreError("helper_ended")
        if "error" in answer:
            self._stale = True
            code, values = answer["error"]["code"], answer["error"]["values"]
            raise StoreError(code, **values)
        return answer

    def _take_in(
        self, keys: list[ListingKey], known: Mapping[ListingKey, tuple[Candidate, ...]], *, looked: bool = False
    ) -> list[ListingKey]:
        with self._lock:
            for key in keys:
                if key not in known and not looked:
                    continue
                one = tuple(each.suggestion for each in known.get(key, ()))
                one = tuple(each for each in one if (key, each.item) not in self._dropped)
                self._titles |= {each.suggestion.item: each.title for each in known.get(key, ())}
                self._found.pop(key, None)
                self._found[key] = one
                self._fresh.add(key)
            for key in list(self._found)[: max(0, len(self._found) - MOST)]:
                del self._found[key]
            if len(self._titles) > 5 * MOST:
                here = {each.item for found in self._found.values() for each in found}
                self._titles = {item: title for item, title in self._titles.items() if item in here}
        return [key for key in keys if key not in known]


__all__ = ["SuggestionDesk"]
