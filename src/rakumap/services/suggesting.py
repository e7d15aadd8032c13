"""Suggesting: what an unlinked listing could be, and linking by itself what is certain.

Any thread; work over a whole channel takes a ``Job``. Raises ``StoreError`` when the store cannot be read or written.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rakumap.core.aliases import with_learned
from rakumap.core.autolink import BY_KEY, Choice
from rakumap.core.errors import StoreError
from rakumap.core.job import Job
from rakumap.core.model import Applied, ChannelId, ItemKey, ListingKey
from rakumap.core.suggestion import Confidence, ListingText, Suggested, Suggestion
from rakumap.services.suggestion_board import SuggestionBoard
from rakumap.store.catalog import Catalog, LinkChange
from rakumap.store.sqlite_suggestions import KeptSuggestions
from rakumap.store.suggestion_reads import SuggestionReads

if TYPE_CHECKING:
    from rakumap.matching.engine import Engine

_log = logging.getLogger(__name__)
LEARN_FROM = 2_000
"""The newest decisions that the ranking learns from."""


@dataclass(frozen=True, slots=True)
class Certain:
    """A link that may be made without asking, and why (a code of ``words``)."""

    listing: ListingText
    item: Suggestion
    second: float = 0.0
    """Chance of the candidate behind it."""

    @property
    def reason(self) -> str:
        """Why it is certain."""
        return self.item.auto

    @property
    def score(self) -> Decimal:
        """Its chance, 0 to 1; 1 where a key decides."""
        return Decimal(1) if self.reason in BY_KEY else Decimal(str(self.item.score))

    @property
    def gap(self) -> Decimal:
        """How far the second candidate lies behind, 0 to 1."""
        return max(Decimal(0), self.score - Decimal(str(self.second)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What linking what is certain would do, and how many listings it leaves out and why."""

    links: tuple[Certain, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Counts by reason: ``no_match``, ``repeats``, ``excluded``, ``rejected`` as for equal SKUs, and ``doubtful``
    (an equal SKU that the texts speak against)."""

    @property
    def reasons(self) -> dict[str, int]:
        """How many links of each reason, by its code."""
        return dict(sorted(Counter(one.reason for one in self.links).items()))


class Suggesting:
    """The use cases of suggestions."""

    def __init__(self, catalog: Catalog, reads: SuggestionReads, store: Path) -> None:
        """Beside the ``store`` stand the titles that were read, and what was suggested."""
        self._catalog = catalog
        self._reads = reads
        self._store = store
        self._shelf = store.with_suffix(".titles.npz")

    def board(self) -> SuggestionBoard:
        """What finds suggestions and keeps them; it reads nothing until it is asked to."""
        return SuggestionBoard(self._reads, KeptSuggestions(self._store), self._engine)

    def suggest_and_keep(self, channel_id: ChannelId, job: Job) -> Iterator[Suggested]:
        """``suggest``, and what is found is kept for the window and for filters, where it can be."""
        board = SuggestionBoard(
            self._reads, KeptSuggestions(self._store), self._engine, whole=sys.maxsize, most_items=sys.maxsize
        )
        found = self.suggest(channel_id, job)
        with closing(board):
            try:
                board.refresh(channel_id, job)
            except StoreError as error:
                if error.code != "suggestions_file":
                    raise
                _log.info("what is suggested is not kept: %s", error)
                yield from found
            else:
                yield from board.keep(found, job)

    def suggest(self, channel_id: ChannelId, job: Job) -> Iterator[Suggested]:
        """Every listing of the channel that waits for a link, with its candidates; by the channel's listing id.

        Variation parents, excluded listings and those known to have no item are not among them; a pair that a person
        rejected or unlinked is never suggested.
        """
        engine = self._engine(job)
        known = self._reads.learned(channel_id)
        found = engine.suggest(
            self._reads.unlinked(channel_id), self._reads.others(channel_id), self._reads.refused(channel_id), job
        )
        yield from (with_learned(one, known) for one in found)

    def _compared(
        self,
        channel_id: ChannelId,
        waiting: Sequence[ListingText],
        settled: Sequence[ListingText],
        job: Job,
        choice: Choice | None,
    ) -> Iterator[Suggested]:
        """What ``suggest`` finds for those of the channel's waiting listings that something may be certain for."""
        if not waiting:
            return
        engine, learned = self._engine(job), self._reads.learned(channel_id)
        known = learned.aliases.keys() | learned.transformed.keys()
        refused = self._reads.refused(channel_id)
        by_key = choice is not None and choice.rules <= {"equal_sku"}
        may_be = [one for one in waiting if engine.knows_sku(one)] if by_key else waiting
        plain = engine.undecided([one for one in may_be if one.sku not in known], refused, job)
        keys = {one.key for one in plain} | {one.key for one in may_be if one.sku in known}
        asked = [one for one in waiting if one.key in keys]
        # Keys that repeat among the listings that are not asked about tell nothing all the same.
        others = [*self._reads.others(channel_id), *settled, *(one for one in waiting if one.key not in keys)]
        found = engine.suggest(asked, others, refused, job)
        yield from (with_learned(one, learned) for one in found)

    def plan(self, channel_id: ChannelId, job: Job, choice: Choice | None = None) -> Plan:
        """What ``autolink`` would link now; changes nothing. ``choice`` leaves some of it out.

        Most of a big channel is settled by equal SKUs, titles and barcodes alone; only the others are compared with
        the inventory, as ``suggest`` does, and of these only those with an item's SKU where nothing else is wanted.
        """
        settled = self._reads.settled(channel_id)
        known = {listing.key for listing, _ in settled}
        waiting = [listing for listing in self._reads.unlinked(channel_id) if listing.key not in known]
        links = [_settled(*pair) for pair in settled]
        for suggested in self._compared(channel_id, waiting, [one for one, _ in settled], job, choice):
            for one in suggested.candidates:
                if one.auto:
                    second = max((other.score for other in suggested.candidates if other is not one), default=0.0)
                    links.append(Certain(suggested.listing, one, second))
        links.sort(key=lambda one: one.listing.listing_id)
        if choice is not None:
            links = [one for one in links if choice.takes(one)]
        equal = self._catalog.equal_skus(channel_id)
        linked = sum(1 for one in links if one.listing.sku == one.item.sku)
        doubtful = {"doubtful": equal.pairs - linked} if equal.pairs > linked else {}
        # Linked for another reason than its SKU, a listing has a match after all.
        left = max(0, equal.skipped.get("no_match", 0) - (len(links) - linked))
        return Plan(tuple(links), {**equal.skipped, "no_match": left, **doubtful})

    def link(self, plan: Plan) -> Applied:
        """Link what a plan names, as one undo step; each link says why it was made.

        Raises:
            StaleChange: one of the listings was linked by somebody else since the plan was made.
        """
        changes = [
            LinkChange(ListingKey(one.listing.key), one.item.item, origin=f"autolink/{one.reason}")
            for one in plan.links
        ]
        if not changes:
            return Applied(None)
        return self._catalog.link(changes, "autolink", action="autolink", by="autolink")

    def _engine(self, job: Job) -> Engine:
        from rakumap.matching.engine import Engine  # numpy and scipy are needed here and only here

        engine = Engine.of(self._reads.items(), job, self._shelf)
        engine.learn(self._reads.confirmed(LEARN_FROM), self._reads.rejected(LEARN_FROM), job)
        return engine


def _settled(listing: ListingText, item: ItemKey) -> Certain:
    return Certain(listing, Suggestion(item, listing.sku, 1.0, Confidence.CERTAIN, "equal_sku", ("same_words",)))


__all__ = ["Certain", "Plan", "Suggesting"]
