"""Channels: made, changed, switched on and off, removed; names that are taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId, Limits
from tests.store.shop import Shop


def test_a_new_channel_is_off_and_empty(shop: Shop) -> None:
    key, applied = shop.catalog.add_channel("report-file", "Rakuten France", {"path": "été.csv", "decimal": ","})
    one = shop.queries.channel(key)
    assert (one.id, one.name, one.kind, one.settings) == (
        key,
        "Rakuten France",
        "report-file",
        {"path": "été.csv", "decimal": ","},
    )
    assert (one.enabled, one.inventory_sync, one.removed, one.enabled_at, one.forced_at) == (
        False,
        False,
        False,
        None,
        None,
    )
    assert (one.defaults, one.report_time, one.report_fingerprint) == (Limits(), None, None)
    assert (applied.count, applied.everything) == (1, True)
    assert shop.queries.channel_named("Rakuten France") == one
    assert shop.queries.counts(key).total == 0


def test_channels_are_listed_by_name(shop: Shop) -> None:
    for name in ("b", "A", "z"):
        shop.catalog.add_channel("report-file", name, {})
    assert [one.name for one in shop.queries.channels()] == ["A", "b", "Rakuten UK", "z"]


def test_a_channel_that_never_was(shop: Shop) -> None:
    with pytest.raises(KeyError):
        shop.queries.channel(ChannelId(99))
    assert shop.queries.channel_named("rakuten uk") is None


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_must_not_be_empty(shop: Shop, name: str) -> None:
    with pytest.raises(UserError, match="channel_name_empty"):
        shop.catalog.add_channel("report-file", name, {})
    with pytest.raises(UserError, match="channel_name_empty"):
        shop.catalog.change_channel(shop.channel, name=name)


def test_a_name_must_be_free(shop: Shop) -> None:
    with pytest.raises(UserError) as caught:
        shop.catalog.add_channel("report-file", "Rakuten UK", {})
    assert (caught.value.code, caught.value.values) == ("channel_name_taken", {"name": "Rakuten UK"})
    other, _ = shop.catalog.add_channel("report-file", "Other", {})
    with pytest.raises(UserError, match="channel_name_taken"):
        shop.catalog.change_channel(other, name="Rakuten UK")
    assert shop.catalog.change_channel(other, name="Other").entry is None


def test_the_name_of_a_removed_channel_is_free(shop: Shop) -> None:
    shop.catalog.change_channel(shop.channel, removed=True)
    key, _ = shop.catalog.add_channel("report-file", "Rakuten UK", {})
    assert key != shop.channel
    assert [one.id for one in shop.queries.channels()] == [key]
    assert shop.queries.history(2)[1].action == "channel_removed"


def test_enabling_starts_the_wait_and_says_so(shop: Shop) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    applied = shop.catalog.change_channel(shop.channel, enabled=True)
    one = shop.queries.channel(shop.channel)
    assert one.enabled
    assert one.enabled_at is not None
    assert before <= one.enabled_at <= datetime.now(UTC)
    assert (applied.count, shop.queries.history(1)[0].action) == (1, "channel_enabled")
    again = shop.catalog.change_channel(shop.channel, enabled=True)
    assert (again.entry, shop.queries.channel(shop.channel).enabled_at) == (None, one.enabled_at)
    shop.catalog.change_channel(shop.channel, enabled=False)
    assert shop.queries.history(1)[0].action == "channel_disabled"
    assert not shop.queries.channel(shop.channel).enabled


def test_inventory_sync_is_a_switch_of_its_own(shop: Shop) -> None:
    shop.catalog.change_channel(shop.channel, inventory_sync=True)
    one = shop.queries.channel(shop.channel)
    assert (one.inventory_sync, one.enabled) == (True, False)
    shop.catalog.change_channel(shop.channel, inventory_sync=False)
    assert [one.action for one in shop.queries.history(2)] == ["sync_off", "sync_on"]


def test_settings_and_defaults_change_as_a_whole(shop: Shop) -> None:
    defaults = Limits(7, 1, Decimal("33.25"))
    shop.catalog.change_channel(shop.channel, settings={"path": "other"}, defaults=defaults)
    one = shop.queries.channel(shop.channel)
    assert (one.settings, one.defaults) == ({"path": "other"}, defaults)
    shop.catalog.change_channel(shop.channel, defaults=Limits())
    assert shop.queries.channel(shop.channel).defaults == Limits()
    assert shop.queries.history(1)[0].action == "channel_changed"
    assert shop.queries.history(1)[0].values == {"name": "Rakuten UK"}


def test_a_removed_channel_can_be_brought_back_without_undo(shop: Shop) -> None:
    shop.catalog.change_channel(shop.channel, removed=True)
    shop.catalog.change_channel(shop.channel, removed=False)
    assert [one.id for one in shop.queries.channels()] == [shop.channel]
    assert shop.queries.history(1)[0].action == "channel_added"


def test_bringing_back_a_channel_whose_name_is_taken_is_refused(shop: Shop) -> None:
    shop.catalog.change_channel(shop.channel, removed=True)
    shop.catalog.add_channel("report-file", "Rakuten UK", {})
    with pytest.raises(UserError, match="changed_since"):
        shop.catalog.change_channel(shop.channel, removed=False)


def test_facts_about_the_store(shop: Shop) -> None:
    assert shop.queries.meta("restored_at") is None
    shop.catalog.put_meta("restored_at", "one")
    shop.catalog.put_meta("restored_at", "two")
    assert shop.queries.meta("restored_at") == "two"
