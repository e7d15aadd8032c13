"""What every run of a channel has: a clock, an owner, signs of life, an end in Automation Logs. Any thread."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from rakumap.channels.connector import Seller
from rakumap.core.errors import Cancelled, RuleRefused, StoreError, UserError
from rakumap.core.model import Channel, ChannelId, Outcome
from rakumap.core.schedule import ForceStamp
from rakumap.services.channel_setup import Connect
from rakumap.store.runs import Result, Runs

HEARTBEAT = 15.0
"""Seconds between two signs of life of a run."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: the wall clock in UTC, and the stamp that Force Mapping Refresh is measured with."""

    now: Callable[[], datetime]
    stamp: Callable[[], ForceStamp]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended; ``error`` says why when it did not succeed."""

    outcome: Outcome
    error: UserError | None = None


def owner() -> str:
    """Who holds a lock: this process on this computer."""
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def alive(runs: Runs, run_id: int, clock: Clock) -> Iterator[None]:
    """Beat from a thread of its own, so that a slow server or a big comparison does not look dead."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT):
            try:
                runs.heartbeat(run_id, clock.now())
            except RuleRefused:  # another process took the run over
                return
            except StoreError:  # busy, as while a big import is applied, or full: the next beat may come through
                continue

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def conduct(
    runs: Runs,
    clock: Clock,
    channel_id: ChannelId | None,
    event: str,
    trigger: str,
    body: Callable[[int], Result],
    source: str | None = None,
) -> Ended:
    """Do ``body`` as a run of the channel or the source, log how it ended, and hand back what a person has to know."""
    try:
        run_id = runs.begin(channel_id, trigger, owner(), clock.now(), event=event, source=source)
    except RuleRefused as error:
        return Ended(Outcome.RUNNING, error)
    failure: UserError | None = None
    try:
        with alive(runs, run_id, clock):
            result = body(run_id)
    except Cancelled:
        result = Result(Outcome.CANCELLED, code="trade_cancelled" if source is None else "source_cancelled")
    except RuleRefused as error:  # another process took the run over
        return Ended(Outcome.INTERRUPTED, error)
    except UserError as error:
        failure = error
        result = Result(Outcome.FAILED, None, error.code, with_pause(error, clock))
    except BaseException:
        runs.end(run_id, channel_id, clock.now(), Result(Outcome.FAILED, code="run_broke"))
        raise
    runs.end(run_id, channel_id, clock.now(), result)
    return Ended(result.outcome, failure)


def with_pause(failure: UserError, clock: Clock) -> dict[str, object]:
    """The values of a failure, with the time before which the channel asked not to be asked again."""
    values = dict(failure.values)
    seconds = values.get("retry_after")
    if isinstance(seconds, int | float):
        values["not_before"] = (clock.now() + timedelta(seconds=seconds)).isoformat()
    return values


def seller(connect: Connect, channel: Channel) -> Seller:
    """The connector of a channel that takes quantities and has orders.

    Raises:
        UserError: its settings are wrong, or its kind only brings reports (``channel_no_trade``).
    """
    made = connect(channel.kind, channel.settings, channel.id)
    if not hasattr(made, "submit"):
        raise UserError("channel_no_trade", kind=channel.kind)
    return cast("Seller", made)
