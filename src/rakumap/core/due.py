"""When a quantity is due to be sent; the store's SQL (``rakumap.store.due_sql``) has to agree with it.

Due is a number that the channel does not surely have yet, or one that the channel has lost since (drift). It is sent
only where a person and the rules let it: linked, in the newest report, not ignored, not excluded, released, Inventory
Sync and channel on, and nothing newer on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_RESENT = 3
"""How often one number is sent again against the same other number on the channel; then a person has to look."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


class Why(StrEnum):
    """Why a quantity is due."""

    CHANGED = "changed"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open offer of a listing: its state, its number, and when a failed one may be tried again."""

    state: str
    quantity: int
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about one listing. ``may_send`` sums up the switches and flags."""

    linked: bool
    live: bool
    ignored: bool
    excluded: bool
    released: bool
    channel_on: bool
    sync_on: bool
    send: int | None
    """What the quantity rule says (Will Send)."""
    confirmed: int | None
    """What the channel surely has from us; unset while that is not known."""
    drift: int | None
    """What the channel has more (or less) than that, by a report made after it was confirmed."""
    resent: int = 0
    """How often this number was sent again against the same drift."""
    waiting: Waiting | None = None

    @property
    def may_send(self) -> bool:
        """Whether anything may be sent at all."""
        allowed = self.released and self.channel_on and self.sync_on
        return self.linked and self.live and allowed and not self.ignored and not self.excluded


def due(standing: Standing, now: datetime, *, again: bool = False, mend: bool = True) -> Why | None:
    """Why the quantity is due now; ``None`` when it is not.

    ``again`` is a person's word: no pause after a failure, no end to resending. Without ``mend`` drift is left alone,
    as when orders could not be read and may explain it.
    """
    if not standing.may_send or standing.send is None or not _free(standing, now, again=again):
        return None
    if standing.send != standing.confirmed:
        return Why.CHANGED
    if standing.drift is None or not mend or (standing.resent >= MOST_RESENT and not again):
        return None
    return Why.DRIFT


def _free(standing: Standing, now: datetime, *, again: bool) -> bool:
    """Whether no offer stands in the way: none is on its way, and what failed has waited or is another number."""
    waiting = standing.waiting
    if waiting is None or waiting.state == "prepared":  # what was not sent yet gives way
        return True
    if waiting.state != "failed":
        return False
    return again or waiting.quantity != standing.send or waiting.not_before is None or waiting.not_before <= now


def pause(tries: int) -> timedelta:
    """How long to wait after that many failures in a row: 1, 2, 4 ... minutes, six hours at most."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(max(tries - 1, 0), 9)))
