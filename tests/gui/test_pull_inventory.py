"""Inventory > Pull Inventory From the Source, against the stand-in of Linnworks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rakumap.services import secret_keeping
from tests.gui.conftest import Shop
from tests.servers.linnworks import SECRETS, LinnworksStand


@pytest.fixture
def stand() -> Iterator[LinnworksStand]:
    with LinnworksStand(30) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is none of their business."""
    monkeypatch.setattr(secret_keeping, "trusted_backend", lambda: None)


def test_items_come_as_one_step(shop: Shop, stand: LinnworksStand) -> None:
    services, commands = shop.services, shop.window.commands
    shop.read(lambda: services.source.configure("linnworks", {"base_url": stand.url}, SECRETS))
    commands["pull_inventory"].trigger()
    shop.settle()
    assert "Pulled 30 items" in shop.window.status.said
    entry = shop.read(services.queries.next_undo)
    assert entry is not None
    assert entry.count >= 30


def test_without_a_source_it_says_what_to_do(shop: Shop) -> None:
    shop.window.commands["pull_inventory"].trigger()
    shop.settle()
    assert "inventory source" in shop.window.panel.notice.text
