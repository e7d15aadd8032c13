"""The little arithmetic of the values, the errors, and the job."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rakumap.core.errors import (
    Cancelled,
    ChannelError,
    Exit,
    RakumapError,
    RuleRefused,
    StaleChange,
    StoreError,
    UserError,
)
from rakumap.core.job import Job, Progress
from rakumap.core.model import ChannelId, Counts, InventoryItem, ItemKey, Outcome, ReportRun


def test_attention_is_what_waits_for_a_person() -> None:
    counts = Counts(
        total=9, linked=4, unlinked=5, gone=3, sku_changed=1, duplicate=2, no_longer_unlimited=3, problems=4
    )
    assert counts.attention == 10


def test_available_may_be_below_zero() -> None:
    assert InventoryItem(ItemKey(1), "A", "", None, level=2, in_open_orders=5).available == -3


def test_a_run_takes_time_once_it_has_ended() -> None:
    begun = datetime(2026, 3, 1, 12, tzinfo=UTC)
    run = ReportRun(1, ChannelId(1), "Shop", "E", "scheduled", None, begun, None, Outcome.RUNNING)
    assert run.seconds is None
    assert replace(run, ended_at=begun + timedelta(seconds=2.5)).seconds == 2.5


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UserError, Exit.REFUSED),
        (RuleRefused, Exit.RULE),
        (ChannelError, Exit.CHANNEL),
        (StoreError, Exit.STORE),
        (StaleChange, Exit.REFUSED),
    ],
)
def test_errors_know_how_to_exit(kind: type[UserError], code: Exit) -> None:
    error = kind("some_code", name="x")
    assert error.exit is code
    assert (error.code, error.values) == ("some_code", {"name": "x"})
    assert str(error) == "some_code {'name': 'x'}"
    assert str(kind("some_code")) == "some_code"
    assert isinstance(error, RakumapError)


def test_a_job_reports_named_phases_only() -> None:
    seen: list[Progress] = []
    job = Job(seen.append)
    job.checkpoint()
    job.checkpoint("reading", 3, 10)
    job.checkpoint("reading", 4)
    assert seen == [Progress("reading", 3, 10), Progress("reading", 4, None)]
    Job().checkpoint("unheard")


def test_a_cancelled_job_stops_at_its_next_checkpoint() -> None:
    seen: list[Progress] = []
    job = Job(seen.append)
    before = job.cancelled
    job.cancel()
    assert (before, job.cancelled) == (False, True)
    with pytest.raises(Cancelled):
        job.checkpoint("reading")
    with pytest.raises(Cancelled):
        job.wait(60)
    assert seen == []


def test_waiting_ends_by_itself_or_by_cancelling() -> None:
    Job().wait(0)
    job = Job()
    threading.Timer(0.01, job.cancel).start()
    with pytest.raises(Cancelled):
        job.wait(30)
