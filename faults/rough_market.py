"""A channel in bad weather: besides the faults of ``Market`` the caller may die around a request, and more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OrderState, Submission
from tests.services.market import Market


class RoughMarket(Market):
    """Faults on top: ``settings`` (refused on our side by an error), ``dies before`` and ``dies after`` a request."""

    def __init__(self, die: Callable[[], None]) -> None:
        super().__init__(batch=3)
        self._die = die
        self.repeats = False
        """Does what it is told again, also under a key that it knows."""
        self.over: set[tuple[str, str]] = set()
        """Lines that were ever shipped or cancelled."""
        self.heard: set[str] = set()
        self.unheard: set[str] = set()
        """Listings of the requests that may have reached it, and of those that were refused on our side."""

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """As ``Market``, with more that goes wrong."""
        fault = self.faults[0] if self.faults else ""
        told = self.unheard if fault in ("refused here", "settings") else self.heard
        told.update(one.listing_id for one in offers)
        if fault == "settings":
            self.faults.pop(0)
            raise UserError("channel_no_trade", kind="rough")
        if fault in ("dies before", "dies after"):
            self.faults[0] = ""
            if fault == "dies before":
                self._die()
        if self.repeats and not self.slow:
            self.answers.pop(key, None)
        answer = super().submit(job, offers, key)
        if fault == "dies after":
            self._die()
        return answer

    def turn(self, order_id: str, state: OrderState, now: datetime, line_id: str = "1") -> None:
        """As ``Market``, and remember what is over."""
        super().turn(order_id, state, now, line_id)
        if state is not OrderState.OPEN:
            self.over.add((order_id, line_id))
