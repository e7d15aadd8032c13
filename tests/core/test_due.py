"""When a quantity is due, in words and tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rakumap.core.due import LONGEST_PAUSE, Standing, Waiting, Why, due, pause

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READY = Standing(
    linked=True,
    live=True,
    ignored=False,
    excluded=False,
    released=True,
    channel_on=True,
    sync_on=True,
    send=5,
    confirmed=None,
    drift=None,
)


@pytest.mark.parametrize("flag", ["linked", "live", "released", "channel_on", "sync_on", "ignored", "excluded"])
def test_every_switch_and_flag_keeps_it_back(flag: str) -> None:
    assert due(READY, NOW) is Why.CHANGED
    turned: dict[str, Any] = {flag: not getattr(READY, flag)}
    assert due(replace(READY, **turned), NOW, again=True) is None


def test_a_number_that_the_channel_has_is_not_sent() -> None:
    assert due(replace(READY, confirmed=5), NOW) is None
    assert due(replace(READY, confirmed=4), NOW) is Why.CHANGED
    assert due(replace(READY, confirmed=0, send=0), NOW) is None
    assert due(replace(READY, send=None), NOW) is None


@pytest.mark.parametrize("state", ["sent", "submitted"])
def test_an_offer_on_its_way_is_waited_for(state: str) -> None:
    assert due(replace(READY, waiting=Waiting(state, 4)), NOW, again=True) is None


def test_an_offer_that_was_not_sent_gives_way() -> None:
    assert due(replace(READY, waiting=Waiting("prepared", 5)), NOW) is Why.CHANGED


def test_what_failed_waits_unless_it_is_another_number_or_a_person_asks() -> None:
    failed = replace(READY, waiting=Waiting("failed", 5, NOW + timedelta(minutes=1)))
    assert due(failed, NOW) is None
    assert due(failed, NOW, again=True) is Why.CHANGED
    assert due(failed, NOW + timedelta(minutes=1)) is Why.CHANGED
    assert due(replace(failed, send=4), NOW) is Why.CHANGED
    assert due(replace(failed, waiting=Waiting("failed", 5)), NOW) is Why.CHANGED


def test_drift_is_mended_three_times_and_then_left_to_a_person() -> None:
    drifted = replace(READY, confirmed=5, drift=-2)
    assert [due(replace(drifted, resent=count), NOW) for count in range(5)] == [Why.DRIFT] * 3 + [None] * 2
    assert due(replace(drifted, resent=3), NOW, again=True) is Why.DRIFT
    assert due(drifted, NOW, mend=False) is None
    assert due(replace(drifted, confirmed=4, resent=3), NOW, mend=False) is Why.CHANGED


def test_the_pause_doubles_up_to_six_hours() -> None:
    assert [pause(n) // timedelta(minutes=1) for n in range(1, 6)] == [1, 2, 4, 8, 16]
    assert pause(0) == pause(1)
    assert pause(1000) == LONGEST_PAUSE
